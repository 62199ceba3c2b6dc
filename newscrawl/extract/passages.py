"""Which lines of an article's box are its text: no teasers, captions, labels or requests."""

import re
from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from newscrawl.extract.blocks import Block, blocks_of
from newscrawl.extract.clutter import between
from newscrawl.extract.story import BESIDE, Story
from newscrawl.vocabulary.furniture import (
    is_furniture_name,
    is_lead_name,
    is_no_text,
    leads_away,
)
from newscrawl.vocabulary.names import names

HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
TEXTS = HEADINGS | {"p", "li", "blockquote", "pre", "dd", "dt", "tr"}
ENDS = re.compile(r"[.!?…。！？\"”»:;’')\]؟।]\s*$")
LINKED = 0.8
"""The share of links from which a line is one."""
LABEL = 50
"""Characters of a line that is no sentence and stands in no paragraph."""
SMALL = 0.25
"""The share of the text with which a box is part of it, whatever it is called."""
LISTED = 0.4
"""The share of a text that boxes with linked headings hold where they are the text."""
LEAD = (40, 1_200)
"""Characters of the paragraph above a text."""
INLINE = frozenset("a abbr b code cite em font i mark q s small span strong sub sup time u".split())


def passages(story: Story) -> list[Block]:
    """Return the lines of a story's text, the paragraph above it first."""
    return [*_without_labels(_lead(story), story), *_own(story)]


def _own(story: Story) -> list[Block]:
    small = max(1.0, SMALL * story.masses.get(story.root, 0))

    apart = between(story.root)

    def is_out(element: HtmlElement) -> bool:
        return (element in apart or _is_other(element)) and story.masses.get(element, 0) < small

    return _without_labels(blocks_of(story.root, is_out), story)


def _is_other(element: HtmlElement) -> bool:
    tag = element.tag
    if tag in INLINE:
        return False
    if tag in BESIDE or tag == "header":
        return True
    if tag == "figure":
        return element.find(".//blockquote") is None and element.find(".//table") is None
    hidden = element.get("hidden") is not None or element.get("itemprop") == "caption"
    return hidden or any(map(is_furniture_name, names(element)))


def _without_labels(blocks: Iterable[Block], story: Story) -> list[Block]:
    found = [*_texts(blocks, story)]
    while found and found[-1].tag in HEADINGS:
        found.pop()
    return found


def _texts(blocks: Iterable[Block], story: Story) -> list[Block]:
    """Return the lines that are text; those below a linked heading in a small box are a teaser's.

    A list of things has many such boxes: then they are the text.
    """
    found: list[tuple[Block, bool]] = []
    box: HtmlElement | None = None
    for block in blocks:
        if box is not None and box not in block.element.iterancestors():
            box = None
        if _is_link(block):
            if block.tag not in HEADINGS:
                continue
            box = box if box is not None else _teaser(block, story)
            found.append((block, box is not None))
        elif not _is_label(block):
            found.append((block, box is not None))
    teased = sum(len(block.text) for block, in_box in found if in_box)
    keeps = teased > LISTED * sum(len(block.text) for block, _ in found)
    return [block for block, in_box in found if keeps or not in_box]


def _teaser(heading: Block, story: Story) -> HtmlElement | None:
    box = heading.element.getparent()
    mass = story.masses.get(box, 0)
    return None if box is story.root or mass >= SMALL * story.masses.get(story.root, 0) else box


def _is_link(block: Block) -> bool:
    return block.tag != "pre" and block.linked > 0 and block.linked >= LINKED * len(block.text)


def _is_label(block: Block) -> bool:
    text = block.text
    if is_no_text(text) or (block.linked > 0.4 * len(text) and leads_away(text)):
        return True
    if block.tag not in TEXTS and len(text) < LABEL and not ENDS.search(text):
        return True
    return not any(map(str.isalnum, text))


def _lead(story: Story) -> list[Block]:
    """Return the lines of the paragraph that stands above a text and is called its lead."""
    for element in _before(story):
        least, most = LEAD
        if least <= story.masses.get(element, 0) <= most and _is_lead(element):
            return [*blocks_of(element)]
    return []


def _is_lead(element: HtmlElement) -> bool:
    if any(map(is_lead_name, names(element))):
        return True
    return element.tag in {"p", "h2"} and next(element.iterancestors("header"), None) is not None


def _before(story: Story) -> Iterator[HtmlElement]:
    """Yield what stands before a text, up to the heading of its page, from there down."""
    inner = story.root
    for above in story.root.iterancestors():
        for sibling in inner.itersiblings(preceding=True):
            if story.masses.get(sibling):
                yield from sibling.iter(
                    "div", "p", "section", "header", "h2", "h3", "strong", "hgroup"
                )
        if above.tag in {"article", "main", "body"} or above.find(".//h1") is not None:
            return
        inner = above
