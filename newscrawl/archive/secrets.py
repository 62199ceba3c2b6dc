"""What is not kept of headers: what would let a reader of the file in where a run was let in."""

import re
from urllib.parse import urlsplit

SECRET = re.compile(
    r"(?<![^_-])(?:auth|authentication|authorization|cookie2?|csrf|xsrf|jwt|password|secret|session"
    r"|sessionid|sid|(?:access|auth|csrf|id|refresh|security|session|user|xsrf)[_-]?token"
    r"|auth[_-]?key)(?![^_-])",
    re.IGNORECASE,
)
"""Words in the names of headers that are not kept; nor are those that begin as in PROXY."""
TOKEN = frozenset({"token", "x-token"})
PROXY = "proxy-"
LOGIN = re.compile(
    r"([/\\]{2}|(?:%2F){2})(?:(?!%2F|%3F|%23)[^/\\?#\s<>\"])*(?:@|%40)", re.IGNORECASE
)
"""A name and password in an address, which may be percent-encoded in another one's query."""
NAME = 200
"""Characters of a header's name that are looked at."""


def is_secret(name: str) -> bool:
    """Return whether a header is one that is not kept.

    >>> is_secret("Set-Cookie"), is_secret("X-Auth-Token"), is_secret("Authentication-Info")
    (True, True, True)
    >>> is_secret("WWW-Authenticate"), is_secret("X-Next-Token"), is_secret("ETag")
    (False, False, False)
    """
    name = name[:NAME].lower()
    return name in TOKEN or name.startswith(PROXY) or bool(SECRET.search(name))


def without_logins(text: str) -> str:
    """Return a header's value with the addresses in it as they are asked for.

    >>> without_logins('<https://ada:s@c@paper.example/b?c=@d>; rel="next", <//e:f@g.example>')
    '<https://paper.example/b?c=@d>; rel="next", <//g.example>'
    >>> without_logins("/login?to=https%3A%2F%2Fada%3Asecret%40paper.example%2Fa%40b")
    '/login?to=https%3A%2F%2Fpaper.example%2Fa%40b'
    """
    return LOGIN.sub(r"\1", text)


def without_login(url: str) -> str:
    """Return an address as it is asked for, without a user's name and password.

    >>> without_login("https://ada:secret@paper.example/a?b=c@d")
    'https://paper.example/a?b=c@d'
    """
    parts = urlsplit(url)
    netloc = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=netloc, path=parts.path or "/", fragment="").geturl()
