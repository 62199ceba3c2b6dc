"""Addresses that differ only in what keeps a browser from using its cache.

A script adds the time, a random number or the name of a function of its own to what it asks for, so
that it asks for another address each time. An archive has the one of its own time.
"""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from newscrawl.extract.identity import url_hash

FRESH = frozenset(
    "_ _t _ts _dc cb cachebuster cache_buster cachebust nocache no_cache rnd rand random callback "
    "_callback jsonp jsoncallback".split()
)
"""Names of parameters that say nothing about what is asked for."""
CLOCK = frozenset("t ts time timestamp now".split())
"""Names that do so only with the milliseconds of a clock: with seconds they may be a cursor."""
MILLISECONDS = re.compile(r"1\d{12}")


def loose_hash(url: str) -> str:
    """Return the hash of an address without such parameters, the others in order of their names.

    >>> one = loose_hash("https://talk.example/t?page=2&id=7&_=1508842080123&callback=jQuery1_2")
    >>> one == loose_hash("http://talk.example/t?id=7&page=2")
    True
    >>> one == loose_hash("http://talk.example/t?id=7&page=3")
    False
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return url_hash(url)
    kept = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _says_nothing(name.lower(), value)
    ]
    return url_hash(urlunsplit(parts._replace(query=urlencode(sorted(kept)), fragment="")))


def _says_nothing(name: str, value: str) -> bool:
    return name in FRESH or (name in CLOCK and MILLISECONDS.fullmatch(value) is not None)
