"""Threads that a page shows by the titles of their posts alone: each text is behind a link."""

import re
from collections import Counter
from itertools import islice

from lxml.html import HtmlElement

from newscrawl.extract.unnamed import short_text
from newscrawl.generic.markup.nest import Row, identify, nest
from newscrawl.generic.markup.row import chunks

ANSWERED = re.compile(r"^\W*(?:re|aw|sv|vs|antw|odp|ynt|fwd?)(?:\[\d+\])?\s*:\s*", re.IGNORECASE)
FEWEST = 2
"""Posts of a thread, and people in it."""
MOST = 0.6
"""This share of the titles of a mailing list's thread is the same."""
LOOKED_AT = 40


def title_threads(tree: HtmlElement, rows: list[HtmlElement]) -> int:
    """Return how many posts stand on a page by their titles; 0 if it has no such thread.

    `rows` are its elements with dates: those that answer each other, or the lists of lists of an
    archive of mail, where the titles repeat. A list of articles does neither.
    """
    rows = _of_one_look(rows)
    titled = [row for row in rows if _is_title(row, set(rows))]
    if len(titled) >= FEWEST and 2 * len(titled) >= len(rows) and _are_threaded(tree, rows):
        return len(rows)
    return _of_mails(tree)


def _of_one_look(rows: list[HtmlElement]) -> list[HtmlElement]:
    """Return the rows, if most look alike; without those that an id of words names: the footer."""
    rows = [row for row in rows if not (row.get("id") or "").replace("-", "").isalpha()]
    looks = Counter((row.tag, row.get("class")) for row in rows)
    return rows if max(looks.values(), default=0) >= MOST * len(rows) else []


def _is_title(row: HtmlElement, rows: set[HtmlElement]) -> bool:
    """Return whether the longest words of a row are a link to another page."""
    said = list(islice(chunks(row, rows - {row}), LOOKED_AT))
    element, _ = max(said, key=lambda one: _weight(one[1]), default=(row, ""))
    return any(_leads_on(one) for one in (element, *islice(element.iterancestors(), 2)))


def _weight(said: str) -> int:
    """Return how many letters words have: a date has few."""
    return sum(map(str.isalpha, said))


def _leads_on(element: HtmlElement) -> bool:
    href = element.get("href") or "#"
    return element.tag == "a" and not href.startswith(("#", "javascript:", "mailto:"))


def _are_threaded(tree: HtmlElement, elements: list[HtmlElement]) -> bool:
    rows = [Row(element, None, False, frozenset()) for element in elements]
    nest(tree, rows)
    identify(rows)
    return any(row.parent or row.level or row.parent_key for row in rows)


def _of_mails(tree: HtmlElement) -> int:
    """Return how many messages of several people an archive lists, most under one title."""
    items = [(item, link) for item in tree.iter("li") if (link := _first_link(item)) is not None]
    titles = Counter(ANSWERED.sub("", short_text(link)).lower() for _, link in items)
    _, most = max(titles.items(), key=lambda item: item[1], default=("", 0))
    known = {item for item, _ in items}
    people = {said for item, link in items if (said := _beside(item, link, known))}
    nested = any(not known.isdisjoint(item.iterancestors()) for item in known)
    enough = most > FEWEST and most >= MOST * len(items) and len(people) >= FEWEST
    return len(items) if nested and enough else 0


def _first_link(item: HtmlElement) -> HtmlElement | None:
    """Return the link to another page that an item begins with."""
    first = next(iter(item), None)
    begins = first is not None and not (item.text or "").strip() and _leads_on(first)
    return first if begins else None


def _beside(item: HtmlElement, link: HtmlElement, items: set[HtmlElement]) -> str:
    pieces = (said for element, said in chunks(item, items - {item}) if element is not link)
    return " ".join(islice(pieces, 4)).strip()
