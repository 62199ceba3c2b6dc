"""An output file while a run writes it: named `.part`, good up to an offset, and no further."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

PART = ".part"


class Part:
    """Appends whole pieces. After an error it takes no more; the next run cuts off what is torn."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self.path = folder / (name + PART)
        # Readable, too: see `restore`. Unbuffered: our caller collects what belongs together.
        self.file = self.path.open("x+b", buffering=0)
        self.good = 0
        """Bytes that are on the disk."""

    def append(self, piece: bytes) -> int:
        """Write a piece through to the disk; return the offset of its end. Raises OSError."""
        rest = memoryview(piece)
        while rest:
            rest = rest[self.file.write(rest) :]
        os.fsync(self.file.fileno())
        self.good += len(piece)
        return self.good

    def restore(self) -> bool:
        """Write the file anew if it was deleted under us; return whether it was."""
        with suppress(FileNotFoundError):
            if os.path.samestat(self.path.stat(), os.fstat(self.file.fileno())):
                return False
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # The deleted file lives as long as we have it open.
        again = self.path.open("w+b", buffering=0)
        self.file.seek(0)
        shutil.copyfileobj(self.file, again)
        self.file.close()
        self.file = again
        return True

    def finish(self) -> None:
        """Give the file the name its readers look for."""
        self.file.close()
        self.path.rename(self.path.with_name(self.name))
