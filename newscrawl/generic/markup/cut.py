"""Texts of which a page shows only the beginning, with a control that opens the rest."""

import re

from lxml.html import HtmlElement

from newscrawl.extract.containers import cut_out
from newscrawl.extract.selecting import select
from newscrawl.vocabulary.phrases import READ_ON

CONTROLS = "a, button, summary, [role=button], [onclick], [tabindex]"
DOTS = re.compile(r"^(?=\W*$)\W*?(?:…|\.\.\.)")
ENDS_CUT = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])[\s\"”»)]*$")
LABEL = 40


def has_opener(row: HtmlElement) -> bool:
    """Return whether a row has a control that opens the rest of its text. Cuts it out.

    So are dots that stand for a rest which is in the row all the same, hidden or opened.
    """
    for element in list(row.iter("span", "b", "i", "em")):
        if DOTS.match(element.text_content()) and _has_rest(element):
            cut_out(element)
    openers = [one for one in select(row, CONTROLS) if READ_ON.match(_label(one))]
    for opener in openers:
        cut_out(opener)
    return bool(openers)


def is_cut(text: str | None) -> bool:
    """Return whether a text ends as one that goes on elsewhere."""
    return bool(ENDS_CUT.search(text or ""))


def _has_rest(dots: HtmlElement) -> bool:
    """Return whether the rest of the text stands in the next element."""
    rest = dots.getnext()
    if rest is None or (dots.tail or "").strip():
        return False
    said = " ".join(rest.text_content().split())
    return bool(said) and not READ_ON.match(said)


def _label(control: HtmlElement) -> str:
    said = " ".join(control.text_content().split())
    return said if len(said) <= LABEL else ""
