"""Addresses as users type them: the `url=` argument, and `urls=`, a list or a file of them."""

import re
from pathlib import Path

from newscrawl.net.addresses import has_login, is_loopback

SCHEME = re.compile(r"https?://", re.IGNORECASE)
ADDRESS = re.compile(
    r"(?:localhost|\[[0-9a-f:.]+\]|[\w-]+(?:\.[\w-]+)+)\.?(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE
)
"""A host, and what may follow it; a single word is none."""
NO_LOGIN = "an address with user:password@ is not used: a crawl logs in nowhere; leave it out"
"""Said without the address."""


def read_url(name: str, text: str) -> str:
    """Return the address that an argument holds: https, if it names no scheme.

    Raises ValueError with a one-line message.

    >>> read_url("url", "paper.example/world"), read_url("url", "localhost:8008")
    ('https://paper.example/world', 'http://localhost:8008')
    """
    text = text.strip()
    if has_login(text):
        raise ValueError(f"{name.rstrip(':')}: {NO_LOGIN}")
    if not SCHEME.match(text) and ADDRESS.fullmatch(text):
        # A server of one's own has no certificate.
        text = f"{'http' if is_loopback(f'http://{text}') else 'https'}://{text}"
    if not re.match(r"https?://[^/\s]\S*$", text, re.IGNORECASE):
        raise ValueError(f"{name} {text!r} is not an address like https://paper.example")
    return text


def looks_like_address(text: str) -> bool:
    """Return whether a user means an address, with its scheme or without."""
    return bool(SCHEME.match(text) or ADDRESS.fullmatch(text))


def read_urls(text: str) -> tuple[str, ...]:
    """Return the URLs, each once. Raises ValueError with a one-line message.

    In a file, what follows `#` at the start of a line or after a blank is a comment.
    """
    if not text:
        return ()
    lines = text.split(",") if SCHEME.match(text) else _lines(text)
    urls = [url for line in lines if (url := line.strip())]
    if not urls:
        raise ValueError(f"urls: {text!r} holds no URL")
    for url in urls:
        if has_login(url):
            raise ValueError(f"urls: {NO_LOGIN}")
        if not (looks_like_address(url) and re.match(r"(?:https?://)?[^/]", url)):
            raise ValueError(f"urls: {url!r} is not an http(s) URL")
    return tuple(dict.fromkeys(read_url("urls:", url) for url in urls))


def _lines(text: str) -> list[str]:
    try:
        found = Path(text).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, ValueError) as problem:
        parts = text.split(",")
        if all("/" in one and looks_like_address(one.strip()) for one in parts):
            return parts  # addresses without a scheme
        if has_login(text):
            raise ValueError(f"urls: {NO_LOGIN}") from None
        why = getattr(problem, "strerror", None) or "not UTF-8 text"
        raise ValueError(f"urls: {text!r} is neither a URL nor a readable file ({why})") from None
    return [re.sub(r"(?:^|\s)#.*", "", line) for line in found]
