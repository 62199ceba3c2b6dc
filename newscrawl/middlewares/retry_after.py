"""Honours Retry-After: while a host asks to be left alone, nothing more is asked of it."""

import asyncio
import logging
import time
from datetime import UTC
from email.utils import parsedate_to_datetime

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from newscrawl.clock import now
from newscrawl.extensions.watchdog import STOPPING
from newscrawl.failures import Stopped

logger = logging.getLogger(__name__)

ASKING = frozenset([429, 503])


class RetryAfter(RetryMiddleware):
    """Scrapy's retries, after the wait a host asked for; a long one is left to the next run."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler.settings)
        self.crawler = crawler
        self.most = crawler.settings.getfloat("RETRY_AFTER_MAX")
        self.until: dict[str, float] = {}
        """When a host may be asked again, by the monotonic clock."""
        self.stopping = asyncio.Event()
        crawler.signals.connect(self._stop, STOPPING)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "RetryAfter":
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Wait until the host may be asked. Raises IgnoreRequest if that is not in this run."""
        host = urlparse_cached(request).netloc
        while (left := self.until.get(host, 0.0) - time.monotonic()) > 0:
            if self.stopping.is_set():
                raise Stopped("stopped")
            if left > self.most:
                raise IgnoreRequest(f"asked_to_wait: {host} is to be left alone for {left:.0f} s")
            try:
                async with asyncio.timeout(left):
                    await self.stopping.wait()
            except TimeoutError:
                continue

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        if response.status in ASKING and (seconds := seconds_asked(response)):
            host = urlparse_cached(request).netloc
            until = time.monotonic() + seconds
            self.until[host] = max(until, self.until.get(host, 0.0))
            assert self.crawler.stats  # noqa: S101
            self.crawler.stats.max_value(f"retry_after/{host}", seconds)
            logger.info("%s asks to be left alone for %.0f s", host, seconds)
        return super().process_response(request, response)

    def _stop(self) -> None:
        self.stopping.set()


def seconds_asked(response: Response) -> float:
    """Return the seconds that Retry-After asks for, a number or a date (RFC 9110, 10.2.3), or 0."""
    value = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now()).total_seconds())
