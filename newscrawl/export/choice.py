"""The options of `scrapy export`, checked before anything is read or written."""

from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from newscrawl.export.lines import history, state, threads
from newscrawl.record import KINDS, Kind
from newscrawl.runs.exits import Refused
from newscrawl.state.files import packing_of

FORMATS = ("jsonl", "csv", "parquet")
WHAT = (*KINDS, "both")


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What is written, in which format, and where."""

    file: str
    """`-` is standard output."""
    kind: Kind | None
    """The kind of a table's rows; None if lines of any kind are allowed."""
    lines: Callable[[Path, Counter[str]], Iterator[bytes]]
    write: Callable[[Iterable[bytes], Any, Any, Counter[str]], None]


def read_choice(folder: Path, given: Namespace) -> Choice:
    """Return the choice that the options make. Raises Refused with a one-line message."""
    form = given.format or _format_of(given.file)
    kinds = [kind for kind in KINDS if given.what in {None, "both", kind}]
    if given.threads and (given.history or given.what or form != "jsonl"):
        raise Refused(
            "--threads writes the current state of both kinds, nested, in JSON Lines only"
        )
    if form != "jsonl" and len(kinds) > 1:
        raise Refused(f"a {form} file is one table: add --what articles or --what comments")
    if form == "parquet" and packing_of(given.file).suffix:
        raise Refused("Parquet compresses its data itself: leave .gz or .zst off the file's name")
    if given.file != "-":
        _check_place(folder, Path(given.file))
    plain = partial(history if given.history else state, kinds=kinds)
    return Choice(
        file=given.file,
        kind=kinds[0] if len(kinds) == 1 else None,
        lines=threads if given.threads else plain,
        write=_writer(form),
    )


def _format_of(file: str) -> str:
    """Return a format by the ending of a file's name.

    >>> _format_of("comments.csv.gz"), _format_of("-")
    ('csv', 'jsonl')
    """
    if file == "-":
        return "jsonl"
    ending = file.removesuffix(packing_of(file).suffix).rpartition(".")[2].lower()
    if ending not in FORMATS:
        known = ", ".join(f".{form}" for form in FORMATS)
        raise Refused(f"-o {file}: end the name with one of {known}, or add --format")
    return ending


def _check_place(folder: Path, file: Path) -> None:
    place = file.absolute().parent
    if not place.is_dir():
        raise Refused(f"-o {file}: there is no folder {place}")
    if place.resolve() == folder.resolve():
        raise Refused(f"-o {file}: write it elsewhere, {folder} is for the crawl's own files")


def _writer(form: str) -> Callable[[Iterable[bytes], Any, Any, Counter[str]], None]:
    try:
        module = import_module(f"newscrawl.export.{form}")
    except ImportError as problem:
        if problem.name != "pyarrow":
            raise
        raise Refused("Parquet needs pyarrow: pip install 'newscrawl[parquet]'") from None
    writer: Callable[[Iterable[bytes], Any, Any, Counter[str]], None] = module.write
    return writer
