"""The processes of a fleet: started, fed with outlets, replaced when they die or grow."""

import asyncio
import json
import logging
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from newscrawl.fleet.plan import Plan
from newscrawl.fleet.result import KILLED, Result
from newscrawl.outlets.check import Outlet
from newscrawl.runs.exits import Exit

logger = logging.getLogger(__name__)

VISITS = 200
"""Visits of one process; libraries leak."""
LARGE = 0.7
"""A process that has more than this share of its memory after a visit gets no further ones."""
FORCED = 1.5
"""One that grows to so many times its memory is not waited for."""
STOP_SECONDS = 30.0
"""Time that visits have to end well once they are told to; the crawls themselves take 20."""


@dataclass(eq=False)
class Process:
    """One process, and the outlets that it visits now."""

    process: asyncio.subprocess.Process
    busy: dict[str, Outlet] = field(default_factory=dict)
    visits: int = 0
    ending: bool = False
    too_large: bool = False
    alone: bool = False
    """Whether it visits an outlet whose process had to end before: nobody else is to suffer."""

    async def ask(self, outlet: Outlet) -> None:
        """Let it visit an outlet. Raises OSError if it is gone."""
        self.busy[outlet.scope] = outlet
        self.visits += 1
        given = dict(outlet.arguments.given)
        asked = {"site": outlet.arguments.site.name, "given": given, "scope": outlet.scope}
        await self._say({**asked, "every": outlet.every.total_seconds()})

    async def end(self) -> None:
        """Let it end when its visits are done."""
        self.ending = True
        with suppress(OSError):
            await self._say({})

    def size(self) -> int:
        """Return its memory in bytes, without its browser's."""
        with suppress(psutil.Error):
            return int(psutil.Process(self.process.pid).memory_info().rss)
        return 0

    async def _say(self, line: Mapping[str, object]) -> None:
        assert self.process.stdin  # noqa: S101
        self.process.stdin.write(f"{json.dumps(line)}\n".encode())
        await self.process.stdin.drain()


class Pool:
    """Visits outlets in several processes, a few at a time."""

    def __init__(self, plan: Plan, log: Path, told: Callable[[Outlet, Result], None]) -> None:
        """`told` is called with each result."""
        self.command, self.log, self.told = plan.command, log, told
        self.most, self.memory = plan.processes, plan.memory
        self.jobs = max(plan.jobs, plan.processes)
        self.alone = set[str]()
        """Scopes that are visited alone, as their process had to end."""
        self.processes = set[Process]()
        self.waiting = deque[Outlet]()
        self.stopped = False
        self.open = False
        """Whether outlets may still be added: see `add`."""
        self._readers = set[asyncio.Task[None]]()
        self._moved = asyncio.Event()

    @property
    def running(self) -> int:
        """Return how many outlets are visited now."""
        return sum(len(one.busy) for one in self.processes)

    async def run(self, outlets: Sequence[Outlet], until: float | None) -> list[Outlet]:
        """Visit outlets in their order; return those for which there was no time.

        `until` is when the visits are to be over, by `time.monotonic`. It returns once all
        processes have ended.
        """
        self.waiting.extend(outlets)
        while (self.waiting or self.running or self.open) and not self.stopped:
            if until and time.monotonic() >= until:
                await self.stop()
                break
            self._weigh()
            await self._feed()
            self._moved.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._moved.wait(), 1.0)
        for one in [*self.processes]:
            await one.end()
        if self._readers:
            await asyncio.wait(self._readers)
        return [*self.waiting]

    def add(self, outlet: Outlet) -> None:
        """Visit one more, while `run` goes on."""
        self.waiting.append(outlet)
        self._moved.set()

    def close(self) -> None:
        """Let `run` end when its visits are done: no more are added."""
        self.open = False
        self._moved.set()

    async def stop(self) -> None:
        """Let all visits end soon; what they have is saved."""
        self.stopped = True
        self._moved.set()
        for one in [*self.processes]:
            one.ending = True
            _signal(one, signal.SIGTERM)
        asyncio.get_running_loop().call_later(STOP_SECONDS, self._kill)

    def _kill(self) -> None:
        for one in [*self.processes]:
            _signal(one, signal.SIGKILL)

    async def _feed(self) -> None:
        while self.waiting and self.running < self.jobs:
            alone = self.waiting[0].scope in self.alone
            if not (process := await self._free(alone=alone)):
                return
            outlet = self.waiting.popleft()
            process.alone = alone
            with suppress(OSError):  # it has died: its end is read, and the outlet visited again
                await process.ask(outlet)

    async def _free(self, *, alone: bool) -> Process | None:
        """Return the process with the fewest visits under way, a new one while there is room.

        None if there is none for an outlet that is to be `alone` in it, or beside one that is.
        """
        living = [one for one in self.processes if not one.ending]
        usable = [one for one in living if not (one.busy and (alone or one.alone))]
        if len(living) < self.most and all(one.busy for one in usable):
            return await self._start()
        return min(usable, key=lambda one: len(one.busy), default=None)

    def _weigh(self) -> None:
        """End processes that have grown too large, by force if they go on growing."""
        for one in [*self.processes]:
            size = one.size()
            if size > self.memory and not one.too_large:
                one.too_large = one.ending = True
                logger.warning("a process has %d MiB, with %s", size >> 20, ", ".join(one.busy))
                _signal(one, signal.SIGTERM)
                asyncio.get_running_loop().call_later(STOP_SECONDS, _signal, one, signal.SIGKILL)
            elif size > FORCED * self.memory:
                _signal(one, signal.SIGKILL)

    async def _start(self) -> Process:
        with self.log.open("ab") as log:
            process = Process(
                await asyncio.create_subprocess_exec(
                    *self.command,
                    stdin=asyncio.subprocess.PIPE,
                    stdout=asyncio.subprocess.PIPE,
                    stderr=log,
                    start_new_session=os.name == "posix",  # Ctrl-C is for us, who tell them
                    limit=2**22,
                )
            )
        self.processes.add(process)
        reader = asyncio.create_task(self._read(process))
        self._readers.add(reader)
        reader.add_done_callback(self._readers.discard)
        return process

    async def _read(self, process: Process) -> None:
        assert process.process.stdout  # noqa: S101
        while line := await process.process.stdout.readline():
            result = Result(**json.loads(line))
            outlet = process.busy.pop(result.scope)
            if process.too_large and result.status == Exit.INTERRUPTED:
                self._died(outlet, process, result.status)
            else:
                self.told(outlet, result)
            large = result.memory > LARGE * self.memory
            if not process.ending and (process.visits >= VISITS or large):
                await process.end()
            self._moved.set()
        status = await process.process.wait()
        self.processes.discard(process)
        for outlet in process.busy.values():
            self._died(outlet, process, status)
        self._moved.set()

    def _died(self, outlet: Outlet, process: Process, status: int) -> None:
        """Visit an outlet again, alone, whose process had to end; if it was alone, it is it."""
        if self.stopped:
            return
        if status == Exit.INTERRUPTED and not process.too_large:  # it thawed after its leases
            message = "its process was stopped for longer than its lease"
            self.told(outlet, Result(outlet.scope, status, message, [], 0, 0, 0))
            return
        logger.warning("the process that visited %s ended with %d", outlet.scope, status)
        if not process.alone:
            self.alone.add(outlet.scope)
            self.waiting.append(outlet)
            return
        message = f"the process that visited it was ended twice (status {status})"
        known = status if status in {*Exit} else Exit.ERROR
        if status == KILLED:  # not by us: those that we kill are too large, or stopped
            message = "its process was killed twice (signal 9): was this machine short of memory? "
            message += f"{self.log} may tell more"
            known = status
        if process.too_large:
            message = f"its visit took more than {self.memory >> 20} MiB of memory (--memory)"
            known = Exit.LIMITED
        self.told(outlet, Result(outlet.scope, int(known), message, [], 0, 0, 0))


def _signal(process: Process, number: int) -> None:
    with suppress(ProcessLookupError):
        process.process.send_signal(number)
