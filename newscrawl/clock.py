"""The only place that asks what time it is. Deadlines within a run are not here: `monotonic`.

Tests move the clock by the environment variable NEWSCRAWL_CLOCK, an ISO 8601 moment with its zone
(`2026-03-14T08:30:00Z`). The time then stands still at that moment until the variable is changed.
It is read at each call, so that one process can crawl at one moment after the other, and it is
inherited by processes that are started. Anything else in it raises ValueError.
"""

import os
from datetime import UTC, datetime

VARIABLE = "NEWSCRAWL_CLOCK"


def now() -> datetime:
    """Return this moment, aware, in UTC."""
    moved = os.environ.get(VARIABLE)
    if not moved:
        return datetime.now(UTC)
    moment = datetime.fromisoformat(moved)
    if moment.tzinfo is None:
        raise ValueError(f"{VARIABLE} {moved!r} has no zone: write 2026-03-14T08:30:00Z")
    return moment.astimezone(UTC)


def stamp(moment: datetime | None = None) -> str:
    """Return a moment in UTC (this one if none is given) as ISO 8601, to the second.

    >>> stamp(datetime(2026, 3, 14, 8, 30, tzinfo=UTC))
    '2026-03-14T08:30:00Z'
    """
    return (moment or now()).isoformat(timespec="seconds").replace("+00:00", "Z")
