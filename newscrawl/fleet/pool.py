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

from newscrawl.fleet.worker import Result
from newscrawl.outlets.check import Outlet
from newscrawl.runs.exits import Exit

logger = logging.getLogger(__name__)

VISITS = 200
"""Visits of one process; libraries leak."""
MEMORY = 700 * 2**20
"""A process that is larger after a visit gets no further ones."""
TRIES = 2
"""Times that an outlet is visited whose process died meanwhile."""
STOP_SECONDS = 30.0
"""Time that visits have to end well once they are told to; the crawls themselves take 20."""


@dataclass(eq=False)
class Process:
    """One process, and the outlets that it visits now."""

    process: asyncio.subprocess.Process
    busy: dict[str, Outlet] = field(default_factory=dict)
    visits: int = 0
    ending: bool = False

    async def ask(self, outlet: Outlet) -> None:
        """Let it visit an outlet. Raises OSError if it is gone."""
        self.busy[outlet.scope] = outlet
        self.visits += 1
        given = dict(outlet.arguments.given)
        asked = {"site": outlet.arguments.site.name, "given": given, "scope": outlet.scope}
        await self._say(asked)

    async def end(self) -> None:
        """Let it end when its visits are done."""
        self.ending = True
        with suppress(OSError):
            await self._say({})

    async def _say(self, line: Mapping[str, object]) -> None:
        assert self.process.stdin  # noqa: S101
        self.process.stdin.write(f"{json.dumps(line)}\n".encode())
        await self.process.stdin.drain()


class Pool:
    """Visits outlets in several processes, a few at a time."""

    def __init__(
        self,
        command: Sequence[str],
        log: Path,
        *,
        processes: int,
        jobs: int,
        told: Callable[[Outlet, Result], None],
    ) -> None:
        """`command` starts a process; `jobs` outlets are visited at a time, over all processes.

        `told` is called with each result.
        """
        self.command, self.log, self.most, self.told = command, log, processes, told
        self.jobs = max(jobs, processes)
        self.processes = set[Process]()
        self.waiting = deque[Outlet]()
        self.tries = dict[str, int]()
        self.stopped = False
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
        while (self.waiting or self.running) and not self.stopped:
            if until and time.monotonic() >= until:
                await self.stop()
                break
            await self._feed()
            self._moved.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._moved.wait(), 1.0)
        for one in [*self.processes]:
            await one.end()
        if self._readers:
            await asyncio.wait(self._readers)
        return [*self.waiting]

    async def stop(self) -> None:
        """Let all visits end soon; what they have is saved."""
        self.stopped = True
        self._moved.set()
        for one in [*self.processes]:
            one.ending = True
            with suppress(ProcessLookupError):
                one.process.send_signal(signal.SIGTERM)
        asyncio.get_running_loop().call_later(STOP_SECONDS, self._kill)

    def _kill(self) -> None:
        for one in [*self.processes]:
            with suppress(ProcessLookupError):
                one.process.kill()

    async def _feed(self) -> None:
        while self.waiting and self.running < self.jobs:
            process = await self._free()
            outlet = self.waiting.popleft()
            self.tries[outlet.scope] = self.tries.get(outlet.scope, 0) + 1
            with suppress(OSError):  # it has died: its end is read, and the outlet visited again
                await process.ask(outlet)

    async def _free(self) -> Process:
        """Return the process with the fewest visits under way, a new one while there is room."""
        usable = [one for one in self.processes if not one.ending]
        if len(usable) < self.most and all(one.busy for one in usable):
            return await self._start()
        return min(usable, key=lambda one: len(one.busy))

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
            self.told(outlet, result)
            if not process.ending and (process.visits >= VISITS or result.memory > MEMORY):
                await process.end()
            self._moved.set()
        status = await process.process.wait()
        self.processes.discard(process)
        for outlet in process.busy.values():
            self._died(outlet, status)
        self._moved.set()

    def _died(self, outlet: Outlet, status: int) -> None:
        """Visit an outlet again whose process is gone, unless that happens again and again."""
        if self.stopped:
            return
        logger.warning("the process that visited %s ended with %d", outlet.scope, status)
        if self.tries[outlet.scope] < TRIES:
            self.waiting.append(outlet)
            return
        message = f"the process that visited it was ended {TRIES} times (status {status})"
        known = status if status in {*Exit} else Exit.ERROR
        self.told(outlet, Result(outlet.scope, int(known), message, [], 0, 0, 0))
