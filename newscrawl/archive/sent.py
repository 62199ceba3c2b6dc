"""How replay software tells answers to POST apart: what was sent is a part of the address.

specs.webrecorder.net, "Request Body Canonicalization"; pywb finds an answer so, too, where its
address is asked for by GET.
"""

import base64
import json
from contextlib import suppress
from typing import Any
from urllib.parse import unquote_plus, urlencode

MOST_SENT = 4096
"""Characters of what was sent that are part of a key."""
METHODS = frozenset({"POST", "PUT"})


def with_sent(url: str, method: str, query: str) -> str:
    """Return an address with a method and what `posted` makes of a body.

    >>> with_sent("https://talk.example/list", "POST", "id=7")
    'https://talk.example/list?__wb_method=POST&id=7'
    """
    return f"{url}{'&' if '?' in url else '?'}__wb_method={method}{'&' if query else ''}{query}"


def posted(kind: str, body: bytes) -> str:
    """Return the part of a key that stands for what was sent, by its media type.

    >>> posted("application/x-www-form-urlencoded", b"id=7&page=2")
    'id=7&page=2'
    >>> posted("application/json", b'{"id": 7, "sort": {"by": "time", "id": 8}}')
    'id=7&by=time&id.2_=8'
    >>> posted("application/json", b'{"all": true, "after": null, "page": 2.0}')
    'all=true&after=null&page=2'
    >>> posted("", b"id=7")
    '__wb_post_data=aWQ9Nw=='
    """
    query = None
    with suppress(ValueError, RecursionError):
        if kind.startswith("application/x-www-form-urlencoded"):
            query = unquote_plus(body.decode())
        elif kind.startswith(("application/json", "text/plain")):
            query = urlencode(_flat(json.loads(body)))
    if query is None:
        query = f"__wb_post_data={base64.b64encode(body).decode()}" if body else ""
    return query[:MOST_SENT]


def _flat(value: Any) -> dict[str, str]:
    found, times = dict[str, str](), dict[str, int]()

    def walk(value: Any, name: str) -> None:
        if isinstance(value, dict):
            for inner, one in value.items():
                walk(one, inner)
        elif isinstance(value, list):
            for one in value:
                walk(one, name)
        elif name:
            times[name] = times.get(name, 0) + 1
            found[name if times[name] == 1 else f"{name}.{times[name]}_"] = _plain(value)

    walk(value, "")
    return found


def _plain(value: Any) -> str:
    """Return a value of JSON as scripts print it."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value if isinstance(value, str) else json.dumps(value)
