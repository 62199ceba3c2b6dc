"""When a record was made, in any of the forms that makers of archives write."""

import re
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from newscrawl.archive.cdx import read_timestamp

SHORT = re.compile(r"\d{4}(-\d\d){0,2}")
"""A year, a month or a day: WARC 1.1 (5.4) lets a date be cut short."""
FIRST = datetime(1990, 1, 1, tzinfo=UTC)
"""No page is older: an earlier moment is that of a clock that was never set."""


def read_moment(text: str) -> datetime | None:
    """Return the moment that `text` tells, in UTC; None if it tells none, or one before the web.

    One that is cut short is its beginning; one without a zone is in UTC, as all should be.

    >>> read_moment("2025-03").isoformat()
    '2025-03-01T00:00:00+00:00'
    >>> read_moment("Fri, 14 Mar 2025 13:00:00 +0100").isoformat()
    '2025-03-14T12:00:00+00:00'
    """
    moment = _read(text.strip())
    return moment if moment and moment >= FIRST else None


def _read(text: str) -> datetime | None:
    if SHORT.fullmatch(text):
        return read_timestamp(text.replace("-", ""))
    for read in (read_timestamp, datetime.fromisoformat, parsedate_to_datetime):
        with suppress(ValueError, OverflowError):
            if moment := read(text):
                aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
                return aware.astimezone(UTC)
    return None
