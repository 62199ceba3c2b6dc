"""What a reader sees of a page whose thread is open: its screenshot."""

import asyncio

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import FloatRect, Page

SECONDS = 15.0
"""The longest wait for one: a page that is read waits no longer for its picture."""
HEIGHT = 16_384
"""Pixels of a page's height that Chromium draws in one piece; the rest is cut off."""
EXTENT = """() => [document.documentElement.clientWidth, Math.max(
  document.documentElement.scrollHeight, document.body ? document.body.scrollHeight : 0)]"""


async def screenshot(page: Page) -> bytes:
    """Return the page from its top, as PNG; empty if the browser draws none in time.

    Nothing is asked for: what the page was not let load (pictures, fonts) is missing.
    """
    try:
        async with asyncio.timeout(SECONDS):
            extent = await page.evaluate(EXTENT)
            # The page's own scripts can answer in place of ours.
            if not (isinstance(extent, list) and [type(one) for one in extent] == [int, int]):
                return b""
            width, height = (max(one, 1) for one in extent)
            clip = FloatRect(x=0, y=0, width=width, height=min(height, HEIGHT))
            return await page.screenshot(
                clip=clip, full_page=True, animations="disabled", timeout=SECONDS * 1000
            )
    except (PlaywrightError, TimeoutError):
        return b""
