"""Rows of a discussion that a heading or a weaker word tells: `Discussion`, `replies`, a guestbook.

Lists of articles may be called so too: each row shows its author and its date, and none leads
elsewhere by a headline.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from lxml.html import HtmlElement

from newscrawl.extract.printed_dates import is_date
from newscrawl.extract.unnamed import ARTICLE, ENOUGH, short_text
from newscrawl.generic.markup.nest import Row
from newscrawl.generic.markup.read import Reading
from newscrawl.generic.markup.repeat import dated_rows
from newscrawl.generic.markup.row import roles
from newscrawl.vocabulary.names import is_side, names, word_set, words
from newscrawl.vocabulary.notices import is_heading
from newscrawl.vocabulary.phrases import IN_REPLY_TO

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
LINKS = 20
"""Links of a row that are looked at."""
LABEL = 100
DIGITS = re.compile(r"(?<!\w)\d+(?!\w)")


def told_rows(tree: HtmlElement, language: str | None) -> list[Row]:
    """Return the rows of places that only weaker words tell, behind the text of an article."""
    found = _behind_text(tree, set(_places(tree)))
    places = [one for one in tree.iter(*BOXES) if one in found]
    outer = [place for place in places if found.isdisjoint(place.iterancestors())]
    rows = dated_rows(tree, outer, language)
    for row in rows:
        row.kind = frozenset([TOLD])
    return [] if name_articles(row.element for row in rows) else rows


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


def name_articles(rows: Iterable[HtmlElement]) -> bool:
    """Return whether rows have headlines: a heading that is a link, or links of many words in most.

    What many rows say alike, a date, a name and whom a row answers are no headlines.
    """
    found = [_headlines(row) for row in rows]
    links = {link: label for one in found for link, (label, _) in one.items()}
    if any(is_titled for one in found for _, is_titled in one.values()):
        return True
    alike = Counter(links.values())  # by links, as rows may stand within rows
    own = sum(any(alike[label] == 1 for label, _ in one.values()) for one in found)
    return bool(own) and 2 * own >= len(found)


def _headlines(row: HtmlElement) -> dict[HtmlElement, tuple[str, bool]]:
    """Return a row's links that may be headlines: what each says, and if it is a heading."""
    found: dict[HtmlElement, tuple[str, bool]] = {}
    for link in islice(row.iter("a"), LINKS):
        above, said = link.getparent(), short_text(link)
        titled = above is not None and above.tag in {"h1", "h2", "h3", "h4", "h5"}
        if (link.get("href") or "#").startswith("#"):
            continue
        if titled or (len(said.split()) >= HEADLINE and not _is_about_row(link, said)):
            found[link] = (DIGITS.sub("0", said), titled)
    return found


def _is_about_row(link: HtmlElement, said: str) -> bool:
    """Return whether a link tells who wrote a row, when, or whom it answers."""
    signed = any("author" in roles(one) for one in (link, *islice(link.iterancestors(), 1)))
    answers = len(said) <= LABEL and bool(IN_REPLY_TO.match(said))
    return signed or is_date(said) or answers
