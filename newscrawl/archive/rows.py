"""How a capture lies in a row of the table of captures."""

import hashlib
import json
import zlib
from datetime import datetime

from newscrawl.archive.capture import Capture
from newscrawl.archive.digest import usual_digest
from newscrawl.archive.loose import loose_hash
from newscrawl.clock import stamp
from newscrawl.extract.identity import url_hash
from newscrawl.net.addresses import usual_url

SCHEMA = """
CREATE TABLE IF NOT EXISTS file (
    path TEXT PRIMARY KEY, bytes INTEGER NOT NULL, changed INTEGER NOT NULL, told TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS capture (
    place TEXT NOT NULL, method TEXT NOT NULL DEFAULT 'GET', sent TEXT NOT NULL DEFAULT '',
    moment TEXT NOT NULL, url TEXT NOT NULL, status INTEGER NOT NULL, headers TEXT NOT NULL,
    body BLOB, same_as TEXT NOT NULL, source TEXT NOT NULL, record TEXT NOT NULL,
    request TEXT NOT NULL, loose TEXT NOT NULL, torn TEXT NOT NULL, page INTEGER NOT NULL,
    fetched INTEGER NOT NULL, in_file TEXT NOT NULL,
    origin TEXT NOT NULL, origin_place TEXT NOT NULL, origin_moment TEXT NOT NULL,
    PRIMARY KEY (place, moment, record, same_as)
);
CREATE INDEX IF NOT EXISTS capture_place ON capture (place, method, sent);
CREATE INDEX IF NOT EXISTS capture_loose ON capture (loose, method, sent);
CREATE INDEX IF NOT EXISTS capture_same_as ON capture (same_as);
CREATE INDEX IF NOT EXISTS capture_moment ON capture (moment);
CREATE INDEX IF NOT EXISTS capture_record ON capture (record);
CREATE TABLE IF NOT EXISTS posted (
    record TEXT PRIMARY KEY, method TEXT NOT NULL, sent TEXT NOT NULL
) WITHOUT ROWID;
"""
COLUMNS = "url, moment, status, headers, body, record, same_as, source, torn"
INSERT = """
INSERT OR REPLACE INTO capture (
    place, moment, url, loose, status, headers, body, same_as, source, record, request, torn, page,
    method, fetched, in_file, origin, origin_place, origin_moment
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


def row_of(one: Capture) -> tuple[object, ...]:
    """Return the row of a capture, its columns in the order of INSERT."""
    body = None if one.body is None else zlib.compress(one.body, 1)
    same_as = usual_digest(one.same_as) or (hash_of(one.body) if one.body else "")
    url = _usual(one.url)
    address = (url_hash(url), stamp(one.moment), url, loose_hash(url))
    answer = (one.status, json.dumps(one.headers), body, same_as)
    about = (one.source, one.record_id, " ".join(one.concurrent_to), one.torn, _is_page(one))
    return *address, *answer, *about, one.method, one.fetched, one.in_file, *_origin(one)


def _origin(one: Capture) -> tuple[str, str, str]:
    """Return id, place and moment of the record that has the body, as far as they are told."""
    if (told := one.refers_to) is None:
        return "", "", ""
    place = url_hash(_usual(told.url)) if told.url and told.moment else ""
    return told.record_id, place, stamp(told.moment) if told.moment else ""


def _usual(url: str) -> str:
    """Return an address as requests have it, in whatever form it was kept."""
    try:
        return usual_url(url)
    except ValueError:
        return url


def _is_page(one: Capture) -> bool:
    """Return whether a capture says how a page was, or where it has gone.

    A type that is not told may be any; "not modified" (304) says nothing of how it was.
    """
    kind = "".join(v for name, v in one.headers if name.lower() == "content-type").lower()
    if one.status == 304 or one.status >= 400:
        return False
    return "html" in kind or (not kind.strip() and one.status < 300)


def capture_of(row: tuple[str, str, int, str, bytes | None, str, str, str, str]) -> Capture:
    """Return the capture of a row of COLUMNS."""
    return Capture(
        url=row[0],
        moment=datetime.fromisoformat(row[1]),
        status=row[2],
        headers=tuple((name, value) for name, value in json.loads(row[3])),
        body=None if row[4] is None else zlib.decompress(row[4]),
        record_id=row[5],
        same_as=row[6],
        source=row[7],
        torn=row[8],
    )


def hash_of(body: bytes) -> str:
    """Return what tells one body from another, as text."""
    return hashlib.sha256(body).hexdigest()[:32]
