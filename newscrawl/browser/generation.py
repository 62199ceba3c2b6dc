"""One browser of a process, from its start to its end, and the crawls it renders for.

No Playwright here.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import psutil
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.statscollectors import StatsCollector

from newscrawl.browser.processes import is_alive, is_core, is_stopped, mebibytes, tree
from newscrawl.net.forward import Forward


@dataclass(eq=False, kw_only=True)
class Client:
    """A crawl that has pages rendered. Those of one process share its browser, and no more."""

    crawler: Crawler
    forward: Forward
    """The only way out of its pages."""
    forbidden: Callable[[str], Awaitable[bool]]
    """Asks robots.txt."""
    stopping: bool = False
    """If True, its failed pages are not tried again, and no browser is started for it."""

    @property
    def stats(self) -> StatsCollector:
        assert self.crawler.stats  # noqa: S101
        return self.crawler.stats


class Renderer(Protocol):
    """A driver and its browser, as `driver.py` knows them."""

    async def launch(self) -> psutil.Process:
        """Start both; return the driver. Raises BrowserFailed."""

    async def render(self, request: Request, client: Client) -> Response:
        """Open a page. Raises BrowserFailed."""

    async def discard(self, request: Request, client: Client) -> None:
        """Close the page of a request that was given up. May never return."""

    async def forget(self, client: Client) -> None:
        """Close what is still open for a crawl that is over. May never return."""

    async def answer(self) -> None:
        """Return once the browser has answered a small question. May raise, or never return."""

    async def close(self) -> None:
        """Shut both down properly. May never return."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """When a browser is spent, and how long a page may take in all."""

    pages: int
    minutes: float
    mebibytes: float
    seconds: float
    tabs: int


@dataclass(eq=False)
class Generation:
    """One browser from its start to its end."""

    renderer: Renderer
    mark: str
    folder: Path
    broken: asyncio.Future[str]
    """Set, with the reason, once the browser cannot be used any more."""
    driver: psutil.Process | None = None
    began: float = field(default_factory=time.monotonic)
    pages: int = 0
    open: int = 0
    """Pages in flight."""
    spent: str = ""
    """Why it takes no new pages, else empty; it ends with the last page in flight."""
    core: set[psutil.Process] = field(default_factory=set)
    """Processes it cannot work without, dead ones included."""
    seen: set[psutil.Process] = field(default_factory=set)
    """Processes that looked like core ones at the last look."""
    stopped: set[psutil.Process] = field(default_factory=set)

    def look(self) -> str:
        """Return what is wrong with its processes, in a word, or nothing."""
        assert self.driver  # noqa: S101
        processes = tree(self.driver)
        # A new child (each renderer, for one) looks like its parent until it calls exec, so a
        # process joins the core only when it is seen twice.
        seen = {process for process in processes if is_core(process)}
        stay = {process for process in self.core if process in seen or not is_alive(process)}
        self.core = stay | (seen & self.seen if self.core else seen)
        self.seen = seen
        if self.lost():
            return "dead"
        # Only if seen stopped twice: Ctrl-Z and `fg` stop every process for a moment.
        stopped = {process for process in processes if is_stopped(process)}
        again, self.stopped = stopped & self.stopped, stopped
        return "frozen" if again else ""

    def mebibytes(self) -> float:
        return mebibytes(tree(self.driver)) if self.driver else 0.0

    def listens(self) -> bool:
        """Return whether the browser can still answer a request to close."""
        stopped = any(is_stopped(process) for process in tree(self.driver)) if self.driver else True
        return not stopped and not self.lost()

    def lost(self) -> bool:
        return not all(is_alive(process) for process in self.core)

    def reached(self, limits: Limits) -> str:
        """Return why it may take no new page, in a word, or nothing."""
        if self.lost():
            return "dead"
        if self.pages >= limits.pages:
            return "pages"
        return "minutes" if time.monotonic() - self.began >= limits.minutes * 60 else ""
