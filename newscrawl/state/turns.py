"""When hosts are asked next: one queue per host for all runs of a user on this machine.

Outlets share hosts (comment systems, feeds), and their runs know nothing of each other.
"""

import logging
import sqlite3
import time
from contextlib import suppress
from functools import cached_property
from pathlib import Path

import platformdirs

logger = logging.getLogger(__name__)

FILE = "hosts.sqlite"
BUSY_SECONDS = 0.2
"""How long another run may hold the file; the crawl stands still."""
LONGEST = 600.0
"""Seconds. Nobody waits longer: what says so was written before the clock was set back."""


class Turns:
    """The file `hosts.sqlite` in the user's state folder, else in `folder`.

    Where neither can be written, a run keeps its own pace only. Nothing is raised.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def take(self, host: str, delay: float) -> float:
        """Take the next turn of a host, `delay` seconds before any other; return the wait."""
        now = time.time()
        if not (db := self._db):
            return 0.0
        try:
            db.execute("BEGIN IMMEDIATE")
            found = db.execute("SELECT free FROM turn WHERE host = ?", (host,)).fetchone()
            free = found[0] if found and found[0] < now + LONGEST else now
            begin = max(now, free)
            db.execute("INSERT OR REPLACE INTO turn VALUES (?, ?)", (host, begin + delay))
            db.execute("COMMIT")
        except sqlite3.Error as problem:
            with suppress(sqlite3.Error):
                db.rollback()
            logger.debug("no turn could be taken: %s", problem)
            return 0.0
        return begin - now

    @cached_property
    def _db(self) -> sqlite3.Connection | None:
        for place in (platformdirs.user_state_path("newscrawl"), self.folder):
            with suppress(OSError, sqlite3.Error):
                place.mkdir(parents=True, exist_ok=True)
                return _connect(place / FILE)
        logger.info("other runs are not waited for: there is no file in which they could be known")
        return None

    def close(self) -> None:
        if db := self.__dict__.pop("_db", None):
            db.close()


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        # Nothing is lost with it: it need not reach the disk.
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = OFF")
        db.execute("CREATE TABLE IF NOT EXISTS turn (host TEXT PRIMARY KEY, free REAL NOT NULL)")
        db.execute("DELETE FROM turn WHERE free < ?", (time.time() - LONGEST,))
    except sqlite3.Error:
        db.close()
        raise
    return db
