"""Ids of rows and of the rows they answer, from attributes whose values tell the rows apart."""

import re
from collections import defaultdict
from itertools import islice

from lxml.html import HtmlElement

from newscrawl.generic.markup.areas import chunks, own
from newscrawl.generic.markup.nesting import Row
from newscrawl.vocabulary.names import word_set, words

NAMED_ID = word_set("id uuid guid key cid uid oid hash permalink number nr")
NOT_ID = word_set(
    "parent root author user member avatar time date timestamp created updated position index idx"
    " order posinset level depth href src url action write expand style label labelledby"
    " count votes score likes title text reactid"
)
PARENT = word_set("parent parentid reply replyto re inreplyto pid answer answers answered response")
NOT_PARENT = word_set("root count url author user name level depth")
PREFIX = re.compile(
    r"^(?:[a-z]+[-_:.])*[a-z]*[-_:.]?(?=\d+$)"
    r"|^(?:[a-z]+[-_:.])*(?:comment|post|reply|message|item|row)[-_:.](?=[\w-]*\d)",
    re.IGNORECASE,
)
MOST = 0.8
"""Of the rows must have the attribute: notices in place of a comment may lack it."""
LOOKED_AT = 40


def identify(rows: list[Row]) -> None:
    """Set `key` where rows have none and an attribute tells them apart, and `parent_key`."""
    elements = {row.element for row in rows}
    tables = {row: _attributes(row, elements) for row in rows}
    chosen = _best(rows, tables)
    raw = {row: tables[row][chosen] for row in rows if chosen and chosen in tables[row]}
    for row, value in raw.items():
        row.key = row.key or plain(value)
    known = {value: row for row, value in raw.items()}
    known |= {row.key: row for row in rows if row.key}
    _set_parents(rows, elements, known)


def plain(value: str) -> str:
    """Return an id without the words before it, the same whatever other rows there are.

    >>> plain("note-355171"), plain("m356316"), plain("comment-c0005edcb")
    ('355171', '356316', 'c0005edcb')
    >>> plain("0afc26c2-967e-59a5-9b00-f6e00d64f7a3")
    '0afc26c2-967e-59a5-9b00-f6e00d64f7a3'
    """
    return PREFIX.sub("", value) or value


Table = dict[tuple[bool, str], str]
"""Values by the attribute's name, and whether it is the row's own."""


def _attributes(row: Row, rows: set[HtmlElement]) -> Table:
    found: Table = {}
    for element in islice(own(row.element, rows), LOOKED_AT):
        for name, value in element.attrib.items():
            if (name == "id" or "-" in name or name == "name") and 0 < len(value.strip()) <= 200:
                found.setdefault((element is row.element, str(name).lower()), value.strip())
    return found


def _best(rows: list[Row], tables: dict[Row, Table]) -> tuple[bool, str] | None:
    columns: dict[tuple[bool, str], list[tuple[int, str, str]]] = defaultdict(list)
    elements = {row.element for row in rows}
    for row, table in tables.items():
        said = "".join(words for _, words in chunks(row.element, elements))
        for name, value in table.items():
            columns[name].append((row.piece, value, said))
    good = [
        name
        for name, values in columns.items()
        if len(values) >= MOST * len(rows)
        and _are_distinct(values)
        and NOT_ID.isdisjoint(words(name[1]))
    ]
    return min(good, key=_rank, default=None)


def _are_distinct(values: list[tuple[int, str, str]]) -> bool:
    """Return whether values stand for rows: in one piece the same only where the words are."""
    if not all(re.search(r"\d", value) and not value.startswith(":") for _, value, _ in values):
        return False
    ids = {value for _, value, _ in values}
    places = {(piece, value) for piece, value, _ in values}
    return len(places) == len(set(values)) and (len(ids) > 1 or len(values) == 1)


def _rank(name: tuple[bool, str]) -> tuple[bool, bool, bool, str]:
    is_rows_own, attribute = name
    parts = words(attribute)
    return attribute == "name", NAMED_ID.isdisjoint(parts), not is_rows_own, attribute


def _set_parents(rows: list[Row], elements: set[HtmlElement], known: dict[str, Row]) -> None:
    linked: dict[Row, str] = {}
    for row in rows:
        for element in islice(own(row.element, elements), LOOKED_AT):
            if key := _said(element, row, known):
                row.parent_key = key
                break
            if element.tag == "a" and (key := _linked(element, row, known)):
                linked.setdefault(row, key)
    # Where each row links to another one these are ways from row to row.
    if len(linked) < len(rows):
        for row, key in linked.items():
            row.parent_key = row.parent_key or key


def _said(element: HtmlElement, row: Row, known: dict[str, Row]) -> str | None:
    for name, value in element.attrib.items():
        parts = words(str(name))
        hints = name != "class" and not PARENT.isdisjoint(parts) and NOT_PARENT.isdisjoint(parts)
        if hints and (key := _key_of(value.strip(), row, known)):
            return key
    return None


def _linked(link: HtmlElement, row: Row, known: dict[str, Row]) -> str | None:
    href = (link.get("href") or "").strip()
    return _key_of(href[1:], row, known) if href.startswith("#") else None


def _key_of(value: str, row: Row, known: dict[str, Row]) -> str | None:
    found = known.get(value) or known.get(plain(value))
    return found.key if found is not None and found.key != row.key else None
