"""Dates as pages print them, read into ISO 8601 with the precision they have.

None rather than a guess: an unknown zone or word, an ambiguous order of day and month, and any
date after the fetch give None.
"""

import re
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from newscrawl.extract.date_days import Day
from newscrawl.extract.date_forms import Clock, Form, read_form
from newscrawl.extract.date_relative import Ago, read_ago
from newscrawl.extract.date_words import fold, languages_of
from newscrawl.extract.zones import WIDEST, site_zone, with_zone
from newscrawl.items import Precision

UNIX = re.compile(r"(\d{10})(?:\.\d*|\d{3}|\d{6})?")
"""Seconds, with a fraction or not, milliseconds, microseconds: from 2001 to 2286."""

SLACK = timedelta(days=1)
"""Clocks and zones differ; a date further ahead of the fetch than this is no publication date."""

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
    skip or show twice gives its day.

    "2 hours ago" is `now` less 2 hours, cut to the hour; "3 days ago" is a day in `timezone`; "2
    months ago" is a month. "2 weeks ago" means 14 to 20 days: the month or year that holds all.

    >>> read_date("22:57  GMT +3 28.04.2020")
    Reading(value='2020-04-28T19:57:00Z', precision='minute')
    >>> read_date("2026-03-14", timezone="Europe/Oslo")  # in UTC its midnight would be the 13th
    Reading(value='2026-03-14', precision='day')
    >>> read_date("2026-03-14 08:30", timezone=None)
    Reading(value='2026-03-14', precision='day')
    >>> read_date("Sat, 14 Mar 2026 08:30 CST") is None  # in Chicago, Havana or Shanghai?
    True
    """
    if timezone is None:
        return _anywhere(raw, now, language)
    raw = raw.strip()
    try:
        if match := UNIX.fullmatch(raw):
            moment = datetime.fromtimestamp(int(match[1]), UTC)
            return _believed(_instant(moment, "second"), now)
        if form := read_form(raw, language):
            return _believed(_resolved(form, timezone, now), now)
        ago = read_ago(fold(raw), languages_of(language)) if now and len(raw) < 60 else None
        return _back(ago, timezone, now) if ago and now else None
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
    twice = form.clock.zone is None and site_zone(timezone) is not None
    return _day_reading(day) if twice else None


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
    if not reading or not now:
        return reading
    last = now + SLACK
    if reading.precision in {"year", "month", "day"}:
        return reading if reading.value <= last.date().isoformat() else None
    return reading if datetime.fromisoformat(reading.value) <= last else None


def _back(ago: Ago, timezone: str, now: datetime) -> Reading | None:
    zone = site_zone(timezone)
    if not zone:
        return None
    here = now.astimezone(zone)
    if ago.unit in {"second", "minute", "hour"}:
        return _instant_back(ago, now.astimezone(UTC))
    if ago.unit == "day":
        moment = here.date() - timedelta(days=ago.number)
        return _day_reading(Day(moment.year, moment.month, moment.day))
    if ago.unit == "week":
        return _week_back(here.date() - timedelta(days=7 * ago.number))
    if ago.unit == "month":
        year, month = divmod(here.year * 12 + here.month - 1 - ago.number, 12)
        return _day_reading(Day(year, month + 1))
    return _day_reading(Day(here.year - ago.number))


def _instant_back(ago: Ago, now: datetime) -> Reading:
    if ago.unit == "hour":
        return _instant((now - timedelta(hours=ago.number)).replace(minute=0, second=0), "hour")
    if ago.unit == "second" and ago.number:
        return _instant(now - timedelta(seconds=ago.number), "second")
    minutes = ago.number if ago.unit == "minute" else 0  # "just now" is not an exact second
    return _instant((now - timedelta(minutes=minutes)).replace(second=0), "minute")


def _week_back(latest: date) -> Reading | None:
    earliest = latest - timedelta(days=6)
    if earliest.year != latest.year:
        return None
    return _day_reading(Day(latest.year, latest.month if earliest.month == latest.month else None))
