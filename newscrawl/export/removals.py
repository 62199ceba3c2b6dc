"""What is known of what is gone: the line of a removal, completed from the last sighting. Pure."""

import json
from collections.abc import Mapping

from newscrawl.items import Row

ARTICLE_STATUS, ARTICLE_REMOVED = "article_status", "article_date_removed_observed"
"""Fields of a comment whose article was withdrawn: `removed`, and when that was first seen."""


def is_removal(row: Row) -> bool:
    """Return whether a line says that its article or comment is gone."""
    return str(row.get("status")).startswith("removed")


def completed(line: bytes, seen: bytes | None, withdrawn: str | None = None) -> bytes:
    """Return a line with all that the last sighting knew and it does not say itself.

    `withdrawn` is when a comment's article was first seen to be gone.

    >>> completed(b'{"status": "removed", "text": null}', b'{"text": "Hi", "status": "visible"}')
    b'{"text": "Hi", "status": "removed"}'
    """
    if seen is None and withdrawn is None:
        return line
    row: Row = json.loads(line)
    if seen is not None:
        row = {**json.loads(seen), **{name: to for name, to in row.items() if _says(to)}}
    if withdrawn is not None:
        row |= {ARTICLE_STATUS: "removed", ARTICLE_REMOVED: withdrawn or None}
    return json.dumps(row, ensure_ascii=False).encode("utf-8", "replace")


def _says(value: object) -> bool:
    if isinstance(value, Mapping):
        return any(map(_says, value.values()))
    return value not in (None, "", [])
