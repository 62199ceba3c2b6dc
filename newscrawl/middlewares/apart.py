"""Reading in a process of its own: it may take its time, and may die of it."""

import asyncio
import os
import pickle
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from typing import IO, Any

import psutil

SECONDS = 30
"""CPU time of the process."""
PATIENCE = 150.0
"""Seconds after which it is killed, on a busy machine."""
MEMORY = 2**30
"""Bytes that it may take in addition to what the crawl has."""
LOOK = 0.05


async def read_apart(read: Callable[[], Any]) -> Any | None:
    """Return what `read` returns, an empty list if it raises, None if its process dies of it.

    It is a copy of this process. Where there are none (Windows) nobody knows: None.
    """
    if sys.platform == "win32":
        return None
    with tempfile.TemporaryFile() as result:
        if not (child := os.fork()):
            _read(read, result)
        if await _ended(child):
            return None
        result.seek(0)
        return pickle.load(result)  # noqa: S301  (written by ourselves)


async def _ended(child: int) -> int:
    """Wait for the end of a process; return its status, 0 if it ended well."""
    until = time.monotonic() + PATIENCE
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)  # noqa: ASYNC222  (it does not wait)
        if ended:
            return status
        if time.monotonic() > until:
            os.kill(child, signal.SIGKILL)
        await asyncio.sleep(LOOK)


def _read(read: Callable[[], Any], result: IO[bytes]) -> None:
    """Read, and end this process: nothing of the crawl it comes from may go on in it."""
    status = 1
    try:
        _bound(result.fileno())
        result.write(pickle.dumps(_given(read), pickle.HIGHEST_PROTOCOL))
        result.flush()
        status = 0
    finally:
        os._exit(status)


def _given(read: Callable[[], Any]) -> Any:
    try:
        return read()
    except MemoryError:
        raise
    except Exception:
        return []


def _bound(result: int) -> None:
    """Bound what this process may take, and close the files of the crawl but for one.

    Else the folder would stay locked if the crawl were killed now.
    """
    import resource  # noqa: PLC0415  (not on Windows)

    os.closerange(3, result)
    os.closerange(result + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    most = psutil.Process().memory_info().vms + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
