"""Rows of a discussion that a heading or a weaker word tells: `Discussion`, `replies`, a guestbook.

Lists of articles may be called so too: each row shows its author and its date, and none leads
elsewhere by a headline.
"""

from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from newscrawl.extract.unnamed import ARTICLE, ENOUGH, short_text
from newscrawl.generic.markup.nest import Row
from newscrawl.generic.markup.read import Reading
from newscrawl.generic.markup.repeat import dated_rows
from newscrawl.vocabulary.names import is_side, names, word_set, words
from newscrawl.vocabulary.notices import is_heading

TOLD = "told"
"""The kind of these rows."""
NAMED = word_set(
    "discussion discussions conversation replies responses reactions guestbook talk debate"
    " diskussion gaestebuch debatte debat discussione discusion discussao dyskusja diskuse forum"
)
ABOUT = word_set("related more link links nav count button form rules policy menu")
BOXES = ("section", "div", "ul", "ol", "table", "dl", "aside")
HEADINGS = ("h2", "h3", "h4", "h5")
HEADLINE = 4
"""Words of a link that names an article."""


def told_rows(tree: HtmlElement, language: str | None) -> list[Row]:
    """Return the rows of places that only weaker words tell, behind the text of an article."""
    found = _behind_text(tree, set(_places(tree)))
    places = [one for one in tree.iter(*BOXES) if one in found]
    outer = [place for place in places if found.isdisjoint(place.iterancestors())]
    rows = dated_rows(tree, outer, language)
    for row in rows:
        row.kind = frozenset([TOLD])
    return [] if any(names_article(row.element) for row in rows) else rows


def are_signed(read: dict[Row, Reading]) -> bool:
    """Return whether all of such rows show who wrote them, and when; of other rows, True."""
    told = [one for row, one in read.items() if TOLD in row.kind]
    authors = {one.author.name for one in told if one.author}
    whole = all(one.author and one.published.raw for one in told if one.text)
    return not told or (whole and len(authors) > 1)


def _places(tree: HtmlElement) -> Iterator[HtmlElement]:
    for element in tree.iter(*BOXES):
        said = [set(words(name)) for name in names(element)]
        named = any(not NAMED.isdisjoint(one) and ABOUT.isdisjoint(one) for one in said)
        if named and not any(map(is_side, names(element))):
            yield element
    for heading in tree.iter(*HEADINGS):
        above = heading.getparent()
        if above is None or not is_heading(short_text(heading)):
            continue
        if above.tag in BOXES:
            yield above
        else:  # a guestbook below a heading that stands in no box of its own
            yield from (one for one in _below(heading) if one.tag in BOXES)


def _below(heading: HtmlElement) -> Iterator[HtmlElement]:
    for after in heading.itersiblings():
        if after.tag in HEADINGS:
            return
        yield after


def _behind_text(tree: HtmlElement, places: set[HtmlElement]) -> set[HtmlElement]:
    """Return the places that an article's text precedes, and which hold none."""
    found, before = set[HtmlElement](), 0
    for element in tree.iter(*BOXES, "p") if places else ():
        if element.tag == "p" and before < ENOUGH:
            before += len(" ".join(element.itertext()).strip())
        elif before >= ENOUGH and element in places and not ARTICLE(element):
            found.add(element)
    return found


def names_article(row: HtmlElement) -> bool:
    """Return whether a row has a headline: a heading that is a link, or a link of many words."""
    for link in islice(row.iter("a"), 20):
        href = link.get("href") or "#"
        above = link.getparent()
        titled = above is not None and above.tag in {"h1", "h2", "h3", "h4", "h5"}
        if not href.startswith("#") and (titled or len(short_text(link).split()) >= HEADLINE):
            return True
    return False
