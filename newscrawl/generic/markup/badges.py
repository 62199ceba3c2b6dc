"""Whether a comment's row marks its author as one of the house."""

import re
from itertools import islice

from lxml.html import HtmlElement

from newscrawl.generic.markup.row import RowView
from newscrawl.vocabulary.bylines import ENDING_BADGE, is_badge
from newscrawl.vocabulary.names import word_set, words

STAFF = re.compile(
    r"(?:^|[\s_-])(?:bypostauthor|by-?author|is-?staff|staff|by-?staff|is-?(?:author|moderator"
    r"|admin)|staff-?comment|author-?comment)(?:$|\s)",
    re.IGNORECASE,
)
BADGES = word_set("badge badges role rank flair label tag staff moderator admin official verified")
SMALL = frozenset(["span", "small", "em", "i", "b", "sup", "abbr", "div", "strong", "li", "img"])


def is_staff(view: RowView) -> bool | None:
    """Return True where the row is marked as the article author's or the staff's, else None."""
    if STAFF.search(view.row.get("class") or ""):
        return True
    named = False
    for element, found in view.roles.items():
        if "text" in found or element is view.row:
            continue
        if "author" in found and ENDING_BADGE.search(_said(element)):
            return True
        # `Author` before the name is a label of the field.
        if element.tag in SMALL and is_badge(_said(element)) and (named or _is_called(element)):
            return True
        named = named or "author" in found
    return None


def _said(element: HtmlElement) -> str:
    said = " ".join("".join(islice(element.itertext(), 12)).split())
    return said or element.get("title") or element.get("alt") or element.get("aria-label") or ""


def _is_called(element: HtmlElement) -> bool:
    classes = (element.get("class") or "").split()[:20]
    return any(not BADGES.isdisjoint(words(name)) for name in classes)
