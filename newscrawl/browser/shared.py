"""The browsers of this process: crawls that go on side by side, with the same settings, share them.

Those of a crawl that runs alone end with it. A process of a fleet keeps them for its next visits.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from scrapy.settings import BaseSettings

from newscrawl.browser.generation import Client, Limits
from newscrawl.browser.generations import Generations

HANDING_OVER = 20.0
"""Seconds after BROWSER_PAGE_SECONDS in which the document must arrive."""


class _Open:
    """The browsers of this process, by the settings that they are started with."""

    browsers: dict[str, Generations] = {}  # noqa: RUF012  (of the process, not of an instance)
    kept = False


def join(client: Client) -> Generations:
    """Return the browsers in which a crawl's pages are rendered."""
    # Most visits need no browser, and Playwright takes a third of a CPU second to load.
    from newscrawl.browser.driver import Chromium, launch_options  # noqa: PLC0415

    settings = client.crawler.settings
    key = repr((_limits(settings), launch_options(settings, "")))
    if key not in _Open.browsers:
        _Open.browsers[key] = Generations(
            lambda mark, folder: Chromium(settings, mark=mark, folder=folder), _limits(settings)
        )
    _Open.browsers[key].join(client)
    return _Open.browsers[key]


async def leave(client: Client, browsers: Generations) -> None:
    """Close the pages of a crawl that is over, and the browsers that nobody needs any more."""
    await browsers.leave(client)
    if not browsers.clients and not _Open.kept:
        # A crawl that begins while they close gets new ones.
        for key in [key for key, one in _Open.browsers.items() if one is browsers]:
            del _Open.browsers[key]
        await browsers.close()


@asynccontextmanager
async def kept() -> AsyncIterator[None]:
    """Keep browsers from one crawl to the next until the block ends."""
    _Open.kept = True
    try:
        yield
    finally:
        _Open.kept = False
        over = [*_Open.browsers.values()]
        _Open.browsers.clear()
        await asyncio.gather(*(one.close() for one in over))


def _limits(settings: BaseSettings) -> Limits:
    loading = settings.getfloat("PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT") / 1000
    return Limits(
        pages=settings.getint("BROWSER_MAX_PAGES"),
        minutes=settings.getfloat("BROWSER_MAX_MINUTES"),
        mebibytes=settings.getfloat("BROWSER_MAX_MIB"),
        seconds=loading + settings.getfloat("BROWSER_PAGE_SECONDS") + HANDING_OVER,
        tabs=settings.getint("PLAYWRIGHT_MAX_PAGES_PER_CONTEXT"),
    )
