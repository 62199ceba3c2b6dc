"""What runs of a task have to do, how far they got, and what a stopped one left to do.

A task is one command with its arguments.
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from newscrawl.discovery.base import Link
from newscrawl.items import Printed
from newscrawl.state.files import FILE, FORM, is_moment, next_id
from newscrawl.state.ledger import Ledger

AGAIN = timedelta(days=1)
"""An article written by a stopped run is read again after this: it may have new comments."""


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
        before = [run for run in (*found, *self.known()) if is_moment(run)]
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
        """Return from when on articles are wanted by runs of a task that did not finish."""
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


class Links:
    """The table `link` of a ledger, for one task: one command with its arguments."""

    def __init__(self, ledger: Ledger, task: str, started: datetime) -> None:
        self.ledger, self.task = ledger, task
        self.fresh = f"{started - AGAIN:{FORM}}"

    def found(self, key: str, url: str, link: Link) -> None:
        """Note an article to be read: its key, and the URL that will be asked for."""
        data = json.dumps([link.url, link.published, link.modified, link.declared, link.vouched])
        self.ledger.db.execute(
            "INSERT OR REPLACE INTO link VALUES (?, ?, ?, ?, NULL)", (self.task, key, url, data)
        )

    def done(self, url: str, run: str) -> None:
        """Note that a URL has nothing more to give."""
        self.ledger.db.execute(
            "UPDATE link SET done = ? WHERE task = ? AND url = ?", (run, self.task, url)
        )

    def is_done(self, key: str) -> bool:
        """Return whether a stopped run of this task has lately written this article."""
        row = self.ledger.db.execute(
            "SELECT done FROM link WHERE task = ? AND key = ?", (self.task, key)
        ).fetchone()
        return bool(row and row[0] and row[0] >= self.fresh)

    def waiting(self) -> Iterator[Link]:
        """Yield what runs of this task found and never wrote."""
        rows = self.ledger.db.execute(
            "SELECT link FROM link WHERE task = ? AND done IS NULL", (self.task,)
        )
        for (data,) in rows.fetchall():
            # A ledger of an earlier version does not say who named it.
            url, published, modified, declared, *vouched = json.loads(data)
            yield Link(
                url=url,
                published=Printed(*published),
                modified=Printed(*modified),
                declared=declared,
                vouched=any(vouched),
            )

    def clear(self) -> None:
        """Forget everything: the task is finished."""
        self.ledger.db.execute("DELETE FROM link WHERE task = ?", (self.task,))


def _files(folder: Path | None) -> list[Path]:
    return list(folder.iterdir()) if folder else []
