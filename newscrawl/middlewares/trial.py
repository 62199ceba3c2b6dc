"""Reading in a process of its own, which may die of it: to know whether the crawl would."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable

import psutil

SECONDS = 10
"""CPU time of the process."""
PATIENCE = 120.0
"""Seconds after which it is killed on a busy machine."""
MEMORY = 2**30
"""Bytes that it may take in addition to what the crawl has."""
LOOK = 0.05
Read = Callable[[], object]


async def survives(read: Read) -> bool:
    """Return whether `read` comes to an end, with an error or without one.

    Where there are no such processes (Windows) nobody knows.
    """
    if sys.platform == "win32":
        return False
    if not (child := os.fork()):
        _read(read)
    until = time.monotonic() + PATIENCE
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)  # noqa: ASYNC222  (it does not wait)
        if ended:
            return status == 0
        if time.monotonic() > until:
            os.kill(child, signal.SIGKILL)
        await asyncio.sleep(LOOK)


def _read(read: Read) -> None:
    """Read, and end this process: nothing of the crawl it comes from may go on in it."""
    import resource  # noqa: PLC0415  (not on Windows)

    status = 1
    try:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (1, 2):
            os.dup2(nowhere, stream)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        most = psutil.Process().memory_info().vms + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        read()
        status = 0
    except MemoryError:
        pass
    except Exception:
        status = 0
    finally:
        os._exit(status)
