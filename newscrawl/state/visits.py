"""What was visited when, and when it is due again: pages of articles, threads, sources."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from newscrawl.clock import stamp
from newscrawl.items import Article
from newscrawl.state.ledger import Ledger
from newscrawl.state.schedule import NO_ARTICLE, RETRIES, Schedule, moment_of, retry
from newscrawl.threads.bounds import SENSE, WalkLimits

UNKNOWN = ""
"""Stands where a due date must still be computed from the other columns."""
LONG_AGO = datetime.min.replace(tzinfo=UTC)
SET_BACK = """
UPDATE visit SET visited = ?1, seen = min(seen, ?1), idle = 0, due = CASE
    WHEN article_id IS NULL AND failed IS NOT 'out_of_range' THEN ?1
    WHEN key = (
        SELECT key FROM visit AS main WHERE main.article_id = visit.article_id
        ORDER BY due IS NULL, key IS NOT article_id LIMIT 1
    ) THEN ?1  -- no other address of an article is ever due
    ELSE due
END WHERE visited > ?1
"""
ALL = "(visit.due IS NOT NULL OR thread.due IS NOT NULL OR visit.article_id IS NOT NULL)"
# Of each table by its own index: of millions of pages few are due.
DUE = """key IN (
    SELECT key FROM visit WHERE due <= :now
    UNION ALL SELECT key FROM thread CROSS JOIN visit USING (article_id) WHERE thread.due <= :now
)"""
THREADS_AT_LEAST = 20
"""With fewer threads nothing is usual yet."""
REST = frozenset(["closed", "unsupported"])
"""States of a thread after which it is visited once more, and then never."""
GUESSED = "guessed"
"""Why there is no article at an address that only looks like one's: the page is a list."""
TROUBLE = frozenset(["error", "partial", "blocked"])
"""States that the next visit may mend."""


class Visit(NamedTuple):
    """A page that was asked for: an article, or one that turned out not to be."""

    key: str
    """The site's scope, then what identifies the article in links."""
    url: str
    article_id: str | None
    published: str | None
    seen: str
    """When it was first read."""
    visited: str
    due: str | None
    """None: never again. Compares as text: all moments are UTC, to the second."""
    idle: int = 0
    """Visits in a row that brought nothing new, or that failed if there is no article."""
    etag: str | None = None
    last_modified: str | None = None
    failed: str | None = None
    """Why there is no article."""

    @property
    def age_from(self) -> datetime:
        """When the article came out, or was first seen."""
        return moment_of(self.published) or moment_of(self.seen) or LONG_AGO


class ThreadVisit(NamedTuple):
    """The comments of an article as of the last visit."""

    article_id: str
    visited: str
    swept: str | None
    """When the last visit that read all of it began."""
    due: str | None
    idle: int = 0
    status: str | None = None
    declared: int | None = None
    collected: int | None = None
    gap: int | None = None
    """By how many the comments present exceeded those declared, when all was last read."""
    via: str | None = None
    entry: str | None = None
    """How it is read without the article's page (`threads.entry.Entry` as JSON)."""


class SourceVisit(NamedTuple):
    """A sitemap, feed or list as it was last answered."""

    kind: str
    visited: str
    etag: str | None
    last_modified: str | None
    next: tuple[tuple[str, str], ...]
    """(class, URL) of the sources it named."""


class Visits:
    """The tables `visit`, `thread` and `source` of a ledger."""

    def __init__(self, ledger: Ledger, schedule: Schedule) -> None:
        self.ledger, self.schedule = ledger, schedule
        self._reckon()

    # Pages

    def of(self, *keys: str) -> Visit | None:
        """Return the last visit under a link's key; of several keys, under the first known."""
        marks = ", ".join("?" * len(keys))
        rows = self.ledger.db.execute(f"SELECT * FROM visit WHERE key IN ({marks})", keys)  # noqa: S608
        visits = {row[0]: Visit(*row) for row in rows}
        return next((visits[key] for key in keys if key in visits), None)

    def of_article(self, article_id: str) -> Visit | None:
        """Return a visit to an article, by whatever key."""
        # Of several addresses only one is ever due.
        return self._one("article_id = ? ORDER BY due IS NULL", article_id)

    def alias(self, key: str, url: str, visit: Visit) -> None:
        """Note another address of an article, which is not visited again."""
        self._save(visit._replace(key=key, url=url, due=None))

    def moved(self, key: str, url: str) -> None:
        """Note the present address of an article that was known at a former one."""
        self.ledger.db.execute("UPDATE visit SET url = ? WHERE key = ?", (url, key))

    def due(self, scope: str, now: datetime, *, everything: bool) -> list[Visit]:
        """Return the known pages of a scope whose page or thread is due; oldest due first."""
        rows = self.ledger.db.execute(
            "SELECT visit.* FROM visit LEFT JOIN thread USING (article_id) "  # noqa: S608
            f"WHERE key >= :scope || ':' AND key < :scope || ';' AND {ALL if everything else DUE} "
            "ORDER BY min(coalesce(visit.due, '9'), coalesce(thread.due, '9')), key",
            {"scope": scope, "now": stamp(now)},
        )
        return [Visit(*row) for row in rows.fetchall()]

    def read(self, visit: Visit, now: datetime, *, news: bool) -> None:
        """Note that an article's page was visited, and compute when it is due again."""
        idle = 0 if news else visit.idle + 1
        due = self.schedule.article_due(visit.age_from, now, idle)
        self._save(visit._replace(visited=stamp(now), idle=idle, due=_text(due)))

    def failed(self, key: str, url: str, reason: str, now: datetime) -> None:
        """Note that no article could be read; a page never read is tried ever more rarely."""
        visit = self.of(key) or Visit(key, url, None, None, stamp(now), stamp(now), None)
        if visit.article_id is None:
            due = retry(now, visit.idle + 1, NO_ARTICLE if reason == GUESSED else RETRIES)
            self._save(
                visit._replace(
                    visited=stamp(now),
                    idle=visit.idle + 1,
                    due=_text(due),
                    failed=reason,
                )
            )

    def unwanted(self, key: str, visit: Visit, now: datetime) -> None:
        """Note an article that was read and is not of the time or the sections asked for."""
        moment, why = stamp(now), visit.failed
        self._save(Visit(key, visit.url, None, visit.published, moment, moment, None, failed=why))

    def set_back(self, now: datetime) -> int:
        """Make everything visited after `now` due again; return how many pages that is.

        Their due dates come from a clock that ran ahead; it may have declared threads finished.
        """
        if self.ledger.closed and self.ledger.closed <= stamp(now):
            return 0  # as of then nothing was ahead
        db, moment = self.ledger.db, (stamp(now),)
        pages = db.execute(SET_BACK, moment).rowcount
        db.execute(
            "UPDATE thread SET visited = ?1, due = ?1, swept = min(swept, ?1), idle = 0 "
            "WHERE visited > ?1",
            moment,
        )
        db.execute("DELETE FROM source WHERE visited > ?", moment)
        return pages

    # Threads

    def thread(self, article_id: str) -> ThreadVisit | None:
        """Return how the comments of an article stood at the last visit."""
        row = self.ledger.db.execute(
            "SELECT * FROM thread WHERE article_id = ?", (article_id,)
        ).fetchone()
        return ThreadVisit(*row) if row else None

    def walked(
        self, thread: ThreadVisit, published: datetime, now: datetime, *, news: bool
    ) -> None:
        """Note that a thread was visited, and compute when it is due again.

        After the first failure the next run tries again.
        """
        before = self.thread(thread.article_id)
        idle = 0 if news or not before else before.idle + 1
        swept = moment_of(thread.swept)
        due = _text(self.schedule.thread_due(published, now, idle, swept))
        if before and before.status in REST and thread.status in REST:
            due = None
        elif before and thread.status in TROUBLE and before.status not in TROUBLE:
            due, idle = before.due, before.idle
        self._save_thread(thread._replace(visited=stamp(now), idle=idle, due=due))

    def due_now(self, article_ids: Sequence[str], now: datetime) -> None:
        """Make threads due at once."""
        self.ledger.db.executemany(
            "UPDATE thread SET due = ? WHERE article_id = ?",
            [(stamp(now), one) for one in article_ids],
        )

    def deficit(self, limits: WalkLimits) -> float:
        """Return the share of the declared comments that threads lack of which all was read.

        Many sites count what was removed. 0 as long as too few threads tell. Numbers beyond all
        sense do not tell: one would excuse every loss.
        """
        number, declared, lacking = self.ledger.db.execute(
            "SELECT count(*), sum(declared), sum(max(0, -gap)) FROM thread "
            "WHERE gap IS NOT NULL AND declared > 0 AND declared <= max(?, ? * collected)",
            (limits.comments, SENSE),
        ).fetchone()
        return float(lacking / declared) if number >= THREADS_AT_LEAST else 0.0

    def stop(self, article_id: str) -> None:
        """Note that the thread of a withdrawn article is not visited until it is back."""
        self.ledger.db.execute("UPDATE thread SET due = NULL WHERE article_id = ?", (article_id,))

    # Sources

    def source(self, task: str, url: str) -> SourceVisit | None:
        """Return how a source answered a task last."""
        row = self.ledger.db.execute(
            "SELECT kind, visited, etag, last_modified, next FROM source "
            "WHERE task = ? AND url = ?",
            (task, url),
        ).fetchone()
        if not row:
            return None
        kind, visited, etag, last_modified, named = row
        return SourceVisit(kind, visited, etag, last_modified, tuple(map(tuple, json.loads(named))))

    def sources(self, task: str) -> set[str]:
        """Return the classes of all sources that answered a task."""
        rows = self.ledger.db.execute("SELECT DISTINCT kind FROM source WHERE task = ?", (task,))
        return {row[0] for row in rows}

    def answered(self, task: str, url: str, asked: SourceVisit) -> None:
        """Note the answer of a source, all of whose links are noted."""
        self.ledger.db.execute(
            "INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?, ?, ?, ?)",
            (task, url, *asked[:4], json.dumps(asked.next)),
        )

    # Rows

    def _one(self, where: str, value: str) -> Visit | None:
        row = self.ledger.db.execute(
            f"SELECT * FROM visit WHERE {where} LIMIT 1",  # noqa: S608  (our own names)
            (value,),
        ).fetchone()
        return Visit(*row) if row else None

    def _save(self, visit: Visit) -> None:
        _insert(self.ledger, "visit", visit)

    def _save_thread(self, thread: ThreadVisit) -> None:
        _insert(self.ledger, "thread", thread)

    def _reckon(self) -> None:
        """Fill in what is due when, in a ledger that is new, old, or rebuilt from files."""
        for visit in list(self._unknown()):
            due = self.schedule.article_due(
                visit.age_from, moment_of(visit.visited) or visit.age_from, visit.idle
            )
            self._save(visit._replace(due=_text(due)))
            if thread := self.thread(visit.article_id or ""):
                due = self.schedule.thread_due(
                    visit.age_from, moment_of(thread.visited) or visit.age_from, thread.idle
                )
                self._save_thread(thread._replace(due=_text(due)))
        self.ledger.db.commit()

    def _unknown(self) -> Iterator[Visit]:
        rows = self.ledger.db.execute("SELECT * FROM visit WHERE due = ?", (UNKNOWN,))
        for row in rows.fetchall():
            yield Visit(*row)


def adopt(ledger: Ledger, article: Article) -> None:
    """Note the visit that a line of an output file came from; its due date is computed later."""
    seen, last = article.date_first_seen or "", article.date_last_seen or ""
    _insert(
        ledger,
        "visit",
        Visit(
            # Without redirects the key is the id.
            article.id,
            article.request_url,
            article.id,
            article.date_published,
            seen,
            last,
            UNKNOWN,
        ),
    )
    if article.comments_status not in {None, "skipped"} and article.status == "visible":
        whole = article.comments_status == "complete"
        _insert(
            ledger,
            "thread",
            ThreadVisit(
                article.id,
                last,
                last if whole else None,
                UNKNOWN,
                status=article.comments_status,
                declared=article.comment_count,
                collected=article.comments_collected,
                via=article.comments_via,
            ),
        )


def forget(ledger: Ledger, run: str) -> None:
    """Forget the visits of a run that lost lines: everything it wrote about is due at once."""
    db = ledger.db
    found = db.execute(
        "SELECT article_id FROM comment WHERE run = ?1 UNION SELECT id FROM article WHERE run = ?1",
        (run,),
    ).fetchall()
    db.executemany(
        "UPDATE visit SET due = '0', etag = NULL, last_modified = NULL WHERE article_id = ?", found
    )
    db.executemany("DELETE FROM thread WHERE article_id = ?", found)
    db.execute("DELETE FROM source")


def _text(moment: datetime | None) -> str | None:
    return stamp(moment) if moment else None


def _insert(ledger: Ledger, table: str, row: Sequence[object]) -> None:
    marks = ", ".join("?" * len(row))
    ledger.db.execute(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", row)  # noqa: S608
