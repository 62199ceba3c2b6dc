"""What the start of a run makes of files and ledgers that do not belong together."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from newscrawl.runs.exits import Refused
from newscrawl.state.output import Output
from tests.support.outputs import (
    LATER,
    article,
    begin,
    changed,
    comment,
    die,
    expected,
    write_one,
    write_thread,
    written,
)


def copy_of(output: Output, folder: Path) -> Path:
    """Back the ledger up, as a user's nightly job does."""
    output.ledger.db.commit()
    copy = sqlite3.connect(folder / "copy")
    output.ledger.db.backup(copy)
    copy.close()
    return folder / "copy"


def restore(copy: Path, folder: Path) -> None:
    for path in (folder / "sputnik.en").glob("ledger*"):
        path.unlink()
    shutil.copy(copy, folder / "sputnik.en/ledger.sqlite")


def read_article(output: Output) -> None:
    output.add(article(0))
    output.commit()


@pytest.mark.parametrize("before", [Output.commit, read_article], ids=["begun", "read"])
def test_a_ledger_copied_before_a_files_first_commit_doubles_nothing(
    tmp_path: Path, before: Callable[[Output], None]
) -> None:
    output = begin(tmp_path)
    before(output)
    copy = copy_of(output, tmp_path)
    write_thread(output, 0, 5)
    output.end("finished")
    restore(copy, tmp_path)
    again = begin(tmp_path, LATER[1])
    write_thread(again, 0, 5)
    again.end("finished")
    assert written(tmp_path) == expected(1)


def test_an_old_copy_of_the_ledger_learns_what_came_last(tmp_path: Path) -> None:
    first = begin(tmp_path)
    write_thread(first, 0, 5)
    first.commit()
    copy = copy_of(first, tmp_path)
    write_thread(first, 1, 1)
    first.end("finished")
    second = begin(tmp_path, LATER[1])
    write_one(second, changed(3, text_hash="edited", version=2))
    second.end("finished")
    restore(copy, tmp_path)
    third = begin(tmp_path, LATER[2])
    known = third.known(comment(3, 0))
    third.end("finished")
    assert known
    assert (known.hash, known.version) == ("edited", 2)


def test_a_rename_that_a_power_cut_took_back_is_done_again(tmp_path: Path) -> None:
    output = begin(tmp_path)
    write_thread(output, 0, 5)
    output.end("finished")
    for path in (tmp_path / "sputnik.en").glob("*.jsonl"):
        path.rename(f"{path}.part")
    begin(tmp_path, LATER[1]).end("finished")
    assert written(tmp_path) == expected(1)


def test_a_part_beside_its_finished_file_is_removed(tmp_path: Path) -> None:
    output = begin(tmp_path)
    write_thread(output, 0, 5)
    output.end("finished")
    for path in (tmp_path / "sputnik.en").glob("*.jsonl"):
        path.with_name(f"{path.name}.part").write_bytes(b'{"type": "comm')
    again = begin(tmp_path, LATER[1])
    write_thread(again, 0, 5)
    again.end("finished")
    assert written(tmp_path) == expected(1)
    assert not list((tmp_path / "sputnik.en").glob("*.part"))


def test_files_taken_away_before_the_run_had_ended_are_not_crawled_again(tmp_path: Path) -> None:
    output = begin(tmp_path)
    write_thread(output, 0, 5)
    output.conclude("finished")
    for path in sorted(output._parts, reverse=True):
        output.finish(path)
    die(output)
    for path in (tmp_path / "sputnik.en").glob("*.jsonl"):
        path.unlink()
    again = begin(tmp_path, LATER[1])
    write_thread(again, 0, 5)
    again.end("finished")
    assert written(tmp_path) == []


def test_a_part_deleted_just_before_its_rename_is_there_again(tmp_path: Path) -> None:
    output = begin(tmp_path)
    write_thread(output, 0, 5)
    output.conclude("finished")
    for path in (tmp_path / "sputnik.en").glob("*.part"):
        path.unlink()
    output.end("finished")
    assert (written(tmp_path), output.failed) == (expected(1), None)


@pytest.mark.parametrize("edit", [{"status": "removed_unknown", "text": None}, {"version": 2}])
def test_a_later_line_that_is_gone_brings_back_what_the_earlier_one_says(
    tmp_path: Path, edit: dict[str, object]
) -> None:
    first = begin(tmp_path)
    write_thread(first, 0, 5)
    first.end("finished")
    second = begin(tmp_path, LATER[1])
    write_one(second, changed(3, **edit))
    second.commit()
    die(second)
    for path in (tmp_path / "sputnik.en").glob("*.part"):
        path.unlink()
    third = begin(tmp_path, LATER[2])
    known = third.known(comment(3, 0))
    third.end("finished")
    assert known
    assert (known.status, known.version) == ("visible", 1)


def test_both_files_of_a_dead_run_are_finished_where_the_ledger_is_gone(tmp_path: Path) -> None:
    output = begin(tmp_path)
    write_thread(output, 0, 5)
    output.commit()
    die(output)
    for path in (tmp_path / "sputnik.en").glob("ledger*"):
        path.unlink()
    again = begin(tmp_path, LATER[1])
    assert written(tmp_path) == expected(1)
    again.end("finished")


def test_the_comments_of_a_dead_run_get_their_name_first(tmp_path: Path) -> None:
    output = begin(tmp_path)
    write_thread(output, 0, 5)
    output.commit()
    die(output)
    (tmp_path / "sputnik.en" / f"{output.run_id}-articles.jsonl").mkdir()
    with pytest.raises(Refused, match="Is a directory"):
        begin(tmp_path, LATER[1])
    assert (tmp_path / "sputnik.en" / f"{output.run_id}-comments.jsonl").exists()


@pytest.mark.parametrize("begun", [b"", b"\x1f\x8b\x08\x00torn"], ids=["empty", "torn"])
@pytest.mark.parametrize("kind", ["pages.warc.gz", "articles.jsonl", "comments.jsonl.gz"])
def test_a_file_that_a_dead_run_had_only_begun_goes_with_the_ledger(
    tmp_path: Path, kind: str, begun: bytes
) -> None:
    folder = tmp_path / "sputnik.en"
    output = begin(tmp_path)
    write_thread(output, 0, 5)
    output.end("finished")
    for path in folder.glob("ledger*"):
        path.unlink()
    (folder / f"20300314T120000Z-{kind}.part").write_bytes(begun)
    begin(tmp_path, LATER[1]).end("finished")
    assert not [*folder.glob("20300314T*")]
    assert written(tmp_path) == expected(1)
