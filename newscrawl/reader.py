"""Which code reads pages: texts that two versions of it read of one page may differ."""

import hashlib
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

PACKAGE = Path(__file__).parent
READS = ("attributes.py", "linked_data.py", "page.py")
ROOMS = ("engines", "extract", "generic", "sites", "threads", "vocabulary")
"""The files and folders on which depends what is read of a page."""
LIBRARIES = ("justext", "lxml", "parsel", "trafilatura")
"""Those of others that decide on a text, too."""
DIGITS = 12
KINDS = frozenset({".json", ".py"})
"""Of files that say how a page is read."""
CUT = "-cut"
"""Behind the version where only a part of an answer was there."""


def is_cut(reader: str | None) -> bool:
    """Return whether a text may be cut off, by what its line says of its reader."""
    return bool(reader) and str(reader).endswith(CUT)


def reader_version(*kinds: type) -> str:
    """Return twelve hexadecimal digits that differ where the code that reads pages does.

    `kinds` are the classes that read a site's pages; a file outside this package in which one of
    them, or of their bases, is written counts as well.
    """
    return _version_of(kinds)


@cache
def _version_of(kinds: tuple[type, ...]) -> str:
    digest = hashlib.sha256()
    for name in LIBRARIES:
        digest.update(f"{name} {version(name)}\n".encode())
    for path in [*_our_files(), *_files_of(kinds)]:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:DIGITS]


def _our_files() -> Iterator[Path]:
    yield from (PACKAGE / name for name in READS)
    for room in ROOMS:
        yield from sorted(one for one in (PACKAGE / room).rglob("*") if one.suffix in KINDS)


def _files_of(kinds: tuple[type, ...]) -> Iterator[Path]:
    modules = {one.__module__: None for kind in kinds for one in kind.__mro__}
    for name in modules:
        file = getattr(sys.modules.get(name), "__file__", None)
        path = Path(file) if file else None
        if path and path.suffix == ".py" and path.is_file() and PACKAGE not in path.parents:
            yield path
