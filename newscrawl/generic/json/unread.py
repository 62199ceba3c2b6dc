"""Lists in a page's answers that may be a thread, where none was read as comments."""

from collections.abc import Sequence

from newscrawl.engines.signs import UNREAD, Sign
from newscrawl.generic.json import roles as r
from newscrawl.generic.json.columns import Column, read_columns
from newscrawl.generic.json.sighting import Capture
from newscrawl.generic.json.tree import AT, Group, endpoint
from newscrawl.vocabulary import keys as w
from newscrawl.vocabulary.names import is_side

SAMPLE = 60
PROSE = 0.4
"""The share of values that read like something said."""


def unread(found: Capture, declared: int | None) -> list[Sign]:
    """Return a sign for the largest list of texts that was not read as comments.

    Its place must name comments; on a page that declares some it may be any with dates.
    """
    likely = [one for one in found.groups if _may_be_thread(one, named_only=not declared)]
    if not likely:
        return []
    group = max(likely, key=lambda one: len(one.records))
    where = endpoint(found.answers[group.records[0].answer]).partition(" ")[2]
    many = f"{len(group.records)} texts of {where[:100]}"
    return [Sign(UNREAD, f"{many} are no comments in a form that could be understood")]


def _may_be_thread(group: Group, *, named_only: bool) -> bool:
    if any(map(is_side, group.place.known)):
        return False
    columns = read_columns(group.records[:SAMPLE])
    named = w.is_comment_word(group.names)
    said = any(column.prose >= PROSE and r.text_score(column) > 0 for column in columns)
    if not said and all(column.path[-1].startswith(AT) for column in columns):
        # Rows without keys: only their values tell.
        said, named_only = any(column.prose >= PROSE for column in columns), False
    return said and (named or (not named_only and _is_dated(columns)))


def _is_dated(columns: Sequence[Column]) -> bool:
    """Return whether objects have a moment, and are no articles."""
    titled = any(column.all & w.TITLES for column in columns)
    return not titled and any(r.time_score(column) > 0 for column in columns)
