"""What stands among the paragraphs of an article and is none: found and cut out of the tree."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from lxml.html import HtmlElement

from newscrawl.extract.selecting import xpath
from newscrawl.vocabulary.consent import is_consent_name, speaks_of_consent, takes_consent
from newscrawl.vocabulary.names import names
from newscrawl.vocabulary.paging import COUNT, COUNTED, PAGER

_PAGER_LINKS = ".//a[contains(@rel, 'next') or contains(@rel, 'prev')]"
CUT = xpath(f"//figcaption | //*[@itemprop='caption'] | {_PAGER_LINKS}")
"""Captions, and links from page to page."""
LINKS = xpath("//p[.//a] | //li[.//a]")
PAGER_LINKS = xpath(_PAGER_LINKS)
CONTROLS = xpath(
    ".//button | .//a | .//input[@type='submit' or @type='button'] | .//*[@role='button']"
)
BESIDE = ("aside", "footer", "header", "form", "nav", "menu")
"""Tags that extractors pass over, whatever they hold."""
NO_PROSE = frozenset(["a", "script", "style"])
PROSE = 40
"""With fewer characters a piece of text is no prose: a date, a label."""
FEW = 200
"""Characters of the links from page to page."""
MOST = 0.5
"""The share of a page's prose with which a box must be the article's."""


def cut_clutter(tree: HtmlElement) -> None:
    """Cut, in place, what lies between paragraphs but is none.

    Captions, links, the way to other pages, boxes that ask for consent to cookies. What
    holds most of the page's prose is kept, and made a box that no extractor passes over.
    """
    for element in CUT(tree):
        _drop(element)
    for element in LINKS(tree):
        linked = sum(len(text_in(link)) for link in element.iter("a"))
        if linked and linked >= 0.8 * len(text_in(element)):
            _drop(element)
    masses = _prose(tree)
    banners = [*_consent(tree), *_pagers(tree)]
    for element in banners:
        if masses[element] < MOST * masses[tree]:
            _drop(element)
    _free_main_text(tree, _prose(tree) if banners else masses)


def between(story: HtmlElement) -> set[HtmlElement]:
    """Return what asks for consent, or leads from page to page, inside of a text's box."""
    return {*PAGER_LINKS(story), *_consent(story), *_pagers(story)}


def _free_main_text(tree: HtmlElement, masses: dict[HtmlElement, int]) -> None:
    """Turn an aside (or footer, or form) with most of the prose into a box without a name."""
    for element in tree.iter(*BESIDE):
        if masses[element] > MOST * masses[tree]:
            element.tag = "div"
            for name in ("id", "class", "role"):
                element.attrib.pop(name, None)


def _consent(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Yield boxes that ask for consent to cookies: named so, or with such words and a button."""
    for element in tree.iter("div", "section", "aside", "form", "dialog", "footer"):
        if any(map(is_consent_name, names(element))):
            yield element
    for control in CONTROLS(tree):
        if takes_consent(label := control.get("value") or text_in(control)):
            above = islice(control.iterancestors("div", "section", "form", "dialog"), 5)
            yield from islice((one for one in above if speaks_of_consent(text_in(one), label)), 1)


def _pagers(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Yield what leads from page to page: boxes named so, bare numbers, `Page 1 of 3`."""
    for element in tree.iter("div", "nav", "ul", "ol", "p", "span", "a", "strong", "em", "b"):
        if len(element):
            if any(map(_is_pager_name, names(element))) and len(text_in(element)) < FEW:
                yield element
        elif _is_page_label(element):
            yield element


@lru_cache(maxsize=20_000)
def _is_pager_name(name: str) -> bool:
    return bool(PAGER.match(name[:100]))


def _is_page_label(element: HtmlElement) -> bool:
    text = (element.text or "").strip()
    if element.tag == "a" and text.isdecimal():
        return len(text) < 3
    return len(text) < COUNTED and bool(COUNT.match(text))


def _prose(tree: HtmlElement) -> dict[HtmlElement, int]:
    """Return for each element how many characters of prose it holds, links left out."""
    masses: dict[HtmlElement, int] = dict.fromkeys(tree.iter(), 0)
    for element in reversed(masses):
        if element.tag not in NO_PROSE:
            masses[element] += _length(element.text)
        if element is not tree:
            masses[element.getparent()] += masses[element] + _length(element.tail)
    return masses


def _length(text: str | None) -> int:
    length = len(text.strip()) if text else 0
    return length if length >= PROSE else 0


def text_in(element: HtmlElement) -> str:
    """Return an element's text, white space folded."""
    return " ".join("".join(element.itertext()).split())


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()
