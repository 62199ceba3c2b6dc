"""Outlets as CSV (RFC 4180): a header, then a line each; lines that begin with `#` are comments."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from newscrawl.outlets.entry import Entry, decoded

NEW_LINE = "\n"
SEPARATORS = (",", ";", "\t")
"""Of spreadsheets: those of countries with a decimal comma write `;`."""


def read_csv(raw: bytes) -> list[Entry]:
    """Return the entries. Raises ValueError of one line."""
    text = decoded(raw)
    header, top = list[str](), 0
    entries = []
    for line, row in _rows(text):
        if not any(cell.strip() for cell in row):
            continue
        if not header:
            header, top = [cell.strip().lower() for cell in row], line
            _check(header, line)
            continue
        cells = zip(header, map(str.strip, row), strict=False)
        values = {name: cell for name, cell in cells if cell}
        entries.append(Entry(line, values, _wrong(row, header), top))
    return entries


def _wrong(row: list[str], header: list[str]) -> str:
    if any("\n" in cell.strip(" ") for cell in row):  # which swallows lines up to the next quote
        return 'a field goes on over the end of the line: is a quote (") never closed?'
    if any(cell.strip() for cell in row[len(header) :]):
        return f"{len(row)} fields, the header has {len(header)}: put a field with commas in quotes"
    return ""


def _header(text: str) -> str:
    lines = (line for line in text.splitlines() if line.strip() and line.lstrip()[0] != "#")
    return next(lines, "")


def _separator(text: str) -> str:
    return max(SEPARATORS, key=_header(text).count)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that is no comment, with the number of its first line."""
    ended = text.rstrip("\r\n") + "\n"  # so a quote that is never closed holds the end of a line
    rows = csv.reader(io.StringIO(ended, newline=""), delimiter=_separator(text))
    lines, line = ended.splitlines(), 1
    try:
        for row in rows:
            if not lines[line - 1].lstrip().startswith("#"):
                yield line, row
            line = rows.line_num + 1
    except csv.Error as problem:
        why = f'{problem}: is a quote (") never closed?'
        raise ValueError(f"line {line} is no CSV: {why}") from None


def _check(header: list[str], line: int) -> None:
    if wrong := _wrong(header, header):
        raise ValueError(f"line {line}: {wrong}")
    if any(sign in name for name in header for sign in ".:/"):
        raise ValueError(f"line {line} names no columns: begin the file with a line as name,url")
    for name in header:
        if header.count(name) > 1:
            raise ValueError(f"line {line} names the column {name!r} twice")


def write_csv(entries: Sequence[Mapping[str, str]]) -> str:
    """Return a file with the columns that any of the entries has."""
    columns = list(dict.fromkeys(name for entry in entries for name in entry))
    return csv_lines([columns, *([entry.get(name, "") for name in columns] for entry in entries)])


def add_to_csv(raw: bytes, entry: Mapping[str, str]) -> str:
    """Return a file with one entry more, and otherwise as it is, comments included."""
    text = decoded(raw)
    if not _header(text):
        return text + write_csv([entry])
    columns = [cell.strip().lower() for cell in next(_rows(_header(text)))[1]]
    new = [name for name in entry if name not in columns]
    separator, header = _separator(text), _header(text)
    row = csv_lines([[entry.get(name, "") for name in (*columns, *new)]], separator)
    longer = separator.join([header.rstrip(), *new])
    end = "\r\n" if "\r\n" in text else "\n"  # as Windows and Excel write it
    rest = text.replace(header, longer, 1).rstrip("\r\n")
    return f"{rest}{end}{row.replace(NEW_LINE, end)}"


def csv_lines(rows: Sequence[Sequence[str]], separator: str = ",") -> str:
    """Return rows as lines of CSV."""
    text = io.StringIO()
    plain = csv.writer(text, delimiter=separator, lineterminator="\n")
    quoted = csv.writer(text, delimiter=separator, lineterminator="\n", quoting=csv.QUOTE_ALL)
    for row in rows:  # what begins with `#` is a comment unless it is quoted
        (quoted if row[:1] and row[0].startswith("#") else plain).writerow(row)
    return text.getvalue()
