"""When an outlet is visited again: from its own past, and never all at once."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol

from newscrawl.items import Row
from newscrawl.runs.exits import Exit

DAY = timedelta(days=1)
LOOKED_AT = 10
"""Lines of its history that tell when an outlet is due."""
BUSY = 20
"""An outlet that brought this many new articles and comments a visit is visited twice as often."""
CUT_SHORT = frozenset({"INTERRUPTED", "KILLED"})
"""How runs end that left something to do."""
NO_FAILURE = frozenset(
    {
        *(Exit.DONE, Exit.INCOMPLETE, Exit.LOSSES, Exit.ALARM),
        *(Exit.INTERRUPTED, Exit.LOCKED, Exit.LIMITED),
    }
)
"""Statuses of runs that read something. After any other the next visit is put off."""
NEVER = datetime.min.replace(tzinfo=UTC)


class Repeated(Protocol):
    """What is visited again and again: an outlet."""

    @property
    def scope(self) -> str:
        """Return the name of its folder."""

    @property
    def every(self) -> timedelta:
        """Return how often it is visited."""


def due_at(
    outlet: Repeated, runs: Sequence[Row], is_ours: Callable[[datetime], bool] = lambda _: False
) -> datetime:
    """Return when an outlet is due, NEVER if it was never visited; `runs` are its last lines.

    At the latest `every` after its last visit; half of it where much is new. A visit that failed
    doubles the time with each further one, up to a day, unless it failed at a moment when all did
    (`is_ours`). Each outlet has a moment of its own within
    the time, so that they spread.
    """
    if not runs:
        return NEVER
    began = datetime.fromisoformat(runs[-1]["date_started"])
    if runs[-1]["exit_name"] in CUT_SHORT:
        return began
    interval = outlet.every
    if failed := failures(runs, is_ours):
        return began + max(interval, min(DAY, interval * (1 << failed)))
    if _news(runs) >= BUSY:
        interval /= 2
    return _own_moment(outlet.scope, began, interval)


def is_whole(row: Row) -> bool:
    """Return whether a line of a history has what `due_at` reads: somebody may have edited it."""
    try:
        began = datetime.fromisoformat(row["date_started"])
    except (TypeError, ValueError):
        return False
    counted = all(isinstance(row[kind], dict) for kind in ("articles", "comments"))
    return bool(began.tzinfo) and counted and {"exit_name", "exit_status"} <= row.keys()


def failures(runs: Sequence[Row], is_ours: Callable[[datetime], bool]) -> int:
    """Return how many of the last visits failed, one after the other."""
    number = 0
    for row in reversed(runs):
        if row["exit_status"] in NO_FAILURE:
            break
        number += not is_ours(datetime.fromisoformat(row["date_started"]))
    return number


def _news(runs: Sequence[Row]) -> float:
    """Return how many new articles and comments a visit brought lately; the first brings all."""
    later = [row for row in runs[-5:] if row["articles"].get("known")]
    new = [row["articles"].get("new", 0) + row["comments"].get("new", 0) for row in later]
    return sum(new) / len(new) if new else 0.0


def _own_moment(scope: str, began: datetime, interval: timedelta) -> datetime:
    """Return the outlet's own moment in the time before it is due, unless that is too soon."""
    seconds = interval.total_seconds()
    phase = int.from_bytes(hashlib.sha256(scope.encode()).digest()[:8]) % seconds
    latest = began + interval
    moment = latest - timedelta(seconds=(latest.timestamp() - phase) % seconds)
    return moment if moment - began >= interval / 4 else latest
