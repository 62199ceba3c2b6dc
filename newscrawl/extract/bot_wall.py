"""Whether an answer is a bot wall: a page that keeps machines out, often with status 200."""

import re
from html import unescape

from newscrawl.page import Page
from newscrawl.vocabulary.bot_walls import HEADERS, NAMES, SAID, TITLES

AT_MOST = 150_000
"""Bytes: a wall has little but its script."""
SAYS_AT_MOST = 30_000
"""Bytes of a wall that is known by its words alone."""
SHORT = 2_500
"""Characters that a wall shows: what it asks, why, and whom to tell."""
TITLE = re.compile(r"<title[^>]{0,200}>([^<]{1,200})<", re.IGNORECASE)
PARTS = re.compile(r"\s[|–—-]\s")
ENDS = " \t\r\n.…!?:？！。"
UNSEEN = frozenset(("script", "style", "template", "head", "title"))


def is_bot_wall(page: Page) -> bool:
    """Return whether a page asks for a proof that no machine reads it, instead of what was asked.

    It has a header, a name, a title or a sentence of one (`vocabulary.bot_walls`), shows little
    else, and says of itself nowhere that it is an article.
    """
    if any(page.headers.get(name, "").lower() in said for name, said in HEADERS.items()):
        return True
    if len(page.body) > AT_MOST or not page.may_be_html:
        return False
    if not (any(name in page.body for name in NAMES) or _is_titled(page) or _says_so(page)):
        return False
    return not _is_article(page) and _shown(page) <= SHORT


def _is_titled(page: Page) -> bool:
    found = TITLE.search(page.text_content[:AT_MOST])
    title = PARTS.split(unescape(found[1]).strip())[0].strip(ENDS) if found else ""
    return TITLES.fullmatch(title) is not None


def _says_so(page: Page) -> bool:
    return len(page.body) <= SAYS_AT_MOST and SAID.search(page.text_content) is not None


def _is_article(page: Page) -> bool:
    kind = (page.meta("og:type") or "").lower()
    dated = page.meta("article:published_time")
    tags = page.root.iter("article", "time")
    return bool(page.ld or dated or kind == "article" or next(tags, None) is not None)


def _shown(page: Page) -> int:
    """Return how many characters a page shows."""
    number, skipped = 0, page.root.find("head")
    for node in page.root.iter():
        if node.tag not in UNSEEN and node is not skipped:
            number += len(" ".join((node.text or "").split()))
        number += len(" ".join((node.tail or "").split()))
    return number
