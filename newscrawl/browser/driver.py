"""One driver with its browser, as scrapy-playwright runs them: started, asked, closed.

A request asks for the browser with `meta["browser"] = {"engine", "declared", "widget"}`; the answer
carries `meta["rendering"]`. `generations.py` decides how long this lives, and ends what hangs.
"""

import logging
import os
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import psutil
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler
from scrapy_playwright.page import PageMethod

from newscrawl.browser.chromium import find_chromium
from newscrawl.browser.processes import GONE, VARIABLE, marked
from newscrawl.browser.thread import BrowserError, PageFilter, led_to, open_thread, watch_page
from newscrawl.net.failures import BrowserFailed
from newscrawl.net.forward import Forward
from newscrawl.net.gate import CLOSED

# It warns, with a trace, of every page that failed; ours are counted and said of the thread.
logging.getLogger("scrapy-playwright").setLevel(logging.ERROR)
NO_SANDBOX = (
    "it gets no sandbox here; `apt install chromium-sandbox`, or leave to make user namespaces "
    "(README, `A plain user`), gives it one"
)
NO_DRIVER = "Playwright's driver ended at once; `python -m playwright --version` shows why"
SAID = re.compile(r"\[err\] (.+)")
"""A line of Chromium's own in what Playwright says of a failed start."""
DRIVER_LOST = "Connection closed while reading from the driver"


def _tells(record: logging.LogRecord) -> bool:
    """Drop what Playwright says of pages that went away under its own hands: that is counted."""
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
        self.abort_request = PageFilter(forward.gate, forbidden if strict else None).refuses
        self.gate, self.forward = forward.gate, forward
        self.mark, self.folder = mark, folder
        self.open: dict[Request, Any] = {}

    async def launch(self) -> psutil.Process:
        self.config.launch_options["args"] += await self.forward.arguments()
        before = {VARIABLE: os.environ.get(VARIABLE), "TMPDIR": os.environ.get("TMPDIR")}
        os.environ |= {VARIABLE: self.mark, "TMPDIR": str(self.folder)}  # the driver inherits them
        try:
            await self._launch()
            await self._maybe_launch_browser()
            self.questions = await self.browser.new_browser_cdp_session()
        except Exception as error:  # of a driver that does not start Playwright raises anything
            raise BrowserFailed(_unstarted(error)) from None
        finally:
            for name, value in before.items():
                os.environ.pop(name) if value is None else os.environ.update({name: value})
        for one in marked(self.mark):
            with suppress(*GONE):
                if one.ppid() == os.getpid():
                    return one
        raise BrowserFailed(NO_DRIVER)

    async def render(self, request: Request) -> Response:
        ask = request.meta["browser"]
        widget = ask["widget"]
        plan = {**asdict(widget), "declared": ask["declared"], "seconds": self.seconds}
        opening = PageMethod(open_thread, plan)
        request.meta.update(
            playwright=True,
            playwright_page_methods=[opening],
            playwright_page_init_callback=self._opened,
            playwright_page_goto_kwargs={"wait_until": "domcontentloaded"},
            autothrottle_dont_adjust_delay=True,
            dont_cache=True,
            playwright_context_kwargs=dict(CLOSED),
        )
        try:
            # Not `_download_request`, which tries again by itself and forgets our deadlines.
            response = await self._download_request_with_retry(request, self._crawler.spider)
        except Exception as error:
            if not isinstance(error, BrowserError) and DRIVER_LOST not in str(error):
                raise
            self._check(request)
            raise _failed(error) from None
        self._check(request)
        self.open.pop(request, None)
        for name in ("playwright_page_methods", "playwright_page_init_callback"):
            request.meta.pop(name)
        request.meta["rendering"] = opening.result
        return response  # type: ignore[no-any-return]

    async def _get_response_and_download(
        self, request: Request, page: Any, spider: Any
    ) -> tuple[Any, None]:
        """Open the page. What it downloads beside itself is refused, and no failure of the page."""
        response, download = await super()._get_response_and_download(request, page, spider)
        if download and response is None:
            raise BrowserFailed("the page is a file to download")
        return response, None

    def _check(self, request: Request) -> None:
        """Raise Forbidden if the page was led where no crawl may go."""
        page = self.open.get(request)
        for url in [request.url, *(led_to(page) if page else ())]:
            self.gate.check(url)

    async def _opened(self, page: Any, request: Request) -> None:
        self.open[request] = page
        await watch_page(page, request)

    async def discard(self, request: Request) -> None:
        if page := self.open.pop(request, None):
            with suppress(Exception):  # bare ones, where the driver is gone
                await page.close()

    async def answer(self) -> None:
        try:
            await self.questions.send("Browser.getVersion")
        except Exception as error:  # a bare one, where the driver is gone
            raise BrowserFailed(_first_line(error)) from None

    async def close(self) -> None:
        with suppress(Exception):  # whatever is left is ended without asking
            await self.browser.close()
            await self.browser_provider.close()


def launch_options(settings: BaseSettings, mark: str) -> dict[str, Any]:
    """Return how Chromium is launched: which, in a sandbox where it can be, and marked as ours."""
    options = {**settings.getdict("PLAYWRIGHT_LAUNCH_OPTIONS")}
    if path := find_chromium(settings):
        options["executable_path"] = str(path)
        # Chromium refuses its sandbox to root; everybody else keeps it.
        options.setdefault("chromium_sandbox", os.geteuid() != 0)
    # Ctrl-C reaches the driver too, which would take the browser from pages that may still come in.
    for name in ("handle_sigint", "handle_sigterm", "handle_sighup"):
        options.setdefault(name, False)
    # Of a module that does not exist: it logs nothing, and is handed down to every process.
    options["args"] = [*options.get("args", []), f"--vmodule={mark}=0"]
    return options


def _failed(error: Exception) -> BrowserFailed:
    line = _first_line(error)
    if "net::ERR_" in line and "ABORTED" not in line:
        return BrowserFailed(line, "unreachable")
    return BrowserFailed(line)


def _unstarted(error: Exception) -> str:
    """Return why there is no browser, and how there will be one where that is known."""
    text = str(error)
    if "sandboxing failed" in text or "No usable sandbox" in text:
        return NO_SANDBOX
    if DRIVER_LOST in text:
        return NO_DRIVER
    said = SAID.findall(text)
    return f"it says: {said[-1][:300]}" if said else _first_line(error)


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
