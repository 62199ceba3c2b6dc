"""Rows of discussions that no name calls comments: each has a date, and they answer each other."""

from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from newscrawl.extract.posts import opens
from newscrawl.extract.printed_dates import find_date
from newscrawl.generic.markup.byline import NUMBERED
from newscrawl.generic.markup.nest import Row, identify, nest
from newscrawl.generic.markup.repeat import date_leaves, repeated
from newscrawl.generic.markup.row import chunks, own
from newscrawl.vocabulary.bylines import LEADING
from newscrawl.vocabulary.names import names, words
from newscrawl.vocabulary.phrases import answers_somebody, is_reply_label

LOOKED_AT = 80
HEADINGS = ("h1", "h2", "h3", "h4")
LINES = frozenset(["h2", "h3", "h4", "h5", "h6", "div", "p", "td", "header", "small", "dt"])
LINE = 160
ELSEWHERE = frozenset(["nav", "aside", "header", "footer"])


def talk_rows(tree: HtmlElement, language: str | None, *, further: bool = False) -> list[Row]:
    """Return the rows of a discussion on a page without places for comments.

    At least two elements of one look, each with a date of its own, where most have a control to
    answer or say whom they answer. Lists of articles have neither. The post that opens a forum's
    thread is the article, if the page has no other and is no `further` one.
    """
    bounds = {above for head in tree.iter("h1", "main") for above in (head, *head.iterancestors())}
    leaves = [e for e in date_leaves(tree, language) or _bylines(tree) if not _is_elsewhere(e)]
    found = set(repeated(leaves, bounds | {tree})) if len(leaves) > 1 else set()
    elements = [element for element in tree.iter() if element in found]
    if len(elements) < 2 or 2 * sum(_answers(e, found) for e in elements) < len(elements):
        return []
    rows = [Row(element, None, False, frozenset([str(element.tag)])) for element in elements]
    for row in rows:
        row.body = _body(row.element, found, leaves)
    nest(tree, rows)
    identify(rows)
    return rows[1:] if not further and _opens(elements[0], found, tree) else rows


def _bylines(tree: HtmlElement) -> list[HtmlElement]:
    """Return the lines that name a person and a day: `(2) By Quill on 2026-11-25 in reply to 1`."""
    found = [e for e in tree.iter(*LINES) if not any(i.tag in LINES for i in e.iterdescendants())]
    return [line for line in found if _is_byline(_said(line))]


def _is_byline(said: str) -> bool:
    return len(said) < LINE and bool(LEADING.match(NUMBERED.sub("", said)) and find_date(said))


def _body(
    row: HtmlElement, rows: set[HtmlElement], leaves: list[HtmlElement]
) -> HtmlElement | None:
    """Return the element that holds all words outside of the row's head, if one does."""
    held = {e for leaf in leaves for e in (leaf, *leaf.iterancestors())}
    within = {e for leaf in leaves for e in leaf.iter()}
    outside = [e for e, said in chunks(row, rows) if e not in within and not is_reply_label(said)]
    tops = {_top(element, held) for element in outside}
    return tops.pop() if len(tops) == 1 else None


def _top(element: HtmlElement, held: set[HtmlElement]) -> HtmlElement | None:
    if element in held:
        return None
    while (above := element.getparent()) is not None and above not in held:
        element = above
    return element


def _is_elsewhere(leaf: HtmlElement) -> bool:
    return any(above.tag in ELSEWHERE for above in islice(leaf.iterancestors(), 60))


def _answers(row: HtmlElement, rows: set[HtmlElement]) -> bool:
    """Return whether a row has a control to answer it, or names the one it answers."""
    elements = islice(own(row, rows), LOOKED_AT)
    if any(_is_headline(element) for element in islice(own(row, rows), LOOKED_AT)):
        return False
    return any(_is_answering(element) for element in elements)


def _is_answering(element: HtmlElement) -> bool:
    if element.tag in {"a", "button"} and is_reply_label(_said(element)):
        return True
    return any(answers_somebody(said) for said in (element.text, element.tail) if said)


def _is_headline(element: HtmlElement) -> bool:
    """Return whether a heading is a link to another page, as in lists of articles."""
    if element.tag not in HEADINGS:
        return False
    link = next(element.iter("a"), None)
    return link is not None and _said(link) == _said(element) and "#" not in link.get("href", "#")


def _opens(first: HtmlElement, rows: set[HtmlElement], tree: HtmlElement) -> bool:
    """Return whether the first row is the post that opened the thread, which is the article."""
    answering = any("reply" in words(name) for name in names(first)) or _says_whom(first, rows)
    return not answering and opens(first, rows, tree)


def _says_whom(row: HtmlElement, rows: set[HtmlElement]) -> bool:
    return any(answers_somebody(said) for said in _texts(row, rows))


def _texts(row: HtmlElement, rows: set[HtmlElement]) -> Iterator[str]:
    for _, said in islice(chunks(row, rows - {row}), LOOKED_AT):
        yield said


def _said(element: HtmlElement) -> str:
    return " ".join("".join(islice(element.itertext(), 12)).split())
