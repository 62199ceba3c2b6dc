"""A captured request in its parts: its parameters, wherever they stand, and the comment it names.

A parameter is a step of the path, a pair of the query, a field of a form, or a value in a JSON body
or in a parameter that is JSON. All can be changed and put together again.
"""

import json
from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from newscrawl.vocabulary.keys import PARENT, REPLIES, key_words
from newscrawl.vocabulary.names import words

Where = tuple[str, ...]
"""`path` and a number, `query` or `form` and a name, or `body`, then the keys inside JSON."""
INSIDE = 400
TWICE = "\0"
"""Parts the name of a parameter from a number, where the name comes twice."""
NAMING = (PARENT | REPLIES) - {"comments"}


@dataclass(frozen=True, slots=True)
class Parts:
    """A request cut into its parameters."""

    method: str
    address: tuple[str, str]
    """Scheme and host."""
    params: dict[Where, Any]
    """Strings, or what stands in JSON: numbers, None, booleans."""
    post: bool
    """Whether there was a body."""


def take_apart(answer: Mapping[str, Any]) -> Parts | None:
    """Return a captured request in parts, or None if it is no GET or POST of a web address."""
    method, url, post = answer.get("method"), answer.get("url"), answer.get("post")
    try:
        parts = urlsplit(str(url))
        query = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=200)
    except ValueError:
        return None
    if method not in {"GET", "POST"} or parts.scheme not in {"http", "https"} or not parts.netloc:
        return None
    params: dict[Where, Any] = {}
    for number, step in enumerate(parts.path.split("/")):
        params["path", str(number)] = step
    for number, (name, value) in enumerate(query):
        where = ("query", name)
        _unpack(
            where if where not in params else ("query", f"{name}{TWICE}{number}"), value, params
        )
    if isinstance(post, str) and post and not _unpack(("body",), post, params):
        return None
    address = (parts.scheme, parts.netloc)
    return Parts(method, address, params, bool(post))


def put_together(asked: Parts) -> tuple[str, str | None]:
    """Return the URL and the body of a request in parts.

    >>> put_together(take_apart({"method": "GET", "url": "https://a.example/c?x=1&x=2&v={%22n%22:1}"}))
    ('https://a.example/c?x=1&x=2&v=%7B%22n%22%3A1%7D', None)
    """
    steps = [str(value) for where, value in asked.params.items() if where[0] == "path"]
    tree: dict[str, Any] = {}
    for where, value in asked.params.items():
        if where[0] != "path":
            _set(tree, where, value)
    query = [(name.partition(TWICE)[0], _text(v)) for name, v in tree.get("query", {}).items()]
    url = urlunsplit((*asked.address, "/".join(steps), urlencode(query), ""))
    if "form" in tree:
        return url, urlencode({name: _text(value) for name, value in tree["form"].items()})
    return url, _text(tree.get("body", {})) if asked.post else None


def asked_about(answer: Mapping[str, Any], ids: Container[str]) -> str | None:
    """Return the comment whose replies a request asks for: its id beside a word for replies.

    >>> asked_about({"method": "GET", "url": "https://a.example/comments/c7/replies"}, {"c7"})
    'c7'
    """
    asked = take_apart(answer)
    if not asked:
        return None
    path = [value for where, value in asked.params.items() if where[0] == "path"]
    for where, value in asked.params.items():
        if str(value) not in ids or value in {"", None}:
            continue
        if where[0] == "path":
            near = path[max(0, int(where[1]) - 1) : int(where[1]) + 2]
            if any(not NAMING.isdisjoint(words(step)) for step in near if step != value):
                return str(value)
        elif not NAMING.isdisjoint(key_words(where[-1])):
            return str(value)
    return None


def _unpack(where: Where, raw: str, params: dict[Where, Any]) -> bool:
    """Put a parameter's values into `params`; return False for a body that is neither form."""
    data = None
    if raw[:1] in {"{", "["} and len(raw) < 100_000:
        try:
            data = json.loads(raw)
        except (ValueError, RecursionError):
            data = None
    if isinstance(data, dict) and (data or where == ("body",)):
        stack = [(where, data)]
        while stack and len(params) < INSIDE:
            at, inner = stack.pop()
            for key, value in inner.items():
                if isinstance(value, dict) and value:
                    stack.append(((*at, key), value))
                else:
                    params[*at, key] = value
        return not stack
    if where == ("body",):
        form = parse_qsl(raw, keep_blank_values=True)
        params.update({("form", name): value for name, value in form})
        return bool(form)
    params[where] = raw
    return True


def _set(tree: dict[str, Any], where: Where, value: Any) -> None:
    for key in where[:-1]:
        tree = tree.setdefault(key, {})
    tree[where[-1]] = value


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
