"""How many pages are opened in the browser, by what the site does: `make bench`, or by itself.

Five sites over three simulated days of twenty new articles each: one without comments, one with
rows in its HTML, one with a known system's JSON, one with a widget that only a browser shows, and
one that adds a widget on the third day. Prints the share of each day, and what was collected.
"""

import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.support.crawling import crawl
from tests.support.mixed_paper import HEAD, WIDGET, Answer, MixedPaper

DAYS, PER_DAY, COMMENTS = 3, 20, 3
OPENED = re.compile(r"'browser/pages': (\d+)")


class Site(MixedPaper):
    """A paper of one kind; `widget` is whether its widget has comments, without any number."""

    def __init__(self, way: str, *, widget: bool | None = None) -> None:
        super().__init__([(way, COMMENTS)] * DAYS * PER_DAY)
        self.widget = widget

    def answer(self, path: str, query: dict[str, list[str]]) -> Answer | None:
        if path == "/widget" and not self.widget:
            return Answer("{}", "application/json")
        return super().answer(path, query)

    def _article(self, number: int) -> Answer:
        if self.widget is None:
            return super()._article(number)
        page = HEAD.format(n=number, extra="", rows=WIDGET, count="")
        # Nothing tells how many comments there are.
        return Answer(page.replace('<h2 class="comments-title"> comments</h2>', ""))


class Day(NamedTuple):
    """One run: pages that were asked for, opened in the browser, and had their comments read."""

    pages: int
    opened: int
    read: int


KINDS: dict[str, Callable[[], Site]] = {
    "without comments": lambda: Site("browser", widget=False),
    "rows in HTML": lambda: Site("html"),
    "a known system's JSON": lambda: Site("api"),
    "a widget": lambda: Site("browser", widget=True),
    "a widget from day 3": lambda: Site("browser", widget=False),
}


def lived(kind: str) -> list[Day]:
    """Return what the runs of the days did on a site of a kind."""
    with KINDS[kind]() as site, tempfile.TemporaryDirectory() as folder:
        urls = [site.url(number) for number in site.posts]
        days = []
        for day in range(DAYS):
            if kind.endswith("from day 3") and day == 2:
                site.widget = True
            asked = urls[day * PER_DAY : (day + 1) * PER_DAY]
            run = crawl("news", Path(folder), "LOG_LEVEL=INFO", urls=",".join(asked))
            opened = OPENED.search(run.stderr)
            rows = [r for r in run.latest("articles").values() if r["request_url"] in asked]
            read = sum(row["comments_collected"] == COMMENTS for row in rows)
            days.append(Day(len(rows), int(opened[1]) if opened else 0, read))
        return days


def main() -> None:
    for kind in sys.argv[1:] or KINDS:
        days = lived(kind)
        shares = " ".join(f"{day.opened:3}/{day.pages}" for day in days)
        print(
            f"{kind:24} opened {shares}   read {' '.join(f'{d.read:3}' for d in days)}", flush=True
        )


if __name__ == "__main__":
    main()
