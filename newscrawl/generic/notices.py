"""What a page says, outside of its comments, of those that it does not show."""

from collections.abc import Iterable, Iterator
from itertools import islice

from lxml.html import HtmlElement

from newscrawl.extract.containers import comment_containers
from newscrawl.generic.markup.count import in_row
from newscrawl.items import Comment
from newscrawl.page import Page
from newscrawl.vocabulary.withheld import LONGEST, is_closed, is_named, is_withheld

SEARCHED = 2_000
"""Elements that are searched at the beginning and at the end of a place."""
SMALL = 20
"""Elements of a notice: what has more is no notice."""
WITHIN = frozenset("a abbr b br button em font i img small span strong svg path u".split())
"""What a notice may hold: rows and lists are more than one."""
PRESSED = frozenset(["a", "button", "summary", "label"])
PRESSING = ("onclick", "role", "tabindex", "aria-expanded")
TAGS = ("p", "div", "span", "em", "strong", "small", "h3", "h4", "h5", "h6", "li", "td")


def closed(page: Page) -> str | None:
    """Return the page's notice that comments are closed, or None."""
    return min(filter(is_closed, page.once(_speaking)), key=len, default=None)


def withheld(page: Page, comments: Iterable[Comment] = ()) -> str | None:
    """Return the page's notice that it hides comments, or that only members see them, or None.

    What stands in one of its `comments` is a reader's word.
    """
    found = sorted(filter(is_withheld, page.once(_speaking)), key=len)
    known = list(comments) if found else []
    return next((said for said in found if not any(_is_of(one, said) for one in known)), None)


def _is_of(comment: Comment, said: str) -> bool:
    """Return whether words are a comment's, with its signature behind them or without."""
    text = " ".join((comment.text or "").split())
    name = comment.author.name if comment.author else None
    signed = bool(text and name and name in said[len(text) :])
    return said in text or (signed and said.startswith(text))


def notices(root: HtmlElement) -> list[tuple[HtmlElement, str]]:
    """Return the short texts of the places for comments, outside of rows and controls."""
    places = comment_containers(root)
    return [one for place in places for one in _said_in(place) if _is_notice(one[0])]


def notices_in(place: HtmlElement) -> Iterator[str]:
    """Yield the short texts of a place's elements, itself first; of a long list's, its ends'."""
    return (said for _, said in _said_in(place))


def _speaking(root: HtmlElement) -> list[str]:
    """Return the notices of the places for comments, and those elsewhere that name comments."""
    found = dict.fromkeys(said for _, said in notices(root))
    for element in root.iter(*TAGS):
        begun = " ".join((element.text or "")[: 2 * LONGEST].split())
        if begun and is_named(begun) and (said := _said(element)) and _is_notice(element):
            found[said] = None
    return list(found)


def _is_notice(element: HtmlElement) -> bool:
    """Return whether an element may be the page's own words: neither a row nor a control."""
    if any(one.tag not in WITHIN for one in element.iterdescendants()):
        return False
    around = (element, *islice(element.iterancestors(), 3))
    return not (any(map(_is_control, around)) or in_row(element))


def _is_control(element: HtmlElement) -> bool:
    return element.tag in PRESSED or any(name in element.attrib for name in PRESSING)


def _said_in(place: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    elements = list(place.iter())
    if len(elements) > 2 * SEARCHED:
        elements = elements[:SEARCHED] + elements[-SEARCHED:]
    for element in elements:
        if said := _said(element):
            yield element, said


def _said(element: HtmlElement) -> str:
    """Return the words of a small element, or nothing if they are too many for a notice."""
    if sum(1 for _ in islice(element.iter(), SMALL)) == SMALL:
        return ""
    said = " ".join(element.text_content().split())
    return said if len(said) <= LONGEST else ""
