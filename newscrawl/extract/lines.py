"""What stands in a page line by line, where no element of its own holds what belongs together."""

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from newscrawl.extract.text import BLOCKS, CELLS
from newscrawl.vocabulary.phrases import is_ui

HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
LISTS = frozenset(["dl", "ul", "ol"])
EDGES = BLOCKS | CELLS | {"main", "nav", "aside", "form", "tbody", "thead", "details", "summary"}
"""Elements that begin and end a line."""
ELSEWHERE = frozenset(["nav", "aside", "header", "footer", "table", "form", "script", "style"])
LEAD = " \t\r\n\u00a0·•|–—―-~,;(["
"""What stands between a text and its signature."""
WRAPPERS = frozenset(["small", "span", "i", "em", "font", "sup", "sub", "b"])
DASHED = re.compile(r"\s*+(?:[(\[]\s*+)?(?:[–—―]|--)")


@dataclass(eq=False, slots=True)
class Line:
    """What stands in a block outside of the blocks in it, or a heading."""

    block: HtmlElement
    depth: int
    """How many lists it stands in."""
    pieces: list[str | HtmlElement] = field(default_factory=list)

    def elements(self) -> Iterator[HtmlElement]:
        for piece in self.pieces:
            if not isinstance(piece, str):
                yield from (one for one in piece.iter() if isinstance(one.tag, str))

    def said(self) -> Iterator[tuple[HtmlElement, str | None]]:
        """Yield each element, without a text, and each piece of text but those of controls."""
        for piece in self.pieces:
            if isinstance(piece, str):
                yield self.block, piece
            elif not is_ui(" ".join(piece.text_content().split()).strip("[]() ")):
                yield from _told(piece)

    @property
    def text(self) -> str:
        return " ".join("".join(said or "" for _, said in self.said()).split())

    def copy(self, before: HtmlElement | None = None) -> HtmlElement:
        """Return a copy of the line as an element; only what stands `before` a link in it."""
        copied = _copied(self)
        if before is not None:
            links = [one for one in self.elements() if one.tag == "a"]
            _cut_from(copied, list(copied.iter("a"))[links.index(before)])
        return copied


def _told(piece: HtmlElement) -> Iterator[tuple[HtmlElement, str | None]]:
    """Yield what `Line.said` does of one element; what stands in a link is the link's."""
    for event, element in etree.iterwalk(piece, events=("start", "end")):
        if event == "start" and isinstance(element.tag, str):
            yield element, None
            yield element, element.text
        elif event == "end" and element is not piece:
            yield piece, element.tail


def lines_of(tree: HtmlElement) -> Iterator[Line]:
    """Yield the lines of a page in their order, those of menus and tables left out."""
    blocks = {above for one in tree.iter(*EDGES) for above in (one, *one.iterancestors())}
    around: list[Line] = []
    line = Line(tree, 0)
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        left_out = not isinstance(element.tag, str) or element.tag in ELSEWHERE
        if left_out or element.tag in HEADINGS or element not in blocks:
            walk.skip_subtree()
        edge = element in blocks
        if edge and line.text:
            yield line
            line = Line(line.block, line.depth)
        if event == "end":
            line = around.pop() if edge and not left_out and element.tag not in HEADINGS else line
            line.pieces.append(element.tail or "")
        elif left_out:
            continue
        elif element.tag in HEADINGS:
            yield Line(element, line.depth, [element.text_content()])
        elif edge:
            around.append(Line(line.block, line.depth))
            line = Line(element, line.depth + (element.tag in LISTS), [element.text or ""])
        else:
            line.pieces.append(element)


def _copied(line: Line) -> HtmlElement:
    copied = lxml.html.Element("p" if line.block.tag == "p" else "div")
    for piece in line.pieces:
        if not isinstance(piece, str):
            inner = copy.deepcopy(piece)
            inner.tail = None
            copied.append(inner)
        elif len(copied):
            copied[-1].tail = (copied[-1].tail or "") + piece
        else:
            copied.text = (copied.text or "") + piece
    return copied


def _cut_from(line: HtmlElement, link: HtmlElement) -> None:
    """Cut a line before a link, or before the small print that begins with a dash around it."""
    start = link
    for above in link.iterancestors():
        if above is line:
            break
        if above.tag in WRAPPERS and (above.text is None or DASHED.match(above.text)):
            start = above
    _cut_behind(line, start)
    before = start.getprevious()
    parent = start.getparent()
    if parent is None:
        return
    parent.remove(start)
    if before is not None:
        before.tail = (before.tail or "").rstrip(LEAD)
    else:
        parent.text = (parent.text or "").rstrip(LEAD)


def _cut_behind(line: HtmlElement, start: HtmlElement) -> None:
    """Remove all that stands behind an element in a line."""
    at = start
    while at is not line:
        at.tail = None
        for after in list(at.itersiblings()):
            after.drop_tree()
        above = at.getparent()
        if above is None:
            return
        at = above
