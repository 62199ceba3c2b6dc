"""When a page that is not fresh was made: as its server says, or whoever saved it."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from newscrawl import clock
from newscrawl.extract.dates import read_date
from newscrawl.page import Page

UNKNOWN = "unknown"
"""A saved page that does not say when it was saved."""

ENDS = 6_000
"""Characters at each end of a page in which savers leave their mark."""
MARKS = (
    # SingleFile, HTTrack, the Wayback Machine, search engines: with the moment.
    re.compile(
        r"Page saved with SingleFile(?:(?!Page saved).){0,2000}?"
        r"saved date: (?P<when>[^\n(]{10,60})",
        re.DOTALL,
    ),
    re.compile(r"Mirrored from .{0,300}? by HTTrack[^,]{0,60}, (?P<when>[^>]{10,50}?)\s*-->"),
    re.compile(r"FILE ARCHIVED ON (?P<when>\d\d:\d\d:\d\d \w{3} \d\d, \d{4})"),
    re.compile(r"snapshot of the page as it appeared on (?P<when>[\w :,]{10,40})"),
    re.compile(r"data-scrapbook-create=\"(?P<when>\d{14})"),
    # Browsers: without it.
    re.compile(r"<!-- saved from url=\(\d+\)"),
    re.compile(r"<!-- Saved from |id=\"wm-ipp-base\"|__wm\.init\("),
)
IN_ADDRESS = re.compile(r"/web/(\d{14})(?:[a-z]{2}_)?/https?:")
CACHED = timedelta(minutes=1)
"""A page that is so old is one of a cache."""


def made(page: Page, date: str | None = None, memento: str | None = None) -> str | None:
    """Return when a page was made, if that was before now; UNKNOWN if it is saved, none knows when.

    `date` and `memento` are the headers `Date` and `Memento-Datetime` of its answer.
    """
    if found := _of_headers(memento) or captured(page):
        return found
    then = _moment(date)
    return clock.stamp(then) if then and then < clock.now() - CACHED else None


def captured(page: Page) -> str | None:
    """Return when a saved page was saved, by its address or its marks; None for any other."""
    if match := IN_ADDRESS.search(page.url):
        return _read(match[1])
    text = page.text_content
    ends = f"{text[:ENDS]}\n{text[ENDS:][-ENDS:]}"
    for mark in MARKS:
        if match := mark.search(ends):
            return _read(match.groupdict().get("when") or "")
    return None


def _of_headers(memento: str | None) -> str | None:
    then = _moment(memento)
    return clock.stamp(then) if then else None


def _read(raw: str) -> str:
    reading = read_date(raw.strip(), timezone="UTC")
    return reading.value if reading and "T" in reading.value else UNKNOWN


def _moment(header: str | None) -> datetime | None:
    try:
        then = parsedate_to_datetime(header or "")
    except (TypeError, ValueError):
        return None
    return then if then.tzinfo else then.replace(tzinfo=UTC)
