"""Stand-in until the branch `dates` is merged: the same names, only what the sites need."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from newscrawl.items import Precision


class Reading(NamedTuple):
    """A date as ISO 8601 (UTC if the time is known) and its precision."""

    value: str
    precision: Precision


def read_date(raw: str, timezone: str = "UTC") -> Reading | None:
    """Return `raw` as ISO 8601, or None if it is not a date we are sure of."""
    raw = raw.strip()
    with suppress(ValueError):
        return Reading(date.fromisoformat(raw).isoformat(), "day")
    for read in (datetime.fromisoformat, _day_first, parsedate_to_datetime):
        with suppress(ValueError, TypeError, OverflowError):
            moment = read(raw)
            if moment.tzinfo is None:
                moment = moment.replace(tzinfo=_zone(timezone))
            return Reading(moment.astimezone(UTC).isoformat(), "second")
    return None


def page_offset(printed: str, unix: int | str) -> str | None:
    """Return the offset a page prints its times in, as `+03:00`: printed time minus Unix time."""
    with suppress(ValueError, OverflowError, TypeError):
        wall = datetime.fromisoformat(printed.replace("Z", "")).replace(tzinfo=UTC)
        minutes = round((wall.timestamp() - int(unix)) / 900) * 15
        if abs(minutes) <= 14 * 60:
            sign = "-" if minutes < 0 else "+"
            return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
    return None


def _day_first(raw: str) -> datetime:
    return datetime.strptime(raw, "%H:%M %d.%m.%Y")  # noqa: DTZ007 - the zone is put on above


def _zone(name: str) -> timezone | ZoneInfo:
    if name[:1] in "+-":
        moment = datetime.strptime(name, "%z")
        return timezone(moment.utcoffset() or timedelta())
    return ZoneInfo(name)
