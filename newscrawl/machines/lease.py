"""The lease of a crawl: taken before it begins, renewed while it goes on, given back at its end.

The crawl holds it itself. It stops by the clock of its own machine before anybody else may begin,
whether or not the database can be asked.
"""

import asyncio
import logging
import math
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from scrapy.settings import BaseSettings

from newscrawl.machines.database import connect
from newscrawl.machines.folder import Saver, bring
from newscrawl.machines.heads import Fenced, Head, Heads
from newscrawl.machines.hosts_table import HostsTable
from newscrawl.machines.manners import SharedManners
from newscrawl.machines.ownership import fleet_store
from newscrawl.machines.store import Store
from newscrawl.machines.turns import SharedTurns
from newscrawl.net.term import Term, uptime
from newscrawl.runs.exits import Exit, Refused
from newscrawl.state.lock import Lock
from newscrawl.state.storage import check_links, scope_folder

logger = logging.getLogger(__name__)

SAFE = 0.9
"""The share of its lease after which a crawl asks for nothing more: a request takes a moment."""
STOP_SECONDS = 30.0
"""Before that, a crawl is told to stop, so that it ends in good order; at most a third."""
THREADS = ThreadPoolExecutor(64, "lease")
"""Waiting for the database and the store stops no crawl."""
AGAIN = 1.0
"""Seconds between two tries of what failed."""
PUT_OFF = 600
"""Seconds until a scope is tried again whose crawl failed by a defect."""
SOON = 60
"""The same, at most a lease, where the database, the store or a folder could not be used: it may be
there again, or another machine has one."""


def soon(settings: BaseSettings) -> int:
    """Return the seconds until a scope is tried again whose visit could not count."""
    return int(min(SOON, settings.getfloat("FLEET_LEASE")))


class Leases:
    """Takes leases for the crawls of one process."""

    def __init__(self, settings: BaseSettings, holder: str) -> None:
        self.settings, self.holder, table = settings, holder, HostsTable(settings)
        self.turns, self.hosts = SharedTurns(table), SharedManners(table)

    def __call__(self, scope: str) -> "Lease":
        """Take a scope. Raises Refused."""
        lease = Lease(self.settings, scope, self.holder)
        lease.term.turn, lease.term.hosts = self.turns.take, self.hosts
        return lease


class Lease:
    """The lease of one scope. Raises Refused, Fenced if others have it.

    It is connected to the database for moments only: hundreds of crawls need few connections.
    """

    def __init__(self, settings: BaseSettings, scope: str, holder: str) -> None:
        self.scope = scope
        self.seconds = settings.getfloat("FLEET_LEASE")
        self.every = min(settings.getfloat("FLEET_CHECKPOINT"), self.seconds / 3)
        self.folder: Path = scope_folder(settings, scope)
        self.settings, self.term = settings, Term()
        self.tasks = list[asyncio.Task[None]]()
        self.later = PUT_OFF
        self.commits = list[float]()
        """Seconds that each took: reading the ledger, the store, the row."""
        self.alone = threading.Lock()
        """A checkpoint under way is not cancelled with its task."""
        begun = uptime()
        with self._heads() as heads:
            head = heads.take(scope, holder, self.seconds)
        self.epoch = head.epoch
        self._granted(begun)
        self.over, self.renewing = threading.Event(), threading.Lock()
        # Not in the event loop: what blocks that, as the first crawl of a process does, loses no
        # lease, nor does a large record that is fetched.
        threading.Thread(target=self._renew_often, name="lease", daemon=True).start()
        try:
            with self._heads() as heads:
                store = fleet_store(settings, heads.db)
            self.saver = Saver(self.folder, head, store, self._heads)
            self._bring(head, store)
        except OSError as problem:
            self.put_off(soon(self.settings))
            raise Refused(f"OUTPUT_DIR: {self.folder}: {problem}", Exit.DISK) from None
        except Refused:
            self.put_off(soon(self.settings))
            raise
        except BaseException:  # else its thread renews it for as long as this process lives
            self.put_off()
            raise

    def _bring(self, head: Head, store: Store) -> None:
        check_links(self.folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = Lock(self.folder)
        try:
            bring(self.folder, head, store)
        finally:
            lock.release()
        if self.term.is_over():
            raise Fenced(self.scope)

    @contextmanager
    def _heads(self) -> Iterator[Heads]:
        with connect(self.settings) as db:
            yield Heads(db)

    def _granted(self, begun: float) -> None:
        """Count from before the database was asked: it granted the lease later than that."""
        self.term.until = max(self.term.until, begun + SAFE * self.seconds)

    def is_ending(self) -> bool:
        """Return whether it is time to stop, as nobody has renewed it."""
        return uptime() >= self.term.until - min(STOP_SECONDS, self.seconds / 3)

    def renew(self) -> None:
        """Hold it from now on for as long as at first."""
        begun = uptime()
        try:
            with self._heads() as heads:
                heads.renew(self.scope, self.epoch, self.seconds)
        except Fenced:
            self.term.until = -math.inf
            raise
        self._granted(begun)

    def _renew_often(self) -> None:
        often = wait = min(self.every, self.seconds / 6)
        while not self.over.wait(wait):
            wait = often
            try:
                with self.renewing:
                    if not self.over.is_set():
                        self.renew()
            except Fenced as fenced:
                logger.warning("%s", fenced)
                return
            except Exception as problem:  # whatever it is, the lease runs out
                logger.warning("the lease of %s is not renewed: %s", self.scope, problem)
                wait = min(AGAIN, often)

    def checkpoint(self) -> None:
        """Let count what is written by now."""
        with self.alone:
            begun = uptime()
            try:
                if self.saver.save():
                    self.commits.append(round(uptime() - begun, 3))
            except Fenced:
                self.term.until = -math.inf
                raise
            except (OSError, sqlite3.Error) as problem:
                raise Refused(f"{self.folder}: {problem}", Exit.DISK) from None

    # While it is crawled, in the event loop

    def keep(self, stop: Callable[[], None]) -> None:
        """Let count what is written, again and again; call `stop` once if it cannot be renewed."""
        loop = asyncio.get_running_loop()
        self.tasks = [loop.create_task(self._save_often()), loop.create_task(self._watch(stop))]

    async def _save_often(self) -> None:
        wait = self.every
        while not self.term.is_over():
            await asyncio.sleep(wait)
            wait = self.every
            try:
                await _in_thread(self.checkpoint)
            except Fenced:
                return
            except Exception as problem:  # the next one has it all
                logger.warning("no checkpoint of %s: %s", self.scope, problem)
                wait = min(AGAIN, self.every)

    async def _watch(self, stop: Callable[[], None]) -> None:
        while True:
            if self.is_ending():
                break
            await asyncio.sleep(min(0.5, self.seconds / 20))
        logger.warning("the lease of %s was not renewed: its crawl is stopped", self.scope)
        stop()

    async def end(self, due: datetime | None) -> None:
        """Let all of the visit count, and give the lease back. Raises Refused if it cannot."""
        self.later = soon(self.settings)
        await self._leave()
        while True:
            try:
                await _in_thread(self._finish, due)
            except Fenced:
                raise
            except Refused as refused:
                if self.term.is_over():
                    raise Refused(f"{refused}; it is kept in {self.folder}", Exit.DISK) from None
                logger.warning("the end of %s is not written yet: %s", self.scope, refused)
                await asyncio.sleep(min(AGAIN, self.every))
            else:
                return

    def _finish(self, due: datetime | None) -> None:
        self.renew()
        self.checkpoint()
        self._give_back(due)

    def _give_back(self, due: datetime | None, later: int = 0) -> None:
        self.over.set()
        with self.renewing, self._heads() as heads:  # nothing renews it afterwards
            heads.give_back(self.scope, self.epoch, due, later=later)

    async def _leave(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    def put_off(self, seconds: int | None = None) -> None:
        """Give it back unused; the scope is tried again after so long."""
        with suppress(Refused):
            self._give_back(None, self.later if seconds is None else seconds)


async def _in_thread(what: Callable[..., Any], *values: Any) -> Any:
    return await asyncio.get_running_loop().run_in_executor(THREADS, what, *values)
