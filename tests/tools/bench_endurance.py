"""Memory of crawler, driver and browser over a long run: `make endurance`, or with fewer pages."""

import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import median

from newscrawl.browser.processes import mebibytes, tree
from newscrawl.demo import Demo
from tests.support.watching import Crawl, running

PAGES = 1_500
ARTICLES = 1.6
"""For each page to be rendered: a third of the demo's articles have no thread to open."""
EARLY = 150
AROUND = 30
MOST = 1.2


def main(pages: int) -> int:
    samples: list[tuple[int, float]] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        Demo(articles=round(pages * ARTICLES)) as demo,
        running(demo, Path(folder), "LOG_LEVEL=ERROR") as crawl,
    ):
        begun = time.monotonic()
        ended = threading.Thread(target=crawl.end, args=(6 * 3600,))
        ended.start()
        while ended.is_alive():
            samples.append((rendered(crawl), mebibytes(tree(crawl.process))))
            ended.join(3)
        seconds, number = time.monotonic() - begun, rendered(crawl)
        left = len(crawl.left())
    early, late = near(samples, EARLY), near(samples, number - AROUND)
    print(f"{number} threads rendered in {seconds:.0f} s, status {crawl.process.returncode}")
    print(f"PSS of the tree, MiB: {early:.0f} after {EARLY} pages, {late:.0f} at the end")
    print(f"ratio {late / early:.2f} (at most {MOST}), peak {max(m for _, m in samples):.0f}")
    print(f"processes left: {left}")
    return int(late > MOST * early or left > 0 or number < pages)


def rendered(crawl: Crawl) -> int:
    return sum(row["comments_via"] == "browser" for row in crawl.rows().values())


def near(samples: list[tuple[int, float]], page: int) -> float:
    """Return the median of the samples taken within some pages of one."""
    return median(size for number, size in samples if abs(number - page) <= AROUND)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else PAGES))
