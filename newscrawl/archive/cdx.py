"""What a CDX server is asked, and what it says: which captures an archive has of an address.

The Wayback Machine's server answers with an array of arrays and goes on from a resumption key
(github.com/internetarchive/wayback, wayback-cdx-server). pywb, and with it Common Crawl and most
national archives, answers with an object a line and has no key.
"""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

from newscrawl.archive.capture import RENDERING

REVISIT = "warc/revisit"
"""The type of a capture that was the same as an earlier one."""
MOST_STALE = 10
"""Lists in a row in which nothing is new: a server that goes in circles has no end."""
POSTED = "__wb_method="
NONE_FOUND = "no captures found"
NAMES = {"original": "url", "mimetype": "mime", "statuscode": "status"}
"""The Wayback Machine's names for what the others call so."""
BEGINNING = 60
STATUS = re.compile(r"[1-5]\d\d", re.ASCII)
READ = ("http://", "https://", RENDERING)
"""How addresses begin that are read: pages, and our record of how one was drawn."""
LONE = re.compile(r"[\ud800-\udfff]")
"""Half of a character: no address has one."""
PAGES = "!mimetype:(image|video|audio|font)/.*"
"""In the Wayback Machine's way."""


class Listed(NamedTuple):
    """One capture, as an index lists it."""

    url: str
    moment: datetime
    """In UTC."""
    status: int | None
    """None if it is that of an earlier capture."""
    mime: str
    digest: str
    """Of the payload; empty if it is not known."""


class Listing(NamedTuple):
    """One answer."""

    captures: list[Listed]
    rows: int
    """How many there were, also such as could not be read."""
    resume: str | None
    """What to ask on with; None at the end, or if the server has no such key."""

    @property
    def mark(self) -> str:
        """What an answer that lists the same has, too."""
        ends = [self.captures[0], self.captures[-1]] if self.captures else []
        return " ".join(f"{one.moment:%Y%m%d%H%M%S} {one.url}" for one in ends)


class CdxQuery(NamedTuple):
    """What is asked for: the captures of an address."""

    url: str
    prefix: bool = False
    """True for those of all addresses that begin so."""
    since: datetime | None = None
    until: datetime | None = None
    """In UTC."""
    sent: bool = False
    """True if the address is one of `sent.with_sent`: only what was posted is wanted."""

    def address(self, server: str, rows: int, resume: str | None = None) -> str:
        """Return what to ask of a server, for so many rows.

        >>> CdxQuery("http://a.example/b").address("http://archive.example/cdx", 9)[:63]
        'http://archive.example/cdx?url=http%3A%2F%2Fa.example%2Fb&outpu'
        """
        given: list[tuple[str, str]] = [("url", self.url), ("output", "json")]
        if self.prefix:
            # A page can only be text; the other servers read no such pattern, and list all.
            given += [("matchType", "prefix"), ("filter", PAGES)]
        given += [("from", f"{self.since:%Y%m%d%H%M%S}")] if self.since else []
        given += [("to", f"{self.until:%Y%m%d%H%M%S}")] if self.until else []
        given += [("collapse", "digest"), ("limit", str(rows)), ("showResumeKey", "true")]
        given += [("resumeKey", resume)] if resume else []
        return f"{server}{'&' if '?' in server else '?'}{urlencode(given)}"


def read_cdx(text: str, *, sent: bool = False, resumed: bool = False) -> Listing:
    """Return what a server lists: what was `sent` something for, or all else.

    Raises ValueError, with its first words, if that is no list; also for no word at all, where it
    is `resumed`: the server said that there is more.

    >>> read_cdx('{"url": "http://a.example/", "timestamp": "20250314120000"}').rows
    1
    >>> read_cdx("<html>Busy</html>")
    Traceback (most recent call last):
    ValueError: it lists no captures but says '<html>Busy</html>'
    """
    text = text.strip()
    if not text and not resumed:
        return Listing([], 0, None)
    with suppress(ValueError, TypeError, AttributeError, LookupError, RecursionError):
        return _table(json.loads(text), sent) if text.startswith("[") else _lines(text, sent)
    if not text:
        raise ValueError("it says that it has more captures, and gives none")
    said = " ".join(text[: BEGINNING + 1].split())
    raise ValueError(f"it lists no captures but says {said[:BEGINNING]!r}")


def _table(rows: list[list[str]], sent: bool) -> Listing:
    if not rows:
        return Listing([], 0, None)
    resume = rows[-1][0] if len(rows) > 2 and not rows[-2] else None
    names = [NAMES.get(name, name) for name in rows[0]]
    if "timestamp" not in names:
        raise ValueError
    body = rows[1:-2] if resume else rows[1:]
    found = (dict(zip(names, row, strict=False)) for row in body)
    return Listing([*_read(found, sent)], len(body), resume)


def _lines(text: str, sent: bool) -> Listing:
    rows: list[dict[str, Any]] = [json.loads(line) for line in text.splitlines() if line.strip()]
    if not rows:
        raise ValueError
    if len(rows) == 1 and "timestamp" not in rows[0]:
        said = str(rows[0].get("message") or rows[0].get("error") or "")
        if said.lower().startswith(NONE_FOUND):
            return Listing([], 0, None)
        raise ValueError
    found = ({NAMES.get(name, name): value for name, value in row.items()} for row in rows)
    return Listing([*_read(found, sent)], len(rows), None)


def _read(rows: Iterator[dict[str, Any]], sent: bool) -> Iterator[Listed]:
    """Yield captures; of several in a row with the same payload the first."""
    before: tuple[str, str] | None = None
    for row in rows:
        url, digest = str(row.get("url", "")), str(row.get("digest", "")).strip("-")
        moment = read_timestamp(str(row.get("timestamp", "")))
        if not moment or not url.startswith(READ) or LONE.search(url):
            continue
        if (POSTED in str(row.get("urlkey", ""))) != sent:
            continue  # pywb lists what was posted to an address as the address
        here = (url.partition("://")[2], digest)
        if not digest or here != before:
            status = str(row.get("status", "-"))
            known = int(status) if STATUS.fullmatch(status) else None
            yield Listed(url, moment, known, str(row.get("mime", "")), digest)
        before = here


def read_timestamp(text: str) -> datetime | None:
    """Return the moment of an archive's timestamp, which may be cut short; None if it is none.

    >>> read_timestamp("2017102410")
    datetime.datetime(2017, 10, 24, 10, 0, tzinfo=datetime.timezone.utc)
    """
    if not (text.isascii() and text.isdecimal() and 4 <= len(text) <= 14):
        return None
    whole = text + "00000101000000"[len(text) :]
    with suppress(ValueError):
        return datetime.strptime(whole, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    return None
