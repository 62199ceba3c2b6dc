"""`make bench`: how fast threads are rendered, beside raw Playwright on the same pages.

Raw Playwright is four tabs that are used again, each with a script that presses until nothing more
comes, and the document taken out: the least that rendering costs. No second is kept between
requests. Prints articles per second and CPU seconds per article of each, all processes counted, and
the ratios. Start and end of crawl and browser are taken out by a second, shorter run.
"""

import asyncio
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

from playwright.async_api import Page, async_playwright

from newscrawl.browser.chromium import find_chromium
from tests.support.crawling import crawl
from tests.support.mixed_paper import MixedPaper

TABS, COMMENTS = 4, 64
FEW, MANY = 4, 44
PRESS = """async () => {
  const rows = () => document.querySelectorAll('.comment').length;
  const more = () => document.querySelector('#talk button');
  for (let pressed = 0; !rows() || more();) {
    if (more() && rows() > pressed) { pressed = rows(); more().click(); }
    await new Promise((done) => setTimeout(done, 10));
  }
}"""


def cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


async def raw(paper: MixedPaper) -> int:
    """Return how many of the comments were seen."""
    urls = [(number, paper.url(number)) for number in paper.posts]
    async with async_playwright() as driver:
        path = find_chromium(None)
        browser = await driver.chromium.launch(executable_path=path and str(path))
        context = await browser.new_context()
        tabs = [await context.new_page() for _ in range(TABS)]
        seen = await asyncio.gather(*(_tab(page, paper, urls) for page in tabs))
        await browser.close()
    return sum(seen)


async def _tab(page: Page, paper: MixedPaper, urls: list[tuple[int, str]]) -> int:
    seen = 0
    while urls:
        number, url = urls.pop()
        await page.goto(url, wait_until="domcontentloaded")
        await page.evaluate(PRESS)
        document = await page.content()
        seen += sum(
            f'id="comment-{number * 1000 + one.id}"' in document for one in paper.posts[number]
        )
    return seen


def crawled(paper: MixedPaper) -> int:
    with tempfile.TemporaryDirectory() as folder:
        urls = ",".join(map(paper.url, paper.posts))
        run = crawl("news", Path(folder), urls=urls)
        if paper.losses(run)[2:] != (0, 0):
            sys.exit(f"{paper.losses(run)}: {run.stderr}")
        return len(run.lines("comments"))


def measure(way: str, articles: int) -> tuple[float, float]:
    """Return wall and CPU seconds of all processes; ends the program if a comment is missing."""
    with MixedPaper([("browser", COMMENTS)] * articles) as paper:
        cpu_before, begun = cpu(), time.monotonic()
        seen = asyncio.run(raw(paper)) if way == "raw" else crawled(paper)
        if seen != len(paper.truth):
            sys.exit(f"{way}: {seen} of {len(paper.truth)} comments")
        return time.monotonic() - begun, cpu() - cpu_before


def main() -> None:
    os.environ["NODE_NO_WARNINGS"] = "1"
    results = {}
    for way in ("raw", "crawl"):
        few, many = measure(way, FEW), measure(way, MANY)
        wall, used = (
            (after - before) / (MANY - FEW) for before, after in zip(few, many, strict=True)
        )
        results[way] = wall, used
        print(f"{way:6} {1 / wall:6.2f} articles/s   {used:6.3f} CPU s/article", flush=True)
    raw_, ours = results["raw"], results["crawl"]
    print(f"crawl / raw: articles/s {raw_[0] / ours[0]:.2f}, CPU {ours[1] / raw_[1]:.2f}")


if __name__ == "__main__":
    main()
