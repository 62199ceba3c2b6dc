"""Rows of discussions that no name calls comments: each has a date, and they answer each other."""

import re
from collections.abc import Callable, Iterator
from itertools import islice

from lxml.html import HtmlElement

from newscrawl.extract.posts import opens
from newscrawl.extract.printed_dates import find_date
from newscrawl.generic.markup.byline import NUMBERED
from newscrawl.generic.markup.nest import Row, identify, is_one_of_roots, nest
from newscrawl.generic.markup.repeat import date_leaves, repeated
from newscrawl.generic.markup.row import chunks, own, roles
from newscrawl.generic.markup.told import TOLD, name_articles
from newscrawl.vocabulary.bylines import LEADING
from newscrawl.vocabulary.names import names, words
from newscrawl.vocabulary.phrases import answers_somebody, is_quote_label, is_reply_label

TALK = "talk"
"""The kind of these rows."""
LOOKED_AT = 80
HEADINGS = ("h1", "h2", "h3", "h4")
LINES = frozenset(["h2", "h3", "h4", "h5", "h6", "div", "p", "td", "header", "small", "dt"])
LINE = 160
MARKS = ("id", "name", "data-id", "data-key")
KEY = re.compile(r"(?<!\d)\d{2,}$")
"""The number at the end of an id or of an address."""
ELSEWHERE = frozenset(["nav", "aside", "header", "footer"])


def talk_rows(tree: HtmlElement, language: str | None, *, further: bool = False) -> list[Row]:
    """Return the rows of a discussion on a page without places for comments.

    At least two elements of one look, each with a date of its own, where most have a control to
    answer or say whom they answer, or lead to themselves. Lists of articles have neither. The post
    that opens a forum's thread is the article, if the page has no other and is no `further` one.
    """
    leaves = dated_leaves(tree, language)
    elements, opened = alike(tree, leaves), False
    if elements and not _is_talk(elements):  # the post that opens it may have another form
        head = set(elements[0].iter())
        elements, opened = alike(tree, [leaf for leaf in leaves if leaf not in head]), True
    if len(elements) < 2 or not _is_talk(elements):
        return []
    found = set(elements)
    kind = frozenset([TALK] if _do(elements, _answers) else [TALK, TOLD])
    rows = [Row(element, None, False, kind) for element in elements]
    for row in rows:
        row.body = _body(row.element, found, leaves)
    nest(tree, rows)
    identify(rows)
    whole = further or opened or is_one_of_roots(rows)
    return rows[1:] if not whole and _opens(elements[0], found, tree) else rows


def dated_leaves(tree: HtmlElement, language: str | None) -> list[HtmlElement]:
    """Return the elements of a page that date something, outside of what surrounds its text."""
    found = [e for e in date_leaves(tree, language) if not _is_elsewhere(e)]
    # One date alone is the page's own, or of a row whose line says less than those of the others.
    if len(found) > 1:
        return found
    return [e for e in _bylines(tree) if not _is_elsewhere(e)] or found


def alike(tree: HtmlElement, leaves: list[HtmlElement]) -> list[HtmlElement]:
    """Return the elements of one look that hold a date each, in document order."""
    bounds = {above for head in tree.iter("h1", "main") for above in (head, *head.iterancestors())}
    found = set(repeated(leaves, bounds | {tree})) if len(leaves) > 1 else set()
    return [element for element in tree.iter() if element in found]


def _is_talk(rows: list[HtmlElement]) -> bool:
    """Return whether rows answer each other, or each leads to itself and to no article."""
    if _do(rows, _answers):
        return True
    return not name_articles(rows) and _do(rows, _leads_to_itself)


def _do(rows: list[HtmlElement], does: Callable[[HtmlElement, set[HtmlElement]], bool]) -> bool:
    found = set(rows)
    return 2 * sum(does(row, found) for row in rows) >= len(rows)


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


def _leads_to_itself(row: HtmlElement, rows: set[HtmlElement]) -> bool:
    """Return whether a row has a link with the number that it bears itself: its permalink."""
    elements = [*islice(own(row, rows), LOOKED_AT)]
    marks = {one.get(name) for one in elements for name in MARKS} - {None}
    keys = {match[0] for mark in marks if (match := KEY.search(mark or ""))}
    ends = (KEY.search(one.get("href") or "") for one in elements if one.tag == "a")
    return any(end is not None and end[0] in keys for end in ends)


def _is_answering(element: HtmlElement) -> bool:
    if element.tag in {"a", "button"} and _is_to_answer(element):
        return True
    return any(answers_somebody(said) for said in (element.text, element.tail) if said)


def _is_to_answer(control: HtmlElement) -> bool:
    """Return whether a control answers or quotes, as it says to the eye or to a screen reader."""
    said = _said(control)
    if any(map(str.isalpha, said)):
        return is_reply_label(said) or is_quote_label(said)
    return is_reply_label((control.get("aria-label") or control.get("title") or "").strip())


def _is_headline(element: HtmlElement) -> bool:
    """Return whether a heading, but for a name, is a link elsewhere, as in lists of articles."""
    if element.tag not in HEADINGS:
        return False
    if any("author" in roles(one) for one in (element, *islice(element.iterancestors(), 2))):
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
