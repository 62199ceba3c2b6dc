"""The ledger: what is known and written, in one SQLite file per site."""

import json
import sqlite3
from collections.abc import Set as AbstractSet
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from newscrawl.clock import stamp
from newscrawl.items import Article, Comment
from newscrawl.runs.exits import Exit, Refused
from newscrawl.state.ledger_file import CLOSED, connect, note, opened
from newscrawl.threads.past import Kept

BUSY = "Another program writes to it: close it (a database browser, perhaps) and run again"
BROKEN = (
    "If the disk is full or not writable, mend that; if the ledger is damaged, delete it: "
    "the next run makes a new one from the output files"
)


ARTICLE = (
    "content_hash, thread, version, previous_content_hash, date_first_seen, status, "
    "date_removed_observed, NULL, reader, date_last_seen"
)
COMMENT = (
    "text_hash, NULL, version, previous_text_hash, date_first_seen, status, "
    "date_removed_observed, votes, reader, date_last_seen"
)


class Known(NamedTuple):
    """What the ledger has of an item."""

    hash: str | None
    """None on a comment that was removed before it was ever seen."""
    thread: str | None
    version: int
    previous_hash: str | None
    date_first_seen: str
    status: str = "visible"
    date_removed_observed: str | None = None
    votes: str | None = None
    """See `votes_of`; None where they were not noted."""
    reader: str | None = None
    """See `Metadata.reader`; None in what an earlier version noted."""
    date_last_seen: str | None = None


class Ledger:
    """Raises Refused if the file cannot be used. What is saved counts after `db.commit()`."""

    def __init__(self, path: str | Path) -> None:
        self.path = str(path)
        try:
            self.db = connect(self.path)
            self.closed = opened(self.db)
            """When the run before ended; None if it was killed, or has not been noted."""
        except (sqlite3.Error, OSError) as problem:
            busy = getattr(problem, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
            raise Refused(
                f"the ledger {self.path} cannot be used ({problem}). {BUSY if busy else BROKEN}",
                Exit.DISK,
            ) from None

    def is_empty(self) -> bool:
        """Return whether no article was ever written."""
        return self.db.execute("SELECT 1 FROM article LIMIT 1").fetchone() is None

    def article(self, article_id: str) -> Known | None:
        """Return what is known of an article, or None."""
        row = self.db.execute(
            f"SELECT {ARTICLE} FROM article WHERE id = ?",  # noqa: S608  (our own names)
            (article_id,),
        ).fetchone()
        return Known(*row) if row else None

    def comment(self, comment_id: str) -> Known | None:
        """Return what is known of a comment, or None."""
        row = self.db.execute(
            f"SELECT {COMMENT} FROM comment WHERE id = ?",  # noqa: S608
            (comment_id,),
        ).fetchone()
        return Known(*row) if row else None

    def article_of(self, comment_id: str) -> str | None:
        """Return the id of the article in whose thread a comment was written."""
        row = self.db.execute(
            "SELECT article_id FROM comment WHERE id = ?", (comment_id,)
        ).fetchone()
        return row[0] if row else None

    def url(self, article_id: str) -> str | None:
        """Return the canonical URL of a known article."""
        row = self.db.execute("SELECT url FROM article WHERE id = ?", (article_id,)).fetchone()
        return row[0] if row else None

    def comments_of(self, article_id: str) -> dict[str, Kept]:
        """Return all comments ever written of an article, by id."""
        rows = self.db.execute(
            "SELECT id, parent_id, status, absent, date_last_seen FROM comment "
            "WHERE article_id = ?",
            (article_id,),
        )
        return {row[0]: Kept(row[1], row[2], bool(row[3]), row[4]) for row in rows}

    def save(self, item: Article | Comment, run: str) -> None:
        """Note that a line is written, or will be once this is committed."""
        if isinstance(item, Article):
            self.db.execute(
                "INSERT OR REPLACE INTO article VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
                    item.status,
                    item.date_removed_observed,
                    item.metadata.reader,
                ),
            )
            self._note_rendered(item)
        else:
            self.db.execute(
                "INSERT OR REPLACE INTO comment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    item.id,
                    item.article_id,
                    item.text_hash,
                    item.version,
                    item.date_first_seen,
                    item.date_last_seen,
                    run,
                    item.status,
                    item.date_removed_observed,
                    item.previous_text_hash,
                    item.parent_id,
                    votes_of(item),
                    is_absent(item),
                    item.metadata.reader,
                ),
            )

    def _note_rendered(self, article: Article) -> None:
        """Note whether the text that is written of an article was seen in a browser alone."""
        if article.metadata.rendered:
            self.db.execute("INSERT OR IGNORE INTO rendered VALUES (?)", (article.id,))
        elif article.article_body:
            self.db.execute("DELETE FROM rendered WHERE article_id = ?", (article.id,))

    def keep_payload(self, row: tuple[str, str, str, str, str]) -> None:
        """Note where a payload is kept: digest, record, address, moment, name of the file."""
        self.db.execute("INSERT OR REPLACE INTO payload VALUES (?, ?, ?, ?, ?)", row)

    def payload(self, digest: str) -> tuple[str, str, str, str] | None:
        """Return where a payload is kept, as `keep_payload` takes it; None if it is not."""
        query = "SELECT record, url, moment, file FROM payload WHERE digest = ?"
        row: tuple[str, str, str, str] | None = self.db.execute(query, (digest,)).fetchone()
        return row

    def is_rendered(self, article_id: str) -> bool:
        """Return whether the text last written of an article was seen in a browser alone."""
        query = "SELECT 1 FROM rendered WHERE article_id = ?"
        return self.db.execute(query, (article_id,)).fetchone() is not None

    def seen(self, item: Article | Comment) -> None:
        """Note that a known item was seen again, unchanged."""
        table = "article" if isinstance(item, Article) else "comment"
        self.db.execute(
            f"UPDATE {table} SET date_last_seen = ?, reader = coalesce(?, reader) "  # noqa: S608
            "WHERE id = ?",
            (item.date_last_seen, item.metadata.reader, item.id),
        )
        if isinstance(item, Comment):
            # A ledger of an earlier version has no votes and parents yet.
            self.db.execute(
                "UPDATE comment SET votes = coalesce(votes, ?), parent_id = ?, absent = ? "
                "WHERE id = ?",
                (votes_of(item), item.parent_id, is_absent(item), item.id),
            )

    def forget(self, run: str, kind: str, still: AbstractSet[tuple[str, str | None]]) -> set[str]:
        """Forget what a run wrote but for `still`, (id, thread) pairs; return the ids.

        `kind` is "articles" or "comments"; the thread of a comment is None.
        """
        table, thread = ("article", "thread") if kind == "articles" else ("comment", "NULL")
        rows = self.db.execute(f"SELECT id, {thread} FROM {table} WHERE run = ?", (run,))  # noqa: S608
        gone = {row[0] for row in rows.fetchall() if row not in still}
        self.db.executemany(f"DELETE FROM {table} WHERE id = ?", [(one,) for one in gone])  # noqa: S608
        return gone

    def restore(self) -> bool:
        """Write the ledger again if it was deleted under us; return whether it was."""
        if self.path == ":memory:" or Path(self.path).exists():
            return False
        for rest in ("-wal", "-shm"):
            Path(self.path + rest).unlink(missing_ok=True)
        # The deleted file lives as long as we keep it open.
        again = connect(self.path)
        self.db.backup(again)
        self.db.close()
        self.db = again
        return True

    def close(self, ended: datetime | None = None) -> None:
        """Close the file; `ended` is when all was well, after which less is checked."""
        with suppress(sqlite3.Error):
            if ended:
                note(self.db, CLOSED, stamp(ended))
                self.db.commit()
            self.db.close()


def votes_of(comment: Comment) -> str:
    """Return a comment's votes in the form that is compared.

    >>> votes_of(Comment(id="", comment_id="", article_id="", article_url="", comment_engine=""))
    '[null, null, {}]'
    """
    return json.dumps([comment.upvote_count, comment.downvote_count, comment.reactions])


def is_absent(comment: Comment) -> bool:
    """Return whether a line says that a complete sweep did not find the comment."""
    return comment.status.startswith("removed") and comment.metadata.extractor is None


def thread_of(article: Article) -> str | None:
    """Return a walked thread in the form that is compared; None before it is walked.

    >>> thread_of(Article(id="a:1", site="a", url="u", canonical_url="u", request_url="u"))
    """
    if article.comments_status is None:
        return None
    return f"{article.comments_status}/{article.comment_count}/{article.comments_collected}"
