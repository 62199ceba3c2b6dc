"""Measures a run: memory of all its processes, and which fields its lines fill."""

from contextlib import suppress
from typing import Self

import psutil
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import AsyncioLoopingCall, create_looping_call
from twisted.internet.task import LoopingCall

from newscrawl.items import Article, Comment
from newscrawl.state.record import Record
from newscrawl.storage import output_of

SECONDS = 5.0
"""Between two looks at the memory; a look at a browser's ten processes takes some 10 ms."""


class Meter:
    """Tells the run's record, and has it kept in case the process is killed."""

    def __init__(self, crawler: Crawler, record: Record) -> None:
        self.crawler, self.record = crawler, record
        self.clock: AsyncioLoopingCall | LoopingCall = create_looping_call(self.look)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        record = output_of(crawler).record
        if record is None:
            raise NotConfigured  # a user's own feeds have no runs.jsonl
        meter = cls(crawler, record)
        crawler.signals.connect(meter.start, signals.spider_opened)
        crawler.signals.connect(meter.written, signals.item_scraped)
        crawler.signals.connect(meter.stop, signals.spider_closed)
        return meter

    def start(self) -> None:
        self.clock.start(SECONDS)

    def written(self, item: Article | Comment) -> None:
        self.record.add(item)

    def look(self) -> None:
        assert self.crawler.stats  # noqa: S101
        self.record.peak = max(self.record.peak, memory())
        self.record.note(self.crawler.stats.get_stats())

    def stop(self) -> None:
        if self.clock.running:
            self.clock.stop()
        self.look()


def memory() -> int:
    """Return the bytes of this process and all below it; pages they share count once (PSS)."""
    this = psutil.Process()
    return sum(_bytes(process) for process in (this, *this.children(recursive=True)))


def _bytes(process: psutil.Process) -> int:
    with suppress(psutil.Error, AttributeError):
        return int(process.memory_full_info().pss)
    with suppress(psutil.Error):
        return int(process.memory_info().rss)  # where a sandbox, or the system, tells no PSS
    return 0
