"""A request's address and body, decoded: what they name, and what they say. Pure."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

MOST = 2**16
"""The longest body that is judged. A page that asks for comments sends far less."""
DEEP = 4
"""How often texts in texts are looked into, as JSON in a field of a form."""
FORM = re.compile(r"[^\s&=\"'<>{}]+(?:=[^&]*)?(?:&[^&]*)*", re.DOTALL)
NAMED = re.compile(r"\bname=\"?([^\";\r\n]*)")
EMPTY_LINE = re.compile(r"\r?\n\r?\n")
DOCUMENT = re.compile(
    r"\s*(?:(?:query|mutation|subscription|fragment)\b[^{=&]*)?\{.*\}\s*", re.DOTALL
)
"""A GraphQL document that is sent as it is."""
QUERY = frozenset(["query", "variables", "operationName"])
READING = re.compile(r"\s*(?:query\b|\{)")
TOKEN = re.compile(r'"""|\\.|["#\n{}()]|\bmutation\b', re.DOTALL)

Field = tuple[str, Any]
"""A name, and the text, number, truth or None that it has."""


class Unreadable(ValueError):  # noqa: N818  (a verdict, not a fault)
    """A body of which nobody can say what it asks for."""


def fields_of(body: str, kind: str = "") -> Iterator[Field]:
    """Yield every name in a body with what it holds, however deep. Raises Unreadable.

    `kind` is the Content-Type; without one the form shows in the body.
    """
    if len(body) > MOST:
        raise Unreadable("too long")
    if "\ufffd" in body or "\0" in body:
        raise Unreadable("not text")
    yield from _parsed(body.strip(), kind.lower(), DEEP)


def _parsed(body: str, kind: str, deep: int) -> Iterator[Field]:
    if not body:
        if kind:
            raise Unreadable("its body cannot be seen")
        return
    if "urlencoded" in kind:
        yield from _form(body, deep)
    elif "multipart" in kind or "content-disposition:" in body[:300].lower():
        yield from _parts(body, deep)
    else:
        yield from _sniffed(body, deep)


def _sniffed(body: str, deep: int) -> Iterator[Field]:
    if body.startswith("<"):
        yield "method", _called(body)
    elif body.startswith(("{", "[", '"')):
        yield from _json(body, deep)
    elif DOCUMENT.fullmatch(body):
        yield "query", body
    elif FORM.fullmatch(body):
        yield from _form(body, deep)
    else:
        raise Unreadable("in no known form")


def _called(body: str) -> str:
    """Return the method that XML-RPC calls."""
    _, found, rest = body.partition("<methodName>")
    name, ended, _ = rest.partition("</methodName>")
    if not (found and ended):
        raise Unreadable("XML of no known form")
    return name.strip()


def _form(body: str, deep: int) -> Iterator[Field]:
    try:
        pairs = parse_qsl(body, keep_blank_values=True, max_num_fields=1000)
    except ValueError:
        raise Unreadable("too many fields") from None
    for name, value in pairs:
        yield from _inside(name, value, deep)


def _parts(body: str, deep: int) -> Iterator[Field]:
    boundary = body.partition("\n")[0].strip()
    parts = [one for one in body.split(boundary)[1:] if one.strip() not in {"", "--"}]
    if not parts:
        raise Unreadable("without parts")
    for part in parts:
        head, *value = EMPTY_LINE.split(part, 1)
        name = NAMED.search(head)
        if not (name and value):
            raise Unreadable("a part without a name")
        yield from _inside(name[1], value[0].strip(), deep)


def _json(body: str, deep: int) -> Iterator[Field]:
    try:
        # Pairs: of a name that comes twice, servers take the first or the last.
        tree = json.loads(body, object_pairs_hook=_Pairs)
    except (ValueError, RecursionError):
        if DOCUMENT.fullmatch(body):
            yield "query", body
            return
        raise Unreadable("broken JSON") from None
    try:
        yield from _walk("", tree, deep)
    except RecursionError:
        raise Unreadable("too deep") from None


class _Pairs(list[tuple[str, Any]]):
    """An object with all its pairs."""


def _walk(name: str, value: Any, deep: int) -> Iterator[Field]:
    if isinstance(value, _Pairs):
        for key, inner in value:
            yield from _walk(key, inner, deep)
    elif isinstance(value, list):
        for inner in value:
            yield from _walk(name, inner, deep)
    else:
        yield from _inside(name, value, deep)


def _inside(name: str, value: Any, deep: int) -> Iterator[Field]:
    """Yield a field, and those of JSON inside its text."""
    yield name, value
    if deep and isinstance(value, str) and value.lstrip().startswith(("{", "[")):
        try:
            yield from _json(value.strip(), deep - 1)
        except Unreadable:
            return  # a text that only begins like JSON


def decoded(text: str) -> str:
    """Return a path with all its escapes resolved, as often as a server could.

    >>> decoded("/api/%76ote"), decoded("/api/%2576ote")
    ('/api/vote', '/api/vote')
    """
    for _ in range(DEEP):
        if (once := unquote(text)) == text:
            break
        text = once
    return text


def steps_of(path: str) -> list[str]:
    """Return the steps of a path: decoded, without parameters (`;a=b`).

    >>> steps_of("/api//comments%2F5/vote;x=1")
    ['api', 'comments', '5', 'vote']
    """
    parts = (one.partition(";")[0].strip() for one in decoded(path).replace("\\", "/").split("/"))
    return [one for one in parts if one not in {"", "."}]


def query_of(url: str) -> list[Field]:
    """Return the pairs of a URL's query, with what JSON in them holds. Raises Unreadable."""
    query = urlsplit(url).query
    return list(_form(query, DEEP)) if query else []


def is_mutation(document: str) -> bool:
    """Return whether a text is a GraphQL document that asks for a mutation.

    >>> is_mutation("mutation{like(id:5)}"), is_mutation("query { a } mutation M { b }")
    (True, True)
    >>> is_mutation("mutation"), is_mutation("query Q { mutation { a } }")
    (False, False)
    """
    depth, inside, named = 0, "", False
    for found in TOKEN.finditer(document if "mutation" in document else ""):
        sign = found[0]
        if inside:
            ended = sign == inside or (sign in {"\n", '"""'} and inside in {'"', "#"})
            inside = "" if ended else inside
        elif sign in {'"', '"""', "#"}:
            inside = sign
        elif sign in {"{", "("}:
            if sign == "{" and named and not depth:
                return True
            depth += 1
        elif sign in {"}", ")"}:
            depth = max(0, depth - 1)
        else:
            named = named or (sign == "mutation" and not depth)
    return False


def is_query(body: str) -> bool:
    """Return whether a body is a GraphQL document that can be read, and does nothing but read.

    What a number or a hash stands for, which a server may prefer to the document, nobody knows.

    >>> is_query('{"query": "query Q { a }", "variables": {"id": 1}}')
    True
    >>> is_query('{"query": "mutation { a }"}'), is_query('{"id": "ab12", "query": "{ a }"}')
    (False, False)
    """
    try:
        asked = json.loads(body) if len(body) <= MOST else None
    except (ValueError, RecursionError):
        return False
    if not isinstance(asked, dict) or not QUERY.issuperset(asked):
        return False
    document = asked.get("query")
    if not isinstance(document, str) or not READING.match(document):
        return False
    return bool(DOCUMENT.fullmatch(document)) and not is_mutation(document)
