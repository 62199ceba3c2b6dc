"""What one machine of a fleet does: takes jobs from Procrastinate, and visits their outlets.

A job is only a reason to look: whether a scope may be visited its row says, to the crawl itself.
"""

import asyncio
import logging
import os
import secrets
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from scrapy.settings import BaseSettings

from newscrawl.fleet.kept import FOLDER
from newscrawl.fleet.plan import PROCESS, Plan
from newscrawl.fleet.pool import Pool
from newscrawl.fleet.result import Result
from newscrawl.fleet.run import LOG
from newscrawl.machines.database import connect
from newscrawl.machines.jobs import Jobs, own_name
from newscrawl.machines.lease import PUT_OFF, THREADS, soon
from newscrawl.machines.listing import Listing
from newscrawl.machines.metrics import Metrics
from newscrawl.machines.ownership import fleet_store
from newscrawl.net.term import uptime
from newscrawl.outlets.check import Outlet
from newscrawl.runs.exits import Exit, Refused

logger = logging.getLogger(__name__)

AGAIN = 3.0
"""Seconds until the database is asked again after it was gone."""


class Machine:
    """Visits outlets until it is told to stop, or drained."""

    def __init__(
        self, settings: BaseSettings, plan: Plan, metrics: tuple[str, int] | None = None
    ) -> None:
        """`metrics` is where it answers scrapes of Prometheus: host and port."""
        self.settings, self.jobs = settings, plan.jobs
        self.name = own_name(plan.output / FOLDER)
        self.holder = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        place = plan.command.index(PROCESS) + 1
        command = [*plan.command[:place], self.holder, *plan.command[place:]]
        self.pool = Pool(replace(plan, command=command), plan.output / FOLDER / LOG, self._told)
        self.results = dict[str, asyncio.Future[Result]]()
        self.visits = dict[str, asyncio.Task[None]]()
        """Those that go on or wait for their turn, by their scopes."""
        self.since = dict[str, float]()
        """When they began, by `uptime`."""
        self.lease = settings.getfloat("FLEET_LEASE")
        self.beat = min(10.0, settings.getfloat("FLEET_LEASE") / 6)
        self.stopped = self.drained = False
        with connect(settings) as db:
            fleet_store(settings, db)
        self.began = self._asked(Listing.moment)
        self.metrics = Metrics() if metrics else None
        if self.metrics and metrics:
            self.metrics.running.set_function(lambda: self.pool.running)
            self.metrics.serve(metrics)

    def _asked(self, what: Callable[..., Any], *values: Any) -> Any:
        db = connect(self.settings)
        with db:
            return what(Listing(db), *values)

    async def _ask(self, what: Callable[..., Any], *values: Any) -> Any:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(THREADS, self._asked, what, *values)

    def _told(self, outlet: Outlet, result: Result) -> None:
        if waits := self.results.get(outlet.scope):
            waits.set_result(result)

    async def run(self) -> None:
        """Work. Returns when all processes have ended."""
        # Procrastinate leaves what the end of a job met with the database to the event loop.
        asyncio.get_running_loop().set_exception_handler(_log)
        self.pool.open = True
        visiting = asyncio.create_task(self.pool.run([], None))
        working = asyncio.create_task(self._work())
        looking = asyncio.create_task(self._look(working))
        measuring = asyncio.create_task(self._measure())
        self._listen()
        await asyncio.wait([visiting, working], return_when=asyncio.FIRST_COMPLETED)
        looking.cancel()
        leaving = asyncio.create_task(self._leave())
        if not working.done():  # stopped: its processes have ended
            for task in self.visits.values():
                task.cancel()
            working.cancel()
            await asyncio.wait([working])
        self.pool.close()
        await visiting
        await self._written_down()
        for task in (leaving, measuring):
            task.cancel()
        if not working.cancelled() and (defect := working.exception()):
            raise defect

    async def _written_down(self) -> None:
        """Wait until visits that are over have written down what they came to."""
        for scope, waits in self.results.items():  # of processes that were ended by force
            if not waits.done():
                waits.set_result(Result(scope, int(Exit.INTERRUPTED), "stopped", [], 0, 0, 0))
        if self.visits:
            await asyncio.wait([*self.visits.values()])

    def _listen(self) -> None:
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            with suppress(NotImplementedError, AttributeError):  # Windows
                if signal.getsignal(number := getattr(signal, name)) is not signal.SIG_IGN:
                    asyncio.get_running_loop().add_signal_handler(number, self._stop)

    def _stop(self) -> None:
        if not self.stopped:
            self.stopped = True
            self.stopping = asyncio.create_task(self.pool.stop())

    async def _look(self, working: asyncio.Task[None]) -> None:
        """See whether the machines are to end."""
        while not self.drained:
            await asyncio.sleep(self.beat)
            with suppress(Refused):
                self.drained = await self._ask(Listing.is_drained, self.began)
        logger.info("drained")
        working.cancel()

    async def _leave(self) -> None:
        """Stop once no visit that goes on has had a lease for as long as one: its process hangs."""
        held = uptime()
        while self.visits and not self.stopped:
            await asyncio.sleep(self.beat)
            with suppress(Refused):
                if await self._ask(Listing.is_held, self.holder):
                    held = uptime()
                elif uptime() > held + self.lease:
                    logger.warning("stopped: no lease is left of %s", ", ".join(self.visits))
                    self._stop()

    async def _measure(self) -> None:
        """Look how the outlets stand, for as long as there are visits."""
        while self.metrics:
            try:
                counts = await self._ask(Listing.counts)
            except Refused:
                counts = None
            self.metrics.look(counts)
            await asyncio.sleep(self.beat)

    async def _work(self) -> None:
        while not (self.stopped or self.drained):
            try:
                await self._take_jobs()
            except asyncio.CancelledError:
                raise
            except Exception as problem:  # a database that is gone comes back
                logger.warning("the database: %s: %s", type(problem).__name__, problem)
            await asyncio.sleep(AGAIN)

    async def _take_jobs(self) -> None:
        address = self.settings["FLEET_DATABASE"]
        jobs = Jobs(address, self.name, self.beat, self._visit, self._ask)
        async with jobs.app.open_async():
            helping = asyncio.create_task(self._help(jobs))
            try:
                await jobs.work(
                    name=self.holder,
                    # None beside: it would take a visit that another machine has room for.
                    concurrency=self.jobs,
                    # Then it looks for the database again; the visits go on meanwhile.
                    shutdown_graceful_timeout=AGAIN,
                )
            finally:
                helping.cancel()
                await asyncio.wait([helping])

    async def _help(self, jobs: Jobs) -> None:
        """Take over what other machines leave waiting."""
        while True:
            try:
                await jobs.help_out(self._room, self.visits)
            except asyncio.CancelledError:
                raise
            except Exception as problem:  # as in `_work`, which tells it
                logger.info("nothing is taken over: %s: %s", type(problem).__name__, problem)

    def _room(self) -> int:
        return 0 if self.stopped or self.drained else self.jobs - len(self.visits)

    async def _visit(self, scope: str) -> bool:
        """Visit an outlet; return False if another machine is to do it."""
        if self.stopped or self.drained:
            return True
        if scope in self.visits:
            # It has no lease by now: its process hangs, or goes on without the database.
            return uptime() < self.since[scope] + self.lease
        if len(self.visits) >= self.jobs:
            # The jobs of some were lost with the database. Another machine may have room.
            await asyncio.sleep(self.beat)
            return True
        self.visits[scope] = task = asyncio.create_task(self._visited(scope))
        self.since[scope] = uptime()
        task.add_done_callback(lambda _: self.visits.pop(scope))
        await asyncio.shield(task)
        return True

    async def _visited(self, scope: str) -> None:
        try:
            outlet = await self._ask(Listing.outlet, scope, self.settings)
        except Refused as refused:
            result = Result(scope, int(Exit.USAGE), str(refused), [], 0, 0, 0)
        else:
            if not outlet:
                return
            waits = self.results[scope] = asyncio.get_running_loop().create_future()
            try:
                self.pool.add(outlet)
                result = await waits
            finally:
                del self.results[scope]
        if self.metrics:
            self.metrics.add(result)
        with suppress(Refused):  # then its row tells by itself what it came to
            put_off: dict[int, int] = {Exit.INTERRUPTED: 0, Exit.DISK: soon(self.settings)}
            later = put_off.get(result.status, PUT_OFF)
            await self._ask(Listing.note, result, self.holder, self.name, later)


def _log(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    logger.warning("%s: %s", context.get("message"), context.get("exception"))
