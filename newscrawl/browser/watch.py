"""What is seen of an open page from outside: its open requests, its answers, where it went."""

import asyncio
import json
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit
from weakref import ReferenceType, WeakKeyDictionary, WeakSet, ref

from playwright.async_api import BrowserContext, Dialog, Frame, Page, Route, WebSocketRoute
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Request as BrowserRequest
from playwright.async_api import Response as BrowserResponse
from scrapy import Request

from newscrawl.browser.loaded import Loaded
from newscrawl.browser.losses import Losses
from newscrawl.generic.headers import is_told
from newscrawl.generic.paging.next_page import Ask

BrowserError = PlaywrightError
JSON_TYPE = re.compile(r"[/+]json|javascript")
ANSWER_BYTES = 8 * 2**20
ANSWERS = 2_000
ALL_BYTES = 64 * 2**20
"""Bytes kept of all answers of one page; later answers are dropped."""
BODY_SECONDS = 25.0
"""The longest wait for the body of an answer: the driver hands it over late on a busy machine."""
HANGS_SECONDS = 30.0
"""A request open for this long is no longer waited for: many pages keep one open for good."""


@dataclass(eq=False)
class Watch:
    """What can be seen of an open page from outside: its open requests and the answers it got."""

    keep: re.Pattern[str] | None = None
    beside: Loaded | None = None
    """Takes what else the page loads, if that is wanted."""
    is_pictured: bool = False
    """Whether its screenshot is wanted."""
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
    first: BrowserRequest | None = None
    """The request for the page itself."""
    steady: bool = False
    """True once the page has loaded: from then on it must not navigate away (see `_stay`)."""
    changed: float = 0.0
    crashed: bool = False
    over: bool = False
    """True once the page was read to its end, in time: its tab may show the next one."""
    room: int = ALL_BYTES

    def listeners(self) -> list[tuple[str, Callable[[Any], Any]]]:
        """Return what a page's events call: the same methods each time, so that they can go."""
        return [
            ("crash", self.crash),
            ("request", self.started),
            ("requestfinished", self.ended),
            ("requestfailed", self.ended),
            ("requestfailed", self.losses.failed),
            ("response", self.answered),
            ("dialog", _dismissed),
        ]

    def crash(self, _page: Page) -> None:
        self.crashed = True

    def started(self, request: BrowserRequest) -> None:
        if request.is_navigation_request() and is_main(request):
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
        if not self._wanted(response):
            if self.beside:
                self.beside.note(response)
            return
        if len(self.answers) >= ANSWERS:
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
                    "post": posted(response.request),
                    "post_type": response.request.headers.get("content-type", ""),
                    "status": response.status,
                    "type": response.headers.get("content-type", ""),
                    "headers": {n: v for n, v in response.headers.items() if is_told(n)},
                    "body": body.decode("utf-8", "replace"),
                }

    def read(self) -> list[dict[str, Any]]:
        """Return the answers whose bodies are there."""
        return [answer for answer in self.answers if answer]

    def asker_of(self, ask: Ask) -> tuple[Frame | None, dict[str, str]]:
        """Return who asks: the frame of the endpoint's last request, or of its server's by GET."""
        endpoint = ask.url.partition("?")[0]
        if endpoint in self.asked_by or ask.method != "GET":
            return self.asked_by.get(endpoint, (None, {}))
        host = urlsplit(endpoint)[:2]
        there = [one for url, one in self.asked_by.items() if urlsplit(url)[:2] == host]
        return there[-1] if there else (None, {})

    async def settle(self, quiet: float, most: float = 8.0) -> None:
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


def watch_on(page: Page) -> Watch:
    watch = _WATCHES[page]()
    assert watch  # noqa: S101  (the page, which the caller holds, holds it)
    return watch


async def watch_page(page: Page, request: Request) -> None:
    """Begin to watch a page before its first navigation. Called by scrapy-playwright."""
    ask = request.meta["browser"]
    pattern = ask["widget"].answers
    watch = Watch(
        keep=re.compile(pattern) if pattern else None,
        beside=Loaded() if ask.get("all") else None,
        is_pictured=ask.get("screenshot", False),
    )
    _WATCHES[page] = ref(watch)
    for event, listener in watch.listeners():
        page.on(event, listener)  # type: ignore[call-overload]
    await page.route("**", _stay)
    if page.context not in _CLOSED:
        _CLOSED.add(page.context)
        page.context.on("page", _close_popup)
        await page.context.route("**", _only_our_pages)
        await page.context.route_web_socket("**", _refuse_socket)
        await page.context.add_init_script(_engine(page))


def let_go(page: Page) -> None:
    """Watch a page no more, before its tab shows the next one."""
    for event, listener in watch_on(page).listeners():
        page.remove_listener(event, listener)
    del _WATCHES[page]


def led_to(page: Page) -> list[str]:
    """Return the URLs a watched page went or was redirected to, in order."""
    return watch_on(page).led


async def _dismissed(dialog: Dialog) -> None:
    # A page may ask before it is left; to dismiss that would keep the tab on it.
    with suppress(PlaywrightError):
        await (dialog.accept() if dialog.type == "beforeunload" else dialog.dismiss())


async def _stay(route: Route) -> None:
    """Keep a page that has loaded where it is, whatever would lead it on: a refresh, a script.

    Chromium shows an error in its place if the request just fails.
    """
    request, watch = route.request, watch_of(route.request)
    leaves = watch and watch.steady and request.is_navigation_request() and is_main(request)
    await (route.abort("aborted") if leaves else route.fallback())


async def _only_our_pages(route: Route) -> None:
    """Let a popup load nothing: each page has its own filter, and a popup has none."""
    await (route.fallback() if watch_of(route.request) else route.abort())


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


def posted(request: BrowserRequest) -> str | None:
    body = request.post_data_buffer if request.method == "POST" else None
    return None if body is None else body.decode("utf-8", "replace")


def is_main(request: BrowserRequest) -> bool:
    try:
        return request.frame.parent_frame is None
    except PlaywrightError:
        return True  # no frame yet: this is the page's own first navigation


def is_asked_for(request: BrowserRequest) -> bool:
    """Return whether this is the page that we ask for, and not where that one leads itself.

    Hops of redirects are never asked about.
    """
    if not (request.is_navigation_request() and is_main(request)):
        return False
    watch = watch_of(request)
    if watch:
        watch.first = watch.first or request
    return not watch or watch.first is request


def watch_of(request: BrowserRequest) -> "Watch | None":
    try:
        watch = _WATCHES.get(request.frame.page)
        return watch() if watch else None
    except PlaywrightError:
        return None
