"""Lines of a row that only repeat the title of its thread: `Re: The lamps`. Nobody wrote them."""

import re
from collections.abc import Collection
from itertools import islice

from lxml.html import HtmlElement

from newscrawl.extract.text import letters
from newscrawl.generic.title_threads import ANSWERED
from newscrawl.vocabulary.names import names, word_set, words

HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
PLACES = (*sorted(HEADINGS), "strong", "b", "div", "span", "a", "p", "td")
SUBJECT = word_set("subject subjectline betreff sujet asunto oggetto title topictitle posttitle")
LONGEST = 200
"""Characters of a subject."""
FEWEST = 3
"""Letters of a title that can be told from any word."""
PIECES = 8
"""Pieces of text in a line that is one."""
SEPARATOR = re.compile(r"\s[-|–—»·:]\s")
LOOKED_AT = 120
"""Elements of a row that are looked at."""


def titles_of(tree: HtmlElement) -> set[str]:
    """Return the letters of what the page is called, before its rows are taken out."""
    called = [*islice(tree.iter("h1"), 3), *islice(tree.iter("title"), 1)]
    said = (" ".join(one.itertext())[: 4 * LONGEST] for one in called)
    titles = {letters(part) for one in said for part in (one, *SEPARATOR.split(one))}
    return {one for one in titles if len(one) >= FEWEST}


def cut_subjects(row: HtmlElement, titles: Collection[str]) -> None:
    """Take the words of a line that repeats a title out of a row, in place; its links stay.

    A heading, or what is named a subject, repeats it with or without `Re:`; any other line only
    with it, and where it is not all that the row says.
    """
    for element in list(islice(row.iterdescendants(*PLACES), LOOKED_AT)):
        pieces = [*islice(element.itertext(), PIECES + 1)]
        said = "".join(pieces).strip()
        if not said or len(pieces) > PIECES or len(said) > LONGEST:
            continue
        bare = ANSWERED.sub("", said)
        named = element.tag in HEADINGS or _is_subject(element)
        if not (named or (bare != said and _is_line(element))):
            continue
        if letters(bare) in titles:
            for inner in element.iter():
                inner.text = None
                inner.tail = inner.tail if inner is element else None
            return


def _is_subject(element: HtmlElement) -> bool:
    return any(not SUBJECT.isdisjoint(words(one)) for one in names(element))


def _is_line(element: HtmlElement) -> bool:
    """Return whether an element is bold, and alone in its own: a line above the text."""
    above = element.getparent()
    bold = element.tag in {"strong", "b"} and above is not None
    return bold and "".join(above.itertext()).strip() == "".join(element.itertext()).strip()
