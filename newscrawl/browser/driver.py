"""One driver with its browser, as scrapy-playwright runs them: started, shared, closed.

`pages.py` opens the pages of each crawl in it. `generations.py` decides how long both live, and
kills what hangs.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
from scrapy import Request
from scrapy.http import Response
from scrapy.settings import BaseSettings
from scrapy_playwright.handler import Config
from scrapy_playwright.provider import PlaywrightBrowserProvider

from newscrawl.browser.causes import DRIVER_LOST, NO_DRIVER, cause_of, first_line
from newscrawl.browser.chatter import BROWSER_LOG, Chatter
from newscrawl.browser.chromium import find_chromium
from newscrawl.browser.generation import Client
from newscrawl.browser.pages import Pages
from newscrawl.browser.processes import GONE, VARIABLE, marked
from newscrawl.browser.switches import switches
from newscrawl.browser.tabs import Tabs
from newscrawl.browser.watch import BrowserError
from newscrawl.net.failures import BrowserFailed
from newscrawl.net.forward import ARGUMENTS

NOWHERE = "http://127.0.0.1:9"
"""The browser's own proxy, where nobody but root can listen: only the pages of a crawl get out, by
the proxy of their context."""
PENDING = "Task was destroyed but it is pending!"
"""asyncio's word for what waits for an answer to a page when all is closed."""


def _tells(record: logging.LogRecord) -> bool:
    """Drop complaints about Playwright's pages that vanished while in use: we count those."""
    error = record.exc_info and record.exc_info[1]
    if isinstance(error, BrowserError) or DRIVER_LOST in str(error):
        return False
    said = record.getMessage()
    return not (said.startswith(PENDING) and "playwright" in said)


for name in ("asyncio", "playwright"):
    logging.getLogger(name).addFilter(_tells)


class Chromium:
    """A driver and its browser for the pages of some crawls: a `generation.Renderer`."""

    def __init__(self, settings: BaseSettings, *, mark: str, folder: Path) -> None:
        self.config = Config.from_settings(settings)
        self.config.launch_options = launch_options(settings, mark)
        self.mark, self.folder = mark, folder
        self.tabs = Tabs(self.config.max_pages_per_context)
        self.pages: dict[Client, Pages] = {}

    async def launch(self) -> psutil.Process:
        self.provider = PlaywrightBrowserProvider(self.config)
        chatter = await Chatter.opened()
        try:
            with chatter.handed_on(), self._environment():
                await self.provider.start()
            self.browser = await self.provider.launch_browser()
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

    async def render(self, request: Request, client: Client) -> Response:
        if client not in self.pages:
            self.pages[client] = Pages(client, self.browser, self.tabs)
        return await self.pages[client].render(request)

    async def discard(self, request: Request, client: Client) -> None:
        if pages := self.pages.get(client):
            await pages.discard(request)

    async def forget(self, client: Client) -> None:
        if pages := self.pages.pop(client, None):
            await pages.forget()

    async def answer(self) -> None:
        try:
            await self.questions.send("Browser.getVersion")
        except Exception as error:  # if the driver is gone it raises a bare Exception
            raise BrowserFailed(first_line(error)) from None

    async def close(self) -> None:
        with suppress(Exception):  # whatever is left is killed afterwards
            await self.browser.close()
            await self.provider.close()


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
    options["proxy"] = {"server": NOWHERE}
    args = switches(options.get("args", []), settings.get("USER_AGENT"))
    # A mark that every process inherits; the module does not exist, so nothing is logged.
    options["args"] = [*args, *ARGUMENTS, f"--vmodule={mark}=0"]
    return options
