"""Talk pages of wikis: paragraphs that end with a link to who wrote them, and the time.

No element holds a comment there: it goes from what stands behind the last signature, or a heading,
to its own, and how deep its last paragraph stands in lists is all that tells what it answers.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

import lxml.html
from lxml.html import HtmlElement

from newscrawl.extract.lines import EDGES, HEADINGS, LISTS, Line, lines_of
from newscrawl.extract.printed_dates import find_dates
from newscrawl.vocabulary.counts import is_count
from newscrawl.vocabulary.names import word_set

TEXTS = frozenset(["p", "li", "dd", "dt", "blockquote", "pre"])
LONGEST = 80
"""Characters of a name."""
USER = word_set(
    "user benutzer benutzerin utilisateur utilisatrice usuario usuaria usuário usuária utente"
    " gebruiker участник участница користувач użytkownik wikipedysta wikipedystka wikipedista"
    " wikipédista uživatel uživatelka bruker användare bruger käyttäjä szerkesztő utilizator"
    " kullanıcı χρήστης משתמש משתמשת مستخدم مستخدمة کاربر 利用者 用户 用戶 사용자"
    " thành_viên pengguna ผู้ใช้ सदस्य потребител корисник suradnik korisnik redaktor используватель"
)
"""The namespace of people's pages, in the languages of wikis."""
TAIL, BEFORE, APART = 120, 40, 30
"""Characters from a name to the end of the line, to the date, and between two links of a person."""
CLOCK = re.compile(r"(?<!\d)\d{1,2}\s?[:.hH時时点시]\s?\d{2}")
ZONE = re.compile(r"\W{0,4}(?:\([^()]{1,12}\))?\W{0,20}")
KEYS = ("data-mw-comment-end", "data-mw-thread-id")
CONTROLS = re.compile(r"\[.{0,60}\]|[\W_]+")
"""`[edit | edit source]` beside a heading."""
KEYED = re.compile(r"c-.*\d{14}.*")
"""The ids that MediaWiki gives comments: `c-Quill-20260503120400-The_ferry`."""


@dataclass(eq=False, slots=True)
class Signed:
    """One signed comment."""

    lines: list[Line]
    author: str
    link: HtmlElement
    """The first one to the author."""
    date: str
    depth: int
    key: str | None
    sure: bool
    """Whether no article's line ends so: with a key, or two pages of one person."""
    above: "Signed | None" = None

    def body(self) -> HtmlElement:
        """Return a copy of what was written, without the signature."""
        body = lxml.html.Element("div")
        body.extend(line.copy() for line in self.lines[:-1])
        body.append(self.lines[-1].copy(before=self.link))
        return body


@dataclass(slots=True)
class TalkPage:
    """The signed comments of a page in their order, and its lines that nobody signed."""

    comments: list[Signed] = field(default_factory=list)
    unsigned: int = 0


def talk_page(tree: HtmlElement) -> TalkPage | None:
    """Return the comments of a talk page, or None if the page is none."""
    if not any(map(_page_of, tree.iter("a"))):
        return None
    found = _collect(lines_of(tree))
    comments = found.comments
    if not (any(one.sure for one in comments) or len({one.author for one in comments}) > 1):
        return None
    return found


def signed_blocks(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements that hold the lines of signed comments, with what answers these."""
    found = talk_page(tree)
    for comment in found.comments if found else ():
        for line in comment.lines:
            if line.block.tag in TEXTS or next(line.block.iterchildren(*EDGES), None) is None:
                yield line.block


def _collect(lines: Iterable[Line]) -> TalkPage:
    found = TalkPage()
    waiting: list[Line] = []
    earlier: list[Signed] = []
    begun = False
    for line in lines:
        if line.block.tag in HEADINGS:
            found.unsigned += len(waiting) if begun else 0
            waiting, earlier, begun = [], [], False
            continue
        if not (CONTROLS.fullmatch(line.text) or _counts(line)):
            waiting.append(line)
        if signed := _signed(line):
            begun = True
            signed.lines, before = _own_lines(waiting)
            found.unsigned += len(before)
            waiting = []
            _place(signed, earlier)
            found.comments.append(signed)
    found.unsigned += len(waiting) if begun and _is_inside(waiting, earlier) else 0
    return found


def _counts(line: Line) -> bool:
    """Return whether a line is the page's own word of how many comments stand below a heading."""
    leaves = (one for one in line.elements() if not len(one) and one.tag != "a")
    return line.block.tag == "div" and any(is_count(one.text or "") for one in leaves)


def _own_lines(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Return the lines of a comment, and those before it that stand less deep than its last."""
    home = _home(lines[-1].block)
    lines = [one for one in lines if home in one.block.iterancestors()]
    start = len(lines)
    while start and lines[start - 1].depth >= lines[-1].depth:
        start -= 1
    return lines[start:], lines[:start]


def _place(signed: Signed, earlier: list[Signed]) -> None:
    """Find what a comment answers: the last one of its section that stands less deep."""
    while earlier and earlier[-1].depth >= signed.depth:
        earlier.pop()
    signed.above = earlier[-1] if earlier else None
    earlier.append(signed)


def _is_inside(lines: list[Line], earlier: list[Signed]) -> bool:
    """Return whether lines at the end of a page stand beside its comments."""
    if not (lines and earlier):
        return False
    home = _home(earlier[0].lines[-1].block)
    return any(home in one.block.iterancestors() for one in lines)


def _home(block: HtmlElement) -> HtmlElement | None:
    above = block.getparent()
    while above is not None and above.tag in {*LISTS, "li", "dd"}:
        above = above.getparent()
    return above


class Named(NamedTuple):
    """A link to a page of a namespace, and what stands behind it up to the next link."""

    link: HtmlElement
    space: str
    name: str
    behind: str


def _signed(line: Line) -> Signed | None:
    """Return the comment that a line ends, without its other lines; None if it is not signed."""
    pages = _pages(line)
    people = [one for one in _people(pages) if _is_somebody(one)] if pages else []
    if not people:
        return None
    person = people[-1]
    rest = " ".join("".join(one.behind for one in pages[pages.index(person[-1]) :]).split())
    date = _date_at_end(rest) if len(rest) <= TAIL else None
    if date is None:
        return None
    key = next(filter(None, map(_key, line.elements())), None)
    return Signed(
        [line],
        author=_shown(person[0]),
        link=person[0].link,
        date=date,
        depth=line.depth,
        key=key,
        sure=key is not None or len(person) > 1,
    )


def _shown(person: Named) -> str:
    """Return a person's name as it is printed; in addresses `_` stands for a space."""
    said = " ".join(person.link.text_content().split())
    return said if said.replace("_", " ") == person.name else person.name


def _pages(line: Line) -> list[Named]:
    found: list[Named] = []
    for element, said in line.said():
        page = _page_of(element) if element.tag == "a" and said is None else None
        if page:
            found.append(Named(element, *page, ""))
        elif said and found:
            found[-1] = found[-1]._replace(behind=found[-1].behind + said)
    return found


def _people(pages: list[Named]) -> Iterator[list[Named]]:
    """Yield links beside each other that lead to pages of one name: `Quill (talk)`."""
    person: list[Named] = []
    for page in pages:
        if person and (page.name != person[-1].name or len(person[-1].behind) > APART):
            yield person
            person = []
        person.append(page)
    yield person


def _is_somebody(person: list[Named]) -> bool:
    spaces = {one.space for one in person}
    return len(spaces) > 1 or any(not USER.isdisjoint(space.split()) for space in spaces)


def _date_at_end(rest: str) -> str | None:
    """Return the date that ends a line, if a time of day is in it and little before it."""
    dates = find_dates(rest)
    before, date, after = rest.rpartition(dates[-1]) if dates else ("", "", "")
    ends = len(before) <= BEFORE and ZONE.fullmatch(after) and CLOCK.search(rest)
    return date if ends else None


def _page_of(link: HtmlElement) -> tuple[str, str] | None:
    """Return the namespace and the last name of the page that a link leads to, if it has one.

    >>> _page_of(lxml.html.fragment_fromstring('<a href="/w/index.php?title=User_talk:Ida_Quill">'))
    ('user talk', 'Ida Quill')
    """
    href = link.get("href") or ""
    path, _, query = href.partition("?")
    path = path.partition("://")[2] or path
    named = f"{path}{query}" if "title=" in query or "id=" in query else path
    if ":" not in named and "%3" not in named:
        return None
    try:
        parts = urlsplit(href)
        asked = dict(parse_qsl(parts.query))
    except ValueError:
        return None
    title = unquote(asked.get("title") or asked.get("id") or parts.path)
    path, parted, name = title.replace("_", " ").rpartition("/index.php/")[2].partition(":")
    space, (first, _, inner) = path.rpartition("/")[2].lower(), name.partition("/")
    # The contributions of nobody known: `Special:Contributions/203.0.113.9`.
    name = inner if inner and inner == link.text_content().strip() else first
    return (space, name.strip()) if parted and 1 < len(space) <= LONGEST >= len(name) > 0 else None


def _key(element: HtmlElement) -> str | None:
    for name in KEYS:
        value = element.get(name) or ""
        if KEYED.fullmatch(value[:300]):
            return value
    return None
