"""Where the text of an article stands on its page, and how sure that is: from marks and masses."""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from newscrawl.vocabulary.furniture import is_body_name, is_furniture_name
from newscrawl.vocabulary.names import names

NO_PROSE = frozenset(["script", "style", "a", "option", "textarea", "template"])
"""Tags whose own text is none."""
LEAST = 40
"""Characters of a piece of prose."""
SHORT = 15
"""Characters of a piece of text; a shorter one is not looked at."""
BESIDE = frozenset(["aside", "footer", "nav", "form", "menu", "dialog", "figcaption", "noscript"])
"""Tags of what stands beside a text, unless most of the page's prose is in it."""
MOST = 0.5
ENOUGH = 400
"""Characters of prose in a box that is marked as the text's."""
INNER = 0.85
"""The share of a box's prose with which a box inside is the text's own."""
BOXES = 50
"""Boxes of one look that are looked at."""
SURE = 0.6
"""The share of the page's prose with which a marked box needs no second opinion."""


class Story(NamedTuple):
    """The element that holds an article's text."""

    root: HtmlElement
    masses: dict[HtmlElement, int]
    """Characters of prose in each element that holds any."""
    share: float
    """Of the page's prose, how much the element holds."""
    is_sure: bool
    """Whether the page marks it as the text's, and it holds most of the prose."""


def find_story(tree: HtmlElement) -> Story | None:
    """Return the element with the text of a page's article; None if the page has no prose."""
    body = tree if tree.tag == "body" else tree.find("body")
    whole = {} if body is None else _masses(body)
    if body is None or not whole.get(body):
        return None
    total = whole[body]
    beside = {one for one in whole if _is_beside(one) and whole[one] < MOST * total}
    masses = _without(whole, beside)
    marked = _marked(masses)
    root = marked if marked is not None else _heaviest(body, masses)
    share = masses.get(root, 0) / max(1, masses.get(body, 0))
    is_sure = marked is not None and share >= SURE and masses.get(root, 0) >= ENOUGH
    return Story(root, masses, share, is_sure)


def _masses(body: HtmlElement) -> dict[HtmlElement, int]:
    """Return the characters of prose in each element that holds any outside of links."""
    found: dict[HtmlElement, int] = {}
    for holder, text in _pieces(body):
        length = _mass(text.strip())
        if length > LEAST and holder.tag not in NO_PROSE:
            found[holder] = found.get(holder, 0) + length
    depths = _depths([*found])
    for element in sorted(depths, key=depths.__getitem__, reverse=True):
        above = element.getparent()
        if above is not None and element.tag != "a":
            found[above] = found.get(above, 0) + found.get(element, 0)
    return found


def _pieces(body: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """Yield the longer pieces of text in their order, each with the element it stands in."""
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if event == "start":
            if len(text := element.text or "") > SHORT:
                yield element, text
        elif len(text := element.tail or "") > SHORT and element is not body:
            yield element.getparent(), text


def _depths(elements: list[HtmlElement]) -> dict[HtmlElement, int]:
    """Return how deep some elements stand, and all around them."""
    depths: dict[HtmlElement, int] = {}
    for element in elements:
        chain: list[HtmlElement] = []
        above: HtmlElement | None = element
        while above is not None and above not in depths:
            chain.append(above)
            above = above.getparent()
        depth = -1 if above is None else depths[above]
        depths.update({one: depth + place for place, one in enumerate(reversed(chain), 1)})
    return depths


def _mass(text: str) -> int:
    # A sign of Chinese, Japanese or Korean is worth a good part of a word.
    return 3 * len(text) if text[len(text) // 2 :][:1] >= "\u2e80" else len(text)


def _without(masses: dict[HtmlElement, int], beside: set[HtmlElement]) -> dict[HtmlElement, int]:
    left = dict(masses)
    for one in beside:
        if beside.isdisjoint(one.iterancestors()):
            for above in one.iterancestors():
                if above.tag == "a":
                    break
                left[above] = left.get(above, 0) - masses[one]
            for below in one.iter():
                left.pop(below, None)
    return left


def _is_beside(element: HtmlElement) -> bool:
    if element.tag in {"p", "body", "html", "main", "article"}:
        return False
    return element.tag in BESIDE or any(map(is_furniture_name, names(element)))


def _marked(masses: dict[HtmlElement, int]) -> HtmlElement | None:
    """Return the box that the page marks as its text's: by a property, a name, or its tag."""
    for is_mark in (_is_property, _is_named, _is_article, _is_main):
        found = [one for one in masses if masses[one] >= ENOUGH and is_mark(one)]
        if found:
            return _innermost(found, masses)
    return None


def _innermost(found: list[HtmlElement], masses: dict[HtmlElement, int]) -> HtmlElement:
    best = max(found, key=lambda one: masses[one])
    look = (best.tag, best.get("class"))
    alike = [one for one in found if best.get("class") and (one.tag, one.get("class")) == look]
    whole = _around(alike) if len(alike) > 1 else best
    if whole is not best and masses[best] < INNER * sum(masses[one] for one in alike):
        return whole
    inner = [one for one in found if masses[one] >= INNER * masses[best]]
    return max(inner, key=lambda one: sum(1 for _ in one.iterancestors()))


def _around(boxes: list[HtmlElement]) -> HtmlElement:
    """Return what holds all boxes of a text in parts; of several articles, the first one."""
    first = boxes[0]
    shared = set.intersection(*(set(box.iterancestors()) for box in boxes[1:BOXES]))
    if first in shared:
        return first
    holder = next((one for one in first.iterancestors() if one in shared), first)
    several = any(len([*islice(holder.iter(tag), 2)]) > 1 for tag in ("h1", "article"))
    return first if several else holder


def _is_property(element: HtmlElement) -> bool:
    return "articlebody" in f"{element.get('itemprop')} {element.get('property')}".lower()


def _is_named(element: HtmlElement) -> bool:
    return element.tag not in {"p", "span"} and any(map(is_body_name, names(element)))


def _is_article(element: HtmlElement) -> bool:
    return bool(element.tag == "article") or element.get("role") == "article"


def _is_main(element: HtmlElement) -> bool:
    return bool(element.tag == "main") or element.get("role") == "main"


def _heaviest(body: HtmlElement, masses: dict[HtmlElement, int]) -> HtmlElement:
    """Return the innermost element with most of the prose of the one around it."""
    best = body
    while True:
        inner = max(best, key=lambda one: masses.get(one, 0), default=None)
        if inner is None or masses.get(inner, 0) < 0.7 * masses.get(best, 0) or inner.tag == "p":
            return best
        best = inner
