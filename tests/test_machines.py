"""Several machines visit one fleet: whichever of them dies, all is written, and once."""

import json
import shutil
import signal
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from tests.support.disks import small_disk
from tests.support.fleets import until
from tests.support.machines import LEASE, WatchedPaper, machines

pytestmark = pytest.mark.machines
NAMES = ("one", "two")


def test_two_machines_share_the_outlets(tmp_path: Path) -> None:
    papers = [WatchedPaper(6) for _ in range(4)]
    with machines(tmp_path, *papers) as fleet:
        one, two = fleet.start("one", "--jobs", "2"), fleet.start("two", "--jobs", "2")
        until(lambda: all(map(fleet.is_done, papers)), 90)
        assert fleet.obeyed("status").splitlines()[-1] == (
            "4 outlets: 0 visited now, 0 due, 0 paused"
        )
        told = json.loads(fleet.obeyed("status", "--json"))
        assert [(one["last_visit"]["exit_name"], one["is_due"]) for one in told] == (
            [("DONE", False)] * 4
        )
        for machine in (one, two):
            machine.end()
        for paper in papers:
            fleet.is_whole(paper)
            assert len({who for _, who, _ in paper.asked}) == 1
            assert len(paper.stories()) == 6
            # Its server may note one late.
            assert paper.stories()[-1] - paper.stories()[0] > 4 * fleet.delay


def test_the_machine_that_has_a_folder_is_preferred_while_it_is_there(tmp_path: Path) -> None:
    papers = [WatchedPaper(2, 2) for _ in range(8)]
    with machines(tmp_path, *papers, add=False) as fleet:
        one, two = (fleet.start(name, "--jobs", "4") for name in ("one", "two"))
        until(lambda: all((one.output.parent / name / ".fleet").exists() for name in NAMES), 60)
        fleet.obeyed("add", str(fleet.file()))
        until(lambda: all(map(fleet.is_done, papers)), 60)
        homes = {paper.scope: who for who, paper in visitors(papers)}
        assert {*homes.values()} == {*NAMES}
        for _ in range(2):
            fleet.visit_again(papers)
            assert {paper.scope: who for who, paper in visitors(papers)} == homes
        one.kill()
        died = time.monotonic()
        fleet.visit_again(papers)
        assert time.monotonic() - died < 30
        assert {who for who, _ in visitors(papers)} == {"two"}
        two.end()
        for paper in papers:
            fleet.is_whole(paper)


def visitors(papers: Sequence[WatchedPaper]) -> list[tuple[str, WatchedPaper]]:
    """Return who asked each paper last."""
    return [(paper.asked[-1][1], paper) for paper in papers]


def test_a_machine_that_is_busy_leaves_the_rest_to_others(tmp_path: Path) -> None:
    papers = [WatchedPaper(200), WatchedPaper(200)]
    with machines(tmp_path, *papers) as fleet:
        fleet.start("one", "--jobs", "1")
        until(lambda: any(paper.stories("one") for paper in papers), 60)
        fleet.start("two", "--jobs", "1")
        until(lambda: any(paper.stories("two") for paper in papers), 40)
        assert not all(paper.stories("one") for paper in papers)


def test_visits_begin_while_others_go_on_that_outlasted_a_fault(tmp_path: Path) -> None:
    papers = [WatchedPaper(300) for _ in range(3)]
    with machines(tmp_path, *papers) as fleet:
        fleet.obeyed("pause", "Paper 2")
        one = fleet.start("one", "--jobs", "3")
        until(lambda: all(paper.stories() for paper in papers[:2]), 60)
        fleet.server.stop("fast")
        fleet.server.start()
        time.sleep(LEASE / 3)
        fleet.obeyed("resume", "Paper 2")
        until(papers[2].stories, 40)
        # Frozen for longer than its lease, it goes on with all of them side by side.
        one.signal(signal.SIGSTOP)
        time.sleep(1.2 * LEASE)
        thawed = time.monotonic()
        one.signal(signal.SIGCONT)
        until(lambda: all(paper.stories()[-1] > thawed + 1 for paper in papers), 40)
        assert not any(map(fleet.is_done, papers))


def test_a_machine_is_killed_and_its_folder_deleted(tmp_path: Path) -> None:
    paper = WatchedPaper(40)
    with machines(tmp_path, paper) as fleet:
        one = fleet.start("one")
        until(lambda: any("articles" in name for name in fleet.head(paper).pieces), 60)
        one.kill()
        asked = len(paper.stories())
        shutil.rmtree(one.output)
        died = time.monotonic()
        two = fleet.start("two")
        until(lambda: paper.stories("two"), 60)
        # Nobody knew that it was dead.
        assert LEASE / 3 < paper.stories("two")[0] - died < 2 * LEASE
        until(lambda: fleet.is_done(paper), 60)
        two.end()
        fleet.is_whole(paper)
        assert len(paper.stories()) < 40 + asked  # what was written is not asked for again
        run = fleet.record(paper)
        assert [row["exit_name"] for row in run.run_lines()] == ["KILLED", "DONE"]


def test_a_frozen_machine_asks_nothing_when_it_thaws(tmp_path: Path) -> None:
    paper = WatchedPaper(50)
    with machines(tmp_path, paper) as fleet:
        one = fleet.start("one")
        until(lambda: len(paper.stories()) > 10 and fleet.head(paper).number, 60)
        one.signal(signal.SIGSTOP)
        frozen = time.monotonic()
        two = fleet.start("two")
        until(lambda: len(paper.stories("two")) > 5, 60)
        one.signal(signal.SIGCONT)
        until(lambda: fleet.is_done(paper), 90)
        assert [at for at in paper.stories("one") if at > frozen + 0.5] == []
        assert fleet.head(paper).written_by >= 2
        one.end()
        two.end()
        fleet.is_whole(paper)


@pytest.mark.parametrize("seconds", [LEASE / 3, 2 * LEASE], ids=["shortly", "for long"])
def test_the_database_is_gone(tmp_path: Path, seconds: float) -> None:
    paper = WatchedPaper(50)
    with machines(tmp_path, paper) as fleet:
        one = fleet.start("one")
        until(lambda: len(paper.stories()) > 10 and fleet.head(paper).number, 60)
        fleet.server.stop()
        gone = time.monotonic()
        time.sleep(seconds)
        back = time.monotonic()
        asked = [at for at in paper.stories() if gone < at < back]
        assert asked
        assert max(asked) < gone + LEASE
        fleet.server.start()
        until(lambda: fleet.is_done(paper), 90)
        one.end()
        fleet.is_whole(paper)
        assert len(paper.stories()) <= 51  # nothing was asked for twice, but what was under way


def test_the_store_is_full_for_a_while(tmp_path: Path) -> None:
    paper = WatchedPaper(40)
    with small_disk(tmp_path / "store", 2_000) as disk, machines(tmp_path, paper) as fleet:
        one = fleet.start("one")
        until(lambda: len(paper.stories()) > 10 and fleet.head(paper).number, 60)
        number, ballast = fleet.head(paper).number, disk / "ballast"
        with suppress(OSError), ballast.open("wb", buffering=0) as file:
            while file.write(bytes(4096)):
                pass
        time.sleep(5)
        assert fleet.head(paper).number - number <= 1
        ballast.unlink()
        until(lambda: fleet.is_done(paper), 90)
        assert len(paper.stories()) == 40
        one.end()
        fleet.is_whole(paper)


def test_the_store_is_gone_for_a_while(tmp_path: Path) -> None:
    paper = WatchedPaper(40)
    with machines(tmp_path, paper) as fleet:
        one = fleet.start("one")
        until(lambda: len(paper.stories()) > 10 and fleet.head(paper).number, 60)
        fleet.store.rename(tmp_path / "away")
        fleet.store.write_text("no folder")
        number = fleet.head(paper).number
        time.sleep(5)
        assert fleet.head(paper).number - number <= 1
        fleet.store.unlink()
        (tmp_path / "away").rename(fleet.store)
        until(lambda: fleet.is_done(paper), 90)
        assert len(paper.stories()) == 40
        one.end()
        fleet.is_whole(paper)
