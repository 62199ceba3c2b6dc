"""What a run writes: whole threads, finished by the next run if it died, and taken up again."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from newscrawl.clock import stamp
from newscrawl.discovery.base import Link
from newscrawl.items import Comment, Printed
from newscrawl.state.files import Part
from newscrawl.state.output import Unwritten
from newscrawl.state.spill import Spilled
from newscrawl.state.tasks import Waiting
from tests.support.outputs import (
    NOON,
    article,
    begin,
    comment,
    die,
    expected,
    write_thread,
    written,
)


@pytest.mark.parametrize("packing", ["", "gzip", "zstd"])
def test_a_dead_run_is_finished_under_its_own_name_by_the_next(
    tmp_path: Path, packing: str
) -> None:
    first = begin(tmp_path, packing=packing)
    write_thread(first, 0, 5)
    first.commit()
    write_thread(first, 1, 5)
    part = next((tmp_path / "sputnik.en").glob("*-comments*"))
    with part.open("ab") as file:
        file.write(b'{"id": "torn')
    die(first)
    assert written(tmp_path) == []
    second = begin(tmp_path, NOON + timedelta(hours=1), packing)
    assert written(tmp_path) == expected(1)
    for number in range(2):
        write_thread(second, number, 5)
    second.end("finished")
    assert written(tmp_path) == expected(2)
    runs = {path.name[:16] for path in (tmp_path / "sputnik.en").glob("*.jsonl*")}
    assert runs == {"20260314T120000Z", "20260314T130000Z"}


def test_comments_wait_for_the_last_line_of_their_article(tmp_path: Path) -> None:
    output = begin(tmp_path)
    write_thread(output, 0, 5)
    output.add(article(1))
    for number in range(5):
        output.add(comment(number, 1))
        output.commit()
    die(output)
    begin(tmp_path, NOON + timedelta(hours=1)).end("finished")
    assert written(tmp_path) == expected(1)


def test_comments_are_written_although_their_article_is_unchanged(tmp_path: Path) -> None:
    output = begin(tmp_path)
    write_thread(output, 0, 5)
    write_thread(output, 0, 6)
    output.add(comment(7, 0))
    output.seen(article(0, walked=6))
    assert output.known(comment(7, 0))
    output.commit()
    die(output)
    begin(tmp_path).end("finished")
    assert comment(7, 0).id in written(tmp_path)


@pytest.mark.parametrize("late", ["arrives", "is refused"])
@pytest.mark.parametrize("known", [True, False])
def test_a_thread_waits_for_comments_still_in_the_pipelines(
    tmp_path: Path, late: str, known: bool
) -> None:
    output = begin(tmp_path)
    if known:
        write_thread(output, 0, 0)
    for number in range(2):
        output.expect(comment(number, 0))
    output.add(comment(0, 0))
    if known:
        output.seen(article(0, walked=0))
    else:
        output.add(article(0, walked=2))
    output.commit()
    path = tmp_path / "sputnik.en" / f"{output.run_id}-comments.jsonl.part"
    assert not path.exists()
    assert output.known(comment(1, 0))
    (output.add if late == "arrives" else output.refuse)(comment(1, 0))
    output.commit()
    assert len(path.read_bytes().splitlines()) == 1 + (late == "arrives")
    assert bool(output.known(comment(1, 0))) is (late == "arrives")
    output.end("finished")


@pytest.mark.parametrize(("reason", "told"), [("finished", ["whole"]), ("shutdown", ["whole"])])
def test_a_visit_is_noted_when_all_of_its_thread_is_written(
    tmp_path: Path, reason: str, told: list[str]
) -> None:
    output, notes = begin(tmp_path), list[str]()
    output.when_whole("sputnik:0", lambda: notes.append("whole"))
    output.when_whole("sputnik:1", lambda: notes.append("half"))
    output.announce("sputnik:0", [comment(0, 0).id])
    output.add(comment(0, 1))
    assert notes == []
    output.add(comment(0, 0))
    assert notes == ["whole"]
    output.end(reason)
    assert notes == told


def test_a_comment_on_its_way_is_known_as_it_will_be_written(tmp_path: Path) -> None:
    output, first, last = begin(tmp_path), comment(0, 0), comment(0, 0)
    output.expect(first)
    before = output.known(last)
    assert before
    assert (before.date_first_seen, before.hash) == (first.date_first_seen, first.text_hash)
    output.add(first)
    output.announce("sputnik:0", [])
    assert output.known(last) == before
    output.end("finished")


def test_an_output_that_failed_knows_nothing_and_takes_nothing(tmp_path: Path) -> None:
    output = begin(tmp_path)
    output.found("0", "u", Link(url="u"))
    output.settled("u")
    assert output.state_of("0") == "done"
    output.found("1", "v", Link(url="v"))
    output.fail(OSError("no room"))
    assert (output.state_of("0"), output.newest(), output.meet("2")) == (None, None, False)
    with pytest.raises(Unwritten):
        output.known(article(0))
    output.end("disk")
    assert output.failed == "the output could not be written: no room"


def test_the_address_of_an_article_is_known_once_it_is_written(tmp_path: Path) -> None:
    output = begin(tmp_path)
    assert output.ledger.url("sputnik:0") is None
    write_thread(output, 0, 0)
    assert output.ledger.url("sputnik:0") == "https://paper.example/0"
    assert output.known_article(["sputnik:9", "sputnik:0"]) == "sputnik:0"
    assert output.known_article(["sputnik:9"]) is None
    output.end("finished")


def test_a_line_that_was_not_expected_can_be_refused(tmp_path: Path) -> None:
    output = begin(tmp_path)
    output.expect(comment(0, 0))
    for item in (article(0), comment(1, 0), comment(0, 0), comment(0, 0)):
        output.refuse(item)
    assert output.known(comment(0, 0)) is None
    output.end("finished")
    assert written(tmp_path) == []


def test_what_is_met_again_was_last_seen_then(tmp_path: Path) -> None:
    output = begin(tmp_path)
    write_thread(output, 0, 1)
    again = stamp(NOON + timedelta(hours=1))
    for table, item in (("article", article(0, walked=1)), ("comment", comment(0, 0))):
        output.seen(replace(item, date_last_seen=again))
        rows = output.ledger.db.execute(f"SELECT date_first_seen, date_last_seen FROM {table}")
        assert rows.fetchall() == [(stamp(NOON), again)]
    output.end("finished")


def test_a_part_that_was_deleted_goes_on_on_the_disk(tmp_path: Path) -> None:
    part = Part(tmp_path, "x.jsonl")
    part.append(b"one\n")
    part.path.unlink()
    assert (part.restore(), part.restore()) == (True, False)
    assert part.append(b"two\n") == 8
    assert part.path.read_bytes() == b"one\ntwo\n"
    part.finish()
    assert (tmp_path / "x.jsonl").read_bytes() == b"one\ntwo\n"


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "50% of #1 ? ünd%20%d"
    output = begin(folder)
    write_thread(output, 0, 5)
    output.end("finished")
    assert written(folder) == expected(1)


@pytest.mark.parametrize(("reason", "kept"), [("finished", 3), ("shutdown", 3), (None, 0)])
def test_comments_whose_article_was_refused_are_kept_unless_the_run_is_cut_short(
    tmp_path: Path, reason: str | None, kept: int
) -> None:
    output = begin(tmp_path)
    for number in range(3):
        output.add(comment(number, 0))
    output.end(reason)
    assert len(written(tmp_path)) == kept


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("packing", ["", "gzip"])
def test_a_thread_larger_than_a_commit_is_there_as_a_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, packing: str, *, whole: bool
) -> None:
    monkeypatch.setattr("newscrawl.state.output.BATCH", 1000)
    output = begin(tmp_path, packing=packing)
    write_thread(output, 0, 5)
    output.commit()
    monkeypatch.setattr(output, "commit", lambda: None)
    write_thread(output, 1, 200)
    (part,) = (tmp_path / "sputnik.en").glob("*-comments*.part")
    assert part.stat().st_size > (2000 if packing else 10_000)  # most of it is there
    monkeypatch.undo()
    if whole:
        output.commit()
    die(output)
    again = begin(tmp_path, NOON + timedelta(hours=1), packing=packing)
    assert written(tmp_path) == sorted([*expected(1), *(whole_thread(1, 200) if whole else [])])
    again.end("finished")


def whole_thread(number: int, comments: int) -> list[str]:
    return [article(number).id, *(comment(n, number).id for n in range(comments))]


def test_long_texts_of_a_thread_lie_on_the_disk_until_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newscrawl.state.spill.IN_MEMORY", 3_000)
    output = begin(tmp_path)
    keep = output.keep_texts()
    comments = [comment(number, 0) for number in range(3)]
    for number, one in enumerate(comments):
        one.text, one.text_html = f"ж{number}" * 1000, f"<p>{number}"
        keep(one)
    assert [type(one) for one in comments] == [Comment, Spilled, Spilled]
    comments[2].text = "cut"  # a field can be set anew
    for one in comments:
        output.add(one)
    assert [type(one) for one in output._threads["sputnik:0"].here[1:]] == [Spilled, Spilled]
    output.add(article(0, walked=3))
    output.end("finished")
    (path,) = (tmp_path / "sputnik.en").glob("*-comments.jsonl")
    rows = [json.loads(line) for line in path.read_bytes().splitlines()]
    texts = ["ж0" * 1000, "ж1" * 1000, "cut"]
    assert [row["text"] for row in rows] == texts
    assert [row["text_html"] for row in rows] == ["<p>0", "<p>1", "<p>2"]


def test_a_disk_without_room_for_long_texts_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newscrawl.state.spill.IN_MEMORY", 0)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    output = begin(tmp_path)
    keep = output.keep_texts()
    (tmp_path / "sputnik.en").rename(tmp_path / "elsewhere")
    with pytest.raises(Unwritten):
        keep(replace(comment(0, 0), text="x" * 1000))
    assert output.failed
    output.end("disk")


def test_what_waits_is_given_newest_first_and_without_a_day_as_it_was_found(
    tmp_path: Path,
) -> None:
    output = begin(tmp_path)
    for key, day in {"a": "", "b": "2026-03-12", "c": "", "d": "2026-03-14", "e": ""}.items():
        output.found(key, f"u{key}", Link(url=key), day)
    given = list[str]()
    while found := output.newest():
        given.append(found.key)
        output.asked(found.key, found.url)
    assert given == ["d", "b", "a", "c", "e"]
    output.end("finished")


def test_a_stopped_run_is_taken_up_by_the_same_command_only(tmp_path: Path) -> None:
    dated = Printed("Sat, 14 Mar 2026 08:30 GMT", "feed")
    link = Link(url="https://paper.example/0?a=ä", published=dated, declared=7)
    other = Link(url="https://paper.example/1")
    output = begin(tmp_path, since="2d")
    output.found("0", "https://paper.example/0", link)
    output.found("1", "https://paper.example/1", other)
    write_thread(output, 1, 2)
    output.end("shutdown")
    elsewhere = begin(tmp_path, NOON + timedelta(days=5), since="2d", comments="no")
    assert elsewhere.newest() is None
    assert elsewhere.state_of("1") is None
    elsewhere.end("finished")
    soon = begin(tmp_path, NOON + timedelta(hours=5), since="2d")
    assert soon.newest() == Waiting("0", "https://paper.example/0", link, is_left=True)
    assert (soon.state_of("0"), soon.state_of("1")) == ("waiting", "done")
    soon.asked("0", "https://paper.example/0")
    assert soon.newest() is None
    soon.end("shutdown")
    day = begin(tmp_path, NOON + timedelta(hours=25), since="2d")
    assert day.state_of("1") is None
    day.end("shutdown")
    later = begin(tmp_path, NOON + timedelta(days=5), since="2d")
    assert later.newest() == Waiting("0", "https://paper.example/0", link, is_left=True)
    assert later.since == NOON - timedelta(days=2)
    assert later.state_of("1") is None
    later.end("finished")
    after = begin(tmp_path, NOON + timedelta(days=6), since="2d")
    assert after.newest() is None
    assert after.since == NOON + timedelta(days=4)
    after.end("finished")
