"""What of its archives a run could not read, in words for its reader."""

from newscrawl.runs.counters import Stats, by_reason

ARCHIVE = "archive_"
"""How a reason begins why an archive was not read, or a part of it."""
WHOLE = frozenset({"unreadable", "list", "unfetched", "unwritten"})
"""Reasons of a whole file or list: it is noted why the first was not read, not only where."""

CUT = "cut_off"
"""The reason of a file that ends too early: nobody knows how many records it lacks."""


def archive_losses(stats: Stats) -> list[str]:
    """Return a sentence for each kind of loss.

    >>> archive_losses({
    ...     "sources/failed/archive_broken": 1,
    ...     "first/sources/archive_broken": "a.warc",
    ... })
    ['1 record of an archive is lost (1 archive_broken in a.warc)']
    >>> archive_losses({
    ...     "sources/failed/archive_unreadable": 1,
    ...     "first/sources/archive_unreadable": "a.warc: no WARC or WACZ file",
    ... })
    ['a.warc: no WARC or WACZ file']
    >>> archive_losses({
    ...     "sources/failed/archive_cut_off": 1,
    ...     "first/sources/archive_cut_off": "b.warc",
    ... })
    ['b.warc is cut off: what followed its last whole record is lost']
    """
    lost = by_reason(stats, f"sources/failed/{ARCHIVE}")
    told = [_first(stats, word, lost.pop(word)) for word in [*lost] if word in WHOLE]
    if number := lost.pop(CUT, 0):
        file = _first(stats, CUT, number)
        are, its = ("is", "its") if number == 1 else ("are", "their")
        told.append(f"{file} {are} cut off: what followed {its} last whole record is lost")
    if number := sum(lost.values()):
        are = "record of an archive is" if number == 1 else "records of archives are"
        where = ", ".join(_place(stats, word, times) for word, times in lost.items())
        told.append(f"{number} {are} lost ({where})")
    return told


def archive_lacks(stats: Stats) -> str:
    """Return what follows `no article was found` where it is the archive that has none, or ""."""
    if lacking := stats.get("archive/lacking"):
        return f": {lacking}"
    if any(stats.get(f"articles/failed/{word}") for word in ("not_archived", "archive_failed")):
        return ": the archive lists pages that it does not give"
    return ""


def _first(stats: Stats, word: str, number: int) -> str:
    text = stats.get(f"first/sources/{ARCHIVE}{word}", f"{ARCHIVE}{word}")
    return f"{text} (and {number - 1} more)" if number > 1 else str(text)


def _place(stats: Stats, word: str, number: int) -> str:
    where = stats.get(f"first/sources/{ARCHIVE}{word}")
    first = "" if number == 1 else ", the first"
    return f"{number} {ARCHIVE}{word}{first} in {where}" if where else f"{number} {ARCHIVE}{word}"
