"""The days that an address names: of a sitemap, of an archive page."""

import calendar
import re
from datetime import date

YEAR = r"(?P<year>(?:19|20)\d\d)"
DAY = re.compile(rf"(?<!\d){YEAR}([-_/]?)(?P<month>\d\d)\2(?P<day>\d\d)(?!\d)", re.ASCII)
MONTH = re.compile(rf"(?<!\d){YEAR}[-_/]?(?P<month>\d\d)(?!\d)", re.ASCII)
OPEN = re.compile(r"start|from|since|after|until|end|before|to=", re.IGNORECASE)
"""Words that make a single date the border of a range of unknown length."""


def days_named(url: str) -> tuple[date, date] | None:
    """Return the first and last day that a URL names, or None.

    A bare year does not count: `sitemap-2000.xml` may be the two-thousandth.

    >>> days_named("/sitemap_article.xml?date_start=20190501&date_end=20190531")
    (datetime.date(2019, 5, 1), datetime.date(2019, 5, 31))
    >>> days_named("/sitemap-2024-02.xml.gz")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    >>> days_named("/sitemap-17.xml") is None
    True
    """
    spans = sorted(_days(url) or _months(url))
    if not spans or (len(spans) == 1 and OPEN.search(url)):
        return None
    return spans[0][0], max(last for _, last in spans)


def _days(text: str) -> list[tuple[date, date]]:
    days = []
    for found in DAY.finditer(text):
        if (month := _month(found)) and 1 <= int(found["day"]) <= month[1].day:
            day = month[0].replace(day=int(found["day"]))
            days.append((day, day))
    return days


def _months(text: str) -> list[tuple[date, date]]:
    return [span for found in MONTH.finditer(text) if (span := _month(found))]


def _month(found: re.Match[str]) -> tuple[date, date] | None:
    year, month = int(found["year"]), int(found["month"])
    if not 1 <= month <= 12:
        return None
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
