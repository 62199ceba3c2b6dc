"""The lines of an outlets file as they stand there, in any of its three forms, and back.

CSV (RFC 4180; `;` and tabs are understood), TOML 1.0 with a table `[[outlet]]` each, or OPML 2.0 as
feed readers export it.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from newscrawl.outlets.csv_form import add_to_csv, read_csv, write_csv
from newscrawl.outlets.entry import Entry
from newscrawl.outlets.opml_form import add_to_opml, read_opml, write_opml
from newscrawl.outlets.toml_form import add_to_toml, read_toml, write_toml
from newscrawl.runs.exits import Exit, Refused


class Form(NamedTuple):
    """A way to write entries into a text."""

    read: Callable[[bytes], list[Entry]]
    """Raises ValueError of one line, with the number of the line in the file."""
    write: Callable[[Sequence[Mapping[str, str]]], str]
    add: Callable[[bytes, Mapping[str, str]], str]


CSV = Form(read_csv, write_csv, add_to_csv)
OPML = Form(read_opml, write_opml, add_to_opml)
FORMS = {
    ".csv": CSV,
    ".tsv": CSV,
    ".toml": Form(read_toml, write_toml, add_to_toml),
    ".opml": OPML,
    ".xml": OPML,
}


def form_of(path: Path) -> Form:
    """Return the form that a file's name asks for. Raises Refused."""
    form = FORMS.get(path.suffix.lower())
    if not form:
        raise Refused(f"{path}: an outlets file is named {', '.join(FORMS)}")
    return form


def read_entries(path: Path) -> list[Entry]:
    """Return what a file holds, in its order. Raises Refused with a one-line message."""
    form = form_of(path)
    try:
        return form.read(path.read_bytes())
    except OSError as problem:
        raise Refused(f"{path} cannot be read: {problem.strerror}") from None
    except ValueError as problem:
        raise Refused(f"{path}: {problem}") from None


def write_entries(path: Path, entries: Sequence[Mapping[str, str]]) -> None:
    """Write a new file. Raises Refused with a one-line message."""
    _write(path, form_of(path).write(entries))


def add_entry(path: Path, entry: Mapping[str, str]) -> None:
    """Add an entry to a file, which otherwise stays as it is, or begin one. Raises Refused."""
    if not path.exists():
        write_entries(path, [entry])
        return
    _write(path, form_of(path).add(path.read_bytes(), entry))


def _write(path: Path, text: str) -> None:
    new = path.with_name(f".{path.name}.new")  # as a whole or not at all
    try:
        new.write_text(text, "utf-8", newline="")
        new.replace(path)
    except OSError as problem:
        raise Refused(f"{path} cannot be written: {problem.strerror}", Exit.DISK) from None
