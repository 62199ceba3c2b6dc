"""What kept pages cost: the demo crawled with KEEP_PAGES and without, in turn, then read again.

`python -m tests.tools.bench_keep [PAIRS] [ARTICLES] [COMMENTS]`. Without comments, so that no
browser hides the cost; with `yes` as the third argument with them, and with what the browser loads.
CPU is that of the whole process, its start and its browser's included. Aim: at most 15 % more.
"""

import subprocess
import sys
import time
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from tempfile import TemporaryDirectory

from newscrawl.demo import Demo
from tests.support.crawling import ROOT, crawl
from tests.support.demo_truth import RANGE


def cpu() -> float:
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def crawled(demo: Demo, folder: Path, keep: str, comments: str) -> float:
    """Crawl into an empty folder; return the seconds of CPU."""
    before = cpu()
    given = {"base_url": demo.base_url, "comments": comments, **RANGE}
    run = crawl("sputnik", folder, f"KEEP_PAGES={keep}", **given)
    assert run.status == 0, run.stderr
    return cpu() - before


def read_again(folder: Path) -> tuple[float, float]:
    """Read the kept pages of a folder into another one; return the time, and the CPU's."""
    before, begun = cpu(), time.monotonic()
    with TemporaryDirectory() as anew:
        command = [sys.executable, "-m", "newscrawl", "reread", "sputnik.en", "--to", anew]
        subprocess.run([*command, "-s", f"OUTPUT_DIR={folder}"], cwd=ROOT, check=True)
    return time.monotonic() - begun, cpu() - before


def main(pairs: str = "5", articles: str = "300", comments: str = "no") -> None:
    ratios, kept_seconds = list[float](), list[float]()
    with Demo(articles=int(articles)) as demo:
        for _ in range(int(pairs)):
            with TemporaryDirectory() as one, TemporaryDirectory() as other:
                plain = crawled(demo, Path(one), "no", comments)
                kept = crawled(demo, Path(other), "warc", comments)
                ratios.append(kept / plain)
                kept_seconds.append(kept)
                size = sum(path.stat().st_size for path in Path(other).rglob("*.warc.gz"))
                if len(ratios) == int(pairs):
                    wall, used = read_again(Path(other))
    print(
        f"{articles} articles with KEEP_PAGES: {median(kept_seconds):.1f} s of CPU, "
        f"{median(ratios):.2f} times that without (from {min(ratios):.2f} to {max(ratios):.2f}); "
        f"{size / 2**20:.1f} MiB kept"
    )
    told = f"{int(articles) / used:.0f} a second and core, its start included"
    print(f"read again in {wall:.1f} s ({used:.1f} s of CPU): {told}")


if __name__ == "__main__":
    main(*sys.argv[1:])
