"""The pages of one crawl in one browser, as scrapy-playwright opens them.

A request asks for the browser with `meta["browser"]` (`threads/ways.py`); the answer carries
`meta["rendering"]`. The browser may be shared with other crawls, nothing in here is: each context
has its crawl's own proxy, and each page its crawl's own filter.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser
from scrapy import Request
from scrapy.http import Response
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler
from scrapy_playwright.page import PageMethod

from newscrawl.browser.causes import DRIVER_LOST, first_line
from newscrawl.browser.generation import Client
from newscrawl.browser.page_filter import PageFilter, sent_headers
from newscrawl.browser.tabs import Tab, Tabs
from newscrawl.browser.thread import open_thread
from newscrawl.browser.watch import BrowserError, led_to, watch_page
from newscrawl.extract.identity import plain_host
from newscrawl.net.failures import BrowserFailed
from newscrawl.net.gate import CLOSED
from newscrawl.plugins import all_engines
from newscrawl.writes import never

OURS = (
    "playwright_page",
    "playwright_include_page",
    "playwright_page_methods",
    "playwright_page_init_callback",
    "playwright_context_kwargs",
)
"""What a request carries while it is rendered and no longer: pages, what cannot be copied, and the
password of the proxy."""

# It warns, with a trace, about every failed page; we count those and report them on the thread.
logging.getLogger("scrapy-playwright").setLevel(logging.ERROR)


class Pages(ScrapyPlaywrightDownloadHandler):  # type: ignore[misc]
    """Opens the pages of a crawl in a browser that is there already."""

    def __init__(self, client: Client, browser: Browser, tabs: Tabs) -> None:
        super().__init__(client.crawler)
        settings = client.crawler.settings
        self.browser, self.tabs = browser, tabs
        self.seconds = settings.getfloat("BROWSER_PAGE_SECONDS")
        strict = settings.get("BROWSER_ROBOTS") == "strict"
        writes = never(all_engines(settings).values())
        asked = client.forbidden if strict else None
        self.process_request_headers = sent_headers
        self.forward, self.gate = client.forward, client.forward.gate
        self.abort_request = PageFilter(self.gate, writes, asked).refuses
        self.open: dict[Request, Tab] = {}
        """The tab of each request under way."""

    async def render(self, request: Request) -> Response:
        ask = request.meta["browser"]
        widget = ask["widget"]
        plan = {**asdict(widget), "declared": ask["declared"], "seconds": self.seconds}
        opening = PageMethod(open_thread, plan)
        tab = self.open[request] = await self.tabs.take(
            self, plain_host(urlsplit(request.url).netloc)
        )
        tab.way = tab.way or await self.forward.way()
        request.meta.update(
            playwright=True,
            playwright_page=tab.page,
            playwright_include_page=True,  # scrapy-playwright closes all others
            playwright_page_methods=[opening],
            playwright_page_init_callback=self._opened,
            playwright_page_goto_kwargs={"wait_until": "domcontentloaded"},
            autothrottle_dont_adjust_delay=True,
            dont_cache=True,
            playwright_context=tab.context,
            playwright_context_kwargs={**CLOSED, "proxy": tab.way.options},
        )
        try:
            with self._beside(request):
                # Not `_download_request`, which tries again by itself and forgets our deadlines.
                response = await self._download_request_with_retry(request, self._crawler.spider)
            self._check(request)
            await self.tabs.give_back(self.open[request])
        except Exception as error:
            if not isinstance(error, BrowserError) and DRIVER_LOST not in str(error):
                raise
            self._check(request)
            raise _failed(error) from None
        finally:
            for name in OURS:
                request.meta.pop(name, None)
        del self.open[request]
        request.meta["rendering"] = opening.result
        return response  # type: ignore[no-any-return]

    @contextmanager
    def _beside(self, request: Request) -> Iterator[None]:
        """Let the host's next request begin while the page is open, after the host's delay.

        Opening a thread takes seconds in which hardly anything is asked of the host.
        """
        assert self._crawler.engine  # noqa: S101
        downloader = self._crawler.engine.downloader
        slot = downloader._get_slot(request)[1]
        slot.transferring.discard(request)
        downloader._process_queue(slot)
        try:
            yield
        finally:
            slot.transferring.add(request)  # Scrapy takes it out itself

    async def _get_response_and_download(
        self, request: Request, page: Any, spider: Any
    ) -> tuple[Any, None]:
        """Open the page. A file it downloads besides is refused, which does not fail the page."""
        response, download = await super()._get_response_and_download(request, page, spider)
        if download and response is None:
            raise BrowserFailed("the page is a file to download")
        return response, None

    def _check(self, request: Request) -> None:
        """Raise Forbidden if the page was redirected to an address that no crawl may open."""
        page = self.open[request].page
        for url in [request.url, *(led_to(page) if page else ())]:
            self.gate.check(url)

    async def _opened(self, page: Any, request: Request) -> None:
        self.open[request].page = page
        await watch_page(page, request)

    async def discard(self, request: Request) -> None:
        if tab := self.open.pop(request, None):
            self.tabs.used.discard(tab)
            with suppress(Exception):  # if the driver is gone it raises a bare Exception
                await tab.close()

    async def forget(self) -> None:
        """Close the tabs that wait for another page of the crawl."""
        await self.tabs.drop(self)


def _failed(error: Exception) -> BrowserFailed:
    line = first_line(error)
    if "net::ERR_" in line and "ABORTED" not in line:
        return BrowserFailed(line, "unreachable")
    return BrowserFailed(line)
