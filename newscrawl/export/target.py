"""Where an export goes: standard output, or a file that has its name only when it is whole."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from newscrawl.state.files import PART, Packing, packing_of

CHUNK = 2**20
"""Bytes that are packed and written at a time."""


class Sink:
    """Collects bytes, and writes them packed. As much of a file as pyarrow asks for."""

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
        """Write what was collected as a piece of its own."""
        self.file.write(self.packing.pack(bytes(self.waiting)))
        self.waiting.clear()

    def flush(self) -> None:
        """Nothing: a piece that is too small packs badly."""


@contextmanager
def target(name: str) -> Iterator[Sink]:
    """Open a file by its name (`.gz` and `.zst` are packed), or standard output by `-`.

    An existing file is replaced when the new one is whole. Raises OSError.
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
