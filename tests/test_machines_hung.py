"""A crawl's process hangs while the rest of its machine lives: its outlet is visited by others."""

import json
import signal
import time
from pathlib import Path

import psutil
import pytest

from newscrawl.machines.database import connect
from newscrawl.machines.heads import Heads
from newscrawl.runs.exits import Exit
from tests.support.fleets import until
from tests.support.machines import Machine, Machines, WatchedPaper, machines

pytestmark = pytest.mark.machines
SHORT = 10.0
"""A lease, in seconds."""


def freeze_crawls(machine: Machine) -> list[psutil.Process]:
    """Stop the processes of a machine, but for its main one."""
    crawls = machine.all()[1:]
    for one in crawls:
        one.send_signal(signal.SIGSTOP)
    return crawls


def make_home(fleet: Machines, machine: Machine, paper: WatchedPaper) -> None:
    name = json.loads((machine.output / ".fleet" / "machine.json").read_text())
    with connect(fleet.settings()) as db:
        Heads(db).ask("INSERT INTO newscrawl_home VALUES (%s, %s)", (paper.scope, name))


def test_another_machine_takes_over_what_hangs_at_home(tmp_path: Path) -> None:
    paper = WatchedPaper(30, 2)
    with machines(tmp_path, paper, lease=SHORT) as fleet:
        one = fleet.start("one", "--jobs", "2")
        until(lambda: len(paper.stories()) > 3, 60)
        make_home(fleet, one, paper)
        two = fleet.start("two", "--jobs", "2")
        crawls = freeze_crawls(one)
        frozen = time.monotonic()
        until(lambda: paper.stories("two"), SHORT + 60)
        until(lambda: fleet.is_done(paper), 60)
        for crawl in crawls:
            crawl.send_signal(signal.SIGCONT)
        assert [at for at in paper.stories("one") if at > frozen + 0.5] == []
        one.end()
        two.end()
        fleet.is_whole(paper)


def test_a_drain_ends_though_a_crawl_hangs(tmp_path: Path) -> None:
    paper = WatchedPaper(60, 2)
    with machines(tmp_path, paper, lease=SHORT) as fleet:
        one = fleet.start("one")
        until(lambda: len(paper.stories()) > 3, 60)
        freeze_crawls(one)
        fleet.obeyed("drain")
        until(lambda: "drained" in (one.output / ".fleet" / "fleet.log").read_text(), 30)
        one.process.wait(2 * SHORT + 60)
        one.end(Exit.INTERRUPTED)
