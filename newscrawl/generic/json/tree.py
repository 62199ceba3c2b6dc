"""Answers of an unknown system as trees: every object of a list, and what stands around it.

Lists at the same place of answers from the same endpoint are one group, whatever the depth: replies
in replies are the group of the replies. Nothing here recurses, so no answer is too deep.
"""

import re
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from newscrawl.page import load_json
from newscrawl.vocabulary.names import words

GUARD = re.compile(r"^\ufeff?\s*(?:\)\]\}'?,?|for\s*\(;;\);|while\s*\(1\);)?\s*")
ID_LIKE = re.compile(r"[\d-]+|(?=.*\d)[\w:.-]{2,}")
BASE64 = re.compile(r"[A-Za-z0-9+/]{20,}={0,2}")
SHOWN = 200
"""Characters that tell whether a text is in base64."""
AT = "at "
"""Stands before the place of a value in a row without keys."""
COLUMNS = 3
"""Values of a row that may be a comment: its text, its author and its moment."""
WRAPPED = 3
"""Levels of objects in whose texts JSON is looked for."""
OBJECTS = 400_000
"""At most this many objects of one page's answers are read."""
LEAVES, LEVELS = 150, 5


class Above(NamedTuple):
    """The plain objects around a list, innermost first."""

    data: dict[str, Any]
    next: "Above | None"


@dataclass(slots=True, eq=False)
class Record:
    """One object of a list, or of a map from ids to objects."""

    data: dict[str, Any]
    answer: int
    """Which answer it stands in."""
    place: "Place"
    holder: "Record | None"
    """The object of an outer list in which this one's list stands."""
    key: str | None
    """The id under which it, or its list, stands in a map."""
    above: Above | None
    number: int = 0
    """Its place in reading order, over all answers."""


class Place:
    """Where in an answer something stands: a path without positions, endless repeats folded."""

    __slots__ = ("below", "key", "known", "names")

    def __init__(self, key: str = "", outer: "Place | None" = None) -> None:
        self.key = key
        self.below: dict[str, Place] = {}
        self.known: dict[str, Place] = {**outer.known, key: self} if outer and key else {}
        self.names: tuple[str, ...] = (outer.names if outer else ()) + words(key)[:6]

    def at(self, key: str) -> "Place":
        """Return the place of `key` inside; a key met before on the way leads back there."""
        found = self.known.get(key) or self.below.get(key)
        if not found:
            found = self.below[key] = Place(key, self)
        return found

    def item(self) -> "Place":
        found = self.below.get("")
        if not found:
            found = self.below[""] = Place("", self)
            found.known = self.known
        return found


@dataclass(slots=True)
class Group:
    """Objects that stand at the same place."""

    place: Place
    names: tuple[str, ...]
    """The words of the endpoint and of the keys on the way."""
    records: list[Record] = field(default_factory=list)


def load(body: object) -> Any:
    """Return an answer's JSON, guards and JSONP taken off; None if it is none, or too deep.

    What a page's script holds was read already.
    """
    if isinstance(body, dict | list):
        return unwrapped(body)
    return unwrapped(load_json(GUARD.sub("", body, count=1))) if isinstance(body, str) else None


def unwrapped(tree: Any) -> Any:
    """Return an answer with the JSON that stands in its texts in their place, in no list.

    >>> unwrapped({"ok": True, "data": '{"a": [1]}', "b": "eyJjIjogMX0gICAgICAgICAgICAg"})
    {'ok': True, 'data': {'a': [1]}, 'b': {'c': 1}}
    """
    stack = [(tree, 0)]
    while stack:
        value, depth = stack.pop()
        if not isinstance(value, dict) or depth > WRAPPED or is_map(value):
            continue
        value |= {key: _inside(text) for key, text in value.items() if isinstance(text, str)}
        stack.extend((inner, depth + 1) for inner in value.values())
    return tree


def _inside(text: str) -> Any:
    """Return the object or the list that a text holds, encoded in base64 or not, else the text."""
    said = text.strip()
    if BASE64.fullmatch(said[:SHOWN]):
        try:
            said = b64decode(said, validate=True).decode("utf-8")
        except ValueError:
            return text
    found = load_json(said) if said.startswith(("{", "[")) else None
    return found if isinstance(found, (dict, list)) else text


def endpoint(answer: Mapping[str, Any]) -> str:
    """Return method, host and path of a request, ids in the path left out.

    >>> endpoint({"method": "GET", "url": "https://api.example/v1/comments/123/replies?page=2"})
    'GET api.example/v1/comments/*/replies'
    """
    try:
        parts = urlsplit(str(answer.get("url")))
    except ValueError:
        return ""
    steps = ["*" if _is_id(step) else step for step in parts.path.split("/")]
    return f"{answer.get('method')} {parts.netloc}{'/'.join(steps)}"


def _is_id(step: str) -> bool:
    return bool(ID_LIKE.fullmatch(step)) and not re.fullmatch(r"v\d{1,2}(?:\.\d+)*", step)


def groups_of(answers: Sequence[Mapping[str, Any]], trees: Sequence[Any]) -> list[Group]:
    """Return all objects of lists and maps, grouped by where they stand, in reading order."""
    roots: dict[str, Place] = {}
    groups: dict[Place, Group] = {}
    left = OBJECTS
    for index, tree in enumerate(trees):
        address = endpoint(answers[index])
        root = roots.setdefault(address, Place())
        for record in _walk(tree, index, root):
            if record.place not in groups:
                names = words(address.partition("/")[2]) + record.place.names
                groups[record.place] = Group(record.place, names)
            groups[record.place].records.append(record)
            record.number = OBJECTS - left
            left -= 1
            if not left:
                return list(groups.values())
    return list(groups.values())


class _At(NamedTuple):
    value: Any
    place: Place
    holder: Record | None = None
    above: Above | None = None
    key: str | None = None
    is_item: bool = False


def _walk(tree: Any, answer: int, root: Place) -> Iterator[Record]:
    stack = [_At(tree, root)]
    while stack:
        at = stack.pop()
        value = at.value
        if isinstance(value, list):
            value = _as_objects(value)
            inner = at.place.item()
            below = [at._replace(value=v, place=inner, is_item=True) for v in value]
        elif at.is_item:
            record = Record(value, answer, at.place, at.holder, at.key, at.above)
            yield record
            below = [_At(v, at.place.at(k), record) for k, v in value.items() if _holds(v)]
        elif is_map(value):
            inner = at.place.item()
            below = [
                at._replace(value=v, place=inner, key=k, is_item=isinstance(v, dict))
                for k, v in value.items()
            ]
        elif isinstance(value, dict):
            above = Above(value, at.above)
            below = [
                _At(v, at.place.at(k), at.holder, above) for k, v in value.items() if _holds(v)
            ]
        else:
            continue
        stack.extend(one for one in reversed(below) if _holds(one.value))


def _as_objects(rows: list[Any]) -> list[Any]:
    """Return rows without keys, all of one length, as objects whose keys are their places."""
    lengths = {len(row) if isinstance(row, list) else 0 for row in rows}
    if len(rows) < 2 or len(lengths) > 1 or max(lengths) < COLUMNS:
        return rows
    plain = not any(isinstance(cell, (dict, list)) for row in rows for cell in row)
    return [{f"{AT}{n}": cell for n, cell in enumerate(row)} for row in rows] if plain else rows


def _holds(value: Any) -> bool:
    return isinstance(value, (dict, list)) and bool(value)


def is_map(value: Any) -> bool:
    """Return whether an object is a map from ids to objects, or to lists of them.

    >>> is_map({"u7": {"nick": "a"}, "u8": {"nick": "b"}}), is_map({"user": {"nick": "a"}})
    (True, False)
    """
    if not isinstance(value, dict) or not value:
        return False
    first = list(value.items())[:50]
    alike = {frozenset(inner) for _, inner in first if isinstance(inner, dict)}
    if len(first) >= 3 and len(alike) == 1 and all(isinstance(v, dict) for _, v in first):
        return True
    return all(isinstance(inner, (dict, list)) and _is_id_of(key, inner) for key, inner in first)


def _is_id_of(key: str, value: Any) -> bool:
    if isinstance(value, dict) and any(v == key for v in list(value.values())[:20]):
        return True
    return bool(ID_LIKE.fullmatch(key))


Path = tuple[str, ...]
MAP_KEY: Path = ("#key",)
"""Stands for the id under which an object stands in a map."""


def leaves(record: Record) -> dict[Path, Any]:
    """Return the plain values of an object and of the objects in it, by their keys.

    A list stands as it is: lists of objects are other records, but a text may be given in blocks.
    """
    found: dict[Path, Any] = {} if record.key is None else {MAP_KEY: record.key}
    stack: list[tuple[Path, dict[str, Any]]] = [((), record.data)]
    while stack and len(found) < LEAVES:
        path, data = stack.pop()
        for key, value in list(data.items())[:LEAVES]:
            if isinstance(value, dict):
                if len(path) < LEVELS:
                    stack.append(((*path, key), value))
            elif value is not None and value != []:
                found[*path, key] = value
    return found


def value_at(record: Record, path: Path | None) -> Any:
    """Return what stands at a path of an object, or None."""
    if path is None or path == MAP_KEY:
        return None if path is None else record.key
    value: Any = record.data
    for key in path:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def around(record: Record, inside: set[int]) -> Iterator[dict[str, Any]]:
    """Yield the plain objects around an object's list, innermost first.

    `inside` holds the `id()` of objects that are comments: what stands in those is not around.
    """
    at: Record | None = record
    for _ in range(LEVELS):
        above = at.above if at else None
        while above:
            yield above.data
            above = above.next
        at = at.holder if at else None
        if at is None or id(at.data) in inside:
            return
        yield at.data
