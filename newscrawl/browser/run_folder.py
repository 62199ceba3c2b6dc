"""The private folder of a run, for the browser's profiles and sockets; and those of dead runs.

It is locked while the run lives; a folder that nobody locks was left by a crash.
"""

import atexit
import os
import shutil
import socket
import stat
import sys
import tempfile
from contextlib import closing, suppress
from pathlib import Path
from typing import ClassVar

from newscrawl.browser.processes import end
from newscrawl.net.failures import BrowserFailed

if sys.platform != "win32":
    import fcntl

PREFIX = "newscrawl-run-"
SHORT = ("/tmp", "/var/tmp")  # noqa: S108  (what is made there is private)
SOCKET = "9999/org.chromium.Chromium.XXXXXX/SingletonSocket"
"""The longest path of a socket below the folder: a browser's number, and Chromium's part."""


class RunFolder:
    """A temporary folder that belongs to this run while the process lives; no other user may enter.

    It lies in TMPDIR if a socket can be made there, else in /tmp or /var/tmp: a socket's path is
    limited to 108 bytes, of which Chromium takes half. Raises BrowserFailed if no place will do.
    """

    open: ClassVar[set["RunFolder"]] = set()

    def __init__(self) -> None:
        for parent in _parents():
            with suppress(OSError):
                self.path, self._descriptor = _make(parent)
                self.open.add(self)
                return
        tried = ", ".join(str(parent) for parent in _parents())
        raise BrowserFailed(
            f"it needs a socket in a temporary folder, and none can be made in {tried}: the path "
            "is too long, or the folder is not writable; TMPDIR=/folder selects another"
        )

    def mark(self, number: int) -> str:
        """Return the mark of the run's browser `number`, which all its processes carry."""
        return f"{self.path.name}.{number}."

    def close(self) -> None:
        """Kill whatever still runs, and leave nothing behind. May be called again."""
        end(self.path.name)
        shutil.rmtree(self.path, ignore_errors=True)
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
        self.open.discard(self)


@atexit.register
def close_all() -> None:
    """Remove the folders of all runs of this process; also called when a crawl is forced to end."""
    for folder in list(RunFolder.open):
        folder.close()


def clear_orphans() -> int:
    """End the browsers of runs that died, and remove their folders; return how many runs."""
    return sum(_clear(folder) for parent in _parents() for folder in parent.glob(f"{PREFIX}*"))


def _clear(folder: Path) -> bool:
    with suppress(OSError):
        if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
            return False
        descriptor = _lock(folder)
        end(folder.name)
        shutil.rmtree(folder, ignore_errors=True)
        if descriptor is not None:
            os.close(descriptor)
        return True
    return False


def _parents() -> list[Path]:
    """Return the places where a run's folder may lie, the best first."""
    found = dict.fromkeys(Path(one) for one in (tempfile.gettempdir(), *SHORT))
    return sorted(found, key=lambda parent: not _is_safe(parent))


def _is_safe(parent: Path) -> bool:
    """Return whether no other user can remove or replace what is made in a folder."""
    with suppress(OSError):
        status = parent.stat()
        shared = status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
        ours = not shared and status.st_uid in {0, os.geteuid()}
        return ours or bool(status.st_mode & stat.S_ISVTX)
    return False


def _make(parent: Path) -> tuple[Path, int | None]:
    """Return a new folder and its lock. Raises OSError if it cannot hold a socket."""
    # Lock it before it gets its name: another run starting now must not take it for a dead run's.
    new = Path(tempfile.mkdtemp(prefix=".newscrawl-", dir=parent))
    path = new.with_name(new.name.replace(".newscrawl-", PREFIX, 1))
    try:
        _try_socket(new, len(f"{path.name}/{SOCKET}") - len(new.name))
        descriptor = _lock(new)
    except OSError:
        new.rmdir()
        raise
    new.rename(path)
    return path, descriptor


def _try_socket(folder: Path, length: int) -> None:
    """Make a socket in a folder, under a name of the given length. Raises OSError."""
    if sys.platform == "win32":
        return
    path = folder / ("x" * (length - 1))
    with closing(socket.socket(socket.AF_UNIX)) as one:
        one.bind(str(path))
    path.unlink()


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
