"""What answers of an unknown system say of a thread of which no comment came.

How many there are, or that it is closed: the one goes with the other, as a closed thread may well
have comments.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from newscrawl import clock
from newscrawl.extract.dates import read_date
from newscrawl.generic.headers import told_in
from newscrawl.generic.json.columns import is_count
from newscrawl.generic.json.sighting import Capture
from newscrawl.generic.json.tree import endpoint, is_map
from newscrawl.vocabulary import keys as w
from newscrawl.vocabulary.names import is_side, words
from newscrawl.vocabulary.withheld import is_closed

LEVELS, OBJECTS = 6, 400
YES, NO = frozenset(["true", "1", "yes"]), frozenset(["false", "0", "no"])
SHOWN = 60
"""Characters of a value that are told."""


class Field(NamedTuple):
    """A plain value that stands in no list, with the words of all that is around it."""

    key: str
    value: Any
    around: tuple[str, ...]
    beside: bool
    """Whether another key of its object, or what is around, names comments."""
    listed: bool
    """Whether a list of its object is one of comments."""


def counted(found: Capture) -> int | None:
    """Return how many comments answers count that hold none, or None."""
    numbers = [int(one.value) for one in _fields(found) if _is_total(one)]
    return max(numbers, default=None)


def closed(found: Capture) -> str | None:
    """Return what says in answers that a thread is closed, or None."""
    said = next((one for one in _fields(found) if one.beside and _closes(one)), None)
    return f"the system says {said.key}: {str(said.value)[:SHOWN].lower()}" if said else None


def _fields(found: Capture) -> Iterator[Field]:
    for answer, tree in zip(found.answers, found.trees, strict=True):
        named = words(endpoint(answer).partition("/")[2])
        beside = {path[-1]: value for path, value in told_in(answer).items()}
        yield from _in_objects(beside, named)
        yield from _in_objects(tree, named)


def _in_objects(tree: Any, named: tuple[str, ...]) -> Iterator[Field]:
    batch = isinstance(tree, list) and len(tree) == 1
    queue: list[tuple[Any, tuple[str, ...]]] = [(tree[0] if batch else tree, named)]
    for value, around in queue:
        if not isinstance(value, dict) or len(queue) > OBJECTS or is_map(value):
            continue
        beside = any(map(_names_talk, [around, *map(w.key_words, list(value)[:OBJECTS])]))
        lists = [w.key_words(key) for key, one in value.items() if one is None or one == []]
        listed = any(map(w.is_comment_word, lists))
        for key, inner in list(value.items())[:OBJECTS]:
            below = (*around, *w.key_words(key))
            if not isinstance(inner, (dict, list)):
                yield Field(key, inner, below, beside, listed)
            elif len(below) < LEVELS + len(named):
                queue.append((inner, below))


def _names_talk(parts: tuple[str, ...]) -> bool:
    return w.is_comment_word(parts) or not w.TALK.isdisjoint(parts)


def _is_total(one: Field) -> bool:
    """Return whether a value counts the comments of this thread, and of nobody else."""
    named = one.listed or w.is_comment_word(one.around)
    if not (is_count(one.value) and one.value > 0 and named):
        return False
    own = w.key_words(one.key)
    if not (w.NOT_ALL | w.PEOPLE | w.UP | w.DOWN).isdisjoint(one.around) or is_side(one.key):
        return False
    return not w.TOTAL.isdisjoint(own) or (w.is_comment_word(own) and len(own) == 1)


def _closes(one: Field) -> bool:
    own, said = w.key_words(one.key), str(one.value).strip()
    if not (w.PEOPLE | w.PERSONAL_RIGHTS).isdisjoint(one.around):
        return False
    if w.SHUT.isdisjoint(own) and "readonly" not in "".join(own):
        opens = not w.OPEN.isdisjoint(own) and (said.lower() in NO or _is_shut(said))
        state = not w.KEPT_STATE.isdisjoint(own) and _is_shut(said)
        return opens or state or (isinstance(one.value, str) and is_closed(one.value))
    return said.lower() in YES or (not w.TIME.isdisjoint(own) and _is_past(said))


def _is_shut(said: str) -> bool:
    parts = w.key_words(said[:SHOWN])
    return not w.SHUT.isdisjoint(parts) or "readonly" in "".join(parts) or said.lower() == "off"


def _is_past(said: str) -> bool:
    reading = read_date(said)
    return reading is not None and reading.value <= clock.stamp()
