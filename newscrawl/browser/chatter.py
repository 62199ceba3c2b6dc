"""What the browser, its launch script and Playwright's driver print: into the log, at DEBUG.

None of it is for the user: a launch script complains of anything, in a browser that works.
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
"""What Playwright's driver is to print: each line of the browser and its launch script."""
LONGEST = 2000
"""Bytes of a line that are kept."""
LINES = 100


class Chatter(asyncio.Protocol):
    """A pipe in place of a driver's standard error, read line by line."""

    def __init__(self) -> None:
        self.lines: deque[str] = deque(maxlen=LINES)
        """The last ones: they tell why it did not start."""
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
        """Give it to the driver that is started meanwhile; once only."""
        try:
            # Playwright hands on the descriptor of `sys.stderr`.
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
    """Standard error as it is for us; who asks for its descriptor, to hand it on, gets another."""

    def __init__(self, stream: Any, descriptor: int) -> None:
        self._stream, self._descriptor = stream, descriptor

    def fileno(self) -> int:
        return self._descriptor

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def to_log(line: str) -> None:
    logger.debug("%s", without_keys(printable(line)))


def printable(line: str) -> str:
    """Return a line without what steers a terminal; a page's words may stand in it."""
    return line if line.isprintable() else ascii(line)[1:-1]
