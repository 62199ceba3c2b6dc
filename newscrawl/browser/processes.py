"""The processes a run starts: marked by the run's folder, measured, and killed in any state.

Everything a browser starts carries the folder's name: the driver in its environment, Chromium's
processes in their command lines, which stay readable where a sandbox hides the environment.
"""

import os
import time
from collections.abc import Iterable
from contextlib import suppress

import psutil

VARIABLE = "NEWSCRAWL_RUN"
"""Environment variable of a driver: the mark of its browser."""
GONE = (psutil.NoSuchProcess, psutil.AccessDenied)
_killed: set[psutil.Process] = set()
"""Those that may still be dying: by then a process has lost its command line, so its mark too."""


# Finding and ending


def marked(mark: str) -> list[psutil.Process]:
    """Return the living processes that carry a mark; never this one."""
    living = (process for process in psutil.process_iter() if process.pid != os.getpid())
    return [process for process in living if _carries(process, mark) and is_alive(process)]


def _carries(process: psutil.Process, mark: str) -> bool:
    with suppress(*GONE, OSError):
        # Only an option counts: an editor that merely opens a folder of ours is not ours.
        if any(one.startswith("--") and mark in one for one in process.cmdline()):
            return True
        return mark in process.environ().get(VARIABLE, "")
    return False


def is_alive(process: psutil.Process) -> bool:
    """Return whether a process runs or could run again; a zombie cannot."""
    with suppress(psutil.Error):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def end(mark: str, seconds: float = 5.0) -> list[psutil.Process]:
    """Kill every process with a mark, stopped or not; return those left after `seconds`."""
    until = time.monotonic() + seconds
    while (left := [*marked(mark), *_dying()]) and time.monotonic() < until:
        _killed.update(left)  # another thread may call this, too: neither may return too early
        for process in left:
            with suppress(*GONE):
                process.kill()
        # Not psutil.wait_procs: it would collect the driver's exit status, which asyncio waits for.
        while any(is_alive(one) for one in left) and time.monotonic() < until:
            time.sleep(0.02)
    return left


def _dying() -> list[psutil.Process]:
    _killed.difference_update([one for one in _killed.copy() if not is_alive(one)])
    return [*_killed.copy()]


# Looking at a living tree


def tree(root: psutil.Process) -> list[psutil.Process]:
    """Return a process and all below it; empty once it is gone."""
    with suppress(*GONE):
        return [root, *root.children(recursive=True)] if is_alive(root) else []
    return []


def is_core(process: psutil.Process) -> bool:
    """Return whether a browser needs this process; a renderer serves only its own page."""
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
    """Return the memory of processes in MiB: PSS, which counts shared pages once."""
    return sum(_bytes(process) for process in processes) / 2**20


def _bytes(process: psutil.Process) -> int:
    with suppress(psutil.Error, AttributeError):
        return int(process.memory_full_info().pss)
    with suppress(psutil.Error):
        # A sandbox or the system may hide PSS: the process's private memory comes close.
        size = process.memory_info()
        return int(size.rss - getattr(size, "shared", 0))
    return 0
