"""What an export costs: an invented record of many comments, written in every form.

`python -m tests.tools.bench_export [COMMENTS]`. Every tenth comment is observed twice.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from rich.console import Console

from newscrawl.items import Article, Author, Comment
from tests.support.crawling import ROOT

THREAD = 200
"""Comments of an article."""
RUN = 50_000
"""Comments of a run."""
TEXT = "So much for the bridge, which was closed again on Sunday. Привет! " * 4
FORMS = {
    "jsonl": ("--what", "comments"),
    "csv": ("--what", "comments"),
    "parquet": ("--what", "comments"),
    "threads.jsonl": ("--threads",),
    "history.jsonl": ("--history",),
}


def write_record(folder: Path, comments: int) -> None:
    """Write runs of invented comments below a site's folder."""
    folder.mkdir(parents=True)
    for start in range(0, comments, RUN):
        run = f"20260314T{start // RUN:06}Z"
        numbers = range(start, min(start + RUN, comments))
        again = range(max(0, start - RUN), start, 10)
        rows = [*(_comment(n, 1) for n in numbers), *(_comment(n, 2) for n in again)]
        _write(folder / f"{run}-comments.jsonl", iter(rows))
        articles = (_article(n) for n in sorted({number // THREAD for number in numbers}))
        _write(folder / f"{run}-articles.jsonl", articles)


def _write(path: Path, rows: Iterator[Article | Comment]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(asdict(row), ensure_ascii=False) + "\n")


def _article(number: int) -> Article:
    url = f"https://paper.example/{number}"
    return Article(
        id=f"paper:{number}",
        site="paper",
        url=url,
        canonical_url=url,
        request_url=url,
        article_body=TEXT * 10,
    )


def _comment(number: int, version: int) -> Comment:
    article, place = divmod(number, THREAD)
    parent = f"talk:paper:{number - place % 7}" if place % 7 else None
    return Comment(
        id=f"talk:paper:{number}",
        comment_id=f"{number}",
        article_id=f"paper:{article}",
        article_url=f"https://paper.example/{article}",
        parent_id=parent,
        position=place,
        comment_engine="talk",
        text=TEXT[: number % len(TEXT)],
        author=Author(name=f"reader {number % 977}"),
        version=version,
        upvote_count=number % 13,
        date_published="2026-03-14T12:00:00Z",
    )


def export(output: Path, file: Path, *options: str) -> tuple[float, int]:
    """Run `scrapy export`; return its seconds and its peak memory in MiB."""
    command = [sys.executable, "-m", "scrapy", "export", "paper", "-o", str(file), *options]
    start = monotonic()
    process = subprocess.Popen([*command, "-s", f"OUTPUT_DIR={output}"], cwd=ROOT)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return monotonic() - start, used.ru_maxrss // 1024


def main(comments: int = 1_000_000) -> None:
    """Print seconds, peak memory and size for each form."""
    console = Console(soft_wrap=True)
    with TemporaryDirectory() as folder:
        output = Path(folder)
        write_record(output / "paper", comments)
        size = sum(path.stat().st_size for path in (output / "paper").iterdir()) / 1e6
        console.print(f"{comments} comments, {size:.0f} MB of record")
        for name, options in FORMS.items():
            file = output / f"x.{name}"
            seconds, peak = export(output, file, *options)
            console.print(
                f"{name}: {seconds:.1f} s, peak {peak} MiB, {file.stat().st_size / 1e6:.0f} MB"
            )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
