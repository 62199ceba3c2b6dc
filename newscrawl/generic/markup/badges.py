"""What a comment's row marks: that its author is of the house, that it was edited."""

import re
from itertools import islice

from lxml.html import HtmlElement

from newscrawl.extract.printed_dates import find_date
from newscrawl.generic.markup.dated import is_said
from newscrawl.generic.markup.row import RowView, chunks
from newscrawl.vocabulary.bylines import ENDING_BADGE, is_badge
from newscrawl.vocabulary.names import word_set, words
from newscrawl.vocabulary.phrases import EDITED_MARK

STAFF = re.compile(
    r"(?:^|[\s_-])(?:bypostauthor|by-?author|is-?staff|staff|by-?staff|is-?(?:author|moderator"
    r"|admin)|staff-?comment|author-?comment)(?:$|\s)",
    re.IGNORECASE,
)
PIECES, LONGEST = 40, 80
AGE = re.compile(r"\d{1,3}\w{1,3}")
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


def is_edited(view: RowView) -> bool | None:
    """Return True where the row says so outside the reader's own words, else None."""
    for element, said in islice(chunks(view.row, set()), PIECES):
        if len(said) < LONGEST and not is_said(view, element):
            rest = " ".join(said.split()).replace(find_date(said) or " ", " ", 1)
            if EDITED_MARK.match(rest) or _is_short_age(rest):
                return True
    return None


def _is_short_age(said: str) -> bool:
    """Return whether it is `5h • Edited`."""
    age, _, mark = said.partition(" ")
    return bool(AGE.fullmatch(age) and EDITED_MARK.match(mark))


def _said(element: HtmlElement) -> str:
    said = " ".join("".join(islice(element.itertext(), 12)).split())
    return said or element.get("title") or element.get("alt") or element.get("aria-label") or ""


def _is_called(element: HtmlElement) -> bool:
    classes = (element.get("class") or "").split()[:20]
    return any(not BADGES.isdisjoint(words(name)) for name in classes)
