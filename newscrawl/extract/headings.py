"""The headings of a page: their lines as they are seen, without a line above the headline."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from newscrawl.extract.house import is_signed
from newscrawl.extract.text import BLOCKS
from newscrawl.extract.titles import folded, key

KICKER = re.compile(
    r"kicker|overline|eyebrow|topline|roofline|dachzeile|spitzmarke|surtitle|surtitre|antetitulo|"
    r"occhiello|suptitle|supra-?title|over-?title|pre-?title|(?:^|[-_\s])(?:label|flag|rubric)(?:$|[-_\s])",
    re.IGNORECASE,
)
"""Names of the line above a headline, which some pages write into the same heading."""
APART = BLOCKS | {"br"}
HOME = re.compile(r"(?:(?:https?:)?//[^/]+)?/?(?:index\.\w+)?")
PARAGRAPH, NEAREST = 200, 5
"""Characters of a paragraph of the text; how many before a heading are looked at."""
LOGO = 40
"""Characters of the name of a site."""


class Heading(NamedTuple):
    """A heading in one line, and the line above it that stands in the same element."""

    text: str
    kicker: str = ""


def read_headings(tree: HtmlElement, titles: list[str], house: set[str]) -> list[Heading]:
    """Return the first-level headings, each once, without the site's logo.

    `titles` are the keys of the page's other titles, `house` the names of its site.
    """
    found: dict[str, Heading] = {}
    for element in tree.iter("h1"):
        heading = _parted(element, titles)
        if (
            heading.text
            and not is_signed(heading.text, house)
            and not (_leads_home(element) or _is_below_text(element))
        ):
            found.setdefault(key(heading.text), heading)
    return list(found.values())


def logos(tree: HtmlElement) -> set[str]:
    """Return what first-level headings say that lead to the front page, in letters alone."""
    texts = (line_of(element) for element in tree.iter("h1") if _leads_home(element))
    return {key(text).replace(" ", "") for text in texts if len(text) <= LOGO}


def line_of(element: HtmlElement) -> str:
    """Return an element's text in one line, a blank between its parts."""
    return folded("".join(_pieces(element)))


def _parted(heading: HtmlElement, titles: list[str]) -> Heading:
    """Return a heading parted from a line above the headline, told by its name or the titles."""
    whole = line_of(heading)
    parts = (line_of(one) for one in heading if isinstance(one.tag, str))
    first = next(filter(None, parts), "")
    if not first or not whole.startswith(first) or whole == first:
        return Heading(whole)
    rest = whole.removeprefix(first).strip(" :|")
    if "/" in (rest[:1], first[-1]):  # as much of the headline as what follows
        return Heading(whole)
    named = next(one for one in heading if isinstance(one.tag, str) and line_of(one))
    if KICKER.search(named.get("class") or ""):
        return Heading(rest, first) if rest else Heading(whole)
    below = key(rest)
    if any(_begins(one, below) for one in titles) and not any(
        _begins(one, key(f"{first} {rest}")) for one in titles
    ):
        return Heading(rest, first)
    return Heading(whole)


def _begins(title: str, beginning: str) -> bool:
    return len(beginning) >= 8 and f"{title} ".startswith(f"{beginning} ")


def _pieces(element: HtmlElement) -> Iterator[str]:
    for event, node in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        if event == "start":
            yield " " if node.tag in APART or _is_line(node) else ""
            yield node.text or ""
        else:
            yield " " if node.tag in APART else ""
            yield "" if node is element else node.tail or ""


def _is_line(node: HtmlElement) -> bool:
    """Return whether a part follows another without a blank: a line of its own on the screen."""
    before = node.getprevious() if node.tag == "span" else None
    return before is not None and before.tag == "span" and not before.tail


def _is_below_text(heading: HtmlElement) -> bool:
    """Return whether a paragraph stands before a heading in its box: a part of the text."""
    before = heading.itersiblings("p", preceding=True)
    return any(len(line_of(one)) >= PARAGRAPH for one in islice(before, NEAREST))


def _leads_home(heading: HtmlElement) -> bool:
    links = [*heading.iter("a"), *heading.iterancestors("a")]
    hrefs = [link.get("href", "").strip() for link in links]
    return any(HOME.fullmatch(href) for href in hrefs)
