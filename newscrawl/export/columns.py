"""The columns of a table, made from the items: `author.name` becomes `author_name`."""

from collections import Counter
from dataclasses import fields, is_dataclass
from types import NoneType
from typing import Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

from newscrawl.export.removals import ARTICLE_REMOVED, ARTICLE_STATUS
from newscrawl.items import Article, Comment, Row
from newscrawl.record import Kind

ITEMS = {"articles": Article, "comments": Comment}
MISFIT = "values that do not fit their column (left empty)"
BIGGEST = 2**63


class Column(NamedTuple):
    """A column of the table of articles or comments."""

    name: str
    path: tuple[str, ...]
    """The path to the value in a line."""
    hint: Any
    """Its type without None: str, int, bool, float, list[...] or dict[...]."""
    kind: type
    """The same without its brackets."""


def columns(kind: Kind) -> list[Column]:
    """Return the columns of a kind in the order of the item's fields.

    >>> [column.name for column in columns("comments") if column.path[0] == "author"][:2]
    ['author_name', 'author_name_raw']
    """
    more = (ARTICLE_STATUS, ARTICLE_REMOVED) if kind == "comments" else ()
    return [*_columns(ITEMS[kind], ()), *(Column(name, (name,), str, str) for name in more)]


def _columns(item: type, path: tuple[str, ...]) -> list[Column]:
    hints, found = get_type_hints(item), list[Column]()
    for name in (field.name for field in fields(item)):
        hint, step = plain(hints[name]), (*path, name)
        if is_dataclass(hint) and isinstance(hint, type):
            found += _columns(hint, step)
        else:
            found.append(Column("_".join(step), step, hint, get_origin(hint) or hint))
    return found


def plain(hint: Any) -> Any:
    """Return a type without None, and for a Literal the type of its values.

    >>> plain(Literal["a"] | None)
    <class 'str'>
    """
    options = [one for one in get_args(hint) if one is not NoneType]
    if get_origin(hint) is Literal:
        return type(options[0])
    if NoneType in get_args(hint) and len(options) == 1:
        return plain(options[0])
    return hint


def values(row: Row, of: list[Column], skipped: Counter[str]) -> list[Any]:
    """Return a line's value for each column; one that does not fit becomes None, and is counted."""
    found = []
    for _, path, _, kind in of:
        value = row.get(path[0]) if len(path) == 1 else _within(row, path)
        # Most values have exactly the type; the others are checked more closely.
        if (
            value is not None
            and (type(value) is not kind or kind is int)
            and not _fits(value, kind)
        ):
            skipped[MISFIT] += 1
            value = None
        found.append(value)
    return found


def _within(row: Row, path: tuple[str, ...]) -> Any:
    value: Any = row
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _fits(value: Any, kind: type) -> bool:
    if kind is int:
        return type(value) is int and -BIGGEST <= value < BIGGEST
    return kind is float and type(value) is int
