"""The objects in captured answers that are comments, with their ids and parents."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from newscrawl.generic.json.asked import asked_about
from newscrawl.generic.json.fields import NOBODY, Shape
from newscrawl.generic.json.guess import guess
from newscrawl.generic.json.leaves import read_leaves, scalar
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
from newscrawl.generic.json.values import Said, longer, read_said

CLUSTERS = 200
"""Kinds of objects looked at in one page's answers."""
HASH_DIGITS = 16
UPWARD = frozenset(["parents", "ancestors", "quotes"])
"""Keys of lists that hold what a comment answers, not what answers it."""


@dataclass(slots=True, eq=False)
class Kind:
    """Objects of one kind, wherever they stand, with the keys they have."""

    groups: list[Group]
    keys: set[Path]
    records: list[Record] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Found:
    """What all answers hold: every object that is a comment, and where its parts stand."""

    answers: list[Mapping[str, Any]]
    """Those that are no refusals."""
    trees: list[Any]
    groups: list[Group]
    rows: dict[int, "Row"] = field(default_factory=dict)
    """By `id()` of the object."""
    ids: dict[str, "Row"] = field(default_factory=dict)
    """The first row of every comment's id."""


@dataclass(slots=True, eq=False)
class Row:
    """One comment as it stands in one answer."""

    record: Record
    shape: Shape
    id: str
    said: Said
    parent: str | None = None
    root: str | None = None


def find(answers: Sequence[Mapping[str, Any]]) -> Found:
    """Return the objects that are comments, with ids and parents worked out over all answers."""
    good = [a for a in answers if isinstance(a, Mapping) and _is_good(a)]
    trees = [load(answer.get("body")) for answer in good]
    groups = groups_of(good, trees)
    found = Found(good, trees, groups)
    chosen: list[tuple[Record, Shape]] = []
    for kind in _kinds(groups):
        if shape := guess(kind.groups, kind.records, read_leaves(kind.records)):
            chosen += [(record, shape) for record in kind.records]
    chosen.sort(key=lambda one: one[0].number)
    for record, shape in chosen:
        if row := _row(record, shape, read_said(record, shape)):
            found.rows[id(record.data)] = row
            found.ids.setdefault(row.id, row)
    _link(found)
    _complete(found)
    return found


def _complete(found: Found) -> None:
    """Give cut texts their rest, where the page fetched one comment by itself."""
    listing = {row.record.answer for row in found.rows.values()}
    for number, tree in enumerate(found.trees):
        if number in listing or not isinstance(tree, dict):
            continue
        values = leaves(Record(tree, number, Place(), None, None, None)).values()
        ids = {text for value in values if (text := scalar(value))}
        for row in (found.ids[text] for text in ids if text in found.ids):
            begun = row.said.html or row.said.text or ""
            whole = [v for v in values if isinstance(v, str) and begun and v.startswith(begun)]
            if whole:
                row.said = longer(row.said, max(whole, key=len))


def _is_good(answer: Mapping[str, Any]) -> bool:
    status = answer.get("status", 200)
    return not isinstance(status, int) or status < 400


def _kinds(groups: list[Group]) -> list[Kind]:
    """Join groups whose objects share most keys: roots and replies, pages of other endpoints."""
    kinds: list[Kind] = []
    for group in sorted(groups, key=lambda group: -len(group.records))[: CLUSTERS * 5]:
        keys = {leaf.path for leaf in read_leaves(group.records[:60])}
        for kind in kinds:
            if 2 * len(keys & kind.keys) >= len(keys | kind.keys) > 0:
                kind.groups.append(group)
                break
        else:
            if len(kinds) < CLUSTERS:
                kinds.append(Kind([group], keys))
    for kind in kinds:
        kind.records = [record for group in kind.groups for record in group.records]
    return kinds


def _row(record: Record, shape: Shape, said: Said) -> Row | None:
    ident = scalar(value_at(record, shape.id))
    if said.text is None and (ident is None or not (said.raw or said.state)):
        return None
    if not said.raw and not said.state:
        return None
    if ident is None:
        name = scalar(value_at(record, shape.author)) or ""
        words = f"{name}\n{said.raw}\n{said.text}".encode("utf-8", "replace")
        ident = "h" + hashlib.sha256(words).hexdigest()[:HASH_DIGITS]
    return Row(record, shape, ident[:200], said)


def _link(found: Found) -> None:
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


def _named(row: Row, path: Path | None) -> str | None:
    name = scalar(value_at(row.record, path))
    return None if name is None or name.lower() in NOBODY or name == row.id else name


def _boxes(found: Found) -> set[str]:
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


def _boxed(row: Row, name: str) -> bool:
    """Return whether another key of the object names the same thing, as its container."""
    return any(scalar(value_at(row.record, path)) == name for path in row.shape.containers)


def _holder(row: Row, found: Found) -> str | None:
    if not UPWARD.isdisjoint(row.record.place.known):
        return None
    holder = row.record.holder
    while holder:
        if above := found.rows.get(id(holder.data)):
            return above.id
        holder = holder.holder
    key = row.record.key
    return key if key in found.ids and key != row.id else None
