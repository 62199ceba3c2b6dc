"""`make bench`: CPU seconds to read pages with very many of one thing, and of twice as many.

`python -m tests.tools.bench_trees [share [kind ...]]`: the share of the full size (default 1).
A ratio of 2 is linear; 4 is the square.
"""

import sys
from collections.abc import Callable
from time import process_time

from newscrawl import read_article, read_comments
from tests.support.large_pages import ADDRESS, KINDS

Read = Callable[[str, str], object]


def seconds(read: Read, html: str) -> float:
    start = process_time()
    read(html, ADDRESS)
    return process_time() - start


def main() -> None:
    share = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    read_comments("<p>14 March 2026", ADDRESS)  # loads what is loaded at first use
    print(f"{'':20} {'size':>9} {'MB':>5} {'article':>8} {'ratio':>5} {'comments':>8} {'ratio':>5}")
    for name in sys.argv[2:] or KINDS:
        full, make = KINDS[name]
        size = int(full * share)
        html, half = make(size), make(size // 2)
        print(f"{name:20} {size:9,} {len(html) / 1e6:5.1f}", end="", flush=True)
        for read in (read_article, read_comments):
            short, long = seconds(read, half), seconds(read, html)
            print(f" {long:8.2f} {long / max(short, 1e-6):5.1f}", end="", flush=True)
        print()


if __name__ == "__main__":
    main()
