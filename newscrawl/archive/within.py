"""Which answers of an archive belong to one visit of a page: those of the crawl that made it."""

import sqlite3
from datetime import datetime, timedelta
from typing import NamedTuple

from newscrawl.clock import stamp
from newscrawl.extract.identity import url_hash

LASTS = timedelta(hours=1)
"""After a page, the answers that its thread got belong to the same visit for so long at most."""
STATE = "method = 'GET' AND NOT fetched AND (page OR status IN (404, 410))"
"""What a capture says of a page: how it was, or that it was gone."""
WITHIN = (
    "moment >= :when AND moment < :until AND status != 304 "
    "AND source IN (SELECT source FROM capture WHERE moment = :when)"
)
"""What was answered in a visit: in the same file, before the page was visited again."""


class Span(NamedTuple):
    """The time of a visit (ISO 8601, UTC): from a moment to another, which is not in it."""

    when: str
    until: str


def span(db: sqlite3.Connection, near: datetime | None) -> Span:
    """Return the time of the visit that began with the capture of a moment; of none it is empty.

    It ends when a page that was captured then was captured again.
    """
    if near is None:
        return Span("9999", "")
    when, most = stamp(near), stamp(near + LASTS)
    again = db.execute(
        "SELECT min(later.moment) FROM (SELECT DISTINCT place FROM capture "  # noqa: S608
        f"WHERE moment = ? AND {STATE}) AS page CROSS JOIN capture AS later "
        f"ON later.place = page.place AND later.moment > ? WHERE {STATE}",
        (when, when),
    ).fetchone()[0]
    return Span(when, min(again or most, most))


def is_captured(db: sqlite3.Connection, url: str) -> bool:
    """Return whether a page is among the captures."""
    query = f"SELECT 1 FROM capture WHERE place = ? AND {STATE}"  # noqa: S608
    return db.execute(query, (url_hash(url),)).fetchone() is not None


def gone(db: sqlite3.Connection) -> list[tuple[str, datetime]]:
    """Return the addresses that are only known to be gone, and since when."""
    query = (
        f"SELECT url, min(moment) FROM capture WHERE {STATE} "  # noqa: S608
        "GROUP BY place HAVING NOT max(page) ORDER BY 2"
    )
    return [(url, datetime.fromisoformat(moment)) for url, moment in db.execute(query).fetchall()]


def is_beside(db: sqlite3.Connection, url: str, moment: str, other: str) -> bool:
    """Return whether the file with a page's capture of a moment has one of another page, too.

    "Not modified" counts: it was asked for.
    """
    query = (
        "SELECT 1 FROM capture AS one JOIN capture AS two ON two.source = one.source "
        "WHERE one.place = ? AND one.moment = ? AND two.place = ? "
        "AND two.method = 'GET' AND NOT two.fetched"
    )
    return db.execute(query, (url_hash(url), moment, url_hash(other))).fetchone() is not None
