"""Where the comments are on a page, so that they can be cut out before the article is read."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from newscrawl.extract.questions import is_answer
from newscrawl.extract.signatures import signed_blocks
from newscrawl.extract.signed_rows import signed_rows
from newscrawl.extract.unnamed import ARTICLE, ENOUGH, short_text, unnamed_discussions
from newscrawl.vocabulary.counts import is_count
from newscrawl.vocabulary.names import is_place, names
from newscrawl.vocabulary.phrases import HEADING

NEVER = frozenset(
    ["html", "head", "body", "main", "h1", "a", "span", "i", "b", "p", "button", "svg"]
)
ROWS = frozenset(["article", "div", "dd", "tr"])
"""Tags that an opinion piece called `comment` may have too: they weigh as much as their words."""
ROW_ID = re.compile(r"^(?:[a-z]+[-_])?(?:comment|cmt|kommentar)[-_:]?\d+$", re.IGNORECASE)
COMMENT_TYPE = re.compile(r"schema\.org/(?:User)?Comments?$")
INVALID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Mass(NamedTuple):
    """Characters of paragraphs outside comment rows."""

    inside: int
    total: int


def cut_comments(tree: HtmlElement, containers: list[HtmlElement] | None = None) -> int:
    """Remove comment lists, rows, forms, embeds and their headings in place; return how many.

    Those that a name tells, and those that only their shape does. `containers` are the named ones
    of this tree, where they are known. An element that seems to hold the article itself is never
    removed: it has the main heading or the marked body inside, or nearly all paragraphs of the
    page.
    """
    found = comment_containers(tree) if containers is None else containers
    every = {*found, *unnamed_discussions(tree, set(found)), *signed_rows(tree)}
    every |= set(signed_blocks(tree))
    outer = [one for one in every if every.isdisjoint(one.iterancestors())]
    for element in outer:
        cut_out(element)
    return len(outer)


def twins(
    elements: Iterable[HtmlElement], tree: HtmlElement, copied: HtmlElement
) -> list[HtmlElement]:
    """Return the elements of a copied tree that stand where `elements` of the tree do."""
    wanted = set(elements)
    pairs = zip(tree.iter(), copied.iter(), strict=True) if wanted else ()
    return [twin for element, twin in pairs if element in wanted]


def cut_out(element: HtmlElement) -> None:
    """Remove an element from its tree but keep the text after it. Does nothing to a root.

    `drop_tree` does the same, but raises on control characters, which HTML may contain.
    """
    parent = element.getparent()
    if parent is None:
        return
    if tail := INVALID.sub("", element.tail or "").rstrip(" \n\t\r\f"):
        before = element.getprevious()
        if before is None:
            parent.text = INVALID.sub("", parent.text or "") + tail
        else:
            before.tail = INVALID.sub("", before.tail or "") + tail
    parent.remove(element)


def comment_containers(tree: HtmlElement) -> list[HtmlElement]:
    """Return the outermost elements that hold comments, in document order."""
    weights: dict[HtmlElement, int] = {}
    found: list[HtmlElement] = []
    linked = _linked(tree)
    stack = [tree]
    while stack:
        element = stack.pop()
        if element is not tree and (element in linked or _is_container(element)):
            weights = weights or _weigh(tree)  # most elements need no weighing
            if not _holds_article(element, Mass(weights.get(element, 0), weights.get(tree, 0))):
                found.append(element)
                continue
        stack.extend(child for child in reversed(element) if isinstance(child.tag, str))
    return found


def _linked(tree: HtmlElement) -> set[HtmlElement]:
    """Return the elements that a link `14 comments` leads to: `#remarks`, whatever its name."""
    marks = {
        mark
        for link in tree.iter("a")
        if (mark := (link.get("href") or "").partition("#")[2])
        if (said := short_text(link)) and (is_count(said) or HEADING.match(said))
    }
    found = (one for one in tree.iter() if one.get("id") in marks) if marks else ()
    return {one for one in found if one.tag not in NEVER}


def _is_container(element: HtmlElement) -> bool:
    tag = element.tag
    if tag in NEVER:  # most elements, so it is asked first
        return False
    if tag == "form":
        return "comment" in (element.get("action") or "").lower()
    if tag == "iframe":
        return bool(re.search(r"comment|disqus\.com/embed", element.get("src") or ""))
    if tag in {"h2", "h3", "h4", "h5"}:
        return bool(HEADING.match(short_text(element))) or _is_row(element)
    if _is_row(element) or (tag in ROWS and _is_called_comment(element)):
        return True
    return any(map(is_place, names(element)))


def _is_row(element: HtmlElement) -> bool:
    attributes = element.attrib
    if "id" in attributes and ROW_ID.match(attributes["id"]):
        return True
    kind = attributes.get("itemtype")
    if kind and (COMMENT_TYPE.search(kind) or is_answer(element)):
        return True
    return bool(element.tag == "li") and _is_called_comment(element)


def _is_called_comment(element: HtmlElement) -> bool:
    return "comment" in (element.get("class") or "").lower().split()


def _holds_article(element: HtmlElement, mass: Mass) -> bool:
    if _is_row(element):
        return False
    if element.xpath(ARTICLE):
        return True
    # Comments without marked rows weigh as much as an article: the rest of the page decides.
    return mass.inside > ENOUGH and mass.total - mass.inside < ENOUGH


def _weigh(tree: HtmlElement) -> dict[HtmlElement, int]:
    """Return each element's number of characters in paragraphs, without comment rows."""
    weights: dict[HtmlElement, int] = {}
    starts: list[tuple[int, bool]] = []
    seen = rows = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        if event == "start":
            is_row = _is_row(element)
            rows += is_row
            starts.append((seen, is_row))
            if element.tag == "p" and not rows:
                seen += len(" ".join(element.itertext()).strip())
        else:
            start, is_row = starts.pop()
            rows -= is_row
            weights[element] = seen - start
    return weights
