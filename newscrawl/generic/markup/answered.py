"""Whom a row answers, as a link behind `in reply to` says that leads to the other's own page."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import parse_qsl, urljoin, urlsplit

from lxml.html import HtmlElement

from newscrawl.generic.markup.row import chunks, own
from newscrawl.vocabulary.names import word_set, words
from newscrawl.vocabulary.phrases import IN_REPLY_TO, answers_somebody

LABEL = 60
"""Characters of what a link, or the words before it, may say."""
MOST = 0.8
"""This share of the rows must have a link of a shape before it is the rows' own."""
SHORTEST = 6
"""Signs at the beginning of a hash that name it: fewer may be a number."""
HEX = re.compile(r"[0-9a-f]+", re.IGNORECASE)
SAID = 60
PARENT = word_set("parent")

Shape = tuple[str, str]
"""What addresses of one kind have in common: a path without its last part, a key of the query."""


@dataclass(slots=True)
class Answered:
    """Rows that say by a link whom they answer."""

    rows: dict[HtmlElement, HtmlElement] = field(default_factory=dict)
    """The row that each answers."""
    outside: set[HtmlElement] = field(default_factory=set)
    """Rows that answer what stands on the page outside of the rows: the article."""
    astray: dict[HtmlElement, str] = field(default_factory=dict)
    """The address of what a row answers, where that is not on the page."""


def answered(tree: HtmlElement, rows: list[HtmlElement]) -> Answered:
    """Return whom rows answer by their links; what names two rows, or the row itself, is no link.

    An address names a row as the row's own link does, which most rows have and no two the same:
    wholly, or by the beginning of a hash.
    """
    known, found = set(rows), Answered()
    links = {row: [one for one in own(row, known) if one.tag == "a"] for row in rows}
    answering = {row: one for row in rows if (one := _answering(links[row])) is not None}
    if not answering:
        return found
    names = _own_names(rows, {row: set(links[row]) - {answering.get(row)} for row in rows})
    for row, link in answering.items():
        named = _named(link, names)
        if named is None:
            continue
        if len(named) == 1 and row not in named:
            found.rows[row] = named.pop()
        elif not named:
            found.astray[row] = link.get("href") or ""
    _leave_outside(found, tree, known)
    return found


def value_of(href: str) -> str | None:
    """Return what an address names a comment by.

    >>> value_of("/thread/12?msg=4310"), value_of("/thread/0a1b2c3d4e?view=flat")
    ('4310', '0a1b2c3d4e')
    """
    return ([None, *(value for _, value in _of_address(href))])[-1]


def leads_to(href: str, url: str) -> bool:
    """Return whether an address is a page's, in whatever view.

    >>> leads_to("/thread/12?view=flat", "https://talk.example/thread/12?page=2")
    True
    >>> leads_to("item?id=7", "https://talk.example/item?id=3")
    False
    """
    try:
        there, here = urlsplit(urljoin(url, href)), urlsplit(url)
    except ValueError:
        return False
    named = {pair for pair in parse_qsl(there.query)[:10] if re.search(r"\d", pair[1])}
    return there.path == here.path and named <= set(parse_qsl(here.query))


def _answering(links: list[HtmlElement]) -> HtmlElement | None:
    return next((link for link in links if _is_answering(link)), None)


def _is_answering(link: HtmlElement) -> bool:
    if not (link.get("href") or "").strip():
        return False
    before, above = link.getprevious(), link.getparent()
    told = (above.text if above is not None else "") if before is None else before.tail
    if before is not None and before.tag != "a" and not (told or "").strip():
        told = "".join(islice(before.itertext(), 4))
    if answers_somebody((told or "")[-LABEL:]):
        return True
    said = " ".join("".join(islice(link.itertext(), 6)).split())
    if not said or len(said) > LABEL:
        return False
    called = words(said)
    is_parent = len(called) <= 2 and not PARENT.isdisjoint(called)
    return is_parent or answers_somebody(said) or bool(IN_REPLY_TO.match(said))


def _own_names(
    rows: list[HtmlElement], links: dict[HtmlElement, set[HtmlElement | None]]
) -> dict[Shape, dict[str, HtmlElement]]:
    """Return the values by which the links of each shape name the rows they stand in."""
    shapes: dict[Shape, dict[HtmlElement, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        for link in links[row]:
            for shape, value in _parts(link):
                shapes[shape][row].add(value)
    elements, found = set(rows), {}
    for shape, values in shapes.items():
        own_values = _one_each(values)
        if len(own_values) < MOST * len(rows):
            continue
        table = {value: row for row, value in own_values.items()}
        # A row that a page had dropped may stand there again.
        alike = {(value, _said(row, elements)) for row, value in own_values.items()}
        if len(table) == len(alike) > 1:
            found[shape] = table
    return found


def _one_each(values: Mapping[HtmlElement, set[str]]) -> dict[HtmlElement, str]:
    """Return the one value of each row, without what a text mentions of other rows."""
    sure = {next(iter(one)) for one in values.values() if len(one) == 1}
    left = {row: one if len(one) == 1 else one - sure for row, one in values.items()}
    return {row: next(iter(one)) for row, one in left.items() if len(one) == 1}


def _said(row: HtmlElement, rows: set[HtmlElement]) -> str:
    return " ".join(said for _, said in islice(chunks(row, rows), 3))[:SAID]


def _named(
    link: HtmlElement, names: dict[Shape, dict[str, HtmlElement]]
) -> set[HtmlElement] | None:
    """Return the rows that a link may name; None if it is of no shape that names rows."""
    found: set[HtmlElement] | None = None
    for shape, value in _parts(link):
        table = names.get(shape)
        if table is None:
            continue
        found = found or set()
        if value in table:
            return {table[value]}
        found |= {row for other, row in table.items() if _is_beginning(value, other)}
    return found


def _is_beginning(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= SHORTEST and bool(HEX.fullmatch(short)) and long.startswith(short)


def _leave_outside(found: Answered, tree: HtmlElement, rows: set[HtmlElement]) -> None:
    """Tell what answers the article, to which a link outside of the rows leads, from the rest."""
    if not found.astray:
        return
    inside = {one for row in rows for one in row.iter("a")}
    shown = {part for one in tree.iter("a") if one not in inside for part in _parts(one)}
    for row, href in list(found.astray.items()):
        for shape, value in _of_address(href):
            if any(kind == shape and _names(value, other) for kind, other in shown):
                found.outside.add(row)
                del found.astray[row]
                break


def _names(one: str, other: str) -> bool:
    return one == other or _is_beginning(one, other)


def _parts(link: HtmlElement) -> Iterator[tuple[Shape, str]]:
    return _of_address(link.get("href") or "")


def _of_address(href: str) -> Iterator[tuple[Shape, str]]:
    """Yield what an address may name a row by: the last part of its path, values of its query.

    Of the two only what has a digit: `/forumpost/664330cbf6?t=c`, `item?id=355`.
    """
    try:
        parts = urlsplit(href.strip()[:500])
    except ValueError:
        return
    above, _, last = parts.path.rstrip("/").rpartition("/")
    if re.search(r"\d", last):
        yield (above, ""), last
    for key, value in parse_qsl(parts.query)[:10]:
        if re.search(r"\d", value):
            yield (parts.path, key), value
