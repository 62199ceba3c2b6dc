"""Where the comments are on a page, so that they can be cut out before the article is read."""

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from itertools import takewhile

from lxml import etree
from lxml.etree import XPath
from lxml.html import HtmlElement

from newscrawl.extract.questions import is_answer
from newscrawl.extract.signatures import signed_blocks
from newscrawl.extract.signed_rows import signed_rows
from newscrawl.extract.unnamed import ARTICLE, ENOUGH, short_text, unnamed_discussions
from newscrawl.vocabulary.names import CLASSES, is_place, names
from newscrawl.vocabulary.phrases import HEADING

NEVER = frozenset(
    ["html", "head", "body", "main", "h1", "a", "span", "i", "b", "p", "button", "svg"]
)
ROWS = frozenset(["article", "div", "dd", "tr"])
"""Tags that an opinion piece called `comment` may have too: they weigh as much as their words."""
ROW_ID = re.compile(r"^(?:[a-z]+[-_])?(?:comment|cmt|kommentar)[-_:]?\d+$", re.IGNORECASE)
COMMENT_TYPE = re.compile(r"schema\.org/(?:User)?Comments?$")
HOLDS_ARTICLE = XPath(ARTICLE)
INVALID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def cut_comments(tree: HtmlElement) -> int:
    """Remove comment lists, rows, forms, embeds and their headings in place; return how many.

    Those that a name tells, and those that only their shape does. An element that seems to hold the
    article itself is never removed: it has the main heading or the marked body inside, or nearly
    all paragraphs of the page.
    """
    outer = discussions(tree, comment_containers(tree))
    for element in outer:
        cut_out(element)
    return len(outer)


def discussions(tree: HtmlElement, named: list[HtmlElement]) -> list[HtmlElement]:
    """Return the outermost elements of all comments; `named` are the `comment_containers`."""
    every = {*named, *unnamed_discussions(tree, set(named)), *signed_rows(tree)}
    every |= set(signed_blocks(tree))
    return [one for one in every if every.isdisjoint(one.iterancestors())]


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
    found: dict[HtmlElement, None] = {}
    weigh = cache(lambda: _weight(tree, tree))
    for element in [one for one in tree.iter("*") if _is_container(one)]:
        inside = element is tree or not found.keys().isdisjoint(element.iterancestors())
        if not inside and not _holds_article(element, tree, weigh):
            found[element] = None
    return [*found]


def _is_container(element: HtmlElement) -> bool:
    tag = element.tag
    if tag in NEVER:
        return False
    if tag == "form":
        return "comment" in (element.get("action") or "").lower()
    if tag == "iframe":
        return bool(re.search(r"comment|disqus\.com/embed", element.get("src") or ""))
    if tag in {"h2", "h3", "h4", "h5"}:
        return bool(HEADING.match(short_text(element))) or _is_row(element)
    if _is_row(element) or (tag in ROWS and _is_called_comment(element)):
        return True
    return _is_named(element)


def _is_named(element: HtmlElement) -> bool:
    classes, name = element.get("class"), element.get("id")
    if (classes and _name_place(classes)) or (name and is_place(name)):
        return True
    return _is_custom(element) and any(map(is_place, names(element)))


@lru_cache(maxsize=20_000)
def _name_place(classes: str) -> bool:
    return any(map(is_place, classes.split()[:CLASSES]))


def _is_custom(element: HtmlElement) -> bool:
    tag = element.tag
    return "-" in tag or ":" in tag or element.get("data-component") is not None


def _is_row(element: HtmlElement) -> bool:
    name = element.get("id")
    if name and ROW_ID.match(name):
        return True
    kind = element.get("itemtype")
    if kind and (COMMENT_TYPE.search(kind) or is_answer(element)):
        return True
    return bool(element.tag == "li") and _is_called_comment(element)


def _is_called_comment(element: HtmlElement) -> bool:
    classes = (element.get("class") or "").lower()
    return "comment" in classes and "comment" in classes.split()


def _holds_article(element: HtmlElement, tree: HtmlElement, weigh_all: Callable[[], int]) -> bool:
    if _is_row(element):
        return False
    if HOLDS_ARTICLE(element):
        return True
    # Comments without marked rows weigh as much as an article: the rest of the page decides.
    if _size(element) <= ENOUGH:
        return False
    inside = _weight(element, tree)
    return inside > ENOUGH and weigh_all() - inside < ENOUGH


def _size(element: HtmlElement) -> int:
    return sum(len(" ".join(one.itertext()).strip()) for one in element.iter("p"))


def _weight(element: HtmlElement, tree: HtmlElement) -> int:
    """Return an element's number of characters in paragraphs, without comment rows."""
    around = takewhile(lambda one: one is not tree, element.iterancestors())
    if element is not tree and (_is_row(tree) or any(map(_is_row, around))):
        return 0
    weight = rows = 0
    for event, one in etree.iterwalk(element, events=("start", "end")):
        if event == "end":
            rows -= _is_row(one)
            continue
        rows += _is_row(one)
        if one.tag == "p" and not rows:
            weight += len(" ".join(one.itertext()).strip())
    return weight
