"""What a fleet costs: many small papers on loopback, visited by `newscrawl fleet run`.

`python -m tests.tools.bench_fleet [OUTLETS]`: first a visit that brings five articles of each,
their comments in the HTML, beside a bare Scrapy spider that asks for the same pages in one process
and reads five fields of each article; then visits that find nothing new. CPU seconds are those of
all processes, the memory is the most that they had at a time (PSS). The papers are served by a
process of their own, whose CPU does not count.
"""

import json
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from tempfile import TemporaryDirectory
from typing import Any

import psutil
from rich.console import Console
from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response

from tests.support.crawling import ROOT
from tests.support.small_paper import SmallPaper, small_paper

ARTICLES = 5
WORDS = "The harbour opened again on Saturday after a long and rather cold winter. "
NOW = "2026-03-15T08:00:00Z"


@dataclass
class Paper(SmallPaper):
    """A feed of five articles, each with three comments in its HTML."""

    def answer(self, path: str, query: dict[str, list[str]]) -> tuple[int, str, dict[str, str]]:
        if path == "/feed.xml":
            items = "".join(
                f"<item><link>{self.base}/2026/03/14/the-harbour-opens-{number}</link>"
                f"<pubDate>Sat, 14 Mar 2026 11:0{number}:00 GMT</pubDate></item>"
                for number in range(ARTICLES)
            )
            feed = f'<rss version="2.0"><channel>{items}</channel></rss>'
            return 200, feed, {"Content-Type": "text/xml"}
        if path.startswith("/2026/"):
            return 200, _article(int(path[-1])), {}
        return super().answer(path, query)


def _article(number: int) -> str:
    rows = "".join(
        f'<li class="comment" id="comment-{number}{one}"><article class="comment-body"><footer '
        f'class="comment-meta"><div class="comment-author vcard"><b class="fn">Ann {one}</b></div>'
        f'<time datetime="2026-03-14T12:0{one}:00Z">noon</time></footer><div class="'
        f'comment-content"><p>Who pays for it, {one}?</p></div></article></li>'
        for one in range(3)
    )
    return (
        '<html lang="en"><head><meta property="og:type" content="article">'
        f'<meta property="article:published_time" content="2026-03-14T11:0{number}:00Z">'
        '<meta name="author" content="Ann Quill"></head><body class="single">'
        f"<article><h1>The harbour opens {number}</h1>{f'<p>{WORDS * 6}</p>' * 6}</article>"
        f'<div id="comments"><h2>3 comments</h2><ol class="commentlist">{rows}</ol></div></body>'
        "</html>"
    )


class Bare(Spider):
    """Asks for pages, and reads five fields of the articles."""

    name = "bare"

    def __init__(self, urls: list[str]) -> None:
        super().__init__()
        self.urls = urls

    async def start(self) -> AsyncIterator[Any]:
        for url in self.urls:
            yield Request(url, dont_filter=True)

    def parse(self, response: Response, **_: Any) -> Any:
        if "/2026/" not in response.url:
            return None
        return {
            "url": response.url,
            "headline": response.css("h1::text").get(),
            "date": response.css('[property="article:published_time"]::attr(content)').get(),
            "author": response.css('[name="author"]::attr(content)').get(),
            "body": "\n".join(response.css("article p::text").getall()),
        }


def bare(asked: str, output: str) -> None:
    """Be the process of the bare spider."""
    process = AsyncCrawlerProcess(
        {"LOG_LEVEL": "ERROR", "FEEDS": {output: {"format": "jsonlines"}}, "RETRY_TIMES": 0}
    )
    process.crawl(Bare, urls=json.loads(Path(asked).read_text("utf-8")))
    process.start()


def serve(outlets: int, file: str) -> None:
    """Be the process of the papers; a line on standard input is answered with what was asked."""
    with ExitStack() as stack:
        papers = [stack.enter_context(small_paper(Paper())) for _ in range(outlets)]
        lines = [f"Paper {number},{paper.base}" for number, paper in enumerate(papers)]
        Path(file).write_text("\n".join(["name,url", *lines, ""]), "utf-8")
        print("ready", flush=True)
        for _ in sys.stdin:
            asked = [f"{paper.base}{path}" for paper in papers for path, _ in paper.log]
            for paper in papers:
                paper.log.clear()
            print(json.dumps(asked), flush=True)


@contextmanager
def memory_of(process: psutil.Process, most: list[int]) -> Any:
    """Note in `most` the largest sum of PSS of a process and all below it."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.5):
            total = 0
            with suppress(psutil.Error):
                for one in (process, *process.children(recursive=True)):
                    with suppress(psutil.Error):
                        total += one.memory_full_info().pss
            most.append(total)

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def cost(command: list[str], folder: Path) -> tuple[float, float, int]:
    """Run a command to its end; return its CPU seconds, its seconds, and its bytes."""
    before, began, most = getrusage(RUSAGE_CHILDREN), time.monotonic(), [0]
    environment = {"PYTHONPATH": str(ROOT), "NEWSCRAWL_CLOCK": NOW, "PATH": "/usr/bin:/bin"}
    process = subprocess.Popen(command, cwd=folder, env=environment)
    with memory_of(psutil.Process(process.pid), most):
        status = process.wait()
    assert status == 0, command
    after = getrusage(RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, time.monotonic() - began, max(most)


def main(outlets: int = 200) -> None:
    """Print what each visit cost."""
    console = Console(soft_wrap=True)
    here = [sys.executable, "-m", "tests.tools.bench_fleet"]
    with TemporaryDirectory() as made:
        folder = Path(made)
        file, asked = folder / "outlets.csv", folder / "asked.json"
        papers = subprocess.Popen(
            [*here, "serve", str(outlets), str(file)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip
        assert papers.stdin
        assert papers.stdout
        papers.stdout.readline()
        run = [sys.executable, "-m", "newscrawl", "fleet", "run", str(file), "--all", "--jobs", "8"]
        first = cost(run, folder)
        print(file=papers.stdin, flush=True)
        asked.write_text(papers.stdout.readline(), "utf-8")
        plain = cost([*here, "bare", str(asked), str(folder / "bare.jsonl")], ROOT)
        idle = min(cost(run, folder) for _ in range(2))
        lines = (folder / "bare.jsonl").read_text("utf-8").count("\n")
        assert lines == outlets * ARTICLES, lines
        papers.stdin.close()
        papers.wait()
    console.print(f"{outlets} outlets, {ARTICLES} new articles each, comments in the HTML")
    for name, (cpu, seconds, size) in {"fleet": first, "bare": plain, "idle": idle}.items():
        console.print(f"{name:>6}: {cpu:7.1f} CPU s, {seconds:7.1f} s, {size / 2**20:6.0f} MiB")
    console.print(f"fleet / bare: {first[0] / plain[0]:.1f} times the CPU")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["serve", number, path]:
            serve(int(number), path)
        case ["bare", pages, lines_to]:
            bare(pages, lines_to)
        case rest:
            main(*map(int, rest))
