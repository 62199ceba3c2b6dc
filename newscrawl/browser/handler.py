"""How a request leaves: plain ones over HTTP, those with `meta["browser"]` through Chromium.

Scrapy's own limits do not reach the browser's pages, so they are ended here when the run ends.
"""

import asyncio
import time
from typing import Any, ClassVar, Self
from weakref import WeakKeyDictionary

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from newscrawl.browser.generation import Client
from newscrawl.browser.generations import Generations
from newscrawl.browser.run_folder import clear_orphans
from newscrawl.browser.shared import join, leave
from newscrawl.middlewares.robots import Robots
from newscrawl.net.diagnosis import CONNECTING, LOGIN, diagnosed, of_proxy
from newscrawl.net.failures import Stopped
from newscrawl.net.forward import Forward
from newscrawl.net.gate import Gate
from newscrawl.net.term import term_of
from newscrawl.plugins import all_engines
from newscrawl.runs.exits import STOPPING
from newscrawl.state.shared_hosts import SharedHosts
from newscrawl.state.turns import Turns
from newscrawl.writes import PageRequest, is_write, never

TRIES = 20
"""Turns that a request takes at most, if each time another run's begins before it wakes."""
GRACE_SECONDS = 8.0
"""Time left to requests in flight when the run is told to stop."""


class Handler(HTTP11DownloadHandler):
    """One handler for http and https, so that both share one browser."""

    _of: ClassVar[WeakKeyDictionary[Crawler, Self]] = WeakKeyDictionary()

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        clear_orphans()
        settings = crawler.settings
        self.gate = Gate(crawler)
        writes = never(all_engines(settings).values())
        self.forward = Forward(
            self.gate, lambda method, url: is_write(PageRequest(method, url), writes)
        )
        self.client = Client(crawler=crawler, forward=self.forward, forbidden=self._forbidden)
        self.browsers: Generations | None = None
        """The browsers of this process, from the first page that needs one on."""
        self.turns = Turns(SharedHosts.of(crawler))
        self.running: set[asyncio.Task[Any]] = set()
        self.stopping = self.closed = False
        crawler.signals.connect(self.stop, STOPPING)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if crawler not in cls._of:
            cls._of[crawler] = cls(crawler)
        return cls._of[crawler]

    async def download_request(self, request: Request) -> Response:
        if self.stopping:
            raise Stopped("stopped")
        task = asyncio.current_task()
        assert task  # noqa: S101
        self.running.add(task)
        try:
            await self._turn(request)
            if "browser" in request.meta:
                return await self._render(request)
            return await self._plainly(request)
        except asyncio.CancelledError:
            if not self.stopping:
                raise
            raise Stopped("stopped") from None
        finally:
            self.running.discard(task)

    async def _turn(self, request: Request) -> None:
        """Wait until other runs, on other machines too, leave the host to this request."""
        assert self._crawler.engine  # noqa: S101
        host, slot = self._crawler.engine.downloader._get_slot(request)
        term = term_of(self._crawler.spider)
        for _ in range(TRIES if slot.delay else 0):
            if term and term.turn and not self.stopping:
                await asyncio.sleep(await asyncio.to_thread(term.turn, host, slot.delay))
            # This machine's turn comes last: only whether that is kept can be told.
            delay, wait = slot.delay, self.turns.take(host, slot.delay)
            begin = time.time() + wait
            await asyncio.sleep(wait)
            if self.stopping or self.turns.is_kept(host, begin, delay):
                break
        if self.stopping:
            raise Stopped("stopped")

    async def _render(self, request: Request) -> Response:
        if self.browsers is None:
            self.browsers = join(self.client)
        return await self.browsers.render(request, self.client)

    async def _plainly(self, request: Request) -> Response:
        try:
            response = await self.gate.plainly(request, super().download_request)
        except CONNECTING as error:
            raise await diagnosed(error, request.url, self.gate) from error
        scheme = request.url.partition(":")[0]
        upstream = self.gate.upstream(scheme, urlparse_cached(request).hostname or "")
        if response.status == LOGIN and upstream:
            raise of_proxy(upstream, scheme, f"does not take our login ({LOGIN})")
        return response

    def stop(self) -> None:
        """Start no more requests, and give up those unfinished after GRACE_SECONDS."""
        self.stopping = self.client.stopping = True
        loop = asyncio.get_running_loop()
        loop.call_later(GRACE_SECONDS, self._give_up)
        # Let waiting requests through at once, to be refused: a delay may be a minute long.
        assert self._crawler.engine  # noqa: S101
        downloader = self._crawler.engine.downloader
        for slot in list(downloader.slots.values()):
            slot.delay = 0.0
            slot.close()
            downloader._process_queue(slot)

    def _give_up(self) -> None:
        for task in self.running:
            task.cancel()

    async def close(self) -> None:
        if not self.closed:
            self.closed = True
            if self.browsers is not None:
                await leave(self.client, self.browsers)
            await self.forward.close()
            self.turns.hosts.close()
            await super().close()
            Handler._of.pop(self._crawler, None)  # it holds its key: neither would ever go

    async def _forbidden(self, url: str) -> bool:
        """Return whether robots.txt forbids what a page's own script asks for."""
        middleware = self._crawler.get_downloader_middleware(Robots)
        if middleware is None:
            return False
        try:
            parser = await middleware.robot_parser(Request(url))
        except IgnoreRequest:
            return True
        settings = self._crawler.settings
        agent = settings.get("ROBOTSTXT_USER_AGENT") or settings.get("USER_AGENT")
        return bool(parser and not parser.allowed(url, agent))
