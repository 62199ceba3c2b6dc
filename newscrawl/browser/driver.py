"""One driver with its browser, as scrapy-playwright runs them: started, used, closed.

A request asks for the browser with `meta["browser"]` (`threads/ways.py`); the answer carries
`meta["rendering"]`. `generations.py` decides how long both live, and kills what hangs.
"""

import logging
import os
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler
from scrapy_playwright.page import PageMethod

from newscrawl.browser.causes import DRIVER_LOST, NO_DRIVER, cause_of
from newscrawl.browser.chatter import BROWSER_LOG, Chatter
from newscrawl.browser.chromium import find_chromium
from newscrawl.browser.page_filter import PageFilter, sent_headers
from newscrawl.browser.processes import GONE, VARIABLE, marked
from newscrawl.browser.switches import switches
from newscrawl.browser.tabs import Tab, Tabs
from newscrawl.browser.thread import open_thread
from newscrawl.browser.watch import BrowserError, led_to, watch_page
from newscrawl.extract.identity import plain_host
from newscrawl.net.failures import BrowserFailed
from newscrawl.net.forward import ARGUMENTS, Forward
from newscrawl.net.gate import CLOSED
from newscrawl.plugins import all_engines
from newscrawl.writes import never

OURS = (
    "playwright_page",
    "playwright_include_page",
    "playwright_page_methods",
    "playwright_page_init_callback",
)
"""What a request carries while it is rendered and no longer: pages, and what cannot be copied."""

# It warns, with a trace, about every failed page; we count those and report them on the thread.
logging.getLogger("scrapy-playwright").setLevel(logging.ERROR)


def _tells(record: logging.LogRecord) -> bool:
    """Drop Playwright's complaints about pages that vanished while in use: we count those."""
    error = record.exc_info and record.exc_info[1]
    return not (isinstance(error, BrowserError) or DRIVER_LOST in str(error))


for name in ("asyncio", "playwright"):
    logging.getLogger(name).addFilter(_tells)


class Chromium(ScrapyPlaywrightDownloadHandler):  # type: ignore[misc]
    """A driver and its browser for some pages: a `generations.Renderer`."""

    def __init__(
        self,
        crawler: Crawler,
        forward: Forward,
        forbidden: Callable[[str], Awaitable[bool]],
        *,
        mark: str,
        folder: Path,
    ) -> None:
        super().__init__(crawler)
        settings = crawler.settings
        self.config.launch_options = launch_options(settings, mark)
        self.seconds = settings.getfloat("BROWSER_PAGE_SECONDS")
        strict = settings.get("BROWSER_ROBOTS") == "strict"
        writes = never(all_engines(settings).values())
        asked = forbidden if strict else None
        self.process_request_headers = sent_headers
        self.abort_request = PageFilter(forward.gate, writes, asked).refuses
        self.gate, self.forward = forward.gate, forward
        self.mark, self.folder = mark, folder
        self.tabs = Tabs(self.config.max_pages_per_context)
        self.open: dict[Request, Tab] = {}
        """The tab of each request under way."""

    async def launch(self) -> psutil.Process:
        self.config.launch_options["proxy"] = await self.forward.options()
        chatter = await Chatter.opened()
        try:
            with chatter.handed_on(), self._environment():
                await self._launch()
            await self._maybe_launch_browser()
            self.questions = await self.browser.new_browser_cdp_session()
        except Exception as error:  # Playwright raises anything if its driver does not start
            raise BrowserFailed(await self._cause(str(error), chatter)) from None
        for one in marked(self.mark):
            with suppress(*GONE):
                if one.ppid() == os.getpid():
                    return one
        raise BrowserFailed(f"Playwright's driver is gone; {NO_DRIVER}")

    async def _cause(self, error: str, chatter: Chatter) -> str:
        if DRIVER_LOST in error:
            await chatter.ended()
        program = self.config.launch_options.get("executable_path", "")
        return cause_of(error, "\n".join(chatter.lines), program, self.folder.parent.parent)

    @contextmanager
    def _environment(self) -> Iterator[None]:
        """Set what the driver started inside this context inherits, and its Chromium with it."""
        printing = ",".join(filter(None, (os.environ.get("DEBUG"), BROWSER_LOG)))
        ours = {VARIABLE: self.mark, "TMPDIR": str(self.folder), "DEBUG": printing}
        before = {name: os.environ.get(name) for name in ours}
        os.environ |= ours
        try:
            yield
        finally:
            for name, value in before.items():
                os.environ.pop(name) if value is None else os.environ.update({name: value})

    async def render(self, request: Request) -> Response:
        ask = request.meta["browser"]
        widget = ask["widget"]
        plan = {**asdict(widget), "declared": ask["declared"], "seconds": self.seconds}
        opening = PageMethod(open_thread, plan)
        tab = self.open[request] = await self.tabs.take(plain_host(urlsplit(request.url).netloc))
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
            playwright_context_kwargs=dict(CLOSED),
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

    async def answer(self) -> None:
        try:
            await self.questions.send("Browser.getVersion")
        except Exception as error:  # if the driver is gone it raises a bare Exception
            raise BrowserFailed(_first_line(error)) from None

    async def close(self) -> None:
        with suppress(Exception):  # whatever is left is killed afterwards
            await self.browser.close()
            await self.browser_provider.close()


def launch_options(settings: BaseSettings, mark: str) -> dict[str, Any]:
    """Return the launch options: which Chromium, sandboxed if possible, and marked as ours."""
    options = {**settings.getdict("PLAYWRIGHT_LAUNCH_OPTIONS")}
    if path := find_chromium(settings):
        options["executable_path"] = str(path)
        # Chromium has no sandbox for root; every other user gets it.
        options.setdefault("chromium_sandbox", os.geteuid() != 0)
    # Ctrl-C reaches the driver too, which would close the browser under pages about to finish.
    for name in ("handle_sigint", "handle_sigterm", "handle_sighup"):
        options.setdefault(name, False)
    # A mark that every process inherits; the module does not exist, so nothing is logged.
    args = switches(options.get("args", []), settings.get("USER_AGENT"))
    options["args"] = [*args, *ARGUMENTS, f"--vmodule={mark}=0"]
    return options


def _failed(error: Exception) -> BrowserFailed:
    line = _first_line(error)
    if "net::ERR_" in line and "ABORTED" not in line:
        return BrowserFailed(line, "unreachable")
    return BrowserFailed(line)


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
