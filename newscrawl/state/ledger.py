"""The ledger: what is known and written, in one SQLite file per site."""

import json
import sqlite3
from collections.abc import Set as AbstractSet
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from newscrawl.items import Article, Comment
from newscrawl.runs.exits import Exit, Refused
from newscrawl.threads.past import Kept

VERSION = 5
BUSY_SECONDS = 5.0
"""How long another program may hold the ledger before a run gives up; the crawl stands still."""
SCHEMA = f"""
CREATE TABLE IF NOT EXISTS article (
    id TEXT PRIMARY KEY, url TEXT NOT NULL, content_hash TEXT NOT NULL, thread TEXT,
    version INTEGER NOT NULL, previous_content_hash TEXT,
    date_first_seen TEXT NOT NULL, date_last_seen TEXT NOT NULL, run TEXT,
    status TEXT NOT NULL DEFAULT 'visible', date_removed_observed TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS comment (
    id TEXT PRIMARY KEY, article_id TEXT NOT NULL, text_hash TEXT,
    version INTEGER NOT NULL, date_first_seen TEXT NOT NULL, date_last_seen TEXT NOT NULL, run TEXT,
    status TEXT NOT NULL DEFAULT 'visible', date_removed_observed TEXT, previous_text_hash TEXT,
    parent_id TEXT, votes TEXT, absent INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS comment_article ON comment (article_id);
CREATE TABLE IF NOT EXISTS rendered (article_id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS run (
    id TEXT PRIMARY KEY, task TEXT NOT NULL, since TEXT NOT NULL, reason TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS file (
    name TEXT PRIMARY KEY, run TEXT NOT NULL, good INTEGER NOT NULL, finished INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS link (
    task TEXT NOT NULL, key TEXT NOT NULL, url TEXT NOT NULL, link TEXT NOT NULL, done TEXT,
    run TEXT, day TEXT NOT NULL DEFAULT '', place INTEGER NOT NULL DEFAULT 0,
    asked INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (task, key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS link_url ON link (task, url);
CREATE INDEX IF NOT EXISTS link_waiting ON link (task, day DESC, place)
    WHERE done IS NULL AND asked = 0;
CREATE TABLE IF NOT EXISTS visit (
    key TEXT PRIMARY KEY, url TEXT NOT NULL, article_id TEXT, published TEXT, seen TEXT NOT NULL,
    visited TEXT NOT NULL, due TEXT, idle INTEGER NOT NULL, etag TEXT, last_modified TEXT,
    failed TEXT
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS visit_due ON visit (due);
CREATE INDEX IF NOT EXISTS visit_article ON visit (article_id);
CREATE TABLE IF NOT EXISTS thread (
    article_id TEXT PRIMARY KEY, visited TEXT NOT NULL, swept TEXT, due TEXT, idle INTEGER NOT NULL,
    status TEXT, declared INTEGER, collected INTEGER, gap INTEGER, via TEXT, entry TEXT
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS thread_due ON thread (due);
CREATE TABLE IF NOT EXISTS source (
    task TEXT NOT NULL, url TEXT NOT NULL, kind TEXT NOT NULL, visited TEXT NOT NULL,
    etag TEXT, last_modified TEXT, next TEXT NOT NULL,
    PRIMARY KEY (task, url)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS browser_use (
    kind TEXT PRIMARY KEY, barren INTEGER NOT NULL, passed INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS poison (
    what TEXT PRIMARY KEY, body TEXT, word TEXT NOT NULL, seen TEXT NOT NULL,
    tries INTEGER NOT NULL, due TEXT NOT NULL, etag TEXT, last_modified TEXT
) WITHOUT ROWID;
PRAGMA user_version = {VERSION};
"""
MET = "CREATE TEMP TABLE met (key TEXT PRIMARY KEY) WITHOUT ROWID"
"""The links that this run has met: on the disk, and gone with it."""
BUSY = "Another program writes to it: close it (a database browser, perhaps) and run again"
BROKEN = (
    "If the disk is full or not writable, mend that; if the ledger is damaged, delete it: "
    "the next run makes a new one from the output files"
)


ARTICLE = (
    "content_hash, thread, version, previous_content_hash, date_first_seen, status, "
    "date_removed_observed"
)
COMMENT = (
    "text_hash, NULL, version, previous_text_hash, date_first_seen, status, "
    "date_removed_observed, votes"
)


BEFORE = {
    (1,): """
        ALTER TABLE article ADD COLUMN run TEXT;
        ALTER TABLE comment ADD COLUMN run TEXT;
    """,
    # SQLite cannot let a column be NULL that could not.
    (1, 2): """
        ALTER TABLE article ADD COLUMN status TEXT NOT NULL DEFAULT 'visible';
        ALTER TABLE article ADD COLUMN date_removed_observed TEXT;
        ALTER TABLE comment RENAME TO comment_before;
        DROP INDEX IF EXISTS comment_article;
    """,
    (1, 2, 3, 4): """
        CREATE TABLE IF NOT EXISTS link (
            task TEXT NOT NULL, key TEXT NOT NULL, url TEXT NOT NULL, link TEXT NOT NULL,
            done TEXT, PRIMARY KEY (task, key)
        ) WITHOUT ROWID;
        ALTER TABLE link ADD COLUMN run TEXT;
        ALTER TABLE link ADD COLUMN day TEXT NOT NULL DEFAULT '';
        ALTER TABLE link ADD COLUMN place INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE link ADD COLUMN asked INTEGER NOT NULL DEFAULT 0;
    """,
}
"""Steps for ledgers of earlier versions, before SCHEMA and after it."""
# When something is due is reckoned when a run opens the ledger (see visits.py).
AFTER = {
    (1, 2): """
        INSERT INTO comment (
            id, article_id, text_hash, version, date_first_seen, date_last_seen, run
        ) SELECT id, article_id, text_hash, version, date_first_seen, date_last_seen, run
        FROM comment_before;
        DROP TABLE comment_before;
        INSERT INTO visit SELECT
            id, url, id, NULL, date_first_seen, date_last_seen, '', 0, NULL, NULL, NULL
        FROM article;
    """
}


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


class Ledger:
    """Raises Refused if the file cannot be used. What is saved counts after `db.commit()`."""

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
                "INSERT OR REPLACE INTO article VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
                ),
            )
            self._note_rendered(item)
        else:
            self.db.execute(
                "INSERT OR REPLACE INTO comment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
                ),
            )

    def _note_rendered(self, article: Article) -> None:
        """Note whether the text that is written of an article was seen in a browser alone."""
        if article.metadata.rendered:
            self.db.execute("INSERT OR IGNORE INTO rendered VALUES (?)", (article.id,))
        elif article.article_body:
            self.db.execute("DELETE FROM rendered WHERE article_id = ?", (article.id,))

    def is_rendered(self, article_id: str) -> bool:
        """Return whether the text last written of an article was seen in a browser alone."""
        query = "SELECT 1 FROM rendered WHERE article_id = ?"
        return self.db.execute(query, (article_id,)).fetchone() is not None

    def seen(self, item: Article | Comment) -> None:
        """Note that a known item was seen again, unchanged."""
        table = "article" if isinstance(item, Article) else "comment"
        self.db.execute(
            f"UPDATE {table} SET date_last_seen = ? WHERE id = ?",  # noqa: S608  (our own names)
            (item.date_last_seen, item.id),
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
        _migrate(db, version)
        if (found := db.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
            raise sqlite3.DatabaseError(" ".join(found.split()))
        db.execute(MET)
    except sqlite3.Error:
        db.close()
        raise
    return db


def _migrate(db: sqlite3.Connection, version: int) -> None:
    """Bring a ledger of any version, or a new one, to this version, in one transaction."""
    steps = [BEFORE[old] for old in BEFORE if version in old]
    steps += [SCHEMA, *(AFTER[old] for old in AFTER if version in old)]
    db.executescript("BEGIN;" + "".join(steps) + "COMMIT;")


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
