"""The record whose kept pages are read again: which of them became its lines."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from newscrawl.extract.identity import url_hash
from newscrawl.items import Row
from newscrawl.record import observations

RECORD = "REREAD_RECORD"
"""Where `reread` tells its run the folder of the record."""

SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE page (place TEXT PRIMARY KEY, first_record TEXT) WITHOUT ROWID;
CREATE TABLE article (id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE visit (record TEXT PRIMARY KEY, is_whole INTEGER) WITHOUT ROWID;
"""


class Recorded:
    """Knows the articles of a record, and the pages that they were read from.

    A crawl meets an article under several addresses and takes it from one: its lines say from
    which. They lie in a temporary file, as a record of years need not fit into memory.
    """

    def __init__(self, folder: Path) -> None:
        """Read the lines of a scope's folder. Raises OSError, sqlite3.Error."""
        self.db = sqlite3.connect("", check_same_thread=False)
        self.db.executescript(SCHEMA)
        for row in observations(folder, "articles"):
            self._note(row)

    def _note(self, row: Row) -> None:
        is_new = self.db.execute("INSERT OR IGNORE INTO article VALUES (?)", (row["id"],)).rowcount
        first = (row["metadata"].get("warc_record_id") or "") if is_new else None
        if record := row["metadata"].get("warc_record_id"):
            is_whole = row.get("comments_status") is not None
            query = "INSERT INTO visit VALUES (?, ?) ON CONFLICT DO UPDATE SET is_whole = "
            self.db.execute(f"{query} max(is_whole, excluded.is_whole)", (record, is_whole))
        url = row.get("request_url") or row.get("url")
        if isinstance(url, str):
            self.db.execute("INSERT OR IGNORE INTO page VALUES (?, ?)", (url_hash(url), first))

    def begins(self, url: str) -> str | None:
        """Return the record (WARC-Record-ID) from which an article's first line was read here.

        It is empty if that page was not kept, None if no article begins at the address.
        """
        query = "SELECT first_record FROM page WHERE place = ?"
        found = self.db.execute(query, (url_hash(url),)).fetchone()
        return found[0] if found else None

    def was_left(self, record_id: str | None) -> bool:
        """Return whether a run was stopped before it had read the thread of a page's record."""
        query = "SELECT 1 FROM visit WHERE record = ? AND NOT is_whole"
        return self.db.execute(query, (record_id,)).fetchone() is not None

    def has(self, url: str, ids: Iterable[str] = ()) -> bool:
        """Return whether an article of one of the ids, or one read at the address, is in it."""
        query = "SELECT 1 FROM page WHERE place = ?"
        if self.db.execute(query, (url_hash(url),)).fetchone():
            return True
        query = "SELECT 1 FROM article WHERE id = ?"
        return any(self.db.execute(query, (one,)).fetchone() for one in ids)
