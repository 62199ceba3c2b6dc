"""AutoThrottle that honours Crawl-delay of robots.txt: a host that asks for time gets it."""

from contextlib import suppress

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.robotstxt import RobotParser

LONGEST = 60.0
"""Seconds. A longer delay would never end a crawl; it is cut to this, and the stats say so."""


class Throttle(AutoThrottle):
    """Replaces Scrapy's, which would lower a delay below what robots.txt asks for.

    Who switches AutoThrottle off still gives a host the time that it asks for.
    """

    def __init__(self, crawler: Crawler) -> None:
        with suppress(NotConfigured):
            super().__init__(crawler)
        crawler.signals.connect(self._robots_parsed, signals.robots_parsed)

    def _robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        settings, engine = self.crawler.settings, self.crawler.engine
        asked = robotparser.crawl_delay(settings["ROBOTSTXT_USER_AGENT"] or settings["USER_AGENT"])
        if not asked or engine is None:
            return
        delay = min(float(asked), LONGEST)
        key, slot = engine.downloader._get_slot(request)
        assert self.crawler.stats  # noqa: S101
        self.crawler.stats.set_value(f"robotstxt/crawl_delay/{key}", asked)
        # Jitter would undercut what was asked. Idle slots are thrown away: the next is made so too.
        engine.downloader.per_slot_settings[key] = {"delay": delay, "concurrency": 1, "jitter": 0.0}
        slot.delay, slot.concurrency, slot.jitter = delay, 1, 0.0

    def _response_downloaded(self, response: Response, request: Request, spider: Spider) -> None:
        super()._response_downloaded(response, request, spider)
        key, slot = self._get_slot(request, spider)
        assert self.crawler.engine  # noqa: S101
        floors = self.crawler.engine.downloader.per_slot_settings
        if key and slot:
            slot.delay = max(slot.delay, floors.get(key, {}).get("delay", 0.0))
