"""The tabs of a browser: each shows pages of one host for one crawl, in a context of its own.

A page in a tab that was used before costs a third of one in a new tab, whose process begins with
nothing compiled. What a page stored and named goes with it, cookies too, so that no article is read
differently because of the one before; only the cache of its files stays.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from itertools import count

from playwright.async_api import CDPSession, Page
from playwright.async_api import Error as PlaywrightError

from newscrawl.browser.watch import let_go, watch_on
from newscrawl.net.forward import Way

PAGES = 25
"""Pages of one tab; its context leaks."""
EMPTY_SECONDS = 5.0
STORED = "cookies,local_storage,indexeddb,cache_storage,service_workers,file_systems,shared_storage"
"""What a context keeps for pages. With `local_storage` of all origins goes sessionStorage."""


@dataclass(eq=False)
class Tab:
    """A tab in use by one request, or free."""

    owner: object
    """The crawl's pages that it is for; no other crawl sees it."""
    host: str
    context: str
    """The name of its context."""
    way: Way | None = None
    """Its way out. None until its context is made."""
    page: Page | None = None
    """None until its first page is opened."""
    pages: int = 0
    devtools: CDPSession | None = None

    async def emptied(self) -> bool:
        """Take away the page and what it stored; return whether the next one may be shown."""
        if not self.page or not watch_on(self.page).over or self.pages >= PAGES:
            return False
        try:
            async with asyncio.timeout(EMPTY_SECONDS):
                # A script that still leads the page elsewhere would lead its tab's next page there.
                await self._run_scripts(run=False)
                await self.page.goto("about:blank")
                await self.page.evaluate("window.name = ''")
                await self._forget()
                await self._run_scripts(run=True)
        except (PlaywrightError, TimeoutError):
            return False
        let_go(self.page)
        return True

    async def _run_scripts(self, *, run: bool) -> None:
        await self._send("Emulation.setScriptExecutionDisabled", value=not run)

    async def _forget(self) -> None:
        await self._send("Storage.clearDataForOrigin", origin="*", storageTypes=STORED)

    async def _send(self, method: str, **parameters: object) -> None:
        assert self.page  # noqa: S101
        if not self.devtools:
            self.devtools = await self.page.context.new_cdp_session(self.page)
        await self.devtools.send(method, parameters)

    async def close(self) -> None:
        """Close it with its context. May raise anything if the driver is gone, or never return."""
        if self.way:
            self.way.shut()
        if self.page:
            await self.page.context.close()


class Tabs:
    """Hands out the tabs of a browser: at most `most` are open, those in use counted."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.free: list[Tab] = []
        self.used: set[Tab] = set()
        self._numbers = count(1)

    async def take(self, owner: object, host: str) -> Tab:
        """Return a free tab of a host, else a new one, for which the oldest free one may go."""
        mine = (one for one in reversed(self.free) if (one.owner, one.host) == (owner, host))
        tab = next(mine, None)
        if tab:
            self.free.remove(tab)
        else:
            tab = Tab(owner, host, f"{host} {next(self._numbers)}")
        self.used.add(tab)
        while self.free and len(self.free) + len(self.used) > self.most:
            await _closed(self.free.pop(0))
        return tab

    async def give_back(self, tab: Tab) -> None:
        """Take back a tab whose page was read; it is kept if nothing of the page stays in it."""
        tab.pages += 1
        kept = await tab.emptied()
        self.used.discard(tab)
        if kept:
            self.free.append(tab)
        else:
            await _closed(tab)

    async def drop(self, owner: object) -> None:
        """Close the free tabs of a crawl that is over."""
        gone = [one for one in self.free if one.owner is owner]
        self.free = [one for one in self.free if one.owner is not owner]
        for tab in gone:
            await _closed(tab)


async def _closed(tab: Tab) -> None:
    with suppress(PlaywrightError):
        await tab.close()
