"""The processes a run starts: marked by the run's folder, measured, and ended whatever they do.

A run's folder is locked while the run lives, so a folder whose lock is free was left by a crash.
Everything a browser starts carries the folder's name: the driver in its environment, Chromium's
processes in their command lines, which stay readable where a sandbox hides the environment.
"""

import atexit
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

import psutil

if sys.platform != "win32":
    import fcntl

PREFIX = "newscrawl-run-"
VARIABLE = "NEWSCRAWL_RUN"
"""Environment variable of a driver: the mark of its browser."""
GONE = (psutil.NoSuchProcess, psutil.AccessDenied)


class RunFolder:
    """A temporary folder that is this run's while the process lives. Holds profiles and sockets."""

    open: ClassVar[set["RunFolder"]] = set()

    def __init__(self) -> None:
        parent = tempfile.gettempdir()
        # Locked before it gets its name: another run that starts now must not take it for dead.
        new = Path(tempfile.mkdtemp(prefix=".newscrawl-", dir=parent))
        self.path = new.with_name(new.name.replace(".newscrawl-", PREFIX, 1))
        self._descriptor = _lock(new)
        new.rename(self.path)
        self.open.add(self)

    def mark(self, number: int) -> str:
        """Return the mark of the run's browser `number`; it is found in all its processes."""
        return f"{self.path.name}.{number}."

    def close(self) -> None:
        """End whatever still runs, and leave nothing behind. May be called again."""
        end(self.path.name)
        shutil.rmtree(self.path, ignore_errors=True)
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
        self.open.discard(self)


@atexit.register
def close_all() -> None:
    """Leave nothing of any run of this process; also what a forced end of a crawl runs."""
    for folder in list(RunFolder.open):
        folder.close()


def clear_orphans() -> int:
    """End the browsers of runs that died, and remove their folders; return how many runs."""
    cleared = 0
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):
            if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
                continue
            descriptor = _lock(folder)
            end(folder.name)
            shutil.rmtree(folder, ignore_errors=True)
            if descriptor is not None:
                os.close(descriptor)
            cleared += 1
    return cleared


def _lock(folder: Path) -> int | None:
    """Lock a folder. Raises BlockingIOError if a living run holds it."""
    if sys.platform == "win32":
        return None
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


# Finding and ending


def marked(mark: str) -> list[psutil.Process]:
    """Return the living processes that carry a mark; never this one."""
    living = (process for process in psutil.process_iter() if process.pid != os.getpid())
    return [process for process in living if _carries(process, mark) and is_alive(process)]


def _carries(process: psutil.Process, mark: str) -> bool:
    with suppress(*GONE, OSError):
        # An option, not any word: an editor that merely opens a folder of ours is not ours.
        if any(one.startswith("--") and mark in one for one in process.cmdline()):
            return True
        return mark in process.environ().get(VARIABLE, "")
    return False


def is_alive(process: psutil.Process) -> bool:
    """Return whether a process runs or could run again: a zombie does not."""
    with suppress(psutil.Error):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def end(mark: str, seconds: float = 5.0) -> list[psutil.Process]:
    """Kill everything that carries a mark, stopped or not; return what is left after `seconds`."""
    until = time.monotonic() + seconds
    while (left := marked(mark)) and time.monotonic() < until:
        for process in left:
            with suppress(*GONE):
                process.kill()
        # Not psutil.wait_procs: it would take the driver's exit status from asyncio.
        while any(is_alive(one) for one in left) and time.monotonic() < until:
            time.sleep(0.02)
    return left


# Looking at a living tree


def tree(root: psutil.Process) -> list[psutil.Process]:
    """Return a process and all below it; empty once it is gone."""
    with suppress(*GONE):
        return [root, *root.children(recursive=True)] if is_alive(root) else []
    return []


def is_core(process: psutil.Process) -> bool:
    """Return whether a browser is broken without this process; a renderer serves its page only."""
    with suppress(*GONE):
        kinds = [one for one in process.cmdline() if one.startswith("--type=")]
        network = any("network" in one for one in process.cmdline() if "utility-sub-type" in one)
        return not kinds or network or kinds == ["--type=zygote"]
    return False


def is_stopped(process: psutil.Process) -> bool:
    with suppress(psutil.Error):
        return process.status() in {psutil.STATUS_STOPPED, psutil.STATUS_TRACING_STOP}
    return False


def mebibytes(processes: Iterable[psutil.Process]) -> float:
    """Return the memory of processes in MiB: PSS, where pages they share count once."""
    return sum(_bytes(process) for process in processes) / 2**20


def _bytes(process: psutil.Process) -> int:
    with suppress(psutil.Error, AttributeError):
        return int(process.memory_full_info().pss)
    with suppress(psutil.Error):
        # A sandbox, or the system, tells no PSS: what is the process' own comes near to it.
        size = process.memory_info()
        return int(size.rss - getattr(size, "shared", 0))
    return 0
