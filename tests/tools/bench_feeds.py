"""What exactly-once output costs: the demo crawled with it and with Scrapy's plain feeds, in turn.

`python -m tests.tools.bench_feeds [PAIRS] [ARTICLES] [yes|no]`: pairs of crawls, size of the demo,
comments or not (without a browser the output is a far greater part of the whole). The plain crawl
has no ledger at all. Pairs run one after the other on one machine, so a ratio can be trusted
where seconds cannot.
"""

import json
import re
import sys
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from tempfile import TemporaryDirectory

from rich.console import Console
from scrapy.crawler import Crawler
from scrapy.extensions.feedexport import FeedExporter

from newscrawl.demo import Demo
from newscrawl.settings import EXTENSIONS, ITEM_PIPELINES
from newscrawl.state.storage import output_of
from tests.support.crawling import crawl
from tests.support.demo_truth import RANGE

OURS = ("newscrawl.pipelines.dedupe.Dedupe", "newscrawl.extensions.feeds.Feeds")


class Plain(FeedExporter):
    """Scrapy's exporter alone."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        output_of(crawler).export_to(None, lambda: None)


def seconds(demo: Demo, comments: str, *, plain: bool) -> tuple[float, float]:
    """Crawl the demo into an empty folder; return the time by Scrapy's measure, and the CPU's."""
    before = getrusage(RUSAGE_CHILDREN)
    with TemporaryDirectory() as folder:
        settings = ["LOG_LEVEL=INFO"]
        if plain:
            rest = {name: place for name, place in ITEM_PIPELINES.items() if name not in OURS}
            feeds = {
                f"{folder}/{kind}s.jsonl": {
                    "format": "jsonlines",
                    "item_classes": [f"newscrawl.items.{kind}"],
                }
                for kind in ("Article", "Comment")
            }
            extensions = {name: place for name, place in EXTENSIONS.items() if name not in OURS}
            extensions["tests.tools.bench_feeds.Plain"] = 0
            settings += [
                f"ITEM_PIPELINES={json.dumps(rest)}",
                f"EXTENSIONS={json.dumps(extensions)}",
                f"FEEDS={json.dumps(feeds)}",
            ]
        run = crawl(
            "sputnik", Path(folder), *settings, base_url=demo.base_url, comments=comments, **RANGE
        )
        found = re.search(r"'elapsed_time_seconds': ([\d.]+)", run.stderr)
        assert run.status == 0, run.stderr
        assert found
        after = getrusage(RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return float(found[1]), cpu


def main(pairs: int = 9, articles: int = 300, comments: str = "no") -> None:
    """Print the median times, and the median over all pairs of ours against plain."""
    ours: list[tuple[float, float]] = []
    plain: list[tuple[float, float]] = []
    with Demo(articles=articles) as demo:
        for pair in range(pairs):
            for is_plain in (True, False) if pair % 2 else (False, True):
                (plain if is_plain else ours).append(seconds(demo, comments, plain=is_plain))
    console = Console(soft_wrap=True)
    console.print(f"{articles} articles, comments={comments}, {pairs} pairs of crawls")
    for kind, name in enumerate(("time", "CPU")):
        one, other = [run[kind] for run in ours], [run[kind] for run in plain]
        ratio = median(mine / theirs for mine, theirs in zip(one, other, strict=True))
        console.print(
            f"{name}: exactly once {median(one):.2f} s, plain feeds {median(other):.2f} s, "
            f"{ratio - 1:+.1%} in the median pair"
        )


if __name__ == "__main__":
    given = dict(enumerate(sys.argv[1:]))
    main(int(given.get(0, 9)), int(given.get(1, 300)), given.get(2, "no"))
