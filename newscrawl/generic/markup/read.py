"""Reads one comment row as a whole, and decides whether it is a comment at all."""

import re
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from newscrawl.extract.containers import cut_out
from newscrawl.extract.printed_dates import TIME_ONLY, find_date, is_date
from newscrawl.extract.text import text_of
from newscrawl.generic.markup.author import (
    author_around,
    author_element,
    author_in_words,
    author_of,
    reply_to,
    without_name,
)
from newscrawl.generic.markup.row import RowView
from newscrawl.items import Author, CommentStatus, Printed
from newscrawl.vocabulary import parts as p
from newscrawl.vocabulary.names import words
from newscrawl.vocabulary.phrases import LEADING, SAYS, is_ui, status_of


@dataclass(kw_only=True, slots=True)
class Reading:
    """What one row says. Nothing here is taken from other rows."""

    author: Author | None
    published: Printed
    text: str | None
    status: CommentStatus
    url: str | None
    parent_key: str | None
    parent_author: str | None
    votes: tuple[int | None, int | None]


def read_row(view: RowView, *, sure: bool = False) -> Reading | None:
    """Return what a row says, or None if it says too little. Takes it apart.

    A row that is `sure` to be a comment needs a text alone, any other an author or a date too.
    """
    parent_key, parent_author = reply_to(view)
    url, counted = permalink(view), votes(view)
    holder = author_element(view)
    dated, published = date_of(view)
    author = author_of(view, holder)
    guess = author is None and not view.learned.knows_authors
    around = author_around(view, dated) if guess else None
    linked = _only_link(view)
    classes = view.row.get("class") or ""
    text: str | None = text_in(view, holder, dated)
    if around and text:
        author, text = around, without_controls(without_name(text, around.name or ""))
    elif guess and text and (published.raw or sure):
        # Without a date a bold first word may be any notice of the page.
        author, text = author_in_words(view, text)
        text = without_controls(text) if author else text
    if author is not None:
        author.is_staff = is_staff(view)
    status = status_of(text or "", classes)
    if status != "visible":
        text = None
    elif not text or not (author or published.raw or sure) or (linked and linked in text):
        return None
    return Reading(
        author=author,
        published=published,
        text=text,
        status=status,
        url=url,
        parent_key=parent_key,
        parent_author=parent_author,
        votes=counted,
    )


def _only_link(view: RowView) -> str | None:
    """Return the words of a row that is one link to elsewhere: a headline, not a comment."""
    words = " ".join("".join(view.row.itertext()).split())
    for link in view.row.iter("a"):
        said = " ".join("".join(link.itertext()).split())
        if said and len(said) > 0.9 * len(words) and not said.startswith(("http", "www.", "#")):
            return words if not (link.get("href") or "#").startswith("#") else None
    return None


MACHINE_NAMES = ("data-timestamp", "data-datetime", "data-date", "data-time", "data-created")
MACHINE = re.compile(r"^\d{4}-\d\d-\d\d\b.*|^1\d{9}(?:\d{3})?$|^\w{3}, \d+ \w+ \d{4}.*")
DATE_PROPS = frozenset(["datecreated", "datepublished", "commenttime"])


def date_of(view: RowView) -> tuple[HtmlElement | None, Printed]:
    """Return the element that holds the date and the date: machine forms first, then words."""
    for reader in (_microdata, _time, _attributes, _marked, _permalink, _meta):
        element, printed = reader(view)
        if printed.raw:
            return element, printed
    return None, Printed()


Dated = tuple[HtmlElement | None, Printed]


def _microdata(view: RowView) -> Dated:
    for element in view.roles:
        if DATE_PROPS & set((element.get("itemprop") or "").lower().split()):
            for name in ("datetime", "content", "title"):
                if value := (element.get(name) or "").strip():
                    # A bare day is often put beside a printed time of day: the print says more.
                    printed = find_date(_text(element))
                    if printed and len(value) <= 10 and ":" in printed:
                        return element, Printed(printed, "microdata")
                    return element, Printed(value[:80], "microdata")
            if value := find_date(_text(element)):
                return element, Printed(value, "microdata")
    return None, Printed()


def _time(view: RowView) -> Dated:
    for element in view.row.iter("time"):
        value = (element.get("datetime") or "").strip()
        if re.search(r"\d{4}|\d{2}:\d{2}", value) and "date" in view.roles[element]:
            return element, Printed(value[:80], "time")
    return None, Printed()


def _attributes(view: RowView) -> Dated:
    for element, found in view.roles.items():
        for name in MACHINE_NAMES:
            if MACHINE.match(value := (element.get(name) or "").strip()):
                return element, Printed(value[:80], "time")
        title = (element.get("title") or "").strip()
        if title and len(title) < 80 and ("date" in found or element.tag in {"abbr", "time"}):
            if MACHINE.match(title):
                return element, Printed(title, "time")
            if is_date(title):
                return element, Printed(find_date(title), "text")
    return None, Printed()


def _marked(view: RowView) -> Dated:
    for element in view.with_role("date"):
        text = _text(element)
        if value := find_date(text):
            return element, Printed(_with_clock(element, value, view), "text")
        if text and "when" in view.roles[element]:
            return element, Printed(text[:80], "text")
    return None, Printed()


def _with_clock(element: HtmlElement, value: str, view: RowView) -> str:
    """Add the time of day where it has an element of its own beside the day."""
    following = element.getnext()
    if re.search(r"\d[:.h]\d\d", value) or following is None:
        return value
    clock = _text(following)
    if "date" in view.roles.get(following, ()) and TIME_ONLY.match(clock):
        return f"{value} {clock}"
    return value


def _permalink(view: RowView) -> Dated:
    for link in view.row.iter("a"):
        if "#" in (link.get("href") or "") and is_date(text := _text(link)):
            return link, Printed(find_date(text), "text")
    return None, Printed()


def _meta(view: RowView) -> Dated:
    """Look in details and by the name first, then in short elements, then in what leads the row."""
    for element in (view.with_role("meta") + view.with_role("author"))[:30]:
        if value := find_date(view.words_of(element, frozenset(["text", "body"]))):
            return element, Printed(value, "text")
    for element in view.roles:
        if element is not view.row and len(element) < 4 and is_date(text := _text(element)):
            return element, Printed(find_date(text), "text")
    head = view.words_of(view.row, frozenset(["text", "body"]))[:200]
    return None, Printed(find_date(head), "text") if find_date(head) else Printed()


def _text(element: HtmlElement) -> str:
    return " ".join(" ".join(islice(element.itertext(), 40)).split())[:300]


INLINE = frozenset(["a", "button", "img", "input", "textarea", "label", "time", "form"])
OWN = frozenset(["author", "date", "furniture", "meta", "reply_to"])


def text_in(view: RowView, author: HtmlElement | None, dated: HtmlElement | None) -> str:
    """Return the reader's words. Cuts the row up; read all else before."""
    body = _body(view, author, dated)
    if body is not None:
        _strip(view, body, frozenset(["furniture", "reply_to", "meta"]))
        if text := without_controls(text_of(body)):
            return text
    body = view.row
    half = max(60, _length(body) / 2)
    for element in (author, dated):
        if element is not None and _length(element) <= half:
            _drop(element, body)
    _strip(view, body, OWN)
    return without_controls(text_of(body))


def _body(
    view: RowView, author: HtmlElement | None, dated: HtmlElement | None
) -> HtmlElement | None:
    """Return the element that holds the text and nothing else: the largest of the best kind.

    What microdata marks as the text is it, however short: forums print longer titles of members.
    """
    if marked := [e for e in view.with_role("text") if _is_marked(e) and _length(e)]:
        return max(marked, key=_length)
    held = {a for e in (author, dated) if e is not None for a in (e, *e.iterancestors())}
    for role in ("text", "body"):
        best, size = None, 0
        for element in view.with_role(role):
            if element in held or "author" in view.roles[element] or element.tag in INLINE:
                continue
            if (length := _length(element)) > size:
                best, size = element, length
        if best is not None:
            return best
    return None


def _is_marked(element: HtmlElement) -> bool:
    return "text" in (element.get("itemprop") or "").split()


def _length(element: HtmlElement) -> int:
    # Bounded, as it is asked of elements inside each other.
    return sum(len(t.strip()) for t in islice(element.itertext(), 300))


def _strip(view: RowView, body: HtmlElement, unwanted: frozenset[str]) -> None:
    half = max(60, _length(body) / 2)
    for element in list(body.iterdescendants()):
        found = view.roles.get(element)
        if found is None or element.tag in {"p", "blockquote"}:
            continue
        if _is_control(element) or (
            found & unwanted
            and "text" not in found
            # Some themes put the text itself into the box of the author or of the details.
            and ("furniture" in found or _length(element) <= half)
        ):
            _drop(element, body)


def _is_control(element: HtmlElement) -> bool:
    if element.tag not in {"a", "button", "span"}:
        return False
    words = "".join(islice(element.itertext(), 12)).strip()
    return bool(words) and is_ui(words)


def _drop(element: HtmlElement | None, body: HtmlElement) -> None:
    if element is not None and element is not body:
        cut_out(element)


def without_controls(text: str) -> str:
    """Take lines of controls, dates and marks off both ends."""
    lines = text.split("\n")
    while lines and (_is_noise(lines[-1])):
        lines.pop()
    # The name was cut out from before it: "Says:" is left.
    while lines and (_is_noise(lines[0]) or SAYS.fullmatch(lines[0])):
        lines.pop(0)
    return "\n".join(lines).strip()


def _is_noise(line: str) -> bool:
    line = line.strip()
    if re.fullmatch(r"\d+", line):
        return False
    if LEADING.fullmatch(f"{line} ") or is_ui(line):
        return True
    return not line or (len(line) < 60 and is_date(line))


NUMBER = re.compile(
    r"^[+(]?\s*(\d{1,3}(?:[.,\s]\d{3})+|\d{1,7})\s*(?:(?:point|like|vote|upvote)s?)?\s*\)?$",
    re.IGNORECASE,
)
STAFF = re.compile(r"(?:^|\s)(?:bypostauthor|by-author|is-staff|staff|by-staff)(?:\s|$)")


def votes(view: RowView) -> tuple[int | None, int | None]:
    """Return votes for and against, each only where a number stands in a place named for it."""
    up = down = None
    for element in view.roles:
        props = (element.get("itemprop") or "").lower()
        parts = {w for name in (element.get("class") or "").split()[:20] for w in words(name)}
        is_up = (
            "upvotecount" in props
            or "likes" in view.roles[element]
            or bool(parts & p.UP and parts & p.AMOUNT)
            or bool(parts & p.SCORES)
        )
        is_down = "downvotecount" in props or bool(parts & p.DOWN and parts & p.AMOUNT)
        if is_up == is_down or len(element) > 3:
            continue
        amount = _number(element, anywhere="likes" in view.roles[element])
        if is_up and up is None:
            up = amount
        elif is_down and down is None:
            down = amount
    return up, down


def _number(element: HtmlElement, *, anywhere: bool) -> int | None:
    text = element.get("content") or " ".join(" ".join(element.itertext()).split())
    match = NUMBER.match(text[:40]) or (re.search(r"(\d+)", text[:40]) if anywhere else None)
    return int(re.sub(r"\D", "", match[1])) if match else None


def permalink(view: RowView) -> str | None:
    """Return the address of the comment: microdata, else a link to its own key."""
    for link in view.row.iter("a"):
        href = (link.get("href") or "").strip()
        if "url" in (link.get("itemprop") or "").split():
            author = link.getparent()
            if author is None or "author" not in view.roles.get(author, ()):
                return view.address(link)
        mark = href.rpartition("#")[2] if view.key and "#" in href else ""
        if view.key and mark.endswith(view.key) and not mark[: -len(view.key)][-1:].isdigit():
            return view.absolute(re.sub(r"[?&]replytocom=\d+", "", href))
    return None


def is_staff(view: RowView) -> bool | None:
    """Return True where the row is marked as the article author's or the staff's."""
    return True if STAFF.search(view.row.get("class") or "") else None
