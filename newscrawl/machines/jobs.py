"""The jobs of Procrastinate: an outlet that is due is offered to its home first, then to all.

Its home is the machine that has its newest folder: another would have to fetch that. Each machine
has a queue of its own beside the one of all. A job that waits in another's, because that machine is
busy or gone, is taken over by whoever has room, so nobody needs to know which machines are there.
"""

import asyncio
import json
import logging
import secrets
import socket
from collections.abc import Awaitable, Callable, Container
from contextlib import suppress
from pathlib import Path
from typing import Any

from newscrawl.fleet.kept import keep
from newscrawl.machines.database import ALIVE
from newscrawl.machines.listing import Listing

logger = logging.getLogger(__name__)

VISIT, LOOK, ALL = "newscrawl.visit", "newscrawl.look", "default"
ELSEWHERE = "elsewhere"
"""The queue of jobs whose machine could not do them. Nobody takes from it: they are taken over."""
AHEAD = 200
"""Jobs that wait at a time at most, beside those of each machine."""
PATIENCE = 5.0
"""Seconds, up to twice of them, for which a job waits for the home of its outlet alone."""


def own_name(folder: Path) -> str:
    """Return what the machine of a folder `.fleet` is called, in that folder from then on.

    A folder that is deleted takes its name along: it is no outlet's home. Raises Refused.
    """
    path = folder / "machine.json"
    with suppress(OSError, ValueError):
        if isinstance(found := json.loads(path.read_text("utf-8")), str):
            return found
    keep(path, name := f"{socket.gethostname()}:{secrets.token_hex(4)}")
    return name


class Jobs:
    """What one machine asks Procrastinate for, from one connection to its loss."""

    def __init__(
        self,
        address: str,
        name: str,
        beat: float,
        visit: Callable[[str], Awaitable[bool]],
        ask: Callable[..., Awaitable[Any]],
    ) -> None:
        """`ask` asks a `Listing`; `visit` is called with a scope for each job that is taken.

        It returns whether the job is done with: if not, another machine is to do it.
        """
        import procrastinate  # noqa: PLC0415 - an extra

        self.name, self.beat, self.ask = name, beat, ask
        connector = procrastinate.PsycopgConnector(
            conninfo=address, kwargs=ALIVE, min_size=1, max_size=4, timeout=10.0
        )
        self.app = procrastinate.App(connector=connector)
        self.queued: Any = procrastinate.exceptions.AlreadyEnqueued
        self.failed = procrastinate.jobs.Status.FAILED

        async def visited(scope: str) -> None:
            if not await visit(scope):
                await self._offer(scope, ELSEWHERE)

        self.visit = self.app.task(name=VISIT)(visited)
        self.waited = set[int]()
        """Jobs that waited for other machines when they were last looked at."""

        async def look(timestamp: int) -> None:  # noqa: ARG001 - Procrastinate names it so
            await self._look()

        every = max(1, min(10, int(beat)))
        task = self.app.task(name=LOOK, queueing_lock=LOOK, priority=1)(look)
        self.app.periodic(cron=f"* * * * * */{every}")(task)

    async def work(self, **options: Any) -> None:
        """Take jobs, until this is cancelled or the database is gone; `options` of the worker."""
        await self.app.run_worker_async(
            queues=[ALL, self.name],
            delete_jobs="always",
            install_signal_handlers=False,
            fetch_job_polling_interval=self.beat,
            update_heartbeat_interval=self.beat,
            stalled_worker_timeout=3 * self.beat,
            **options,
        )

    async def help_out(self, room: Callable[[], int], visited: Container[str]) -> None:
        """Take over what waits for others, as far as there is room, until this is cancelled.

        But for scopes that are `visited` here.
        """
        while True:
            await asyncio.sleep(min(PATIENCE, self.beat))
            if (most := room()) > 0:
                await self._take_over(most, visited)

    async def _take_over(self, most: int, visited: Container[str]) -> None:
        jobs = self.app.job_manager
        waiting = [
            job
            for job in await jobs.list_jobs_async(task=VISIT, status="todo")
            if job.queue not in {ALL, self.name} and job.id
            if str(job.task_kwargs["scope"]) not in visited
        ]
        long = [job for job in waiting if job.id in self.waited]
        self.waited = {job.id for job in waiting if job.id}
        for job in long[:most]:
            # Of several that try it one succeeds, and none if its home has taken it meanwhile.
            if job.id and await jobs.cancel_job_by_id_async(job.id, delete_job=True):
                await self._offer(str(job.task_kwargs["scope"]), self.name)

    async def _look(self) -> None:
        jobs = self.app.job_manager
        for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=3 * self.beat):
            logger.info("a machine is gone: %s", job.task_kwargs)
            await jobs.finish_job(job, self.failed, delete_job=True)
        for scope, home in await self.ask(Listing.waiting, AHEAD):
            await self._offer(scope, home or ALL)

    async def _offer(self, scope: str, queue: str) -> None:
        with suppress(self.queued):
            # No `lock`: a process that hangs would keep it, and with it all others away.
            job = self.visit.configure(queueing_lock=scope, queue=queue)
            await job.defer_async(scope=scope)
