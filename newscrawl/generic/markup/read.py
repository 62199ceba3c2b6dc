"""Reads one comment row as a whole, and decides whether it is a comment at all."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from newscrawl.generic.markup.author import (
    author_around,
    author_element,
    author_in_words,
    author_of,
    without_name,
)
from newscrawl.generic.markup.badges import is_edited, is_staff
from newscrawl.generic.markup.clearing import clear, is_apparatus
from newscrawl.generic.markup.dated import date_of
from newscrawl.generic.markup.quotes import cut_quotes
from newscrawl.generic.markup.replying import reply_to
from newscrawl.generic.markup.row import RowView
from newscrawl.generic.markup.said import CELLS, PARAGRAPHS, paragraphs, text_in, without_controls
from newscrawl.items import Author, CommentStatus, Printed
from newscrawl.vocabulary import parts as p
from newscrawl.vocabulary.names import words
from newscrawl.vocabulary.notices import is_placeholder
from newscrawl.vocabulary.phrases import is_ui, status_of


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
    html: str | None = None
    """The markup with what it quotes, which `text` leaves out; None if it quotes nothing."""
    edited: bool | None = None
    cut: bool = False
    """Whether the page shows only the beginning of the text."""


def read_row(view: RowView, *, sure: bool = False, others: Sequence[str] = ()) -> Reading | None:
    """Return what a row says, or None if it says too little. Takes it apart.

    `others` are the letters of all rows, to know quotations by.
    A row that is `sure` to be a comment needs a text alone, any other an author or a date too.
    """
    clear(view.row)
    quoted = cut_quotes(view.row, others)
    parent_key, parent_author = reply_to(view)
    url, counted, staff, edited = permalink(view), votes(view), is_staff(view), is_edited(view)
    holder = author_element(view)
    dated, published = date_of(view)
    author = _apart(author_of(view, holder), dated)
    guess = author is None and not view.learned.knows_authors
    around = _apart(author_around(view, dated), dated) if guess else None
    linked = _only_link(view)
    classes = view.row.get("class") or ""
    text: str | None = text_in(view, holder, dated)
    if around and text:
        # A comment that says `Reply` and no more was known for one with its element.
        named = text if is_ui(text) else without_name(text, around.name or "")
        left = named if is_ui(text) else without_controls(named)
        author, text = around, left or paragraphs(view.row, CELLS if published.raw else PARAGRAPHS)
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
        parent_key=parent_key or quoted.key,
        html=quoted.html if text else None,
        parent_author=parent_author,
        votes=counted,
        edited=edited,
    )


def _apart(author: Author | None, dated: HtmlElement | None) -> Author | None:
    """Return an author who is not what the date's own element says: `March`."""
    said = "" if dated is None else " ".join(dated.text_content().split())
    return None if author and author.name == said else author


def _only_link(view: RowView) -> str | None:
    """Return the words of a row that is one link to elsewhere: a headline, not a comment."""
    words = " ".join("".join(view.row.itertext()).split())
    for link in view.row.iter("a"):
        said = " ".join("".join(link.itertext()).split())
        if said and len(said) > 0.9 * len(words) and not said.startswith(("http", "www.", "#")):
            return words if not (link.get("href") or "#").startswith("#") else None
    return None


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
