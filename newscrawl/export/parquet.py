"""Parquet, by pyarrow: lists stay lists, reactions are a map, dates stay text (see OUTPUT.md)."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from itertools import islice
from typing import Any, get_args, get_origin, get_type_hints

import pyarrow as pa
import pyarrow.parquet as pq

from newscrawl.export.columns import MISFIT, columns, plain, values
from newscrawl.export.target import Sink
from newscrawl.record import Kind

GROUP = 20_000
"""Rows of a row group, which is held in memory: some 100 MB of comments."""
SIMPLE = {str: pa.string(), int: pa.int64(), bool: pa.bool_(), float: pa.float64()}


def write(lines: Iterable[bytes], kind: Kind, sink: Sink, skipped: Counter[str]) -> None:
    """Write a table, one row group at a time."""
    of = columns(kind)
    schema = pa.schema([(column.name, arrow(column.hint)) for column in of])
    rows = (values(json.loads(line), of, skipped) for line in lines)
    with pq.ParquetWriter(pa.PythonFile(sink, mode="w"), schema, compression="zstd") as writer:
        for group in _groups(rows):
            # Transposed, since Parquet stores columns.
            arrays = map(_array, zip(*group, strict=True), schema.types, [skipped] * len(of))
            writer.write_table(pa.table([*arrays], schema))


def _groups(rows: Iterator[list[Any]]) -> Iterator[list[list[Any]]]:
    while group := [*islice(rows, GROUP)]:
        yield group


def _array(cells: Iterable[Any], of: Any, skipped: Counter[str]) -> Any:
    cells = [[*cell.items()] if isinstance(cell, dict) else cell for cell in cells]
    try:
        return pa.array(cells, of)
    except (pa.ArrowException, TypeError, ValueError, OverflowError):
        return pa.array([_fitting(cell, of, skipped) for cell in cells], of)


def _fitting(cell: Any, of: Any, skipped: Counter[str]) -> Any:
    try:
        pa.scalar(cell, of)
    except (pa.ArrowException, TypeError, ValueError, OverflowError):
        skipped[MISFIT] += 1
        return None
    return cell


def arrow(hint: Any) -> Any:
    """Return Arrow's type for a field's type.

    >>> arrow(list[str]), arrow(dict[str, int])
    (ListType(list<item: string>), MapType(map<string, int64>))
    """
    hint = plain(hint)
    if get_origin(hint) is list:
        return pa.list_(arrow(get_args(hint)[0]))
    if get_origin(hint) is dict:
        return pa.map_(*map(arrow, get_args(hint)))
    if is_dataclass(hint) and isinstance(hint, type):
        hints = get_type_hints(hint)
        return pa.struct([(field.name, arrow(hints[field.name])) for field in fields(hint)])
    return SIMPLE[hint]
