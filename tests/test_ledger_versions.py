"""A ledger of an earlier version is taken over: nothing is forgotten, nothing written again."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newscrawl import settings
from newscrawl.discovery.base import Link
from newscrawl.state.ledger import Ledger
from newscrawl.state.ledger_file import VERSION
from newscrawl.state.schedule import Schedule
from newscrawl.state.tasks import Links, Waiting
from newscrawl.state.visits import Visits

BEFORE = {
    1: "",
    2: ", run TEXT",
}
"""Columns that came with a version."""
DAY = "2026-03-14T12:00:00Z"


def old_ledger(path: Path, version: int) -> None:
    db = sqlite3.connect(path)
    run = BEFORE[version]
    db.executescript(f"""
        CREATE TABLE article (
            id TEXT PRIMARY KEY, url TEXT NOT NULL, content_hash TEXT NOT NULL, thread TEXT,
            version INTEGER NOT NULL, previous_content_hash TEXT,
            date_first_seen TEXT NOT NULL, date_last_seen TEXT NOT NULL{run}
        ) WITHOUT ROWID;
        CREATE TABLE comment (
            id TEXT PRIMARY KEY, article_id TEXT NOT NULL, text_hash TEXT NOT NULL,
            version INTEGER NOT NULL, date_first_seen TEXT NOT NULL,
            date_last_seen TEXT NOT NULL{run}
        ) WITHOUT ROWID;
        CREATE INDEX comment_article ON comment (article_id);
        PRAGMA user_version = {version};
    """)
    more = ", 'r'" if run else ""
    db.execute(
        f"INSERT INTO article VALUES ('a:1', 'u', 'h', 'complete/1/1', 2, 'g', ?, ?{more})",
        (DAY, DAY),
    )
    db.execute(f"INSERT INTO comment VALUES ('t:a:1', 'a:1', 'c', 3, ?, ?{more})", (DAY, DAY))
    db.commit()
    db.close()


@pytest.mark.parametrize("version", BEFORE)
def test_an_old_ledger_is_taken_over_whole(tmp_path: Path, version: int) -> None:
    path = tmp_path / "ledger.sqlite"
    old_ledger(path, version)
    for _ in range(2):  # the second time it is of this version
        ledger = Ledger(path)
        visits = Visits(ledger, Schedule.read(settings.REVISIT, {}))
        article, comment = ledger.article("a:1"), ledger.comment("t:a:1")
        assert article
        assert comment
        assert (article.hash, article.thread, article.version) == ("h", "complete/1/1", 2)
        assert (article.status, comment.status) == ("visible", "visible")
        assert (comment.hash, comment.version, comment.votes) == ("c", 3, None)
        assert list(ledger.comments_of("a:1")) == ["t:a:1"]
        visit = visits.of("a:1")
        assert visit
        assert visit.due
        assert visit.due > DAY
        assert ledger.db.execute("PRAGMA user_version").fetchone()[0] == VERSION
        tables = {row[0] for row in ledger.db.execute("SELECT name FROM sqlite_master")}
        assert "comment_before" not in tables
        ledger.close()


def test_what_a_stopped_run_of_version_4_left_to_do_waits(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    with closing(sqlite3.connect(path)) as db:
        db.executescript("""
            CREATE TABLE link (
                task TEXT NOT NULL, key TEXT NOT NULL, url TEXT NOT NULL, link TEXT NOT NULL,
                done TEXT, PRIMARY KEY (task, key)
            ) WITHOUT ROWID;
            INSERT INTO link VALUES ('t', 'k', 'u', '["u", [null, null], [null, null], 3]', NULL);
            CREATE TABLE article (id TEXT PRIMARY KEY) WITHOUT ROWID;
            CREATE TABLE comment (id TEXT PRIMARY KEY, article_id TEXT) WITHOUT ROWID;
            PRAGMA user_version = 4;
        """)
    with closing(Ledger(path)) as ledger:
        links = Links(ledger, "t", datetime(2026, 3, 14, tzinfo=UTC), "r")
        assert links.newest() == Waiting("k", "u", Link(url="u", declared=3), is_left=True)
