"""Dates as pages print them, read into ISO 8601 with the precision they have.

None rather than a guess: an unknown zone or word, an ambiguous order of day and month, and any
date after the fetch give None.
"""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from newscrawl.extract.date_days import Day
from newscrawl.extract.date_forms import Clock, Form, read_form
from newscrawl.extract.date_relative import Agos, Unit, read_ago, read_bare
from newscrawl.extract.date_words import fold, languages_of
from newscrawl.extract.zones import WIDEST, is_abbreviation, site_zone, with_zone
from newscrawl.items import Precision

UNIX = re.compile(r"(\d{10})(?:\.\d*|\d{3}|\d{6})?")
"""Seconds, with a fraction or not, milliseconds, microseconds: from 2001 to 2286."""

SLACK = timedelta(days=1)
"""Clocks and zones differ; a date further ahead of the fetch than this is no publication date."""

NEVER_SET = frozenset(["1970-01-01", "1970-01-01T00:00:00Z"])

LONGEST_AGO = timedelta(days=335)
"""A date without a year means the latest such day; if that is 11 months back, it gives None."""


class Reading(NamedTuple):
    """An instant as `2020-04-28T22:57:00Z`, always with seconds and Z, or a bare date.

    A bare date is `2026-03-14`, `2026-03` or `2026`, as printed: it is in no zone and never
    shifts. The parts of an instant that are finer than its precision are zero.
    """

    value: str
    precision: Precision


def read_date(
    raw: str,
    *,
    timezone: str | None = "UTC",
    now: datetime | None = None,
    language: str | None = None,
) -> Reading | None:
    """Return the date that `raw` prints, or None if it is not certain.

    `timezone` is that of times printed without one: an IANA name, "UTC" or `+03:00`; if it is
    None, a time without a zone gives only its day. `now` is the fetch time, aware; relative forms
    and dates without a year need it, and a date more than a day after it is not believed.
    `language` is the page's BCP 47 tag. Fractions of a second are dropped. A time that the clocks
    skip or show twice gives its day, and so does one beside the name of several zones, as CST. The
    first moment of 1970 is a clock that was never set, and no date.

    "2 hours ago" is `now` less 2 hours, cut to the hour; "3 days ago" is a day in `timezone`; "2
    months ago" is a month. "2 weeks ago" means 14 to 20 days: the month or year that holds all. Of
    "5 days, 7 hours ago" the smallest unit gives the precision.

    >>> read_date("22:57  GMT +3 28.04.2020")
    Reading(value='2020-04-28T19:57:00Z', precision='minute')
    >>> read_date("2026-03-14", timezone="Europe/Oslo")  # in UTC its midnight would be the 13th
    Reading(value='2026-03-14', precision='day')
    >>> read_date("2026-03-14 08:30", timezone=None)
    Reading(value='2026-03-14', precision='day')
    >>> read_date("Sat, 14 Mar 2026 08:30 CST")  # in Chicago, Havana or Shanghai?
    Reading(value='2026-03-14', precision='day')
    """
    if timezone is None:
        return _anywhere(raw, now, language)
    raw = raw.strip()
    try:
        if match := UNIX.fullmatch(raw):
            moment = datetime.fromtimestamp(int(match[1]), UTC)
            return _believed(_instant(moment, "second"), now)
        # "5d 7h ago" comes first: "ago" is a month of Spain.
        if len(raw) < 60 and (agos := read_ago(fold(raw), languages_of(language))):
            return _back(agos, timezone, now) if now else None
        if language and (bare := read_bare(fold(raw), languages_of(language)[0])):
            return _back(bare, timezone, now) if now else None
        form = read_form(raw, language)
        return _believed(_resolved(form, timezone, now), now) if form else None
    except (OverflowError, ValueError):  # before the year 1, or not a time of day
        return None


def _anywhere(raw: str, now: datetime | None, language: str | None) -> Reading | None:
    """Read without knowing the zone: an instant only if every zone on earth gives the same one."""
    zones = ("UTC", "-12:00", "+12:00")
    here, *ends = (read_date(raw, timezone=zone, now=now, language=language) for zone in zones)
    if here is None or all(end == here for end in ends) or "T" not in here.value:
        return here
    return Reading(here.value[:10], "day")


def page_offset(printed: str, unix: int | str) -> str | None:
    """Return the offset, such as `+03:00`, of a page that prints `printed` for the instant `unix`.

    The printed time counts, not a zone beside it: Sputnik's `Z` was Moscow time in 2019. Rounded
    to 15 minutes; None if a time is missing or the two are more than 14 hours apart.

    >>> page_offset("2019-11-20T15:30:12Z", 1574253011)
    '+03:00'
    """
    form = read_form(printed.strip(), None)
    instant = read_date(str(unix))
    if not (form and form.clock and form.clock.minute is not None and form.day.year and instant):
        return None
    try:
        wall = _wall(form.day, form.clock).replace(tzinfo=UTC)
    except ValueError:
        return None
    if instant.precision != "second":
        return None
    quarters = round((wall - datetime.fromisoformat(instant.value)) / timedelta(minutes=15))
    if abs(quarters) * timedelta(minutes=15) > WIDEST:
        return None
    hours, rest = divmod(abs(quarters), 4)
    return f"{'-' if quarters < 0 else '+'}{hours:02}:{rest * 15:02}"


def _resolved(form: Form, timezone: str, now: datetime | None) -> Reading | None:
    day = form.day
    if day.year is None:
        zone = site_zone(timezone)
        if not (now and zone):
            return None
        today = now.astimezone(zone).date()
        found = _shifted(day, today) if day.shift is not None else _latest(day, today)
        if not found:
            return None
        day = Day(found.year, found.month, found.day)
    if not form.clock:
        return _day_reading(day)
    local = _wall(day, form.clock)
    moment = with_zone(local, form.clock.zone, timezone)
    if moment:
        return _instant(moment, _precision(form.clock))
    printed = form.clock.zone
    known = site_zone(timezone) if printed is None else is_abbreviation(printed)
    return _day_reading(day) if known else None


def _shifted(day: Day, today: date) -> date:
    return today + timedelta(days=day.shift or 0)


def _latest(day: Day, today: date) -> date | None:
    for year in (today.year, today.year - 1):
        try:
            found = date(year, day.month or 0, day.day or 0)
        except ValueError:  # the 29th of February
            continue
        if found <= today:
            return found if today - found <= LONGEST_AGO else None
    return None


def _wall(day: Day, clock: Clock) -> datetime:
    """Return the printed time without any zone. Raises ValueError if there is no such time."""
    return datetime(  # noqa: DTZ001 - the zone is applied by the caller
        day.year or 0,
        day.month or 0,
        day.day or 0,
        clock.hour,
        clock.minute or 0,
        clock.second or 0,
    )


def _precision(clock: Clock) -> Precision:
    if clock.minute is None:
        return "hour"
    return "minute" if clock.second is None else "second"


def _day_reading(day: Day) -> Reading:
    if not day.month:
        return Reading(f"{day.year:04}", "year")
    if not day.day:
        return Reading(f"{day.year:04}-{day.month:02}", "month")
    return Reading(f"{day.year:04}-{day.month:02}-{day.day:02}", "day")


def _instant(moment: datetime, precision: Precision) -> Reading:
    cut = moment.astimezone(UTC).replace(microsecond=0, tzinfo=None)
    return Reading(f"{cut.isoformat()}Z", precision)


def _believed(reading: Reading | None, now: datetime | None) -> Reading | None:
    if not reading or reading.value in NEVER_SET:
        return None
    if not now:
        return reading
    last = now + SLACK
    if reading.precision in {"year", "month", "day"}:
        return reading if reading.value <= last.date().isoformat() else None
    return reading if datetime.fromisoformat(reading.value) <= last else None


def _back(agos: Agos, timezone: str, now: datetime) -> Reading | None:
    zone = site_zone(timezone)
    if not zone:
        return None
    back = {ago.unit: ago.number for ago in agos}
    smallest = agos[-1].unit
    if smallest in {"second", "minute", "hour"}:
        return _instant_back(back, smallest, now.astimezone(UTC))
    moment = _earlier(now.astimezone(zone), back).date()
    if smallest == "week":
        return _week_back(moment)
    kept = {"year": 1, "month": 2, "day": 3}[smallest]
    return _day_reading(Day(*(moment.year, moment.month, moment.day)[:kept]))


def _earlier(now: datetime, back: dict[Unit, int]) -> datetime:
    """Return the moment that lies back: months by the calendar, the rest by its length."""
    year, month = divmod(
        now.year * 12 + now.month - 1 - 12 * back.get("year", 0) - back.get("month", 0), 12
    )
    last = monthrange(year, month + 1)[1]
    return now.replace(year=year, month=month + 1, day=min(now.day, last)) - timedelta(
        weeks=back.get("week", 0),
        days=back.get("day", 0),
        hours=back.get("hour", 0),
        minutes=back.get("minute", 0),
        seconds=back.get("second", 0),
    )


def _instant_back(back: dict[Unit, int], smallest: Unit, now: datetime) -> Reading:
    moment = _earlier(now, back)
    if smallest == "hour":
        return _instant(moment.replace(minute=0, second=0), "hour")
    if smallest == "second" and back["second"]:
        return _instant(moment, "second")
    return _instant(moment.replace(second=0), "minute")  # "just now" is not an exact second


def _week_back(latest: date) -> Reading | None:
    earliest = latest - timedelta(days=6)
    if earliest.year != latest.year:
        return None
    return _day_reading(Day(latest.year, latest.month if earliest.month == latest.month else None))
