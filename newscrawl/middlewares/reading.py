"""Reads each answer within a budget, so that one page does not hold up all others.

Everything that is read passes here, step by step: pages, lists, answers about comments.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.statscollectors import StatsCollector
from scrapy.utils.asyncgen import as_async_generator
from twisted.python.failure import Failure

from newscrawl.deadline import TooSlow, within
from newscrawl.runs.exits import STOPPING

logger = logging.getLogger(__name__)

SECONDS = 3.0
"""CPU time of one step of reading: what a callback does between two requests or items."""
REST = 0.05
"""Seconds after which the rest of the crawl has its turn."""
TURNS = 20
"""Rounds of the event loop that it then has: a request takes some to be on its way."""


class Reading:
    """Hands an answer that takes too long to the errback of its request, as one that failed.

    A callback that has much to do gives None now and then: it may pause there.
    """

    def __init__(self, stats: StatsCollector) -> None:
        self.stats = stats
        self.stopping = False
        """Whether the run is to end: a list that is being read is left where it pauses."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        assert crawler.stats  # noqa: S101  (Scrapy sets it before middlewares are made)
        reading = cls(crawler.stats)
        crawler.signals.connect(reading.stop, STOPPING)
        return reading

    def stop(self) -> None:
        self.stopping = True

    async def process_spider_output(
        self, response: Response, result: AsyncIterator[Any]
    ) -> AsyncIterator[Any]:
        """Pass on what a callback gives, and let others have their turn between its steps."""
        try:
            async for one in self._steps(result):
                yield one
        except TooSlow as slow:
            async for one in self._failed(response.request, slow):
                yield one

    async def _failed(self, request: Request | None, slow: TooSlow) -> AsyncIterator[Any]:
        if request is None or request.errback is None:
            return
        logger.warning("%s: %s", request.url, slow)
        failure = Failure(slow)  # type: ignore[no-untyped-call]
        failure.request = request  # type: ignore[attr-defined]
        try:
            async for one in self._steps(as_async_generator(request.errback(failure) or ())):
                yield one
        except TooSlow:
            self.stats.inc_value("reading/given_up")
            logger.error("%s: what follows took too long, too; it is given up", request.url)

    async def _steps(self, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        rested = time.perf_counter()
        while True:
            try:
                with within(SECONDS):
                    one = await anext(result)
            except StopAsyncIteration:
                return
            if one is not None:
                yield one
            elif self.stopping:
                return
            if time.perf_counter() - rested > REST:
                for _ in range(TURNS):
                    await asyncio.sleep(0)
                rested = time.perf_counter()
