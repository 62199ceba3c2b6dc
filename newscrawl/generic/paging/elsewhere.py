"""The page of its own on which an article's comments stand, where the article only links there."""

import re
from typing import NamedTuple
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml.html import HtmlElement

from newscrawl.page import Page
from newscrawl.vocabulary.controls import means
from newscrawl.vocabulary.counts import Count, is_count, read_count
from newscrawl.vocabulary.names import COMMENT, COMMENTS, is_side, names, word_set, words
from newscrawl.vocabulary.words import COMMENTS as SAID
from newscrawl.vocabulary.words import either

LABEL = 60
"""Characters of such a link's label."""
TALK = COMMENT | COMMENTS | word_set("talk discussion discussions discuss forum thread threads")
WRITING = word_set("add new post write reply login signin register rss feed atom report policy")
NAMED = re.compile(either(SAID), re.IGNORECASE)
NUMBER = re.compile(r"(?!(?:19|20)\d\d(?!\d))\d{4,}")
"""An article's number in its address, and no year."""
LONG = 12
"""So many characters in the last part of an address name one article."""


class Elsewhere(NamedTuple):
    """A page of comments, and how many the link to it says there are."""

    url: str
    counted: Count | None


def page_of_comments(page: Page) -> Elsewhere | None:
    """Return where the comments of a page stand, if it links to one such page and no other.

    The link says `57 comments`, `Comments (57)` or `View all comments`, and its address is the
    article's own with a word for comments added, or has that and the article's number or words.
    """
    found: dict[str, Elsewhere] = {}
    for link in page.root.iter("a"):
        label = " ".join(link.text_content().split())
        if 0 < len(label) <= LABEL and NAMED.search(label) and (url := _target(page.url, link)):
            count = read_count(label)
            if (is_count(label) or means("more", label)) and not (count and count.number == 0):
                found.setdefault(url, Elsewhere(url, count))
    return next(iter(found.values())) if len(found) == 1 else None


def _target(base: str, link: HtmlElement) -> str | None:
    try:
        url = urldefrag(urljoin(base, (link.get("href") or "").strip()))[0]
        here, there = urlsplit(base), urlsplit(url)
    except ValueError:
        return None
    if here.netloc != there.netloc or url == urldefrag(base)[0] or _is_side(link):
        return None
    added = there.path.removeprefix(here.path.rstrip("/")) if there.path != here.path else ""
    said = set(words(f"{added} {there.query}".replace("/", " ")))
    if said.isdisjoint(TALK) or not said.isdisjoint(WRITING):
        return None
    below = there.path.startswith(here.path.rstrip("/") or "//")
    return url if below or _names_it(here.path, f"{there.path}?{there.query}") else None


def _names_it(path: str, other: str) -> bool:
    """Return whether an address elsewhere on the site names the article at `path`."""
    last = path.rstrip("/").rpartition("/")[2]
    keys = [*NUMBER.findall(last), *([last] if len(last) >= LONG else [])]
    return any(key in other for key in keys)


def _is_side(link: HtmlElement) -> bool:
    return any(is_side(name) for above in link.iterancestors() for name in names(above))
