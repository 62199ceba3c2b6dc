"""Disks that are full or read-only, folders in use: one line, and the next run goes on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from newscrawl.demo import Demo
from newscrawl.runs.exits import Exit
from newscrawl.runs.history import History
from newscrawl.state.ledger import Ledger
from tests.support.crawling import crawl, ended, start, wait_for
from tests.support.demo_truth import RANGE, articles_of
from tests.support.disks import change, small_disk


def test_a_second_run_of_a_site_at_once_is_refused(tmp_path: Path) -> None:
    with Demo(articles=200) as demo:
        arguments = {"base_url": demo.base_url, "comments": "no", **RANGE}
        first = start("sputnik", tmp_path, **arguments)
        wait_for(tmp_path / "sputnik.en", "*-articles.jsonl.part")
        second = crawl("sputnik", tmp_path, **arguments)
        assert second.status == Exit.LOCKED
        assert second.stderr.count("\n") == 1
        assert "another run is writing" in second.stderr
        run = ended(first, tmp_path / "sputnik.en")
        assert (run.status, run.stderr) == (0, "")
        assert articles_of(run) == articles_of(demo.truth)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", 640) as folder:
        yield folder


@pytest.mark.parametrize("packing", ["", pytest.param("gzip", marks=pytest.mark.slow)])
def test_a_full_disk_ends_the_run_and_the_next_goes_on(disk: Path, packing: str) -> None:
    with Demo(articles=200) as demo:
        arguments = {"base_url": demo.base_url, "comments": "no", **RANGE}
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(2**18 if packing else 2**16))
        full = crawl("sputnik", disk, f"OUTPUT_COMPRESSION={packing}", **arguments)
        assert full.status == Exit.DISK
        assert full.stderr.count("\n") == 1
        assert "could not be written" in full.stderr
        ballast.unlink()
        change(disk, "size=64m")
        run = crawl("sputnik", disk, f"OUTPUT_COMPRESSION={packing}", **arguments)
        assert (run.status, run.stderr) == (0, "")
        # The first run's file is there if it came to a commit before the disk was full.
        assert len(list(run.folder.glob("*-articles.jsonl*"))) in {1, 2}
        assert [one["exit_name"] for one in History(run.folder).runs()] == ["DISK", "DONE"]
        assert articles_of(run) == articles_of(demo.truth)


def test_a_read_only_disk_is_said_in_one_line(disk: Path) -> None:
    with Demo(articles=6) as demo:
        arguments = {"base_url": demo.base_url, "comments": "no", **RANGE}
        assert crawl("sputnik", disk, **arguments).status == 0
        change(disk, "ro")
        refused = crawl("sputnik", disk, **arguments)
        assert refused.status == Exit.DISK
        assert refused.stderr.count("\n") == 1
        change(disk, "rw")
        run = crawl("sputnik", disk, **arguments)
        assert (run.status, run.stderr) == (0, "")
        assert articles_of(run) == articles_of(demo.truth)


def test_a_ledger_that_fails_as_the_crawl_starts_is_said_in_one_line(tmp_path: Path) -> None:
    (ledger := Ledger(tmp_path / "sputnik.en/ledger.sqlite")).db.execute(
        "ALTER TABLE source RENAME COLUMN kind TO damaged"
    )
    ledger.close()
    with Demo(articles=6) as demo:
        run = crawl("sputnik", tmp_path, base_url=demo.base_url, comments="no", **RANGE)
    assert run.status == Exit.DISK
    assert run.stderr.count("\n") == 1
    assert "could not be written" in run.stderr
