"""The object store: immutable pieces under names that are never used twice, each compressed.

A folder that all machines share, or an address that obstore takes (`s3://bucket/prefix`). In it
lies a marker, which says whose it is: what is mounted there may be another store, or none.
"""

import os
import re
import secrets
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from newscrawl.runs.exits import Exit, Refused

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

NEEDS = "pip install 'newscrawl[fleet]'"
TRIES: Any = {"max_retries": 3, "retry_timeout": timedelta(seconds=20)}
MARKER = ".newscrawl-fleet"
"""Holds the id of the fleet, as text."""
CHECKED: Any = {zstd.CompressionParameter.checksum_flag: 1}
"""Without a checksum two of three bits that turn over in a piece go unnoticed."""
MEND = "bring it back from a copy of the store (a piece never changes)"
CLIENT: Any = {"timeout": "60s", "connect_timeout": "5s", "allow_http": True}


def one_line(text: str) -> str:
    """Return what a library says in one line, without the login of an address.

    >>> one_line("no way to s3://user:secret@host")
    'no way to s3://...@host'
    """
    return re.sub(r"://[^@\s/]*@", "://...@", " ".join(text.split()))[:300]


class Store:
    """Raises Refused with one line where it cannot be reached, or a piece is not there."""

    def __init__(self, address: str, fleet: str | None = None, *, make: bool = False) -> None:
        """`fleet` is the id that its marker must have; `make` lets a folder be made."""
        if not address:
            raise Refused("FLEET_STORE: name a folder that all machines share, or s3://bucket/path")
        if find_spec("obstore") is None:
            raise Refused(f"FLEET_STORE needs obstore: {NEEDS}")
        self.address, self.fleet = address, fleet
        self.folder = None if "://" in address else Path(address).absolute()
        with self._told():
            self._store = self._opened(make=make)
        if fleet:
            self.check()

    def _opened(self, *, make: bool) -> Any:
        from obstore.store import LocalStore, from_url  # noqa: PLC0415 - an extra

        if not self.folder:
            return from_url(self.address, client_options=CLIENT, retry_config=TRIES)
        if not make and not self.folder.is_dir():
            raise self._unmarked()
        return LocalStore(self.folder, mkdir=make)

    @property
    def shown(self) -> str:
        """Return where it is, for messages."""
        if self.folder:
            return self.address
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.hostname or ''}..."

    def _unmarked(self) -> Refused:
        return Refused(
            f"FLEET_STORE {self.shown}: no store of this fleet is there ({MARKER} is missing): "
            "is it mounted? `newscrawl fleet init` makes a new one",
            Exit.DISK,
        )

    def marker(self) -> str | None:
        """Return the id of the fleet whose store this is; None if nobody has made it a store."""
        import obstore  # noqa: PLC0415 - an extra

        with self._told():
            try:
                found = bytes(obstore.get(self._store, MARKER).bytes())
            except FileNotFoundError:
                return None
            return found.decode("utf-8", "replace").strip()

    def mark(self, fleet: str) -> None:
        """Make it the store of a fleet."""
        self.fleet = None  # it is marked by this
        self._write(MARKER, f"{fleet}\n".encode())
        self.fleet = fleet

    def check(self) -> None:
        """Raise Refused if it is not the store of our fleet (now: it may be mounted or not)."""
        if (found := self.marker()) is None:
            raise self._unmarked()
        if found != self.fleet:
            raise Refused(
                f"FLEET_STORE {self.shown} belongs to another fleet than FLEET_DATABASE "
                f"({MARKER} in it names {found[:40]!r}, not {self.fleet!r}): "
                "name the two that belong together"
            )

    @contextmanager
    def _told(self) -> Iterator[None]:
        from obstore.exceptions import BaseError  # noqa: PLC0415 - an extra

        try:
            yield
        except (BaseError, OSError, ValueError) as problem:
            why = one_line(str(problem).partition("Debug source")[0])
            raise Refused(f"FLEET_STORE {self.shown}: {why}", Exit.DISK) from None

    def put(self, key: str, data: bytes) -> int:
        """Keep a piece; return how many bytes it takes. It is on the disk then, or with S3."""
        packed = zstd.compress(data, options=CHECKED)
        # A folder may be unmounted at any moment: what is put beside the store does not count.
        is_marked = bool(self.folder and self.fleet)
        if is_marked:
            self.check()
        self._write(key, packed)
        if is_marked:
            self.check()
        return len(packed)

    def _write(self, key: str, data: bytes) -> None:
        import obstore  # noqa: PLC0415 - an extra

        with self._told():
            obstore.put(self._store, key, data)
            if self.folder:
                self._sync(self.folder / key)

    def try_out(self) -> None:
        """Write something, read it back, and remove it. Raises Refused."""
        import obstore  # noqa: PLC0415 - an extra

        key, data = f"{MARKER}-{secrets.token_hex(6)}", secrets.token_bytes(32)
        self._write(key, data)
        with self._told():
            found = bytes(obstore.get(self._store, key).bytes())
        self.delete([key])
        if found != data:
            why = "what is written there is not what is read back"
            raise Refused(f"FLEET_STORE {self.shown}: {why}", Exit.DISK)

    def has(self, key: str) -> bool:
        """Return whether a piece is there."""
        import obstore  # noqa: PLC0415 - an extra

        with self._told():
            try:
                obstore.head(self._store, key)
            except FileNotFoundError:
                return False
            return True

    def _sync(self, path: Path) -> None:
        for one in (path, *path.parents[: len(path.relative_to(self.folder or path).parts)]):
            descriptor = os.open(one, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def get(self, key: str, size: int | None = None) -> bytes:
        """Return a piece, which has that `size` if one is given."""
        import obstore  # noqa: PLC0415 - an extra

        with self._told():
            try:
                packed = bytes(obstore.get(self._store, key).bytes())
            except FileNotFoundError:
                raise self.broken(key, "not found") from None
        try:
            data = zstd.decompress(packed)
        except zstd.ZstdError as problem:
            raise self.broken(key, f"is damaged ({problem})") from None
        if size is not None and len(data) != size:
            raise self.broken(key, f"is damaged ({len(data)} bytes instead of {size})")
        return data

    def broken(self, key: str, how: str) -> Refused:
        """Return what is said of a piece that cannot be used."""
        return Refused(f"FLEET_STORE {self.shown}: {key} {how}: {MEND}", Exit.DISK)

    def scopes(self) -> list[str]:
        """Return the scopes of which there are pieces."""
        import obstore  # noqa: PLC0415 - an extra

        with self._told():
            return sorted(obstore.list_with_delimiter(self._store)["common_prefixes"])

    def keys(self, scope: str) -> Iterator[tuple[str, datetime, int]]:
        """Yield each piece of a scope: its name, when it was made, how many bytes it takes."""
        import obstore  # noqa: PLC0415 - an extra

        with self._told():
            for page in obstore.list(self._store, prefix=scope):
                yield from ((one["path"], one["last_modified"], one["size"]) for one in page)

    def delete(self, keys: Iterable[str]) -> None:
        """Remove pieces."""
        import obstore  # noqa: PLC0415 - an extra

        if found := [*keys]:
            with self._told():
                obstore.delete(self._store, found)
