"""A fleet of papers over some days, visited by several machines, some of which are killed."""

import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from newscrawl.machines.database import connect
from newscrawl.machines.heads import Heads
from tests.support.fleet_week import DELAY, Week, week
from tests.support.fleets import until
from tests.support.machines import Machine, Machines
from tests.support.postgres import postgres

SECONDS = 60
"""Of a visit, at most."""
PATIENCE = 600.0
"""Seconds of a round, at most."""
NEVER = "9999d"
"""What is due tells the time of the database, which does not go on from round to round."""


@dataclass
class SharedWeek:
    """The papers, and the machines that visit them."""

    week: Week
    fleet: Machines
    names: Sequence[str]

    def round(self, now: datetime) -> None:
        """Visit all outlets once, whatever is killed meanwhile."""
        self.fleet.moment = now.isoformat().replace("+00:00", "Z")
        with connect(self.fleet.settings()) as db:
            ask = Heads(db).ask
            began = ask("SELECT clock_timestamp()")[0][0]
            ask("UPDATE newscrawl_scope SET due = NULL")
            machines = {name: self._start(name) for name in self.names}
            while self.week.killed < self.week.kills * (self.week.number + 1) // len(
                self.week.rounds
            ):
                self._kill(machines)
            query = "SELECT count(*) FROM newscrawl_scope WHERE coalesce(visited < %s, true)"
            until(lambda: ask(query, (began,))[0][0] == 0, PATIENCE)
        for one in machines.values():
            one.end()

    def _start(self, name: str) -> Machine:
        return self.fleet.start(name, "--jobs", "6")

    def _kill(self, machines: dict[str, Machine]) -> None:
        """Kill a machine at a moment of chance; half of them lose their folder."""
        rng = self.week.rng
        asked = self.week.asked() + rng.randint(1, 2 * len(self.week.ours.papers))
        end = time.monotonic() + 10
        until(lambda: self.week.asked() >= asked or time.monotonic() > end)
        name = rng.choice([*machines])
        machines[name].kill()
        if rng.random() < 0.5:
            shutil.rmtree(machines[name].output, ignore_errors=True)
        machines[name] = self._start(name)
        self.week.killed += 1

    def fetch(self) -> None:
        """Let the record of all papers lie where that of one machine would."""
        scopes = [urlsplit(one.base).netloc.replace(":", "_") for one in self.week.ours.papers]
        self.fleet.obeyed("fetch", *scopes, name="output")


@contextmanager
def shared_week(
    folder: Path,
    papers: int,
    days: int,
    kills: int,
    troubles: Sequence[str],
    names: Sequence[str],
) -> Iterator[SharedWeek]:
    """Serve papers, and a database and a store for the machines."""
    with week(folder, papers, days, kills, SECONDS, troubles=troubles) as ours, postgres() as db:
        more: dict[str, Any] = {
            "RUN_SECONDS": SECONDS,
            "DOWNLOAD_TIMEOUT": 10,
            "LOCAL_ADDRESSES": urlsplit(ours.talk.base).netloc,
        }
        fleet = Machines(folder, db, [], delay=DELAY, lease=10, more=more)
        head, *lines = ours.ours.file.read_text().splitlines()
        path = folder / "shared.csv"
        rows = [f"{head},every", *(f"{line},{NEVER}" for line in lines)]
        path.write_text("\n".join([*rows, ""]))
        fleet.obeyed("init")
        fleet.obeyed("add", str(path))
        try:
            yield SharedWeek(ours, fleet, names)
        finally:
            for one in fleet.running:
                if one.process.poll() is None:
                    one.kill()
