"""Common Crawl's news files are listed by month, fetched piece by piece, read once and dropped."""

import random
import threading
import time
from pathlib import Path

import pytest

from tests.support.crawling import Run, crawl, ended, start, wait_for
from tests.support.news_files import LISTS, PIECE, CommonCrawl, month, name_of, serving_files
from tests.support.warcs import HOST, record


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
        run = ended(start("news", tmp_path / "out", setting, **given()), folder)
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
