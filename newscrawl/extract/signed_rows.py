"""Comments that neither a name, a heading nor a control tells: boxes signed by people, with a date.

They stand behind the article's text, in its own box too, so they would be read as its last lines.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from lxml.etree import XPath
from lxml.html import HtmlElement

from newscrawl.extract.printed_dates import is_date

BOXES = ("div", "li", "article", "dd", "tr", "section", "details")
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
SIGNS = " \t\r\n·•|–—-,:#/()"
"""What stands between a name and a date."""
PIECES = 8
"""Pieces of text at the beginning of a box that are looked at."""
SHORT = 40
"""Characters of a name or a date."""
CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:\s*[ap]\.?m\.?)?", re.IGNORECASE)
"""A time without a day: so are the entries of a live report dated."""
SENTENCE = re.compile(r"[.!?;…](?:\s|$)|\s\S+\s\S+\s\S+\s")
"""What a name has not: the end of a sentence, or more than four words."""
ENOUGH = 250
"""Characters of paragraphs that the article has before them."""
MOST = 20
"""Groups of boxes that are looked at."""
ARTICLE = XPath("boolean(.//h1 | .//main | .//*[contains(@itemprop, 'articleBody')])")


def signed_rows(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Yield boxes of one look, side by side, each with the name of somebody else and a day.

    The entries of a live report may look so too: what is longer than the text before it, or has
    more of the text behind it, is none.
    """
    alike = defaultdict[object, list[HtmlElement]](list)
    for box in tree.iter(*BOXES):
        alike[box.getparent(), box.tag, box.get("class")].append(box)
    several = (boxes for boxes in alike.values() if len(boxes) > 1)
    groups = [[(box, name) for box in boxes if (name := _signed(box))] for boxes in several]
    for group in sorted(groups, key=len, reverse=True)[:MOST]:
        rows, names = [row for row, _ in group], {name for _, name in group}
        if len(names) > 1 and len(names) * 2 >= len(rows) and _is_end(rows):
            yield from rows


def _signed(box: HtmlElement) -> str | None:
    """Return the name at the beginning of a box, beside a day, if there is text behind them."""
    if not len(box):  # it has one piece of text, or none
        return None
    pieces = (piece.strip(SIGNS) for piece in islice(box.itertext(), 2 * PIECES))
    first, second, text, *_ = [*islice(filter(None, pieces), 3), "", "", ""]
    if not text:
        return None
    for name, day in ((first, second), (second, first)):
        if _is_day(day) and is_name(name):
            titled = any(one.tag in HEADINGS for one in islice(box.iter(), PIECES))
            return None if titled else name
    return None


@lru_cache(maxsize=20_000)
def _is_day(text: str) -> bool:
    return len(text) <= SHORT and not CLOCK.fullmatch(text) and is_date(text)


@lru_cache(maxsize=20_000)
def is_name(text: str) -> bool:
    """Return whether words may be a name: few, without the end of a sentence, and no date."""
    return 1 < len(text) <= SHORT and not SENTENCE.search(text) and not is_date(text)


def _is_end(rows: list[HtmlElement]) -> bool:
    """Return whether the article stands before some boxes, and nothing of it behind them."""
    if any(ARTICLE(row) for row in rows):
        return False
    before = _said(rows[0].xpath("preceding::p"))
    behind = (p for after in rows[-1].itersiblings() for p in after.iter("p"))
    within = sum(len(" ".join(row.itertext()).strip()) for row in rows)
    return before >= max(ENOUGH, within) and _said(behind) < ENOUGH


def _said(paragraphs: Iterable[HtmlElement]) -> int:
    return sum(len(" ".join(one.itertext()).strip()) for one in paragraphs)
