"""Ends a run that makes no progress, or was told to stop and does not, whatever hangs in it.

In a thread of its own, so that a blocked event loop cannot stop it.
"""

import logging
import os
import signal
import sys
import threading
import time
from types import FrameType
from typing import Any, Self, cast

from scrapy import signals
from scrapy.crawler import Crawler

from newscrawl.browser.processes import close_all
from newscrawl.exits import Exit

logger = logging.getLogger(__name__)

STOPPING = object()
"""Signal: the run is to end within STOP_SECONDS. No arguments."""
STOP_SECONDS = 16.0
"""From the first Ctrl-C, SIGTERM or stall on; what is left of 20 s is for ending the browser."""
PROGRESS = (
    "downloader/response_count",
    "downloader/exception_count",
    "item_scraped_count",
    "browser/failed_tries",
)


class Watchdog:
    """Looks once a second; first asks the run to end, then ends the process."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.seconds = crawler.settings.getfloat("WATCHDOG_SECONDS")
        self.deadline: tuple[float, Exit] | None = None
        """When the process ends by force, and as what."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        watchdog = cls(crawler)
        crawler.signals.connect(watchdog.start, signals.engine_started)
        return watchdog

    def start(self) -> None:
        from twisted.internet import reactor  # noqa: PLC0415  (installs one where none is)

        self.reactor = cast("Any", reactor)
        # Scrapy sets its own handlers in this turn of the loop; ours go around them.
        self.reactor.callLater(0.0, self._listen)
        threading.Thread(target=self._watch, name="watchdog", daemon=True).start()

    def _listen(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            scrapys = signal.getsignal(number)
            if not callable(scrapys):
                continue

            def heard(number: int, frame: FrameType | None, scrapys: Any = scrapys) -> None:
                self._stop_by(Exit.INTERRUPTED)
                scrapys(number, frame)

            signal.signal(number, heard)

    def _stop_by(self, status: Exit) -> None:
        if self.deadline is None:
            self.deadline = time.monotonic() + STOP_SECONDS, status
            self.reactor.callFromThread(self.crawler.signals.send_catch_log, STOPPING)

    def _watch(self) -> None:
        seen, since = self._progress(), time.monotonic()
        while True:
            time.sleep(1.0)
            now, progress = time.monotonic(), self._progress()
            if progress != seen:
                seen, since = progress, now
            if self.deadline and now >= self.deadline[0]:
                _die(self.deadline[1])
            if now - since >= self.seconds and not self.deadline:
                logger.error("no progress for %d s: ending the run", self.seconds)
                self._stop_by(Exit.STALLED)
                self.reactor.callFromThread(self._close)

    def _progress(self) -> list[Any]:
        assert self.crawler.stats  # noqa: S101
        return [self.crawler.stats.get_value(name) for name in PROGRESS]

    def _close(self) -> None:
        from scrapy.utils.defer import deferred_from_coro  # noqa: PLC0415

        assert self.crawler.engine  # noqa: S101
        deferred_from_coro(self.crawler.engine.close_spider_async(reason="stalled"))


def _die(status: Exit) -> None:
    """End the process at once. Lines that were written are on the disk; the next run goes on."""
    print(f"newscrawl: {status.meaning} (by force: something did not end)", file=sys.stderr)  # noqa: T201
    sys.stderr.flush()
    try:
        close_all()
    finally:
        os._exit(int(status))
