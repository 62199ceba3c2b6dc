"""Reads one comment row as a whole, and decides whether it is a comment at all."""

from dataclasses import dataclass

from newscrawl.generic.markup.author import (
    author_around,
    author_element,
    author_in_words,
    author_of,
    reply_to,
    without_name,
)
from newscrawl.generic.markup.date import date_of
from newscrawl.generic.markup.extras import is_staff, permalink, votes
from newscrawl.generic.markup.text import text_in, without_controls
from newscrawl.generic.markup.view import RowView
from newscrawl.items import Author, CommentStatus, Printed
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
