"""What a page may load, and how its thread is opened. Only this room knows Playwright.

A page's own requests never pass through Scrapy, so its limits (time, robots.txt, writes,
navigation) are kept here too. `net/gate.py` decides where a connection may lead; other files
start, watch and end browsers.
"""

import asyncio
import json
import logging
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from weakref import ReferenceType, WeakKeyDictionary, WeakSet, ref

from playwright.async_api import BrowserContext, Frame, Page, Route, WebSocketRoute
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Request as BrowserRequest
from playwright.async_api import Response as BrowserResponse
from scrapy import Request

from newscrawl.browser.document import DOM_NODES, SIZE, script, written_out
from newscrawl.browser.losses import Losses
from newscrawl.browser.refusals import refusal
from newscrawl.browser.writes import PageRequest, Writes
from newscrawl.generic.engine import next_asks
from newscrawl.net.gate import Gate

logger = logging.getLogger(__name__)

BrowserError = PlaywrightError
JSON_TYPE = re.compile(r"[/+]json|javascript")
OWN_HEADER = re.compile(r"(?:x-(?!forwarded|real)|authorization$|accept$)", re.IGNORECASE)
"""Headers that a page's script sets itself; without them its server may not answer."""
ANSWER_BYTES = 8 * 2**20
ANSWERS = 2_000
ALL_BYTES = 64 * 2**20
"""Bytes kept of all answers of one page; later answers are dropped."""
BODY_SECONDS = 25.0
"""The longest wait for the body of an answer: the driver hands it over late on a busy machine."""
HANGS_SECONDS = 30.0
"""A request open for this long is no longer waited for: many pages keep one open for good."""
COUNTS = ("grown", "pressed", "rows", "areas")


class PageFilter:
    """What a page may load: consulted for every request of every page, except redirect hops."""

    def __init__(
        self,
        gate: Gate,
        writes: Writes,
        forbidden: Callable[[str], Awaitable[bool]] | None,
    ) -> None:
        self.gate, self.writes, self.forbidden = gate, writes, forbidden
        """`writes` as `refusals.never` gives it; `forbidden` asks robots.txt; None lets pages load
        all that they show a reader."""

    async def refuses(self, request: BrowserRequest) -> bool:
        reason = self._refusal(request)
        if not reason and await self._by_robots(request):
            reason = "robots"
            if watch := _watch_of(request):
                watch.robots.append(request.url)
        if reason:
            self.gate.count(reason)
            if watch := _watch_of(request):
                watch.losses.refused(request, reason)
        elif request.url.startswith("http:"):  # the proxy cannot look into the others
            self.gate.let_through(request.method, request.url)
        return bool(reason)

    async def _by_robots(self, request: BrowserRequest) -> bool:
        if not self.forbidden or (request.resource_type == "document" and _is_main(request)):
            return False
        return await self.forbidden(request.url)

    def _refusal(self, request: BrowserRequest) -> str | None:
        main = request.is_navigation_request() and _is_main(request)
        asked = PageRequest(
            request.method,
            request.url,
            _posted(request) or "",
            request.headers,
            kind=request.resource_type,
            main=main,
        )
        if reason := refusal(asked, self.writes):
            if reason == "write":
                logger.info("refused to let a page write: %s %s", request.method, request.url)
            return reason
        return self.gate.forbids(request.url)


def _posted(request: BrowserRequest) -> str | None:
    body = request.post_data_buffer if request.method == "POST" else None
    return None if body is None else body.decode("utf-8", "replace")


def _is_main(request: BrowserRequest) -> bool:
    try:
        return request.frame.parent_frame is None
    except PlaywrightError:
        return True  # no frame yet: this is the page's own first navigation


def _watch_of(request: BrowserRequest) -> "Watch | None":
    try:
        watch = _WATCHES.get(request.frame.page)
        return watch() if watch else None
    except PlaywrightError:
        return None


# One page


@dataclass(eq=False)
class Watch:
    """What can be seen of an open page from outside: its open requests and the answers it got."""

    keep: re.Pattern[str] | None = None
    open: dict[BrowserRequest, float] = field(default_factory=dict)
    """Requests without an answer yet, and when each began."""
    answers: list[dict[str, Any]] = field(default_factory=list)
    asked_by: dict[str, tuple[Frame, dict[str, str]]] = field(default_factory=dict)
    """The frame and the headers of the last request to each endpoint (URL without query)."""
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    robots: list[str] = field(default_factory=list)
    losses: Losses = field(default_factory=Losses)
    led: list[str] = field(default_factory=list)
    """The URLs the page went or was redirected to: every hop."""
    steady: bool = False
    """True once the page has loaded: from then on it must not navigate away (see `_stay`)."""
    changed: float = 0.0
    crashed: bool = False
    room: int = ALL_BYTES

    def started(self, request: BrowserRequest) -> None:
        if request.is_navigation_request() and _is_main(request):
            self.led.append(request.url)
        if request.resource_type in {"xhr", "fetch"}:
            with suppress(PlaywrightError):  # a service worker's request has no frame
                self.asked_by[request.url.partition("?")[0]] = request.frame, request.headers
        if request.resource_type in {"xhr", "fetch", "script", "document"}:
            self.open[request] = self.changed = asyncio.get_running_loop().time()

    def ended(self, request: BrowserRequest) -> None:
        self.open.pop(request, None)
        self.changed = asyncio.get_running_loop().time()

    def answered(self, response: BrowserResponse) -> None:
        self.losses.answered(response)
        if len(self.answers) >= ANSWERS or not self._wanted(response):
            return
        slot: dict[str, Any] = {}
        self.answers.append(slot)  # in the order of the answers, whenever the bodies arrive
        task = asyncio.create_task(self._read(response, slot))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def _wanted(self, response: BrowserResponse) -> bool:
        if self.keep:
            return bool(self.keep.search(response.url))
        if response.request.resource_type not in {"xhr", "fetch"}:
            return False
        return bool(JSON_TYPE.search(response.headers.get("content-type", "")))

    async def _read(self, response: BrowserResponse, slot: dict[str, Any]) -> None:
        with suppress(PlaywrightError, TimeoutError):
            async with asyncio.timeout(BODY_SECONDS):
                body = await response.body()
            if len(body) <= min(ANSWER_BYTES, self.room):
                self.room -= len(body)
                slot |= {
                    "url": response.url,
                    "method": response.request.method,
                    "post": _posted(response.request),
                    "status": response.status,
                    "body": body.decode("utf-8", "replace"),
                }

    async def settle(self, quiet: float = 0.12, most: float = 8.0) -> None:
        """Wait until nothing is being fetched and nothing was for `quiet` seconds."""
        clock = asyncio.get_running_loop().time
        # A press just made may not show here yet, so the quiet time starts now.
        self.changed = max(self.changed, clock())
        end = clock() + most
        while clock() < end and (  # noqa: ASYNC110  (two conditions and a clock: no single event)
            self._waits(clock()) or self.tasks or clock() - self.changed < quiet
        ):
            await asyncio.sleep(0.02)

    def _waits(self, now: float) -> bool:
        return any(now - since < HANGS_SECONDS for since in self.open.values())


_WATCHES: WeakKeyDictionary[Page, ReferenceType[Watch]] = WeakKeyDictionary()
"""Weak on both sides: a watch refers to frames, so it would keep its page and answers for ever.

The page's own listeners keep the watch alive as long as the page.
"""
_CLOSED: WeakSet[BrowserContext] = WeakSet()
"""Contexts in which nothing but our own pages loads anything."""


def _watch(page: Page) -> Watch:
    watch = _WATCHES[page]()
    assert watch  # noqa: S101  (the page, which the caller holds, holds it)
    return watch


async def watch_page(page: Page, request: Request) -> None:
    """Begin to watch a page before its first navigation. Called by scrapy-playwright."""
    widget = request.meta["browser"]["widget"]
    watch = Watch(keep=re.compile(widget.answers) if widget.answers else None)
    _WATCHES[page] = ref(watch)
    page.on("crash", lambda _: setattr(watch, "crashed", True))
    page.on("request", watch.started)
    page.on("requestfinished", watch.ended)
    page.on("requestfailed", watch.ended)
    page.on("requestfailed", watch.losses.failed)
    page.on("response", watch.answered)
    page.on("dialog", lambda dialog: asyncio.ensure_future(dialog.dismiss()))
    await page.route("**", _stay)
    if page.context not in _CLOSED:
        _CLOSED.add(page.context)
        page.context.on("page", _close_popup)
        await page.context.route("**", _only_our_pages)
        await page.context.route_web_socket("**", _refuse_socket)
        await page.context.add_init_script(_engine(page))


def led_to(page: Page) -> list[str]:
    """Return the URLs a watched page went or was redirected to, in order."""
    return _watch(page).led


async def _stay(route: Route) -> None:
    """Keep a page that has loaded where it is, whatever would lead it on: a refresh, a script.

    Chromium shows an error in its place if the request just fails.
    """
    request, watch = route.request, _watch_of(route.request)
    leaves = watch and watch.steady and request.is_navigation_request() and _is_main(request)
    await (route.abort("aborted") if leaves else route.fallback())


async def _only_our_pages(route: Route) -> None:
    """Let a popup load nothing: each page has its own filter, and a popup has none."""
    await (route.fallback() if _watch_of(route.request) else route.abort())


def _engine(page: Page) -> str:
    """Return a script that tells a page's own scripts which browser draws it, not who asks.

    Servers are told that by every request; a widget that looks for the name of a browser and finds
    none may draw nothing.
    """
    assert page.context.browser  # noqa: S101
    major = page.context.browser.version.partition(".")[0]
    name = f"Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/{major}.0.0.0"
    get = f"() => {json.dumps(name + ' Safari/537.36')}"
    return f"Object.defineProperty(Navigator.prototype, 'userAgent', {{get: {get}}})"


async def _refuse_socket(socket: WebSocketRoute) -> None:
    """Close a websocket: what is sent on one cannot be judged, and no system needs one to read."""
    await socket.close()


async def _close_popup(page: Page) -> None:
    if await page.opener():
        await page.close()


async def open_thread(page: Page, plan: dict[str, Any]) -> dict[str, Any]:
    """Open every part of the page's thread and return the result as plain data.

    Returns html (the document, shadow roots and frames written out, rows dropped by a virtual list
    appended), answers (url, method, post, status, body of the JSON the page fetched), ended
    (complete, exhausted, deadline, limit, too_large), wall (text of a login wall), robots (refused
    URLs), lost (what the page asked for in vain).
    """
    watch = _watch(page)
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
    document = await written_out(page, state)
    if watch.crashed or not (document or state["ended"] == "too_large"):
        # Unreadable frames are skipped; an unreadable page must not pass for an empty thread.
        raise PlaywrightError("the page crashed" if watch.crashed else "the page does not answer")
    # scrapy-playwright reads the page once more, whatever its size, and fails on lone surrogates.
    with suppress(PlaywrightError, TimeoutError):
        async with asyncio.timeout(5):
            await page.evaluate("() => document.documentElement.replaceChildren()")
    return {
        **state,
        "html": document,
        "answers": [answer for answer in watch.answers if answer],
        "robots": watch.robots,
        "lost": watch.losses.told,
    }


async def _expand(page: Page, watch: Watch, plan: dict[str, Any], state: dict[str, str]) -> None:
    clock = asyncio.get_running_loop().time
    begun, idle, orders, found = clock(), 0, 0, 0
    await watch.settle()
    for round_ in range(2_000):
        grown = pressed = rows = areas = 0
        for frame in page.frames:
            with suppress(PlaywrightError):  # a frame that went away meanwhile
                # A busy page can lose a press: a button that did nothing is pressed again.
                seen = await _step(frame, plan, idle)
                grown, pressed = grown + seen["grown"], pressed + seen["pressed"]
                rows, areas = rows + seen["rows"], areas + seen["areas"]
                state["wall"] = seen["wall"] or state["wall"]
        answers = len(watch.answers)
        await watch.settle()
        idle = 0 if grown or len(watch.answers) > answers else idle + 1
        found += pressed or rows or (grown if round_ else 0)
        if plan["rows"] and plan["declared"] and rows >= plan["declared"] and idle:
            state["ended"] = "complete"
            return
        # If comments are declared and none are there yet, the widget may be waiting for a timer.
        patience = 8.0 if plan["declared"] and not found else 2.0 if not areas else 0.0
        # Fewer than declared may mean a slow page; where no count is declared, wait less.
        enough = 4 if plan["declared"] else 2
        if idle >= enough and clock() - begun >= patience:
            if await _other_order(page, plan, orders):
                orders, idle = orders + 1, 0
            elif await _ask_on(watch, plan):
                idle = 0
            else:
                state["ended"] = "exhausted"
                return
        elif idle:
            await asyncio.sleep(0.1 * idle)
    state["ended"] = "limit"


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


async def _ask_on(watch: Watch, plan: dict[str, Any]) -> bool:
    """Request the next page from inside the page, as its own script did, if no button does."""
    if plan["rows"] or plan["answers"]:
        return False  # the engine's own file knows how to page its system
    before = len(watch.answers)
    for ask in next_asks([answer for answer in watch.answers if answer]):
        frame, headers = watch.asked_by.get(ask.url.partition("?")[0], (None, {}))
        if frame is None:
            continue
        kept = {name: value for name, value in headers.items() if OWN_HEADER.match(name)}
        options = {"method": ask.method, "headers": {**kept, **ask.headers}, "body": ask.post}
        call = "([url, options]) => fetch(url, options).then((r) => r.text()).then(() => 0)"
        with suppress(PlaywrightError):
            await frame.evaluate(call, [ask.url, options])
    await watch.settle()
    return len(watch.answers) > before
