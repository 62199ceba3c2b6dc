"""Whether a list of objects is comments at all, and which key is what.

Precision first: a list must say something, at a time, by somebody or in answer to something, and
must show by its place or its keys that it is a discussion and no list of articles.
"""

from collections.abc import Callable, Sequence

from newscrawl.generic.json import fields as f
from newscrawl.generic.json.fields import Shape
from newscrawl.generic.json.leaves import SAMPLE, Leaf, is_map_key, rich_text, scalar
from newscrawl.generic.json.tree import Group, Path, Record, value_at
from newscrawl.vocabulary import keys as w
from newscrawl.vocabulary.names import is_side

ENOUGH = 3.0
TITLES = frozenset(["headline", "title", "subtitle", "kicker"])
HANDLE = w.ID | w.TEXT


def guess(groups: Sequence[Group], records: list[Record], leaves: list[Leaf]) -> Shape | None:
    """Return the shape of objects that are comments, or None if they are not surely comments."""
    texts = sorted((leaf for leaf in leaves if f.text_score(leaf)), key=f.text_score, reverse=True)
    time = f.best(leaves, f.time_score)
    if not texts or not time or any(map(is_side, _keys(groups))):
        return None
    shape = Shape(text=texts[0].path, time=time.path)
    alike = [leaf for leaf in texts[1:] if f.is_said(leaf)]
    shape.other_texts = tuple(leaf.path for leaf in alike)
    shape.is_markup = frozenset(leaf.path for leaf in texts if leaf.is_markup)
    _relations(shape, records[:SAMPLE], leaves)
    _people(shape, leaves)
    if not (shape.author or shape.parent or shape.author_keys):
        return None
    _rest(shape, leaves)
    # A single word is said in many lists: then all else must speak for a discussion.
    enough = ENOUGH if texts[0].worded else 2 * ENOUGH
    if _evidence(shape, groups, records, leaves) < enough:
        return None
    return shape


def _keys(groups: Sequence[Group]) -> list[str]:
    return [key for group in groups for key in group.place.known]


def _relations(shape: Shape, sample: list[Record], leaves: list[Leaf]) -> None:
    """Find the id and the parent together: an id is what parents name."""
    said = {
        (rich_text(value_at(record, shape.text)), str(value_at(record, shape.time)))
        for record in sample
    }
    found: list[tuple[float, int, Leaf, Leaf | None]] = []
    able = [leaf for leaf in leaves if f.id_score(leaf, len(said), refs=True)]
    for at, leaf in enumerate(able[:12]):
        ids = rows_of(leaf)
        parent = f.best([one for one in leaves if one is not leaf], _parent_score(ids))
        refs = parent is not None and any(text in ids for text in parent.texts)
        score = f.id_score(leaf, len(said), refs=refs)
        if score > 0:
            found.append((score, -at, leaf, parent))
    if not found:
        return
    _, _, leaf, parent = max(found, key=lambda one: one[:2])
    shape.id = leaf.path
    shape.parent = parent.path if parent else None
    ids = rows_of(leaf)
    roots = [one for one in leaves if one.all & w.ROOT and any(t in ids for t in one.texts)]
    roots = [one for one in roots if one is not parent and f.parent_score(one, ids) > -9]
    shape.root = roots[0].path if roots and not roots[0].is_int else None
    if roots and roots[0].own & w.ID:
        shape.root = roots[0].path
    shape.containers = tuple(
        one.path
        for one in leaves
        if one is not parent and one is not leaf and not any(t in ids for t in one.texts)
    )


def _parent_score(ids: dict[str, int]) -> Callable[[Leaf], float]:
    return lambda leaf: f.parent_score(leaf, ids)


def rows_of(leaf: Leaf) -> dict[str, int]:
    rows: dict[str, int] = {}
    for row, value in zip(leaf.rows, leaf.values, strict=True):
        if text := scalar(value):
            rows.setdefault(text, row)
    return rows


def _people(shape: Shape, leaves: list[Leaf]) -> None:
    taken = {shape.id, shape.parent, shape.text, shape.root}
    free = [leaf for leaf in leaves if leaf.path not in taken]
    author = f.best(free, lambda leaf: max(0.0, f.author_score(leaf) - 2.9))
    shape.author = author.path if author else None
    keys = sorted(free, key=f.author_key_score, reverse=True)
    shape.author_keys = tuple(
        leaf.path for leaf in keys if f.author_key_score(leaf) and leaf.path != shape.author
    )
    if parent_author := f.best(free, f.parent_author_score):
        shape.parent_author = parent_author.path
    for name, score in (("author_url", f.author_url_score), ("url", f.url_score)):
        setattr(shape, name, _path(free, score))
    shape.location = _path(free, f.location_score)


def _rest(shape: Shape, leaves: list[Leaf]) -> None:
    taken = {shape.id, shape.parent, shape.text, shape.time, shape.author, shape.root}
    free = [leaf for leaf in leaves if leaf.path not in taken and not is_map_key(leaf)]
    shape.modified = _path(free, f.modified_score)
    shape.replies = _path(free, f.reply_count_score)
    free = [leaf for leaf in free if leaf.path != shape.replies]
    shape.up = _path(free, f.up_score)
    shape.down = _path(free, f.down_score)
    shape.edited = _path(free, f.flag_score("edited", "modified", "changed"))
    shape.pinned = _path(free, f.flag_score("pinned", "sticky"))
    shape.picked = _path(free, f.flag_score("picked", "pick", "highlighted", "featured"))
    shape.states = tuple(leaf.path for leaf in free if f.is_state(leaf))


def _path(leaves: list[Leaf], score: Callable[[Leaf], float]) -> Path | None:
    found = f.best(leaves, score)
    return found.path if found else None


def _evidence(
    shape: Shape, groups: Sequence[Group], records: list[Record], leaves: list[Leaf]
) -> float:
    """Return how much says that this is a discussion; what speaks for articles is subtracted."""
    inside = {id(record) for record in records}
    score = 4.0 if shape.parent else 0.0
    score += max(map(_place, groups))
    score += 2.0 if any(id(record.holder) in inside for record in records[:SAMPLE]) else 0.0
    score += 1.0 if shape.up or shape.down else 0.0
    score += 2.0 if any(_counts_replies(leaf) for leaf in leaves) else 0.0
    score += float(any(_is_handle(leaf) for leaf in leaves))
    return score - _against(leaves)


def _place(group: Group) -> float:
    if w.is_comment_word(group.names):
        return 3.0
    score = 2.0 if not w.TALK.isdisjoint(group.names) else 0.0
    return score - (0.0 if w.NOT_TALK.isdisjoint(group.names) else 3.0)


def _counts_replies(leaf: Leaf) -> bool:
    return bool(leaf.own & (w.REPLIES - {"comments"})) and f.reply_count_score(leaf) > 0


def _is_handle(leaf: Leaf) -> bool:
    return w.is_comment_word(tuple(leaf.own)) and bool(leaf.own & w.ID or leaf.own & w.TEXT)


def _against(leaves: list[Leaf]) -> float:
    score = 0.0
    for leaf in leaves:
        if leaf.outer & (w.AUTHOR | w.PARENT) or leaf.own & w.AUTHOR:
            continue
        if leaf.all & TITLES and leaf.is_text and leaf.fill >= 0.5 and _varies(leaf):
            score += 3.0
        elif leaf.own & (w.ARTICLE - TITLES):
            score += 1.0
    return min(score, 6.0)


def _varies(leaf: Leaf) -> bool:
    return len(leaf.values) == 1 or len(set(leaf.texts)) > 0.3 * len(leaf.values)
