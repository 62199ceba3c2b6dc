"""Words of several people that stand on a page of which no comment was read: a reason to say so.

Side columns, live reports, teasers and polls have names and dates too: what leads to articles, has
no days or few names, or stands before the text is none.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice

from lxml.html import HtmlElement

from newscrawl.engines.signs import WAITING, Sign
from newscrawl.extract.containers import comment_containers
from newscrawl.extract.posts import posts
from newscrawl.extract.printed_dates import find_date
from newscrawl.extract.signed_rows import is_name, signed_rows
from newscrawl.extract.unnamed import ENOUGH, short_text, unnamed_discussions
from newscrawl.generic.markup.byline import clean_name
from newscrawl.generic.markup.learn import learn
from newscrawl.generic.markup.repeat import date_leaves
from newscrawl.generic.markup.row import roles
from newscrawl.generic.markup.talk import alike, dated_leaves
from newscrawl.generic.markup.told import name_articles
from newscrawl.generic.title_threads import title_threads
from newscrawl.page import Page
from newscrawl.vocabulary.bylines import LEADING
from newscrawl.vocabulary.lists import is_embed, is_list_name
from newscrawl.vocabulary.names import is_side, names, word_set, words
from newscrawl.vocabulary.notices import is_heading

BOXES = ("div", "li", "article", "section", "blockquote", "dd")
HEADINGS = ("h2", "h3", "h4", "h5")
LIVE = word_set("live liveblog livefeed liveticker ticker timeline updates chat testimonials")
"""Words that name a list of entries that are the house's own."""
POSTED = word_set("post message msg reply")
BODY = word_set("body content text")
NO_NAME = re.compile(r"[:#/]|[^\W\d_]{20}|[\u3040-\u30ff\u3400-\u9fff]{12}")
"""In no person's name: `Provider: Harbour`, a link, a sentence without blanks."""
LISTED = word_set("messages posts thread discussion replies responses notes")
"""Words that name a list of what people wrote to each other."""
LINES = ("th", "td", "dt", "p", "div", "span", "h4", "h5")
LINE = 80
"""Characters of a line that says who wrote."""
FEWEST = 2
UNREAD = "but no comment could be read"


def standing_signs(page: Page) -> Iterator[Sign]:
    """Yield a sign for what several people wrote below the text of a page, read by nobody."""
    language = page.root.get("lang")
    rows = alike(page.root, leaves := dated_leaves(page.root, language))
    if number := title_threads(page.root, [] if _are_listed(rows) else rows):
        yield Sign(
            WAITING, f"{number} posts stand here by their titles: the texts are behind links"
        )
    elif _are_peoples(rows, leaves):
        yield Sign(WAITING, f"{len(rows)} blocks by several people, each with a date, {UNREAD}")
    elif _is_discussion(page.root, language):
        yield Sign(WAITING, f"what looks like a discussion stands below the text, {UNREAD}")
    elif number := _letters(page.root) or _bodies(page.root) or _messages(page.root):
        yield Sign(WAITING, f"{number} texts by several people stand here, {UNREAD}")


def _are_peoples(rows: list[HtmlElement], leaves: list[HtmlElement]) -> bool:
    """Return whether rows with dates are signed by several people, below the article's text."""
    if (
        len(rows) < FEWEST
        or _are_of_house(rows)
        or any(map(_is_shown, rows))
        or not is_below(rows[0])
    ):
        return False
    known = learn(rows, set(leaves)).roles
    authors = {said for row in rows if (said := _author(row, known))}
    return len(authors) >= FEWEST and 2 * len(authors) >= len(rows)


def _author(row: HtmlElement, known: dict[HtmlElement, frozenset[str]]) -> str:
    signed = (e for e in row.iter() if "author" in known.get(e, roles(e)))
    return next((said for e in signed if _names(said := short_text(e))), "")


def _names(said: str) -> bool:
    return is_name(said) and not NO_NAME.search(said)


def _is_shown(row: HtmlElement) -> bool:
    """Return whether a row is a post of another site within the text, or a card that is a link."""
    if any(is_embed(names(one)) for one in row.iter("blockquote", "figure", "iframe")):
        return True
    links = (a for one in (row, *islice(row.iterancestors(), 1)) for a in one.iter("a"))
    bare = (a for a in links if not len(a) and not (a.text or "").strip())
    return any(_leads_away(a) for a in islice(bare, 20))


def _leads_away(link: HtmlElement) -> bool:
    return not (link.get("href") or "#").startswith(("#", "javascript:"))


def _are_listed(rows: list[HtmlElement]) -> bool:
    """Return whether a name says that rows are a list beside the text."""
    around = [one for row in rows[:1] + rows[-1:] for one in (row, *islice(row.iterancestors(), 6))]
    return any(is_list_name(name) for one in around if one.tag != "body" for name in names(one))


def _are_of_house(rows: list[HtmlElement]) -> bool:
    """Return whether rows lead to articles, or a name says that they are the house's own."""
    around = [one for row in (rows[0], rows[-1]) for one in (row, *islice(row.iterancestors(), 6))]
    called = [name for one in around if one.tag != "body" for name in names(one)]
    own = _are_listed(rows) or any(
        is_side(name) or not LIVE.isdisjoint(words(name)) for name in called
    )
    return own or name_articles(rows)


def is_below(row: HtmlElement) -> bool:
    """Return whether an article's text precedes an element."""
    return _prose(row.xpath("preceding::p")) >= ENOUGH


def is_above(place: HtmlElement) -> bool:
    """Return whether an element stands before an article's text, as the line of its date does."""
    return not is_below(place) and _prose(place.xpath("following::p")) >= ENOUGH


def _prose(paragraphs: Iterable[HtmlElement]) -> int:
    return sum(len(" ".join(one.itertext()).strip()) for one in paragraphs)


def _is_discussion(tree: HtmlElement, language: str | None) -> bool:
    """Return whether the article is read without what its shape tells to be a discussion."""
    if posts(tree) or any(not _are_of_house([row]) for row in signed_rows(tree)):
        return True
    found = unnamed_discussions(tree, set(comment_containers(tree)))
    kept = [one for one in found if not _are_of_house([one])]
    return sum(len(date_leaves(one, language)) for one in kept) >= FEWEST


def _letters(tree: HtmlElement) -> int:
    """Return how many signed texts of one look stand below a heading such as `Letters`."""
    for heading in tree.iter(*HEADINGS):
        if not is_heading(short_text(heading)) or not is_below(heading):
            continue
        looks = Counter((one.tag, one.get("class")) for one in heading.itersiblings(*BOXES))
        look, number = max(looks.items(), key=lambda item: item[1], default=(None, 0))
        boxes = [one for one in heading.itersiblings(*BOXES) if (one.tag, one.get("class")) == look]
        if number >= FEWEST and not _are_of_house(boxes) and _are_signed(boxes):
            return number
    return 0


def _are_signed(boxes: list[HtmlElement]) -> bool:
    """Return whether most boxes begin or end with a name, and these differ."""
    first: set[str] = set()
    last: set[str] = set()
    for box in boxes:
        pieces = [said for piece in box.itertext() if (said := " ".join(piece.split()))]
        if len(pieces) > 1 and max(map(len, pieces)) > len(pieces[0]):
            first |= set(filter(is_name, pieces[:1]))
            last |= set(filter(is_name, pieces[-1:]))
    return any(len(end) >= FEWEST and 2 * len(end) >= len(boxes) for end in (first, last))


def _bodies(tree: HtmlElement) -> int:
    """Return how many posts of a thread stand here, by what names their texts: `post-body`."""
    groups = defaultdict[str, list[HtmlElement]](list)
    for box in tree.iter("div", "section"):
        if any(_names_body(name) for name in names(box)) and (above := box.getparent()) is not None:
            groups[box.get("class") or ""].append(above)
    for rows in groups.values():
        if len(set(rows)) > FEWEST and not _are_of_house(rows) and _are_signed(rows):
            return len(rows)
    return 0


def _names_body(name: str) -> bool:
    parts = words(name)
    return not (POSTED.isdisjoint(parts) or BODY.isdisjoint(parts))


def _messages(tree: HtmlElement) -> int:
    """Return how many lines of a list of messages say who wrote, each beside a date."""
    for place in tree.iter("table", "ol", "ul", "div", "section"):
        parts = {part for name in names(place) for part in words(name)}
        if place.tag == "body" or LISTED.isdisjoint(parts) or any(map(is_side, names(place))):
            continue
        lines = [
            one for one in place.iter(*LINES) if LEADING.match((one.text or "").strip()[:LINE])
        ]
        dated = [one for one in lines if _is_beside_date(one)]
        writers = {clean_name(short_text(one)) for one in dated} - {None}
        if len(writers) >= FEWEST and not _are_of_house(dated) and not name_articles([place]):
            return len(dated)
    return 0


def _is_beside_date(line: HtmlElement) -> bool:
    around = (line, *islice(line.itersiblings(), 3))
    return any(find_date(" ".join((one.text or "").split())[:LINE]) for one in around)
