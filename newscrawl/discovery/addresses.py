"""What an address alone tells: whether it can be, or looks like, an article's."""

import re
from pathlib import PurePosixPath
from urllib.parse import SplitResult, parse_qsl, urlsplit

from newscrawl.extract.canonical import clean_url

NOT_ARTICLES = re.compile(
    r"/(?:tags?|topics?|categor(?:y|ies)|authors?|search|login|signin|register|account|"
    r"subscribe|newsletters?|about(?:-us)?|contact|privacy|terms|impressum|datenschutz|jobs|"
    r"advertis\w*|feed|rss|wp-\w+|cart|shop|members?|users?|profile|page/\d+)(?:[/.]|$)",
    re.IGNORECASE,
)
FILES = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|css|js|json|xml|pdf|zip|mp[34]|m4a|ogg|webm|docx?|xlsx?)$",
    re.IGNORECASE,
)
DAY_IN_PATH = re.compile(
    r"/(?:19|20)\d\d[/-]?(?:0?[1-9]|1[0-2])(?:[/-]?(?:0?[1-9]|[12]\d|3[01]))?\b"
)
LISTS = frozenset(
    "s q query search page paged cat category tag author feed m lang language sort order theme "
    "view print replytocom attachment_id".split()
)
"""Parameters that lists, searches and views have; a page of WordPress by its number is `p`."""
NUMBERED = re.compile(
    r"p|(?:\w*[_-])?(?:a|n|s|news|article|story|post|item|doc|page|content|art)?[_-]?(?:id|no|nr|num)|"
    r"article|story|news|post|item|doc",
    re.IGNORECASE,
)
"""Parameters whose number tells one article from another."""


def is_page(url: str) -> bool:
    """Return whether an address can be any page but the front page. Never raises.

    >>> is_page("https://paper.example/?p=123"), is_page("https://paper.example/?utm_source=x")
    (True, False)
    """
    parts = _split(url)
    query = {name.lower() for name, _ in parse_qsl(parts.query)} - LISTS
    return not FILES.search(parts.path) and (parts.path not in {"", "/"} or bool(query))


def can_be_article(url: str) -> bool:
    """Return False if the address alone shows that it is no article. Never raises.

    >>> can_be_article("https://paper.example/harbour"), can_be_article("https://paper.example/tag/x")
    (True, False)
    """
    return is_page(url) and not NOT_ARTICLES.search(_split(url).path)


def looks_like_article(url: str) -> bool:
    """Return whether an address found among links is likely to be an article's.

    >>> looks_like_article("https://paper.example/2026/03/14/harbour")
    True
    >>> looks_like_article("https://paper.example/world/"), looks_like_article("https://p.example/")
    (False, False)
    >>> looks_like_article("https://paper.example/?p=12"), looks_like_article("https://p.example/?s=12")
    (True, False)
    """
    if not can_be_article(url):
        return False
    parts = _split(url)
    path = PurePosixPath(parts.path)
    words = [word for word in re.split(r"[-_]", path.stem) if word]
    return bool(
        DAY_IN_PATH.search(parts.path)
        or len(words) >= 4
        or re.search(r"\d{5,}", path.name)
        or path.suffix in {".html", ".htm", ".shtml", ".php"}
        or any(NUMBERED.fullmatch(name) and _is_number(to) for name, to in parse_qsl(parts.query))
    )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(clean_url(url))
    except ValueError:
        return urlsplit("/")
