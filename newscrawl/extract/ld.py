"""Values from JSON-LD, where any property may be a text, an object, or a list of either."""

import html
import re
from collections.abc import Iterator
from typing import Any

from newscrawl.extract.text import untagged
from newscrawl.page import Page


def each(value: Any, depth: int = 0) -> Iterator[Any]:
    """Yield the members of a value, lists and `@value` flattened; nothing for None and empty text.

    >>> list(each([["a"], {"@value": "b", "@language": "en"}, None]))
    ['a', 'b']
    """
    if isinstance(value, dict) and "@value" in value:
        value = [value["@value"]]
    if isinstance(value, list) and depth < 8:
        for one in value:
            yield from each(one, depth + 1)
    elif value not in (None, "", [], {}):
        yield value


def plain(value: Any) -> str | None:
    """Return the first text or number of a value, entities decoded and white space folded.

    >>> plain(["", "Fish &amp; ships "])
    'Fish & ships'
    """
    for one in each(value):
        if isinstance(one, bool) or not isinstance(one, str | int | float):
            continue
        # Templates escape JSON as if it were HTML, some of them twice.
        text = html.unescape(html.unescape(str(one)))
        if text := " ".join(untagged(text).split()):
            return text
    return None


def name_of(value: Any) -> str | None:
    """Return the name of something given as text or as an object with a `name`, or its parts."""
    for one in each(value):
        if text := plain(one.get("name") if isinstance(one, dict) else one):
            return text
        if isinstance(one, dict):
            parts = (plain(one.get(part)) for part in ("givenName", "familyName"))
            if text := " ".join(filter(None, parts)):
                return text
    return None


def resolved(page: Page, value: Any) -> Iterator[Any]:
    """Yield the members of a value, each `{"@id": ...}` completed from the node it points to."""
    for one in each(value):
        if isinstance(one, dict) and isinstance(one.get("@id"), str):
            there = [node for node in page.ld_nodes if node.get("@id") == one["@id"]]
            yield {key: node[key] for node in (*there, one) for key in node}
        else:
            yield one


def is_a(node: Any, *types: str) -> bool:
    """Return whether a node's `@type` is one of `types`, with or without schema.org's address."""
    found = node.get("@type") if isinstance(node, dict) else None
    wanted = {one.casefold() for one in types}
    # The name may stand behind an address or a prefix: `schema:Person`.
    kinds = (re.split(r"[/:#]", one)[-1] for one in each(found) if isinstance(one, str))
    return any(kind.strip().casefold() in wanted for kind in kinds)


def number(value: Any) -> int | None:
    """Return a non-negative count, without thousands separators, or None.

    >>> number("1,204"), number("many")
    (1204, None)
    """
    text = (plain(value) or "").replace(",", "").replace(".", "").replace(" ", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
