"""What the headers of an answer say of the rest of its list: `Link`, `X-Total-Pages`."""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

from newscrawl.generic.json.tree import Path
from newscrawl.vocabulary.keys import QUOTA, key_words
from newscrawl.vocabulary.paging import HEADER, PER

LINK = re.compile(r"<([^<>]*)>([^<]*)")
"""One link of RFC 8288: its address, and its parameters up to the next one."""
REL = re.compile(r"(?:^|;)\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"]*))", re.IGNORECASE)
RANGE = re.compile(r"(?:[\w-]+\s+)?(?:\d+-\d+|\*)/(\d{1,9})")
"""`comments 0-19/57`: a part of how many (RFC 9110, and lists in the same form)."""
LONGEST = 2_000


def is_told(name: str) -> bool:
    """Return whether a header tells of the rest of a list.

    >>> is_told("X-WP-TotalPages"), is_told("X-RateLimit-Remaining"), is_told("Content-Length")
    (True, False, False)
    """
    return name.lower() in {"link", "content-range"} or bool(_words(name))


def told_of(headers: Mapping[str, str], url: str) -> dict[Path, Any]:
    """Return what headers say, by keys such as an answer's own; `url` is the answer's address.

    >>> told_of({"link": '</c?page=2>; rel="next"'}, "https://a.example/c")
    {('link', 'next'): 'https://a.example/c?page=2'}
    >>> told_of({"x-wp-totalpages": "3", "content-range": "items 0-9/57"}, "https://a.example/c")
    {('header', 'totalpages'): 3, ('header', 'total'): 57}
    """
    found: dict[Path, Any] = {}
    for name, value in headers.items():
        said = value.strip()[:LONGEST]
        part = RANGE.fullmatch(said) if name.lower() == "content-range" else None
        if name.lower() == "link":
            found["link", "next"] = next_in(said, url)
        elif part:
            found["header", "total"] = int(part[1])
        elif said.startswith("{"):
            found |= _listed(said)
        elif words := _words(name):
            found["header", "-".join(words)] = _plain(said)
    return {path: value for path, value in found.items() if value is not None}


def told_in(answer: Mapping[str, Any]) -> dict[Path, Any]:
    """Return what the headers of a captured answer say."""
    return told_of(answer.get("headers") or {}, str(answer["url"]))


def next_in(links: str, url: str) -> str | None:
    """Return where the link `next` of a header leads, or None.

    >>> next_in('</a>; rel="prev", </b,c>; title="x"; rel="last next"', "https://a.example/")
    'https://a.example/b,c'
    """
    for address, params in LINK.findall(links[:LONGEST]):
        rel = REL.search(params)
        if rel and "next" in (rel[1] or rel[2] or "").lower().split():
            try:
                return str(urljoin(url, address.strip()))
            except ValueError:
                return None
    return None


def _words(name: str) -> tuple[str, ...]:
    """Return the words of a header from the first on that is of paging; none of any other."""
    words = key_words(name)
    if not (QUOTA | PER).isdisjoint(words) or words[:1] not in {
        ("x",),
        ("pagination",),
        ("total",),
    }:
        return ()
    start = next((place for place, word in enumerate(words) if word in HEADER), len(words))
    return tuple(word for word in words[start:] if word != "pagination")


def _listed(said: str) -> dict[Path, Any]:
    """Return the values of `X-Pagination: {"TotalPages": 3}`."""
    try:
        values = json.loads(said)
    except (ValueError, RecursionError):
        return {}
    plain = (int, str, bool)
    return {("header", str(key)): one for key, one in values.items() if isinstance(one, plain)}


def _plain(said: str) -> Any:
    if said.isascii() and said.isdigit() and len(said) < 10:
        return int(said)
    return {"true": True, "false": False}.get(said.lower(), said)
