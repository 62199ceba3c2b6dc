"""Scrapy's retries, except that a host which asks for time gets it: 429 and 503, Retry-After.

Scrapy 2.19 asks again at once.
"""

import logging
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Response

from newscrawl import clock
from newscrawl.middlewares.hosts import Hosts
from newscrawl.net.term import fleet_hosts_of
from newscrawl.state.shared_hosts import SharedHosts
from newscrawl.state.turns import Turns

logger = logging.getLogger(__name__)

BUSY = frozenset({429, 503})
UNASKED = 4
"""Times DOWNLOAD_DELAY, doubled with each try: the wait where a busy host does not say how long."""
LEFT_ALONE = 7 * 24 * 3600.0
"""Seconds. A host that asks for more is asked once a week: some send a moment where seconds belong,
and would not be read for years."""
FINEST = 0.01
"""Seconds. A slot without a delay would not look at the clock at all."""


class Retry(RetryMiddleware):
    """Waits up to RETRY_AFTER_MAX seconds, with all requests to the host.

    Beyond that the host is left alone for as long as it asks, by this run and the next ones.
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        middleware = super().from_crawler(crawler)
        # This alone hears of a response before the slot sends its next request.
        crawler.signals.connect(middleware._downloaded, signals.response_downloaded)
        return middleware

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        if response.status in BUSY and self._asked(request, response) > self._most():
            return response
        return super().process_response(request, response)

    def _downloaded(self, request: Request, response: Response) -> None:
        if response.status not in BUSY:
            return
        seconds = self._asked(request, response)
        if seconds <= self._most():
            self._hold(request, seconds)
        elif hosts := self.crawler.get_downloader_middleware(Hosts):
            hosts.leave(request, clock.now() + timedelta(seconds=seconds))

    def _asked(self, request: Request, response: Response) -> float:
        asked = retry_after(response, clock.now())
        if asked is not None:
            return asked
        tries = request.meta.get("retry_times", 0)
        return float(self.crawler.settings.getfloat("DOWNLOAD_DELAY") * UNASKED * 2**tries)

    def _most(self) -> float:
        return self.crawler.settings.getfloat("RETRY_AFTER_MAX")

    def _hold(self, request: Request, seconds: float) -> None:
        """Send nothing to the host for so long; what waits in its slot waits with it."""
        engine = self.crawler.engine
        assert engine  # noqa: S101
        key, slot = engine.downloader._get_slot(request)
        slot.lastseen = max(slot.lastseen, monotonic() + seconds)
        slot.delay = max(slot.delay, FINEST)
        Turns(SharedHosts.of(self.crawler)).hold(key, seconds)  # for other runs, too
        if fleet := fleet_hosts_of(self.crawler.spider):
            fleet.hold(key, seconds)
        assert self.crawler.stats  # noqa: S101
        self.crawler.stats.inc_value(f"retry/waited/{key}", round(seconds))
        logger.info("%s is busy: nothing is asked for %.1f s", key, seconds)


def retry_after(response: Response, now: datetime) -> float | None:
    """Return the seconds for which a host asks (RFC 9110, 10.2.3); None if it does not say."""
    text = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if text.isdecimal():
        return min(float(text), LEFT_ALONE)
    # By the host's own clock, which may differ from ours.
    sent = _moment((response.headers.get("Date") or b"").decode("latin-1")) or now
    until = _moment(text)
    return min(max(0.0, (until - sent).total_seconds()), LEFT_ALONE) if until else None


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
