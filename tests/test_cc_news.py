"""Common Crawl's news files are listed by month, fetched piece by piece, read once and dropped."""

import gzip
import http.server
import random
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.support.crawling import Run, crawl, ended, start, wait_for
from tests.support.warcs import HOST, ferry, ferry_url, packed, record

LISTS = "/crawl-data/CC-NEWS/2025/03/warc.paths.gz"
PIECE = 32 * 2**20


@dataclass
class CommonCrawl:
    """Serves files as an object store does: with ranges, and a tag for each state of a file."""

    files: dict[str, bytes]
    base: str = ""
    ranges: bool = True
    slow: threading.Event | None = None
    """Pieces after the first wait for it."""
    asked: list[str] = field(default_factory=list)

    def answer(self, path: str, wanted: str) -> tuple[int, dict[str, str], bytes]:
        body = self.files.get(path)
        if body is None:
            return 404, {}, b"<html>no such key</html>"
        tag = {"ETag": f'"{hash(body)}"', "Accept-Ranges": "bytes"}
        found = re.fullmatch(r"bytes=(\d+)-(\d+)", wanted)
        if not (found and self.ranges):
            return 200, tag, body
        first, last = int(found[1]), min(int(found[2]), len(body) - 1)
        if first >= len(body):
            return 416, {**tag, "Content-Range": f"bytes */{len(body)}"}, b""
        if first and self.slow:
            self.slow.wait(30)
        told = f"bytes {first}-{last}/{len(body)}"
        return 206, {**tag, "Content-Range": told}, body[first : last + 1]


@contextmanager
def serving_files(store: CommonCrawl) -> Iterator[CommonCrawl]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = self.headers.get("Range", "")
            store.asked.append(f"{self.path.rpartition('/')[2]} {wanted}".strip())
            status, headers, body = store.answer(self.path, wanted)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(ConnectionError):
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        store.base = f"http://127.0.0.1:{server.server_port}"
        yield store
        server.shutdown()


def name_of(day: int, number: int) -> str:
    return f"crawl-data/CC-NEWS/2025/03/CC-NEWS-202503{day:02}010203-{number:05}.warc.gz"


def month(*more: bytes) -> CommonCrawl:
    """Return a month of four files, two of them of the window, with two pages each."""
    files = {}
    for number, day in enumerate((1, 14, 15, 28)):
        pages = [(ferry_url(n), ferry(n)) for n in (number, number + 4)]
        records = [record(url, body) for url, body in pages]
        records += [record("https://other.example/", b"<p>another")]
        files[f"/{name_of(day, number)}"] = packed([*records, *(more if day == 14 else ())])
    names = [name.removeprefix("/") for name in files]
    files[LISTS] = gzip.compress("\n".join(names).encode())
    return CommonCrawl(files)


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
