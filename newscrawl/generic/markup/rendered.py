"""Comment rows in HTML, as served or as a browser drew them, of any system, by their shape."""

import hashlib
from collections import Counter

from lxml.html import HtmlElement

from newscrawl.engines.base import ArticleRef, Batch, CommentEngine
from newscrawl.extract.containers import cut_out
from newscrawl.generic.markup.areas import thread_areas
from newscrawl.generic.markup.declared import declared_count
from newscrawl.generic.markup.embedded import embedded_comments
from newscrawl.generic.markup.finder import find_rows
from newscrawl.generic.markup.merging import merged
from newscrawl.generic.markup.nesting import Row
from newscrawl.generic.markup.reader import Reading, read_row
from newscrawl.generic.markup.roles import Learned
from newscrawl.generic.markup.snapshot import snapshot_rows
from newscrawl.generic.markup.view import RowView
from newscrawl.items import Comment
from newscrawl.page import Page


def read_rows(engine: CommentEngine, page: Page, article: ArticleRef) -> Batch:
    """Return the comments of the page in reading order, and the count its heading declares.

    Parents are hints: `threads.build` makes threads of them.
    """
    tree = page.tree()
    declared = declared_count(tree, page.url)
    comments = _comments(engine, read_tree(tree, page.url, article.language), article)
    if not comments:
        comments = embedded_comments(engine, page.ld_nodes, article)
    return Batch(comments=comments, declared=declared)


def read_tree(tree: HtmlElement, url: str, language: str | None = None) -> dict[Row, Reading]:
    """Return the rows of a tree with what they say, in reading order. Takes the tree apart."""
    if areas := thread_areas(tree):
        rows, learned = snapshot_rows(tree, areas, language or tree.get("lang"))
    else:
        rows, learned = find_rows(tree), Learned()
    read: list[tuple[Row, Reading]] = []
    # From the last to the first: a row's replies are out of it before it is read.
    for row in reversed(rows):
        cut_out(row.element)
        sure = row.marked or (row.key is not None and len(rows) > 1)
        if reading := read_row(RowView(row.element, row.key, url, learned), sure=sure):
            read.append((row, reading))
    # A lone row without a date is rather a notice of the page: "Sign in to comment".
    if len(read) == 1 and not (read[0][1].published.raw or read[0][0].marked):
        return {}
    return dict(reversed(read))


def _comments(
    engine: CommentEngine, read: dict[Row, Reading], article: ArticleRef
) -> list[Comment]:
    keys = _keys(read)
    known = set(keys.values())
    explicit = any(r.parent_key in known for r in read.values())
    threaded = any(row.parent or row.level for row in read)
    sizes = {row: len(reading.text or "") for row, reading in read.items()}
    comments = []
    for row in merged(list(read), keys, sizes):
        reading = read[row]
        above = row.parent
        while above is not None and above not in keys:
            above = above.parent
        parent = row.parent_key or (keys[above] if above else None)
        if reading.parent_key in known or (explicit and reading.parent_key):
            parent = reading.parent_key
        level = row.level if row.level is not None else 0 if threaded else None
        comments.append(
            engine.comment(
                article,
                keys[row],
                parent=None if parent == keys[row] else parent,
                published=reading.published,
                text=reading.text,
                author=reading.author,
                url=reading.url,
                status=reading.status,
                depth=level,
                parent_author=reading.parent_author,
                upvote_count=reading.votes[0],
                downvote_count=reading.votes[1],
            )
        )
    return comments


def _keys(read: dict[Row, Reading]) -> dict[Row, str]:
    """Return an id for each row: its own, or one made of its words, the same on every crawl."""
    keys: dict[Row, str] = {}
    seen: Counter[tuple[int, str]] = Counter()
    for row, reading in read.items():
        key = row.key
        if key is None:
            name = reading.author.name if reading.author else ""
            said = f"{name}\n{reading.published.raw}\n{reading.text}"
            key = "h" + hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:16]
            count = seen[row.piece, key] = seen[row.piece, key] + 1
            key = key if count == 1 else f"{key}-{count}"
        keys[row] = key
    return keys
