"""Whether a list of objects is comments at all, and which key is what.

Precision first: a list must say something, at a time, by somebody or in answer to something, and
must show by its place or its keys that it is a discussion and no list of articles.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from newscrawl.generic.json import roles as r
from newscrawl.generic.json.columns import SAMPLE, Column, is_map_key, rich_text, scalar
from newscrawl.generic.json.strange import only_names
from newscrawl.generic.json.tree import Group, Path, Record, value_at
from newscrawl.vocabulary import keys as w
from newscrawl.vocabulary.names import is_side

ENOUGH = 3.0
TITLES = w.TITLES


@dataclass(kw_only=True, slots=True)
class Shape:
    """Where each part of a comment stands in its object."""

    text: Path
    other_texts: tuple[Path, ...] = ()
    """Where else the text may stand: a teaser, a body as typed."""
    is_markup: frozenset[Path] = frozenset()
    time: Path | None = None
    id: Path | None = None
    parent: Path | None = None
    root: Path | None = None
    author: Path | None = None
    author_keys: tuple[Path, ...] = ()
    """Where ids of authors stand, for a table of users."""
    author_url: Path | None = None
    parent_author: Path | None = None
    location: Path | None = None
    modified: Path | None = None
    up: Path | None = None
    down: Path | None = None
    replies: Path | None = None
    edited: Path | None = None
    url: Path | None = None
    pinned: Path | None = None
    picked: Path | None = None
    states: tuple[Path, ...] = ()
    """Flags and words that say a comment was removed or waits."""
    containers: tuple[Path, ...] = ()
    """Keys whose value never is a comment's id: what a root may name as its parent."""


def guess(groups: Sequence[Group], records: list[Record], columns: list[Column]) -> Shape | None:
    """Return the shape of objects that are comments, or None if they are not surely comments."""
    texts = sorted(
        (column for column in columns if r.text_score(column)), key=r.text_score, reverse=True
    )
    time = r.best(columns, r.time_score)
    if not texts or not time or any(map(is_side, _keys(groups))):
        return None
    shape = Shape(text=texts[0].path, time=time.path)
    alike = [column for column in texts[1:] if r.is_said(column)]
    shape.other_texts = tuple(column.path for column in alike)
    shape.is_markup = frozenset(column.path for column in texts if column.is_markup)
    _relations(shape, records[:SAMPLE], columns)
    _people(shape, columns)
    if not (shape.author or shape.parent or shape.author_keys):
        return None
    _rest(shape, columns)
    # A single word is said in many lists: then all else must speak for a discussion.
    enough = ENOUGH if texts[0].worded else 2 * ENOUGH
    if _evidence(shape, groups, records, columns) < enough:
        return None
    return shape


def _keys(groups: Sequence[Group]) -> list[str]:
    return [key for group in groups for key in group.place.known]


def _relations(shape: Shape, sample: list[Record], columns: list[Column]) -> None:
    """Find the id and the parent together: an id is what parents name."""
    said = {
        (rich_text(value_at(record, shape.text)), str(value_at(record, shape.time)))
        for record in sample
    }
    found: list[tuple[float, int, Column, Column | None]] = []
    able = [column for column in columns if r.id_score(column, len(said), refs=True)]
    for at, column in enumerate(able[:12]):
        ids = rows_of(column)
        parent = r.best([one for one in columns if one is not column], _parent_score(ids))
        refs = parent is not None and any(text in ids for text in parent.texts)
        score = r.id_score(column, len(said), refs=refs)
        if score > 0:
            found.append((score, -at, column, parent))
    if not found:
        return
    _, _, column, parent = max(found, key=lambda one: one[:2])
    shape.id = column.path
    shape.parent = parent.path if parent else None
    ids = rows_of(column)
    roots = [one for one in columns if one.all & w.ROOT and any(t in ids for t in one.texts)]
    roots = [one for one in roots if one is not parent and r.parent_score(one, ids) > -9]
    shape.root = roots[0].path if roots and not roots[0].is_int else None
    if roots and roots[0].own & w.ID:
        shape.root = roots[0].path
    shape.containers = tuple(
        one.path
        for one in columns
        if one is not parent and one is not column and not any(t in ids for t in one.texts)
    )


def _parent_score(ids: dict[str, int]) -> Callable[[Column], float]:
    return lambda column: r.parent_score(column, ids)


def rows_of(column: Column) -> dict[str, int]:
    rows: dict[str, int] = {}
    for row, value in zip(column.rows, column.values, strict=True):
        if text := scalar(value):
            rows.setdefault(text, row)
    return rows


def _people(shape: Shape, columns: list[Column]) -> None:
    taken = {shape.id, shape.parent, shape.text, shape.root}
    free = [column for column in columns if column.path not in taken]
    author = r.best(free, lambda column: max(0.0, r.author_score(column) - 2.9))
    shape.author = author.path if author else None
    keys = sorted(free, key=r.author_key_score, reverse=True)
    shape.author_keys = tuple(
        column.path for column in keys if r.author_key_score(column) and column.path != shape.author
    )
    if not (shape.author or shape.author_keys) and (likely := only_names(free)):
        shape.author = likely.path
    if parent_author := r.best(free, r.parent_author_score):
        shape.parent_author = parent_author.path
    for name, score in (("author_url", r.author_url_score), ("url", r.url_score)):
        setattr(shape, name, _path(free, score))
    shape.location = _path(free, r.location_score)


def _rest(shape: Shape, columns: list[Column]) -> None:
    taken = {shape.id, shape.parent, shape.text, shape.time, shape.author, shape.root}
    free = [column for column in columns if column.path not in taken and not is_map_key(column)]
    shape.modified = _path(free, r.modified_score)
    shape.replies = _path(free, r.reply_count_score)
    free = [column for column in free if column.path != shape.replies]
    shape.up = _path(free, r.up_score)
    shape.down = _path(free, r.down_score)
    shape.edited = _path(free, r.flag_score("edited", "modified", "changed"))
    shape.pinned = _path(free, r.flag_score("pinned", "sticky"))
    shape.picked = _path(free, r.flag_score("picked", "pick", "highlighted", "featured"))
    shape.states = tuple(column.path for column in free if r.is_state(column))


def _path(columns: list[Column], score: Callable[[Column], float]) -> Path | None:
    found = r.best(columns, score)
    return found.path if found else None


def _evidence(
    shape: Shape, groups: Sequence[Group], records: list[Record], columns: list[Column]
) -> float:
    """Return how much says that this is a discussion; what speaks for articles is subtracted."""
    inside = {id(record) for record in records}
    score = 4.0 if shape.parent else 0.0
    score += max(map(_place, groups))
    score += 2.0 if any(id(record.holder) in inside for record in records[:SAMPLE]) else 0.0
    score += 1.0 if shape.up or shape.down else 0.0
    score += 2.0 if any(_counts_replies(column) for column in columns) else 0.0
    score += float(any(_is_handle(column) for column in columns))
    score += 3.0 if any(_says_comment(column) for column in columns) else 0.0
    return score - _against(columns)


def _place(group: Group) -> float:
    if w.is_comment_word(group.names):
        return 3.0
    score = 2.0 if not w.TALK.isdisjoint(group.names) else 0.0
    return score - (0.0 if w.NOT_TALK.isdisjoint(group.names) else 3.0)


def _counts_replies(column: Column) -> bool:
    return bool(column.own & (w.REPLIES - {"comments"})) and r.reply_count_score(column) > 0


def _is_handle(column: Column) -> bool:
    return w.is_comment_word(tuple(column.own)) and bool(column.own & w.ID or column.own & w.TEXT)


def _says_comment(column: Column) -> bool:
    """Return whether objects say of themselves that they are comments: `type: comment`."""
    if not column.own <= w.KIND or column.fill < 1 or not column.texts:
        return False
    return all(w.is_comment_word(w.key_words(text)) for text in set(column.texts))


def _against(columns: list[Column]) -> float:
    score = 0.0
    for column in columns:
        if column.outer & (w.AUTHOR | w.PARENT) or column.own & w.AUTHOR:
            continue
        if column.all & TITLES and column.is_text and column.fill >= 0.5 and _varies(column):
            score += 3.0
        elif column.own & (w.ARTICLE - TITLES):
            score += 1.0
    return min(score, 6.0)


def _varies(column: Column) -> bool:
    return len(column.values) == 1 or len(set(column.texts)) > 0.3 * len(column.values)
