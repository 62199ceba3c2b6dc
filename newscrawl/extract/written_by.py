"""Who wrote an article, by a line near its headline that neither a class nor a link tells."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from lxml.etree import XPath
from lxml.html import HtmlElement

from newscrawl.extract.date_names import all_vocabularies
from newscrawl.extract.date_words import fold
from newscrawl.extract.owned import around_heading, heading_of, is_card, is_foreign
from newscrawl.extract.printed_dates import find_dates
from newscrawl.vocabulary.bylines import WROTE, WROTE_BEHIND, WROTE_IN

PLACES = frozenset("p div span li small em i b strong address td font dd section header".split())
BEHIND, BEFORE = 60, 12
"""Elements after and before the headline among which the line is."""
TEXT = 80
"""Characters of a paragraph of the text."""
LEVELS = 1
"""Elements around the headline beside which what stands above is the article's."""
HEADINGS, ENDS = frozenset(["h2", "h3", "h4", "h5", "h6"]), frozenset(["h4", "h5", "h6", "footer"])
LINKED = XPath("boolean(.//a[@href] | parent::a[@href])")
"""Of a heading: another article begins."""
PICTURED = XPath("boolean(ancestor::figure | ancestor::figcaption | ancestor::blockquote)")
LONGEST = 120
"""Characters of the line, with a date and a place of work."""
PARTS = re.compile(r"(?:(?<!\s)\s+)?[|•·\n]\s*|(?<!\s)\s+[–—/-]++\s+")
PLACE = re.compile(
    r"(?<!\s)\s+(?:in|for|at|from|aus|für|à|pour|en|para|em|a|per|w|dla|в|для|у|i|på|för|for|ve)\s"
    r"(?s:.*)"
)
"""Where, or for whom, somebody writes: behind a name in capitals, in small letters."""
UNDER = re.compile(r"^(\S+(?:\s+\S+){1,3}?)\s+In\s(?s:.*)")
"""The same in capitals, behind a name of two words: one in the middle may be a part of it."""
DANGLING = re.compile(r"(?<!\s)\s+(?:on|am|le|el|op|den|kl|в|at)\b\W*(?:\w+\W*)?$", re.IGNORECASE)
"""What stands between a name and a date, with or without a day of the week."""
WITH = re.compile(r"(?<!\s)\s+(?:with|avec|mit|con|com|met|med)\s+")
BRACKETS = re.compile(r"(?:(?<!\s)\s+)?[(\[][^()\[\]]*[)\]]")
NEXT_NAME = re.compile(
    r"(?:(?<!\s)\s+)?[,;&、]\s*|(?<!\s)\s+(?:and|und|et|y|og|och|en|i|и|та|و)\s+"
)
WORD = re.compile(r"[^\W\d_][^\s\d_,;:!?\"“”«»()<>{}=+*/|\\@#&%$€£~^\[\]。、]*")
PARTICLES = frozenset(
    "de del della di da das dos do du des la le el al bin ibn ben van von der den ten ter zu zum "
    "af av e y i og och und and et".split()
)
ARTICLES = frozenset(
    "the a an our my your this that these all more any every der den dem die das le la les el los "
    "las il lo gli".split()
)
NOBODY = frozenset(
    "staff guest news team editor editors reporter correspondent contributor writer admin "
    "the of redaktion redaktionen redacción redacción redazione rédaction redactie redakcja".split()
)


def written_by(tree: HtmlElement, language: str | None) -> str | None:
    """Return the names in the line near the headline that says who wrote the article, or None.

    `tree` is the page without its comments. "By", or what says it in another language, is cut off.
    """
    around = around_heading(tree)
    for node in _near(tree):
        line = _line(node)
        if line and _wrote(language).fullmatch(f"{line} "):  # the name is in an element of its own
            line = f"{line} {node.tail or ''} {_line(node.getnext()) or ''}"
        names = _names(line, language) if line else None
        if names and not is_foreign(node, around) and not is_card(node, around):
            return names
    return None


def _near(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements between the headline and the text, then those above the headline."""
    heading = heading_of(tree)
    if heading is None:
        return
    texts = 0
    for node in islice(heading.xpath("following::*"), BEHIND):
        texts += node.tag == "p" and _is_text(node)
        if texts > 1 or node.tag in ENDS or (node.tag in HEADINGS and LINKED(node)):
            break  # one paragraph may sum up what follows
        if node.tag in PLACES and not PICTURED(node):
            yield node
    for inner in (heading, *islice(heading.iterancestors("div", "header"), LEVELS)):
        for before in islice(inner.itersiblings(preceding=True), BEFORE):
            yield from islice(before.iter(*PLACES), BEFORE)


def _is_text(node: HtmlElement) -> bool:
    line = _line(node)
    return line is None or len(line) > TEXT


def _line(node: HtmlElement | None) -> str | None:
    """Return the text of an element, if it is short enough."""
    if node is None:
        return None
    pieces, size = list[str](), 0
    for piece in node.itertext():
        pieces.append(piece)
        size += len(piece.strip())
        if size > LONGEST:
            return None
    return " ".join(" ".join(pieces).split())


def _names(line: str, language: str | None) -> str | None:
    for date in find_dates(line):
        line = line.replace(date, " | ")
    for part in map(undated, PARTS.split(line)):
        if behind := WROTE_BEHIND.search(part):
            rest = part[: behind.start()]
        elif before := _wrote(language).match(part.strip(" ,:–—-")):
            rest = part.strip(" ,:–—-")[before.end() :]
        else:
            continue
        rest = WITH.sub(", ", BRACKETS.sub("", rest))
        rest = UNDER.sub(r"\1", PLACE.sub("", rest)).strip(" ,:")
        if rest and _is_people(rest):
            return rest
    return None


def undated(text: str) -> str:
    """Return the beginning of a line without what leads over to a date: `on`, a day of the week.

    >>> undated("By Ada Quill on"), undated("Ada Quill Thursday,"), undated("Ada Quill")
    ('By Ada Quill', 'Ada Quill', 'Ada Quill')
    """
    text = DANGLING.sub("", text)
    head, _, last = text.rstrip(" ,:").rpartition(" ")
    return head if head and fold(last).strip(".") in all_vocabularies().weekdays else text


@cache
def _wrote(language: str | None) -> re.Pattern[str]:
    own = WROTE_IN.get((language or "").lower().partition("-")[0])
    return re.compile(rf"{WROTE.pattern}|(?:{own})\s+" if own else WROTE.pattern, re.IGNORECASE)


def _is_people(text: str) -> bool:
    """Return whether the first name of a line can be one: a few words in capitals, no sentence."""
    first, *_ = NEXT_NAME.split(text)
    words = first.split()
    # One word alone may be a day or a thing: "By Tuesday".
    least = 2 if first[:1].upper() != first[:1].lower() else 1
    if not least <= len(words) <= 5 or len(first) > 50 or text[-1] in "!?。" or find_dates(first):
        return False
    if words[0].casefold() in ARTICLES or any(word.casefold() in NOBODY for word in words):
        return False
    return all(
        WORD.fullmatch(word) and (word[0].upper() == word[0] or word in PARTICLES) for word in words
    )
