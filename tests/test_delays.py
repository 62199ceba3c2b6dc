"""One page never holds up other hosts, however much of one thing it has."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import psutil
import pytest

from newscrawl.deadline import AGAIN
from newscrawl.middlewares.reading import SECONDS
from tests.support.crawling import ended, record_folder, start
from tests.support.large_pages import KINDS

LARGE = ("attributes", "h1", "rows", "p", "meta")
LIGHT = 150
MOST = SECONDS + 2 * AGAIN + 1.5
"""CPU seconds of the crawl between two requests: one step of reading, and what else it does."""
STORY = """<html><head><meta property="og:type" content="article">
<meta property="article:published_time" content="2026-03-14T09:00:00Z"></head><body><article>
<h1>The ferry is late again, for the {}. time</h1><p>{}</p></article></body></html>"""
TEXT = "The ferry left the harbour at noon with all hands aboard and little wind. " * 4
NAME = "the-bridge-is-open-again"


class Paper:
    """A paper with pages of every large kind, on one host, and light ones on another."""

    def __init__(self) -> None:
        self.crawl: psutil.Process | None = None
        self.used: list[float] = []
        """CPU seconds that the crawl had used at each request for a light page."""

    def answer(self, path: str) -> str:
        kind = path.partition(f"/{NAME}-")[2].replace("%20", " ")
        if kind in KINDS:
            size, make = KINDS[kind]
            return make(size)
        if "/ferry-" not in path:
            return ""
        if self.crawl:
            times = self.crawl.cpu_times()
            self.used.append(times.user + times.system)
        return STORY.format(path.rpartition("-")[2], TEXT)


@contextmanager
def serving(paper: Paper) -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = paper.answer(self.path).encode()
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.mark.slow
def test_large_pages_hold_up_no_other_host(tmp_path: Path) -> None:
    paper = Paper()
    with serving(paper) as port:
        large = [f"http://127.0.0.1:{port}/2026/03/14/{NAME}-{kind}" for kind in LARGE]
        light = [f"http://localhost:{port}/2026/03/14/ferry-is-late-{n}" for n in range(LIGHT)]
        urls = tmp_path / "urls.txt"
        urls.write_text("\n".join([*large, *light]), "utf-8")
        given = {"urls": str(urls)}
        settings = ("BROWSER=never", "DOWNLOAD_DELAY=0.2", "AUTOTHROTTLE_ENABLED=False")
        process = start("news", tmp_path, *settings, **given)
        paper.crawl = psutil.Process(process.pid)
        run = ended(process, record_folder(tmp_path, "news", **given))
    read = {row["request_url"].rpartition("/")[2] for row in run.latest("articles").values()}
    slow = {f"{NAME}-{kind}" for kind in LARGE} - read
    assert len(read) == LIGHT + len(LARGE) - len(slow)
    assert run.run_lines()[-1]["articles"]["failed"] == {"too_slow": len(slow)}
    assert all(f"{name}: reading it took too long" in run.stderr for name in slow)
    assert max(then - now for now, then in pairwise(paper.used)) < MOST
