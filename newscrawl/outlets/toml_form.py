"""Outlets as TOML 1.0: a table `[[outlet]]` each. Lists and true or false are understood."""

import re
import tomllib
from collections.abc import Mapping, Sequence

import tomli_w

from newscrawl.outlets.entry import Entry, decoded, text_of

TABLE = re.compile(r"^[ \t]*\[\[[ \t]*outlet[ \t]*\]\]", re.MULTILINE)


def read_toml(raw: bytes) -> list[Entry]:
    """Return the entries. Raises ValueError of one line."""
    text = decoded(raw)
    try:
        held = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise ValueError(f"no TOML: {problem}") from None
    tables = held.pop("outlet", [])
    if held:
        raise ValueError(f"{next(iter(held))!r} stands outside of an [[outlet]]")
    if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
        raise ValueError("write each outlet below a line [[outlet]]")
    lines = [text.count("\n", 0, found.start()) + 1 for found in TABLE.finditer(text)]
    if len(lines) != len(tables):  # a text holds such a line, or the list is written inline
        lines = [1] * len(tables)
    return [
        Entry(line, {name.lower(): text for name, one in table.items() if (text := text_of(one))})
        for line, table in zip(lines, tables, strict=True)
    ]


def write_toml(entries: Sequence[Mapping[str, str]]) -> str:
    """Return a file."""
    return "\n".join(f"[[outlet]]\n{tomli_w.dumps(dict(entry))}" for entry in entries)


def add_to_toml(raw: bytes, entry: Mapping[str, str]) -> str:
    """Return a file with one entry more, and otherwise as it is, comments included."""
    return f"{decoded(raw).rstrip()}\n\n{write_toml([entry])}"
