"""How a page is written out: all its frames in one document, within limits.

A page's own scripts can answer in place of ours, so every answer's type is checked.
"""

import asyncio
import html
from contextlib import suppress
from functools import cache
from importlib.resources import files
from typing import Any

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Frame, Page

from newscrawl.vocabulary.controls import for_script

SIZE = "() => document.getElementsByTagName('*').length"
THERE = "() => Boolean(window.__newscrawl)"
DOM_NODES = 400_000
"""Elements of one frame; a frame with more is not read. 50,000 comments take some 300,000."""
DOM_LETTERS = 48 * 2**20
"""Characters of all frames of a page; the rest is not read. 50,000 comments take 30 million."""
SERIALISE = """(most) => {
  const seen = window.__newscrawl.serialise();
  const size = seen.html.length + seen.body.length + seen.dropped.join('').length;
  return size > most ? null : seen;
}"""


async def written_out(page: Page, state: dict[str, str]) -> str:
    """Return all frames in one document; empty if the page itself cannot be read."""
    parts: list[str] = []
    room = DOM_LETTERS
    for frame in page.frames:
        with suppress(PlaywrightError, TimeoutError):
            async with asyncio.timeout(15):
                seen = await _seen(frame, room)
            if seen is None:
                state["ended"] = "too_large"
                continue
            parts.append(_part(frame, seen))
            room -= len(parts[-1])
        if not parts:
            return ""
    return "".join([*parts, "</body></html>"])


async def _seen(frame: Frame, room: int) -> dict[str, Any] | None:
    """Return what a frame shows; None if it is too large. Raises PlaywrightError."""
    if await frame.evaluate(SIZE) > DOM_NODES:
        return None
    if not await frame.evaluate(THERE):  # the script is long: it is sent once
        await frame.evaluate(script())
    seen: dict[str, Any] | None = await frame.evaluate(SERIALISE, room)
    if seen is not None and not _is_plain(seen):
        raise PlaywrightError("the page's own scripts interfere with reading it")
    return seen


def _is_plain(seen: Any) -> bool:
    if not isinstance(seen, dict) or not isinstance(seen.get("dropped"), list):
        return False
    texts = [seen.get("html"), seen.get("body"), *seen["dropped"]]
    return "area" in seen and all(isinstance(one, str) for one in texts)


def _part(frame: Frame, seen: dict[str, Any]) -> str:
    part = ""
    if frame == frame.page.main_frame:
        part = seen["html"].removesuffix("</html>").removesuffix("</body>")
    elif seen["body"].strip():
        area = " data-newscrawl-area" if seen["area"] else ""
        where = f'data-newscrawl-frame="{html.escape(frame.url)}"{area}'
        part = f"<div {where}>{seen['body']}</div>"
    if seen["dropped"]:
        part += f"<div data-newscrawl-dropped>{''.join(seen['dropped'])}</div>"
    return part


@cache
def script() -> str:
    """Return the script that opens a thread and writes a page out, with its word lists."""
    expand = (files("newscrawl.browser") / "inpage" / "expand.js").read_text("utf-8")
    return f"({expand})({for_script()})"
