"""Who wrote a comment row."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from newscrawl.extract.printed_dates import find_date
from newscrawl.extract.text import SILENT
from newscrawl.generic.markup.byline import NUMBERED, clean_name, is_name_like
from newscrawl.generic.markup.row import RowView
from newscrawl.items import Author
from newscrawl.vocabulary.bylines import LEADING, SENTENCE
from newscrawl.vocabulary.names import words
from newscrawl.vocabulary.phrases import is_side_word, is_ui

NOT_NAME = frozenset(["date", "furniture", "reply_to", "text"])
DATA_NAMES = ("data-author", "data-author-name", "data-username", "data-user-name", "data-name")
SUBJECT = frozenset(["subject", "title", "headline", "betreff", "objet", "asunto", "tema"])
BLOCKS = frozenset(["p", "div", "blockquote", "section", "dd", "ul", "ol", "td"])
NAME_LINE = 90
BYLINES = 40
LINKS = 8
AUTHORS = 30
"""At most this many elements of a row are examined for its author: hostile rows cost little."""
EMPTY = re.compile(r"[(\[{][\s|·•,/]*[)\]}]|[|·•]")
"""What is left of `(<a>talk</a> | <a>contribs</a>)` without the links."""


def author_element(view: RowView) -> HtmlElement | None:
    """Return the element that holds the author's name, the most exact one."""
    best: tuple[int, int] | None = None
    chosen = None
    for place, element in enumerate(view.with_role("author")[:AUTHORS]):
        name = name_in(view, element)
        if name is None:
            continue
        # A number is rather a count of posts than a name.
        rank = (_rank(view, element) + 9 * (not re.search(r"[^\W\d_]", name)), place)
        if best is None or rank < best:
            best, chosen = rank, element
    return chosen


def _rank(view: RowView, element: HtmlElement) -> int:
    """0 is best: microdata, `fn`, plain author classes, then whatever speaks of a user."""
    props = (element.get("itemprop") or "").lower().split()
    classes = (element.get("class") or "").lower().split()
    if "name" in props or "fn" in classes:
        return 0
    if {"author", "creator"} & set(props):
        return 1
    parts = {w for c in classes for w in words(c)}
    named = bool(parts & {"name", "nick", "nickname", "username", "displayname"})
    inner = any("author" in view.roles.get(e, ()) for e in element.iterdescendants())
    return 4 - named + 2 * inner if parts or element.tag == "cite" else 5


def name_in(view: RowView, element: HtmlElement) -> str | None:
    """Return the person's name that an element prints."""
    if element.tag in {"meta", "img"}:
        return clean_name(element.get("content") or "")
    for inner in element.iter():
        if "name" in (inner.get("itemprop") or "").lower().split():
            return clean_name(inner.get("content") or view.words_of(inner, NOT_NAME))
    whole = clean_name(view.words_of(element, NOT_NAME))
    return _linked_name(view, element) or _above_rank(view, element) or whole


def _linked_name(view: RowView, element: HtmlElement) -> str | None:
    """Return the name beside links of the member: `<a>Quill</a> (<a>talk</a>)`, linked or not."""
    links = [one for one in islice(element.iter("a"), LINKS) if view.words_of(one, NOT_NAME)]
    if not links or element.tag == "a":
        return None
    said = [view.words_of(one, NOT_NAME) for one in links]
    if all(map(is_side_word, said)):
        return _without(said, view.words_of(element, NOT_NAME))
    within = {inner for link in links for inner in link.iter()}
    bare = (said for e, said in _pieces(element) if e not in within and "date" not in view.roles[e])
    tails = (link.tail or "" for link in links)
    if len(links) < 2 or any(re.search(r"[^\W_]", said) for said in (*bare, *tails)):
        return None
    # Of a person's first and last name neither is a control's word.
    return clean_name(said[0]) if all(map(is_side_word, said[1:])) else None


def _without(links: Sequence[str], text: str) -> str | None:
    """Return the name that is left of an element's text without what its links say."""
    for link in reversed(links):
        before, _, after = text.rpartition(link)
        text = f"{before} {after}"
    return clean_name(EMPTY.sub(" ", text))


def _above_rank(view: RowView, element: HtmlElement) -> str | None:
    """Return the name above the rank of a forum's member: `<b>Quill</b><br><small>Newcomer`."""
    first = next((e for e in element.iterchildren("a", "b", "strong") if short(e)), None)
    below = element.find("br")
    if first is None or below is None or (element.text or "").strip():
        return None
    rest = [e for e in below.itersiblings() if e.tag in {"small", "span", "em", "i"}]
    if not rest or first not in below.itersiblings(preceding=True):
        return None
    return clean_name(view.words_of(first, NOT_NAME))


def author_of(view: RowView, element: HtmlElement | None) -> Author | None:
    """Return the author as the row shows them, from the element found for it."""
    if element is None:
        return _from_data(view)
    link = element if element.tag == "a" else next(element.iter("a"), None)
    above = element.getparent()
    if link is None and above is not None and above.tag == "a":
        link = above
    address = view.address(link)
    if address and view.key and "#" in address and address.endswith(view.key):
        address = None
    return Author(name=name_in(view, element), url=address)


def _from_data(view: RowView) -> Author | None:
    for element in view.roles:
        label = (element.get("aria-label") or "")[:200]
        if LEADING.match(label) and (name := clean_name(label)):
            return Author(name=name)
    for holder in (view.row, *view.row):
        for name in DATA_NAMES:
            if value := clean_name(holder.get(name) or ""):
                return Author(name=value)
    return None


SIGNING = re.compile(r"(?:[–—―]|--)\s*+\w")
"""`— Quill, 3 March 2020`."""
PARTED = re.compile(r"[\w.]\s?[,;:·•|/(–—-]$")
"""What parts a name from the date behind it."""


def author_around(view: RowView, dated: HtmlElement | None) -> Author | None:
    """Return the author of a row that marks none: `Posted by Quill |`, or a name beside the date.

    The name must be the only words beside the date, or it may be the text.
    """
    for element in _lines(view):
        said = view.words_of(element, NOT_NAME)
        if (name := _led(said)) and not is_subject(view, element):
            return Author(name=_linked(view, element, said) or name, url=_profile(view, element))
    if dated is None:
        return _name_first(view)
    signed = SIGNING.match(short(dated)) and _only_name(view, _pieces(dated))
    if signed:  # a text before it that is as short as a name is none
        return Author(name=signed, url=_profile(view, dated))
    return _name_beside(view, dated) or _name_before(view, dated) or _name_in_line(view, dated)


def _name_first(view: RowView) -> Author | None:
    """Return the name in `Quill, 3 March 2020`, the words that a row begins with."""
    said = ((e, words) for e, words in _pieces(view.row) if words and not is_ui(words))
    element, first = next(said, (view.row, ""))
    before = first.partition(find_date(first) or "\n")[0]
    if (
        before == first
        or not PARTED.search(before.rstrip())
        or "text" in view.roles.get(element, ())
    ):
        return None
    name = _only_name(view, [(element, first)])
    return Author(name=name, url=_profile(view, element)) if name else None


def _lines(view: RowView) -> Iterator[HtmlElement]:
    """Yield what may be a byline: details, headings, short elements that hold a date."""
    yield from view.with_role("meta")[:10]
    for element in islice(view.roles, 1, BYLINES):
        is_line = element.tag in BLOCKS and len(said := short(element)) < NAME_LINE
        if element.tag in {"h3", "h4", "h5", "h6"} or (is_line and find_date(said)):
            yield element


def _led(said: str) -> str | None:
    """Return the name in a line that says `by`, a number of the comment before it or not."""
    line = NUMBERED.sub("", said)
    name = clean_name(said) if LEADING.match(line) else None
    return name if name and is_name_like(name) else None


def _linked(view: RowView, line: HtmlElement, said: str) -> str | None:
    """Return the name that a link behind `by` bounds: `Quill May 3 days ago` has two dates."""
    link = next((one for one in line.iter("a") if not is_own_link(view, one)), None)
    name = clean_name(short(link)) if link is not None else None
    leads = name is not None and LEADING.match(f"{said.partition(name)[0].strip()} ")
    return name if leads else None


def _profile(view: RowView, line: HtmlElement) -> str | None:
    return view.address(next((a for a in line.iter("a") if not is_own_link(view, a)), None))


def is_own_link(view: RowView, link: HtmlElement) -> bool:
    """Return whether a link leads to the comment itself: its words are no name and no text."""
    href = (link.get("href") or "").strip()
    mark = href.rpartition("#")[2] if "#" in href else ""
    marked = {"bookmark", "permalink"} & set((link.get("rel") or "").lower().split())
    named = "permalink" in (link.get("class") or "").lower()
    return bool(marked or named or (view.key and mark and mark.endswith(view.key)))


def is_subject(view: RowView, element: HtmlElement) -> bool:
    """Return whether an element is the subject line that some systems let readers write."""
    names = {w for name in (element.get("class") or "").split()[:20] for w in words(name)}
    link = element if element.tag == "a" else next(element.iter("a"), None)
    whole = link is not None and short(link) == short(element)
    return bool(names & SUBJECT) or (whole and link is not None and is_own_link(view, link))


def _name_beside(view: RowView, dated: HtmlElement) -> Author | None:
    """Return the name in `<b>Quill</b> on 3 March 2020`: the line passes for a date."""
    for inner in dated.iterdescendants("b", "strong", "cite", "a"):
        said = short(inner)
        if is_ui(said) or find_date(said) or is_own_link(view, inner):
            continue
        if name := clean_name(said):
            return Author(name=name, url=view.address(inner if inner.tag == "a" else None))
    return None


def _name_before(view: RowView, dated: HtmlElement) -> Author | None:
    before: list[str] = []
    for element, said in _pieces(view.row):
        if element is dated or len(before) > 1:
            break
        if not is_ui(said) and not view.roles.get(element, frozenset()) & {"text", "furniture"}:
            before.append(said)
    name = clean_name(before[0]) if len(before) == 1 else None
    return Author(name=name) if name and is_name_like(name) else None


def _name_in_line(view: RowView, dated: HtmlElement) -> Author | None:
    """Return the name in `3 March 2020 - Quill`, a line that holds a date and a name alone."""
    above = dated.getparent()
    name = _only_name(view, _pieces(dated))
    if name is None and above is not None:
        inside = set(dated.iter())
        beside = [(e, said) for e, said in _pieces(above) if e not in inside or e is dated]
        tail = (dated, " ".join((dated.tail or "").split()))
        if above is not view.row:
            name = _only_name(view, [one for one in beside if one[0] is not dated] + [tail])
        elif any(e.tag in BLOCKS for e in dated.itersiblings()):
            name = _only_name(view, [tail])
    return Author(name=name, url=_profile(view, dated)) if name else None


def _only_name(view: RowView, pieces: Iterable[tuple[HtmlElement, str]]) -> str | None:
    kept = [
        said
        for element, said in pieces
        if said
        and not is_ui(said)
        and _has_letters(said)
        and "furniture" not in view.roles.get(element, ())
    ]
    name = clean_name(kept[0]) if len(kept) == 1 and len(kept[0]) < NAME_LINE else None
    if name is None or not is_name_like(name):
        return None
    rest = kept[0].replace(find_date(kept[0]) or "", "").split()
    return name if len(rest) <= len(name.split()) + 3 else None


def _has_letters(said: str) -> bool:
    """Return whether a piece says more than a date."""
    return bool(re.search(r"[^\W\d_]", said.replace(find_date(said) or "", "", 1)))


def _pieces(row: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """Yield each element with the words that open it, and again with those behind it."""
    for event, element in etree.iterwalk(row, events=("start", "end")):
        if element.tag not in SILENT:
            said = element.text if event == "start" else element.tail
            yield element, " ".join((said or "").split())


def author_in_words(view: RowView, text: str) -> tuple[Author | None, str]:
    """Return the author of a row that marks none, and the text without the name.

    `Quill wrote:` at the start, else a first bold or linked word that stands before the text.
    """
    match = SENTENCE.match(text)
    if match and (name := clean_name(match["name"])) and is_name_like(name):
        return Author(name=name), text[match.end() :].lstrip()
    marked = view.row.iter("b", "strong", "a", "h3", "h4", "h5", "h6")
    first = next((e for e in marked if _may_name(view, e)), None)
    if first is None:
        return None, text
    name = clean_name(short(first))
    head = text[: len(short(first)) + 20]
    if name is None or (name in text and not head.startswith(name)):
        return None, text
    if not is_name_like(name):
        return None, text
    link = first if first.tag == "a" else next(first.iter("a"), None)
    return Author(name=name, url=view.address(link)), without_name(text, name)


def _may_name(view: RowView, element: HtmlElement) -> bool:
    said = short(element)
    return (
        bool(said)
        and not is_ui(said)
        and not is_own_link(view, element)
        and not (is_subject(view, element))
    )


def without_name(text: str, name: str) -> str:
    """Return a text without the name it opens with."""
    rest = text.removeprefix(name)
    return text if rest[:1].isalnum() else rest.lstrip(" :,-–—|\n")


def short(element: HtmlElement) -> str:
    """Return the first words of an element, at most 200 characters."""
    return " ".join(" ".join(islice(element.itertext(), 20)).split())[:200]
