"""One list from several sightings of it: the page at last, and the parts that it had dropped."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from newscrawl.generic.markup.nesting import Row

START, END = "\0start", "\0end"
"""No keys of rows: HTML holds no such character."""


def merged(rows: Sequence[Row], keys: dict[Row, str], sizes: dict[Row, int]) -> list[Row]:
    """Return one row for each key, in the order of the whole thread.

    What was dropped stood before what is there at last; parts overlap, and a row that one part
    lacks comes after the row it follows in another. The page's last state of a row is kept, else
    the longest: a text may have been opened meanwhile.
    """
    if not any(row.piece for row in rows):
        return list(rows)
    best: dict[str, Row] = {}
    for row in rows:
        known = best.setdefault(keys[row], row)
        if known.piece and (not row.piece or sizes[row] > sizes[known]):
            best[keys[row]] = row
    pieces = [list(part) for _, part in groupby(rows, key=lambda row: row.piece)]
    pieces.sort(key=lambda part: part[0].piece or len(rows))
    return [best[key] for key in _in_order([keys[row] for row in part] for part in pieces)]


def _in_order(parts: Iterable[list[str]]) -> list[str]:
    """Return the keys of overlapping lists as one list."""
    following: dict[str, str] = {START: END}
    last = START
    for part in parts:
        at = last
        first = next((key for key in part if key in following), part[0])
        if first != part[0] and first in following:
            # What comes before the first known key stands there, too.
            at = next(before for before, after in following.items() if after == first)
        for key in part:
            if key not in following:
                following[key], following[at] = following[at], key
                last = key if at == last else last
            at = key
    return list(_walk(following))


def _walk(following: dict[str, str]) -> Iterator[str]:
    key = following[START]
    while key != END:
        yield key
        key = following[key]
