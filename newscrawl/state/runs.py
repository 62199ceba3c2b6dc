"""Which runs there were, what each was to do, and how far its files are good."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from newscrawl.state.ledger import Ledger

FORM = "%Y%m%dT%H%M%SZ"
FILE = re.compile(r"(\d{8}T\d{6}Z)-(articles|comments)\.jsonl(\.gz|\.zst)?(\.part)?")
"""The name of an output file: run, kind, packing, and whether it is still written."""


class File(NamedTuple):
    """An output file that the ledger vouches for."""

    name: str
    run: str
    good: int
    finished: bool
    """True once nothing more comes, before it has its final name: who sees that may take it away,
    and only a `.part` that is still there is given it again."""


class Runs:
    """The tables `run` and `file` of a ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def known(self) -> dict[str, str | None]:
        """Return the ids of all runs, with how they ended."""
        return dict(self.ledger.db.execute("SELECT id, reason FROM run"))

    def begin(self, task: str, started: datetime, since: datetime, folder: Path | None) -> str:
        """Note a new run; return its id, greater than that of any run before it."""
        found = [match[1] for path in _files(folder) if (match := FILE.fullmatch(path.name))]
        before = [run for run in (*found, *self.known()) if _is_moment(run)]
        run = next_id(started, max(before, default=""))
        self.add(run, task, since.isoformat(), None)
        self.ledger.db.commit()
        return run

    def add(self, run: str, task: str, since: str, reason: str | None) -> None:
        self.ledger.db.execute("INSERT INTO run VALUES (?, ?, ?, ?)", (run, task, since, reason))

    def end(self, run: str, reason: str) -> None:
        self.ledger.db.execute("UPDATE run SET reason = ? WHERE id = ?", (reason, run))
        self.ledger.db.execute("UPDATE file SET finished = 1 WHERE run = ?", (run,))

    def unfinished_since(self, task: str) -> datetime | None:
        """Return since when articles are wanted by runs of a task that did not come to an end."""
        row = self.ledger.db.execute(
            "SELECT min(since) FROM run WHERE task = ?1 AND id > coalesce("
            "(SELECT max(id) FROM run WHERE task = ?1 AND reason = 'finished'), '')",
            (task,),
        ).fetchone()
        return datetime.fromisoformat(row[0]) if row[0] else None

    def good(self, name: str, run: str, offset: int, *, finished: bool) -> None:
        """Note how many bytes of a file are on the disk, and whether that is all."""
        self.ledger.db.execute(
            "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?)", (name, run, offset, finished)
        )

    def files(self) -> list[File]:
        """Return all files, oldest first, the comments of a run before its articles."""
        rows = self.ledger.db.execute(
            "SELECT name, run, good, finished FROM file ORDER BY run, name DESC"
        )
        return [File(*row) for row in rows.fetchall()]


def next_id(started: datetime, newest: str) -> str:
    """Return the id of a run: when it began, or just after the newest one if the clock went back.

    >>> next_id(datetime(2026, 3, 14, 8, 30, tzinfo=UTC), "20260314T083000Z")
    '20260314T083001Z'
    """
    run = f"{started:{FORM}}"
    if run > newest:
        return run
    after = datetime.strptime(newest, FORM).replace(tzinfo=UTC) + timedelta(seconds=1)
    return f"{after:{FORM}}"


def _is_moment(run: str) -> bool:
    """Return whether an id is a moment: a file of any name may lie in the folder.

    >>> _is_moment("20260314T083000Z"), _is_moment("20269999T083000Z")
    (True, False)
    """
    try:
        return datetime.strptime(run, FORM).replace(tzinfo=UTC).year < 9999
    except ValueError:
        return False


def _files(folder: Path | None) -> list[Path]:
    return list(folder.iterdir()) if folder else []
