"""The files of an archive: WARC (ISO 28500), packed or not, and WACZ, which holds WARC files."""

import glob
import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import IO, NamedTuple

from newscrawl.archive.entry import Entry
from newscrawl.archive.others import Others

WARC = (".warc", ".warc.gz", ".warc.zst")
ZIP = b"PK\x03\x04"
"""How a zip file begins; the list of what is in it stands at its end."""
WACZ = ".wacz"
ARC = (".arc", ".arc.gz")
"""The format before WARC. It is named, not read."""
SUFFIXES = (*WARC, WACZ, *ARC)
WAYBACK, CC_NEWS = "wayback", "cc-news"
SERVICES = (WAYBACK, CC_NEWS)
"""Archives on the network, which `-a archive=` names instead of files."""

MOST_COMMAS = 8
"""Pieces of a name between commas, at most."""


class Part(NamedTuple):
    """One WARC file, or one inside a WACZ."""

    name: str
    file: IO[bytes]
    """Can be read from any place."""
    is_packaged: bool = False
    """True inside a WACZ."""


def archive_files(given: str) -> tuple[Path, ...]:
    """Return the files that `-a archive=` names: files, folders and globs, comma-separated.

    A folder stands for all archives in it and below; a name with commas that is there is one.
    Raises ValueError if one names nothing.
    """
    found = dict[Path, None]()
    for one in _pieces(given):
        files = sorted(_named(one))
        if not files:
            raise ValueError(f"archive {one!r}: {_why_none(one)}")
        found.update(dict.fromkeys(files))
    if not found:
        raise ValueError("archive: name a WARC or WACZ file, a folder of them, or a glob")
    return tuple(found)


def check_is_archive(given: str) -> None:
    """Raise ValueError if `-a archive=` names one file alone, and there is no record in it.

    What else is wrong with a file, or with one of several, is told by the run that reads it.
    """
    from newscrawl.archive.records import Reader  # noqa: PLC0415  (it needs an extra)

    path = Path(given.strip()).expanduser()
    if not path.is_file():
        return
    try:
        with parts(path) as found:
            for part in found:
                for _ in Reader(part, lambda _: True, Counter(), Others()):
                    return  # the first will do
    except ValueError as problem:
        mend = "" if path.name.endswith(ARC) else "; name a WARC or WACZ file, or a folder of them"
        raise ValueError(f"archive {given!r}: {problem}{mend}") from None
    except OSError:
        return


def _pieces(given: str) -> Iterator[str]:
    """Yield what stands between commas; the longest that is there, where one is in a name."""
    words, start = given.split(","), 0
    while start < len(words):
        ends = range(min(start + MOST_COMMAS, len(words)), start, -1)
        joined = {end: ",".join(words[start:end]).strip() for end in ends}
        start = next((end for end in ends if _is_there(joined[end])), start + 1)
        if one := joined[start]:
            yield one


def _is_there(one: str) -> bool:
    return bool(one) and Path(one).expanduser().exists()


def _named(one: str) -> Iterator[Path]:
    path = Path(one).expanduser()
    if path.is_dir():
        yield from (p for p in path.rglob("*") if p.name.endswith(SUFFIXES) and p.is_file())
    elif path.is_file():
        yield path
    else:
        matches = glob.iglob(str(path), recursive=True)  # noqa: PTH207  (it may be absolute)
        yield from (p for p in map(Path, matches) if p.is_file())


def _why_none(one: str) -> str:
    if Path(one).expanduser().is_dir():
        return f"no file in this folder ends in {', '.join(SUFFIXES[:4])}"
    if one in SERVICES:
        return "it stands alone: give it without files, in a run of its own"
    if "://" in one:
        return "an address: fetch the file first, and name it as it is called here"
    if near := get_close_matches(one, SERVICES, 1):
        return f"no such file or folder; did you mean {near[0]}?"
    return "no such file or folder" if not glob.has_magic(one) else "no file matches"


@contextmanager
def parts(path: Path) -> Iterator[Iterator[Part]]:
    """Open the WARC files of one file. Raises OSError, ValueError if it is none."""
    with ExitStack() as stack:
        if path.name.endswith(ARC):
            raise ValueError("ARC files are not read: turn them into WARC (warcio recompress)")
        if path.name.endswith(WACZ):
            yield _inside(path, stack)
        else:
            yield iter((Part(path.name, stack.enter_context(path.open("rb"))),))


def _inside(path: Path, stack: ExitStack) -> Iterator[Part]:
    """Yield the WARC files of a WACZ (its specification 1.1.1: they lie in `archive/`)."""
    try:
        package = stack.enter_context(zipfile.ZipFile(path))
    except zipfile.BadZipFile:
        with path.open("rb") as file:
            is_zip = file.read(4) == ZIP
        if is_zip:
            raise ValueError(
                "no whole WACZ file: it is cut off, what it has in it is told at its end"
            ) from None
        raise ValueError("no WACZ file: it is no zip file") from None
    entries = [one for one in package.infolist() if one.filename.endswith(WARC)]
    if not entries:
        raise ValueError("no WACZ file: there is no WARC file in it")
    for entry in entries:
        with io.BufferedReader(Entry(package, entry)) as file:
            yield Part(f"{path.name}/{entry.filename}", file, is_packaged=True)
