"""Common Crawl's news files are listed by month, fetched piece by piece, read once and dropped."""

import gzip
import random
import threading
import time
from pathlib import Path

import pytest

from newscrawl.middlewares.news_files import LIST_BYTES, read_list
from tests.support.crawling import Run, crawl, start, wait_for
from tests.support.news_files import LISTS, PIECE, CommonCrawl, month, name_of, serving_files
from tests.support.warcs import HOST, ferry, ferry_url, packed, record


def given(**arguments: str) -> dict[str, str]:
    window = {"since": "2025-03-14", "until": "2025-03-14"}
    return {"url": HOST, "archive": "cc-news", **window, **arguments}


def read(tmp_path: Path, store: CommonCrawl, **arguments: str) -> Run:
    setting = f"ARCHIVE_CC={store.base}"
    return crawl("news", tmp_path / "out", setting, **given(**arguments))


def test_only_the_files_of_the_window_are_read_and_dropped(tmp_path: Path) -> None:
    with serving_files(month()) as store:
        run = read(tmp_path, store)
    assert (run.status, run.stderr) == (0, "")
    assert {one["url"][-1] for one in run.lines("articles")} == {"1", "5", "2", "6"}
    assert run.lines("articles")[0]["metadata"]["archive"]["source"].startswith("CC-NEWS-2025031")
    fetched = [one.split()[0] for one in store.asked if "CC-NEWS-" in one]
    assert fetched == [name_of(day, n).rpartition("/")[2] for n, day in ((1, 14), (2, 15))]
    assert store.asked[0] == "robots.txt"
    assert not [*(tmp_path / "out").glob("*/*.warc.gz")]


@pytest.mark.slow
def test_a_file_is_fetched_on_where_a_run_was_killed(tmp_path: Path) -> None:
    noise = random.Random(1).randbytes(PIECE + 2**20)
    long = record("https://other.example/film", noise, content_type="video/mp4")
    with serving_files(month(long)) as store:
        store.slow = threading.Event()
        setting = f"ARCHIVE_CC={store.base}"
        process = start("news", tmp_path / "out", setting, **given())
        folder = tmp_path / "out" / "paper.example"
        wait_for(folder, "CC-NEWS-*.warc.gz")
        file = folder / name_of(14, 1).rpartition("/")[2]
        while not file.stat().st_size:
            time.sleep(0.01)
        process.kill()
        process.communicate()
        there = file.stat().st_size
        store.slow.set()
        asked = len(store.asked)
        run = crawl("news", tmp_path / "out", setting, **given())
    assert run.status == 0
    assert len(run.latest("articles")) == len(run.lines("articles")) == 4
    again = [one.partition("bytes=")[2] for one in store.asked[asked:] if "00001" in one]
    assert again[0] == f"{there}-{there + PIECE - 1}"


def test_what_is_no_list_is_named(tmp_path: Path) -> None:
    with serving_files(CommonCrawl({LISTS: b"<html>Slow down</html>"})) as store:
        run = read(tmp_path, store)
    assert run.status == 11
    assert run.stderr.splitlines()[-1].endswith("is no packed list of files")
    assert "Traceback" not in run.stderr


def test_a_month_that_is_not_there_is_named(tmp_path: Path) -> None:
    with serving_files(CommonCrawl({})) as store:
        run = read(tmp_path, store)
    assert run.status == 11
    assert run.stderr.splitlines()[-1].endswith("answers 404 to its files of 2025/03")


NAMES = [name_of(day, n) for n, day in ((1, 14), (2, 15))]


def packed_list(*lines: str) -> bytes:
    return gzip.compress("\n".join([*lines, ""]).encode())


def others(number: int) -> list[str]:
    """Return names of files of another day, which do not pack well."""
    made = random.Random(3)
    times = (f"{made.randrange(24):02}{made.randrange(60):02}01" for _ in range(number))
    start = "crawl-data/CC-NEWS/2025/03/CC-NEWS-20250303"
    return [f"{start}{one}-{n:05}.warc.gz" for n, one in enumerate(times)]


LISTED = {
    "members": (packed_list(NAMES[0]) + packed_list(NAMES[1]), [], NAMES),
    "padded": (packed_list(*NAMES) + bytes(512), [], NAMES),
    "a month of another server": (gzip.compress("\r\n".join(NAMES).encode()), [], NAMES),
    "cut": (packed_list(*NAMES)[:-9], ["is cut off"], NAMES),
    "cut in the second": (packed_list(NAMES[0]) + packed_list(NAMES[1])[:-40], ["is cut off"], 1),
    "garbage behind": (packed_list(*NAMES) + b"<html>", ["is damaged"], NAMES),
    "garbage": (b"<html>", ["is no packed list of files"], []),
    "no body": (b"", ["is empty"], []),
    "no line": (packed_list(), [], []),
    "one other line": (
        packed_list("s3://a/b", *NAMES),
        ["has lines that name no file, the first: 's3://a/b'"],
        NAMES,
    ),
    "too long": (packed_list(*NAMES, "\n" * LIST_BYTES), ["has more than 16 MiB"], NAMES),
}


@pytest.mark.parametrize("name", LISTED)
def test_a_list_is_read_as_far_as_it_goes(name: str) -> None:
    packed, problems, names = LISTED[name]
    expected = NAMES[:names] if isinstance(names, int) else names
    assert read_list(packed) == (expected, problems)


CUT = packed_list(NAMES[0], *others(400), NAMES[1])[:-1500]


@pytest.mark.parametrize(
    ("packed", "why", "articles"),
    [
        (LISTED["members"][0], "", 4),
        (CUT, "is cut off", 2),
        (packed_list(), "names no file", 0),
    ],
    ids=["members", "cut", "empty"],
)
def test_what_is_wrong_with_a_list_is_told(
    packed: bytes, why: str, articles: int, tmp_path: Path
) -> None:
    store = month()
    store.files[LISTS] = packed
    with serving_files(store):
        run = read(tmp_path, store)
    assert len(run.lines("articles")) == articles
    assert run.status == (11 if why else 0)
    last = run.stderr.splitlines()[-1] if why else run.stderr
    assert last.endswith(f"/2025/03/warc.paths.gz {why}" if why else "")
    assert bool(last) == bool(why)


def test_the_list_of_a_month_after_the_window_need_not_be_there(tmp_path: Path) -> None:
    store = month()
    with serving_files(store):
        run = read(tmp_path, store, since="2025-03-31", until="2025-03-31")
    assert len([one for one in store.asked if one == "warc.paths.gz"]) == 2
    assert run.status == 4
    assert "the archive has no page of paper.example" in run.stderr


def test_a_month_that_has_begun_may_have_no_list_yet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSCRAWL_CLOCK", "2025-04-01T09:00:00Z")
    with serving_files(month()) as store:
        run = read(tmp_path, store, since="2025-03-30", until="2025-04-01")
    assert "answers 404" not in run.stderr


def test_a_file_that_fails_keeps_no_other_from_being_read(tmp_path: Path) -> None:
    store = month()
    store.broken = {"00001.warc.gz": 404}
    with serving_files(store):
        run = read(tmp_path, store)
        assert run.status == 11
        assert {one["url"][-1] for one in run.lines("articles")} == {"2", "6"}
        assert f"404 to a piece of {NAMES[0].rpartition('/')[2]}" in run.stderr.splitlines()[-1]
        store.broken, before = {}, len(store.asked)
        run = read(tmp_path, store)
        assert (run.status, run.stderr) == (0, "")
    assert {one["url"][-1] for one in run.latest("articles").values()} == {"1", "5", "2", "6"}
    assert not [one for one in store.asked[before:] if "00002.warc.gz" in one]
    assert not [*(tmp_path / "out").rglob("captures*")]


def test_files_that_fail_one_after_the_other_end_the_asking(tmp_path: Path) -> None:
    store = month()
    store.files[LISTS] = packed_list(*(name_of(14, n) for n in range(10, 20)))
    with serving_files(store):
        run = read(tmp_path, store)
    assert run.status == 11
    assert len([one for one in store.asked if "CC-NEWS-" in one]) == 5
    assert "(and 9 more)" in run.stderr.splitlines()[-1]


def test_what_is_left_of_another_archive_is_not_read(tmp_path: Path) -> None:
    store = month()
    store.broken = {"00001.warc.gz": 404}
    with serving_files(store):
        assert read(tmp_path, store, limit="1").status == 11
    (tmp_path / "kept.warc.gz").write_bytes(packed([record(ferry_url(3), ferry(3))]))
    given = {"url": HOST, "archive": str(tmp_path / "kept.warc.gz")}
    run = crawl("news", tmp_path / "out", **given)
    assert (run.status, run.stderr) == (0, "")
    assert len(run.latest("articles")) == 2


def test_a_server_that_gives_whole_files_alone_serves(tmp_path: Path) -> None:
    store = month()
    store.ranges = False
    with serving_files(store):
        run = read(tmp_path, store)
    assert (run.status, run.stderr) == (0, "")
    assert len(run.latest("articles")) == 4


def test_without_since_it_is_too_much(tmp_path: Path) -> None:
    run = crawl("news", tmp_path, url=HOST, archive="cc-news")
    assert (run.status, run.stderr.count("\n")) == (2, 1)
    assert "needs since=" in run.stderr
