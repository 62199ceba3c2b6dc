"""How a fleet's run goes, on a terminal."""

import sys
import time
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

import psutil
from rich.console import Console
from rich.live import Live
from rich.table import Table

from newscrawl.fleet.pool import Pool
from newscrawl.fleet.result import Result


@dataclass
class Figures:
    """The numbers of a run of the fleet so far."""

    pool: Pool
    all: int
    """Outlets that are due."""
    until: float | None = None
    """When it is to end, by `time.monotonic`."""
    done: int = 0
    failed: int = 0
    articles: int = 0
    """New ones."""
    comments: int = 0
    began: float = field(default_factory=time.monotonic)

    def add(self, result: Result, *, failed: bool) -> None:
        """Count a visit."""
        self.done += 1
        self.failed += failed
        self.articles += result.articles
        self.comments += result.comments

    def __rich__(self) -> Table:
        minutes = max(time.monotonic() - self.began, 1) / 60
        table = Table(box=None, pad_edge=False, header_style="dim")
        for name in ("done", "running", "waiting", "failed", "articles", "comments"):
            table.add_column(name, justify="right")
        table.add_column("memory", justify="right")
        table.add_column("time left", justify="right")
        table.add_row(
            f"{self.done} of {self.all}",
            str(self.pool.running),
            str(len(self.pool.waiting)),
            str(self.failed),
            f"{self.articles:,} ({self.articles / minutes:.0f}/min)",
            f"{self.comments:,} ({self.comments / minutes:.0f}/min)",
            f"{_mebibytes():,} MiB",
            self._left(),
        )
        return table

    def _left(self) -> str:
        if not self.done:
            return "-"
        now = time.monotonic()
        seconds = (now - self.began) / self.done * (self.all - self.done)
        if self.until:
            seconds = min(seconds, self.until - now)
        return f"{max(0, seconds) / 60:.0f} min"

    def shown(self) -> AbstractContextManager[object]:
        """Show them while a block goes on, where standard error is a terminal."""
        if not sys.stderr.isatty():
            return nullcontext()
        console = Console(stderr=True)
        return Live(self, console=console, transient=True, refresh_per_second=2)


def _mebibytes() -> int:
    """Return the memory of this process and all below it, pages that they share counted twice."""
    here = psutil.Process()
    total = 0
    for one in (here, *here.children(recursive=True)):
        try:
            total += one.memory_info().rss
        except psutil.Error:  # it has just ended
            continue
    return total // 2**20
