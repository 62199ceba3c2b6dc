"""How an archive gives a capture back as it was served: the raw `id_` form of a replay address."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from newscrawl.archive.cdx import read_timestamp
from newscrawl.generic.headers import is_told
from newscrawl.net.ranges import part_of

AS_SERVED = "x-archive-orig-"
"""How the Wayback Machine begins the names of the headers that the site sent."""
KEPT = frozenset({"content-type", "location", "date", "last-modified", "memento-datetime"})
"""Other headers of an answer that are the capture's; the rest is the archive's own."""
PLACE = re.compile(r"(\d{4,14})(?:[a-z]{2}_)?/(https?:/.+)")
SCHEME = re.compile(r"^(https?):/+")


PACKING = 64
"""Bytes that packing adds to what it cannot make shorter, at most."""


class Place(NamedTuple):
    """Where an archive has a capture."""

    moment: datetime
    url: str


def replay_address(root: str, moment: datetime, url: str) -> str:
    """Return the address of a capture below the root of an archive.

    >>> replay_address("https://archive.example/web", datetime(2017, 10, 24), "http://a.example/?b")
    'https://archive.example/web/20171024000000id_/http://a.example/?b'
    """
    return f"{root.rstrip('/')}/{moment:%Y%m%d%H%M%S}id_/{url}"


def replayed(root: str, address: str) -> Place | None:
    """Return what an address below an archive's root stands for; None if it stands for nothing.

    >>> replayed("http://archive.example/web/", "/web/20171024im_/https:/a.example/b").url
    'https://a.example/b'
    """
    base, there = urlsplit(root), urlsplit(urljoin(root, address))
    path = there.path + (f"?{there.query}" if there.query else "")
    start = f"{base.path.rstrip('/')}/"
    if there.netloc != base.netloc or not path.startswith(start):
        return None
    found = PLACE.fullmatch(path.removeprefix(start))
    moment = read_timestamp(found[1]) if found else None
    return Place(moment, SCHEME.sub(r"\1://", found[2])) if found and moment else None


def moment_of(memento: str | None) -> datetime | None:
    """Return the moment that a header Memento-Datetime (RFC 7089) gives, in UTC."""
    try:
        moment = parsedate_to_datetime(memento or "")
    except (ValueError, OverflowError):
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def served(headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return the headers that the site sent.

    pywb gives those that it does not know as they were: the counts of a comment system, too.

    >>> served([("Server", "archive"), ("X-Archive-Orig-Server", "nginx"), ("X-WP-Total", "44")])
    (('server', 'nginx'), ('x-wp-total', '44'))
    """
    found = dict[str, str]()
    for name, value in headers:
        key = name.lower()
        if key.startswith(AS_SERVED):
            found[key.removeprefix(AS_SERVED)] = value
        elif key in KEPT or (key != "link" and is_told(key)):
            found.setdefault(key, value)
    found.pop("set-cookie", None)
    return tuple(found.items())


def lacks(status: int, headers: Mapping[str, str], size: int, content_range: str | None) -> str:
    """Return why a replay is not all that the site sent with these `headers`; "" if it may be.

    The length of what was packed says little of what is unpacked, but that this is no shorter.

    >>> lacks(200, {"content-length": "5000"}, 1200, None)
    '1200 of 5000 bytes'
    """
    if not 200 <= status < 300:
        return ""
    length = headers.get("content-length", "").strip()
    spare = PACKING if headers.get("content-encoding") else 0
    if length.isdecimal() and len(length) < 18 and size + spare < int(length):
        return f"{size} of {int(length)} bytes"
    return part_of(status, headers.get("content-range") or content_range or "")
