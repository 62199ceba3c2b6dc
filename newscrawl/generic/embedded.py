"""The comments in a page's own scripts: the JSON that an application was drawn from, or will be.

Scripts hold much that looks like comments, so what they tell is believed as far as rows agree, or
where a key says that it is comments.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from newscrawl.engines.base import ArticleRef, Batch, CommentEngine
from newscrawl.extract.finishing import read_printed
from newscrawl.extract.script_text import script_values
from newscrawl.generic.crosscheck import combine, twins_of
from newscrawl.generic.json.comments import read_found
from newscrawl.generic.json.find import find
from newscrawl.generic.json.sighting import Capture
from newscrawl.generic.json.tree import Record
from newscrawl.items import Comment
from newscrawl.page import Page
from newscrawl.vocabulary.keys import is_comment_word, key_words
from newscrawl.vocabulary.names import is_side

HINT = re.compile(r"""(?:comment|repl[iy]|parent)\w{0,20}\\?["']\s*:""", re.IGNORECASE)
"""A key, without one of which a page's scripts are not searched."""
AGREED = 0.8
"""Share of the rows that the scripts must hold, to be believed about them."""
EXACT = frozenset(["second", "minute"])


def with_scripts(engine: CommentEngine, page: Page, article: ArticleRef, rows: Batch) -> Batch:
    """Return what the rows of a page as served and the JSON in its scripts tell together.

    A row that names no parent gets that of its object, and an exact time in place of none or of
    `3 days ago`. Ids stay those of the rows. Objects alone are read where a key calls them comments
    and all that are declared are there: else the page is to be drawn, which names them otherwise.
    """
    if not HINT.search(page.text_content):
        return rows
    values = [*script_values(page)]
    # What nothing calls comments is worth the search only beside rows.
    if not rows.comments and not _found(page, [*_called_comments(values)]).rows:
        return rows
    found = _found(page, values)
    told = read_found(found, article, engine)
    if not rows.comments:
        numbers = {article.declared, rows.declared, rows.at_least, told.declared} - {None}
        is_all = numbers == {len(told.comments)} and _are_named(found)
        return combine(told, rows, article.declared) if is_all else rows
    twins = twins_of(told.comments, rows.comments)
    if len(twins) >= AGREED * len(rows.comments):
        _fill(rows.comments, twins)
    return rows


def _found(page: Page, values: Sequence[Any]) -> Capture:
    return find([{"url": page.url, "body": value} for value in values])


def _called_comments(values: Sequence[Any]) -> Iterator[Any]:
    """Yield what stands under keys that say comments."""
    stack = [*values]
    while stack:
        one = stack.pop()
        for key, value in one.items() if isinstance(one, dict) else ():
            if isinstance(value, dict | list):
                if not is_comment_word(key_words(key)):
                    stack.append(value)
                elif not is_side(key):
                    yield {key: value}
        stack.extend(one if isinstance(one, list) else ())


def _are_named(found: Capture) -> bool:
    """Return whether all objects stand under keys that say comments, and in no list of articles."""
    return all(
        is_comment_word(row.record.place.names) and _is_free(row.record, found)
        for row in found.rows.values()
    )


def _is_free(record: Record, found: Capture) -> bool:
    holder = record.holder
    while holder and id(holder.data) in found.rows:
        holder = holder.holder
    return holder is None


def _fill(rows: list[Comment], twins: dict[str, Comment]) -> None:
    row_of = {one.id: row_id for row_id, one in twins.items()}
    for row in rows:
        if not (twin := twins.get(row.id)):
            continue
        if row.parent_id is None and twin.parent_id in row_of:
            row.parent_id = row_of[twin.parent_id]
        if not _is_exact(row) and _is_exact(twin):
            row.date_published_raw = twin.date_published_raw
            row.date_published_source = twin.date_published_source


def _is_exact(comment: Comment) -> bool:
    reading = read_printed(comment, comment.date_published_raw or "")
    return reading is not None and reading.precision in EXACT
