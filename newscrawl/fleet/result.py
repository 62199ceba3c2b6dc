"""What a visit came to, as a process of the fleet tells it. Loads nothing of the crawl."""

from typing import NamedTuple

KILLED = -9
"""The status of a process that somebody else killed (SIGKILL)."""


class Result(NamedTuple):
    """What a visit came to."""

    scope: str
    status: int
    """How its run ended (`Exit`), or `KILLED`."""
    message: str
    alarms: list[str]
    """Names of the alarms that were raised."""
    articles: int
    """New ones."""
    comments: int
    memory: int
    """Of the process after it, in bytes."""
    renders: int = 0
    """Pages that were opened in the browser."""
    commits: list[float] | None = None
    """Seconds that each took which let what was written count for all machines; None where this
    machine is alone."""
