"""One process of a fleet: visits outlets side by side, as lines on standard input ask for them.

A line in is `{"site": ..., "given": {...}, "scope": ..., "every": seconds}`, a line out a `Result`.
A line `{}` ends the process when its visits are done; if the input ends without it, whoever asked
is gone, and the visits are stopped, their work saved.
"""

import asyncio
import json
import logging
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from types import FrameType
from typing import IO, Any, NamedTuple, Protocol, cast

import psutil
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from newscrawl import clock
from newscrawl.browser.run_folder import close_all
from newscrawl.browser.shared import kept
from newscrawl.checked import check_settings
from newscrawl.ending import end_run
from newscrawl.extensions.watchdog import Watchdog
from newscrawl.fleet.due import NEVER
from newscrawl.fleet.listed import Followed
from newscrawl.fleet.result import Result
from newscrawl.fleet.run import moments_of
from newscrawl.fleet.scope_log import FOLDER, ScopeLog
from newscrawl.net.logs import log_file
from newscrawl.net.term import Term
from newscrawl.plugins import all_sites, site_named
from newscrawl.runs.exits import Exit, Refused
from newscrawl.runs.history import CRAWL
from newscrawl.runs.outcome import Verdict
from newscrawl.sites.arguments import read_arguments
from newscrawl.state.output import Output
from newscrawl.state.storage import open_output, scope_folder

logger = logging.getLogger(__name__)

LOOK_SECONDS = 0.2
"""Time between two looks for crawls that can be stopped."""


class Lent(Protocol):
    """The lease of a scope that several machines visit."""

    term: Term
    commits: list[float]
    """Seconds that each took which let what is written count."""

    def keep(self, stop: Callable[[], None]) -> None:
        """Let count what is written, again and again; call `stop` if it cannot be renewed."""

    async def end(self, due: datetime | None) -> None:
        """Let the visit count, and give the lease back. Raises Refused if it does not count."""

    def put_off(self) -> None:
        """Give it back unused."""


Lend = Callable[[str], Lent]


class Crawled(NamedTuple):
    """What a crawl came to."""

    verdict: Verdict
    row: dict[str, Any] | None
    """Its line in `runs.jsonl`."""
    renders: int
    commits: list[float] | None = None


class Worker:
    """Visits outlets until it is told to end."""

    def __init__(self, settings: Settings, told: IO[str], lend: Lend | None = None) -> None:
        self.settings, self.told, self.lend = settings, told, lend
        self.minimums = check_settings(settings)
        settings.set("LOG_INSTALL_ROOT_HANDLER", False, "cmdline")  # `ScopeLog` is there
        self.process = AsyncCrawlerProcess(settings)
        self.visits = set[asyncio.Task[None]]()
        self.stops = set[asyncio.Task[None]]()
        self.leases = set[Lent]()

    def run(self) -> None:
        """Read standard input until it ends."""
        loop = asyncio.get_event_loop()
        self.stopping = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stopping.set)
        if self.lend:
            signal.signal(signal.SIGCONT, self._thawed)
        main = loop.create_task(self._main())
        main.add_done_callback(self._end)
        self.process.start(stop_after_crawl=False, install_signal_handlers=False)

    def _end(self, main: asyncio.Task[None]) -> None:
        from twisted.internet import reactor  # noqa: PLC0415 - installed by the process

        cast("Any", reactor).stop()
        if not main.cancelled() and (defect := main.exception()):
            logger.error("this process of the fleet failed", exc_info=defect)

    async def _main(self) -> None:
        async with kept():
            await self._serve()

    async def _serve(self) -> None:
        lines = asyncio.StreamReader(limit=2**22)
        loop = asyncio.get_running_loop()
        protocol = asyncio.StreamReaderProtocol(lines)
        await loop.connect_read_pipe(lambda: protocol, sys.stdin)
        reading = loop.create_task(self._read(lines))
        stopped = loop.create_task(self.stopping.wait())
        await asyncio.wait([reading, stopped], return_when=asyncio.FIRST_COMPLETED)
        over = loop.create_task(self._over())
        if reading.done() and reading.result():
            await asyncio.wait([over, stopped], return_when=asyncio.FIRST_COMPLETED)
        if not over.done():
            reading.cancel()
            self.stopping.set()
            await self._stop(over)
        await over

    async def _stop(self, over: asyncio.Task[None]) -> None:
        """Stop the crawls that go on, and as soon as they can be those that are yet to begin."""
        told = dict[Crawler, asyncio.Task[None]]()
        while not over.done():
            for one in [*Watchdog.alive]:
                one.stop_by(Exit.INTERRUPTED)
            for crawler in self.process.crawlers - told.keys():
                if crawler.engine and crawler.engine.running:
                    told[crawler] = asyncio.create_task(crawler.stop_async())
            await asyncio.wait([over], timeout=LOOK_SECONDS)

    def _stop_one(self, crawler: Crawler) -> None:
        """Stop a crawl whose lease nobody renews; one that has not begun yet asks for nothing."""
        for one in [*Watchdog.alive]:
            if one.crawler is crawler:
                one.stop_by(Exit.INTERRUPTED)
        if crawler.engine and crawler.engine.running:
            task = asyncio.create_task(crawler.stop_async())
            self.stops.add(task)
            task.add_done_callback(self.stops.discard)
        elif crawler in self.process.crawlers:
            asyncio.get_running_loop().call_later(LOOK_SECONDS, self._stop_one, crawler)

    async def _over(self) -> None:
        while self.visits:
            await asyncio.wait(self.visits)

    async def _read(self, lines: asyncio.StreamReader) -> bool:
        """Begin the visits; return True if they shall be ended, False if nobody asks any more."""
        while line := await lines.readline():
            asked = json.loads(line)
            if not asked:
                return True
            task = asyncio.create_task(self._visit(**asked))
            self.visits.add(task)
            task.add_done_callback(self.visits.discard)
        return False

    async def _visit(self, site: str, given: dict[str, str], scope: str, every: float) -> None:
        if self.stopping.is_set():
            return
        FOLDER.set(scope_folder(self.settings, scope))
        alarms, articles, comments, renders, commits = [], 0, 0, 0, None
        try:
            found = await self._lent(site, given, scope, every)
            (status, message), row, renders, commits = found
            if row:
                alarms = [alarm["name"] for alarm in row["alarms"] if alarm["raised"]]
                articles, comments = (row[kind].get("new", 0) for kind in ("articles", "comments"))
        except Refused as refused:
            status, message = refused.status, str(refused)
        except Exception as defect:
            logger.exception("a visit failed")
            status, message = Exit.ERROR, f"{type(defect).__name__}: {defect}"
        memory = psutil.Process().memory_info().rss
        result = Result(
            scope, int(status), message, alarms, articles, comments, memory, renders, commits
        )
        try:
            self.told.write(f"{json.dumps(result._asdict())}\n")
            self.told.flush()
        except BrokenPipeError:  # whoever asked is gone; what is left of it is written nowhere
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.told.fileno())

    async def _lent(self, site: str, given: dict[str, str], scope: str, every: float) -> Crawled:
        """Crawl, with a lease of the scope where several machines visit outlets."""
        if not self.lend:
            return await self._crawl(site, given, scope)
        lease = await asyncio.to_thread(self.lend, scope)
        self.leases.add(lease)
        try:
            found = await self._crawl(site, given, scope, lease)
            await lease.end(self._due(scope, every))
        except BaseException:
            await asyncio.to_thread(lease.put_off)
            raise
        finally:
            self.leases.discard(lease)
        return found._replace(commits=lease.commits)

    def _thawed(self, _number: int, _frame: FrameType | None) -> None:
        """End at once if this process was stopped for longer than a lease: nothing may follow."""
        if any(one.term.is_over() for one in self.leases):
            with suppress(Exception):
                close_all()
            os._exit(int(Exit.INTERRUPTED))

    def _due(self, scope: str, every: float) -> datetime | None:
        followed = Followed(scope, scope, timedelta(seconds=every), paused=False)
        output = scope_folder(self.settings, scope).parent
        moment = moments_of([followed], output, clock.now())[scope]
        return None if moment == NEVER else moment

    async def _crawl(
        self, name: str, given: dict[str, str], scope: str, lease: Lent | None = None
    ) -> Crawled:
        started, site = clock.now(), site_named(name, self.settings)
        crawler = Crawler(self.process.spider_loader.load(name), self.settings)
        settings = crawler.settings  # a copy that is its own
        arguments = read_arguments(site, given, started, sites=all_sites(settings))
        output = open_output(settings, arguments, started, command=CRAWL)
        # Only now is it known that nobody has put a link there.
        if not settings.get("LOG_FILE"):
            settings.set("LOG_FILE", str(log_file(scope_folder(settings, scope))), "cmdline")
        assert output.lock  # noqa: S101
        if lease:
            output.term = lease.term
            lease.keep(lambda: self._stop_one(crawler))
        with output.lock.held():
            unstarted = await self._through(crawler, arguments, output)
            if not self.stopping.is_set():
                Watchdog.let_go(crawler)
            stats = crawler.stats.get_stats() if crawler.stats else {}
            verdict, row = end_run(settings, stats, output, self.minimums, unstarted)
        return Crawled(verdict, row, stats.get("playwright/page_count", 0))

    async def _through(self, crawler: Crawler, arguments: Any, output: Output) -> str:
        """Crawl to the end; return why that could not be begun, if so."""
        unstarted = ""
        try:
            await self.process.crawl(crawler, arguments=arguments, output=output)
        except Exception as defect:
            logger.exception("the crawl could not be started")
            unstarted = " ".join(f"{type(defect).__name__}: {defect}".split())
        output.end(None)
        return unstarted


def work(settings: Settings, lend: Lend | None = None) -> None:
    """Be such a process. What libraries print goes to standard error.

    `lend` takes the lease of a scope, or raises Refused; None on a fleet of one machine.
    """
    told = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    logging.raiseExceptions = False
    logging.root.addHandler(ScopeLog(settings))
    logging.root.setLevel(settings.get("LOG_LEVEL"))
    Worker(settings, told, lend).run()
