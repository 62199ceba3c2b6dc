"""The id of an article whose site gives it no number: a hash of its address.

The hash ignores http or https, `www.`, the case of the host, a default port, a dot at the host's
end, and a slash at the path's end. Earlier versions did not; an article known by such an older id
keeps it, so that nothing is written twice: `former_ids` finds it again.
"""

import hashlib
import re
from functools import lru_cache

from newscrawl.extract.canonical import clean_url
from newscrawl.items import Article

HOST = re.compile(r"[^/?#]*")
HOST_END = re.compile(r"\.?(?::(?:80|443)?)?$|\.(?=:\d+$)")
"""A dot at the end of a host name, and a default port."""
WEB = frozenset({"http", "https"})
SCHEME = re.compile(r"(?i)(?<=:)https?$")
REMEMBERED = 256
"""Addresses: each step of an article's way asks for the hash of the same one."""


def plain_host(netloc: str) -> str:
    """Return a host in the form used in ids, with its port if that is unusual.

    >>> plain_host("WWW.Paper.example.:443"), plain_host("127.0.0.1:8008")
    ('paper.example', '127.0.0.1:8008')
    """
    return HOST_END.sub("", netloc.lower()).removeprefix("www.")


@lru_cache(REMEMBERED)
def url_hash(url: str) -> str:
    """Return 16 hexadecimal digits for an address.

    That of another kind (`urn:text:http://paper.example/a`, `ftp:`) has a hash of its own.

    >>> url_hash("http://www.paper.example/a?b=1") == url_hash("https://Paper.example:443/a/?b=1")
    True
    """
    return _digits(_plain(url))


@lru_cache(REMEMBERED)
def former_hashes(url: str) -> tuple[str, ...]:
    """Return the hashes that earlier versions may have given an address."""
    rest, plain = url.partition("://")[2], _plain(url)
    forms = dict.fromkeys(
        slashed(one) for one in (rest, plain, f"www.{plain}") for slashed in (str, _closed, _open)
    )
    hashes = (_digits(scheme + one) for one in forms for scheme in ("", "https://", "http://"))
    own = _digits(plain)
    return tuple(one for one in hashes if one != own)


def former_ids(article: Article) -> list[str]:
    """Return the ids that earlier versions may have given an article; none if it has a number."""
    scope, _, number = article.id.rpartition(":")
    addresses = dict.fromkeys((article.canonical_url, clean_url(article.url)))
    netloc = _netloc(article.url).lower().removeprefix("www.")
    scopes = dict.fromkeys((scope, netloc if plain_host(netloc) == scope else scope))
    return [
        f"{one}:{digits}"
        for url in addresses
        if url_hash(url) == number
        for one in scopes
        for digits in (*former_hashes(url), number)
        if f"{one}:{digits}" != article.id
    ]


def _plain(url: str) -> str:
    outer, mark, _ = url.partition("://")
    if outer.lower() not in WEB:
        # Whatever is about a page (`urn:pageinfo:https://...`) is not that page.
        return f"{SCHEME.sub('', outer)} {_web(url)}" if mark else url
    return _web(url)


def _web(url: str) -> str:
    netloc, rest = _netloc(url), url.partition("://")[2]
    return _open(plain_host(netloc) + rest[len(netloc) :])


def _open(address: str) -> str:
    """Return an address without the slash at the end of its path."""
    path, mark, query = address.partition("?")
    return path.rstrip("/") + mark + query


def _closed(address: str) -> str:
    path, mark, query = _open(address).partition("?")
    return f"{path}/{mark}{query}"


def _netloc(url: str) -> str:
    found = HOST.match(url.partition("://")[2])
    return found[0] if found else ""


def _digits(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
