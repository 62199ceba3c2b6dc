"""Whether a WARC file ends with a whole record.

What is cut off inside a record's head looks like an end to the reader of records.
"""

import io
import sys
import zlib
from collections.abc import Callable, Iterator
from typing import IO, Any

if sys.version_info >= (3, 14):
    from compression.zstd import ZstdDecompressor, ZstdError
else:
    from backports.zstd import ZstdDecompressor, ZstdError

PIECE = 2**16
GZIP, ZSTD, PLAIN = b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"WARC/1."
PACKED = (GZIP, ZSTD)
MAGIC = (*PACKED, PLAIN)
"""How a record begins: packed, or not."""


def ends_whole(file: IO[bytes], place: int) -> bool:
    """Return False if a file is cut off in one of the records from `place` on, where one begins.

    Blank lines that lack behind the last one are no loss. What cannot be unpacked is not judged:
    it is damage, and told where records are read.
    """
    file.seek(place)
    if not file.read(len(PLAIN)).startswith(MAGIC):
        # Many records in one gzip member: only the first of them has a place of its own.
        place = 0
    file.seek(place)
    try:
        return _are_whole(io.BufferedReader(_Unpacked(file), PIECE))
    except EOFError:
        return False
    except (zlib.error, ZstdError):
        return True


class _Unpacked(io.RawIOBase):
    """What a file holds, gzip or zstd undone. Reading raises EOFError where it is cut off."""

    def __init__(self, file: IO[bytes]) -> None:
        self.pieces, self.rest = _pieces(file), b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self.rest:
            if (piece := next(self.pieces, None)) is None:
                return 0
            self.rest = piece
        given, self.rest = self.rest[: len(buffer)], self.rest[len(buffer) :]
        buffer[: len(given)] = given
        return len(given)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    piece = file.read(PIECE)
    made: Callable[[], Any] | None = None
    if piece.startswith(GZIP[:1]):
        made = _gzip
    elif piece.startswith(ZSTD[:1]):
        made = ZstdDecompressor
    if made is None:
        while piece:
            yield piece
            piece = file.read(PIECE)
        return
    unpacker = None
    while piece:
        unpacker = unpacker or made()
        yield unpacker.decompress(piece)
        piece = b""
        if unpacker.eof:
            piece, unpacker = unpacker.unused_data, None
        piece = piece or file.read(PIECE)
    if unpacker:
        raise EOFError


def _gzip() -> Any:
    return zlib.decompressobj(31)


def _are_whole(stream: IO[bytes]) -> bool:
    while line := stream.readline(PIECE):
        if not line.strip():
            continue  # between two records
        if not line.startswith(PLAIN):
            return not PLAIN.startswith(line)
        length = _length(stream)
        if length is None or not _skip(stream, length):
            return False
    return True


def _length(stream: IO[bytes]) -> int | None:
    """Return how long a record's block is, from its head; None if that is cut off."""
    length = 0
    while line := stream.readline(PIECE):
        if not line.strip():
            return length
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            length = int(value)
    return None


def _skip(stream: IO[bytes], length: int) -> bool:
    while length:
        if not (block := stream.read(min(length, PIECE))):
            return False
        length -= len(block)
    return True
