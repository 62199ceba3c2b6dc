"""Reads parts of a page by selectors, tried in order. Pure; None for what is absent."""

import copy
import re
from collections.abc import Iterable

from lxml.html import HtmlElement
from parsel import Selector

from newscrawl.extract.selecting import select
from newscrawl.extract.text import text_of
from newscrawl.items import DateSource, Printed

Place = tuple[str, str | None, DateSource]
"""Where a date may stand: selector, attribute (None: the text), and the name of the source."""

CLOCK = r"(?:GMT\s*(?:[+-]\d{1,2}\s*)?)?"
STAMP = re.compile(rf"{CLOCK}\b\d{{1,2}}:\d\d\s*{CLOCK}\s\d\d\.\d\d\.\d{{4}}\b", re.ASCII)
"""A full printed date, day first; dates without a year belong to other articles."""


def folded(text: str) -> str:
    return " ".join(text.split())


def texts(node: Selector, queries: Iterable[str]) -> list[str]:
    """Return the distinct texts of the first query that finds any."""
    for query in queries:
        found = [folded("".join(one.xpath(".//text()").getall())) for one in node.css(query)]
        if any(found):
            return list(dict.fromkeys(filter(None, found)))
    return []


def text(node: Selector, *queries: str) -> str | None:
    return next(iter(texts(node, queries)), None)


def attr(node: Selector, query: str, name: str) -> str | None:
    """Return the first filled attribute among the elements of `query`, or None."""
    values = (one.attrib.get(name, "").strip() for one in node.css(query))
    return next(filter(None, values), None)


def number(value: str | None) -> int | None:
    """Return the number that a counter shows, with or without a thousands separator.

    >>> number("(1 024)"), number("none")
    (1024, None)
    """
    found = re.search(r"[0-9]{1,3}(?:[\s.,][0-9]{3})+(?![0-9])|[0-9]{1,9}", value or "")
    return int(re.sub(r"\D", "", found[0])) if found else None


def printed(node: Selector, places: Iterable[Place]) -> Printed:
    """Return the first date at these places; of a text only the date, without its other words."""
    for query, name, source in places:
        if name:
            raw = attr(node, query, name)
        else:
            found = STAMP.search(text(node, query) or "")
            raw = found[0] if found else _bare(text(node, query))
        if raw:
            return Printed(raw, source)
    return Printed()


def body_text(nodes: Iterable[Selector], drop: str) -> str | None:
    """Return the text of some boxes without the pieces that match `drop`, or None.

    All text counts, in order, in a paragraph or not: on these pages an inject inside a `<p>`
    makes the parser close the paragraph, and what follows stands bare in the box.
    """
    pieces = [text_of(_without(node.root, drop)) for node in nodes]
    # Paragraphs of nothing but no-break spaces are layout.
    found = (folded_lines(one) for piece in pieces for one in piece.split("\n\n"))
    return "\n\n".join(filter(None, found)) or None


def folded_lines(paragraph: str) -> str:
    return "\n".join(filter(None, (folded(line) for line in paragraph.split("\n"))))


def _without(root: HtmlElement, drop: str) -> HtmlElement:
    root = copy.deepcopy(root)
    root.tail = None
    for cut in select(root, drop) if drop else []:
        # Emptied, not removed: the texts before and after it must not become one word or, outside a
        # paragraph, one paragraph.
        tail, inside = cut.tail, next(cut.iterancestors("p"), None) is not None
        cut.clear()
        cut.text, cut.tail = " ", tail
        cut.tag = "span" if inside else "p"
    return root


def _bare(value: str | None) -> str | None:
    # Hidden microdata gives ISO dates as text.
    return value if value and re.fullmatch(r"\d{4}-?\d\d-?\d\d\S*", value, re.ASCII) else None
