"""The only place that reads the time of day. Deadlines within a run use `time.monotonic`.

Tests move the clock by the environment variable NEWSCRAWL_CLOCK, an ISO 8601 moment with its zone
(`2026-03-14T08:30:00Z`). The time then stands still at that moment until the variable changes.
With seconds (`+120`, `-120`) the clock goes, but is wrong by so much. The variable is read at each
call, so one process can crawl at several moments, and child processes inherit it. Any other value
raises ValueError.

What an archive holds is read at the moment of its capture: see `at`.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

VARIABLE = "NEWSCRAWL_CLOCK"
SPAN = re.compile(r"^(\d{1,5})\s*([dhm])$")
WRONG = re.compile(r"[+-]\d+$")
UNITS = {"d": "days", "h": "hours", "m": "minutes"}


_MOMENT = ContextVar[datetime | None]("moment", default=None)


@contextmanager
def at(moment: datetime | None) -> Iterator[None]:
    """Let it be another moment in a block; None leaves it as it is."""
    token = _MOMENT.set(moment)
    try:
        yield
    finally:
        _MOMENT.reset(token)


def now() -> datetime:
    """Return the present moment as an aware datetime in UTC."""
    if then := _MOMENT.get():
        return then
    moved = os.environ.get(VARIABLE)
    if not moved:
        return datetime.now(UTC)
    if WRONG.match(moved):
        return datetime.now(UTC) + timedelta(seconds=int(moved))
    moment = datetime.fromisoformat(moved)
    if moment.tzinfo is None:
        raise ValueError(f"{VARIABLE} {moved!r} has no zone: write 2026-03-14T08:30:00Z")
    return moment.astimezone(UTC)


def stamp(moment: datetime | None = None) -> str:
    """Return a moment in UTC (by default the present one) as ISO 8601, to the second.

    >>> stamp(datetime(2026, 3, 14, 8, 30, tzinfo=UTC))
    '2026-03-14T08:30:00Z'
    """
    return (moment or now()).isoformat(timespec="seconds").replace("+00:00", "Z")


def span(text: str) -> timedelta | None:
    """Return a length of time given in days, hours or minutes; None if it is not one.

    >>> span("12h"), span("soon")
    (datetime.timedelta(seconds=43200), None)
    """
    found = SPAN.match(text.strip())
    return timedelta(**{UNITS[found[2]]: int(found[1])}) if found else None
