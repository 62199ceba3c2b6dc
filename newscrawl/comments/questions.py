"""Answers of readers to a question, told from the answers of a FAQ, which are the site's own."""

import re
from itertools import islice

from lxml.html import HtmlElement

ANSWER = re.compile(r"schema\.org/Answer/?$")
FAQ = re.compile(r"schema\.org/FAQPage/?$")
SIGNED = frozenset(["author", "creator", "datecreated", "datepublished"])


def is_answer(element: HtmlElement) -> bool:
    """Return whether microdata makes it somebody's answer to a question, with a name or a date.

    Answers to frequently asked questions have neither: they are the site's own words.
    """
    if not ANSWER.search(element.get("itemtype") or ""):
        return False
    if any(FAQ.search(above.get("itemtype") or "") for above in element.iterancestors()):
        return False
    inside = islice(element.iterdescendants(), 5_000)
    return any(SIGNED & set((e.get("itemprop") or "").lower().split()) for e in inside)
