"""The object store: immutable pieces under names that are never used twice, each compressed.

A folder that all machines share, or an address that obstore takes (`s3://bucket/prefix`).
"""

import os
import re
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
CLIENT: Any = {"timeout": "60s", "connect_timeout": "5s", "allow_http": True}


def one_line(text: str) -> str:
    """Return what a library says in one line, without the login of an address.

    >>> one_line("no way to s3://user:secret@host")
    'no way to s3://...@host'
    """
    return re.sub(r"://[^@\s/]*@", "://...@", " ".join(text.split()))[:300]


class Store:
    """Raises Refused with one line where it cannot be reached, or a piece is not there."""

    def __init__(self, address: str) -> None:
        if not address:
            raise Refused("FLEET_STORE: name a folder that all machines share, or s3://bucket/path")
        if find_spec("obstore") is None:
            raise Refused(f"FLEET_STORE needs obstore: {NEEDS}")
        self.address = address
        self.folder = None if "://" in address else Path(address).absolute()
        with self._told():
            self._store = self._opened()

    def _opened(self) -> Any:
        from obstore.store import LocalStore, from_url  # noqa: PLC0415 - an extra

        if self.folder:
            return LocalStore(self.folder, mkdir=True)
        return from_url(self.address, client_options=CLIENT, retry_config=TRIES)

    @contextmanager
    def _told(self) -> Iterator[None]:
        from obstore.exceptions import BaseError  # noqa: PLC0415 - an extra

        try:
            yield
        except (BaseError, OSError, ValueError) as problem:
            why = one_line(str(problem).partition("Debug source")[0])
            parts = urlsplit(self.address)
            shown = self.address if self.folder else f"{parts.scheme}://{parts.hostname or ''}..."
            raise Refused(f"FLEET_STORE {shown}: {why}", Exit.DISK) from None

    def put(self, key: str, data: bytes) -> int:
        """Keep a piece; return how many bytes it takes. It is on the disk then, or with S3."""
        import obstore  # noqa: PLC0415 - an extra

        packed = zstd.compress(data)
        with self._told():
            obstore.put(self._store, key, packed)
            if self.folder:
                self._sync(self.folder / key)
        return len(packed)

    def _sync(self, path: Path) -> None:
        for one in (path, *path.parents[: len(path.relative_to(self.folder or path).parts)]):
            descriptor = os.open(one, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def get(self, key: str) -> bytes:
        """Return a piece."""
        import obstore  # noqa: PLC0415 - an extra

        with self._told():
            packed = bytes(obstore.get(self._store, key).bytes())
        try:
            return zstd.decompress(packed)
        except zstd.ZstdError as problem:
            raise Refused(f"FLEET_STORE: {key} is damaged ({problem})", Exit.DISK) from None

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
