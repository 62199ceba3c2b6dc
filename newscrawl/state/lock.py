"""One run per folder: a lock that dies with its process, whatever kills it."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from newscrawl.runs.exits import Exit, Refused

if sys.platform != "win32":
    import fcntl


MOMENT = 0.05
"""Seconds. Somebody may just ask whether the folder is held: see `is_held`."""


class Lock:
    """Holds a folder until `release`, or the end of the process. Raises Refused if it is held.

    The lock lies on the folder itself: no lock file is left behind that someone must remove. The
    descriptor is not inherited (PEP 446), so an orphaned browser does not hold it either.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder
        self.descriptor: int | None = None
        try:
            self._take_soon()
        except BlockingIOError:
            self.release()
            raise Refused(
                f"another run is writing to {folder}; wait for its end, "
                "or give this one another -s OUTPUT_DIR=...",
                Exit.LOCKED,
            ) from None

    def _take_soon(self) -> None:
        try:
            self._take()
        except BlockingIOError:
            self.release()
            time.sleep(MOMENT)
            self._take()

    def _take(self) -> None:
        if sys.platform != "win32":  # which opens no folders
            self.descriptor = os.open(self.path, os.O_RDONLY)
            fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    @staticmethod
    def is_held(folder: Path) -> bool | None:
        """Return whether a run holds a folder; None where that cannot be told.

        Asked for with a shared lock that is let go at once, so that many may ask at a time.
        """
        if sys.platform == "win32":
            return None
        try:
            descriptor = os.open(folder, os.O_RDONLY)
        except OSError:
            return None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:  # a file system without locks
            return None
        finally:
            os.close(descriptor)
        return False

    def restore(self) -> bool:
        """Lock the folder again if it was deleted and recreated; return whether it was."""
        if self.descriptor is None or os.path.samestat(self.path.stat(), os.fstat(self.descriptor)):
            return False
        self.release()
        try:
            self._take()
        except BlockingIOError:
            raise OSError(f"{self.path} was deleted, and now another run writes to it") from None
        return True

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep the folder beyond `release`, for what is written about a run after its end."""
        if self.descriptor is None:
            yield
            return
        copy = os.dup(self.descriptor)  # not inherited either
        try:
            yield
        finally:
            os.close(copy)

    def sync(self) -> None:
        """Sync the folder's names to the disk, as they are after a rename."""
        if self.descriptor is not None:
            os.fsync(self.descriptor)

    def release(self) -> None:
        if self.descriptor is not None:
            with suppress(OSError):
                os.close(self.descriptor)
            self.descriptor = None
