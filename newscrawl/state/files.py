"""The output files: their names, how lines lie in them, and a file while a run writes it.

Lines lie plain, or as gzip members or zstd frames, one per commit. A file of whole members is a
valid file, so a cut at a committed offset leaves one.
"""

import gzip
import os
import re
import shutil
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import IO, Any

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

FORM = "%Y%m%dT%H%M%SZ"
FILE = re.compile(r"(\d{8}T\d{6}Z)-(articles|comments)\.jsonl(\.gz|\.zst)?(\.part)?")
"""The name of an output file: run, kind, packing, and whether it is still written."""
KEPT = re.compile(r"(\d{8}T\d{6}Z)-(pages)\.warc\.gz(\.part)?")
"""The name of a file in which a run keeps the pages that it reads."""
PART = ".part"
CHUNK = 2**16


@dataclass(frozen=True, kw_only=True)
class Packing:
    """A form of output file."""

    suffix: str
    """What the file's name ends with after `.jsonl`."""
    pack: Callable[[bytes], bytes]
    """Return lines in the form they are written: a piece that can be read by itself."""
    decoder: Callable[[], Any] | None
    """Make what unpacks one piece (zlib's interface); None for plain text."""

    def pieces(self, file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
        """Yield (end offset, lines) of each whole piece; end at the first one that is torn."""
        if self.decoder:
            yield from _members(file, self.decoder)
            return
        end = 0
        for line in file:
            if not line.endswith(b"\n"):
                return
            end += len(line)
            yield end, line

    def whole(self, path: Path) -> int:
        """Return the offset up to which a file can be read, in bytes."""
        end = 0
        with path.open("rb") as file:
            for end, _ in self.pieces(file):  # noqa: B007  (only the last counts)
                pass
        return end

    def lines(self, path: Path) -> Iterator[bytes]:
        """Yield the lines of a file, without a torn end."""
        with path.open("rb") as file:
            for _, piece in self.pieces(file):
                yield from piece.splitlines()


def _members(file: IO[bytes], new: Callable[[], Any]) -> Iterator[tuple[int, bytes]]:
    end, rest, parts, decoder = 0, b"", list[bytes](), new()
    while chunk := rest or file.read(CHUNK):
        try:
            parts.append(decoder.decompress(chunk))
        except (zlib.error, zstd.ZstdError):
            return
        end += len(chunk)
        rest = b""
        if decoder.eof:
            rest = decoder.unused_data
            end -= len(rest)
            yield end, b"".join(parts)
            parts, decoder = [], new()


PACKINGS = {
    "": Packing(suffix="", pack=bytes, decoder=None),
    "gzip": Packing(
        suffix=".gz",
        pack=partial(gzip.compress, compresslevel=6, mtime=0),
        decoder=partial(zlib.decompressobj, 16 + zlib.MAX_WBITS),
    ),
    "zstd": Packing(suffix=".zst", pack=zstd.compress, decoder=zstd.ZstdDecompressor),
}
"""By the values of the setting OUTPUT_COMPRESSION."""


def packing_of(name: str) -> Packing:
    """Return the form of an output file by its name.

    >>> packing_of("x-articles.jsonl.gz.part").suffix
    '.gz'
    """
    name = name.removesuffix(PART)
    return next(
        (one for one in PACKINGS.values() if one.suffix and name.endswith(one.suffix)),
        PACKINGS[""],
    )


class Part:
    """Appends whole pieces. After an error it accepts no more; the next run cuts off a torn end."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self.path = folder / (name + PART)
        # Readable, too: see `restore`. Unbuffered: our caller collects what belongs together.
        self.file = self.path.open("x+b", buffering=0)
        self.good = 0
        """Number of bytes that are on the disk."""

    def append(self, piece: bytes) -> int:
        """Write a piece through to the disk; return the offset of its end. Raises OSError."""
        rest = memoryview(piece)
        while rest:
            rest = rest[self.file.write(rest) :]
        os.fsync(self.file.fileno())
        self.good += len(piece)
        return self.good

    def restore(self) -> bool:
        """Write the file again if it was deleted under us; return whether it was."""
        with suppress(FileNotFoundError):
            if os.path.samestat(self.path.stat(), os.fstat(self.file.fileno())):
                return False
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # The deleted file lives as long as we keep it open.
        again = self.path.open("w+b", buffering=0)
        self.file.seek(0)
        shutil.copyfileobj(self.file, again)
        self.file.close()
        self.file = again
        return True

    def finish(self) -> None:
        """Give the file the name its readers look for."""
        self.file.close()
        self.path.rename(self.path.with_name(self.name))


def next_id(started: datetime, newest: str) -> str:
    """Return the id of a run: when it began, or just after the newest one if the clock went back.

    >>> next_id(datetime(2026, 3, 14, 8, 30, tzinfo=UTC), "20260314T083000Z")
    '20260314T083001Z'
    """
    run = f"{started:{FORM}}"
    if run > newest:
        return run
    after = datetime.strptime(newest, FORM).replace(tzinfo=UTC) + timedelta(seconds=1)
    return f"{after:{FORM}}"


def run_and_kind(name: str) -> tuple[str, str]:
    """Return whose file one of ours is by its name, and what it holds; empty for any other.

    >>> run_and_kind("20260314T083000Z-pages.warc.gz.part")
    ('20260314T083000Z', 'pages')
    """
    match = FILE.fullmatch(name) or KEPT.fullmatch(name)
    return (match[1], match[2]) if match else ("", "")


def kept_name(run: str) -> str:
    """Return the name of the file in which a run keeps pages."""
    return f"{run}-pages.warc.gz"


def is_moment(run: str) -> bool:
    """Return whether an id is a moment: a file of any name may lie in the folder.

    >>> is_moment("20260314T083000Z"), is_moment("20269999T083000Z")
    (True, False)
    """
    try:
        return datetime.strptime(run, FORM).replace(tzinfo=UTC).year < 9999
    except ValueError:
        return False
