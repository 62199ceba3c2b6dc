"""The file of the ledger: its tables, those of earlier versions, and the care it needs."""

import sqlite3
from datetime import timedelta
from pathlib import Path

from newscrawl import clock
from newscrawl.clock import stamp

VERSION = 6
BUSY_SECONDS = 5.0
"""How long another program may hold the ledger before a run gives up; the crawl stands still."""
SCHEMA = f"""
CREATE TABLE IF NOT EXISTS article (
    id TEXT PRIMARY KEY, url TEXT NOT NULL, content_hash TEXT NOT NULL, thread TEXT,
    version INTEGER NOT NULL, previous_content_hash TEXT,
    date_first_seen TEXT NOT NULL, date_last_seen TEXT NOT NULL, run TEXT,
    status TEXT NOT NULL DEFAULT 'visible', date_removed_observed TEXT, reader TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS comment (
    id TEXT PRIMARY KEY, article_id TEXT NOT NULL, text_hash TEXT,
    version INTEGER NOT NULL, date_first_seen TEXT NOT NULL, date_last_seen TEXT NOT NULL, run TEXT,
    status TEXT NOT NULL DEFAULT 'visible', date_removed_observed TEXT, previous_text_hash TEXT,
    parent_id TEXT, votes TEXT, absent INTEGER NOT NULL DEFAULT 0, reader TEXT
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
CREATE TABLE IF NOT EXISTS unopened (article_id TEXT PRIMARY KEY, kind TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS unopened_kind ON unopened (kind);
CREATE TABLE IF NOT EXISTS poison (
    what TEXT PRIMARY KEY, body TEXT, word TEXT NOT NULL, seen TEXT NOT NULL,
    tries INTEGER NOT NULL, due TEXT NOT NULL, etag TEXT, last_modified TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS payload (
    digest TEXT PRIMARY KEY, record TEXT NOT NULL, url TEXT NOT NULL, moment TEXT NOT NULL,
    file TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS care (what TEXT PRIMARY KEY, moment TEXT NOT NULL) WITHOUT ROWID;
PRAGMA user_version = {VERSION};
"""
CHECKED, CLOSED = "checked", "closed"
"""What table `care` says: when all pages were last checked, and when a run ended well."""
CHECK_AFTER = timedelta(days=1)
MET = "CREATE TEMP TABLE met (key TEXT PRIMARY KEY) WITHOUT ROWID"
"""The links that this run has met: on the disk, and gone with it."""

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
    (1, 2, 3, 4, 5): """
        ALTER TABLE article ADD COLUMN reader TEXT;
    """,
    (3, 4, 5): """
        ALTER TABLE comment ADD COLUMN reader TEXT;
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


def connect(path: str) -> sqlite3.Connection:
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
        db.execute(MET)
    except sqlite3.Error:
        db.close()
        raise
    return db


def opened(db: sqlite3.Connection) -> str | None:
    """Check a ledger once a day and after a kill, as that takes time; return when it was closed."""
    care: dict[str, str] = dict(db.execute("SELECT what, moment FROM care"))
    now, closed = clock.now(), care.get(CLOSED)
    if not closed or not stamp(now - CHECK_AFTER) < care.get(CHECKED, "") <= stamp(now):
        if (found := db.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
            raise sqlite3.DatabaseError(" ".join(found.split()))
        note(db, CHECKED, stamp(now))
    db.execute("DELETE FROM care WHERE what = ?", (CLOSED,))
    db.commit()
    return closed


def note(db: sqlite3.Connection, what: str, moment: str) -> None:
    db.execute("INSERT OR REPLACE INTO care VALUES (?, ?)", (what, moment))


def _migrate(db: sqlite3.Connection, version: int) -> None:
    """Bring a ledger of any version, or a new one, to this version, in one transaction."""
    steps = [BEFORE[old] for old in BEFORE if version in old]
    steps += [SCHEMA, *(AFTER[old] for old in AFTER if version in old)]
    db.executescript("BEGIN;" + "".join(steps) + "COMMIT;")
