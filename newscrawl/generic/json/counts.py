"""How many comments there are, where an answer says so beside its list, and means all of them."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from newscrawl.generic.json.leaves import is_count
from newscrawl.generic.json.tree import Record, around
from newscrawl.vocabulary import keys as w
from newscrawl.vocabulary.names import COMMENT, COMMENTS, word_set

NOT_ALL = word_set(
    "page pages size limit offset per unread new users user likes views top level root roots parent"
    " parents replies reply toplevel index current next prev max min number position shown visible"
    " pinned deleted pending authors participants time seconds"
)
TOTAL = word_set("total totals count counts cnt num amount published")
NAMED = COMMENT | COMMENTS | word_set("messages message posts all")
REPLIES = word_set("replies reply answers responses children")


def declared(records: Iterable[Record], ids: Collection[str]) -> int | None:
    """Return the total that stands beside the comments' lists, or None if none surely is one.

    A total below the number of different `ids` found counts something else. Where replies stand in
    their comments a bare `total` may count top-level comments alone: then it is not believed.
    """
    rows = list(records)
    inside = {id(record.data) for record in rows}
    nested = any(record.holder and id(record.holder.data) in inside for record in rows)
    seen: set[int] = set()
    found: list[int] = []
    for record in rows:
        if id(record.above) in seen:
            continue
        seen.add(id(record.above))
        for data in around(record, inside):
            found += _totals(data, nested=nested)
    able = {number for number in found if number >= len(ids) and number < 10**8}
    return max(able) if able else None


def _totals(data: dict[str, Any], *, nested: bool) -> Iterator[int]:
    counts = dict(_counts(data))
    split = any(not REPLIES.isdisjoint(names) for names in counts)
    for names, number in counts.items():
        if not NOT_ALL.isdisjoint(names):
            continue
        named = not NAMED.isdisjoint(names)
        # "comments" beside "replies" may be those that are no replies: only their sum is sure.
        if split and number - _replies(counts) not in counts.values():
            continue
        if named or not nested:
            yield number


def _replies(counts: dict[tuple[str, ...], int]) -> int:
    return next((n for names, n in counts.items() if not REPLIES.isdisjoint(names)), 0)


def _counts(data: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], int]]:
    stack: list[tuple[tuple[str, ...], dict[str, Any]]] = [((), data)]
    while stack:
        outer, inner = stack.pop()
        for key, value in list(inner.items())[:100]:
            names = (*outer, *w.key_words(key))
            if is_count(value) and value > 0 and not TOTAL.isdisjoint(names):
                yield names, value
            elif isinstance(value, dict) and len(outer) < 4 and len(value) < 30:
                stack.append((names, value))
