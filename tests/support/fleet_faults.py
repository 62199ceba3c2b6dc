"""Faults that happen to a fleet of machines at random moments, and what must hold all the same."""

import os
import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import procrastinate

from newscrawl.machines.database import connect
from newscrawl.machines.heads import Heads
from newscrawl.machines.listing import Listing
from newscrawl.machines.reading import fetch
from newscrawl.runs.exits import Exit
from tests.support.bucket import served_bucket
from tests.support.crawling import Run
from tests.support.faulty_links import Counter, Wire
from tests.support.fleets import until
from tests.support.machines import Machine, Machines, WatchedPaper, machines

LEASE = 10.0
"""Seconds; the least that there is."""
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
SLACK = 0.9
"""The share of its delay after which a host is asked again: threads of its server note it late."""


@dataclass
class Trial:
    """A fleet that faults happen to."""

    fleet: Machines
    counter: Counter
    wires: dict[str, Wire]
    rng: random.Random
    kinds: Sequence[str]
    """The faults, by the names of their methods."""
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

    def run(self, number: int) -> int:
        """Let faults happen, as long as there is something to visit; return how many did."""
        for name in self.wires:
            self.start(name)
        order = list[str]()
        for count in range(number):
            time.sleep(self.rng.uniform(0.5, 2))
            if not self.undone():
                return count
            if not order:
                order = self.rng.sample(self.kinds, len(self.kinds))
            fault = order.pop()
            self.told.append(f"{time.monotonic() - self.began:5.0f} s {fault}")
            getattr(self, fault)()
            self.revive()
        return number

    def finish(self, seconds: float) -> None:
        """Wait until all papers are done; what was put off is asked for at once."""
        end = time.monotonic() + seconds
        while undone := self.undone():
            assert time.monotonic() < end, f"never done: {[one.scope for one in undone]}"
            with connect(self.fleet.settings()) as db:
                Listing(db).change([one.scope for one in undone], "due = NULL")
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
        time.sleep(self.rng.choice([LEASE / 2, 1.5 * LEASE]))
        machine.signal(signal.SIGCONT)

    def cut(self) -> None:
        wire = self.wires[self.one().name]
        wire.cut()
        time.sleep(self.rng.choice([LEASE / 2, 1.5 * LEASE]))
        wire.mend()

    def database_gone(self, seconds: float = LEASE / 2) -> None:
        self.fleet.server.stop()
        time.sleep(seconds)
        self.fleet.server.start()

    def database_gone_for_long(self) -> None:
        self.database_gone(1.5 * LEASE)

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
        time.sleep(self.rng.uniform(LEASE / 4, LEASE))
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
        """Return how often hosts were asked faster than their delay."""
        found = dict[str, list[float]]()
        for paper in self.fleet.papers:
            gaps = [b[0] - a[0] for a, b in pairwise(paper.asked)]
            if short := [round(gap, 3) for gap in gaps if gap < SLACK * self.fleet.delay]:
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
                if who == again and back - left < LEASE / 3
            ]
        return found

    def takeovers(self) -> list[float]:
        """Return after how many seconds what a killed machine held was asked for again."""
        papers = {paper.scope: paper for paper in self.fleet.papers}
        later = [[at - when for at in papers[scope].stories() if at > when + 0.2]
                 for when, scope in self.lost]  # fmt: skip
        return [some[0] for some in later if some]


@contextmanager
def trial(
    folder: Path,
    papers: int,
    articles: int,
    delay: float,
    names: Sequence[str],
    kinds: Sequence[str],
) -> Iterator[Trial]:
    """Serve papers, each a host of its own, to machines; the clocks of two are wrong."""
    seed = int(os.environ.get("FAULTS_SEED") or random.SystemRandom().randrange(10**6))
    print(f"FAULTS_SEED={seed}")  # noqa: T201 - to do it again
    every = [WatchedPaper(articles, COMMENTS, host=f"127.0.0.{one + 2}") for one in range(papers)]
    with ExitStack() as stack:
        address, variables = stack.enter_context(served_bucket())
        counter = stack.enter_context(Counter(os.environ["AWS_ENDPOINT"]))
        variables.setenv("AWS_ENDPOINT", counter.endpoint)
        more: dict[str, Any] = {"delay": delay, "lease": LEASE, "bucket": address, "clocks": CLOCKS}
        fleet = stack.enter_context(machines(folder, *every, **more))
        wires = {name: stack.enter_context(Wire(fleet.server.folder)) for name in names}
        fleet.wires |= {name: wire.address for name, wire in wires.items()}
        yield Trial(fleet, counter, wires, random.Random(seed), kinds)
