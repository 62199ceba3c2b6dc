"""Reads each answer within a budget, so that one page does not hold up all others.

Everything that is read passes here, step by step: pages, lists, answers about comments.
"""

import asyncio
import json
import logging
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.statscollectors import StatsCollector
from scrapy.utils.asyncgen import as_async_generator
from twisted.python.failure import Failure

from newscrawl import clock
from newscrawl.archive.capture import AS_OF, CAPTURE, Capture, answered_at
from newscrawl.deadline import TooSlow, within
from newscrawl.middlewares.apart import read_apart
from newscrawl.net.conditional import validators
from newscrawl.net.failures import Unread, request_of
from newscrawl.runs.exits import STOPPING
from newscrawl.state.output import Output
from newscrawl.state.poison import hash_of
from newscrawl.state.storage import output_of
from newscrawl.threads.safely import Given, recording, replaying

logger = logging.getLogger(__name__)

SECONDS = 3.0
"""CPU time of one step of reading: what a callback does between two requests or items."""
LOADING = 2.0
"""More of it for the first rendered page: what reading it needs is loaded once, patterns and
languages, and that is not the page's doing."""
REST = 0.05
"""Seconds after which the rest of the crawl has its turn."""
TURNS = 20
"""Rounds of the event loop that it then has: a request takes some to be on its way."""
SHARE = 20
"""After a step of n seconds it also has n / 20 seconds: on a busy machine rounds are not enough."""
Errback = Callable[[Failure], Iterable[Any] | None]


class Reading:
    """Hands an answer that takes too long to the errback of its request, as one that failed.

    A callback that has much to do gives None now and then: it may pause there. What is read is
    noted before; what a run died of is tried in a process of its own, and remembered (`Poisons`).
    """

    def __init__(self, stats: StatsCollector, output: Output, *, rests: bool = True) -> None:
        self.stats, self.output, self.rests = stats, output, rests
        self.alone = asyncio.Lock()
        self.loaded = False
        """Whether a rendered page was read."""
        self.resting: asyncio.Task[None] | None = None
        """The turn that others have now; nothing is read meanwhile, whoever's it is."""
        self.stopping = False
        """Whether the run is to end: a list that is being read is left where it pauses."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        assert crawler.stats  # noqa: S101  (Scrapy sets it before middlewares are made)
        arguments = getattr(crawler.spider, "arguments", None)
        # Files of an archive are all there: no request waits for its turn meanwhile.
        rests = not (arguments and arguments.archive)
        reading = cls(crawler.stats, output_of(crawler), rests=rests)
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
        try:
            made = await self._tried(request, response)
            async for one in self._read(request, response, result, made):
                yield one
        except (TooSlow, Unread) as why:
            if why.word == TooSlow.word:
                self._remember(request, response, why.word)
            async for one in self._failed(request, why):
                yield one

    async def _read(
        self, request: Request, response: Response, result: AsyncIterator[Any], made: list[Given]
    ) -> AsyncIterator[Any]:
        """Read here, or take from another process what an engine takes too long to read here.

        Raises TooSlow.
        """
        try:
            async for one in self._steps(request, result, made):
                yield one
        except TooSlow as slow:
            found = await self._apart(request, response) if slow.by_engine and not made else None
            if not found:
                raise
            assert request.callback  # noqa: S101  (it was called before)
            again = as_async_generator(request.callback(response, **request.cb_kwargs))
            async for one in self._steps(request, again, found):
                yield one

    async def _apart(self, request: Request, response: Response) -> list[Given] | None:
        """Return what the engines make of an answer in a process of its own; None if it dies."""
        rehearse = getattr(_reader_of(request), "rehearse", None)
        if rehearse is None:
            return []

        def read() -> list[Given]:
            with recording() as made:
                rehearse(response, **request.cb_kwargs)
            return made

        async with self.alone:
            found: list[Given] | None = await read_apart(read)
        return found

    async def _tried(self, request: Request, response: Response) -> list[Given]:
        """Return what was read of an answer that is known as poison. Raises Unread if it still is.

        It is tried in a process of its own once its bytes are others.
        """
        poisons, what = self.output.poisons, name_of(request)
        if not (known := poisons.known.get(what)):
            return []
        if response.status == 304 and known.body is None:  # it was read before: it is not that
            self.output.note(partial(poisons.forget, what))
            return []
        if response.status == 304 or known.body == _hash(response):
            self._remember(request, response, known.word)
            raise Unread(f"still_{known.word}")
        made = await self._apart(request, response)
        if made is None:
            self._remember(request, response, "poison")
            raise Unread("poison")
        self.output.note(partial(poisons.forget, what))
        return made

    def _remember(self, request: Request, response: Response, word: str) -> None:
        poisons, what = self.output.poisons, name_of(request)
        known, given = poisons.known.get(what), validators(response)
        body = _hash(response)
        if known and known.body and response.status == 304:
            body, given = known.body, {"etag": known.etag, "last_modified": known.last_modified}
        self.output.note(partial(poisons.note, what, body, word, clock.now(), **given))

    async def _failed(self, request: Request, why: TooSlow | Unread) -> AsyncIterator[Any]:
        is_new, errback = not why.word.startswith("still_"), _own(request.errback)
        logger.log(logging.WARNING if is_new else logging.INFO, "%s: %s", request.url, why)
        if errback is None:
            return
        failure = Failure(why)  # type: ignore[no-untyped-call]
        failure.request = request  # type: ignore[attr-defined]
        rest = as_async_generator(errback(failure) or ())
        try:
            async for one in self._steps(request, rest, []):
                yield one
        except TooSlow:
            self.stats.inc_value("reading/given_up")
            logger.error("%s: what follows took too long, too; it is given up", request.url)

    async def told(self, errback: Errback, failure: Failure) -> AsyncIterator[Any]:
        """Tell a reader that an answer will not come; what it then reads has a budget, too.

        Scrapy hands what an errback gives to no middleware.
        """
        request = request_of(failure)
        rest = as_async_generator(errback(failure) or ())
        try:
            async for one in self._steps(request, rest, []):
                yield one
        except TooSlow as why:
            async for one in self._failed(request, why):
                yield one

    async def _steps(
        self, request: Request, result: AsyncIterator[Any], made: list[Given]
    ) -> AsyncIterator[Any]:
        """Go on with a callback step by step; `made` is what engines made of its answer before."""
        worked, what, left = 0.0, name_of(request), deque(made)
        first = "browser" in request.meta and not self.loaded
        seconds = SECONDS + LOADING if first else SECONDS
        while True:
            while self.resting and not self.resting.done():
                await asyncio.wait([self.resting])
            begun = time.perf_counter()
            self.output.reading.begin(what)
            try:
                with _as_of(request), replaying(left) if left else nullcontext(), within(seconds):
                    one = await anext(result)
            except StopAsyncIteration:
                self.loaded = self.loaded or first
                return
            finally:
                self.output.reading.end()
                worked += time.perf_counter() - begun
                if worked > REST and self.rests:
                    self.resting = asyncio.create_task(_turns(worked / SHARE))
                    worked = 0.0
            if one is not None:
                if isinstance(one, Request):
                    self._prepare(one, request)
                yield one
            elif self.stopping and getattr(_reader_of(request), "may_be_left", False):
                return
            else:
                self.stats.inc_value("reading/pauses")

    def _prepare(self, further: Request, request: Request) -> None:
        """Let a failure be told here, and what an archived page leads to be of that page's time."""
        if own := _own(further.errback):
            further.errback = partial(self.told, own)
        capture: Capture | None = request.meta.get(CAPTURE)
        if capture:
            further.meta.setdefault(AS_OF, request.meta.get(AS_OF) or capture.moment)


def _as_of(request: Request) -> AbstractContextManager[None]:
    """Return a block in which it is the moment at which an answer was captured, or is kept."""
    moment = answered_at(request.meta)
    return clock.at(moment) if moment else nullcontext()


async def _turns(seconds: float) -> None:
    for _ in range(TURNS):
        await asyncio.sleep(0)
    await asyncio.sleep(seconds)


def _own(errback: Any) -> Errback | None:
    """Return the errback that its reader gave a request."""
    own: Errback | None = errback.args[0] if isinstance(errback, partial) else errback
    return own


def name_of(request: Request) -> str:
    """Return what an answer is remembered by: the address that was asked for, and by whom."""
    url = (request.meta.get("redirect_urls") or [request.url])[0]
    return f"browser {url}" if "browser" in request.meta else url


def _reader_of(request: Request) -> object:
    """Return whose method reads the answer to a request."""
    return getattr(request.callback, "__self__", None)


def _hash(response: Response) -> str:
    seen = response.meta.get("rendering")
    return hash_of(response.body, json.dumps(seen, default=str).encode() if seen else b"")
