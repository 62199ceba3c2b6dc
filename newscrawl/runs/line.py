"""The line of one run in `runs.jsonl`, while it goes on and at its end."""

import logging
import platform
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from scrapy.settings import BaseSettings

from newscrawl import clock
from newscrawl.browser.chromium import chromium_version, find_chromium
from newscrawl.items import SCHEMA_VERSION, Article, Comment
from newscrawl.logs import without_keys
from newscrawl.runs.exits import Exit, Refused
from newscrawl.runs.figures import CONTENT, figures, filled
from newscrawl.runs.history import History, Row
from newscrawl.sites.arguments import Arguments

logger = logging.getLogger(__name__)

Stats = Mapping[str, Any]


class RunLine:
    """Collects what is told of a run. Errors of the disk are logged: the crawl matters more."""

    def __init__(
        self, history: History, run_id: str, arguments: Arguments, started: datetime
    ) -> None:
        self.history, self.run_id, self.started = history, run_id, started
        self.site = arguments.site.name
        self.arguments = {name: without_keys(value) for name, value in arguments.given.items()}
        self.began = time.monotonic()
        self.peak = 0
        """Bytes of this process and all below it, at most."""
        self.measured: Counter[str] = Counter()
        self.filled: dict[str, Counter[str]] = {kind: Counter() for kind in CONTENT}

    def add(self, item: Article | Comment) -> None:
        """Count the fields of a line that was written. Not those of a tombstone, which has few."""
        unwalked = isinstance(item, Article) and item.comments_status is None
        if unwalked or getattr(item, "date_removed_observed", None):
            return  # an article's last line tells all
        self.measured[f"{item.type}s"] += 1
        self.filled[f"{item.type}s"].update(filled(item))

    def note(self, stats: Stats) -> None:
        """Keep what is known so far: if this process is killed, the next run writes it."""
        try:
            self.history.note(self._row(stats, None, "killed before its end", "killed", []))
        except OSError as problem:
            logger.info("%s could not be written: %s", self.history.running, problem)

    def end_by_force(self, status: Exit, message: str) -> None:
        """Say in what was noted last how this process ends now; the next run writes it.

        For a process in which anything may hang: it touches nothing but the note.
        """
        row = self.history.ongoing()
        if row and row["run_id"] == self.run_id:  # else its line is written already
            row |= {
                "date_finished": clock.stamp(),
                "duration_seconds": round(time.monotonic() - self.began, 3),
                "exit_status": int(status),
                "exit_name": status.name,
                "message": message,
                "finish_reason": "forced",
            }
            with suppress(OSError):
                self.history.note(row)

    def close(
        self,
        stats: Stats,
        status: Exit,
        message: str,
        alarms: Sequence[Row],
        settings: BaseSettings,
    ) -> Row:
        """Write the run's line, and return it."""
        row = self._row(stats, status, message, stats.get("finish_reason") or "shutdown", alarms)
        row["versions"] = versions(stats, settings)
        try:
            self.history.close(row)
        except OSError as problem:
            # The next run writes it; what a full disk did to the run is told elsewhere.
            logger.info("%s could not be written: %s", self.history.path, problem)
        return row

    def refuse(self, refused: Refused) -> None:
        """Write the line of a run that could not begin, where there were runs before."""
        if self.history.path.exists():
            with suppress(OSError):
                row = self._row({}, refused.status, str(refused), "refused", [])
                self.history.append(row)

    def row(self, stats: Stats) -> Row:
        """Return the line as far as it is known before the verdict."""
        return self._row(stats, None, "", stats.get("finish_reason") or "shutdown", [])

    def _row(
        self, stats: Stats, status: Exit | None, message: str, reason: str, alarms: Sequence[Row]
    ) -> Row:
        row = {
            "type": "run",
            "schema_version": SCHEMA_VERSION,
            "run_id": self.run_id,
            "site": self.site,
            "arguments": self.arguments,
            "date_started": clock.stamp(self.started),
            "date_finished": clock.stamp(),
            "duration_seconds": round(time.monotonic() - self.began, 3),
            "exit_status": None if status is None else int(status),
            "exit_name": "KILLED" if status is None else status.name,
            "message": message,
            "finish_reason": reason,
            **figures(stats),
            "fill_rates": self.fill_rates(),
            "peak_memory_bytes": self.peak,
            "versions": versions({}, None),
            "alarms": list(alarms),
        }
        for kind, number in self.measured.items():
            row[kind]["measured"] = number
        return row

    def fill_rates(self) -> dict[str, dict[str, float]]:
        """Return the share of written items in which a field holds something, by kind and field."""
        return {
            kind: {name: round(counts[name] / number, 4) for name in CONTENT[kind]}
            for kind, counts in self.filled.items()
            if (number := self.measured[kind])
        }


def versions(stats: Stats, settings: BaseSettings | None) -> dict[str, str | None]:
    """Return what ran; Chromium's is None unless it was started."""
    browsed = settings and stats.get("playwright/page_count")
    chromium = find_chromium(settings) if browsed else None
    return {
        **{name: _version(name) for name in ("newscrawl", "scrapy", "playwright")},
        "python": platform.python_version(),
        "chromium": chromium_version(chromium) if chromium else None,
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None  # run from a folder that was never installed
