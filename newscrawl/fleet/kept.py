"""What the fleet keeps of itself in files below OUTPUT_DIR/.fleet."""

import json
from contextlib import suppress
from pathlib import Path

from newscrawl.runs.exits import Exit, Refused

FOLDER = ".fleet"
"""Below OUTPUT_DIR; the lock of a run is on it."""


def keep(path: Path, held: object) -> None:
    """Write a file as a whole, or leave it as it is. Raises Refused with a one-line message."""
    new = path.with_suffix(".new")
    try:
        new.write_text(json.dumps(held, ensure_ascii=False, indent=0), "utf-8")
        new.replace(path)
    except OSError as problem:
        with suppress(OSError):
            new.unlink()
        raise Refused(f"{path} cannot be written: {problem.strerror}", Exit.DISK) from None
