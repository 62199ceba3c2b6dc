"""Refuse what has no identity, make every text fit for UTF-8, and hash what is compared."""

from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.statscollectors import StatsCollector

from newscrawl.extract.finishing import clean, fill_hash
from newscrawl.items import Article, Comment


class Validate:
    """Drops only an article without id or URL, and a comment without id."""

    def __init__(self, stats: StatsCollector) -> None:
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        assert crawler.stats  # noqa: S101  (Scrapy sets it before pipelines are made)
        return cls(crawler.stats)

    def process_item(self, item: Article | Comment) -> Article | Comment:
        clean(item)
        if not item.id or (isinstance(item, Article) and not item.url):
            self.stats.inc_value(f"items/without_id/{item.type}")
            raise DropItem(f"{item.type} without id or URL", log_level="ERROR")
        fill_hash(item)
        return item
