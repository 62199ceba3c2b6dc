"""`scrapy export`: what comes back from pandas and DuckDB is what the JSON Lines say."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from newscrawl.export.columns import columns
from newscrawl.items import Row
from newscrawl.record import Kind
from tests.support.small_record import ARTICLES, COMMENTS, ROWS, ask, export, site

__all__ = ["site"]


def flat(row: Row) -> Row:
    """What a table should hold of a line: dicts within it but reactions are columns."""
    found: Row = {}
    for name, value in row.items():
        if isinstance(value, dict) and name != "reactions":
            found |= {f"{name}_{inner}": one for inner, one in flat(value).items()}
        elif not (value is None and name in {"archive", "author", "main_image"}):
            found[name] = value
    return found


def same(read: list[Row], kind: Kind) -> None:
    """Compare a table with the lines, cell by cell."""
    assert len(read) == len(ROWS[kind])
    for have, line in zip(read, ROWS[kind], strict=True):
        want = flat(line)
        assert list(have) == [column.name for column in columns(kind)]
        assert want.keys() <= have.keys()
        assert have == {name: want.get(name) for name in have}


KINDS = pytest.mark.parametrize("kind", ["articles", "comments"])
SQL = {str: "VARCHAR", int: "BIGINT", bool: "BOOLEAN", list: "JSON", dict: "JSON"}
PANDAS = {str: "string", int: "Int64", bool: "boolean", list: "string", dict: "string"}


@KINDS
def test_parquet_read_back_is_what_was_written(site: Path, kind: Kind, tmp_path: Path) -> None:
    file = tmp_path / "x.parquet"
    export(site, "--what", kind, "-o", str(file))
    same(ask(f"FROM '{file}'"), kind)
    frame = pd.read_parquet(file, dtype_backend="pyarrow")
    rows = json.loads(frame.to_json(orient="records")) if kind == "articles" else []
    assert len(frame) == len(ROWS[kind])
    for name in (column.name for column in columns(kind) if column.kind not in {list, dict}):
        read = [None if pd.isna(value) else value for value in frame[name]]
        assert read == [flat(row).get(name) for row in ROWS[kind]], name
    for row, line in zip(rows, ARTICLES, strict=False):
        assert row["keywords"] == line["keywords"]
        assert row["images"] == line["images"]
        assert row["authors"] == line["authors"]


@KINDS
def test_csv_read_back_is_what_was_written(site: Path, kind: Kind, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    export(site, "--what", kind, "-o", str(file))
    of = columns(kind)
    types = {column.name: SQL[column.kind] for column in of}
    options = "header = true, quote = '\"', escape = '\"', delim = ',', auto_detect = false"
    query = (
        f"FROM read_csv('{file}', {options}, columns = {types}, nullstr = '', "
        "allow_quoted_nulls = false, max_line_size = 10000000)"
    )
    nested = [column.name for column in of if column.kind in {list, dict}]
    read = ask(query)
    for row in read:
        row |= {name: json.loads(row[name]) for name in nested}
    same(read, kind)


@KINDS
def test_csv_in_pandas_lacks_only_the_empty_texts(site: Path, kind: Kind, tmp_path: Path) -> None:
    file = tmp_path / "x.csv.gz"
    export(site, "--what", kind, "-o", str(file))
    frame = pd.read_csv(
        file,
        dtype={column.name: PANDAS[column.kind] for column in columns(kind)},
        keep_default_na=False,
        na_values=[""],
    )
    for column in columns(kind):
        read: list[Any] = [None if value is pd.NA else value for value in frame[column.name]]
        if column.kind in {list, dict}:
            read = [json.loads(value) for value in read]
        want = [flat(row).get(column.name) for row in ROWS[kind]]
        assert read == [None if value == "" else value for value in want], column.name


def test_json_lines_are_the_lines_as_they_were_written(site: Path, tmp_path: Path) -> None:
    now, ever = tmp_path / "now.jsonl", tmp_path / "ever.jsonl.zst"
    export(site, "-o", str(now))
    lines = now.read_bytes().split(b"\n")
    assert lines.pop() == b""
    assert [json.loads(line) for line in lines] == [*ARTICLES, *COMMENTS]
    export(site, "--history", "--what", "comments", "-o", str(ever))
    rows = ask(f"SELECT text FROM read_json('{ever}')")
    assert [row["text"] for row in rows[:2]] == ["old", COMMENTS[1]["text"]]
    assert len(rows) == len(COMMENTS) + 1


@pytest.mark.parametrize(
    "options",
    ["x.parquet --what comments", "x.csv.gz --what comments", "x.jsonl --threads"],
)
def test_same_record_same_bytes(site: Path, tmp_path: Path, options: str) -> None:
    name, *rest = options.split()
    copy = tmp_path / "again" / "paper"
    copy.mkdir(parents=True)
    for path in sorted(site.iterdir(), key=lambda path: path.name[::-1]):
        (copy / path.name).write_bytes(path.read_bytes())
    made = []
    for folder in (site, copy):
        file = folder.parent / name
        export(folder, "-o", str(file), *rest)
        made.append(file.read_bytes())
    assert made[0] == made[1]
    assert made[0]
