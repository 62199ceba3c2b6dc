"""What a run died of while it read it: remembered, so that the next run does not die of it too.

What is being read stands in a file of its own, `reading.json`, which a run that dies leaves behind.
No write waits for the disk: it is there as soon as the kernel has it, unless the machine fails.
"""

import json
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256
from io import FileIO
from pathlib import Path
from typing import NamedTuple

from newscrawl.agent import VERSION
from newscrawl.clock import stamp
from newscrawl.state.ledger import Ledger

NAME = "reading.json"
LONGEST = 4096
"""Bytes of the file; a longer address is cut in it, and not known again."""
WAITS = tuple(timedelta(hours=hours) for hours in (0, 6, 24, 72, 168, 336, 720))
"""The waits before what was poison is asked for again; then as long as the last."""


class Reading:
    """The file that names what is being read."""

    def __init__(self, folder: Path | None) -> None:
        self.path = folder / NAME if folder else None
        self.now: str | None = None
        """What is being read."""
        self.left = self._left()
        """What a run that died was reading."""
        self.file: FileIO | None = None

    def _left(self) -> str | None:
        with suppress(OSError, ValueError):
            found = json.loads(self.path.read_bytes()) if self.path else None
            return found if isinstance(found, str) else None
        return None

    def begin(self, what: str) -> None:
        """Note what is read from now on."""
        self.now = what
        self._write(json.dumps(what))

    def end(self) -> None:
        """Note that it was read."""
        self.now = None
        self._write("null")

    def _write(self, text: str) -> None:
        if self.path:
            with suppress(OSError):  # the crawl matters more
                self.file = self.file or FileIO(self.path, "w")
                self.file.seek(0)
                self.file.write(text.encode()[:LONGEST].ljust(LONGEST))

    def close(self) -> None:
        """Remove the file: the run has come to its end."""
        if self.file:
            self.file.close()
        if self.path:
            self.path.unlink(missing_ok=True)


class Poison(NamedTuple):
    """What a run could not read, or died of."""

    what: str
    """An address, after a word where a browser opened it."""
    body: str | None
    """A hash of its bytes; None while a run is only known to have died while it read them."""
    word: str
    """`poison`, or `too_slow`."""
    seen: str
    tries: int
    due: str
    etag: str | None = None
    last_modified: str | None = None


class Poisons:
    """The table `poison` of a ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        rows = ledger.db.execute("SELECT * FROM poison")
        self.known = {row[0]: Poison(*row) for row in rows}

    def suspect(self, what: str, now: datetime) -> None:
        """Note that a run died while it read this."""
        self._save(Poison(what, None, "poison", stamp(now), 0, ""))

    def note(self, what: str, body: str, word: str, now: datetime, **given: str | None) -> None:
        """Note that these bytes cannot be read; each time the wait is longer."""
        before = self.known.get(what)
        tries = before.tries + 1 if before and before.body == body else 1
        due = stamp(now + WAITS[min(tries, len(WAITS)) - 1])
        self._save(Poison(what, body, word, stamp(now), tries, due, **given))

    def forget(self, what: str) -> None:
        """Note that something can be read after all."""
        if self.known.pop(what, None):
            self.ledger.db.execute("DELETE FROM poison WHERE what = ?", (what,))

    def _save(self, poison: Poison) -> None:
        self.known[poison.what] = poison
        self.ledger.db.execute(
            "INSERT OR REPLACE INTO poison VALUES (?, ?, ?, ?, ?, ?, ?, ?)", poison
        )


def hash_of(*bodies: bytes) -> str:
    """Return what tells bytes from others: another version of newscrawl may read the same ones."""
    digest = sha256(VERSION.encode())
    for body in bodies:
        digest.update(body)
    return digest.hexdigest()
