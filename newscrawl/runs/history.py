"""`runs.jsonl`: one line a run of a site, also for those that failed or were killed."""

import json
import os
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import Any

Row = dict[str, Any]
NAME = "runs.jsonl"
RUNNING = "running.json"
"""What is known of the run that goes on. A run that died leaves it behind for the next one."""
KEYS = frozenset(
    "run_id site arguments date_started finish_reason articles comments completeness dates "
    "fill_rates alarms".split()
)
"""What every line has."""
MOST = 2000
"""Lines that are read: an hourly run has as many in three months."""


class History:
    """The runs of one folder. Only `append` may be called without holding the folder's lock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path, self.running = folder / NAME, folder / RUNNING

    def runs(self) -> list[Row]:
        """Return the last lines, oldest first; what is no line of ours is left out."""
        lines = deque[bytes](maxlen=MOST)
        with suppress(FileNotFoundError), self.path.open("rb") as file:
            lines.extend(file)
        return [row for line in lines if (row := _row(line))]

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
        """Keep what is known of this run, for the case that it dies. Raises OSError."""
        new = self.running.with_suffix(".new")
        try:
            new.write_text(json.dumps(row, ensure_ascii=False), "utf-8")
            new.replace(self.running)
        finally:
            new.unlink(missing_ok=True)

    def ongoing(self) -> Row | None:
        """Return what the run that goes on, or died, has noted of itself."""
        with suppress(OSError):
            return _row(self.running.read_bytes())
        return None

    def close(self, row: Row) -> None:
        """Add the line of this run: it is no longer going on. Raises OSError.

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

    def bury(self) -> Row | None:
        """Add the line of a run that died before it could, if there is one. Raises OSError."""
        self._cut()
        dead = self.ongoing()
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


def _row(line: bytes) -> Row | None:
    try:
        row = json.loads(line)
    except ValueError:
        return None
    return (
        row if isinstance(row, dict) and row.get("type") == "run" and row.keys() >= KEYS else None
    )
