"""Which lines of the record are exported, and in which order: as seen, as they stand, as trees."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from newscrawl import record
from newscrawl.items import Row
from newscrawl.record import Kind
from newscrawl.record.latest import Latest

DEEPEST = 100
"""Levels of replies. Readers of JSON refuse much deeper nesting (jq 256, Python about 500 of ours);
what lies deeper stands in the list of its last ancestor, and `parent_id` says whose it is."""

HOMELESS = "articles that are not here, but comments of theirs are"


def history(folder: Path, skipped: Counter[str], kinds: Sequence[Kind]) -> Iterator[bytes]:
    """Yield every observation, as it was written, oldest first."""
    for kind in kinds:
        for line, _ in record.lines(folder, kind, skipped):
            yield line


def state(folder: Path, skipped: Counter[str], kinds: Sequence[Kind]) -> Iterator[bytes]:
    """Yield the last observation of each id, in the order in which the ids were first seen."""
    for kind in kinds:
        with Latest(record.lines(folder, kind, skipped)) as latest:
            yield from latest.lines()


def threads(folder: Path, skipped: Counter[str]) -> Iterator[bytes]:
    """Yield a line for each article: its current state, with `comments`, each with `replies`.

    Comments stand in the order in which they were first seen: that of the thread, then what came
    later. An article that is not in the record has its `id`, `url` and `comments` alone.
    """
    with (
        Latest(record.lines(folder, "comments", skipped)) as comments,
        Latest(record.lines(folder, "articles", skipped)) as articles,
    ):
        for line in articles.lines():
            article = json.loads(line)
            yield _line(article, comments.thread(article["id"]))
        for article_id in comments.articles():
            if not articles.has(article_id):
                skipped[HOMELESS] += 1
                thread = comments.thread(article_id)
                url = json.loads(thread[0]).get("article_url")
                yield _line({"type": "article", "id": article_id, "url": url}, thread)


def _line(article: Row, comments: list[bytes]) -> bytes:
    article["comments"] = nest([json.loads(line) for line in comments])
    return json.dumps(article, ensure_ascii=False).encode("utf-8", "replace")


def nest(comments: list[Row]) -> list[Row]:
    """Return the comments that open a branch; each comment gets `replies`, in the given order.

    A reply whose parent is not here opens a branch; so does one of a ring of replies.

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
    """Return the comment that opens the branch, or where the way up enters a ring."""
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
