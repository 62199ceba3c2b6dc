"""What all runs of a user on this machine know about hosts together: one small SQLite file.

Outlets share hosts (comment systems, feeds), and their runs know nothing of each other. `turns.py`,
`hosts.py` and `robots.py` say what is kept.
"""

import logging
import sqlite3
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Self
from weakref import WeakKeyDictionary

import platformdirs
from scrapy.crawler import Crawler

from newscrawl.net.addresses import is_loopback

logger = logging.getLogger(__name__)

FILE = "hosts.sqlite"
BUSY_SECONDS = 0.2
"""How long another run may hold the file; the crawl stands still."""
OLD_SECONDS = 600.0
SCHEMA = """
CREATE TABLE IF NOT EXISTS turn (host TEXT PRIMARY KEY, free REAL NOT NULL);
CREATE TABLE IF NOT EXISTS budget (
    host TEXT PRIMARY KEY, day TEXT NOT NULL, requests INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS back_off (
    host TEXT NOT NULL, scope TEXT NOT NULL, failures INTEGER NOT NULL,
    until TEXT, cause TEXT NOT NULL, asked INTEGER NOT NULL, PRIMARY KEY (host, scope)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS robots (
    origin TEXT PRIMARY KEY, read TEXT, status INTEGER, body BLOB
);
CREATE TABLE IF NOT EXISTS asking (
    origin TEXT PRIMARY KEY, moment REAL NOT NULL, pid INTEGER NOT NULL, born REAL NOT NULL
) WITHOUT ROWID;
"""


class SharedHosts:
    """The file `hosts.sqlite` in the user's state folder, else in `folder`.

    Where neither can be written, a run knows only its own hosts. Nothing is raised.
    """

    _of: ClassVar[WeakKeyDictionary[Crawler, Self]] = WeakKeyDictionary()

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()

    @classmethod
    def of(cls, crawler: Crawler) -> Self:
        """Return that of a crawl; its download handler closes it."""
        if crawler not in cls._of:
            cls._of[crawler] = cls(Path(crawler.settings["OUTPUT_DIR"]))
        return cls._of[crawler]

    def known_as(self, host: str) -> str:
        """Return the name by which a host (or an origin) is kept.

        Whoever listens on this machine today is another one tomorrow: what is known of it is for
        the runs of one output folder.
        """
        url = host if "//" in host else f"//[{host}]" if ":" in host else f"//{host}"
        return f"{self.folder} {host}" if is_loopback(url) else host

    def ask(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        """Return the rows of a query; none if another run holds the file for too long."""
        try:
            return self.db.execute(query, values).fetchall()
        except sqlite3.Error as problem:
            logger.debug("hosts of other runs are not known: %s", problem)
            self.mend(problem)
            return []

    def mend(self, problem: sqlite3.Error) -> None:
        """Begin the file anew if that is what is wrong with it: without it hosts have no turns."""
        path = next((row[2] for row in _files(self.db)), "")
        if path and is_spoilt(problem):
            self.close()
            _begin_anew(Path(path))

    @cached_property
    def db(self) -> sqlite3.Connection:
        for place in (platformdirs.user_state_path("newscrawl"), self.folder):
            with suppress(OSError, sqlite3.Error):
                place.mkdir(parents=True, exist_ok=True)
                return _opened(place / FILE)
        logger.info("hosts of other runs are not known: there is no file for them")
        return _connect(":memory:")

    def close(self) -> None:
        if db := self.__dict__.pop("db", None):
            db.close()


def is_spoilt(problem: sqlite3.Error) -> bool:
    """Return whether an error says that a file is damaged, or is none of SQLite's."""
    code = getattr(problem, "sqlite_errorcode", 0) & 0xFF  # the rest tells kinds of one error apart
    return code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def _opened(path: Path) -> sqlite3.Connection:
    try:
        return _connect(str(path))
    except sqlite3.Error as problem:
        if not is_spoilt(problem):
            raise
    _begin_anew(path)
    return _connect(str(path))


def _begin_anew(path: Path) -> None:
    logger.warning("%s is damaged: what runs knew of hosts is gone, it is begun anew", path)
    for end in ("", "-wal", "-shm"):
        with suppress(OSError):
            Path(f"{path}{end}").unlink(missing_ok=True)


def _files(db: sqlite3.Connection) -> list[Any]:
    with suppress(sqlite3.Error):
        return db.execute("PRAGMA database_list").fetchall()
    return []


def _connect(path: str) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        # Nothing is lost with it: it need not reach the disk.
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = OFF")
        db.executescript(SCHEMA)
        db.execute("DELETE FROM turn WHERE free < ?", (time.time() - OLD_SECONDS,))
    except sqlite3.Error:
        db.close()
        raise
    return db
