"""Rows of a browser's snapshot: in the areas where the thread is, and in what the page dropped."""

from collections import Counter

from lxml.html import HtmlElement

from newscrawl.generic.markup.areas import dropped_pieces
from newscrawl.generic.markup.columns import learn
from newscrawl.generic.markup.finder import find_rows
from newscrawl.generic.markup.identity import identify
from newscrawl.generic.markup.nesting import Row, nest
from newscrawl.generic.markup.repetition import alone, author_leaves, date_leaves, repeated
from newscrawl.generic.markup.roles import Learned

SHAPED = "shaped"
"""The kind of rows that are known by repetition alone."""


def snapshot_rows(
    tree: HtmlElement, areas: list[HtmlElement], language: str | None
) -> tuple[list[Row], Learned]:
    """Return the rows of a snapshot in document order, and what their elements are for."""
    pieces = dropped_pieces(tree)
    numbers = dict.fromkeys(areas, 0) | {piece: at for at, piece in enumerate(pieces, 1)}
    dated = [leaf for place in numbers for leaf in date_leaves(place, language)]
    rows = _named(tree, numbers)
    shaped = _shaped(areas, numbers, dated)
    if len(shaped) > len(rows):
        rows = shaped
        nest(tree, rows)
    identify(rows)
    return rows, learn([row.element for row in rows], set(dated))


def _shaped(
    areas: list[HtmlElement], numbers: dict[HtmlElement, int], dated: list[HtmlElement]
) -> list[Row]:
    homes = Counter(place.getparent() for place in numbers)
    # A dropped piece may be a row itself, and so may areas side by side: what is around bounds it.
    bounds = {
        place.getparent() if number or homes[place.getparent()] > 1 else place
        for place, number in numbers.items()
    }
    found = repeated(dated, bounds)
    if not found:
        found = repeated([leaf for place in numbers for leaf in author_leaves(place)], bounds)
    if not found and len(dated) == 1:
        found = alone(dated[0], set(areas))
    kept = set(found)
    return [
        Row(element, None, False, frozenset([SHAPED]), piece=number)
        for place, number in numbers.items()
        for element in place.iter()
        if element in kept
    ]


def _named(tree: HtmlElement, numbers: dict[HtmlElement, int]) -> list[Row]:
    """Return the rows that names tell, as far as they stand where the thread is."""
    rows = []
    for row in find_rows(tree):
        above = (row.element, *row.element.iterancestors())
        place = next((element for element in above if element in numbers), None)
        if place is not None:
            row.piece = numbers[place]
            rows.append(row)
    return rows
