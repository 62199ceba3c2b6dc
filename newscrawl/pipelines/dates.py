"""Reads the printed dates of every item, and reports those it could not read."""

import logging
import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Self

from scrapy.crawler import Crawler
from scrapy.statscollectors import StatsCollector

from newscrawl.extract.dates import Reading, read_date
from newscrawl.items import Article, Comment, Metadata

logger = logging.getLogger(__name__)


def read_printed(item: Article | Comment, raw: str) -> Reading | None:
    """Return a date that an item prints, read in the item's zone and language.

    "2 hours ago" is counted from when the answer with the item came in, and nothing later than that
    is accepted: here, and where the spider decides whether an article is in the range asked for.
    """
    return _read(raw, item.metadata.timezone, _fetched(item.metadata), item.in_language)


@lru_cache(maxsize=64)
def _read(
    raw: str, timezone: str | None, now: datetime | None, language: str | None
) -> Reading | None:
    # An article passes three times: for the range check, after reading, after its thread's walk.
    return read_date(raw, timezone=timezone, now=now, language=language)


class Dates:
    """Fills value and precision of each date from its `_raw`; what it cannot read stays None.

    Nothing else is a source: no crawl time, no modification date for a missing publication date.
    """

    def __init__(self, stats: StatsCollector) -> None:
        self.stats = stats
        self.warned: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        assert crawler.stats is not None  # noqa: S101 - Scrapy sets it before any pipeline
        return cls(crawler.stats)

    def process_item(self, item: Article | Comment) -> Article | Comment:
        published, modified = item.date_published_raw, item.date_modified_raw
        if published and (reading := self._read(item, "date_published", published)):
            item.date_published, item.date_published_precision = reading
        if modified and (reading := self._read(item, "date_modified", modified)):
            item.date_modified, item.date_modified_precision = reading
        if _backwards(item.date_published, item.date_modified):
            item.metadata.validation_messages.append("date_modified is before date_published")
        return item

    def _read(self, item: Article | Comment, field: str, raw: str) -> Reading | None:
        if reading := read_printed(item, raw):
            self.stats.inc_value(f"dates/read/{item.type}")
            return reading
        future = _fetched(item.metadata) and read_date(
            raw, timezone=item.metadata.timezone, language=item.in_language
        )
        problem = f"{field} is in the future" if future else "date not readable"
        item.metadata.validation_messages.append(f"{problem}: {raw[:100]}")
        self.stats.inc_value(f"dates/unreadable/{item.type}")
        self._warn(problem, raw, item)
        return None

    def _warn(self, problem: str, raw: str, item: Article | Comment) -> None:
        # One line for all dates of one form: a site in a new language has thousands.
        form = re.sub(r"\d", "9", raw[:100])
        if form not in self.warned:
            self.warned.add(form)
            logger.warning("%s: %r in %s (said once for this form)", problem, raw[:100], item.id)


def _fetched(metadata: Metadata) -> datetime | None:
    try:
        fetched = datetime.fromisoformat(metadata.date_downloaded or "")
    except ValueError:
        return None
    return fetched if fetched.tzinfo else None


def _backwards(published: str | None, modified: str | None) -> bool:
    """Return whether the change is surely more than a day before the publication."""
    if not (published and modified) or min(len(published), len(modified)) < len("2026-03-14"):
        return False
    exact = "T" in published and "T" in modified
    first, then = (datetime.fromisoformat(d if exact else d[:10]) for d in (published, modified))
    return first - then > timedelta(days=1)
