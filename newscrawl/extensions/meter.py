"""Measures a run: memory of all its processes, and which fields its lines fill."""

import math
import time
from typing import Self

import psutil
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import AsyncioLoopingCall, create_looping_call
from twisted.internet.task import LoopingCall

from newscrawl.browser.processes import mebibytes, tree
from newscrawl.items import Article, Comment
from newscrawl.runs.history import RunLine
from newscrawl.state.storage import output_of

SECONDS = 5.0
"""Time between two samples of memory; sampling a browser's ten processes takes some 10 ms."""
FRESH_SECONDS = 1.0


class Memory:
    """The memory of this process and all below it, in bytes: one sample for all its crawls."""

    taken, used = -math.inf, 0
    """When it was last sampled (`time.monotonic`), and what that gave."""

    @classmethod
    def now(cls) -> int:
        """Return it, as it is or was less than a second ago."""
        if time.monotonic() - cls.taken >= FRESH_SECONDS:
            cls.used = int(mebibytes(tree(psutil.Process())) * 2**20)
            cls.taken = time.monotonic()
        return cls.used


class Meter:
    """Feeds the run's line, and has it kept in case the process is killed."""

    def __init__(self, crawler: Crawler, run_line: RunLine) -> None:
        self.crawler, self.run_line = crawler, run_line
        self.clock: AsyncioLoopingCall | LoopingCall = create_looping_call(self.look)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        run_line = output_of(crawler).run_line
        if run_line is None:
            raise NotConfigured  # a user's own feeds have no runs.jsonl
        meter = cls(crawler, run_line)
        crawler.signals.connect(meter.start, signals.spider_opened)
        crawler.signals.connect(meter.written, signals.item_scraped)
        crawler.signals.connect(meter.stop, signals.spider_closed)
        return meter

    def start(self) -> None:
        self.clock.start(SECONDS)

    def written(self, item: Article | Comment) -> None:
        self.run_line.add(item)

    def look(self) -> None:
        assert self.crawler.stats  # noqa: S101
        self.run_line.peak = max(self.run_line.peak, Memory.now())
        self.run_line.note(self.crawler.stats.get_stats())

    def stop(self) -> None:
        if self.clock.running:
            self.clock.stop()
        self.look()
