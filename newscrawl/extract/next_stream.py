"""What Next.js streams into a page: rows of values that name each other, put together again.

A page of the App Router has scripts `self.__next_f.push([1, "..."])`, whose strings joined are rows
`ID:VALUE`, as React's server components write them: JSON, or `T` with a length in bytes and a text.
`"$ID"` in a value stands for another row, and `["$", TAG, KEY, PROPS]` for an element.
"""

import json
import re
from collections.abc import Generator, Iterable, Iterator
from contextlib import suppress
from typing import Any

PUSH = re.compile(r"__next_f(?:\|\|\[\]\))?\.push\(")
ROW = re.compile(rb"([0-9a-f]{1,8}):(?:T([0-9a-f]{1,8}),)?")
REFERENCE = re.compile(r"\$(?:[L@])?([0-9a-f]{1,8})")
TEXTS = frozenset("p li blockquote h2 h3 h4 h5 h6 figcaption pre".split())
TITLE = "h1"
DEEP = 200
MOST = 200_000
"""Values of one page that are put together: rows may name each other many times."""


def read_stream(scripts: Iterable[str]) -> Generator[Any, None, bool]:
    r"""Yield the values of all rows, references replaced; of elements also their title and texts.

    Return whether that was all: rows may name each other too often to be put together.

    >>> rows = '1:{"title":"Fog","body":"$2"}\n2:T3,Fog'
    >>> [*read_stream([f"self.__next_f.push([1,{json.dumps(rows)}])"])]
    [{'title': 'Fog', 'body': 'Fog'}, 'Fog']
    """
    rows = dict(_rows("".join(chunk for script in scripts for chunk in _chunks(script))))
    whole = _Whole(rows)
    for value in rows.values():
        found = whole.of(value)
        if whole.left < 0:
            return False
        yield found
        title, texts = list[str](), list[str]()
        _said(found, title, texts)
        if title and texts:
            yield {"title": title[0], "body": texts}
    return True


def _chunks(script: str) -> Iterator[str]:
    decoder = json.JSONDecoder(strict=False)
    for push in PUSH.finditer(script):
        try:
            value, _ = decoder.raw_decode(script, push.end())
        except (ValueError, RecursionError):
            continue
        if isinstance(value, list) and len(value) > 1 and isinstance(value[1], str):
            yield value[1]


def _rows(stream: str) -> Iterator[tuple[str, Any]]:
    data, place = stream.encode("utf-8", "replace"), 0
    while row := ROW.match(data, place):
        if row[2]:
            end = row.end() + int(row[2], 16)
            yield row[1].decode(), data[row.end() : end].decode("utf-8", "replace")
            place = end + (data[end : end + 1] == b"\n")
            continue
        end = data.find(b"\n", row.end())
        end = len(data) if end < 0 else end
        with suppress(ValueError, RecursionError):  # or it is what a component is loaded from
            yield row[1].decode(), json.loads(data[row.end() : end])
        place = end + 1


class _Whole:
    """Puts values together."""

    def __init__(self, rows: dict[str, Any]) -> None:
        self.rows, self.left = rows, MOST

    def of(self, value: Any, depth: int = 0) -> Any:
        self.left -= 1
        if depth > DEEP or self.left < 0:
            return None
        if isinstance(value, list):
            return [self.of(one, depth + 1) for one in value]
        if isinstance(value, dict):
            return {key: self.of(one, depth + 1) for key, one in value.items()}
        if isinstance(value, str) and (named := REFERENCE.fullmatch(value)):
            return self.of(self.rows.get(named[1]), depth + 1)
        # A text that begins with the sign has it twice.
        return value[1:] if isinstance(value, str) and value.startswith("$$") else value


def _said(value: Any, title: list[str], texts: list[str]) -> None:
    """Add the titles and the texts of a tree of elements, in the order of the page."""
    if _is_element(value):
        tag, props = value[1], value[3]
        inside = props.get("children") if isinstance(props, dict) else None
        markup = props.get("dangerouslySetInnerHTML") if isinstance(props, dict) else None
        if isinstance(markup, dict) and isinstance(markup.get("__html"), str):
            texts.append(markup["__html"])
        elif tag == TITLE:
            title.append(_text(inside))
        elif tag in TEXTS:
            texts.append(_text(inside))
        else:
            _said(inside, title, texts)
    elif isinstance(value, list):
        for one in value:
            _said(one, title, texts)


def _text(value: Any) -> str:
    if _is_element(value):
        return _text(value[3].get("children")) if isinstance(value[3], dict) else ""
    if isinstance(value, list):
        return "".join(map(_text, value))
    return value if isinstance(value, str) else ""


def _is_element(value: Any) -> bool:
    return isinstance(value, list) and len(value) > 3 and value[0] == "$"
