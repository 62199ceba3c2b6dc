"""Which articles a task found, and which of them are written: what a stopped run goes on with."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

from newscrawl.discovery.base import Link
from newscrawl.items import Printed
from newscrawl.state.ledger import Ledger
from newscrawl.state.runs import FORM

AGAIN = timedelta(days=1)
"""An article written by a stopped run is read again after this: it may have new comments."""


class Links:
    """The table `link` of a ledger, for one task: one command with its arguments."""

    def __init__(self, ledger: Ledger, task: str, started: datetime) -> None:
        self.ledger, self.task = ledger, task
        self.fresh = f"{started - AGAIN:{FORM}}"

    def found(self, key: str, url: str, link: Link) -> None:
        """Note an article to be read: what it is known by, and the URL that will be asked for."""
        data = json.dumps([link.url, link.published, link.modified, link.declared])
        self.ledger.db.execute(
            "INSERT OR REPLACE INTO link VALUES (?, ?, ?, ?, NULL)", (self.task, key, url, data)
        )

    def done(self, url: str, run: str) -> None:
        """Note that nothing more is to be had from a URL."""
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
        """Yield what was found by runs of this task and never written."""
        rows = self.ledger.db.execute(
            "SELECT link FROM link WHERE task = ? AND done IS NULL", (self.task,)
        )
        for (data,) in rows.fetchall():
            url, published, modified, declared = json.loads(data)
            yield Link(
                url=url,
                published=Printed(*published),
                modified=Printed(*modified),
                declared=declared,
            )

    def clear(self) -> None:
        """Forget all: the task came to its end."""
        self.ledger.db.execute("DELETE FROM link WHERE task = ?", (self.task,))
