"""Words of others that a comment quotes: they are not the comment's own text."""

import re
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

import lxml.html
from lxml.html import HtmlElement

from newscrawl.engines.made_id import bounded
from newscrawl.extract.containers import cut_out
from newscrawl.extract.signed_rows import is_name
from newscrawl.extract.text import text_of
from newscrawl.generic.markup.row import chunks, roles
from newscrawl.vocabulary.bylines import SENTENCE
from newscrawl.vocabulary.names import word_set, words

QUOTES = word_set("quote quotes quoted quotation quotebox blockquote bbquote citation zitat citat")
NOT_QUOTES = word_set("link button btn action actions reply toggle icon form")
TAGS = frozenset(["blockquote", "div", "q", "details", "fieldset", "aside", "table"])
PARTS = frozenset(["p", "blockquote", "div", "ul", "ol", "pre", "q", "details"])
KEY = re.compile(r"#(?:[a-z]+[-_:])*?(?:comment|c|cmt|post|p|msg|message)?[-_:]?(\d[\w-]*)$")
HEAD = frozenset(["author", "date"])
EMPHASIS = frozenset(["em", "strong", "b", "i", "legend", "a"])
LINE_ENDS = frozenset(["br", "p", "div"])
LINES = frozenset(["p", "div", "span", "strong", "b", "em", "cite", "h4", "h5", "h6"])
LINE = 160
NEAR = 3
"""Elements before a quotation among which the line is that says who wrote it."""
ENOUGH = 12
"""Shorter words in another comment are chance."""


class Quoted(NamedTuple):
    """What was quoted in a row."""

    html: str | None = None
    """The comment's markup with its quotations; None without any."""
    key: str | None = None
    """The id of the comment that the quotation names."""


def said_by_rows(elements: Sequence[HtmlElement]) -> list[str]:
    """Return the letters of what each row says outside of quotations, if any row has some."""
    if not any(next(element.iter("blockquote"), None) is not None for element in elements):
        return []
    known = set(elements)
    return [
        _letters("".join(said for e, said in chunks(element, known) if not _is_in_quote(e)))
        for element in elements
    ]


def cut_quotes(row: HtmlElement, others: Sequence[str]) -> Quoted:
    """Take quotations of other comments out of a row whose own words remain; in place.

    A quotation says so by its name, names who is quoted, or repeats what another row says. A line
    before it that says who wrote it goes with it.
    """
    found = [e for e in row.iter(*TAGS) if e is not row and _is_quote(e, others)]
    outer = [e for e in found if not any(above in found for above in e.iterancestors())]
    if not outer:
        return Quoted()
    parts = _parts(row, outer)
    html = "".join(lxml.html.tostring(e, encoding="unicode", with_tail=False) for e in parts)
    own = "".join(
        said for part in parts for e, said in chunks(part, set(outer) - {part}) if e not in outer
    )
    if not _letters(own):
        return Quoted()
    key = next((key for quote in outer if (key := _key(quote))), None)
    for quote in outer:
        line = _line_before(quote)
        if line is not None and _follows_words(line, row):
            cut_out(line)
        cut_out(quote)
    return Quoted(html, key)


def _line_before(quote: HtmlElement) -> HtmlElement | None:
    """Return the line that says who wrote what is quoted below it: `Quill wrote on Monday:`."""
    for element in islice(quote.itersiblings(preceding=True), NEAR):
        said = text_of(element)
        if _letters(said):
            is_line = element.tag in LINES and SENTENCE.fullmatch(said.strip()[:LINE])
            return element if is_line and not (element.tail or "").strip() else None
    return None


def _follows_words(line: HtmlElement, row: HtmlElement) -> bool:
    """Return whether a row says something before a line: its first one tells who wrote the row."""
    above = {line, *line.iterancestors()}
    for element in row.iter():
        if element is line:
            break
        said = (element.text, None if element in above else element.tail)
        if isinstance(element.tag, str) and any(_letters(one or "") for one in said):
            return not roles(line) & HEAD
    return False


def _parts(row: HtmlElement, quotes: list[HtmlElement]) -> list[HtmlElement]:
    """Return what holds the text and its quotations, and neither name nor date."""
    box = quotes[0].getparent()
    inside = {e for quote in quotes for e in quote.iter()}
    if box is None or box is row or any(roles(e) & HEAD for e in box.iter("*") if e not in inside):
        return [e for e in (row if box is None else box) if e.tag in PARTS and not roles(e) & HEAD]
    return [box]


def _is_quote(element: HtmlElement, others: Sequence[str]) -> bool:
    parts = {w for name in (element.get("class") or "").split()[:20] for w in words(name)}
    if parts & QUOTES and not parts & NOT_QUOTES:
        return True
    if element.tag != "blockquote":
        return False
    cited = element.get("cite") or next(element.iter("cite"), None) is not None
    if cited or _key(element) or _names_writer(element):
        return True
    said = text_of(element)
    letters = _letters(said)
    repeats = len(letters) >= ENOUGH and any(letters in other for other in others)
    return repeats or bool(SENTENCE.match(said))


def _names_writer(quote: HtmlElement) -> bool:
    """Return whether a quotation begins with a name in letters of its own, on a line alone."""
    if not len(quote) or (quote.text or "").strip():
        return False
    first = quote[0]
    after = first.getnext()
    alone = after is not None and after.tag in LINE_ENDS and not (first.tail or "").strip()
    return first.tag in EMPHASIS and alone and is_name(text_of(first).rstrip(": "))


def _is_in_quote(element: HtmlElement) -> bool:
    return any(e.tag == "blockquote" for e in (element, *element.iterancestors()))


def _key(quote: HtmlElement) -> str | None:
    for element in quote.iter("*"):
        for name in ("data-quote-id", "data-post-id", "data-comment-id", "data-id"):
            if re.search(r"\d", value := bounded((element.get(name) or "").strip())):
                return value
        for name in ("href", "cite"):
            if match := KEY.search((element.get(name) or "").strip()[-200:]):
                return match[1]
    return None


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
