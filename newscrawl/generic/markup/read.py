"""Reads one comment row as a whole, and decides whether it is a comment at all."""

import re
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from newscrawl.extract.printed_dates import TIME_ONLY, find_date, is_date
from newscrawl.generic.markup.author import (
    author_around,
    author_element,
    author_in_words,
    author_of,
    reply_to,
    without_name,
)
from newscrawl.generic.markup.badges import is_staff
from newscrawl.generic.markup.clearing import clear, is_apparatus
from newscrawl.generic.markup.row import RowView
from newscrawl.generic.markup.said import text_in, without_controls
from newscrawl.items import Author, CommentStatus, Printed
from newscrawl.vocabulary import parts as p
from newscrawl.vocabulary.names import words
from newscrawl.vocabulary.notices import is_placeholder
from newscrawl.vocabulary.phrases import status_of


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
    cut: bool = False
    """Whether the page shows only the beginning of the text."""


def read_row(view: RowView, *, sure: bool = False) -> Reading | None:
    """Return what a row says, or None if it says too little. Takes it apart.

    A row that is `sure` to be a comment needs a text alone, any other an author or a date too.
    """
    clear(view.row)
    parent_key, parent_author = reply_to(view)
    url, counted, staff = permalink(view), votes(view), is_staff(view)
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
        author.is_staff = staff
    status = status_of(text or "", classes)
    if status != "visible":
        text = None
    elif (
        not text
        or not (author or published.raw or sure)
        or (linked and linked in text)
        or is_placeholder(text)
        or (not (author and published.raw) and is_apparatus(text))
    ):
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


NUMBER = re.compile(
    r"^[+(]?\s*(\d{1,3}(?:[.,\s]\d{3})+|\d{1,7})\s*(?:(?:point|like|vote|upvote)s?)?\s*\)?$",
    re.IGNORECASE,
)


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
