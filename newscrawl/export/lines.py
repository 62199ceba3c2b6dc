"""Which lines of the record are exported, and in which order."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from newscrawl import record
from newscrawl.record import Kind
from newscrawl.record.latest import Latest


def history(folder: Path, skipped: Counter[str], kinds: Sequence[Kind]) -> Iterator[bytes]:
    """Yield every observation, as it was written, oldest first."""
    for kind in kinds:
        for line, _ in record.lines(folder, kind, skipped):
            yield line


def state(folder: Path, skipped: Counter[str], kinds: Sequence[Kind]) -> Iterator[bytes]:
    """Yield the last observation of each id, in the order in which the ids were first seen."""
    for kind in kinds:
        with Latest(record.lines(folder, kind, skipped)) as latest:
            yield from latest.lines()
