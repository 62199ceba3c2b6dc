"""Which lines of the record are exported, in which order: full history, current state, or trees."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from newscrawl import record
from newscrawl.export.removals import completed, is_removal
from newscrawl.items import Row
from newscrawl.record import Kind
from newscrawl.record.latest import Latest, State

DEEPEST = 100
"""Levels of replies. JSON readers refuse much deeper nesting (jq 256, Python about 500 of ours);
a deeper reply goes into the list of its last ancestor within the limit; `parent_id` stays true."""

HOMELESS = "articles that are missing while their comments are here"


def history(folder: Path, skipped: Counter[str], kinds: Sequence[Kind]) -> Iterator[bytes]:
    """Yield every observation, as it was written, oldest first."""
    for kind in kinds:
        for line, _ in record.lines(folder, kind, skipped):
            yield line


def state(folder: Path, skipped: Counter[str], kinds: Sequence[Kind]) -> Iterator[bytes]:
    """Yield the last observation of each id, in the order the ids were first seen.

    What is gone keeps what its last sighting said; a comment says if its article is withdrawn.
    """
    for kind in kinds:
        gone = _withdrawn(folder) if kind == "comments" else {}
        with Latest(record.lines(folder, kind, skipped)) as latest:
            for line, seen, article in latest.states():
                yield completed(line, seen, gone.get(article or ""))


def threads(folder: Path, skipped: Counter[str]) -> Iterator[bytes]:
    """Yield a line for each article: its current state, with `comments`, each with `replies`.

    Comments are in the order they were first seen: the thread's order, then later arrivals. An
    article that is not in the record has only `id`, `url` and `comments`.
    """
    with (
        Latest(record.lines(folder, "comments", skipped)) as comments,
        Latest(record.lines(folder, "articles", skipped)) as articles,
    ):
        for line, seen, _ in articles.states():
            article = json.loads(completed(line, seen))
            gone = article["date_removed_observed"] or "" if is_removal(article) else None
            yield _line(article, comments.thread(article["id"]), gone)
        for article_id in comments.articles():
            if not articles.has(article_id):
                skipped[HOMELESS] += 1
                thread = comments.thread(article_id)
                url = json.loads(thread[0].line).get("article_url")
                yield _line({"type": "article", "id": article_id, "url": url}, thread)


def _withdrawn(folder: Path) -> dict[str, str]:
    """Return the articles that are gone now, with when that was first seen; "" if unknown."""
    gone = dict[str, str]()
    for row in record.observations(folder, "articles"):
        gone.pop(row["id"], None)
        if is_removal(row):
            gone[row["id"]] = str(row.get("date_removed_observed") or "")
    return gone


def _line(article: Row, comments: list[State], gone: str | None = None) -> bytes:
    lines = (completed(line, seen, gone) for line, seen, _ in comments)
    article["comments"] = nest([json.loads(line) for line in lines])
    return json.dumps(article, ensure_ascii=False).encode("utf-8", "replace")


def nest(comments: list[Row]) -> list[Row]:
    """Return the comments that start a branch; each comment gets `replies`, in the given order.

    A reply whose parent is missing starts a branch; so does one reply of each ring.

    >>> rows = [{"id": "b", "parent_id": "a"}, {"id": "a", "parent_id": None}]
    >>> nest(rows)
    [{'id': 'a', 'parent_id': None, 'replies': [{'id': 'b', 'parent_id': 'a', 'replies': []}]}]
    """
    by_id = {row["id"]: row for row in comments}
    replies: dict[str | None, list[Row]] = {}
    for row in comments:
        parent = _parent(row)
        replies.setdefault(parent if parent in by_id else None, []).append(row)
    tops, placed = list[Row](), set[str]()
    for row in (*replies.get(None, ()), *comments):
        if row["id"] not in placed:
            tops.append(top := _top(row, by_id))
            _place(top, replies, placed)
    return tops


def _top(row: Row, by_id: dict[str, Row]) -> Row:
    """Return the comment that starts the branch, or the first one of a ring on the way up."""
    passed = set[str]()
    while row["id"] not in passed and (parent := by_id.get(_parent(row))):
        passed.add(row["id"])
        row = parent
    return row


def _parent(row: Row) -> str:
    parent = row.get("parent_id")
    return parent if isinstance(parent, str) else ""


def _place(top: Row, replies: dict[str | None, list[Row]], placed: set[str]) -> None:
    stack: list[tuple[Row, int, list[Any]]] = [(top, 0, [])]
    while stack:
        row, depth, siblings = stack.pop()
        if row["id"] in placed:
            continue  # the reply that closes a ring
        placed.add(row["id"])
        siblings.append(row)
        row["replies"] = own = list[Row]()
        below = own if depth < DEEPEST else siblings
        stack += [(one, depth + 1, below) for one in reversed(replies.get(row["id"], []))]
