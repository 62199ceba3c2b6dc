"""Ends a run that makes no progress, takes too long, or was told to stop and does not.

It checks from a thread of its own, so that a blocked event loop cannot stop it; and from a signal,
as a regular expression that never ends blocks all other threads, but not signals.
"""

import atexit
import logging
import math
import os
import signal
import sys
import threading
import time
from contextlib import suppress
from types import FrameType
from typing import Any, ClassVar, Self, cast

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from newscrawl.browser.run_folder import close_all
from newscrawl.net.logs import without_keys
from newscrawl.runs.exits import STOPPING, Exit
from newscrawl.state.storage import output_of

logger = logging.getLogger(__name__)

STOP_SECONDS = 16.0
"""Counted from the first Ctrl-C, SIGTERM or stall; the rest of 20 s is for ending the browser."""
ALARM_SECONDS = 2.0
"""Time between two checks from the signal."""
ASLEEP_SECONDS = 5.0
"""A check that comes this late means the whole process was stopped (Ctrl-Z): no stall."""
PROGRESS = (
    "downloader/response_count",
    "downloader/exception_count",
    "item_scraped_count",
    "browser/failed_tries",
    "reading/pauses",  # a long list is read for minutes
)


class Watchdog:
    """Checks once a second; first asks the run to end, then ends the process."""

    alive: ClassVar[set[Self]] = set()
    """Those of all crawls that go on in this process."""
    listens: ClassVar[bool] = False
    """Whether the process has its handlers of signals: one for all crawls, however many come."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.seconds = crawler.settings.getfloat("WATCHDOG_SECONDS")
        self.longest = crawler.settings.getfloat("RUN_SECONDS") or math.inf
        self.deadline: tuple[float, Exit] | None = None
        """When the process ends by force, and with which status."""
        self.seen: list[Any] = []
        self.looked, self.quiet, self.taken = 0.0, 0.0, 0.0
        """When it last checked; for how many seconds nothing had moved by then; how many the run
        had taken, without those in which the process was stopped."""
        self.dying: set[int] = set()
        """Threads that end the process: one may starve the other, so each does all of it."""
        self.over = False
        """True once the crawl has ended by itself: its process may live on, with other crawls."""
        self.said = threading.Lock()
        """Taken by the one that says so, for good."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        watchdog = cls(crawler)
        crawler.signals.connect(watchdog.start, signals.engine_started)
        crawler.signals.connect(watchdog.end, signals.engine_stopped)
        return watchdog

    def start(self) -> None:
        from twisted.internet import reactor  # noqa: PLC0415  (installs one where none is)

        self.reactor = cast("Any", reactor)
        Watchdog.alive.add(self)
        if not Watchdog.listens:
            Watchdog.listens = True
            # Scrapy sets its own handlers in this turn of the loop; ours go around them.
            self.reactor.callLater(0.0, _listen)
        self.looked = time.monotonic()
        threading.Thread(target=self._watch, name="watchdog", daemon=True).start()

    def end(self) -> None:
        """Watch no longer, unless the process was told to end."""
        self.over = self.deadline is None
        if self.over:
            Watchdog.alive.discard(self)

    @classmethod
    def let_go(cls, crawler: Crawler) -> None:
        """Watch a crawl no longer, however it ended: its process lives on, with other crawls."""
        for one in [*cls.alive]:
            if one.crawler is crawler:
                one.over, one.deadline = True, None
                cls.alive.discard(one)

    def stop_by(self, status: Exit) -> None:
        """Ask the run to end, and see that it does."""
        if self.deadline is None:
            self.deadline = time.monotonic() + STOP_SECONDS, status
            self.reactor.callFromThread(self.crawler.signals.send_catch_log, STOPPING)

    def _watch(self) -> None:
        while not self.over:
            time.sleep(1.0)
            self.look()

    def look(self) -> None:
        """Check. Nothing here may wait for a lock: the signal may have come to who holds it."""
        if self.over and not self.deadline:
            return
        now, progress = time.monotonic(), self._progress()
        since = now - self.looked
        moved = progress != self.seen or since > ASLEEP_SECONDS
        self.quiet = 0.0 if moved else self.quiet + since
        self.taken += since if since <= ASLEEP_SECONDS else 0.0
        self.seen, self.looked = progress, now
        if self.deadline and now >= self.deadline[0] and threading.get_ident() not in self.dying:
            self.dying.add(threading.get_ident())
            self._die(self.deadline[1])
        if self.deadline:
            return
        if self.quiet >= self.seconds:
            self.stop_by(Exit.STALLED)
            self.reactor.callFromThread(self._close, "stalled", f"no progress for {self.seconds} s")
        elif self.taken >= self.longest:
            self.stop_by(Exit.LIMITED)
            self.reactor.callFromThread(self._close, "out_of_time", f"{self.longest} s are over")

    def _progress(self) -> list[Any]:
        assert self.crawler.stats  # noqa: S101
        return [self.crawler.stats.get_value(name) for name in PROGRESS]

    def _close(self, reason: str, why: str) -> None:
        from scrapy.utils.defer import deferred_from_coro  # noqa: PLC0415

        logger.error("%s: ending the run", why)
        assert self.crawler.engine  # noqa: S101
        deferred_from_coro(self.crawler.engine.close_spider_async(reason=reason))

    def _die(self, status: Exit) -> None:
        """End the process at once. What was written is on the disk; the next run goes on."""
        message = f"{status.meaning} (by force: {self._stuck()} did not end)"
        try:
            if self.said.acquire(blocking=False):
                _say(f"newscrawl: {message}\n")
            with suppress(Exception):  # the other thread may be at it, too
                close_all()
            with suppress(NotConfigured):
                if run_line := output_of(self.crawler).run_line:
                    run_line.end_by_force(status, message)
        finally:
            os._exit(int(status))

    def _stuck(self) -> str:
        with suppress(NotConfigured):
            if now := output_of(self.crawler).reading.now:
                return f"reading {without_keys(now)}"
        return "something"


def _listen() -> None:
    if sys.platform != "win32":
        signal.signal(signal.SIGALRM, _look_at_all)
        signal.setitimer(signal.ITIMER_REAL, ALARM_SECONDS, ALARM_SECONDS)
        # Python gives up its handlers at its very end; an alarm after that would be deadly.
        atexit.register(signal.setitimer, signal.ITIMER_REAL, 0)
    for number in (signal.SIGTERM, signal.SIGINT):
        scrapys = signal.getsignal(number)
        if not callable(scrapys):
            continue

        def heard(number: int, frame: FrameType | None, scrapys: Any = scrapys) -> None:
            for one in [*Watchdog.alive]:
                one.stop_by(Exit.INTERRUPTED)
            scrapys(number, frame)

        signal.signal(number, heard)


def _look_at_all(_number: int, _frame: FrameType | None) -> None:
    for one in [*Watchdog.alive]:
        one.look()


def _say(line: str) -> None:
    """Write to standard error, unless that would block: its reader may have stopped reading."""
    with suppress(OSError):
        waits = os.get_blocking(2)
        os.set_blocking(2, False)
        try:
            os.write(2, line.encode())
        finally:
            os.set_blocking(2, waits)  # others may use the same terminal
