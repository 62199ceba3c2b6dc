"""The text of an article: trafilatura's, once everything that is not article text is cut out."""

import copy
import html
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from newscrawl.extract.clutter import cut_clutter, text_in
from newscrawl.extract.printed_dates import is_only_date
from newscrawl.extract.text import html_to_text, letters

NODES = 20_000
"""Elements of a page without its comments; on a larger page only the declared text is read.

trafilatura takes 50 microseconds an element, and reads a page twice or more.
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

APART = 100
"""Short lines on end in what is shown a second time."""
BOXES = 100
"""Boxes of one class; of more, only those whose longest paragraph is one of the text are in it."""
HEAD_LINES = 4
"""Lines of a headline that is parted by `<br>`."""


def read_body(
    tree: HtmlElement, *, headline: str | None = None, declared: str | None = None
) -> str | None:
    """Return the article's text, paragraphs separated by a blank line, or None.

    `tree` is the page without its comments; it is not changed. `declared` is the text in the
    page's JSON-LD, often without paragraphs and sometimes only its beginning.
    """
    told = _declared(declared)
    if is_too_large(tree):
        return "\n\n".join(told) or None
    tree = copy.deepcopy(tree)
    cut_clutter(tree)
    paragraphs = _best(tree)
    if lost := _lost_chunks(tree, paragraphs):
        _join(lost)
        joined = _best(tree)
        paragraphs = joined if _size(joined) > 1.2 * _size(paragraphs) else paragraphs
    heads = {letters(one.text_content()) for one in tree.iter("h1")}
    paragraphs = _once(_without_headline(_parted(tree, paragraphs), headline, heads))
    paragraphs = _without_dates(paragraphs)
    if told:
        paragraphs = _checked(paragraphs, told)
    return "\n\n".join(paragraphs) or None


def is_too_large(tree: HtmlElement) -> bool:
    """Return whether a page has so many elements that only the declared text is read."""
    return next(islice(tree.iter(), NODES, None), None) is not None


def _lost_chunks(tree: HtmlElement, paragraphs: list[str]) -> list[list[HtmlElement]]:
    """Return groups of boxes with one class, some of which are in the text and some not.

    Adverts split a text into several boxes; extractors take the best box and lose the others.
    """
    found, known = letters("".join(paragraphs)), set(map(letters, paragraphs))
    groups: dict[tuple[HtmlElement | None, str, str], list[HtmlElement]] = defaultdict(list)
    for box in tree.iter("div", "section"):
        if box.get("class") and _size([text_in(one) for one in box.findall("p")]) >= 200:
            article = next(box.iterancestors("article"), None)
            groups[article, box.tag, box.get("class")].append(box)
    return [group for group in groups.values() if len({*_are_in(group, known, found)}) == 2]


def _are_in(boxes: list[HtmlElement], known: set[str], found: str) -> Iterator[bool]:
    """Yield whether each box is in the text `found`, of which `known` are the paragraphs."""
    for box in boxes:
        longest = max((letters(text_in(one)) for one in box.findall("p")), key=len)
        yield longest in known or (len(boxes) <= BOXES and longest in found)


def _join(groups: list[list[HtmlElement]]) -> None:
    for first, *others in groups:
        for box in others:
            if not any(parent is first for parent in box.iterancestors()):
                first.extend(list(box))


def _best(tree: HtmlElement) -> list[str]:
    precise, usual = _extracted(tree, precise=True), _extracted(tree, precise=False)
    # Much shorter: only one box of the text was found (below a quarter), or the usual way included
    # other articles (below a half). Both measured on the benchmark's pages.
    share = _size(precise) / (_size(usual) or 1)
    return precise if 0.25 <= share < 0.5 else usual


def _extracted(tree: HtmlElement, *, precise: bool) -> list[str]:
    from trafilatura import bare_extraction  # noqa: PLC0415 - slow to load: only to read a page

    found = bare_extraction(
        copy.deepcopy(tree),
        include_comments=False,
        with_metadata=False,
        favor_precision=precise,
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
    while first < last and is_only_date(paragraphs[first]):
        first += 1
    while last > first and is_only_date(paragraphs[last - 1]):
        last -= 1
    return paragraphs[first:last]


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
