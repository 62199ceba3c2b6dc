"""One comment's row: its own elements, without the replies in it, and what each is for."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice
from typing import Literal
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement

from newscrawl.vocabulary import parts as p
from newscrawl.vocabulary.bylines import is_badge
from newscrawl.vocabulary.names import words

AREA = "data-newscrawl-area"
DROPPED = "data-newscrawl-dropped"
TURNED = "data-newscrawl-turned"
"""Where a browser has been: a thread of which it turned every page."""
OWN_LIMIT = 400
"""At most this many elements of a row are examined."""


def thread_areas(tree: HtmlElement) -> list[HtmlElement]:
    """Return the outermost marked areas in document order; none on a page as served."""
    return [
        area
        for area in tree.iter()
        if AREA in area.attrib and not any(AREA in above.attrib for above in area.iterancestors())
    ]


def dropped_pieces(tree: HtmlElement) -> list[HtmlElement]:
    """Return what left the page while it was read, the earliest first: parts of lists, rows."""
    return [piece for box in tree.xpath(f"//*[@{DROPPED}]") for piece in box.iterchildren("*")]


def is_turned(element: HtmlElement) -> bool:
    """Return whether what an element says of pages is of no account: all of them were seen."""
    around = (element, *element.iterancestors())
    return any(TURNED in one.attrib or DROPPED in one.attrib for one in around)


def own(row: HtmlElement, rows: set[HtmlElement]) -> Iterator[HtmlElement]:
    """Yield the elements of a row in document order, itself first, without rows nested in it."""
    return islice(_own(row, rows), OWN_LIMIT)


def _own(row: HtmlElement, rows: set[HtmlElement]) -> Iterator[HtmlElement]:
    stack = [row]
    while stack:
        element = stack.pop()
        yield element
        stack.extend(child for child in reversed(element) if child not in rows)


def chunks(row: HtmlElement, rows: set[HtmlElement]) -> Iterator[tuple[HtmlElement, str]]:
    """Yield each piece of text of a row with the element it stands in, nested rows left out."""
    walk = etree.iterwalk(row, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            if element is not row and element in rows:
                walk.skip_subtree()
            elif said := (element.text or "").strip():
                yield element, said
        elif element is not row and (said := (element.tail or "").strip()):
            above = element.getparent()
            if above is not None:
                yield above, said


def around(elements: Iterable[HtmlElement]) -> set[HtmlElement]:
    """Return all elements that hold one of these."""
    found: set[HtmlElement] = set()
    for element in elements:
        for above in element.iterancestors():
            if above in found:
                break
            found.add(above)
    return found


Role = Literal["author", "date", "text", "furniture", "reply_to"]

DRUPAL_FIELD = re.compile(r"^field--?name-")
"""In such a class the name of a field follows, not a person's name."""
REPLY_TO = re.compile(r"(?:in-?)?repl(?:y|ied|ying)-?to(?!-link|-com)|reply-?author|parent-?author")

ITEMPROPS: dict[str, Role] = {
    "author": "author",
    "creator": "author",
    "datecreated": "date",
    "datepublished": "date",
    "commenttime": "date",
    "text": "text",
    "commenttext": "text",
    "articlebody": "text",
}


@dataclass(slots=True)
class Learned:
    """What the elements of rows are for, as far as all rows together show."""

    roles: dict[HtmlElement, frozenset[str]] = field(default_factory=dict)
    """Instead of what names say. `likes` is a number of votes, `when` a date in any words."""
    knows_authors: bool = False
    """True if a row without an author is known to have none."""


def roles(element: HtmlElement) -> frozenset[str]:
    """Return what an element is for, from its microdata, tag, classes and `rel`.

    `body` is a weaker `text`; `meta` groups author and date.
    """
    found = _roles(str(element.tag), (element.get("class") or "")[:400])
    if prop := (element.get("itemprop") or "").lower():
        found |= {ITEMPROPS[p] for p in prop.split() if p in ITEMPROPS}
    if "author" in (element.get("rel") or ""):
        found |= {"author"}
    return found


@lru_cache(maxsize=20_000)
def _roles(tag: str, classes: str) -> frozenset[str]:
    found: set[str] = set()
    for name in LAYOUT.sub(" ", classes).split():
        found |= _of_field(name) if DRUPAL_FIELD.match(name) else _of_name(name)
    if tag == "time":
        found.add("date")
    elif tag in {"header", "footer"}:
        found.add("meta")
    elif tag == "cite":
        found.add("author")
    elif tag in {"button", "form", "label", "input", "select", "textarea"}:
        found.add("furniture")
    return frozenset(found)


def _of_field(name: str) -> set[str]:
    # Where other systems call a whole row `body`, a field is the text alone.
    return {"text"} if "body" in words(name) else _of_name(DRUPAL_FIELD.sub("", name))


def _of_name(name: str) -> set[str]:
    parts = set(words(name))
    found: set[str] = set()
    if REPLY_TO.search("-".join(words(name))):
        return {"reply_to"}
    if parts & p.AUTHOR and not parts & p.NOT_AUTHOR:
        found.add("author")
    if parts & p.DATE and not parts & p.NOT_DATE:
        found.add("date")
    if parts & p.META:
        found.add("meta")
    elif parts & p.FURNITURE:
        found.add("furniture")
    elif parts & p.TEXT and not parts & p.LOOKS:
        found.add("body" if parts & p.AROUND else "text")  # a wrapper may hold the byline too
    elif parts & p.BODY:
        found.add("body")
    return found


LAYOUT = re.compile(
    r"(?<!\S)(?:[a-z]{2,3}:)?(?:(?:d|is|u)-(?:[smlx]{2,3}-)?(?:inline-)?|inline-)block(?!\S)"
)
"""A class that says how an element stands on the page, not what it is: `d-inline-block`."""
BADGES = frozenset(["span", "small", "em", "i", "sup", "abbr", "strong", "div"])
WORDS_LIMIT = 2_000
"""At most this many elements are examined for a name or a date."""


UNSEEN = re.compile(
    r"(?:^|[\s_-])(?:sr|screen|screen-?reader|visually|u-?sr)[-_]?(?:only|out|text|hidden|srOnly)\b"
    r"|(?:^|\s)(?:blind|u-srOnly|assistive-text|a11y-hidden)(?:\s|$)",
    re.IGNORECASE,
)
"""Classes of words that only a screen reader says."""


def is_unseen(element: HtmlElement) -> bool:
    """Return whether an element's words are for screen readers alone: no part of a name."""
    return bool(UNSEEN.search((element.get("class") or "")[:200]))


class RowView:
    """A row whose replies were detached. Reading it may change it: text is cut out of it last."""

    def __init__(
        self, row: HtmlElement, key: str | None, base: str, learned: Learned | None = None
    ) -> None:
        self.row = row
        self.key = key
        self.base = base
        self.learned = learned or Learned()

    @cached_property
    def roles(self) -> dict[HtmlElement, frozenset[str]]:
        """Every element of the row in document order, with what it is for."""
        known = self.learned.roles
        return {e: known[e] if e in known else roles(e) for e in self.row.iter()}

    def with_role(self, role: str) -> list[HtmlElement]:
        return [e for e, found in self.roles.items() if role in found and e is not self.row]

    def words_of(self, element: HtmlElement, unwanted: frozenset[str]) -> str:
        """Return an element's words without those of elements inside that have an unwanted role."""
        pieces: list[str] = [element.text or ""]
        left = WORDS_LIMIT
        stack = list(reversed(element))
        while stack and left > 0:
            left -= 1
            child = stack.pop()
            if isinstance(child, str):
                pieces.append(child)
                continue
            stack.append(child.tail or "")
            if not self._is_unwanted(child, unwanted):
                pieces.append(child.text or "")
                stack.extend(reversed(child))
        return " ".join(" ".join(pieces).split())

    def _is_unwanted(self, element: HtmlElement, unwanted: frozenset[str]) -> bool:
        if self.roles.get(element, frozenset()) & unwanted or is_unseen(element):
            return True
        badge = "furniture" in unwanted and not len(element) and element.tag in BADGES
        return badge and is_badge(element.text or "")

    def address(self, link: HtmlElement | None) -> str | None:
        """Return where a link leads, absolute; None for scripts and marks on the same page."""
        href = (link.get("href") or "").strip() if link is not None else ""
        if not href or re.match(r"(?i)#|(?:javascript|mailto|tel|data):", href):
            return None
        return self.absolute(href)

    def absolute(self, href: str) -> str | None:
        try:
            found = urljoin(self.base, href)
        except ValueError:
            return None
        return found if found.startswith(("http://", "https://")) else None
