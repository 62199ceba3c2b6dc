"""Where a browser's snapshot says that the thread is, and what the page had taken away again."""

from collections.abc import Iterable, Iterator
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

AREA = "data-newscrawl-area"
DROPPED = "data-newscrawl-dropped"
OWN_LIMIT = 400
"""Elements of one row that are looked at."""


def thread_areas(tree: HtmlElement) -> list[HtmlElement]:
    """Return the outermost marked areas in document order; none on a page as served."""
    return [
        area
        for area in tree.iter()
        if isinstance(area.tag, str)
        and AREA in area.attrib
        and not any(AREA in above.attrib for above in area.iterancestors())
    ]


def dropped_pieces(tree: HtmlElement) -> list[HtmlElement]:
    """Return what left the page while it was read, the earliest first: parts of lists, rows."""
    return [piece for box in tree.xpath(f"//*[@{DROPPED}]") for piece in box.iterchildren("*")]


def own(row: HtmlElement, rows: set[HtmlElement]) -> Iterator[HtmlElement]:
    """Yield the elements of a row in document order, itself first, without rows nested in it."""
    return islice(_own(row, rows), OWN_LIMIT)


def _own(row: HtmlElement, rows: set[HtmlElement]) -> Iterator[HtmlElement]:
    stack = [row]
    while stack:
        element = stack.pop()
        yield element
        stack.extend(
            child for child in reversed(element) if isinstance(child.tag, str) and child not in rows
        )


def chunks(row: HtmlElement, rows: set[HtmlElement]) -> Iterator[tuple[HtmlElement, str]]:
    """Yield each piece of text of a row with the element it stands in, nested rows left out."""
    walk = etree.iterwalk(row, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            if not isinstance(element.tag, str) or (element is not row and element in rows):
                walk.skip_subtree()
            elif said := (element.text or "").strip():
                yield element, said
        elif element is not row and (said := (element.tail or "").strip()):
            above = element.getparent()
            if above is not None:
                yield above, said


def around(elements: Iterable[HtmlElement]) -> set[HtmlElement]:
    """Return all elements that hold one of these."""
    found: set[HtmlElement] = set()
    for element in elements:
        for above in element.iterancestors():
            if above in found:
                break
            found.add(above)
    return found
