"""The text of an article: what its marked box shows; where none is, what trafilatura finds."""

import copy
import html
import re
from itertools import islice
from typing import NamedTuple

from lxml.html import HtmlElement

from newscrawl.extract.blocks import Block
from newscrawl.extract.clutter import cut_clutter, text_in
from newscrawl.extract.date_labels import CHANGED, LABELLED
from newscrawl.extract.passages import passages
from newscrawl.extract.printed_dates import find_dates, is_only_date
from newscrawl.extract.story import Story, find_story
from newscrawl.extract.text import html_to_text, letters
from newscrawl.vocabulary.bylines import WROTE

NODES = 20_000
"""Elements of a page without its comments; on a larger page only the declared text is read.

trafilatura takes 50 microseconds an element.
"""
FALLBACKS = 1_500
"""Blocks of a page; on a larger page trafilatura's second and third way are left out: justext
takes the square of their number."""
MARKUP = re.compile(
    r"</?(?:p|br|div|a|b|i|em|strong|span|h\d|ul|ol|li|blockquote)\b[^<]*>", re.IGNORECASE
)
ENOUGH = 0.5
"""The share of the shown text that a declared text must hold, for the rest to be furniture."""
BLOCKS = frozenset("h1 h2 h3 h4 h5 h6 p li blockquote pre dt dd td th".split())
COPIED = 0.5
"""The share of a text that must stand twice for every repetition to be a copy."""
LONG = 40
"""Letters of a paragraph; shorter ones are lines of talk, or headings."""

WHOLE = 1_000
"""Letters of a paragraph that may be a whole text."""
BYLINE = 60
"""Characters of a line that says by whom the article is."""
SIGNED = 100
"""Characters of such a line with a date in it."""
DATED = re.compile(rf"(?:{CHANGED.pattern})\w*|{LABELLED.pattern}", re.IGNORECASE)
GLUED = re.compile(r"(?<=\d)(?=[^\W\d_a-z][^\W\d_])")
"""Between a date and the byline that stands in the next element."""
ENOUGH_TEXT = 400
"""Characters of an article's text; a shorter one may be a part of it."""
APART = 100
"""Short lines on end in what is shown a second time."""
HEAD_LINES = 4
"""Lines of a headline that is parted by `<br>`."""


class Body(NamedTuple):
    """The text of an article, and the way it was found."""

    text: str | None
    way: str | None = None
    """`marked`: a box that the page marks; `agreed`: the box with most prose, and trafilatura too;
    `trafilatura`: what it alone finds; `jsonld`: as the page declares it; None: no text."""
    blocks: tuple[Block, ...] = ()
    """Where the lines of the text stand, and others, if `marked` or `agreed`."""


def read_body(
    tree: HtmlElement, *, headline: str | None = None, declared: str | None = None
) -> Body:
    """Return the article's text, paragraphs separated by a blank line.

    `tree` is the page without its comments; it is not changed. `declared` is the text in the
    page's JSON-LD, often without paragraphs and sometimes only its beginning.
    """
    told = _declared(declared)
    if is_too_large(tree):
        return Body("\n\n".join(told) or None, "jsonld" if told else None)
    paragraphs, way, blocks = _shown(tree)
    heads = {letters(one.text_content()) for one in tree.iter("h1")}
    paragraphs = _once(_without_headline(paragraphs, headline, heads))
    paragraphs = _without_dates(_without_wholes(paragraphs))
    if told:
        checked = _checked(paragraphs, told)
        way = "jsonld" if checked is told else way
        paragraphs = checked
    return Body("\n\n".join(paragraphs) or None, way if paragraphs else None, blocks)


def _shown(tree: HtmlElement) -> tuple[list[str], str, tuple[Block, ...]]:
    """Return the paragraphs that a page shows, the way they were found, and where they stand.

    Where its text's box is marked, and holds most of the page's prose, nobody else is asked.
    """
    story = find_story(tree)
    if story and story.is_sure:
        blocks = (*passages(story),)
        return [block.text for block in blocks], "marked", blocks
    other = copy.deepcopy(tree)
    cut_clutter(other)
    theirs = _parted(other, _extracted(other))
    if story:
        blocks = (*passages(story),)
        mine = [block.text for block in blocks]
        if _agree(mine, theirs, story):
            return mine, "agreed", blocks
    return theirs, "trafilatura", ()


def _agree(mine: list[str], theirs: list[str], story: Story) -> bool:
    """Return whether a general extractor finds what our reading did, or that and much else.

    Much else is the articles beside it. Measured on the benchmark's pages.
    """
    share = _size(mine) / (_size(theirs) or 1)
    if 0.25 <= share < 0.55:
        return story.share >= 0.5 and _size(mine) >= ENOUGH_TEXT
    known = set(map(letters, mine))
    common = _size([one for one in theirs if letters(one) in known])
    return story.share >= 0.8 and 0.75 <= share <= 1.3 and common >= 0.75 * _size(theirs)


def is_too_large(tree: HtmlElement) -> bool:
    """Return whether a page has so many elements that only the declared text is read."""
    return next(islice(tree.iter(), NODES, None), None) is not None


def _extracted(tree: HtmlElement) -> list[str]:
    from trafilatura import bare_extraction  # noqa: PLC0415 - slow to load: only to read a page

    found = bare_extraction(
        copy.deepcopy(tree),
        include_comments=False,
        with_metadata=False,
        fast=sum(1 for _ in tree.iter(*BLOCKS)) > FALLBACKS,
    )
    text = getattr(found, "text", None) or ""
    return [" ".join(line.split()) for line in text.split("\n") if line.strip(" -–|")]


def _parted(tree: HtmlElement, paragraphs: list[str]) -> list[str]:
    """Part a text that came in one piece into the blocks of the page that make it up.

    trafilatura returns short texts so, the headline included.
    """
    if len(paragraphs) != 1:
        return paragraphs
    whole, parts, place = letters(paragraphs[0]), list[str](), 0
    for block in tree.iter(*BLOCKS):
        text = (
            "" if any(inner.tag in BLOCKS for inner in block.iterdescendants()) else text_in(block)
        )
        if text and whole.startswith(key := letters(text), place):
            parts.append(text)
            place += len(key)
    return parts if place == len(whole) else paragraphs


def _without_headline(paragraphs: list[str], headline: str | None, heads: set[str]) -> list[str]:
    """Leave out the headline, whole, in its lines, or with what else is in the heading."""
    key = letters(headline or "")
    if not key:
        return paragraphs
    for lines in range(2, HEAD_LINES + 1):
        if letters("".join(paragraphs[:lines])) == key:
            paragraphs = paragraphs[lines:]
            break
    whole = {key, *(one for one in heads if key in one)}
    return [one for one in paragraphs if letters(one) not in whole]


def _without_dates(paragraphs: list[str]) -> list[str]:
    """Leave out what only dates the article, above its text or below it."""
    first, last = 0, len(paragraphs)
    while first < last and (is_only_date(paragraphs[first]) or _is_byline(paragraphs[first])):
        first += 1
    while last > first and is_only_date(paragraphs[last - 1]):
        last -= 1
    return paragraphs[first:last]


def _is_byline(line: str) -> bool:
    """Return whether a line says by whom the article is, and when, or one of the two."""
    short = GLUED.sub(" ", line) if len(line) < SIGNED else ""
    if dates := find_dates(short):
        for date in dates:
            short = short.replace(date, " ")
        line = DATED.sub("", short).strip(" \t|·•,:;.–—-") or "by "
    return len(line) < BYLINE and bool(WROTE.match(line)) and line[-1] not in '.!?:"”'


def _without_wholes(paragraphs: list[str]) -> list[str]:
    """Leave out a paragraph that holds others in one piece: the text again, to be read aloud."""
    keys = [letters(one) for one in paragraphs]
    kept = []
    for place, key in enumerate(keys):
        others = keys[:place] + keys[place + 1 :] if len(key) > WHOLE else []
        held = sum(len(one) for one in others if LONG <= len(one) < len(key) and one in key)
        if held * 2 <= len(key):
            kept.append(paragraphs[place])
    return kept


def _checked(paragraphs: list[str], declared: list[str]) -> list[str]:
    """Return the paragraphs as far as the page's own declaration of its text supports them.

    One that is much shorter than what is shown is the beginning, or the lead: it cuts nothing.
    """
    whole, shown = letters("".join(declared)), _size(paragraphs)
    known = [one for one in paragraphs if letters(one) in whole]
    if _size(known) >= 0.7 * _size(declared):
        return known if _size(known) >= ENOUGH * shown else paragraphs
    if _size(known) >= 0.8 * shown and _size(declared) > 1.2 * shown:
        return declared
    return paragraphs


def _declared(text: str | None) -> list[str]:
    """Return the paragraphs of a text in JSON-LD, which may be markup, escaped once or twice."""
    text = html.unescape(html.unescape(text or ""))
    if MARKUP.search(text):
        text = html_to_text(text)
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


def _once(paragraphs: list[str]) -> list[str]:
    """Leave out what the page shows a second time, for another width of screen.

    That is a run of paragraphs in their first order; a single one may stand twice by right.
    """
    keys = [letters(one) for one in paragraphs]
    first = {key: place for place, key in reversed([*enumerate(keys)])}
    long = [key for key in keys if len(key) >= LONG]
    if sum(map(len, long)) > (1 + COPIED) * sum(map(len, set(long))):
        return [paragraphs[place] for place in sorted(first.values())]
    kept: list[str] = []
    place = 0
    while place < len(keys):
        end, before, short = place, first[keys[place]], 0
        while end < len(keys) and before < place and keys[end] == keys[before] and short < APART:
            short = short + 1 if len(keys[end]) < LONG else 0
            end, before = end + 1, before + 1
        if not _is_copy(keys[place:end]):
            end = place + 1
            kept.append(paragraphs[place])
        place = end
    return kept


def _is_copy(run: list[str]) -> bool:
    return sum(len(key) >= LONG for key in run) > 1


def _size(paragraphs: list[str]) -> int:
    return sum(map(len, paragraphs))
