"""A file in a zip file, in which a reader may go back and forth."""

import io
import zipfile
import zlib
from typing import IO, Any

KEPT = 4 * 2**20
"""Bytes before the furthest place that are held: to go back further is to unpack all again."""
PIECE = 2**16
FAULTS = (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, ValueError)
"""What `zipfile` raises for damage, and for what it cannot read: a password, another method."""


class Entry(io.RawIOBase):
    """Raises OSError for whatever makes it unreadable, when it is read and not before."""

    def __init__(self, package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
        self.package, self.entry = package, entry
        self.file: IO[bytes] | None = None
        self.place = self.end = 0
        """Where to read next, and how far it was unpacked."""
        self.held = bytearray()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self.place, io.SEEK_END: self.entry.file_size}
        self.place = base[whence] + offset
        return self.place

    def readinto(self, buffer: Any) -> int:
        if self.place < self.end - len(self.held):
            self._open()
        while self.place >= self.end:
            if not self._more():
                return 0
        start = self.place - (self.end - len(self.held))
        piece = self.held[start : start + len(buffer)]
        buffer[: len(piece)] = piece
        self.place += len(piece)
        return len(piece)

    def _open(self) -> IO[bytes]:
        self.held, self.end = bytearray(), 0
        if self.file:
            self.file.close()
        self.file = self.package.open(self.entry)
        return self.file

    def _more(self) -> bool:
        try:
            piece = (self.file or self._open()).read(PIECE)
        except FAULTS as problem:
            raise OSError(f"{self.entry.filename} cannot be unpacked: {problem}") from None
        self.held += piece
        self.end += len(piece)
        if len(self.held) > 2 * KEPT:
            del self.held[:-KEPT]
        return bool(piece)

    def close(self) -> None:
        if self.file:
            self.file.close()
        super().close()
