"""Notes in which a paper corrects its article."""

from lxml.etree import XPath
from lxml.html import HtmlElement

from newscrawl.extract.ld import each, plain, resolved
from newscrawl.extract.marks import has_any, marks_of
from newscrawl.page import Page
from newscrawl.vocabulary.corrections import is_correction, is_correction_name
from newscrawl.vocabulary.names import names

SHORTEST, LONGEST = 20, 1_500
"""Characters of a note."""
NAMED = has_any("orrection", "larification", "rratum", "erichtigung")
"""Classes of elements that are looked at."""
ASKS = XPath("boolean(ancestor-or-self::form | .//form | .//input | .//textarea | .//button)")
"""Of an element: it asks readers what is wrong."""


def read_correction(page: Page, tree: HtmlElement, body: str | None) -> str | None:
    """Return the notes, a blank line between them: declared, marked, or lines that say so.

    `tree` is the page without its comments, `body` the article's text.
    """
    found = [one for one in _declared(page) if one] or _named(tree)
    found += [line for line in (body or "").split("\n\n") if is_correction(line)]
    whole = list(dict.fromkeys(one for one in found if SHORTEST <= len(one) <= LONGEST))
    alone = [one for one in whole if not any(one in other != one for other in whole)]
    return "\n\n".join(alone) or None


def _named(tree: HtmlElement) -> list[str]:
    marks = marks_of(tree)
    places = [*marks.places("class", NAMED), *marks.places("itemprop", "correction".__eq__)]
    return [_text(node) for node in marks.at(places) if _is_note(node) and not ASKS(node)]


def _is_note(node: HtmlElement) -> bool:
    return bool(node.get("itemprop")) or any(map(is_correction_name, names(node)))


def _declared(page: Page) -> list[str | None]:
    return [
        plain(one.get("text") or one.get("description")) if isinstance(one, dict) else plain(one)
        for one in each([*resolved(page, page.ld.get("correction"))])
    ]


def _text(node: HtmlElement) -> str:
    return " ".join((node.get("content") or "".join(node.itertext())).split())
