"""CSV as in RFC 4180, in UTF-8: texts are quoted, so that an empty one differs from a missing one.

Python's `csv` writes both alike (before 3.12), and a removed comment could not be told apart.
"""

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from newscrawl.export.columns import columns, values
from newscrawl.export.target import Sink
from newscrawl.record import Kind

JSON = json.JSONEncoder(ensure_ascii=False)


def write(lines: Iterable[bytes], kind: Kind, sink: Sink, skipped: Counter[str]) -> None:
    """Write a table with a header. Lists and reactions are JSON in their cell."""
    of = columns(kind)
    sink.write(",".join(column.name for column in of).encode() + b"\r\n")
    for line in lines:
        row = ",".join(map(cell, values(json.loads(line), of, skipped)))
        # Half a surrogate pair, which only another program can have written, is not UTF-8.
        sink.write(row.encode("utf-8", "replace") + b"\r\n")


def cell(value: Any) -> str:
    r"""Return a value as it is written between two commas.

    >>> [cell(value) for value in (None, "", 'a "b"\n', True, 3, ["x"])]
    ['', '""', '"a ""b""\n"', 'true', '3', '"[""x""]"']
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    text = JSON.encode(value)
    return cell(text) if isinstance(value, list | dict) else text
