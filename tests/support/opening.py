"""Opening a page in a real Chromium, as a crawl opens it, without the crawl."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, async_playwright
from playwright.async_api import Page as BrowserPage
from scrapy import Request

from newscrawl.browser.thread import open_thread
from newscrawl.browser.watch import watch_page
from newscrawl.engines.base import Widget
from tests.standins import Scenario
from tests.support.launching import short_tmp

CHROMIUM = next(
    (p for p in ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium") if Path(p).exists()), None
)

Prepare = Callable[[BrowserPage], Awaitable[None]]


async def opened_page(
    browser: Browser, scenario: Scenario, prepare: Prepare | None = None, seconds: float = 60
) -> dict[str, Any]:
    widget = Widget()
    page = await browser.new_page()
    await watch_page(page, Request(scenario.url, meta={"browser": {"widget": widget}}))
    if prepare:
        await prepare(page)
    await page.goto(scenario.url, wait_until="domcontentloaded")
    plan = {**asdict(widget), "declared": scenario.declared, "seconds": seconds}
    rendering = await open_thread(page, plan)
    await page.close()
    return rendering


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    with short_tmp() as env:
        async with async_playwright() as driver:
            launch = driver.chromium.launch
            browser = await launch(executable_path=CHROMIUM, args=["--no-sandbox"], env=env)
            yield browser
            await browser.close()
