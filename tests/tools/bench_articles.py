"""CPU time of reading an article, beside others on the same pages; and of a crawl without comments.

`python -m tests.tools.bench_articles [FOLDER] [ARTICLES]`: a folder of saved pages (`*.html`, also
`*.html.gz`), by default those of `tests/`; the size of the demo that is crawled. trafilatura is
installed with newscrawl, newspaper4k with the extra `peers`.
"""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time

from rich.console import Console
from trafilatura import bare_extraction

from newscrawl import read_article
from newscrawl.demo import Demo
from tests.support.crawling import ROOT, crawl
from tests.support.demo_truth import RANGE

URL = "https://paper.example/2026/a-story"
Reader = Callable[[bytes], object]


def readers() -> dict[str, Reader]:
    """Return who reads a page, newscrawl first."""
    found: dict[str, Reader] = {
        "newscrawl": lambda html: read_article(html, URL, timezone="UTC"),
        "trafilatura": lambda html: bare_extraction(html, url=URL, include_comments=False),
    }
    if find_spec("newspaper"):
        article = import_module("newspaper").article
        found["newspaper4k"] = lambda html: article(URL, input_html=html.decode(errors="replace"))
    return found


def pages(folder: Path) -> Iterator[bytes]:
    for path in sorted([*folder.rglob("*.html"), *folder.rglob("*.html.gz")]):
        body = path.read_bytes()
        yield gzip.decompress(body) if path.suffix == ".gz" else body


def times(read: Reader, found: list[bytes]) -> list[float]:
    """Return the CPU milliseconds of each page, the least first."""
    for html in found:
        read(html)  # loads what is loaded at first use
    spent = []
    for html in found:
        start = process_time()
        read(html)
        spent.append(1000 * (process_time() - start))
    return sorted(spent)


def cpu_of(run: Callable[[], object]) -> float:
    """Return the CPU seconds of the processes that `run` starts and waits for."""
    before = getrusage(RUSAGE_CHILDREN)
    run()
    after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def crawls(articles: int) -> tuple[float, float, int]:
    """Return the CPU seconds of a crawl and of the bare spider, and how many pages both read."""
    with Demo(articles=articles) as demo, TemporaryDirectory() as folder:
        out, listed = Path(folder), Path(folder, "list.txt")
        given = {"base_url": demo.base_url, "comments": "no"} | RANGE
        ours = cpu_of(lambda: crawl("sputnik", out, **given))
        lines = (line for file in out.rglob("*-articles.jsonl") for line in file.open("rb"))
        urls = [json.loads(line)["url"] for line in lines]
        listed.write_text("\n".join(urls), "utf-8")
        spider = ROOT / "tests/tools/bare_spider.py"
        command = [sys.executable, "-m", "scrapy", "runspider", str(spider), "-a", f"list={listed}"]
        command += ["-o", f"{folder}/bare.jsonl", "-s", "LOG_LEVEL=ERROR"]
        quiet = os.environ | {"PYTHONPATH": str(ROOT)}
        bare = cpu_of(lambda: subprocess.run(command, check=True, cwd=folder, env=quiet))
        return ours, bare, len(urls)


def main(folder: Path, articles: int) -> None:
    """Print both tables."""
    console = Console(soft_wrap=True)
    found = list(pages(folder))
    console.print(f"{len(found)} pages, CPU ms a page")
    for name, read in readers().items():
        spent = times(read, found)
        p99 = spent[int(0.99 * (len(spent) - 1))]
        console.print(
            f"{name:12} median {median(spent):7.1f}  p99 {p99:7.1f}  most {spent[-1]:7.1f}"
        )
    ours, bare, number = crawls(articles)
    each = 1000 / (number or 1)
    console.print(
        f"a crawl of {number} articles, comments=no: {ours:.1f} CPU s ({ours * each:.0f} ms each);"
        f" a bare spider {bare:.1f} s ({bare * each:.0f} ms each): {ours / bare:.1f} times"
    )


if __name__ == "__main__":
    given = dict(enumerate(sys.argv[1:]))
    main(Path(given.get(0, ROOT / "tests")), int(given.get(1, 300)))
