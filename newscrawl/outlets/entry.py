"""One line of an outlets file, not yet checked."""

from typing import Any, NamedTuple


class Entry(NamedTuple):
    """What stands in a line: names of columns with their texts, empty ones left out."""

    line: int
    """Its number in the file, from 1."""
    values: dict[str, str]
    wrong: str = ""
    """What is wrong with the line itself, so that its values may be others."""
    header: int = 0
    """The number of the line that names its columns, where one does for all."""


def text_of(value: Any) -> str:
    """Return a value as a column of CSV holds it.

    >>> text_of(["world", "sport"]), text_of(False), text_of(3)
    ('world,sport', 'no', '3')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ",".join(text_of(one) for one in value)
    return str(value).strip()


def decoded(raw: bytes) -> str:
    """Return a file's text. Raises ValueError that names the line where it is not UTF-8."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = raw[: problem.start].count(b"\n") + 1
        raise ValueError(f"line {line} is not UTF-8 text: save the file as UTF-8") from None
