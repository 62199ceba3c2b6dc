"""What a page may load, and under whose name: its requests never pass through Scrapy.

`net/gate.py` decides where a connection may lead, `refusals.py` what would write.
"""

import logging
from collections.abc import Awaitable, Callable
from contextvars import copy_context
from typing import Any

from playwright.async_api import Request as BrowserRequest

from newscrawl.browser.refusals import refusal
from newscrawl.browser.watch import is_asked_for, posted, watch_of
from newscrawl.net.gate import Gate
from newscrawl.writes import PageRequest, Writes

logger = logging.getLogger(__name__)


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
        self.logs = copy_context()
        """Whose crawl it is. Requests are seen by that of the crawl that started the browser."""

    async def refuses(self, request: BrowserRequest) -> bool:
        reason = self._refusal(request)
        if not reason and await self._by_robots(request):
            reason = "robots"
            if watch := watch_of(request):
                watch.robots.append(request.url)
        if reason:
            self.gate.count(reason)
            if watch := watch_of(request):
                watch.losses.refused(request, reason)
        elif request.url.startswith("http:"):  # the proxy cannot look into the others
            self.gate.let_through(request.method, request.url)
        return bool(reason)

    async def _by_robots(self, request: BrowserRequest) -> bool:
        if not self.forbidden or is_asked_for(request):
            return False
        return await self.forbidden(request.url)

    def _refusal(self, request: BrowserRequest) -> str | None:
        asked = PageRequest(
            request.method,
            request.url,
            posted(request) or "",
            request.headers,
            kind=request.resource_type,
            main=is_asked_for(request),
        )
        if reason := refusal(asked, self.writes):
            if reason == "write":
                line = "refused to let a page write: %s %s"
                self.logs.run(logger.info, line, request.method, request.url)
            return reason
        return self.gate.forbids(request.url)


async def sent_headers(
    *, playwright_request: BrowserRequest, scrapy_request_data: dict[str, Any], **_: Any
) -> dict[str, str]:
    """Return the headers of a page's request, under our user agent.

    An article's own request has those that Scrapy gave it. Unlike scrapy-playwright's function of
    this kind it asks the browser nothing.
    """
    given: dict[str, str] = scrapy_request_data["headers"].to_unicode_dict()
    ours = {name.lower(): value for name, value in given.items()}
    theirs: dict[str, str] = playwright_request.headers
    if playwright_request.is_navigation_request():
        return {name: theirs[name] for name in ("user-agent", "referer") if name in theirs} | ours
    return theirs | {name: ours[name] for name in ("user-agent",) if name in ours}
