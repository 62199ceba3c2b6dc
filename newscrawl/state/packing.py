"""How lines lie in an output file: plain, or as gzip members or zstd frames, one per commit.

A file of whole members is a valid file, so a cut at a committed offset leaves one.
"""

import gzip
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

CHUNK = 2**16


@dataclass(frozen=True, kw_only=True)
class Packing:
    """A form of output file."""

    suffix: str
    """What the file's name ends with after `.jsonl`."""
    pack: Callable[[bytes], bytes]
    """Return lines as they are written: a piece that can be read without those before it."""
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
        """Yield the lines of a file, without what is torn at its end."""
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
    name = name.removesuffix(".part")
    return next(
        (one for one in PACKINGS.values() if one.suffix and name.endswith(one.suffix)),
        PACKINGS[""],
    )
