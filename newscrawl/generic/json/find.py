"""The objects in captured answers that are comments, with their ids and parents."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from newscrawl.engines.made_id import MadeIds, bounded
from newscrawl.generic.json.columns import read_columns, scalar
from newscrawl.generic.json.roles import NOBODY
from newscrawl.generic.json.shape import Shape, guess
from newscrawl.generic.json.sighting import Capture, Content, Sighting, longer, read_content
from newscrawl.generic.json.tree import (
    Group,
    Path,
    Place,
    Record,
    around,
    groups_of,
    leaves,
    load,
    value_at,
)
from newscrawl.generic.request import asked_about
from newscrawl.items import Printed

CLUSTERS = 200
"""At most this many kinds of objects are examined in one page's answers."""
UPWARD = frozenset(["parents", "ancestors", "quotes"])
"""Keys of lists that hold what a comment answers, not what answers it."""


@dataclass(slots=True, eq=False)
class Cluster:
    """Objects of one kind, wherever they stand, with the keys they have."""

    groups: list[Group]
    keys: set[Path]
    records: list[Record] = field(default_factory=list)


def find(answers: Sequence[Mapping[str, Any]]) -> Capture:
    """Return the objects that are comments, with ids and parents worked out over all answers."""
    good = [a for a in answers if isinstance(a, Mapping) and _is_good(a)]
    trees = [load(answer.get("body")) for answer in good]
    found = Capture(good, trees, groups_of(good, trees))
    chosen: list[tuple[Record, Shape]] = []
    for cluster in _clusters(found.groups):
        if shape := guess(cluster.groups, cluster.records, read_columns(cluster.records)):
            chosen += [(record, shape) for record in cluster.records]
    chosen.sort(key=lambda one: one[0].number)
    made = MadeIds()
    for record, shape in chosen:
        if row := _row(record, shape, read_content(record, shape), made):
            found.rows[id(record.data)] = row
            found.ids.setdefault(row.id, row)
    _link(found)
    _complete(found)
    return found


def _complete(found: Capture) -> None:
    """Give cut texts their rest, where the page fetched one comment by itself."""
    listing = {row.record.answer for row in found.rows.values()}
    for number, tree in enumerate(found.trees):
        if number in listing or not isinstance(tree, dict):
            continue
        values = leaves(Record(tree, number, Place(), None, None, None)).values()
        ids = {text for value in values if (text := scalar(value))}
        for row in (found.ids[text] for text in ids if text in found.ids):
            begun = row.content.html or row.content.text or ""
            whole = [v for v in values if isinstance(v, str) and begun and v.startswith(begun)]
            if whole:
                row.content = longer(row.content, max(whole, key=len))


def _is_good(answer: Mapping[str, Any]) -> bool:
    status = answer.get("status", 200)
    return not isinstance(status, int) or status < 400


def _clusters(groups: list[Group]) -> list[Cluster]:
    """Join groups whose objects share most keys: roots and replies, pages of other endpoints."""
    clusters: list[Cluster] = []
    for group in sorted(groups, key=lambda group: -len(group.records))[: CLUSTERS * 5]:
        keys = {column.path for column in read_columns(group.records[:60])}
        for cluster in clusters:
            if 2 * len(keys & cluster.keys) >= len(keys | cluster.keys) > 0:
                cluster.groups.append(group)
                break
        else:
            if len(clusters) < CLUSTERS:
                clusters.append(Cluster([group], keys))
    for cluster in clusters:
        cluster.records = [record for group in cluster.groups for record in group.records]
    return clusters


def _row(record: Record, shape: Shape, content: Content, made: MadeIds) -> Sighting | None:
    ident = scalar(value_at(record, shape.id))
    if not (content.raw or content.state) or (content.text is None and ident is None):
        return None
    if ident is None:
        name = scalar(value_at(record, shape.author))
        when = Printed(content.raw, "api")
        ident = made.make(name, content.text, when, place=record.answer)
    return Sighting(record, shape, bounded(ident), content)


def _link(found: Capture) -> None:
    """Set parents and roots: as named, else the comment in which a reply stands."""
    strange = Counter(
        name
        for row in found.rows.values()
        if (name := _named(row, row.shape.parent)) and name not in found.ids
    )
    many = max(5, len(found.rows) // 2)
    boxes = _boxes(found) if strange else set()
    asked = [asked_about(answer, found.ids) for answer in found.answers]
    for row in found.rows.values():
        named = _named(row, row.shape.parent)
        if (
            named
            and named not in found.ids
            and (strange[named] >= many or named in boxes or _boxed(row, named))
        ):
            named = None
        root = _named(row, row.shape.root)
        row.root = root if root in found.ids else None
        row.parent = named or _holder(row, found) or asked[row.record.answer] or row.root
        if row.parent == row.id:
            row.parent = None


def _named(row: Sighting, path: Path | None) -> str | None:
    name = bounded(scalar(value_at(row.record, path)) or "")
    return None if not name or name.lower() in NOBODY or name == row.id else name


def _boxes(found: Capture) -> set[str]:
    """Return what stands around the comments' lists and in answers without any: not their ids."""
    inside = set(found.rows)
    listing = {row.record.answer for row in found.rows.values()}
    plain = [tree for n, tree in enumerate(found.trees) if n not in listing]
    envelopes = {
        id(data): data for row in found.rows.values() for data in around(row.record, inside)
    }
    values = [v for data in envelopes.values() for v in data.values()]
    for tree in plain:
        if isinstance(tree, dict):
            values += leaves(Record(tree, 0, Place(), None, None, None)).values()
    return {text for value in values if (text := scalar(value))}


def _boxed(row: Sighting, name: str) -> bool:
    """Return whether another key of the object names the same thing, as its container."""
    return any(scalar(value_at(row.record, path)) == name for path in row.shape.containers)


def _holder(row: Sighting, found: Capture) -> str | None:
    if not UPWARD.isdisjoint(row.record.place.known):
        return None
    holder = row.record.holder
    while holder:
        if above := found.rows.get(id(holder.data)):
            return above.id
        holder = holder.holder
    key = row.record.key
    return key if key in found.ids and key != row.id else None
