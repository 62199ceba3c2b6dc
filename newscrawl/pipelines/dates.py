"""Reads the printed dates of every item, and reports those it could not read."""

import logging
import re
from typing import Self

from scrapy.crawler import Crawler
from scrapy.statscollectors import StatsCollector

from newscrawl.extract.finishing import fill_dates
from newscrawl.items import Article, Comment

logger = logging.getLogger(__name__)


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
        for raw, problem in fill_dates(item):
            what = "unreadable" if problem else "read"
            self.stats.inc_value(f"dates/{what}/{item.type}")
            if problem:
                self._warn(problem, raw, item)
        return item

    def _warn(self, problem: str, raw: str, item: Article | Comment) -> None:
        # One line for all dates of one form: a site in a new language has thousands.
        form = re.sub(r"\d", "9", raw[:100])
        if form not in self.warned:
            self.warned.add(form)
            logger.warning("%s: %r in %s (said once for this form)", problem, raw[:100], item.id)
