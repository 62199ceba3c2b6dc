"""Boxes of replies that no name tells: `<div row/> <div box> <div row/> </div> <div row/>`.

A box stands behind the row that its rows answer. One alone at the end of a list is rather the rest
of it, folded until somebody asks for more, and one around a row alone may only set it off.
"""

from collections import Counter
from collections.abc import Sequence

from lxml.html import HtmlElement

LISTS = frozenset(["ul", "ol", "dl", "blockquote"])


def branches(rows: Sequence[HtmlElement]) -> dict[HtmlElement, HtmlElement]:
    """Return the row that the rows in each box answer, by the box; none where it is not sure."""
    known, held = set(rows), Counter[HtmlElement]()
    for row in rows:
        held.update(row.iterancestors())
    found: dict[HtmlElement, HtmlElement] = {}
    for row in rows:
        for box in reversed([*row.iterancestors()]):
            if box in found or box in known or (before := _before(box)) is None:
                continue
            if before in found:  # one of several boxes behind the same row
                answered = found[before] if _look(before) == _look(box) else None
            else:
                answered = _spoken(before, box, known, held)
            if answered is not None:
                found[box] = answered
    branch = any(box.tag in LISTS or held[box] > 1 for box in found)
    if branch and (len(found) > 1 or any(_goes_on(box, known, held) for box in found)):
        return found
    return {}


def _spoken(
    before: HtmlElement, box: HtmlElement, rows: set[HtmlElement], held: Counter[HtmlElement]
) -> HtmlElement | None:
    """Return the row that what stands before a box is, or holds alone in another kind of box."""
    if before in rows:
        return before
    if held[before] != 1 or box.tag in {"li", before.tag}:
        return None
    return next(one for one in before.iter() if one in rows)


def _before(box: HtmlElement) -> HtmlElement | None:
    return next((one for one in box.itersiblings(preceding=True) if isinstance(one.tag, str)), None)


def _goes_on(box: HtmlElement, rows: set[HtmlElement], held: Counter[HtmlElement]) -> bool:
    return any(after in rows or after in held for after in box.itersiblings())


def _look(element: HtmlElement) -> tuple[str, str]:
    return str(element.tag), element.get("class") or ""
