"""Keys in words that nobody knows: what they are for, as far as their values alone tell."""

import re
from collections.abc import Sequence
from typing import Any

from newscrawl.generic.json.columns import Column, is_map_key
from newscrawl.generic.json.roles import OPAQUE
from newscrawl.vocabulary import keys as w

KNOWN = frozenset[str]().union(
    *(w.PERSONAL, w.ID, w.LINK, w.TEXT, w.WEAK_TEXT, w.ARTICLE, w.COUNTING, w.UP, w.DOWN, w.TIME),
    *(w.CREATED, w.MODIFIED, w.CONTAINER, w.PARENT, w.ROOT, w.DELETED, w.OTHER_TIME, w.TALK),
)
"""Words that say what a key is for: not a name."""
LONGEST, WORDS = 60, 5
"""Characters and words of a name."""


def only_names(columns: Sequence[Column]) -> Column | None:
    """Return the only key whose values read like people's names, or None if none or several do."""
    found = [column for column in columns if _may_name(column)]
    return found[0] if len(found) == 1 else None


def _may_name(column: Column) -> bool:
    if not column.is_text or column.time_form or is_map_key(column) or column.fill < 0.5:
        return False
    if column.all & KNOWN or column.share(_is_name) < 0.9 or column.prose > 0.3:
        return False
    # A state, a device or a language is one of few words.
    many = len(column.values)
    return len(set(column.texts)) >= max(2, 0.3 * min(many, 100))


def _is_name(value: Any) -> bool:
    text = value.strip() if isinstance(value, str) else ""
    if not 0 < len(text) <= LONGEST or "\n" in text or len(text.split()) > WORDS:
        return False
    return bool(re.search(r"[^\W\d_]", text)) and not OPAQUE.fullmatch(text)
