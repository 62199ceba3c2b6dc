"""Log what the browser, its launch script and Playwright's driver print, at DEBUG.

None of it is for the user: launch scripts complain even when the browser works.
"""

import asyncio
import logging
import os
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, suppress
from typing import Any, Self

from newscrawl.net.logs import without_keys

logger = logging.getLogger(__name__)

BROWSER_LOG = "pw:browser"
"""Makes Playwright's driver print each line of the browser and its launch script."""
LONGEST = 2000
"""Bytes kept of a line."""
LINES = 100


class Chatter(asyncio.Protocol):
    """A pipe in place of a driver's standard error, read line by line."""

    def __init__(self) -> None:
        self.lines: deque[str] = deque(maxlen=LINES)
        """The last lines printed: they tell why a browser did not start."""
        self._writing = -1
        self._begun = b""
        self._over = asyncio.Event()

    @classmethod
    async def opened(cls) -> Self:
        reading, writing = os.pipe()
        loop = asyncio.get_running_loop()
        _, chatter = await loop.connect_read_pipe(cls, os.fdopen(reading, "rb", 0))
        chatter._writing = writing
        return chatter

    @contextmanager
    def handed_on(self) -> Iterator[None]:
        """Give the pipe to the driver started inside this context; once only."""
        try:
            # Playwright passes on the descriptor of `sys.stderr`.
            with redirect_stderr(_Handed(sys.stderr, self._writing)):
                yield
        finally:
            os.close(self._writing)

    async def ended(self, seconds: float = 1.0) -> None:
        """Wait for the last words of a driver that has ended."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), seconds)

    def data_received(self, data: bytes) -> None:
        *lines, begun = (self._begun + data).split(b"\n")
        self._begun = begun[:LONGEST]
        for line in lines:
            self._take(line)

    def connection_lost(self, _error: Exception | None) -> None:
        self._take(self._begun)
        self._over.set()

    def _take(self, line: bytes) -> None:
        if text := line[:LONGEST].decode("utf-8", "replace").strip():
            self.lines.append(text)
            to_log(text)


class _Handed:
    """Our standard error, except that its descriptor, which Playwright passes on, is another."""

    def __init__(self, stream: Any, descriptor: int) -> None:
        self._stream, self._descriptor = stream, descriptor

    def fileno(self) -> int:
        return self._descriptor

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def to_log(line: str) -> None:
    logger.debug("%s", without_keys(printable(line)))


def printable(line: str) -> str:
    """Return a line without terminal control characters: it may quote a page."""
    return line if line.isprintable() else ascii(line)[1:-1]
