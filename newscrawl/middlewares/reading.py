"""Reads each answer within a budget, so that one page does not hold up all others.

Everything that is read passes here, step by step: pages, lists, answers about comments.
"""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator
from functools import partial
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.statscollectors import StatsCollector
from scrapy.utils.asyncgen import as_async_generator
from twisted.python.failure import Failure

from newscrawl import clock
from newscrawl.deadline import TooSlow, within
from newscrawl.middlewares.trial import survives
from newscrawl.net.conditional import validators
from newscrawl.net.failures import Unread
from newscrawl.runs.exits import STOPPING
from newscrawl.state.output import Output
from newscrawl.state.poison import hash_of
from newscrawl.state.storage import output_of

logger = logging.getLogger(__name__)

SECONDS = 3.0
"""CPU time of one step of reading: what a callback does between two requests or items."""
REST = 0.05
"""Seconds after which the rest of the crawl has its turn."""
TURNS = 20
"""Rounds of the event loop that it then has: a request takes some to be on its way."""


class Reading:
    """Hands an answer that takes too long to the errback of its request, as one that failed.

    A callback that has much to do gives None now and then: it may pause there. What is read is
    noted before; what a run died of is tried in a process of its own, and remembered (`Poisons`).
    """

    def __init__(self, stats: StatsCollector, output: Output) -> None:
        self.stats, self.output = stats, output
        self.stopping = False
        """Whether the run is to end: a list that is being read is left where it pauses."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        assert crawler.stats  # noqa: S101  (Scrapy sets it before middlewares are made)
        reading = cls(crawler.stats, output_of(crawler))
        crawler.signals.connect(reading.stop, STOPPING)
        return reading

    def stop(self) -> None:
        self.stopping = True

    async def process_spider_output(
        self, response: Response, result: AsyncIterator[Any]
    ) -> AsyncIterator[Any]:
        """Pass on what a callback gives, and let others have their turn between its steps."""
        request = response.request
        if request is None:
            return
        failure: TooSlow | Unread | None = await self._tried(request, response)
        if failure is None:
            try:
                async for one in self._steps(name_of(request), result):
                    yield one
            except TooSlow as slow:
                failure = slow
                self._remember(request, response, slow.word)
        if failure:
            async for one in self._failed(request, failure):
                yield one

    async def _tried(self, request: Request, response: Response) -> Unread | None:
        """Return why an answer is not read, if it is known as poison and still is."""
        poisons, what = self.output.poisons, name_of(request)
        if not (known := poisons.known.get(what)):
            return None
        if response.status == 304 or known.body == _hash(response):
            self._remember(request, response, known.word)
            return Unread(f"still_{known.word}")
        rehearse = getattr(getattr(request.callback, "__self__", None), "rehearse", None)
        if rehearse is None or await survives(partial(rehearse, response, **request.cb_kwargs)):
            self.output.note(partial(poisons.forget, what))
            return None
        self._remember(request, response, "poison")
        return Unread("poison")

    def _remember(self, request: Request, response: Response, word: str) -> None:
        poisons, what = self.output.poisons, name_of(request)
        known, given = poisons.known.get(what), validators(response)
        body = _hash(response)
        if known and known.body and response.status == 304:
            body, given = known.body, {"etag": known.etag, "last_modified": known.last_modified}
        self.output.note(partial(poisons.note, what, body, word, clock.now(), **given))

    async def _failed(self, request: Request, why: TooSlow | Unread) -> AsyncIterator[Any]:
        is_new = not why.word.startswith("still_")
        logger.log(logging.WARNING if is_new else logging.INFO, "%s: %s", request.url, why)
        if request.errback is None:
            return
        failure = Failure(why)  # type: ignore[no-untyped-call]
        failure.request = request  # type: ignore[attr-defined]
        rest = as_async_generator(request.errback(failure) or ())
        try:
            async for one in self._steps(name_of(request), rest):
                yield one
        except TooSlow:
            self.stats.inc_value("reading/given_up")
            logger.error("%s: what follows took too long, too; it is given up", request.url)

    async def _steps(self, what: str, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        rested = time.perf_counter()
        while True:
            self.output.reading.begin(what)
            try:
                with within(SECONDS):
                    one = await anext(result)
            except StopAsyncIteration:
                return
            finally:
                self.output.reading.end()
            if one is not None:
                yield one
            elif self.stopping:
                return
            if time.perf_counter() - rested > REST:
                for _ in range(TURNS):
                    await asyncio.sleep(0)
                rested = time.perf_counter()


def name_of(request: Request) -> str:
    """Return what an answer is remembered by: the address that was asked for, and by whom."""
    url = (request.meta.get("redirect_urls") or [request.url])[0]
    return f"browser {url}" if "browser" in request.meta else url


def _hash(response: Response) -> str:
    seen = response.meta.get("rendering")
    return hash_of(response.body, json.dumps(seen, default=str).encode() if seen else b"")
