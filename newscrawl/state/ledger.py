"""The ledger: what is known and written, in one SQLite file per site."""

import sqlite3
from collections.abc import Set as AbstractSet
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from newscrawl.exits import Exit, Refused
from newscrawl.items import Article, Comment

VERSION = 2
BUSY_SECONDS = 5.0
"""How long another program may hold the ledger before a run gives up; the crawl stands still."""
SCHEMA = f"""
CREATE TABLE IF NOT EXISTS article (
    id TEXT PRIMARY KEY, url TEXT NOT NULL, content_hash TEXT NOT NULL, thread TEXT,
    version INTEGER NOT NULL, previous_content_hash TEXT,
    date_first_seen TEXT NOT NULL, date_last_seen TEXT NOT NULL, run TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS comment (
    id TEXT PRIMARY KEY, article_id TEXT NOT NULL, text_hash TEXT NOT NULL,
    version INTEGER NOT NULL, date_first_seen TEXT NOT NULL, date_last_seen TEXT NOT NULL, run TEXT
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS comment_article ON comment (article_id);
CREATE TABLE IF NOT EXISTS run (
    id TEXT PRIMARY KEY, task TEXT NOT NULL, since TEXT NOT NULL, reason TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS file (
    name TEXT PRIMARY KEY, run TEXT NOT NULL, good INTEGER NOT NULL, finished INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS link (
    task TEXT NOT NULL, key TEXT NOT NULL, url TEXT NOT NULL, link TEXT NOT NULL, done TEXT,
    PRIMARY KEY (task, key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS link_url ON link (task, url);
PRAGMA user_version = {VERSION};
"""
BUSY = "Another program writes to it: end that, a database browser perhaps, and run again"
BROKEN = (
    "If the disk is full or not writable, mend that; if the ledger is damaged, delete it: "
    "the next run makes a new one from the output files"
)


class Known(NamedTuple):
    """What the ledger has of an item."""

    hash: str
    thread: str | None
    version: int
    previous_hash: str | None
    date_first_seen: str


class Ledger:
    """Raises Refused where the file cannot be used. What is saved counts after `db.commit()`."""

    def __init__(self, path: str | Path) -> None:
        self.path = str(path)
        try:
            self.db = _connect(self.path)
        except (sqlite3.Error, OSError) as problem:
            busy = getattr(problem, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
            raise Refused(
                f"the ledger {self.path} cannot be used ({problem}). {BUSY if busy else BROKEN}",
                Exit.DISK,
            ) from None

    def article(self, article_id: str) -> Known | None:
        """Return what is known of an article, or None."""
        row = self.db.execute(
            "SELECT content_hash, thread, version, previous_content_hash, date_first_seen "
            "FROM article WHERE id = ?",
            (article_id,),
        ).fetchone()
        return Known(*row) if row else None

    def comment(self, comment_id: str) -> Known | None:
        """Return what is known of a comment, or None."""
        row = self.db.execute(
            "SELECT text_hash, NULL, version, NULL, date_first_seen FROM comment WHERE id = ?",
            (comment_id,),
        ).fetchone()
        return Known(*row) if row else None

    def save(self, item: Article | Comment, run: str) -> None:
        """Note that a line is out, or will be when this is committed."""
        if isinstance(item, Article):
            self.db.execute(
                "INSERT OR REPLACE INTO article VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    item.id,
                    item.canonical_url,
                    item.content_hash,
                    thread_of(item),
                    item.version,
                    item.previous_content_hash,
                    item.date_first_seen,
                    item.date_last_seen,
                    run,
                ),
            )
        else:
            self.db.execute(
                "INSERT OR REPLACE INTO comment VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    item.id,
                    item.article_id,
                    item.text_hash,
                    item.version,
                    item.date_first_seen,
                    item.date_last_seen,
                    run,
                ),
            )

    def seen(self, item: Article | Comment) -> None:
        """Note that a known item was met again unchanged."""
        table = "article" if isinstance(item, Article) else "comment"
        self.db.execute(
            f"UPDATE {table} SET date_last_seen = ? WHERE id = ?",  # noqa: S608  (our own names)
            (item.date_last_seen, item.id),
        )

    def forget(self, run: str, kind: str, still: AbstractSet[tuple[str, str | None]]) -> int:
        """Forget what a run wrote but for `still`, (id, thread) pairs; return how many rows.

        `kind` is "articles" or "comments"; the thread of a comment is None.
        """
        table, thread = ("article", "thread") if kind == "articles" else ("comment", "NULL")
        rows = self.db.execute(f"SELECT id, {thread} FROM {table} WHERE run = ?", (run,))  # noqa: S608
        gone = [(row[0],) for row in rows.fetchall() if row not in still]
        self.db.executemany(f"DELETE FROM {table} WHERE id = ?", gone)  # noqa: S608
        return len(gone)

    def restore(self) -> bool:
        """Write the ledger anew if it was deleted under us; return whether it was."""
        if self.path == ":memory:" or Path(self.path).exists():
            return False
        for rest in ("-wal", "-shm"):
            Path(self.path + rest).unlink(missing_ok=True)
        # The deleted file lives as long as we have it open.
        again = _connect(self.path)
        self.db.backup(again)
        self.db.close()
        self.db = again
        return True

    def close(self) -> None:
        with suppress(sqlite3.Error):
            self.db.close()


def _connect(path: str) -> sqlite3.Connection:
    """Open or make a ledger. Raises sqlite3.Error, and OSError for its folder."""
    if path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    db = sqlite3.connect(path, timeout=BUSY_SECONDS)
    try:
        db.execute("PRAGMA journal_mode = WAL")
        # A power cut may take the last commits back: the files are then cut to the older offset.
        db.execute("PRAGMA synchronous = NORMAL")
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise sqlite3.DatabaseError("written by a newer newscrawl")
        if version == 1:
            db.execute("ALTER TABLE article ADD COLUMN run TEXT")
            db.execute("ALTER TABLE comment ADD COLUMN run TEXT")
        db.executescript(SCHEMA)
        if (found := db.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
            raise sqlite3.DatabaseError(found)
    except sqlite3.Error:
        db.close()
        raise
    return db


def thread_of(article: Article) -> str | None:
    """Return what is compared of a walked thread; None before it is walked.

    >>> thread_of(Article(id="a:1", site="a", url="u", canonical_url="u", request_url="u"))
    """
    if article.comments_status is None:
        return None
    return f"{article.comments_status}/{article.comment_count}/{article.comments_collected}"
