"""`runs.jsonl`: one line a run of a site, also for those that failed or were killed.

`History` is the file, `RunLine` the line of one run while it goes on and at its end.
"""

import json
import logging
import os
import platform
import time
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from newscrawl import clock
from newscrawl.items import SCHEMA_VERSION, Article, Comment, Row
from newscrawl.net.logs import without_keys
from newscrawl.runs.counters import CONTENT, Stats, counts, filled
from newscrawl.runs.exits import Exit, Refused

logger = logging.getLogger(__name__)

NAME = "runs.jsonl"
RUNNING = "running.json"
"""What is known of the run in progress. A run that died leaves it behind for the next one."""
KEYS = frozenset(
    "run_id site arguments date_started finish_reason articles comments completeness dates "
    "fill_rates alarms".split()
)
"""What every line has."""
CRAWL, REREAD = "crawl", "reread"
"""What a run was; a line of an earlier version, which does not say it, was a crawl."""
MOST = 2000
"""Number of lines read: an hourly run writes as many in three months."""

LONG_LINE = 8192
"""Bytes that a line seldom exceeds."""


class History:
    """The runs of one folder. Only `append` may be called without holding the folder's lock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path, self.running = folder / NAME, folder / RUNNING

    def runs(self) -> list[Row]:
        """Return the last lines, oldest first; lines that are not ours are left out."""
        lines = deque[bytes](maxlen=MOST)
        with suppress(FileNotFoundError), self.path.open("rb") as file:
            lines.extend(file)
        return [row for line in lines if (row := _row(line))]

    def visits(self, number: int = MOST) -> list[Row]:
        """Return the last lines of runs that visited the site, oldest first, as `runs` does."""
        found = [*filter(is_visit, self.last(number))]
        if len(found) < number < MOST and not all(map(is_visit, self.last(number))):
            found = [*filter(is_visit, self.runs())]
        return found[-number:]

    def last(self, number: int) -> list[Row]:
        """Return the last lines, as `runs` does, without reading all before them."""
        with suppress(FileNotFoundError), self.path.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - number * LONG_LINE))
            return [row for line in file.readlines()[-number:] if (row := _row(line))]
        return []

    def count(self) -> int:
        """Return how many lines there are."""
        with suppress(FileNotFoundError), self.path.open("rb") as file:
            return sum(1 for _ in file)
        return 0

    def append(self, row: Row) -> None:
        """Add a line, whole or not at all, through to the disk. Raises OSError."""
        line = (json.dumps(row, ensure_ascii=False) + "\n").encode()
        file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            before = os.fstat(file).st_size
            if os.write(file, line) < len(line):
                os.ftruncate(file, before)
                raise OSError(f"{self.path}: no room for a line")
            os.fsync(file)
        finally:
            os.close(file)

    def note(self, row: Row) -> None:
        """Keep what is known of this run, in case it dies. Raises OSError."""
        new = self.running.with_suffix(".new")
        try:
            new.write_text(json.dumps(row, ensure_ascii=False), "utf-8")
            new.replace(self.running)
        finally:
            new.unlink(missing_ok=True)

    def ongoing(self) -> Row | None:
        """Return what the run in progress, or one that died, noted about itself."""
        with suppress(OSError):
            return _row(self.running.read_bytes())
        return None

    def close(self, row: Row) -> None:
        """Add the line of this run, which has ended. Raises OSError.

        On a full disk it takes the place of what was noted, which is there already, and the next
        run adds it.
        """
        try:
            self.append(row)
        except OSError:
            with self.running.open("r+b") as file:
                file.write(json.dumps(row, ensure_ascii=False).encode())
                file.truncate()
            raise
        self.running.unlink(missing_ok=True)

    def bury(self, reading: str | None = None) -> Row | None:
        """Add the line of a run that died before it could, if there is one. Raises OSError.

        `reading` is what it was reading then.
        """
        self._cut()
        dead = self.ongoing()
        if dead and reading and reading not in dead["message"]:
            dead["message"] += f", while it read {without_keys(reading)}"
        if dead and all(row["run_id"] != dead["run_id"] for row in self.runs()):
            self.append(dead)
        self.running.unlink(missing_ok=True)
        return dead

    def _cut(self) -> None:
        """Cut off a line that a power cut tore."""
        with suppress(FileNotFoundError), self.path.open("r+b") as file:
            data = file.read()
            if (end := data.rfind(b"\n") + 1) < len(data):
                file.truncate(end)


def is_visit(row: Row) -> bool:
    """Return whether a line is that of a run that visited the site: not one of kept pages."""
    return row.get("command") != REREAD


def _row(line: bytes) -> Row | None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return (
        row if isinstance(row, dict) and row.get("type") == "run" and row.keys() >= KEYS else None
    )


class RunLine:
    """Collects the line of a run. Disk errors are only logged: the crawl matters more."""

    def __init__(
        self, folder: Path, run_id: str, site: str, given: Mapping[str, str], started: datetime
    ) -> None:
        self.history, self.run_id, self.site, self.started = History(folder), run_id, site, started
        self.arguments = {name: without_keys(value) for name, value in given.items()}
        self.began = time.monotonic()
        self.command = CRAWL
        self.peak = 0
        """Peak memory of this process and all below it, in bytes."""
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
        """Add to the last note how this process ends now; the next run writes it.

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
        chromium: str | None = None,
    ) -> Row:
        """Write the run's line, and return it; `chromium` is the version that was started."""
        row = self._row(stats, status, message, stats.get("finish_reason") or "shutdown", alarms)
        row["versions"] = versions(chromium)
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
        """Return as much of the line as is known before the verdict."""
        return self._row(stats, None, "", stats.get("finish_reason") or "shutdown", [])

    def _row(
        self, stats: Stats, status: Exit | None, message: str, reason: str, alarms: Sequence[Row]
    ) -> Row:
        row = {
            "type": "run",
            "schema_version": SCHEMA_VERSION,
            "run_id": self.run_id,
            "command": self.command,
            "site": self.site,
            "scope": self.history.folder.name,
            "arguments": self.arguments,
            "date_started": clock.stamp(self.started),
            "date_finished": clock.stamp(),
            "duration_seconds": round(time.monotonic() - self.began, 3),
            "exit_status": None if status is None else int(status),
            "exit_name": "KILLED" if status is None else status.name,
            "message": message,
            "finish_reason": reason,
            **counts(stats),
            "fill_rates": self.fill_rates(),
            "peak_memory_bytes": self.peak,
            "versions": versions(),
            "alarms": list(alarms),
        }
        for kind, number in self.measured.items():
            row[kind]["measured"] = number
        return row

    def fill_rates(self) -> dict[str, dict[str, float]]:
        """Return the share of written items in which a field holds something, by kind and field."""
        return {
            kind: {name: round(filled[name] / number, 4) for name in CONTENT[kind]}
            for kind, filled in self.filled.items()
            if (number := self.measured[kind])
        }


def versions(chromium: str | None = None) -> dict[str, str | None]:
    """Return what ran; Chromium's is None unless it was started."""
    packages = {name: _version(name) for name in ("newscrawl", "scrapy", "playwright")}
    return {**packages, "python": platform.python_version(), "chromium": chromium}


@cache  # it takes 5 ms, and a process of a fleet writes many lines
def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None  # run from a folder that was never installed
