"""The ledger in the store: what a snapshot holds, of which only the changed pages are sent.

SQLite's file is a row of pages of one size. A part is that size and the number of pages (both
unsigned, 4 bytes, little-endian), then for each page its place, from 0 (4 bytes), and itself.
"""

import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing
from hashlib import blake2b
from pathlib import Path

HASH = 16
"""Bytes that tell a page from another."""
PART_PAGES = 8192
"""Pages of a part at most: 32 MiB where a page has 4 KiB."""


def snapshot(ledger: Path, to: Path) -> None:
    """Copy a ledger as it is at one moment; a crawl may write to it. Raises sqlite3.Error."""
    to.unlink(missing_ok=True)
    with closing(sqlite3.connect(ledger, timeout=30.0)) as db, closing(sqlite3.connect(to)) as copy:
        copy.execute("PRAGMA synchronous = OFF")
        db.backup(copy)


def files_of(copy: Path) -> list[tuple[str, int, bool]]:
    """Return the output files that a ledger vouches for: name, good offset, whether finished."""
    with closing(sqlite3.connect(copy)) as db:
        rows = db.execute("SELECT name, good, finished FROM file ORDER BY name").fetchall()
    return [(name, good, bool(finished)) for name, good, finished in rows]


def hashes(copy: Path) -> bytes:
    """Return what tells each page of a file, one after the other."""
    with copy.open("rb") as file:
        size = _page_size(file.read(100))
        file.seek(0)
        pages = iter(lambda: file.read(size), b"")
        return b"".join(blake2b(page, digest_size=HASH).digest() for page in pages)


def changed(copy: Path, before: bytes, now: bytes) -> Iterator[bytes]:
    """Yield the parts that make of the file with hashes `before` the one with hashes `now`."""
    places = [
        place
        for place in range(len(now) // HASH)
        if now[HASH * place : HASH * (place + 1)] != before[HASH * place : HASH * (place + 1)]
    ]
    with copy.open("rb") as file:
        size = _page_size(file.read(100))
        for first in range(0, len(places), PART_PAGES):
            part = [struct.pack("<II", size, len(now) // HASH)]
            for place in places[first : first + PART_PAGES]:
                file.seek(size * place)
                part += [struct.pack("<I", place), file.read(size)]
            yield b"".join(part)


def apply(part: bytes, to: Path) -> None:
    """Change a file as a part says. Raises ValueError for what is no part."""
    if len(part) < 8 or (len(part) - 8) % (struct.unpack_from("<I", part)[0] + 4):
        raise ValueError("no part of a ledger")
    size, number = struct.unpack_from("<II", part)
    with to.open("r+b" if to.exists() else "w+b") as file:
        for start in range(8, len(part), size + 4):
            file.seek(size * struct.unpack_from("<I", part, start)[0])
            file.write(part[start + 4 : start + 4 + size])
        file.truncate(size * number)


def _page_size(head: bytes) -> int:
    size = int.from_bytes(head[16:18], "big")
    return 65536 if size == 1 else size
