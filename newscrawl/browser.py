"""The only file that knows Playwright: finds and owns Chromium, opens threads, always ends.

A browser request leaves Scrapy's pipe and comes back at the end, so what Scrapy guards on the way
(time, robots.txt, writes, navigation) is guarded here. A request asks for the browser with
`meta["browser"] = {"engine", "declared", "widget"}`; the answer carries `meta["rendering"]`.
"""

import asyncio
import html
import logging
import os
import re
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, ClassVar, Self
from weakref import WeakKeyDictionary

from playwright.async_api import Browser, Frame, Page
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Request as BrowserRequest
from playwright.async_api import Response as BrowserResponse
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler
from scrapy_playwright.page import PageMethod
from scrapy_playwright.provider import PlaywrightBrowserProvider

from newscrawl.chromium import find_chromium
from newscrawl.comments.generic import next_asks
from newscrawl.middlewares.robots import Robots
from newscrawl.refusals import refusal

logger = logging.getLogger(__name__)

JSON_TYPE = re.compile(r"[/+]json|javascript")
OWN_HEADER = re.compile(r"(?:x-(?!forwarded|real)|authorization$|accept$)", re.IGNORECASE)
"""Headers a page's script sets itself, without which its server may not answer."""
ANSWER_BYTES = 8 * 2**20
ANSWERS = 2_000


class Provider(PlaywrightBrowserProvider):  # type: ignore[misc]
    """Starts the driver when the first page is asked for: most crawls of articles never need it."""

    async def start(self) -> None:
        """Nothing yet."""

    async def launch_browser(self) -> Browser:
        if self.playwright is None:
            await super().start()
        browser: Browser = await super().launch_browser()
        return browser

    async def close(self) -> None:
        if self.playwright:
            await self.playwright.stop()


class Handler(ScrapyPlaywrightDownloadHandler):  # type: ignore[misc]
    """Plain requests go out over HTTP; those with `meta["browser"]` through Chromium."""

    _of: ClassVar[WeakKeyDictionary[Crawler, Self]] = WeakKeyDictionary()
    """One handler, and so one driver, serves both schemes."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        options = settings.getdict("PLAYWRIGHT_LAUNCH_OPTIONS")
        if path := find_chromium(settings):
            options = {**settings.getdict("PLAYWRIGHT_LAUNCH_OPTIONS")}
            options["executable_path"] = str(path)
            # Chromium refuses its sandbox to root; everybody else keeps it.
            options.setdefault("chromium_sandbox", os.geteuid() != 0)
            settings.set(
                "PLAYWRIGHT_LAUNCH_OPTIONS", options, "spider"
            ) if not settings.frozen else None
            self._options = options
        super().__init__(crawler)
        if path:
            self.config.launch_options = self._options
        self.seconds = settings.getfloat("BROWSER_PAGE_SECONDS")
        self.strict = settings.get("BROWSER_ROBOTS") == "strict"
        self.abort_request = self._abort
        self.closed = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if crawler not in cls._of:
            cls._of[crawler] = cls(crawler)
        return cls._of[crawler]

    async def download_request(self, request: Request) -> Response:
        if "browser" not in request.meta:
            return await super().download_request(request)  # type: ignore[no-any-return]
        ask = request.meta["browser"]
        widget = ask["widget"]
        plan = {**asdict(widget), "declared": ask["declared"], "seconds": self.seconds}
        opening = PageMethod(open_thread, plan)
        request.meta.update(
            playwright=True,
            playwright_page_methods=[opening],
            playwright_page_init_callback=watch_page,
            playwright_page_goto_kwargs={"wait_until": "domcontentloaded"},
            autothrottle_dont_adjust_delay=True,
            dont_cache=True,
        )
        # The page function ends itself; this ends what never comes back from Playwright.
        async with asyncio.timeout(self.seconds + 45):
            response = await super().download_request(request)
        request.meta.pop("playwright_page_methods", None)
        request.meta["rendering"] = opening.result
        return response  # type: ignore[no-any-return]

    async def close(self) -> None:
        if not self.closed:
            self.closed = True
            await super().close()

    async def _abort(self, request: BrowserRequest) -> bool:
        reason = self._refusal(request)
        if not reason and self.strict and await self._forbidden(request):
            reason = "robots"
            if watch := _watch_of(request):
                watch.robots.append(request.url)
        if reason:
            self.stats.inc_value(f"browser/aborted/{reason}")
        return bool(reason)

    def _refusal(self, request: BrowserRequest) -> str | None:
        if reason := refusal(request.method, request.url, request.resource_type):
            if reason == "write":
                logger.info("refused to let a page write: %s %s", request.method, request.url)
            return reason
        watch = _watch_of(request)
        if watch and watch.steady and request.is_navigation_request() and _is_main(request):
            return "navigation"
        return None

    async def _forbidden(self, request: BrowserRequest) -> bool:
        middleware = self._crawler.get_downloader_middleware(Robots)
        if middleware is None or (request.resource_type == "document" and _is_main(request)):
            return False
        try:
            parser = await middleware.robot_parser(Request(request.url))
        except IgnoreRequest:
            return True
        agent = self._crawler.settings.get("ROBOTSTXT_USER_AGENT") or self._crawler.settings.get(
            "USER_AGENT"
        )
        return bool(parser and not parser.allowed(request.url, agent))


def _is_main(request: BrowserRequest) -> bool:
    try:
        return request.frame.parent_frame is None
    except PlaywrightError:
        return True  # the frame does not exist yet: it is the page's own first navigation


def _watch_of(request: BrowserRequest) -> "Watch | None":
    try:
        return _WATCHES.get(request.frame.page)
    except PlaywrightError:
        return None


# One page


@dataclass(eq=False)
class Watch:
    """What is known of an open page from outside: its open requests and the answers it got."""

    keep: re.Pattern[str] | None = None
    open: set[BrowserRequest] = field(default_factory=set)
    answers: list[dict[str, Any]] = field(default_factory=list)
    asked_by: dict[str, tuple[Frame, dict[str, str]]] = field(default_factory=dict)
    """The frame and the headers of the last request to each endpoint (URL without query)."""
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    robots: list[str] = field(default_factory=list)
    steady: bool = False
    """True once the page stands: from then on it must not leave."""
    changed: float = 0.0

    def started(self, request: BrowserRequest) -> None:
        if request.resource_type in {"xhr", "fetch"}:
            with suppress(PlaywrightError):  # a service worker's request has no frame
                self.asked_by[request.url.partition("?")[0]] = request.frame, request.headers
        if request.resource_type in {"xhr", "fetch", "script", "document"}:
            self.open.add(request)
            self.changed = asyncio.get_running_loop().time()

    def ended(self, request: BrowserRequest) -> None:
        self.open.discard(request)
        self.changed = asyncio.get_running_loop().time()

    def answered(self, response: BrowserResponse) -> None:
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
            async with asyncio.timeout(10):
                body = await response.body()
            if len(body) <= ANSWER_BYTES:
                slot |= {
                    "url": response.url,
                    "method": response.request.method,
                    "post": response.request.post_data
                    if response.request.method == "POST"
                    else None,
                    "status": response.status,
                    "body": body.decode("utf-8", "replace"),
                }

    async def settle(self, quiet: float = 0.12, most: float = 8.0) -> None:
        """Wait until nothing is being fetched and nothing was for `quiet` seconds."""
        clock = asyncio.get_running_loop().time
        # A press just made may not be known here yet: silence counts from now.
        self.changed = max(self.changed, clock())
        end = clock() + most
        while clock() < end and (  # noqa: ASYNC110  (two conditions and a clock: no one event)
            self.open or self.tasks or clock() - self.changed < quiet
        ):
            await asyncio.sleep(0.02)


_WATCHES: WeakKeyDictionary[Page, Watch] = WeakKeyDictionary()


async def watch_page(page: Page, request: Request) -> None:
    """Begin to watch a page, before it goes anywhere. Called by scrapy-playwright."""
    widget = request.meta["browser"]["widget"]
    watch = Watch(keep=re.compile(widget.answers) if widget.answers else None)
    _WATCHES[page] = watch
    page.on("request", watch.started)
    page.on("requestfinished", watch.ended)
    page.on("requestfailed", watch.ended)
    page.on("response", watch.answered)
    page.on("dialog", lambda dialog: asyncio.ensure_future(dialog.dismiss()))
    page.context.on("page", _close_popup)


async def _close_popup(page: Page) -> None:
    if await page.opener():
        await page.close()


async def open_thread(page: Page, plan: dict[str, Any]) -> dict[str, Any]:
    """Open every part of the page's thread and return what is then there, as plain data.

    Returns html (the document, shadow roots and frames written out, what a virtual list dropped
    appended), answers (url, method, post, status, body of the JSON the page fetched), ended
    (complete, exhausted, deadline, limit), wall (text of a login wall), robots (URLs refused).
    """
    watch = _WATCHES[page]
    watch.steady = True
    state = {"ended": "deadline", "wall": ""}
    with suppress(TimeoutError):
        async with asyncio.timeout(plan["seconds"]):
            await _expand(page, watch, plan, state)
    return {
        **state,
        "html": await _document(page),
        "answers": [answer for answer in watch.answers if answer],
        "robots": watch.robots,
    }


async def _expand(page: Page, watch: Watch, plan: dict[str, Any], state: dict[str, str]) -> None:
    clock = asyncio.get_running_loop().time
    begun, idle, orders, found = clock(), 0, 0, 0
    await watch.settle()
    for round_ in range(2_000):
        grown = pressed = rows = areas = 0
        for frame in page.frames:
            with suppress(PlaywrightError):  # a frame that went away meanwhile
                # Under load a press can be lost on the page: what did nothing is pressed again.
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
        # A widget that is declared and not there yet may be waiting for its own timers.
        patience = 8.0 if plan["declared"] and not found else 2.0 if not areas else 0.0
        # Fewer than declared may mean slow; what declares nothing is believed sooner.
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
    words, expand = _scripts()
    call = "([plan, idle]) => window.__newscrawl ? window.__newscrawl.step(plan, 4000, idle) : null"
    seen = await frame.evaluate(call, [plan, idle])
    if seen is None:
        await frame.evaluate(f"({expand})({words})")
        seen = await frame.evaluate(call, [plan, idle])
    return dict(seen)


async def _other_order(page: Page, plan: dict[str, Any], index: int) -> bool:
    if index >= len(plan["orders"]):
        return False
    for frame in page.frames:
        with suppress(PlaywrightError):
            if await frame.evaluate("([p, i]) => window.__newscrawl?.order(p, i)", [plan, index]):
                return True
    return await _other_order(page, plan, index + 1)


async def _ask_on(watch: Watch, plan: dict[str, Any]) -> bool:
    """Ask for the next page as the page's own requests did, where no button does; in the page."""
    if plan["rows"] or plan["answers"]:
        return False  # an engine's own file knows how its system is asked
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


async def _document(page: Page) -> str:
    parts: list[str] = []
    for frame in page.frames:
        with suppress(PlaywrightError, TimeoutError):
            async with asyncio.timeout(15):
                words, expand = _scripts()
                await frame.evaluate(f"({expand})({words})")
                seen = await frame.evaluate("() => window.__newscrawl.serialise()")
            if frame == page.main_frame:
                parts.append(seen["html"].removesuffix("</html>").removesuffix("</body>"))
            elif seen["body"].strip():
                url = html.escape(frame.url)
                area = " data-newscrawl-area" if seen["area"] else ""
                parts.append(f'<div data-newscrawl-frame="{url}"{area}>{seen["body"]}</div>')
            if seen["dropped"]:
                parts.append(f"<div data-newscrawl-dropped>{''.join(seen['dropped'])}</div>")
    return "".join([*parts, "</body></html>"])


@cache
def _scripts() -> tuple[str, str]:
    folder = files("newscrawl") / "inpage"
    return folder.joinpath("words.js").read_text("utf-8"), folder.joinpath("expand.js").read_text(
        "utf-8"
    )
