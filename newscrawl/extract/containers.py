"""Where the comments are on a page, so that they can be cut out before the article is read."""

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache

from lxml.html import HtmlElement

from newscrawl.extract.marks import Marks
from newscrawl.extract.posts import answers
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
SHOWN = ("form", "iframe", "h2", "h3", "h4", "h5")
"""Tags of which more than their names is looked at."""
ROWS = frozenset(["article", "div", "dd", "tr"])
"""Tags that an opinion piece called `comment` may have too: they weigh as much as their words."""
ROW_ID = re.compile(r"^(?:[a-z]+[-_])?(?:comment|cmt|kommentar)[-_:]?\d+$", re.IGNORECASE)
COMMENT_TYPE = re.compile(r"schema\.org/(?:User)?Comments?$")
BLANKS = " \n\t\r\f"
INVALID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def cut_comments(tree: HtmlElement, containers: list[HtmlElement] | None = None) -> int:
    """Remove comment lists, rows, forms, embeds and their headings in place; return how many.

    Those that a name tells, and those that only their shape does. `containers` are the named ones
    of this tree, where they are known. An element that seems to hold the article itself is never
    removed: it has the main heading or the marked body inside, or nearly all paragraphs of the
    page.
    """
    outer = comment_parts(tree, comment_containers(tree) if containers is None else containers)
    for element in outer:
        cut_out(element)
    return len(outer)


def comment_parts(
    tree: HtmlElement,
    containers: list[HtmlElement],
    posts: dict[HtmlElement, str] | None = None,
) -> list[HtmlElement]:
    """Return the outermost elements that `cut_comments` removes, in no order.

    `posts` are those of a forum's thread, where they are known.
    """
    every = {*containers, *unnamed_discussions(tree, set(containers)), *signed_rows(tree)}
    every |= {*signed_blocks(tree), *answers(tree, posts)}
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
    if tail := INVALID.sub("", element.tail or ""):
        before = element.getprevious()
        said = INVALID.sub("", (parent.text if before is None else before.tail) or "")
        # Words on both sides of a blank stay apart; of many blanks one is kept.
        kept = tail.rstrip(BLANKS)
        kept += " " if kept != tail and (kept or not said.endswith(tuple(BLANKS))) else ""
        if before is None:
            parent.text = said + kept
        else:
            before.tail = said + kept
    parent.remove(element)


def comment_containers(tree: HtmlElement, marks: Marks | None = None) -> list[HtmlElement]:
    """Return the outermost elements that hold comments, in document order.

    `marks` are those of the tree, where they are known.
    """
    marks = marks or Marks(tree)
    paragraphs = _Paragraphs(tree, marks)
    found: dict[HtmlElement, None] = {}
    for element in _named(tree, marks):
        if found and any(one in found for one in element.iterancestors()):
            continue
        if not _holds_article(element, paragraphs):
            found[element] = None
    return [*found]


def _named(tree: HtmlElement, marks: Marks) -> list[HtmlElement]:
    """Return the elements whose names, or what they show, may be those of a place of comments."""
    places = [
        *marks.places("class", _are_of_comments),
        *marks.places("id", lambda one: is_place(one) or bool(ROW_ID.match(one))),
        *marks.places("data-component", is_place),
        *marks.places("itemtype", bool),
    ]
    linked = _linked(tree)
    wanted = {*linked, *marks.at(places), *tree.iter(*SHOWN)}
    return [
        one
        for one in marks.elements
        if (one in wanted or "-" in (tag := one.tag) or ":" in tag)
        if one is not tree and (one in linked or _is_container(one))
    ]


@lru_cache(maxsize=20_000)
def _are_of_comments(classes: str) -> bool:
    return any(map(is_place, classes.split()[:40])) or "comment" in classes.lower().split()


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


def _holds_article(element: HtmlElement, paragraphs: "_Paragraphs") -> bool:
    if _is_row(element):
        return False
    if ARTICLE(element):
        return True
    # Comments without marked rows weigh as much as an article: the rest of the page decides.
    inside = paragraphs.inside(element)
    return inside > ENOUGH and paragraphs.inside(paragraphs.tree) - inside < ENOUGH


class _Paragraphs:
    """The paragraphs of a tree without those in comment rows; most trees need no weighing."""

    def __init__(self, tree: HtmlElement, marks: Marks) -> None:
        self.tree = tree
        self.marks = marks

    def inside(self, element: HtmlElement) -> int:
        """Return the number of characters of those in an element."""
        return sum(self._lengths.get(one, 0) for one in element.iter("p"))

    @cached_property
    def _lengths(self) -> dict[HtmlElement, int]:
        places = [
            *self.marks.places("id", lambda one: bool(ROW_ID.match(one))),
            *self.marks.places("itemtype", bool),
            *self.marks.places("class", lambda one: "comment" in one.lower().split()),
        ]
        rows = {one for one in self.marks.at(places) if _is_row(one)}
        return {
            one: len(" ".join(one.itertext()).strip())
            for one in self.tree.iter("p")
            if not rows or (one not in rows and rows.isdisjoint(one.iterancestors()))
        }
