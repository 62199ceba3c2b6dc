"""What runs of a task have to do, how far they got, and what a stopped one left to do.

A task is one command with its arguments.
"""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from newscrawl.discovery.base import Link
from newscrawl.items import Printed
from newscrawl.state.files import FORM, is_moment, next_id, run_and_kind
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
        found = [run_and_kind(path.name)[0] for path in _files(folder)]
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


class Waiting(NamedTuple):
    """An article that was found and not asked for yet."""

    key: str
    url: str
    link: Link
    is_left: bool
    """True if a stopped run found it."""


class Links:
    """The table `link` of a ledger, for one task: one command with its arguments.

    What a run finds waits there, not in memory: a sitemap may name a million articles.
    """

    def __init__(self, ledger: Ledger, task: str, started: datetime, run: str) -> None:
        self.ledger, self.task, self.run = ledger, task, run
        self.fresh = f"{started - AGAIN:{FORM}}"
        self.number = 0
        """How many this run has found."""
        ledger.db.execute("UPDATE link SET asked = 0 WHERE task = ? AND asked", (task,))
        ledger.db.commit()

    def meet(self, key: str) -> bool:
        """Note that this run met a link; return whether for the first time."""
        return bool(self.ledger.db.execute("INSERT OR IGNORE INTO met VALUES (?)", (key,)).rowcount)

    def found(self, key: str, url: str, link: Link, day: str = "") -> None:
        """Note an article to be read: its key, its URL, and the day that its list prints."""
        data = json.dumps([link.url, link.published, link.modified, link.declared, link.vouched])
        self.number += 1
        self.ledger.db.execute(
            "INSERT OR REPLACE INTO link VALUES (?, ?, ?, ?, NULL, ?, ?, ?, 0)",
            (self.task, key, url, data, self.run, day, self.number),
        )

    def newest(self) -> Waiting | None:
        """Return the newest of those that wait; those without a day are the oldest."""
        row = self.ledger.db.execute(
            "SELECT key, url, link, run FROM link WHERE task = ? AND done IS NULL AND asked = 0 "
            "ORDER BY day DESC, place LIMIT 1",
            (self.task,),
        ).fetchone()
        return row and Waiting(row[0], row[1], _link(row[2]), row[3] != self.run)

    def asked(self, key: str, url: str) -> None:
        """Note that one waits no longer, and the URL that was asked for."""
        self.ledger.db.execute(
            "UPDATE link SET asked = 1, url = ? WHERE task = ? AND key = ?", (url, self.task, key)
        )

    def waiting(self) -> int:
        """Return how many wait."""
        row = self.ledger.db.execute(
            "SELECT count(*) FROM link WHERE task = ? AND done IS NULL AND asked = 0", (self.task,)
        ).fetchone()
        return int(row[0])

    def done(self, url: str, run: str) -> None:
        """Note that a URL has nothing more to give."""
        self.ledger.db.execute(
            "UPDATE link SET done = ? WHERE task = ? AND url = ?", (run, self.task, url)
        )

    def state(self, key: str) -> str | None:
        """Return what is known of an article: it waits, or a run has lately been done with it."""
        row = self.ledger.db.execute(
            "SELECT done FROM link WHERE task = ? AND key = ?", (self.task, key)
        ).fetchone()
        if not row:
            return None
        return "waiting" if row[0] is None else "done" if row[0] >= self.fresh else None

    def clear(self) -> None:
        """Forget everything: the task is finished."""
        self.ledger.db.execute("DELETE FROM link WHERE task = ?", (self.task,))


def _link(data: str) -> Link:
    # A ledger of an earlier version does not say who named it.
    url, published, modified, declared, *vouched = json.loads(data)
    return Link(
        url=url,
        published=Printed(*published),
        modified=Printed(*modified),
        declared=declared,
        vouched=any(vouched),
    )


def _files(folder: Path | None) -> list[Path]:
    return list(folder.iterdir()) if folder else []
