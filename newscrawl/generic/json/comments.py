"""Comments in captured JSON of a system nobody wrote an engine for, found by their shape."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from html import unescape
from typing import Any
from urllib.parse import urljoin

from newscrawl.engines.base import ArticleRef, Batch, CommentEngine
from newscrawl.engines.signs import LIMIT, Sign
from newscrawl.generic.headers import told_in
from newscrawl.generic.json.columns import is_count, read_columns, scalar
from newscrawl.generic.json.find import find
from newscrawl.generic.json.roles import author_url_score, best, name_score
from newscrawl.generic.json.sighting import Capture, Sighting, clean, printed
from newscrawl.generic.json.tree import OBJECTS, Group, Path, Record, around, value_at
from newscrawl.items import Author, Comment, Printed
from newscrawl.vocabulary import keys as w
from newscrawl.vocabulary.keys import ID

SAID = f"of the page's answers only {OBJECTS:,} objects were looked at"
People = dict[str, tuple[str, str | None]]
FILLED = ("parent_id", "root_id", "author", "date_published_raw", "url", "reply_count")
"""What a later sighting of a comment may add to the first."""


def read_answers(
    answers: Sequence[Mapping[str, Any]], article: ArticleRef, engine: CommentEngine
) -> Batch:
    """Return the comments in a page's captured answers, each once, in the order they came.

    `answers` are dicts of url, method, post, status and body, as `Watch` keeps them
    (browser/watch.py), noise included. What is not surely a comment is left out; nothing raises.
    `declared` is given only where a total beside the list plausibly counts all comments.
    """
    return read_found(find(answers), article, engine)


def read_found(found: Capture, article: ArticleRef, engine: CommentEngine) -> Batch:
    """Return what `find` found as a Batch, for callers that need the rows as well."""
    people = people_of(found.groups, set(found.rows))
    comments: dict[str, Comment] = {}
    for row in found.rows.values():
        comment = _comment(row, people, article, engine)
        first = comments.setdefault(row.id, comment)
        if first is not comment:
            _fill(first, comment)
    records = [row.record for row in found.rows.values()]
    number = sum(len(group.records) for group in found.groups)
    return Batch(
        comments=list(comments.values()),
        declared=declared(records, found.ids, found.answers),
        signs=[Sign(LIMIT, SAID, sure=True)] if number >= OBJECTS else [],
    )


def _comment(row: Sighting, people: People, article: ArticleRef, engine: CommentEngine) -> Comment:
    shape, said = row.shape, row.content
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
        reply_count=_reply_count(row),
        is_pinned=_flag(row, shape.pinned),
        is_editors_pick=_flag(row, shape.picked),
    )


def _author(row: Sighting, people: People, article: ArticleRef) -> Author | None:
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


def _string(row: Sighting, path: Path | None) -> str | None:
    text = scalar(value_at(row.record, path))
    return clean(text) if text else None


def _link(row: Sighting, path: Path | None, article: ArticleRef) -> str | None:
    text = _string(row, path)
    if not text:
        return None
    try:
        url = urljoin(article.url, text)
    except ValueError:
        return None
    return url if url.startswith(("http://", "https://")) else None


def _count(row: Sighting, path: Path | None) -> int | None:
    value = value_at(row.record, path)
    return value if is_count(value) and value >= 0 else None


def _reply_count(row: Sighting) -> int | None:
    """Return how many replies an object counts, or lists by their ids."""
    number = _count(row, row.shape.replies)
    if number is not None:
        return number
    for key, value in row.record.data.items():
        listed = isinstance(value, list) and value and all(scalar(one) for one in value)
        if listed and w.ANSWERS.issuperset(w.key_words(key)):
            return len(value)
    return None


def _flag(row: Sighting, path: Path | None) -> bool | None:
    value = value_at(row.record, path)
    return bool(value) if isinstance(value, bool) or value in (0, 1) else None


def people_of(groups: list[Group], comments: set[int]) -> dict[str, tuple[str, str | None]]:
    """Return name and profile of everybody in tables of users, by their ids.

    `comments` holds the `id()` of the objects that are comments.
    """
    found: dict[str, tuple[str, str | None]] = {}
    for group in groups:
        if w.PEOPLE.isdisjoint(group.names) or id(group.records[0].data) in comments:
            continue
        columns = read_columns(group.records[:200])
        name = best(columns, name_score)
        ids = [column.path for column in columns if column.own & ID and column.path != ("#key",)]
        url = best(
            [column for column in columns if column.own & {"url", "profile"}], author_url_score
        )
        if name:
            _add(found, group.records, [*ids, ("#key",)], (name.path, url.path if url else None))
    return found


def _add(
    found: dict[str, tuple[str, str | None]],
    records: list[Record],
    ids: list[Path],
    paths: tuple[Path, Path | None],
) -> None:
    for record in records:
        name, url = (scalar(value_at(record, path)) for path in paths)
        for path in ids:
            key = scalar(value_at(record, path))
            if key and name:
                found.setdefault(key, (name, url))


def declared(
    records: Iterable[Record], ids: Collection[str], answers: Sequence[Mapping[str, Any]]
) -> int | None:
    """Return the total that stands beside the comments' lists, or None if none surely is one.

    It may be a header of the answer, too.

    A total below the number of different `ids` found counts something else. Where replies stand in
    their comments a bare `total` may count top-level comments alone: then it is not believed.
    """
    rows = list(records)
    inside = {id(record.data) for record in rows}
    nested = any(record.holder and id(record.holder.data) in inside for record in rows)
    seen: set[int] = set()
    found: list[int] = []
    for record in rows:
        if id(record.above) in seen:
            continue
        seen.add(id(record.above))
        told = {path[-1]: one for path, one in told_in(answers[record.answer]).items()}
        for data in (told, *around(record, inside)):
            found += _totals(data, nested=nested)
    able = {number for number in found if number >= len(ids) and number < 10**8}
    return max(able) if able else None


def _totals(data: dict[str, Any], *, nested: bool) -> Iterator[int]:
    counts = dict(_counts(data))
    split = any(not w.ANSWERS.isdisjoint(names) for names in counts)
    for names, number in counts.items():
        if not w.NOT_ALL.isdisjoint(names):
            continue
        named = not w.COUNTED.isdisjoint(names)
        # "comments" beside "replies" may be those that are no replies: only their sum is sure.
        if split and number - _replies(counts) not in counts.values():
            continue
        if named or not nested:
            yield number


def _replies(counts: dict[tuple[str, ...], int]) -> int:
    return next((n for names, n in counts.items() if not w.ANSWERS.isdisjoint(names)), 0)


def _is_total(names: tuple[str, ...], key: str) -> bool:
    """Return whether words count comments: `totalCount`, or `comments` among statistics."""
    named = w.is_comment_word(w.key_words(key)) and not w.STATS.isdisjoint(names)
    return named or not w.TOTAL.isdisjoint(names)


def _counts(data: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], int]]:
    stack: list[tuple[tuple[str, ...], dict[str, Any]]] = [((), data)]
    while stack:
        outer, inner = stack.pop()
        for key, value in list(inner.items())[:100]:
            names = (*outer, *w.key_words(key))
            if is_count(value) and value > 0 and _is_total(names, key):
                yield names, value
            elif isinstance(value, dict) and len(outer) < 4 and len(value) < 30:
                stack.append((names, value))
