"""Faults that happen to a fleet of machines at random moments, and what must hold all the same."""

import os
import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import procrastinate

from newscrawl.machines.database import connect
from newscrawl.machines.heads import Heads
from newscrawl.machines.reading import fetch
from newscrawl.runs.exits import Exit
from tests.support.bucket import served_bucket
from tests.support.crawling import Run
from tests.support.faulty_links import Counter, Wire
from tests.support.fleets import until
from tests.support.machines import Machine, Machines, WatchedPaper, machines

NAMES = ("one", "two", "three", "four")
COMMENTS = 5
"""Of each article."""
FAULTS = (
    *("killed", "killed_and_emptied", "frozen", "cut"),
    *("database_gone", "database_gone_for_long", "database_restarted"),
    *("store_fails", "store_slow", "store_full", "told_twice"),
)
FEW = ("killed_and_emptied", "frozen", "cut", "database_gone", "store_fails", "told_twice")
CLOCKS = {"two": 120, "three": -120}
WINDOW = 6
"""So many requests to a host take that many delays but two: its server may note one late."""


class Size(NamedTuple):
    """How large a trial is."""

    papers: int
    articles: int
    delay: float
    lease: float
    checkpoint: float
    names: Sequence[str]
    """Of the machines."""
    kinds: Sequence[str]
    """The faults, by the names of their methods,"""
    faults: int
    """and how many happen, each kind as often as any other."""


@dataclass
class Trial:
    """A fleet that faults happen to."""

    fleet: Machines
    counter: Counter
    wires: dict[str, Wire]
    rng: random.Random
    size: Size
    machines: dict[str, Machine] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    """What happened, and when."""
    lost: list[tuple[float, str]] = field(default_factory=list)
    """When a machine was killed, and a scope that it held."""
    began: float = field(default_factory=time.monotonic)

    def start(self, name: str) -> None:
        # All but one can visit all papers at once: what a lost one held waits for nothing else.
        jobs = -(-len(self.fleet.papers) // (len(self.wires) - 1))
        self.machines[name] = self.fleet.start(name, "--jobs", str(jobs))

    def revive(self) -> None:
        """Do as a service does: one that found no database as it began is started again."""
        for name, machine in self.machines.items():
            if machine.process.poll() == Exit.DISK:
                machine.process.communicate()
                self.start(name)

    def undone(self) -> list[WatchedPaper]:
        return [paper for paper in self.fleet.papers if not self.fleet.is_done(paper)]

    @property
    def lease(self) -> float:
        return self.size.lease

    def run(self) -> int:
        """Let faults happen, as long as there is something to visit; return how many did."""
        for name in self.wires:
            self.start(name)
        order = list[str]()
        for count in range(self.size.faults):
            time.sleep(self.rng.uniform(0.5, 2))
            if not self.undone():
                return count
            if not order:
                order = self.rng.sample(self.size.kinds, len(self.size.kinds))
            fault = order.pop()
            self.told.append(f"{time.monotonic() - self.began:5.0f} s {fault}")
            getattr(self, fault)()
            self.revive()
        return self.size.faults

    def finish(self, seconds: float) -> None:
        """Wait until all papers are done."""
        end = time.monotonic() + seconds
        while undone := self.undone():
            assert time.monotonic() < end, f"never done: {[one.scope for one in undone]}"
            self.revive()
            time.sleep(2)

    def end(self) -> None:
        """Let all machines end in good order."""
        for machine in self.machines.values():
            machine.end()

    def held(self, machine: Machine) -> list[str]:
        query = "SELECT scope FROM newscrawl_standing WHERE NOT free AND holder LIKE %s"
        with connect(self.fleet.settings()) as db:
            rows = Heads(db).ask(query, (f"%:{machine.process.pid}:%",))
        return [scope for (scope,) in rows]

    def one(self) -> Machine:
        """Return a machine that visits something; wait for one."""
        busy = list[Machine]()

        def look() -> bool:
            busy[:] = [one for one in self.machines.values() if self.held(one)]
            return bool(busy)

        until(look, 60)
        return self.rng.choice(busy)

    # The faults

    def killed(self) -> None:
        self._kill(self.one())

    def killed_and_emptied(self) -> None:
        machine = self.one()
        self._kill(machine, lambda folder: shutil.rmtree(folder, ignore_errors=True))

    def _kill(self, machine: Machine, and_then: Callable[[Path], None] = lambda _: None) -> None:
        held = self.held(machine)
        machine.kill()
        self.lost += [(time.monotonic(), scope) for scope in held]
        and_then(machine.output)
        self.start(machine.name)

    def frozen(self) -> None:
        machine = self.one()
        machine.signal(signal.SIGSTOP)
        time.sleep(self.rng.choice([self.lease / 2, 1.5 * self.lease]))
        machine.signal(signal.SIGCONT)

    def cut(self) -> None:
        wire = self.wires[self.one().name]
        wire.cut()
        time.sleep(self.rng.choice([self.lease / 2, 1.5 * self.lease]))
        wire.mend()

    def database_gone(self) -> None:
        self._without_database(self.lease / 2)

    def database_gone_for_long(self) -> None:
        self._without_database(1.5 * self.lease)

    def _without_database(self, seconds: float) -> None:
        self.fleet.server.stop()
        time.sleep(seconds)
        self.fleet.server.start()

    def database_restarted(self) -> None:
        self.fleet.server.stop("fast")
        self.fleet.server.start()

    def store_fails(self) -> None:
        self._store("500")

    def store_slow(self) -> None:
        self._store("slow")

    def store_full(self) -> None:
        self._store("full")

    def _store(self, mood: str) -> None:
        self.counter.mood = mood
        time.sleep(self.rng.uniform(self.lease / 4, self.lease))
        self.counter.mood = ""

    def told_twice(self) -> None:
        """Let two workers be told the same job, without any lock."""
        app = procrastinate.App(
            connector=procrastinate.SyncPsycopgConnector(conninfo=self.fleet.server.address)
        )
        with app.open():
            for paper in self.undone()[:2] * 2:
                app.configure_task("newscrawl.visit").defer(scope=paper.scope)

    # What must hold

    def losses(self) -> dict[str, str]:
        """Return what is missing of papers or written twice."""
        settings, found = self.fleet.settings("reader"), dict[str, str]()
        for paper in self.fleet.papers:
            run = Run(status=0, stdout="", stderr="", folder=fetch(settings, paper.scope))
            losses = paper.losses(run)
            if losses.missing or losses.twice:
                found[paper.scope] = str(losses)
        return found

    def hurried(self) -> dict[str, list[float]]:
        """Return the seconds of windows in which hosts were asked faster than their delay."""
        found, least = dict[str, list[float]](), (WINDOW - 2) * self.fleet.delay
        for paper in self.fleet.papers:
            spans = [
                b[0] - a[0] for a, b in zip(paper.asked, paper.asked[WINDOW - 1 :], strict=False)
            ]
            if short := [round(span, 3) for span in spans if span < least]:
                found[paper.scope] = short
        return found

    def mixed(self) -> list[str]:
        """Return papers that a machine asked, then another, and the first again too soon.

        To have it again the first must have waited for the other's lease, or for its end.
        """
        found = []
        for paper in self.fleet.papers:
            spans = [
                (who, times[0], times[-1])
                for who, some in groupby(paper.asked, lambda one: one[1])
                if (times := [at for at, _, _ in some])
            ]
            found += [
                paper.scope
                for (who, _, left), _, (again, back, _) in zip(
                    spans, spans[1:], spans[2:], strict=False
                )
                if who == again and back - left < self.lease / 3
            ]
        return found

    def takeovers(self) -> list[float]:
        """Return after how many seconds what a killed machine held was asked for again."""
        papers = {paper.scope: paper for paper in self.fleet.papers}
        later = [[at - when for at in papers[scope].stories() if at > when + 0.2]
                 for when, scope in self.lost]  # fmt: skip
        return [some[0] for some in later if some]


@contextmanager
def trial(folder: Path, size: Size) -> Iterator[Trial]:
    """Serve papers, each a host of its own, to machines; the clocks of two are wrong."""
    seed = int(os.environ.get("FAULTS_SEED") or random.SystemRandom().randrange(10**6))
    print(f"FAULTS_SEED={seed}")  # noqa: T201 - to do it again
    every = [
        WatchedPaper(size.articles, COMMENTS, host=f"127.0.0.{one + 2}")
        for one in range(size.papers)
    ]
    with ExitStack() as stack:
        address, variables = stack.enter_context(served_bucket())
        counter = stack.enter_context(Counter(os.environ["AWS_ENDPOINT"]))
        variables.setenv("AWS_ENDPOINT", counter.endpoint)
        more: dict[str, Any] = {
            "delay": size.delay,
            "lease": size.lease,
            "bucket": address,
            "clocks": CLOCKS,
            "more": {"FLEET_CHECKPOINT": size.checkpoint},
        }
        fleet = stack.enter_context(machines(folder, *every, **more))
        wires = {name: stack.enter_context(Wire(fleet.server.folder)) for name in size.names}
        fleet.wires |= {name: wire.address for name, wire in wires.items()}
        yield Trial(fleet, counter, wires, random.Random(seed), size)
