"""The tabs of a browser: each shows pages of one host, one after another, in a context of its own.

A page in a tab that was used before costs a third of one in a new tab, whose process begins with
nothing compiled. Cookies stay in a tab, as in a reader's browser; what a page stored otherwise goes
with it, so that no article is read differently because of the one before.
"""

from contextlib import suppress
from dataclasses import dataclass
from itertools import count

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page

from newscrawl.browser.watch import let_go, watch_on

PAGES = 25
"""Pages of one tab; its context leaks."""


@dataclass(eq=False)
class Tab:
    """A tab in use by one request, or free."""

    host: str
    context: str
    """The name of its context."""
    page: Page | None = None
    """None until its first page is opened."""
    pages: int = 0

    async def close(self) -> None:
        """Close it with its context. May raise anything if the driver is gone, or never return."""
        if self.page:
            await self.page.context.close()


class Tabs:
    """Hands out tabs: at most `most` are open, those in use counted."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.free: list[Tab] = []
        self.used: set[Tab] = set()
        self._numbers = count(1)

    async def take(self, host: str) -> Tab:
        """Return a free tab of a host, else a new one, for which the oldest free one may go."""
        tab = next((one for one in reversed(self.free) if one.host == host), None)
        if tab:
            self.free.remove(tab)
        else:
            tab = Tab(host, f"{host} {next(self._numbers)}")
        self.used.add(tab)
        while self.free and len(self.free) + len(self.used) > self.most:
            await _closed(self.free.pop(0))
        return tab

    async def give_back(self, tab: Tab) -> None:
        """Take back a tab whose page was read; it is kept if nothing of the page stays in it."""
        tab.pages += 1
        if tab.page and watch_on(tab.page).emptied and tab.pages < PAGES:
            # The old page's scripts run until another one is there; its watch lets them load
            # nothing and lead nowhere.
            with suppress(PlaywrightError):
                await tab.page.goto("about:blank")
                let_go(tab.page)
                self.used.discard(tab)
                self.free.append(tab)
                return
        self.used.discard(tab)
        await _closed(tab)


async def _closed(tab: Tab) -> None:
    with suppress(PlaywrightError):
        await tab.close()
