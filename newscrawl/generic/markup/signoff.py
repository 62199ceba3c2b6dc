"""Rows that end with who wrote them, and when: `<p>Words</p><p>Quill, 3 May 2026</p>`."""

import re
from collections.abc import Sequence
from itertools import islice

from lxml.html import HtmlElement

from newscrawl.extract.printed_dates import find_date
from newscrawl.generic.markup.byline import clean_name, is_name_like
from newscrawl.generic.markup.row import chunks, own, roles
from newscrawl.vocabulary.bylines import LEADING, SAYS
from newscrawl.vocabulary.phrases import is_ui

MOST = 0.6
"""What this share of the rows has counts as in every row."""
PIECES = 400
"""Of a row, in which its end is looked for."""
LONGEST = 4
"""Pieces of a line with a name and a date: `by | Quill | on | 3 May`."""
LINE = 90
"""Characters of such a line."""
CELLS = frozenset(["td", "th"])
BESIDE = 3
"""Words beside the name in one piece: `Posted by Quill on`."""

AUTHOR, DATE = frozenset(["author"]), frozenset(["date"])
BOTH = AUTHOR | DATE

Piece = tuple[HtmlElement, str]
Roles = dict[HtmlElement, frozenset[str]]


def signed_off(rows: Sequence[HtmlElement]) -> Roles:
    """Return which elements hold name and date where most rows end so, or begin so in a cell.

    Not where something in a row is named for an author, or where more rows begin with both.
    """
    known = set(rows)
    if len(rows) < 2 or any(_names_author(row, known) for row in rows):
        return {}
    said = [_pieces(row, known) for row in rows]
    first, last = [_line(pieces) for pieces in said], [_line(pieces[::-1]) for pieces in said]
    cells = [line if all(one.tag in CELLS for one in line) else {} for line in first]
    # A text of two words before a date looks like a name.
    for lines, others in ((last, first), (cells, last)):
        if sum(map(bool, lines)) >= max(MOST * len(rows), 1 + sum(map(bool, others))):
            return {element: what for line in lines for element, what in line.items()}
    return {}


def _names_author(row: HtmlElement, rows: set[HtmlElement]) -> bool:
    return any("author" in roles(one) for one in own(row, rows) if one is not row)


def _pieces(row: HtmlElement, rows: set[HtmlElement]) -> list[Piece]:
    return [
        (element, said)
        for element, words in islice(chunks(row, rows), PIECES)
        if re.search(r"\w", said := " ".join(words.split())) and not is_ui(said)
    ]


def _line(pieces: Sequence[Piece]) -> Roles:
    """Return what the first of some pieces are for if they are a name and a date, and no more."""
    for number in range(1, min(LONGEST, len(pieces) - 1) + 1):
        line, others = pieces[:number], {element for element, _ in pieces[number:]}
        if sum(len(said) for _, said in line) > LINE:
            break
        names = [element for element, said in line if _is_name(said)]
        dates = [element for element, said in line if find_date(said)]
        if len(names) != 1 or len(dates) != 1:
            continue
        end = number
        while end + 1 < len(pieces) and _joins(pieces[end][1]):
            end += 1
        if end > 2 and (holder := _around(pieces[:end], pieces[end:])) is not None:
            return {holder: BOTH}
        if others.isdisjoint({names[0], dates[0]}):
            return {dates[0]: DATE} | {names[0]: BOTH if names == dates else AUTHOR}
    return {}


def _around(line: Sequence[Piece], others: Sequence[Piece]) -> HtmlElement | None:
    """Return the element that holds the words of a line and no other, if there is one."""
    first, *rest = (element for element, _ in line)
    for above in (first, *first.iterancestors()):
        inside = set(above.iter())
        if any(element in inside for element, _ in others):
            return None
        if inside.issuperset(rest):
            return above
    return None


def _joins(said: str) -> bool:
    """Return whether words are those before a name or a date: `by`, `on`, `wrote`."""
    return len(said) <= LINE and bool(LEADING.fullmatch(f"{said} ") or SAYS.fullmatch(said[:LINE]))


def _is_name(said: str) -> bool:
    """Return whether a piece holds a name, and nothing more but a date."""
    rest = said.replace(find_date(said) or "", " ", 1)
    if not re.search(r"[^\W\d_]", rest) or _joins(said):
        return False
    name = clean_name(said)
    if not name or not is_name_like(name):
        return False
    return len(rest.split()) <= len(name.split()) + BESIDE
