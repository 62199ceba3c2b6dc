"""The lines of a part of a page, in one walk: paragraphs, headings, points of lists."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from lxml.html import HtmlElement

BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main nav ol p pre section summary table"
    " tbody td th thead tr ul".split()
)
"""Tags that begin a line and end it; cells do so where they hold other blocks."""
CELLS = frozenset(["td", "th"])
BOXES = frozenset(
    "article body center div fieldset figure footer form header hgroup main section table tbody"
    " thead ul ol dl details".split()
)
"""Tags that say nothing of the text in them: a `<div>` in a point of a list is that point."""
SILENT = frozenset(
    "script style template svg button select option textarea input iframe object embed"
    " video audio canvas head rp rt rtc math picture map dialog datalist label".split()
)
"""Tags that show no text of an article."""
LINE = "\x00"
"""What a `<br>` leaves in a line: no document holds it."""


class Block(NamedTuple):
    """A line of text as it stands on the page."""

    tag: str
    """Of the nearest block around it."""
    text: str
    """White space folded."""
    linked: int
    """Characters that are links."""
    element: HtmlElement


def _leads_away(link: HtmlElement) -> bool:
    """Return whether a link leads to another page; others open a box, or are a mark to jump to."""
    address = (link.get("href") or "#").strip()[:11].lower()
    return not address.startswith(("#", "javascript:"))


class _Walk:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.tags = ["div"]
        self.elements: list[HtmlElement] = []
        self.run: list[str] = []
        self.links = 0
        self.linked = 0

    def add(self, text: str | None) -> None:
        if text:
            self.run.append(text)
            if self.links:
                self.linked += len(text.strip())

    def flush(self) -> None:
        if not self.run:
            return
        whole = "".join(self.run).replace("\xad", "")
        lines = [text for line in whole.split(LINE) if (text := " ".join(line.split()))]
        for line in lines:
            linked = self.linked if len(lines) == 1 else 0
            self.blocks.append(Block(self._tag(), line, linked, self.elements[-1]))
        self.run, self.linked = [], 0

    def _tag(self) -> str:
        tag = self.tags[-1]
        if tag in BOXES:
            return next((one for one in reversed(self.tags) if one not in BOXES), tag)
        return tag

    def enter(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag == "a":
            self.links += _leads_away(element)
        elif tag in BLOCKS:
            if tag in CELLS:
                self.add(" ")
            else:
                self.flush()
                self.tags.append(tag)
                self.elements.append(element)
        self.add(element.text)

    def leave(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag == "a":
            self.links -= _leads_away(element)
        elif tag in BLOCKS and tag not in CELLS:
            self.flush()
            self.tags.pop()
            self.elements.pop()
        self.add(element.tail)


def blocks_of(
    root: HtmlElement, is_out: Callable[[HtmlElement], bool] | None = None
) -> Iterator[Block]:
    """Yield the lines of an element in their order, without what `is_out`."""
    walk = _Walk()
    walk.elements.append(root)
    stack: list[tuple[HtmlElement, bool]] = [(child, False) for child in reversed(root)]
    walk.add(root.text)
    while stack:
        element, done = stack.pop()
        if done:
            walk.leave(element)
        elif (tag := element.tag) == "br":
            walk.run.append(LINE)
            walk.add(element.tail)
        elif not isinstance(tag, str) or tag in SILENT:
            walk.add(element.tail)
        elif is_out and is_out(element):
            walk.flush()
            walk.add(element.tail)
        else:
            walk.enter(element)
            stack.append((element, True))
            stack.extend([(child, False) for child in reversed(element)])
        if walk.blocks:
            yield from walk.blocks
            walk.blocks = []
    walk.flush()
    yield from walk.blocks
