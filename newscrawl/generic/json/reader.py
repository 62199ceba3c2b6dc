"""Comments in the captured JSON of a system nobody wrote an engine for, found by their shape."""

from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any
from urllib.parse import urljoin

from newscrawl.engines.base import ArticleRef, Batch, CommentEngine
from newscrawl.generic.json.counts import declared
from newscrawl.generic.json.leaves import is_count, scalar
from newscrawl.generic.json.people import people_of
from newscrawl.generic.json.rows import Found, Row, find
from newscrawl.generic.json.tree import Path, value_at
from newscrawl.generic.json.values import clean, printed
from newscrawl.items import Author, Comment, Printed

People = dict[str, tuple[str, str | None]]
FILLED = ("parent_id", "root_id", "author", "date_published_raw", "url", "reply_count")
"""What a later sighting of a comment may add to the first."""


def read_answers(
    answers: Sequence[Mapping[str, Any]], article: ArticleRef, engine: CommentEngine
) -> Batch:
    """Return the comments in a page's captured answers, each once, in the order they came.

    `answers` are dicts of url, method, post, status and body, as `Watch` keeps them
    (browser/thread.py), noise included. What is not surely a comment is left out; nothing raises.
    `declared` is given only where a total beside the list plausibly counts all comments.
    """
    return read_found(find(answers), article, engine)


def read_found(found: Found, article: ArticleRef, engine: CommentEngine) -> Batch:
    """Return what `find` found as a Batch, for callers that need the rows as well."""
    people = people_of(found.groups, set(found.rows))
    comments: dict[str, Comment] = {}
    for row in found.rows.values():
        comment = _comment(row, people, article, engine)
        first = comments.setdefault(row.id, comment)
        if first is not comment:
            _fill(first, comment)
    records = [row.record for row in found.rows.values()]
    return Batch(comments=list(comments.values()), declared=declared(records, found.ids))


def _comment(row: Row, people: People, article: ArticleRef, engine: CommentEngine) -> Comment:
    shape, said = row.shape, row.said
    changed = printed(row.record, shape.modified)
    author = _author(row, people, article)
    # An emptied comment without a name is a place kept for its replies; a picture has an author.
    gone = said.text is None or (not said.text and author is None)
    return engine.comment(
        article,
        row.id,
        parent=row.parent,
        published=Printed(said.raw, "api") if said.raw else None,
        modified=Printed(changed, "api") if changed and changed != said.raw else None,
        root_id=engine.full_id(article, row.root) if row.root else None,
        parent_author=_string(row, shape.parent_author),
        url=_link(row, shape.url, article),
        text=None if gone else said.text,
        text_html=None if gone else said.html,
        author=author,
        status=said.state or ("removed_unknown" if gone else "visible"),
        is_edited=_flag(row, shape.edited),
        upvote_count=_count(row, shape.up),
        downvote_count=_count(row, shape.down),
        reply_count=_count(row, shape.replies),
        is_pinned=_flag(row, shape.pinned),
        is_editors_pick=_flag(row, shape.picked),
    )


def _author(row: Row, people: People, article: ArticleRef) -> Author | None:
    shape = row.shape
    name, url = _string(row, shape.author), _link(row, shape.author_url, article)
    keys = [key for path in shape.author_keys if (key := _string(row, path))]
    known = next((people[key] for key in keys if key in people), None)
    if known:
        name, url = name or clean(known[0]), url or known[1]
    if not name:
        return None
    key = next((key for key in keys if key not in {"0", "-1"} and len(key) < 100), None)
    return Author(name=unescape(name), url=url, id=key, location=_string(row, shape.location))


def _fill(first: Comment, later: Comment) -> None:
    for name in FILLED:
        if getattr(first, name) is None:
            setattr(first, name, getattr(later, name))
    if first.status == later.status == "visible" and len(later.text or "") > len(first.text or ""):
        first.text, first.text_html = later.text, later.text_html


def _string(row: Row, path: Path | None) -> str | None:
    text = scalar(value_at(row.record, path))
    return clean(text) if text else None


def _link(row: Row, path: Path | None, article: ArticleRef) -> str | None:
    text = _string(row, path)
    if not text:
        return None
    try:
        url = urljoin(article.url, text)
    except ValueError:
        return None
    return url if url.startswith(("http://", "https://")) else None


def _count(row: Row, path: Path | None) -> int | None:
    value = value_at(row.record, path)
    return value if is_count(value) and value >= 0 else None


def _flag(row: Row, path: Path | None) -> bool | None:
    value = value_at(row.record, path)
    return bool(value) if isinstance(value, bool) or value in (0, 1) else None
