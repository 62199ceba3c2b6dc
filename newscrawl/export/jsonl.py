"""JSON Lines: the lines as they were written."""

from collections import Counter
from collections.abc import Iterable

from newscrawl.export.target import Sink
from newscrawl.record import Kind


def write(lines: Iterable[bytes], _kind: Kind | None, sink: Sink, _skipped: Counter[str]) -> None:
    """Write the lines of any kind."""
    for line in lines:
        sink.write(line + b"\n")
