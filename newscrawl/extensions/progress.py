"""One line on a terminal while a crawl runs, and the table at its end."""

import sys
import time
from collections.abc import Mapping, Sized
from pathlib import Path
from typing import Any, Self

from rich.console import Console
from rich.progress import Progress as Bar
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from newscrawl.runs.counters import completeness, total

BESIDE = 12
"""Columns of a terminal beside the text: a spinner, the time elapsed, the blanks between."""


class Progress:
    """Shown where standard error is a terminal; cron never sees it."""

    def __init__(self, crawler: Crawler) -> None:
        if not sys.stderr.isatty():
            raise NotConfigured
        self.crawler = crawler
        self.bar = Bar(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self.task = self.bar.add_task("starting")
        self.begun = time.monotonic()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler)
        crawler.signals.connect(extension.bar.start, signals.spider_opened)
        crawler.signals.connect(extension.update, signals.response_received)
        crawler.signals.connect(extension.update, signals.item_scraped)
        crawler.signals.connect(extension.bar.stop, signals.spider_closed)
        return extension

    def update(self) -> None:
        assert self.crawler.stats  # noqa: S101
        seconds = time.monotonic() - self.begun
        # The spinner, the clock and the blanks between take the rest of the line.
        room = self.bar.console.width - BESIDE
        text = line(self.crawler.stats.get_stats(), seconds, self._queued(), room)
        self.bar.update(self.task, description=text)

    def _queued(self) -> int:
        """Return how many requests wait or are under way."""
        engine = self.crawler.engine
        if engine is None:
            return 0
        # A scheduler need not give its length; Scrapy's does.
        waiting = len(engine.scheduler) if isinstance(engine.scheduler, Sized) else 0
        return waiting + len(engine.downloader.active)


def line(
    stats: Mapping[str, Any], seconds: float = 0, queued: int = 0, width: int | None = None
) -> str:
    """Return the state of a crawl, so many seconds after its start, in one line.

    Where there is no room for all, the time left and the counts of articles and comments stay.

    >>> line({"articles/read": 3, "articles/found": 9, "comments/collected": 40}, 60, 12)
    '3 of 9 articles, 40 comments, 12 queued, 3 articles a minute, 2 min left'
    >>> line({"articles/read": 3, "articles/found": 9, "comments/collected": 40}, 60, 12, 45)
    '3 of 9 articles, 40 comments, 2 min left'
    """
    share = completeness(stats)
    articles = f"{stats.get('articles/read', 0)} of {stats.get('articles/found', 0)} articles"
    comments = f"{stats.get('comments/collected', 0)} comments"
    declared = "" if share is None else f" ({share:.1%} of those declared)"
    waiting = f"{queued} queued" if queued else ""
    pace, left = _pace(stats, seconds)
    # From all that can be said to what matters most.
    forms = (
        (articles, comments + declared, waiting, pace, left),
        (articles, comments, waiting, pace, left),
        (articles, comments, pace, left),
        (articles, comments, left),
    )
    lines = [", ".join(filter(None, form)) for form in forms]
    return next((one for one in lines if width is None or len(one) <= width), lines[-1])


def _pace(stats: Mapping[str, Any], seconds: float) -> tuple[str, str]:
    """Return the rate and the time left, once there is enough to compute them."""
    done = sum(stats.get(f"articles/{name}", 0) for name in ("read", "guessed", "out_of_range"))
    done += total(stats, "articles/failed/")
    if done < 3 or seconds < 5:
        return "", ""
    rest = max(stats.get("articles/found", 0) - done, 0) * seconds / done
    left = f"{rest / 60:.0f} min left" if rest >= 90 else f"{rest:.0f} s left" if rest else ""
    return f"{done / seconds * 60:.0f} articles a minute", left


def summary(stats: Mapping[str, Any], folder: Path | None) -> str:
    """Return the end of a crawl in a few lines for a reader; `folder` is where its output is."""
    table = Table(box=None, show_header=False)
    table.add_column(style="bold")
    table.add_column()
    share = completeness(stats)
    rows = {
        "articles": f"{stats.get('articles/read', 0)} read: {_kinds(stats, 'articles')}",
        "comments": f"{stats.get('comments/collected', 0)} collected: {_kinds(stats, 'comments')}",
        "declared": f"{stats.get('comments/declared', 0)}"
        + ("" if share is None else f", {share:.1%} of them collected"),
        "threads": _parts(stats, "threads/") or "none",
        "dates": f"{total(stats, 'dates/read/')} read, {total(stats, 'dates/unreadable/')} not"
        f"; {stats.get('articles/undated', 0)} articles have none",
        "not read": _parts(stats, "articles/failed/") or "nothing failed",
    }
    if folder:
        here = Path.cwd()
        rows["folder"] = str(folder.relative_to(here) if folder.is_relative_to(here) else folder)
    for name, value in rows.items():
        table.add_row(name, value)
    console = Console()
    with console.capture() as capture:
        console.print(table)
    return capture.get().rstrip()


def _kinds(stats: Mapping[str, Any], items: str) -> str:
    return ", ".join(
        f"{stats.get(f'{items}/{kind}', 0)} {kind}" for kind in ("new", "changed", "known")
    )


def _parts(stats: Mapping[str, Any], prefix: str) -> str:
    parts = {name.removeprefix(prefix): n for name, n in stats.items() if name.startswith(prefix)}
    return ", ".join(f"{number} {name}" for name, number in sorted(parts.items()))
