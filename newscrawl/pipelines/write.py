"""The last pipeline: gives what the others let through to the run's output."""

from contextlib import suppress
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import create_looping_call
from scrapy.utils.defer import deferred_from_coro

from newscrawl.items import Article, Comment
from newscrawl.storage import Output, Unwritten, output_of

SECONDS = 1.0
"""Longest time for which lines wait for their commit: what a kill costs at most."""


class Write:
    """Commits every second, and ends the run when nothing can be written any more."""

    def __init__(self, crawler: Crawler, output: Output) -> None:
        self.crawler, self.output = crawler, output
        self.clock = create_looping_call(self.commit)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        pipeline = cls(crawler, output_of(crawler))
        pipeline.output.on_failure = pipeline.failed
        crawler.signals.connect(pipeline.opened, signals.spider_opened)
        crawler.signals.connect(pipeline.closed, signals.spider_closed)
        return pipeline

    def process_item(self, item: Article | Comment) -> Article | Comment:
        self.output.add(item)
        return item

    def opened(self) -> None:
        self.clock.start(SECONDS, now=False)

    def commit(self) -> None:
        with suppress(Unwritten):
            self.output.commit()

    def failed(self) -> None:
        self.crawler.stats.set_value("output/failed", self.output.failed)
        if not self.output.closed:
            deferred_from_coro(self.crawler.engine.close_spider_async(reason="disk"))

    def closed(self, reason: str) -> None:
        if self.clock.running:
            self.clock.stop()
        self.output.end(reason)
