"""The record of a site: what its runs wrote, read back in order.

A line is an observation; the current state of an id is its last line. Runs come in the order of
their ids, lines as they stand in the file. Only finished files are read.
"""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from newscrawl.items import Row
from newscrawl.record.latest import Latest
from newscrawl.state.files import FILE, PART, packing_of

Kind = Literal["articles", "comments"]
KINDS: tuple[Kind, ...] = ("articles", "comments")

FOREIGN, TORN = "lines that are not ours", "files torn at their end"
"""What is left out: the keys of `skipped`."""


def runs(folder: Path) -> list[str]:
    """Return the ids of the runs that wrote something, oldest first. Raises OSError."""
    return sorted({run for kind in KINDS for run in _files(folder, kind)})


def unfinished(folder: Path) -> list[str]:
    """Return the names of files that a run is still writing, or left behind when it died."""
    return sorted(
        path.name
        for path in folder.iterdir()
        if path.name.endswith(PART) and FILE.fullmatch(path.name)
    )


def observations(folder: Path, kind: Kind, skipped: Counter[str] | None = None) -> Iterator[Row]:
    """Yield every line of a kind, oldest first. Raises OSError.

    `skipped` counts what is left out: lines that are not ours, torn ends of files.
    """
    return (row for _, row in lines(folder, kind, skipped))


def current(folder: Path, kind: Kind, skipped: Counter[str] | None = None) -> Iterator[Row]:
    """Yield the last line of each id, in the order in which the ids were first seen.

    Memory is bounded: the lines lie in a temporary file. Raises OSError and sqlite3.Error.
    """
    with Latest(lines(folder, kind, skipped)) as latest:
        for line in latest.lines():
            yield json.loads(line)


def lines(
    folder: Path, kind: Kind, skipped: Counter[str] | None = None
) -> Iterator[tuple[bytes, Row]]:
    """Yield every line of a kind as written, and as read; see `observations`."""
    skipped = Counter() if skipped is None else skipped
    for _, path in sorted(_files(folder, kind).items()):
        for line in _whole_lines(path, skipped):
            row = _read(line)
            if row and _is_ours(row, kind):
                yield line, row
            else:
                skipped[FOREIGN] += 1


def _files(folder: Path, kind: Kind) -> dict[str, Path]:
    """Return the finished file of each run."""
    # Plain comes last: a packed copy beside it is the same lines again.
    paths = sorted(folder.iterdir(), reverse=True)
    found = ((FILE.fullmatch(path.name), path) for path in paths)
    return {match[1]: path for match, path in found if match and match[2] == kind and not match[4]}


def _whole_lines(path: Path, skipped: Counter[str]) -> Iterator[bytes]:
    end = 0
    with path.open("rb") as file:
        for end, piece in packing_of(path.name).pieces(file):  # noqa: B007  (the last counts)
            # Not splitlines(): a lone carriage return ends no line of JSON Lines.
            yield from filter(bytes.strip, piece.split(b"\n"))
        if end < path.stat().st_size:
            skipped[TORN] += 1


def _read(line: bytes) -> Row | None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) else None


def _is_ours(row: Row, kind: Kind) -> bool:
    needed = ("id", "article_id") if kind == "comments" else ("id",)
    return row.get("type") == kind[:-1] and all(isinstance(row.get(name), str) for name in needed)
