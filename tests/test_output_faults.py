"""Files and ledgers that are deleted, damaged, old, locked or not to be written: what it costs."""

import resource
import shutil
import sqlite3
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from scrapy import Spider

from newscrawl import clock
from newscrawl.clock import stamp
from newscrawl.runs.exits import Exit, Refused
from newscrawl.state.ledger import Ledger
from newscrawl.state.output import Unwritten
from newscrawl.state.storage import Storage
from newscrawl.threads.past import Kept
from tests.support.outputs import (
    NOON,
    article,
    begin,
    changed,
    comment,
    dead_run,
    die,
    expected,
    write_thread,
    written,
)


@pytest.mark.parametrize("kind", ["articles", "comments"])
@pytest.mark.parametrize("kept", [0.0, 0.5])
def test_lines_that_are_gone_are_crawled_again(tmp_path: Path, kind: str, kept: float) -> None:
    with dead_run(tmp_path, lost=True) as folder:
        part = next(folder.glob(f"*-{kind}.jsonl.part"))
        with part.open("r+b") as file:
            file.truncate(int(part.stat().st_size * kept))
    assert written(tmp_path) == expected(3)


def test_deleted_part_files_are_crawled_again_and_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with dead_run(tmp_path, lost=True) as folder:
        for part in folder.glob("*.part"):
            part.unlink()
    assert written(tmp_path) == expected(3)
    assert "15 lines of" in caplog.text
    assert "they are crawled again" in caplog.text


def test_a_deleted_ledger_is_made_again_from_the_files(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with dead_run(tmp_path, lost=False) as folder:
        part = next(folder.glob("*-comments.jsonl.part"))
        with part.open("ab") as file:
            file.write(b'{"id": "torn')
        for path in folder.glob("ledger*"):
            path.unlink()
    assert written(tmp_path) == expected(3)
    assert "the ledger" in caplog.text
    assert len(list(folder.glob("*.jsonl"))) == 2


def test_an_old_copy_of_the_ledger_doubles_nothing(tmp_path: Path) -> None:
    output = begin(tmp_path)
    write_thread(output, 0, 5)
    output.commit()
    copy = sqlite3.connect(tmp_path / "copy")
    output.ledger.db.backup(copy)
    copy.close()
    write_thread(output, 1, 5)
    output.end("finished")
    begin(tmp_path, NOON + timedelta(hours=1)).end("finished")
    for path in (tmp_path / "sputnik.en").glob("ledger*"):
        path.unlink()
    (tmp_path / "copy").rename(tmp_path / "sputnik.en/ledger.sqlite")
    again = begin(tmp_path, NOON + timedelta(hours=2))
    for number in range(3):
        write_thread(again, number, 5)
    again.end("finished")
    assert written(tmp_path) == expected(3)


def test_a_file_that_no_commit_vouches_for_is_removed(tmp_path: Path) -> None:
    output = begin(tmp_path)
    part = tmp_path / "sputnik.en" / f"{output.run_id}-articles.jsonl.part"
    part.write_bytes(b'{"type": "article", "id": "sputnik:0"}\n')
    die(output)
    begin(tmp_path, NOON + timedelta(hours=1)).end("finished")
    assert list((tmp_path / "sputnik.en").glob("*.jsonl*")) == []


def test_finished_files_may_be_taken_away(tmp_path: Path) -> None:
    first = begin(tmp_path)
    write_thread(first, 0, 5)
    first.end("finished")
    for path in (tmp_path / "sputnik.en").glob("*.jsonl"):
        path.unlink()
    second = begin(tmp_path, NOON + timedelta(hours=1))
    write_thread(second, 0, 5)
    second.end("finished")
    assert written(tmp_path) == []


@pytest.mark.parametrize("what", ["*.part", "ledger*", "ledger.sqlite", "*"])
def test_what_is_deleted_under_a_run_is_there_again(
    tmp_path: Path, what: str, caplog: pytest.LogCaptureFixture
) -> None:
    output = begin(tmp_path)
    write_thread(output, 0, 5)
    output.commit()
    for path in (tmp_path / "sputnik.en").glob(what):
        path.unlink()
    if what == "*":
        (tmp_path / "sputnik.en").rmdir()
    for number in (1, 2):
        write_thread(output, number, 5)
        output.commit()
    with pytest.raises(Refused, match="another run"):
        begin(tmp_path)
    output.end("finished")
    assert "was deleted while it was being written" in caplog.text
    assert written(tmp_path) == expected(3)
    again = begin(tmp_path, NOON + timedelta(hours=1))
    assert again.known(comment(4, 0))
    again.end("finished")


def test_a_folder_deleted_and_taken_by_another_run_is_left_to_it(tmp_path: Path) -> None:
    first = begin(tmp_path)
    write_thread(first, 0, 5)
    first.commit()
    shutil.rmtree(tmp_path / "sputnik.en")
    second = begin(tmp_path, NOON + timedelta(hours=1))
    write_thread(second, 0, 5)
    write_thread(first, 1, 5)
    with pytest.raises(Unwritten):
        first.commit()
    first.end("disk")
    assert "now another run writes to it" in str(first.failed)
    write_thread(second, 1, 5)
    second.end("finished")
    assert written(tmp_path) == expected(2)


def test_run_ids_stay_unique_and_sorted_when_the_clock_goes_back(tmp_path: Path) -> None:
    ids = []
    for back in (0, 0, 3600, 86400):
        output = begin(tmp_path, NOON - timedelta(seconds=back))
        ids.append(output.run_id)
        write_thread(output, back, 1)
        output.end("finished")
    assert ids == sorted(set(ids))
    for path in (tmp_path / "sputnik.en").glob("ledger*"):
        path.unlink()
    output = begin(tmp_path, NOON - timedelta(days=9))
    assert output.run_id > ids[-1]
    output.end("finished")


def test_a_second_run_is_refused_until_the_first_is_dead(tmp_path: Path) -> None:
    first = begin(tmp_path)
    with pytest.raises(Refused, match="another run") as refused:
        begin(tmp_path)
    assert refused.value.status == Exit.LOCKED
    die(first)
    begin(tmp_path).end("finished")


@pytest.mark.parametrize("damage", [slice(0, 99), slice(4096, 8192)])
def test_a_damaged_ledger_is_refused_and_can_be_deleted(
    tmp_path: Path, damage: slice, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = begin(tmp_path)
    for number in range(40):
        write_thread(output, number, 5)
    output.end("finished")
    ledger = tmp_path / "sputnik.en/ledger.sqlite"
    data = bytearray(ledger.read_bytes())
    data[damage] = b"\x5a" * len(data[damage])
    ledger.write_bytes(data)
    monkeypatch.setenv(clock.VARIABLE, stamp(clock.now() + timedelta(days=1)))
    with pytest.raises(Refused, match="delete it: the next run") as refused:
        begin(tmp_path)
    assert refused.value.status == Exit.DISK
    assert "\n" not in str(refused.value)
    ledger.unlink()
    again = begin(tmp_path)
    for number in range(40):
        write_thread(again, number, 5)
    again.end("finished")
    assert written(tmp_path) == expected(40)


def test_a_ledger_makes_its_folders_or_says_why_not(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "a/b/ledger.sqlite")
    assert not ledger.restore()
    ledger.close()
    (tmp_path / "file").touch()
    with pytest.raises(Refused, match="or not writable, mend that") as refused:
        Ledger(tmp_path / "file/ledger.sqlite")
    assert refused.value.status == Exit.DISK
    assert not Ledger(":memory:").restore()


def test_the_comments_of_an_article_are_known_with_parent_and_status() -> None:
    ledger = Ledger(":memory:")
    for number, more in enumerate(({}, {"parent_id": "talk:0:0"}, {"status": "removed_unknown"})):
        ledger.save(changed(number, **more), "run")
    found = ledger.comments_of("sputnik:0")
    assert {key: one._replace(seen="") for key, one in found.items()} == {
        "talk:0:0": Kept(None, "visible", absent=False),
        "talk:0:1": Kept("talk:0:0", "visible", absent=False),
        "talk:0:2": Kept(None, "removed_unknown", absent=True),
    }
    assert all(one.seen for one in found.values())
    assert ledger.comments_of("sputnik:1") == {}


def test_a_ledger_of_a_newer_newscrawl_is_refused(tmp_path: Path) -> None:
    begin(tmp_path).end("finished")
    db = sqlite3.connect(tmp_path / "sputnik.en/ledger.sqlite")
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(Refused, match="newer newscrawl"):
        begin(tmp_path)


@pytest.mark.parametrize("packing", ["", "gzip"])
@pytest.mark.parametrize("room", [0, 1, 500])
def test_a_write_that_fails_is_cut_off_and_the_next_run_goes_on(
    tmp_path: Path, packing: str, room: int
) -> None:
    failures = []
    output = begin(tmp_path, packing=packing, on_failure=lambda: failures.append("told"))
    write_thread(output, 0, 5)
    output.commit()
    part = next((tmp_path / "sputnik.en").glob("*-comments*"))
    good, limits = part.stat().st_size, resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (good + room, limits[1]))
    try:
        with suppress(Unwritten):
            for number in range(1, 99):
                write_thread(output, number, 5)
                output.commit()
        with pytest.raises(Unwritten):
            output.add(article(2))
        output.end("disk")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert failures == ["told"]
    assert part.stat().st_size >= good
    again = begin(tmp_path, NOON + timedelta(hours=1), packing)
    assert again.known(comment(4, 0))
    for number in range(3):
        write_thread(again, number, 5)
    again.end("finished")
    assert written(tmp_path) == expected(3)


def test_a_locked_ledger_is_refused_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newscrawl.state.ledger_file.BUSY_SECONDS", 0.1)
    output = begin(tmp_path)
    write_thread(output, 0, 5)
    output.end("finished")
    other = sqlite3.connect(tmp_path / "sputnik.en/ledger.sqlite", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(Refused, match="Another program writes to it") as refused:
        begin(tmp_path)
    assert refused.value.status == Exit.DISK
    other.execute("ROLLBACK")
    begin(tmp_path).end("finished")


def test_a_ledger_that_is_locked_in_mid_run_ends_it_and_the_next_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newscrawl.state.ledger_file.BUSY_SECONDS", 0.1)
    output = begin(tmp_path)
    write_thread(output, 0, 5)
    output.commit()
    other = sqlite3.connect(tmp_path / "sputnik.en/ledger.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unwritten):
        write_thread(output, 1, 5)
    output.end("disk")
    assert "locked" in str(output.failed)
    other.execute("ROLLBACK")
    other.close()
    again = begin(tmp_path, NOON + timedelta(hours=1))
    for number in range(3):
        write_thread(again, number, 5)
    again.end("finished")
    assert written(tmp_path) == expected(3)


def test_a_ledger_damaged_in_mid_run_loses_nothing_that_was_committed(tmp_path: Path) -> None:
    output = begin(tmp_path)
    for number in range(40):
        write_thread(output, number, 5)
    output.commit()
    output.ledger.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    ledger = tmp_path / "sputnik.en/ledger.sqlite"
    ledger.write_bytes(b"\x5a" * ledger.stat().st_size)
    with suppress(Unwritten, Refused):
        write_thread(output, 40, 5)
        output.commit()
    die(output)
    with pytest.raises(Refused, match="delete it: the next run"):
        begin(tmp_path, NOON + timedelta(hours=1))
    for path in ledger.parent.glob("ledger*"):
        path.unlink()
    again = begin(tmp_path, NOON + timedelta(hours=1))
    for number in range(41):
        write_thread(again, number, 5)
    again.end("finished")
    assert written(tmp_path) == expected(41)


def test_files_named_like_no_moment_are_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "sputnik.en").mkdir()
    for run in ("20269999T000000Z", "99991231T235959Z"):
        (tmp_path / "sputnik.en" / f"{run}-articles.jsonl").touch()
    output = begin(tmp_path)
    write_thread(output, 0, 5)
    output.end("finished")
    assert written(tmp_path) == expected(1)


def test_a_final_name_that_is_taken_is_said_and_the_next_run_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    output = begin(tmp_path)
    write_thread(output, 0, 5)
    output.commit()
    (taken := tmp_path / "sputnik.en" / f"{output.run_id}-comments.jsonl").mkdir()
    storage = Storage(output, taken)
    storage.store(storage.open(Spider("sputnik")))
    output.end("finished")
    assert "Is a directory" in str(output.failed)
    assert caplog.text == ""
    with pytest.raises(Refused, match="Is a directory"):
        begin(tmp_path, NOON + timedelta(hours=1))
    taken.rmdir()
    begin(tmp_path, NOON + timedelta(hours=1)).end("finished")
    assert written(tmp_path) == expected(1)
