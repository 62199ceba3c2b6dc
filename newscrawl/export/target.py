"""Where an export goes: standard output, or a file that gets its name only once it is complete."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from newscrawl.state.files import PART, Packing, packing_of

CHUNK = 2**20
"""Bytes compressed and written at a time."""


class Sink:
    """Collects bytes and writes them compressed; offers what pyarrow needs of a file."""

    closed = False

    def __init__(self, file: IO[bytes], packing: Packing) -> None:
        self.file, self.packing = file, packing
        self.waiting = bytearray()
        self.taken = 0

    def write(self, data: bytes) -> int:
        self.waiting += data
        self.taken += len(data)
        if len(self.waiting) >= CHUNK:
            self.pack()
        return len(data)

    def tell(self) -> int:
        return self.taken

    def pack(self) -> None:
        """Write the collected bytes as a piece of its own."""
        self.file.write(self.packing.pack(bytes(self.waiting)))
        self.waiting.clear()

    def flush(self) -> None:
        """Do nothing: small pieces compress badly."""


@contextmanager
def target(name: str) -> Iterator[Sink]:
    """Open a file by its name (`.gz` and `.zst` compress it), or standard output for `-`.

    An existing file is replaced once the new one is complete. Raises OSError.
    """
    if name == "-":
        sink = Sink(sys.stdout.buffer, packing_of(""))
        yield sink
        sink.pack()
        sys.stdout.flush()
        return
    part = Path(name + PART)
    try:
        with part.open("wb") as file:
            sink = Sink(file, packing_of(name))
            yield sink
            sink.pack()
        part.replace(name)
    finally:
        part.unlink(missing_ok=True)
