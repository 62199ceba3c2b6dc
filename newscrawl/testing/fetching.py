"""Fetches one page to save it, as a crawl would: same robots.txt, user agent and gate."""

from collections.abc import AsyncIterator
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.settings import BaseSettings, Settings
from twisted.python.failure import Failure

from newscrawl.agent import user_agent
from newscrawl.browser.chromium import require_chromium
from newscrawl.engines.base import ArticleRef
from newscrawl.generic.engine import Generic
from newscrawl.net.failures import detail_of, silence_of
from newscrawl.runs.exits import Exit, Refused
from newscrawl.sites.arguments import read_arguments
from newscrawl.sites.news import News
from newscrawl.threads.ways import browser_request

CARRIED = ("CONTACT", "USER_AGENT_URL", "LOCAL_ADDRESSES", "NEWSCRAWL_CHROMIUM")
"""Settings of a project of one's own that are taken over; its others are for its own spiders."""


class OnePage(Spider):
    """Asks for one page; `got` is given the response, or why there is none."""

    name = "save"
    custom_settings = {  # noqa: RUF012  (as Scrapy declares it)
        "EXTENSIONS": {"scrapy.extensions.logstats.LogStats": None},
        "SPIDER_MIDDLEWARES": {},
        "ITEM_PIPELINES": {},
    }

    def __init__(self, page: str, got: list[Response | str], *, rendered: bool) -> None:
        super().__init__()
        # The gate lets through to this machine only what the user named.
        self.arguments = read_arguments(News, {"urls": page})
        self.page, self.got, self.rendered = page, got, rendered

    async def start(self) -> AsyncIterator[Any]:
        request = Request(self.page)
        if self.rendered:
            ref = ArticleRef(id="saved:1", url=self.page, site="saved")
            request = browser_request(ref, Generic(), None)
        yield request.replace(callback=self.parse, errback=self.failed)

    def parse(self, response: Response, **kwargs: Any) -> None:
        if rendering := response.meta.get("rendering"):
            body = rendering["html"].encode("utf-8", "replace")
            headers = {"Content-Type": "text/html; charset=utf-8"}
            response = response.replace(body=body, headers=headers)
        self.got.append(response)

    def failed(self, failure: Failure) -> None:
        error = failure.value
        silence = silence_of(error, self.page) if error else None
        self.got.append(silence[1] if silence else detail_of(failure))


def fetch(url: str, settings: BaseSettings, *, rendered: bool = False) -> Response:
    """Return a page; `rendered`: with the document a browser drew as its body.

    Raises Refused with a one-line message if it cannot be had. Can be called once in a process.
    """
    own = own_settings(settings)
    if rendered:
        require_chromium(own)
    got: list[Response | str] = []
    process = AsyncCrawlerProcess(own)
    process.crawl(OnePage, page=url, got=got, rendered=rendered)
    process.start()
    if got and isinstance(got[0], Response):
        return got[0]
    why = str(got[0]) if got else "the crawl ended without it"
    raise Refused(f"{url} was not fetched: {why}", _status(why))


def _status(why: str) -> Exit:
    if why in {"robots", "blocked", "http_401", "http_403", "http_429"}:
        return Exit.BLOCKED
    return Exit.NOTHING if why.startswith("http_") else Exit.UNREACHABLE


def own_settings(settings: BaseSettings) -> Settings:
    """Return ours, with what the user gave by -s."""
    own = Settings()
    own.setmodule("newscrawl.settings", "project")
    for name, value in settings.items():
        if name in CARRIED or (settings.getpriority(name) or 0) >= 40:  # -s
            own.set(name, value, "cmdline")
    own.set("LOG_ENABLED", settings.getbool("LOG_ENABLED"), "cmdline")
    own.set("USER_AGENT", user_agent(own), "addon")
    return own
