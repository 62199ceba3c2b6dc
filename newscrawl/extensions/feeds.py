"""Scrapy's feed exports, exactly once: whole threads, committed together with the ledger."""

import logging
from contextlib import suppress
from typing import Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.extensions.feedexport import FeedExporter
from scrapy.utils.asyncio import AsyncioLoopingCall, create_looping_call
from scrapy.utils.defer import deferred_from_coro
from twisted.internet.task import LoopingCall

from newscrawl.items import Article, Comment
from newscrawl.state.output import Unwritten
from newscrawl.state.storage import output_of

logger = logging.getLogger(__name__)

SECONDS = 1.0
"""The longest that lines wait for their commit: the most that a kill can cost."""


class Feeds(FeedExporter):
    """Scrapy's exporter, except that the run's output decides when our feeds get their lines.

    A user's own feeds get theirs at once. Scrapy only logs the errors of a signal handler, so those
    of the disk are kept by the output, and end the crawl.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.output = output_of(crawler)
        self.output.export_to(self.write if self.output.lock else None, self._failed)
        self.clock: AsyncioLoopingCall | LoopingCall | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        exporter = super().from_crawler(crawler)
        crawler.signals.connect(exporter.item_dropped, signals.item_dropped)
        crawler.signals.connect(exporter.item_error, signals.item_error)
        return exporter

    def open_spider(self, spider: Spider) -> None:
        super().open_spider(spider)
        self.clock = create_looping_call(self._commit)
        self.clock.start(SECONDS, now=False)

    def item_scraped(self, item: Article | Comment, spider: Spider) -> None:
        try:
            if not self.output.lock:
                super().item_scraped(item, spider)
            self.output.add(item)
        except Unwritten:
            pass  # `_failed` knows
        except OSError as problem:  # of a user's own feed
            self.output.fail(problem)
        except Exception:
            logger.exception("no line could be made of %s", item.id)
            self._count("items/failed")

    def item_dropped(self, item: Article | Comment) -> None:
        with suppress(Unwritten):
            self.output.refuse(item)

    def item_error(self, item: Article | Comment) -> None:
        self._count("items/failed")
        self.item_dropped(item)

    def write(self, item: Article | Comment) -> None:
        """Make the line of an item."""
        assert self.crawler.spider  # noqa: S101
        super().item_scraped(item, self.crawler.spider)

    def _count(self, name: str) -> None:
        assert self.crawler.stats  # noqa: S101
        self.crawler.stats.inc_value(name)

    def _commit(self) -> None:
        with suppress(Unwritten):
            self.output.commit()

    def _failed(self) -> None:
        assert self.crawler.stats  # noqa: S101
        self.crawler.stats.set_value("output/failed", self.output.failed)
        if not self.output.concluded:
            assert self.crawler.engine  # noqa: S101
            deferred_from_coro(self.crawler.engine.close_spider_async(reason="disk"))

    async def close_spider(self, spider: Spider, reason: str = "finished") -> None:
        if self.clock and self.clock.running:
            self.clock.stop()
        self.output.conclude(reason)
        if self.output.failed and self.output.lock:
            self.slots = []  # the next run finishes the files
        await super().close_spider(spider)
        self.output.end(reason)
