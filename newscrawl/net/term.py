"""Until when a crawl may ask for anything: the term of its lease, by the clock of this machine."""

import time
from collections.abc import Callable
from typing import Any

from newscrawl.net.fleet_hosts import FleetHosts

_CLOCK = getattr(time, "CLOCK_BOOTTIME", None)


def uptime() -> float:
    """Return seconds by a clock that nobody sets, and that runs on while the machine sleeps."""
    return time.clock_gettime(_CLOCK) if _CLOCK is not None else time.monotonic()


class Term:
    """When a lease ends, by `uptime`: from then on nothing is asked for any more."""

    def __init__(self) -> None:
        self.until = 0.0
        self.turn: Callable[[str, float], float] | None = None
        """Takes the next turn of a host among all machines, so many seconds before any other, and
        returns the wait; it may take a moment itself."""
        self.hosts: FleetHosts | None = None

    def is_over(self) -> bool:
        """Return whether somebody else may visit the scope by now."""
        return uptime() >= self.until


def term_of(spider: Any) -> Term | None:
    """Return the term of a crawl's lease; None where it is on one machine alone."""
    term = getattr(getattr(spider, "output", None), "term", None)
    return term if isinstance(term, Term) else None


def fleet_hosts_of(spider: Any) -> FleetHosts | None:
    """Return what all machines know about hosts; None where there is one machine alone."""
    term = term_of(spider)
    return term.hosts if term else None


def is_over(spider: Any) -> bool:
    """Return whether the lease of a crawl is over.

    >>> is_over(object())
    False
    """
    term = term_of(spider)
    return term is not None and term.is_over()
