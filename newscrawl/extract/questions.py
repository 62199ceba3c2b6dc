"""Tells readers' answers to a question from the answers in a FAQ, which are the site's own."""

import re
from itertools import islice

from lxml.html import HtmlElement

ANSWER = re.compile(r"schema\.org/Answer/?$")
FAQ = "boolean(ancestor::*[contains(@itemtype, 'schema.org/FAQPage')])"
SIGNED = frozenset(["author", "creator", "datecreated", "datepublished"])
LIMIT = 2_000
"""Elements examined per answer, so that a hostile page costs little."""


def is_answer(element: HtmlElement) -> bool:
    """Return whether microdata makes it somebody's answer to a question, with a name or a date.

    Answers to frequently asked questions have neither: they are the site's own words.
    """
    kind = element.get("itemtype") or ""
    return bool(ANSWER.search(kind)) and _is_signed(element) and not element.xpath(FAQ)


def _is_signed(element: HtmlElement) -> bool:
    for inside in islice(element.iterdescendants(), LIMIT):
        if SIGNED & set((inside.get("itemprop") or "").lower().split()):
            return True
        if ANSWER.search(inside.get("itemtype") or ""):
            return False  # what follows may be the signature of that one
    return False
