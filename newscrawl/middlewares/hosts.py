"""Hosts that are left alone: their daily budget is spent, they fail, or they asked for it."""

import logging
from collections import Counter
from datetime import datetime, timedelta
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, IgnoreRequest, NotConfigured
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from newscrawl import clock
from newscrawl.archive.capture import CAPTURE
from newscrawl.middlewares.robots import KEPT
from newscrawl.net.failures import silence_of, word_of
from newscrawl.net.fleet_hosts import FleetHosts
from newscrawl.net.term import fleet_hosts_of
from newscrawl.state.hosts import HostRecords
from newscrawl.state.shared_hosts import SharedHosts
from newscrawl.state.storage import output_of

logger = logging.getLogger(__name__)

OVERLOAD = frozenset({429, 502, 503, 504, 522, 524})
"""Statuses that concern the host. A plain 500 concerns the page, which may be dead for ever."""
ASKED = "it asked to be left alone"
IN_A_ROW = 4
"""Failed requests, after all their retries, with none in between that worked."""


class Hosts:
    """Stands after robots.txt, so that what it forbids costs no budget.

    A run whose site is left alone ends as usual, whole threads written, under the reason `budget`
    or `back_off`: the next run goes on from there.
    """

    def __init__(self, crawler: Crawler, scope: str) -> None:
        settings = crawler.settings
        self.budget = settings.getint("HOST_BUDGET_PER_DAY")
        self.pause = timedelta(seconds=settings.getfloat("HOST_BACK_OFF"))
        if not (self.budget or self.pause):
            raise NotConfigured
        self.crawler = crawler
        self.scope, self.known = scope, HostRecords(SharedHosts.of(crawler), scope)
        self.held: dict[str, str] = {}
        """Why a host is not asked any more in this run."""
        self.row = Counter[str]()
        self.noted: dict[str, bool] = {}
        """Whether a host works, as last noted for all runs."""
        self.reason = ""
        crawler.signals.connect(self._idle, signals.spider_idle)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        output_of(crawler)
        spider: Any = crawler.spider
        return cls(crawler, spider.arguments.scope)

    @property
    def fleet(self) -> FleetHosts | None:
        """What all machines know about hosts, if there are several."""
        return fleet_hosts_of(self.crawler.spider)

    async def process_request(self, request: Request) -> None:
        host, now = _host(request), clock.now()
        why = self.held.get(host) or await self._back_off(host, now) or self._used_up(host, now)
        if not why and self.budget:
            if self.fleet and not await self.fleet.spend(host, self.budget):
                why = self._budget_of(host, now)
            else:
                self.known.spend(host, now)
        if why := self.held.get(host) or why:  # it may have come meanwhile
            raise self._refusal(request, why)

    def process_response(self, request: Request, response: Response) -> Response:
        if CAPTURE in request.meta:
            return response  # nobody has asked the site
        if response.status in OVERLOAD:
            self._failed(request, f"it answers {response.status}", said=True)
        elif not request.meta.get("dont_obey_robotstxt") and KEPT not in response.flags:
            # A robots.txt may come from a cache before a server that is down.
            self._worked(_host(request))
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        if not isinstance(exception, IgnoreRequest):
            silence = silence_of(exception, request.url)
            self._failed(request, silence[1] if silence else word_of(exception))

    def leave(self, request: Request, until: datetime) -> None:
        """Leave a host alone that asks for it."""
        host = _host(request)
        self.noted[host] = False
        self._hold(request, f"back_off: {host} asks to be left alone until {clock.stamp(until)}")
        self.known.leave(host, until, ASKED)
        if self.fleet:
            self.fleet.leave(host, self.scope, (until - clock.now()).total_seconds(), ASKED)

    async def _back_off(self, host: str, now: datetime) -> str | None:
        works = self.noted.get(host)
        if works is False or not self.pause:
            return None
        # Where it works, other runs' failures are their own; but it may have asked one for time.
        found = self.known.until(host, now, asked=works is True)
        if not found and self.fleet:
            found = await self.fleet.until(host, asked=works is True)
        if not found:
            return None
        until, cause = found
        why = f"failed before ({cause})" if cause else "failed before"
        self.held[host] = f"back_off: {host} {why} and is not asked until {until}"
        return self.held[host]

    def _used_up(self, host: str, now: datetime) -> str | None:
        # Not kept in `held`: a run may last beyond midnight.
        if not self.budget or self.known.spent(host, now) < self.budget:
            return None
        return self._budget_of(host, now)

    def _budget_of(self, host: str, now: datetime) -> str:
        return f"budget: {host} had its {self.budget} requests of {now:%Y-%m-%d} (UTC)"

    def _hold(self, request: Request, why: str) -> None:
        """Leave a host alone for the rest of the run, including what already waits in its slot."""
        self.held[_host(request)] = why
        assert self.crawler.engine  # noqa: S101
        queue = self.crawler.engine.downloader._get_slot(request)[1].queue
        while queue:
            waiting, answer = queue.popleft()
            answer.errback(self._refusal(waiting, why))

    def _refusal(self, request: Request, why: str) -> IgnoreRequest:
        word, host = why.partition(":")[0], _host(request)
        assert self.crawler.stats  # noqa: S101
        if f"hosts/{word}/{host}" not in self.crawler.stats.get_stats():
            logger.warning("%s", why)
        self.crawler.stats.inc_value(f"hosts/{word}/{host}")
        if self._is_main(request.url):
            self.reason = word
            self.crawler.stats.set_value("hosts/held", why.partition(": ")[2])
        return IgnoreRequest(why)

    def _is_main(self, url: str) -> bool:
        """Return whether nothing can be read while the host of a URL is left alone."""
        spider: Any = self.crawler.spider
        site = getattr(spider, "site", None)
        if site is None:
            return False
        is_archive = urlsplit(url).netloc.lower() in getattr(spider, "archive_hosts", ())
        return is_archive or (site.is_ours(url) and not site.is_former(url))

    def _failed(self, request: Request, how: str, *, said: bool = False) -> None:
        if not self.pause:
            return
        host = _host(request)
        self.row[host] += 1
        in_a_row = self.row[host] >= IN_A_ROW
        if in_a_row and host not in self.held:
            self._hold(request, f"back_off: {host} failed {IN_A_ROW} times in a row (last: {how})")
        # One failure is enough for a host that has not worked in this run: it may have no second.
        if host not in self.noted or (in_a_row and self.noted[host]):
            self.noted[host] = False
            self.known.failed(host, clock.now(), self.pause, how)
            if said and self.fleet:  # silence may be the fault of this machine's network
                self.fleet.failed(host, self.scope, self.pause.total_seconds(), how)

    def _worked(self, host: str) -> None:
        self.row[host] = 0
        if host in self.held:
            return  # it was asked before it said that it wants to be left alone
        if not self.noted.get(host):
            self.noted[host] = True
            self.known.worked(host, clock.now())
            if self.fleet:
                self.fleet.worked(host)

    def _idle(self) -> None:
        if self.reason:
            raise CloseSpider(self.reason)


def _host(request: Request) -> str:
    return urlparse_cached(request).hostname or ""
