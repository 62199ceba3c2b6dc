"""Output, ledger and files: what a start mends, and what a torn or missing file costs."""

import json
import resource
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st
from scrapy.crawler import Crawler
from scrapy.extensions.feedexport import FeedExporter
from scrapy.settings import Settings

from newscrawl import settings, spiders
from newscrawl.arguments import read_arguments
from newscrawl.discovery.base import Link
from newscrawl.exits import Exit, Refused
from newscrawl.extensions.feeds import Feeds
from newscrawl.items import Article, Comment, Printed
from newscrawl.sites.sputnik import Sputnik
from newscrawl.state.mend import cut
from newscrawl.state.output import Output, Unwritten
from newscrawl.state.packing import PACKINGS, packing_of
from newscrawl.storage import open_output

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


def begin(folder: Path, moment: datetime = NOON, packing: str = "", **arguments: str) -> Output:
    """Open an output with Scrapy's feed exports behind it, but without a crawl."""
    given = Settings()
    given.setmodule(settings)
    given.update({"OUTPUT_DIR": str(folder), "OUTPUT_COMPRESSION": packing}, "cmdline")
    crawler = Crawler(vars(spiders)["sputnik"], given)
    output = open_output(crawler.settings, read_arguments(Sputnik, arguments, moment), moment)
    crawler.spider = crawler.spidercls.from_crawler(crawler, output=output, **arguments)
    FeedExporter.open_spider(Feeds(crawler), crawler.spider)
    return output


def die(output: Output) -> None:
    """End as SIGKILL does: nothing is committed, the kernel frees the lock."""
    output.ledger.db.rollback()
    output.ledger.db.close()
    for part in output._parts.values():
        part.file.close()
    assert output.lock
    output.lock.release()


def article(number: int, *, walked: int | None = None) -> Article:
    url = f"https://paper.example/{number}"
    return Article(
        id=f"sputnik:{number}",
        site="sputnik",
        url=url,
        canonical_url=url,
        request_url=url,
        content_hash=f"{number}",
        comments_status=None if walked is None else "complete",
        comments_collected=walked,
        date_first_seen="2026-03-14T12:00:00Z",
        date_last_seen="2026-03-14T12:00:00Z",
    )


def comment(number: int, of: int) -> Comment:
    return Comment(
        id=f"talk:{of}:{number}",
        comment_id=f"{number}",
        article_id=f"sputnik:{of}",
        article_url=f"https://paper.example/{of}",
        comment_engine="talk",
        text_hash=f"{number}",
        text="ж\u2028\x85" * number,
        date_first_seen="2026-03-14T12:00:00Z",
        date_last_seen="2026-03-14T12:00:00Z",
    )


def write_thread(output: Output, number: int, comments: int) -> None:
    """What the spider and Dedupe do, for a thread that may be known."""
    items: list[Article | Comment] = [
        article(number),
        *(comment(n, number) for n in range(comments)),
    ]
    for item in [*items, article(number, walked=comments)]:
        known = output.known(item)
        known_thread = f"complete/None/{comments}"
        walked = isinstance(item, Article) and item.comments_status
        if known and not (walked and known.thread != known_thread):
            output.seen(item)
        else:
            output.add(item)


def written(folder: Path) -> list[str]:
    """The ids of all finished lines; of an article only the last line counts."""
    found = []
    for path in sorted((folder / "sputnik").glob("*.jsonl*")):
        if not path.name.endswith(".part"):
            rows = [json.loads(line) for line in packing_of(path.name).lines(path)]
            found += [r["id"] for r in rows if r["type"] == "comment" or r["comments_status"]]
    return sorted(found)


def expected(threads: int, comments: int = 5) -> list[str]:
    ids = [article(number).id for number in range(threads)]
    return sorted(ids + [comment(n, of).id for of in range(threads) for n in range(comments)])


@trying(deadline=None)  # disks of busy machines
@given(
    threads=st.lists(st.binary(min_size=1, max_size=90), min_size=1, max_size=6),
    committed=st.integers(0, 6),
    torn=st.integers(0, 600),
    packing=st.sampled_from(["", "gzip", "zstd"]),
)
def test_any_bytes_beyond_the_good_offset_are_dropped(
    threads: list[bytes], committed: int, torn: int, packing: str
) -> None:
    form = PACKINGS[packing]
    pieces = [form.pack(thread.hex().encode() + b"\n") for thread in threads]
    good = len(b"".join(pieces[:committed]))
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"x-comments.jsonl{form.suffix}.part"
        path.write_bytes(b"".join(pieces)[: good + torn])
        assert cut(path, good)
        assert list(form.lines(path)) == [one.hex().encode() for one in threads[:committed]]
        assert path.stat().st_size == good


@trying(deadline=None)  # disks of busy machines
@given(
    threads=st.lists(st.binary(min_size=1, max_size=90), min_size=1, max_size=6),
    kept=st.integers(0, 2000),
    packing=st.sampled_from(["", "gzip", "zstd"]),
)
def test_a_file_that_ends_too_early_is_cut_to_its_last_whole_piece(
    threads: list[bytes], kept: int, packing: str
) -> None:
    form = PACKINGS[packing]
    ends, data = [0], b""
    for thread in threads:
        data += form.pack(thread.hex().encode() + b"\n")
        ends.append(len(data))
    kept = min(kept, len(data) - 1)
    whole = max(end for end in ends if end <= kept)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"x-comments.jsonl{form.suffix}.part"
        path.write_bytes(data[:kept])
        assert not cut(path, len(data))
        assert path.stat().st_size == whole
        lines = list(form.lines(path))
        assert lines == [one.hex().encode() for one in threads[: ends.index(whole)]]


@trying(deadline=None)  # disks of busy machines
@given(garbage=st.binary(max_size=300), packing=st.sampled_from(["", "gzip", "zstd"]))
def test_garbage_is_never_an_error(garbage: bytes, packing: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        path.write_bytes(garbage)
        assert 0 <= PACKINGS[packing].whole(path) <= len(garbage)


@pytest.mark.parametrize("packing", ["", "gzip", "zstd"])
def test_a_dead_run_is_finished_under_its_own_name_by_the_next(
    tmp_path: Path, packing: str
) -> None:
    first = begin(tmp_path, packing=packing)
    write_thread(first, 0, 5)
    first.commit()
    write_thread(first, 1, 5)
    part = next((tmp_path / "sputnik").glob("*-comments*"))
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
    runs = {path.name[:16] for path in (tmp_path / "sputnik").glob("*.jsonl*")}
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
    path = tmp_path / "sputnik" / f"{output.run_id}-comments.jsonl.part"
    assert not path.exists()
    assert output.known(comment(1, 0))
    (output.add if late == "arrives" else output.refuse)(comment(1, 0))
    output.commit()
    assert len(path.read_bytes().splitlines()) == 1 + (late == "arrives")
    assert bool(output.known(comment(1, 0))) is (late == "arrives")
    output.end("finished")


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "50% of #1 ? ünd%20%d"
    output = begin(folder)
    write_thread(output, 0, 5)
    output.end("finished")
    assert written(folder) == expected(1)


@contextmanager
def dead_run(folder: Path, *, lost: bool) -> Iterator[Path]:
    """Yield the folder of a run that died after three committed threads; crawl them again.

    `lost` says whether the new run must know that the first one is no longer done.
    """
    output = begin(folder)
    output.found("0", "https://paper.example/0", Link(url="https://paper.example/0"))
    for number in range(3):
        write_thread(output, number, 5)
        output.commit()
    die(output)
    yield folder / "sputnik"
    again = begin(folder, NOON + timedelta(hours=1))
    assert len(again.left()) == lost
    for number in range(3):
        write_thread(again, number, 5)
    again.end("finished")


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
    for path in (tmp_path / "sputnik").glob("ledger*"):
        path.unlink()
    (tmp_path / "copy").rename(tmp_path / "sputnik/ledger.sqlite")
    again = begin(tmp_path, NOON + timedelta(hours=2))
    for number in range(3):
        write_thread(again, number, 5)
    again.end("finished")
    assert written(tmp_path) == expected(3)


def test_a_file_that_no_commit_vouches_for_is_removed(tmp_path: Path) -> None:
    output = begin(tmp_path)
    part = tmp_path / "sputnik" / f"{output.run_id}-articles.jsonl.part"
    part.write_bytes(b'{"type": "article", "id": "sputnik:0"}\n')
    die(output)
    begin(tmp_path, NOON + timedelta(hours=1)).end("finished")
    assert list((tmp_path / "sputnik").glob("*.jsonl*")) == []


@pytest.mark.parametrize(("reason", "kept"), [("finished", 3), ("shutdown", 3), (None, 0)])
def test_comments_whose_article_was_refused_are_kept_unless_the_run_is_cut_short(
    tmp_path: Path, reason: str | None, kept: int
) -> None:
    output = begin(tmp_path)
    for number in range(3):
        output.add(comment(number, 0))
    output.end(reason)
    assert len(written(tmp_path)) == kept


def test_finished_files_may_be_taken_away(tmp_path: Path) -> None:
    first = begin(tmp_path)
    write_thread(first, 0, 5)
    first.end("finished")
    for path in (tmp_path / "sputnik").glob("*.jsonl"):
        path.unlink()
    second = begin(tmp_path, NOON + timedelta(hours=1))
    write_thread(second, 0, 5)
    second.end("finished")
    assert written(tmp_path) == []


@pytest.mark.parametrize("what", ["*.part", "ledger*", "*"])
def test_what_is_deleted_under_a_run_is_there_again(
    tmp_path: Path, what: str, caplog: pytest.LogCaptureFixture
) -> None:
    output = begin(tmp_path)
    write_thread(output, 0, 5)
    output.commit()
    for path in (tmp_path / "sputnik").glob(what):
        path.unlink()
    if what == "*":
        (tmp_path / "sputnik").rmdir()
    for number in (1, 2):
        write_thread(output, number, 5)
        output.commit()
    with pytest.raises(Refused, match="another run"):
        begin(tmp_path)
    output.end("finished")
    assert "was deleted while it was written" in caplog.text
    assert written(tmp_path) == expected(3)
    again = begin(tmp_path, NOON + timedelta(hours=1))
    assert again.known(comment(4, 0))
    again.end("finished")


def test_run_ids_stay_unique_and_sorted_when_the_clock_goes_back(tmp_path: Path) -> None:
    ids = []
    for back in (0, 0, 3600, 86400):
        output = begin(tmp_path, NOON - timedelta(seconds=back))
        ids.append(output.run_id)
        write_thread(output, back, 1)
        output.end("finished")
    assert ids == sorted(set(ids))
    for path in (tmp_path / "sputnik").glob("ledger*"):
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
def test_a_damaged_ledger_is_refused_and_can_be_deleted(tmp_path: Path, damage: slice) -> None:
    output = begin(tmp_path)
    for number in range(40):
        write_thread(output, number, 5)
    output.end("finished")
    ledger = tmp_path / "sputnik/ledger.sqlite"
    data = bytearray(ledger.read_bytes())
    data[damage] = b"\x5a" * len(data[damage])
    ledger.write_bytes(data)
    with pytest.raises(Refused, match="delete it: the next run") as refused:
        begin(tmp_path)
    assert refused.value.status == Exit.DISK
    ledger.unlink()
    again = begin(tmp_path)
    for number in range(40):
        write_thread(again, number, 5)
    again.end("finished")
    assert written(tmp_path) == expected(40)


def test_a_ledger_of_a_newer_newscrawl_is_refused(tmp_path: Path) -> None:
    begin(tmp_path).end("finished")
    db = sqlite3.connect(tmp_path / "sputnik/ledger.sqlite")
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(Refused, match="newer newscrawl"):
        begin(tmp_path)


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
    assert elsewhere.left() == []
    assert not elsewhere.is_settled("1")
    elsewhere.end("finished")
    soon = begin(tmp_path, NOON + timedelta(hours=5), since="2d")
    assert soon.left() == [link]
    assert soon.is_settled("1")
    soon.end("shutdown")
    later = begin(tmp_path, NOON + timedelta(days=5), since="2d")
    assert later.left() == [link]
    assert later.since == NOON - timedelta(days=2)
    assert not later.is_settled("1")
    later.end("finished")
    after = begin(tmp_path, NOON + timedelta(days=6), since="2d")
    assert after.left() == []
    assert after.since == NOON + timedelta(days=4)
    after.end("finished")


@pytest.mark.parametrize("packing", ["", "gzip"])
@pytest.mark.parametrize("room", [0, 1, 500])
def test_a_write_that_fails_is_cut_off_and_the_next_run_goes_on(
    tmp_path: Path, packing: str, room: int
) -> None:
    output = begin(tmp_path, packing=packing)
    write_thread(output, 0, 5)
    output.commit()
    failures = []
    output.on_failure = lambda: failures.append(output.failed)
    part = next((tmp_path / "sputnik").glob("*-comments*"))
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
    assert len(failures) == 1
    assert part.stat().st_size >= good
    again = begin(tmp_path, NOON + timedelta(hours=1), packing)
    assert again.known(comment(4, 0))
    for number in range(3):
        write_thread(again, number, 5)
    again.end("finished")
    assert written(tmp_path) == expected(3)
