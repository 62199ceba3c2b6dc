"""The publication date as shown to readers, for pages that declare none."""

import re
from collections.abc import Iterator
from datetime import datetime

from lxml.html import HtmlElement

from newscrawl.extract.date_labels import (
    CHANGED,
    LABELLED,
    is_bracketed_change,
    is_changed_by_label,
    is_clock,
)
from newscrawl.extract.dates import read_date
from newscrawl.extract.owned import (
    around_heading,
    heading_of,
    is_card,
    is_foreign,
    is_in_card,
    text_of,
)
from newscrawl.extract.printed_dates import find_dates

NAMED = re.compile(
    r"(?:^|[-_\s])(?:date|datum|datetime|timestamp|time|published|publish|pubdate|posted|dateline|"
    r"meta|byline|info)(?:$|[-_\s])"
    r"|(?:pub|post|entry|article|publish|published|posted|create|created)[-_]?(?:date|time|on|info)",
    re.IGNORECASE,
)
PLACES = (
    *("p", "div", "footer", "aside", "span", "time", "li", "td", "small", "em", "i", "b"),
    *("strong", "a", "font", "center", "dd", "abbr", "address", "h2", "h3", "h4", "h5", "h6"),
)
LONGEST = 140
"""Length of a line that may hold the date beside names and sections, in characters."""


def shown_date(tree: HtmlElement, *, language: str | None, now: datetime) -> str | None:
    """Return the date printed near the headline or in an element named for it; None if unsure.

    `tree` is the page without its comments. A date behind "updated" is no publication date.
    """
    order = {node: place for place, node in enumerate(tree.iter())}
    heading = heading_of(tree)
    start = None if heading is None else order[heading]
    best: tuple[int, str] = (0, "")
    for node, raw in _lines(tree, language, now):
        before = text_of(node).partition(raw)[0]
        points = 2 * bool(LABELLED.search(before)) + _is_named(node)
        # Thirty elements above the headline, a hundred below: where bylines are.
        points += start is not None and -30 <= order[node] - start <= 100
        if points > best[0]:
            best = points, raw
    return best[1] or None


def is_in_heading(raw: str, tree: HtmlElement) -> bool:
    """Return whether a date is part of the article's headline: the day that it writes of."""
    heading = heading_of(tree)
    return heading is not None and raw in text_of(heading)


def _lines(
    tree: HtmlElement, language: str | None, now: datetime
) -> Iterator[tuple[HtmlElement, str]]:
    around = around_heading(tree)
    for node in tree.iter(*PLACES):
        text = text_of(node, LONGEST + 1)
        raw = _unchanged(text) if 5 <= len(text) <= LONGEST else None
        if not raw or is_clock(node) or is_foreign(node, around) or is_card(node, around):
            continue
        if is_in_card(raw, node) or (text.startswith(raw) and is_changed_by_label(node)):
            continue
        reading = read_date(raw, language=language, now=now)
        if reading and reading.precision not in {"month", "year"}:
            yield node, raw


def _unchanged(text: str) -> str | None:
    """Return the first date in a line that is not said to be that of a change."""
    for raw in find_dates(text):
        before, _, text = text.partition(raw)
        if not CHANGED.search(before) and not is_bracketed_change(text):
            return raw
    return None


def _is_named(node: HtmlElement) -> bool:
    for one in (node, node.getparent()):
        if one is not None and NAMED.search(f"{one.get('class') or ''} {one.get('id') or ''}"):
            return True
    return False
