"""Texts that make a regular expression work hard, derived from the expression itself.

For each repeat in a pattern: what leads up to it, then a unit many times that the repeat takes (or
that makes the pattern start again and again), then an end at which it fails.
"""

import re
from collections.abc import Iterator
from itertools import islice
from re import _compiler, _constants, _parser  # type: ignore[attr-defined]
from typing import Any

ALPHABET = " \naд0\"-.\t/x'_A中9,«(<{[&:;#=*!?@|\\»)>}]%+~$^`é…👍—ا\u00a0\u2028\r"
"""One of each kind that readers type, those that patterns repeat most first."""
REPEATS = {_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT}
ENDS = ("\0", "\nд0!")
LONG = 60
"""A repeat with a lower maximum costs a fixed factor."""


class Pumps:
    """The texts for one pattern."""

    def __init__(self, pattern: "re.Pattern[Any]") -> None:
        self.bytes = isinstance(pattern.pattern, bytes)
        self.parsed = _parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
        self.flags = pattern.flags
        self.letters: dict[str, tuple[str, ...]] = {}

    def units(self) -> Iterator[tuple[str, str]]:
        """Yield (what comes first, what is repeated), each once."""
        seen = set[tuple[str, str]]()
        for before, item in self._repeats(list(self.parsed), ""):
            for unit in self._units(before, item):
                if unit[1] and unit not in seen:
                    seen.add(unit)
                    yield unit

    def _repeats(self, items: list[Any], before: str) -> Iterator[tuple[str, Any]]:
        """Yield each long repeat with the shortest text that leads to it."""
        for number, (op, value) in enumerate(items):
            here = before + self._text(items[:number])
            if op in REPEATS:
                if value[1] is _constants.MAXREPEAT or value[1] > LONG:
                    yield here, value[2]
                yield from self._repeats(list(value[2]), here)
            for part in _parts(op, value):
                yield from self._repeats(list(part), here)

    def _units(self, before: str, item: Any) -> Iterator[tuple[str, str]]:
        """Yield the units of a repeat: each kind of letter, in pairs, after what leads up to it."""
        kinds = list(islice(self._kinds(item), 6))
        last = before[-1:]
        for kind in kinds:
            yield before, kind
            if before:
                yield "", before + kind
                yield before, last + kind
        yield "", before
        for one in kinds[1:4]:
            yield before, kinds[0] + one
        yield "", self._text(list(self.parsed))

    def _kinds(self, item: Any) -> Iterator[str]:
        """Yield texts that a repeated part takes, of different kinds."""
        if len(item) == 1 and item[0][0] not in {
            *REPEATS,
            _constants.BRANCH,
            _constants.SUBPATTERN,
        }:
            yield from self._members(item[0])
            return
        yield self._text(list(item))
        yield self._text(list(item), more=True)
        for op, value in item:
            for part in _parts(op, value):
                yield from islice((self._text(list(part)),), 3)
            if op is _constants.IN:
                yield from self._members((op, value))

    def _members(self, item: Any) -> tuple[str, ...]:
        """Return letters of the alphabet that one class takes, one of each kind."""
        key = repr(item)
        if key not in self.letters:
            state = self.parsed.state
            one = _parser.SubPattern(state, [item])
            takes = _compiler.compile(one, self.flags & (re.IGNORECASE | re.DOTALL | re.ASCII))
            found = tuple(c for c in ALPHABET if takes.match(c))
            self.letters[key] = found or tuple(_first(item))
        return self.letters[key]

    def _text(self, items: list[Any], *, more: bool = False) -> str:
        """Return a short text that the items take (looking around is left out)."""
        return "".join(self._one(op, value, more) for op, value in items)

    def _one(self, op: Any, value: Any, more: bool) -> str:
        if op is _constants.LITERAL:
            return chr(value)
        if op in {_constants.IN, _constants.ANY, _constants.NOT_LITERAL, _constants.CATEGORY}:
            return (self._members((op, value)) or ("",))[0]
        if op in REPEATS:
            return self._text(list(value[2]), more=more) * int(max(value[0], more))
        parts = _parts(op, value) if op is not _constants.ASSERT else []
        return self._text(list(parts[0]), more=more) if parts else ""


def _first(item: Any) -> Iterator[str]:
    """Yield a letter of a class that has none of the alphabet: the first it names."""
    op, value = item
    if op is _constants.IN:
        for kind, what in value:
            if kind is _constants.LITERAL:
                yield chr(what)
                return
            if kind is _constants.RANGE:
                yield chr(what[0])
                return
    elif op is _constants.LITERAL:
        yield chr(value)


def _parts(op: Any, value: Any) -> list[Any]:
    """Return the patterns inside one item that is no repeat."""
    if op is _constants.BRANCH:
        return list(value[1])
    if op is _constants.SUBPATTERN:
        return [value[3]]
    if op is _constants.ATOMIC_GROUP:
        return [value]
    if op in {_constants.ASSERT, _constants.ASSERT_NOT}:
        return [value[1]]
    if op is _constants.GROUPREF_EXISTS:
        return [part for part in value[1:] if part]
    return []
