"""Whose an element is: the article's own, another article's, or the page's."""

import re
from functools import lru_cache

from lxml.etree import XPath
from lxml.html import HtmlElement

from newscrawl.extract.text import letters

FOREIGN = re.compile(
    r"related|sidebar|recommend|teaser|widget|footer|popular|copyright|trending|recirc|"
    r"most[-_]?(?:read|viewed|shared)|(?:read|see)[-_]?also|(?:read|up)[-_]next|"
    r"more[-_](?:from|stories|news|articles)",
    re.IGNORECASE,
)
LAID_OUT = re.compile(
    r"elementor-widget\S*|(?:^|\s)widget Blog|(?:one|two|no|with|has|left|right)[-_]sidebars?|"
    r"sidebar[-_](?:left|right|none|off|on)",
    re.IGNORECASE,
)
"""Classes with such a word that say how the whole page is laid out."""
OWN_ASIDE = re.compile(r"author|byline|(?:^|[-_\s])(?:meta|posted)", re.IGNORECASE)
"""Classes of an `<aside>` that is of the article."""
CITED = re.compile(
    r"(?:Comment|Answer|Question|Book|Movie|Rating|Review|ScholarlyArticle|Event)/?$"
)
"""Types of what an article is about."""
OWN_HEADER = re.compile(r"entry|post|article|story|content|title", re.IGNORECASE)
"""Classes of a `<header>` that is no header of the site."""
ASIDE = 150
"""Characters of a box beside the text that says when and by whom it was written."""
POST = re.compile(r"(?:^|\s)(?:hentry|h-entry|post|node|type-post)(?:\s|$)")
"""Classes of an article's element in WordPress and Drupal."""
CARDS, BOXES = frozenset(["article", "li"]), frozenset(["div", "section", "a"])
BOX_LEVELS = 3
"""Elements around a name or a date among which a box of no name may be a teaser."""
_TEASER = (
    "count(.//p) < 4 and boolean(.//*[self::h2 or self::h3 or self::h4]"
    "[not(contains(@class, 'author'))]"
    "[.//a[@href and not(contains(@href, 'author'))] or parent::a[@href]])"
)
TEASER = XPath(_TEASER)
"""A box with a linked heading and little text, unless the heading is who wrote the article."""
TITLED = 8
"""Letters of a heading that a title is said to repeat."""
LINKED = XPath("boolean(.//h2 | .//h3 | .//h4 | .//p)")
"""Of a link: more than a name or a date stands in it."""
SHORT_TEASER = XPath(f"not(.//p[string-length(.) > 200]) and {_TEASER}")
"""The same of a box that no name of an element tells."""


@lru_cache(maxsize=1)
def around_heading(tree: HtmlElement) -> frozenset[HtmlElement]:
    """Return the elements around the article's heading: their names do not describe its parts.

    `tree` is to be changed no more.
    """
    heading = heading_of(tree)
    return frozenset() if heading is None else frozenset(heading.iterancestors())


def is_foreign(node: HtmlElement, around: frozenset[HtmlElement]) -> bool:
    """Return whether a node is in a list of links, a sidebar, or the header or footer of the site.

    So is what a page says of something that its article is about: a book, an event.
    """
    for parent in (node, *node.iterancestors()):
        if parent in around:
            return False
        tag, kind = parent.tag, parent.get("itemtype")
        if tag in {"nav", "cite"} or (kind and around and CITED.search(kind)):
            return True
        names = f"{parent.get('class') or ''} {parent.get('id') or ''}"
        if _is_apart(parent, names) and not _is_at_side(parent, around):
            return True
        if tag == "header" and around and not OWN_HEADER.search(names):
            return not _is_in_article(parent, around, "main", "section")
    return False


def _is_apart(box: HtmlElement, names: str) -> bool:
    """Return whether a box is none of an article's by its tag or its names."""
    if box.tag == "footer" or (box.tag == "aside" and not OWN_ASIDE.search(names)):
        return True
    return _is_foreign_name(names)


@lru_cache(maxsize=20_000)
def _is_foreign_name(names: str) -> bool:
    return bool(FOREIGN.search(LAID_OUT.sub("", names)))


def _is_at_side(box: HtmlElement, around: frozenset[HtmlElement]) -> bool:
    """Return whether a box is the footer of the article, or says beside it when it was written."""
    names = f"{box.tag} {box.get('class') or ''} {box.get('id') or ''}"
    is_side = "footer" in names or (
        ("aside" in names or "sidebar" in names) and len(text_of(box, ASIDE + 1)) <= ASIDE
    )
    only = not FOREIGN.search(re.sub("footer|sidebar", "", LAID_OUT.sub("", names)))
    return is_side and only and _is_in_article(box, around)


def is_card(
    node: HtmlElement,
    around: frozenset[HtmlElement],
    known: dict[HtmlElement | None, bool] | None = None,
) -> bool:
    """Return whether a node is in the teaser of another article: a box with a linked heading.

    `known` keeps what was found of the elements above, by a node's parent, for whoever asks about
    many nodes of one tree: thousands may have one parent.
    """
    if node in around:
        return False
    if _is_teaser(node, 0):
        return True
    above, known = node.getparent(), {} if known is None else known
    if above not in known:
        known[above] = _stands_in_card(node, around)
    return known[above]


def _stands_in_card(node: HtmlElement, around: frozenset[HtmlElement]) -> bool:
    for level, parent in enumerate(node.iterancestors(), 1):
        if parent in around:
            return False
        if _is_teaser(parent, level):
            return True
    return False


def _is_teaser(box: HtmlElement, level: int) -> bool:
    """Return whether a box is a teaser; `level` counts from the node that is asked about."""
    if box.tag in CARDS and TEASER(box):
        return True
    if box.tag == "a" and level and LINKED(box):
        return True
    return bool(level <= BOX_LEVELS and box.tag in BOXES and SHORT_TEASER(box))


def is_in_card(text: str, node: HtmlElement) -> bool:
    """Return whether a text in a node stands in a link that is the teaser of another article."""
    return any(text in text_of(link) and LINKED(link) for link in node.iter("a"))


def _is_in_article(node: HtmlElement, around: frozenset[HtmlElement], *tags: str) -> bool:
    """Return whether a node is inside an element of one article: the one of the heading.

    `tags` are those of other elements around the heading that hold no more than the article.
    """
    if own := [one for one in around if _is_article(one) or one.tag in tags]:
        return any(one in own for one in node.iterancestors())
    return any(_is_article(one) for one in node.iterancestors())


def _is_article(element: HtmlElement) -> bool:
    return element.tag == "article" or bool(POST.search(element.get("class") or ""))


@lru_cache(maxsize=1)
def heading_of(tree: HtmlElement) -> HtmlElement | None:
    """Return the heading that most of the page's title repeats, else the first first-level heading.

    `tree` is to be changed no more. The site's name and the series stand in the title too, and
    before the headline.
    """
    title = letters(text_of(next(tree.iter("title"), tree)))
    best, most = None, TITLED - 1
    for heading in tree.iter("h1", "h2", "h3"):
        text = letters(text_of(heading))
        if len(text) > most and text in title:
            best, most = heading, len(text)
    return next(tree.iter("h1"), None) if best is None else best


def text_of(node: HtmlElement, most: int = 400) -> str:
    """Return the beginning of an element's text, without joining a whole page for each element."""
    if not len(node):
        return " ".join((node.text or "").split())
    pieces: list[str] = []
    size = 0
    for piece in node.itertext():
        pieces.append(piece.strip())
        size += len(pieces[-1])
        if size > most:
            break
    return " ".join(" ".join(pieces).split())
