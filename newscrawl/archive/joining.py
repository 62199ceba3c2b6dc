"""What belongs together among captures: an answer and what was sent for it, a body and its like."""

import json
import sqlite3
from urllib.parse import urljoin

from newscrawl.extract.identity import url_hash

PAGE = "method = 'GET' AND page AND NOT fetched"
"""Captures of pages."""
LOCATION = "location"
ELSEWHERE = (
    "EXISTS (SELECT 1 FROM capture AS other WHERE other.same_as = capture.same_as "
    "AND capture.same_as > '' AND other.body IS NOT NULL)"
)
"""Whether another capture has the payload of one."""
REFERRING = (
    "SELECT rowid, same_as, origin, origin_place, origin_moment FROM capture "  # noqa: S608
    f"WHERE body IS NULL AND (origin > '' OR origin_place > '') AND NOT {ELSEWHERE}"
)
"""Captures that say which record has their payload, where their digest does not find it."""


def join_posted(db: sqlite3.Connection) -> None:
    """Tell apart what was asked for by POST, once all files are read."""
    for row, names in db.execute(
        "SELECT rowid, request FROM capture WHERE instr(request, ' ')"
    ).fetchall():
        for name in names.split():
            if db.execute("SELECT 1 FROM posted WHERE record = ?", (name,)).fetchone():
                db.execute("UPDATE capture SET request = ? WHERE rowid = ?", (name, row))
    for column in ("record", "request"):
        db.execute(
            "UPDATE capture SET (method, sent) = (SELECT method, sent FROM posted "  # noqa: S608
            f"WHERE posted.record = capture.{column}) "
            f"WHERE {column} IN (SELECT record FROM posted)"
        )
    db.execute("DELETE FROM posted")


def join_same(db: sqlite3.Connection) -> None:
    """Give captures without a body the digest of the record that they name, be it by another."""
    is_joined = True
    while is_joined:
        is_joined = False
        for row, same_as, *told in db.execute(REFERRING).fetchall():
            if found := _origin(db, same_as, *told):
                query = "UPDATE OR IGNORE capture SET same_as = ? WHERE rowid = ?"
                is_joined |= db.execute(query, (found, row)).rowcount > 0


def drop_forms(db: sqlite3.Connection) -> None:
    """Let what only leads to another form of an address (https, `www.`) be no state of its page.

    Where the page itself is nowhere, it stays: that tells that it is lost.
    """
    query = (
        f"SELECT rowid, place, url, headers FROM capture WHERE {PAGE} "  # noqa: S608
        "AND status BETWEEN 300 AND 399 AND EXISTS (SELECT 1 FROM capture AS other "
        "WHERE other.place = capture.place AND other.method = 'GET' AND other.page "
        "AND NOT other.fetched AND other.status < 300)"
    )
    for row, place, url, headers in db.execute(query).fetchall():
        told = next((value for name, value in json.loads(headers) if name.lower() == LOCATION), "")
        if told and _place(url, told) == place:
            db.execute("UPDATE capture SET page = 0 WHERE rowid = ?", (row,))


def _place(url: str, location: str) -> str | None:
    try:
        return url_hash(urljoin(url, location))
    except ValueError:
        return None


def _origin(
    db: sqlite3.Connection, same_as: str, origin: str, place: str, moment: str
) -> str | None:
    """Return the digest of the record to which one refers, if it is there.

    A record that says by a digest of the same kind that its payload is another one is none.
    """
    found = db.execute(
        f"SELECT same_as FROM capture WHERE (body IS NOT NULL OR {ELSEWHERE}) AND same_as > '' AND "  # noqa: S608
        "(record = :origin AND :origin > '' OR place = :place AND moment = :moment) "
        "ORDER BY record = :origin DESC",
        {"origin": origin, "place": place, "moment": moment},
    )
    kind = same_as.partition(":")[0] if ":" in same_as else None
    return next((one for (one,) in found if kind != one.partition(":")[0]), None)


def orphans(db: sqlite3.Connection) -> list[str]:
    """Return the addresses of pages of which the newest capture refers to what is nowhere.

    Only of such as have an older one, which stands in: else the page is lost, and told of.
    """
    found = db.execute(
        "SELECT max(url) FROM (SELECT place, url, moment, in_file, "  # noqa: S608
        f"(body IS NOT NULL OR {ELSEWHERE}) AS whole "
        f"FROM capture WHERE {PAGE} AND status < 300) "
        "GROUP BY place HAVING max(CASE WHEN whole THEN moment END) < "
        "max(CASE WHEN NOT whole AND in_file = '' THEN moment END)"
    )
    return [url for (url,) in found]


def same_second(db: sqlite3.Connection) -> list[str]:
    """Return the addresses of pages that were captured twice in a second, and not alike.

    There is one of each as many times as captures of it are not read.
    """
    found = db.execute(
        f"SELECT url, count(DISTINCT same_as) - 1 FROM capture WHERE {PAGE} AND status < 300 "  # noqa: S608
        "GROUP BY place, moment HAVING count(DISTINCT same_as) > 1"
    )
    return [url for url, number in found for _ in range(number)]


def lacking(db: sqlite3.Connection) -> list[str]:
    """Return the names of files that have bodies of captures, and were not read."""
    found = db.execute(
        "SELECT DISTINCT in_file FROM capture WHERE body IS NULL AND in_file > '' "  # noqa: S608
        f"AND NOT {ELSEWHERE} ORDER BY in_file"
    )
    return [name for (name,) in found]
