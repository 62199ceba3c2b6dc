"""Discussions that no class or id names, found by what stands in them: to be cut as well.

A heading `Comments`, the form to write one, and the controls to answer tell where one is, also
where its rows cannot be read.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from lxml.etree import XPath
from lxml.html import HtmlElement

from newscrawl.extract.printed_dates import is_date
from newscrawl.vocabulary.counts import is_count
from newscrawl.vocabulary.names import names, words
from newscrawl.vocabulary.phrases import HEADING
from newscrawl.vocabulary.words import REPLY, either

FIELD = re.compile(r"comment|kommentar", re.IGNORECASE)
AROUND = " \t\n\r\f\v\xa0\u2009\u200a\u202f↩↪⤷↵↓"
"""White space and arrows around the word of a control."""
ANSWER = re.compile(rf"[\s↩↪⤷↵↓]*{either(REPLY)}[\s↩↪⤷↵↓]*", re.IGNORECASE)
FIRST = frozenset(term[0] for term in REPLY)
LONGEST = max(map(len, REPLY))
"""What these words begin with, and their length at most: nearly all controls are others."""
ARTICLE = XPath(
    "boolean(.//h1) or boolean(.//main) or boolean(.//*[contains(@itemprop, 'articleBody')])"
)
"""Whether an element seems to hold the article."""
ENOUGH = 250
"""With more characters in paragraphs than this, a text counts as an article, not a teaser."""
HEADINGS = ("h2", "h3", "h4", "h5", "h6")
ROWS = ("div", "li", "article", "dd", "tr", "section")
LABELS = ("div", "p", "span", "strong", "b", "summary")
"""What may be a heading where it gives a number."""
DIGIT = re.compile(r"\d")
LABEL = 80
"""Characters of a heading or a control."""
INNER = 2
"""Elements in a control: a picture, and what it says."""
WRAPPERS = 3
"""Elements around a heading that hold nothing else."""


def unnamed_discussions(tree: HtmlElement, named: set[HtmlElement]) -> list[HtmlElement]:
    """Return the elements of discussions that only their shape tells, outer ones or rows.

    `named` are the elements that are cut for their names: a heading above one is its own.
    """
    return [*_section_to_form(tree), *_below_heading(tree, named), *_around_answers(tree)]


def _section_to_form(tree: HtmlElement) -> list[HtmlElement]:
    """Return the elements from a heading `Comments` to the form to write one, both included."""
    named = (e for e in tree.iter("textarea") if FIELD.search(e.get("name") or ""))
    for above in islice(next(named, tree).iterancestors(), 8):
        if section := _up_to_heading(above):
            return section if _stands_behind(section) else []
    return []


def _up_to_heading(last: HtmlElement) -> list[HtmlElement]:
    section = [last]
    for before in last.itersiblings(preceding=True):
        if isinstance(before.tag, str):
            section.append(before)
            if HEADING.match(short_text(before)):
                return section
    return []


def _below_heading(tree: HtmlElement, named: set[HtmlElement]) -> Iterator[HtmlElement]:
    """Yield what stands below a heading of comments, up to the next such heading.

    A heading alone may be one of the article's own: there must be rows below it.
    """
    for element in tree.iter(*HEADINGS, *LABELS):
        # A label gives a number, and most elements have no text of their own.
        if element.tag not in HEADINGS and not DIGIT.search(element.text or ""):
            continue
        text = _heading(element)
        if not text:
            continue
        top = _outermost(element)
        section = [*_until_next(top, element.tag)]
        below = (one for after in section for one in after.iter())
        if not named.isdisjoint(below) or not _has_rows(section, counted=is_count(text)):
            continue
        if _stands_behind([*section[::-1], top], whole=element.tag not in HEADINGS):
            yield from (top, *section)


def _has_rows(section: list[HtmlElement], *, counted: bool) -> bool:
    """Return whether there are controls to answer, a form, or boxes of one look with dates."""
    boxes = [box for one in section for box in one.iter(*ROWS)]
    if any(one.find(".//textarea") is not None for one in section):
        return True
    if any(_answers(one) for box in section for one in box.iter("a", "button", "span")):
        return True
    looks = Counter(
        (box.getparent(), box.tag, box.get("class")) for box in boxes if counted or _is_dated(box)
    )
    return max(looks.values(), default=0) > 1


def _is_dated(box: HtmlElement) -> bool:
    leaves = (one for one in islice(box.iter(), LABEL) if not len(one))
    return any(one.tag == "time" or is_date((one.text or "")[:LABEL]) for one in leaves)


def _until_next(top: HtmlElement, tag: str) -> Iterator[HtmlElement]:
    for after in top.itersiblings():
        if tag in HEADINGS and after.tag == tag:
            return
        yield after


def _heading(element: HtmlElement) -> str:
    """Return what an element says, if it is the heading of comments; of a label, their number."""
    if element.tag in HEADINGS:
        text = short_text(element)
        return text if HEADING.match(text) or is_count(text) else ""
    text = "" if len(element) else (element.text or "").strip()
    return text if 0 < len(text) < LABEL and is_count(text) else ""


def _outermost(heading: HtmlElement) -> HtmlElement:
    top, said = heading, short_text(heading)
    for above in islice(heading.iterancestors(), WRAPPERS):
        if short_text(above) != said:
            break
        top = above
    return top


def _around_answers(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the smallest element that holds all controls to answer, else the rows around them."""
    controls = [one for one in tree.iter("a", "button", "span", "input") if _answers(one)]
    if len(controls) < 2:
        return
    above = [set(one.iterancestors()) for one in controls]
    shared = set.intersection(*above)
    home = next(one for one in controls[0].iterancestors() if one in shared)
    if _stands_behind([home]):
        yield home
        return
    several = {one for place, mine in enumerate(above) for one in mine & _others(above, place)}
    for control in controls:
        row = control
        for one in control.iterancestors():
            if one in several or ARTICLE(one):
                break
            row = one
        if row is not control:
            yield row


def _others(above: list[set[HtmlElement]], place: int) -> set[HtmlElement]:
    return set[HtmlElement]().union(*above[:place], *above[place + 1 :])


def _answers(element: HtmlElement) -> bool:
    """Return whether an element is the control to answer a comment."""
    inner = len(element)
    if inner > INNER:
        return False
    text = element.text_content() if inner else element.text
    text = element.get("value") if element.tag == "input" else text
    said = (text or "")[:LABEL].strip(AROUND)
    if len(said) > LONGEST or said[:1].lower() not in FIRST or not ANSWER.fullmatch(said):
        return False
    pressed = element.tag != "span" or element.get("role") == "button"
    return pressed or any("reply" in words(name) for name in names(element))


def _stands_behind(section: list[HtmlElement], *, whole: bool = False) -> bool:
    """Return whether the article precedes a section, whose first element comes last.

    `3 comments` may stand above it too: a `whole` article has more text than the section.
    """
    if any(ARTICLE(element) for element in section):
        return False
    before = _said(section[-1].xpath("preceding::p"))
    if whole:
        return before >= _said(section)
    return before >= min(ENOUGH, _said(p for element in section for p in element.iter("p")))


def _said(paragraphs: Iterable[HtmlElement]) -> int:
    return sum(len(" ".join(one.itertext()).strip()) for one in paragraphs)


def short_text(element: HtmlElement) -> str:
    """Return the beginning of an element's text, as long as a heading may be."""
    text = " ".join(islice(element.itertext(), 40)) if len(element) else element.text or ""
    return " ".join(text.split())[:80]
