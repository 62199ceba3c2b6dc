"""How an article's thread is opened in its page, and handed on as plain data.

`watch.py` sees what the page asks for meanwhile, `page_filter.py` what it may, and
`inpage/expand.js` presses and scrolls.
"""

import asyncio
import re
from collections import Counter
from contextlib import suppress
from typing import Any

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Frame, Page

from newscrawl.browser.document import DOM_NODES, SIZE, script, written_out
from newscrawl.browser.screenshot import screenshot
from newscrawl.browser.watch import BODY_SECONDS, Watch, watch_on
from newscrawl.generic.engine import Generic
from newscrawl.generic.paging.asking import Asking
from newscrawl.generic.paging.next_page import Ask

OWN_HEADER = re.compile(r"(?:x-(?!forwarded|real)|authorization$|accept$)", re.IGNORECASE)
"""Headers that a page's script sets itself; without them its server may not answer."""
COUNTS = ("grown", "pressed", "rows", "areas", "alike", "turning")
QUIET, SOON = 0.12, 0.02
"""Seconds without a request after which a page has settled: where a pass brought nothing, and
where it brought something, so that another one follows in any case."""


async def open_thread(page: Page, plan: dict[str, Any]) -> dict[str, Any]:
    """Open every part of the page's thread and return the result as plain data.

    Returns html (the document, shadow roots and frames written out, rows dropped by a virtual list
    appended), answers (url, method, post, post_type, status, type, body of the JSON the page
    fetched), ended (complete, exhausted, deadline, limit, too_large), wall (text of a login wall),
    robots (refused URLs), lost (what the page asked for in vain), and, where they are wanted,
    loaded: what else the page got, as `Loaded.all` gives it, and screenshot: PNG, or empty.
    """
    watch = watch_on(page)
    watch.steady = True
    state = {"ended": "deadline", "wall": ""}
    with suppress(TimeoutError):
        async with asyncio.timeout(plan["seconds"]):
            if await page.evaluate(SIZE) > DOM_NODES:
                state["ended"] = "too_large"
            else:
                await _expand(page, watch, plan, state)
    if watch.tasks:
        await asyncio.wait(watch.tasks, timeout=BODY_SECONDS)
    beside: dict[str, Any] = {"loaded": await watch.beside.all()} if watch.beside else {}
    if watch.is_pictured:
        beside["screenshot"] = await screenshot(page)
    document = await written_out(page, state)
    if watch.crashed or not (document or state["ended"] == "too_large"):
        # Unreadable frames are skipped; an unreadable page must not pass for an empty thread.
        raise PlaywrightError("the page crashed" if watch.crashed else "the page does not answer")
    # scrapy-playwright reads the page once more, whatever its size, and fails on lone surrogates.
    with suppress(PlaywrightError, TimeoutError):
        async with asyncio.timeout(5):
            await page.evaluate("() => document.documentElement.replaceChildren()")
            watch.over = state["ended"] in {"complete", "exhausted"}
    return {
        **state,
        "html": document,
        "answers": watch.read(),
        "robots": watch.robots,
        "lost": watch.losses.told,
        **beside,
    }


async def _expand(page: Page, watch: Watch, plan: dict[str, Any], state: dict[str, str]) -> None:
    clock = asyncio.get_running_loop().time
    begun, idle, orders, found = clock(), 0, 0, 0
    asking = Asking(Generic())
    await watch.settle(QUIET)
    for round_ in range(2_000):
        answers = len(watch.answers)
        seen = await _pass(page, plan, idle, state)
        await watch.settle(SOON if seen["grown"] else QUIET)
        idle = 0 if seen["grown"] or len(watch.answers) > answers else idle + 1
        found += seen["pressed"] or seen["rows"] or (seen["grown"] if round_ else 0)
        if idle and _has_all(watch, plan, asking, seen):
            state["ended"] = "complete"
            return
        # If comments are declared and none are there yet, the widget may be waiting for a timer.
        patience = 8.0 if plan["declared"] and not found else 2.0 if not seen["areas"] else 0.0
        # Fewer than declared may mean a slow page; where no count is declared, wait less.
        enough = 4 if seen["turning"] or (plan["declared"] or 0) > seen["alike"] else 2
        if idle >= enough and clock() - begun >= patience:
            if await _other_order(page, plan, orders):
                orders, idle = orders + 1, 0
            elif await _ask_on(watch, plan, asking):
                idle = 0
            else:
                state["ended"] = "exhausted"
                return
        elif idle:
            await asyncio.sleep(0.1 * idle)
    state["ended"] = "limit"


async def _pass(page: Page, plan: dict[str, Any], idle: int, state: dict[str, str]) -> Counter[str]:
    """Press and scroll once in every frame; return what that brought, as COUNTS names it."""
    counts: Counter[str] = Counter()
    for frame in page.frames:
        with suppress(PlaywrightError):  # a frame that went away meanwhile
            # A busy page can lose a press: a button that did nothing is pressed again.
            seen = await _step(frame, plan, idle)
            counts.update({name: seen[name] for name in COUNTS})
            state["wall"] = seen["wall"] or state["wall"]
    return counts


def _has_all(watch: Watch, plan: dict[str, Any], asking: Asking, seen: Counter[str]) -> bool:
    """Return whether as many comments as declared are there: as rows, or in the page's answers."""
    if not plan["declared"]:
        return False
    if plan["rows"]:
        return int(plan["declared"]) <= seen["rows"]
    if plan["answers"] or seen["pressed"]:  # what was pressed may still bring something
        return False
    asking.read(watch.read())
    return int(plan["declared"]) <= len(asking.comments)


async def _step(frame: Frame, plan: dict[str, Any], idle: int) -> dict[str, Any]:
    call = "([plan, idle]) => window.__newscrawl ? window.__newscrawl.step(plan, 4000, idle) : null"
    seen = await frame.evaluate(call, [plan, idle])
    if seen is None:
        await frame.evaluate(script())
        seen = await frame.evaluate(call, [plan, idle])
    # The page's own scripts can answer in place of ours.
    if not isinstance(seen, dict) or not all(type(seen.get(one)) is int for one in COUNTS):
        raise PlaywrightError("the page's own scripts interfere with opening its thread")
    wall = seen.get("wall")
    return {**seen, "wall": wall[:200] if isinstance(wall, str) else ""}


async def _other_order(page: Page, plan: dict[str, Any], index: int) -> bool:
    if index >= len(plan["orders"]):
        return False
    for frame in page.frames:
        with suppress(PlaywrightError):
            if await frame.evaluate("([p, i]) => window.__newscrawl?.order(p, i)", [plan, index]):
                return True
    return await _other_order(page, plan, index + 1)


async def _ask_on(watch: Watch, plan: dict[str, Any], asking: Asking) -> bool:
    """Request what follows from inside the page, as its own script did, where no button does."""
    if plan["rows"] or plan["answers"]:
        return False  # the engine's own file knows how to page its system
    before = last = len(watch.answers)
    while asks := asking.asks(watch.read()):
        for ask in asks:
            await _ask(watch, ask)
        await watch.settle(QUIET)
        if len(watch.answers) == last:
            break
        last = len(watch.answers)
    return last > before


async def _ask(watch: Watch, ask: Ask) -> None:
    frame, headers = watch.asker_of(ask)
    if frame is None:
        return
    kept = {name: value for name, value in headers.items() if OWN_HEADER.match(name)}
    options = {"method": ask.method, "headers": {**kept, **ask.headers}, "body": ask.post}
    call = "([url, options]) => fetch(url, options).then((r) => r.text()).then(() => 0)"
    with suppress(PlaywrightError):
        await frame.evaluate(call, [ask.url, options])
