"""What a page or a server leads to is not asked for where that would change something there.

The browser's requests are judged by its page filter, those of the crawl here: redirects, further
pages, addresses that a page claims. What the user or a sitemap names is a page to read. Nor is
asked for what can be had only with a name and a password, which a server may put into an address.
"""

import logging
from typing import Any, Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.statscollectors import StatsCollector

from newscrawl.net.addresses import has_login
from newscrawl.net.failures import WithLogin, WouldWrite
from newscrawl.net.logs import without_keys
from newscrawl.plugins import all_engines
from newscrawl.writes import PageRequest, Writes, leads_to_write, never

logger = logging.getLogger(__name__)

GIVEN_BY = "given_by"
"""Key in `request.meta` of the address of the page that gave a request's address."""


class NoWrites:
    """Refuses such requests."""

    def __init__(self, stats: StatsCollector, writes: Writes) -> None:
        self.stats, self.writes = stats, writes

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        assert crawler.stats  # noqa: S101  (Scrapy sets it before middlewares are made)
        return cls(crawler.stats, never(all_engines(crawler.settings).values()))

    def process_request(self, request: Request, spider: Spider | None = None) -> None:
        """Let a request pass. Raises WithLogin, WouldWrite."""
        if has_login(request.url):
            raise WithLogin(request.url)
        if self.refuses(request):
            raise WouldWrite(request.url)

    def refuses(self, request: Request) -> bool:
        """Return whether a request is none to be made; if so, that is counted."""
        given = [*request.meta.get("redirect_urls", []), *_page(request.meta)]
        if not (given and leads_to_write(_judged(request), given, self.writes)):
            return False
        self.stats.inc_value("writes/refused")
        url = without_keys(request.url)
        logger.info("refused to ask for what would write: %s, led to by %s", url, given[0])
        return True


def _page(meta: dict[str, Any]) -> list[str]:
    return [meta[GIVEN_BY]] if GIVEN_BY in meta else []


def _judged(request: Request) -> PageRequest:
    given = request.headers.to_unicode_dict().items()
    headers = {str(name).lower(): str(value) for name, value in given}
    body = request.body.decode("utf-8", "replace")
    return PageRequest(request.method, request.url, body, headers, kind="document")
