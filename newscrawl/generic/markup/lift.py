"""Rows whose head stands outside of what is named a comment: beside it, or in a box around both."""

from collections import Counter

import lxml.html
from lxml.html import HtmlElement

from newscrawl.extract.printed_dates import find_date
from newscrawl.generic.markup.nest import Row, identify
from newscrawl.generic.markup.row import own, roles

HEAD = frozenset(["author", "date"])
HEADINGS = frozenset(["h1", "h2"])
MOST = 0.6
LINE = 200
"""A head has no more characters."""


def lift(rows: list[Row]) -> None:
    """Widen rows of which few show a name or a date to what shows them, in place.

    Where each row is alone in a box of one look, the box is the row; else the element before it,
    or else the one after it, is taken for its head.
    """
    elements = {row.element for row in rows}
    if len(rows) < 2:
        return
    # A few may speak of a day.
    if 2 * sum(has_head(row.element, elements) for row in rows) > len(rows):
        return
    if not _widen(rows, elements):
        _join(rows, elements)
    identify([row for row in rows if row.body is not None])


def has_head(row: HtmlElement, rows: set[HtmlElement]) -> bool:
    """Return whether a row shows a name or a date of its own."""
    return any(_is_head(element) for element in own(row, rows) if element is not row)


def _is_head(element: HtmlElement) -> bool:
    if not HEAD.isdisjoint(roles(element)):
        return bool(_said(element) or element.get("datetime") or element.get("content"))
    is_line = all(inner.tag == "br" for inner in element)
    return is_line and len(said := _said(element)) < LINE and bool(find_date(said))


def _widen(rows: list[Row], elements: set[HtmlElement]) -> bool:
    held = Counter(above for e in elements for above in e.iterancestors())
    boxes = {row: box for row in rows if (box := _box(row.element, held)) is not None}
    looks = Counter(map(_look, boxes.values()))
    if not looks or looks.most_common(1)[0][1] < MOST * len(rows):
        return False
    for row, box in boxes.items():
        if has_head(box, set()):
            row.element, row.body = box, row.element
    return True


def _box(row: HtmlElement, held: Counter[HtmlElement]) -> HtmlElement | None:
    """Return the largest element around a row that holds no other, up to the page's parts."""
    box = None
    for above in row.iterancestors():
        if held[above] > 1 or above.tag in {"body", "html", "main"} or _is_titled(above):
            break
        box = above
    return box


def _is_titled(element: HtmlElement) -> bool:
    return next(element.iter(*HEADINGS), None) is not None


def _look(element: HtmlElement) -> tuple[str, str]:
    return str(element.tag), (element.get("class") or "").partition(" ")[0]


def _join(rows: list[Row], elements: set[HtmlElement]) -> None:
    before, after = (
        {row: e for row in rows if (e := step(row.element)) is not None and _is_line(e, elements)}
        for step in (HtmlElement.getprevious, HtmlElement.getnext)
    )
    heads = before if len(before) >= len(after) else after
    if len(heads) >= MOST * len(rows) and len({_look(e) for e in heads.values()}) == 1:
        for row, head in heads.items():
            _wrap(row, head)


def _is_line(element: HtmlElement, rows: set[HtmlElement]) -> bool:
    if element in rows or element.tag in HEADINGS:
        return False
    said = _said(element)
    return len(said) < LINE and (bool(find_date(said)) or any(map(_is_head, element.iter("*"))))


def _wrap(row: Row, head: HtmlElement) -> None:
    box = lxml.html.Element("div", {"class": row.element.get("class") or ""})
    row.element.addprevious(box)
    first = head.getnext() is box
    box.tail, row.element.tail = row.element.tail, None
    parts = (head, row.element) if first else (row.element, head)
    box.extend(parts)
    row.element, row.body = box, row.element


def _said(element: HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())
