"""The ledger: what is known and written, in one SQLite file per site."""

import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from newscrawl.exits import Exit, Refused
from newscrawl.items import Article, Comment

SCHEMA = """
CREATE TABLE IF NOT EXISTS article (
    id TEXT PRIMARY KEY, url TEXT NOT NULL, content_hash TEXT NOT NULL, thread TEXT,
    version INTEGER NOT NULL, previous_content_hash TEXT,
    date_first_seen TEXT NOT NULL, date_last_seen TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS comment (
    id TEXT PRIMARY KEY, article_id TEXT NOT NULL, text_hash TEXT NOT NULL,
    version INTEGER NOT NULL, date_first_seen TEXT NOT NULL, date_last_seen TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS comment_article ON comment (article_id);
PRAGMA user_version = 1;
"""


class Known(NamedTuple):
    """What the ledger has of an item."""

    hash: str
    thread: str | None
    version: int
    previous_hash: str | None
    date_first_seen: str


class Ledger:
    """Raises Refused where the file cannot be used; nothing is lost by deleting it but history."""

    def __init__(self, path: str | Path) -> None:
        self.path = str(path)
        try:
            if self.path != ":memory:":
                Path(path).parent.mkdir(parents=True, exist_ok=True)
            self.db = sqlite3.connect(self.path, isolation_level=None, timeout=10)
            # WAL survives the death of the process; a lost last commit only repeats a line.
            self.db.execute("PRAGMA journal_mode = WAL")
            self.db.execute("PRAGMA synchronous = NORMAL")
            self.db.executescript(SCHEMA)
        except (sqlite3.Error, OSError) as problem:
            raise Refused(
                f"the ledger {self.path} cannot be used ({problem}): is the folder writable? "
                "A damaged ledger can be moved away; the next run then writes everything anew",
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

    def save(self, item: Article | Comment) -> None:
        """Note that a line is out."""
        if isinstance(item, Article):
            self.db.execute(
                "INSERT OR REPLACE INTO article VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    item.id,
                    item.canonical_url,
                    item.content_hash,
                    thread_of(item),
                    item.version,
                    item.previous_content_hash,
                    item.date_first_seen,
                    item.date_last_seen,
                ),
            )
        else:
            self.db.execute(
                "INSERT OR REPLACE INTO comment VALUES (?, ?, ?, ?, ?, ?)",
                (
                    item.id,
                    item.article_id,
                    item.text_hash,
                    item.version,
                    item.date_first_seen,
                    item.date_last_seen,
                ),
            )

    def seen(self, item: Article | Comment) -> None:
        """Note that a known item was met again unchanged."""
        table = "article" if isinstance(item, Article) else "comment"
        self.db.execute(
            f"UPDATE {table} SET date_last_seen = ? WHERE id = ?",  # noqa: S608  (our own names)
            (item.date_last_seen, item.id),
        )

    def close(self) -> None:
        with suppress(sqlite3.Error):
            self.db.close()


def thread_of(article: Article) -> str | None:
    """Return what is compared of a walked thread; None before it is walked.

    >>> thread_of(Article(id="a:1", site="a", url="u", canonical_url="u", request_url="u"))
    """
    if article.comments_status is None:
        return None
    return f"{article.comments_status}/{article.comment_count}/{article.comments_collected}"
