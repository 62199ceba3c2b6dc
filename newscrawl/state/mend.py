"""What is done at the start of a run: files of dead runs are cut to what is good, and finished."""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from newscrawl.items import Article, Comment, Metadata
from newscrawl.state import visits
from newscrawl.state.ledger import Ledger, thread_of
from newscrawl.state.packing import packing_of
from newscrawl.state.part import PART
from newscrawl.state.runs import FILE, Runs, Unfinished


def mend(ledger: Ledger, folder: Path) -> list[str]:
    """Bring files and ledger together again; return what the user should know.

    Idempotent: may be killed anywhere and done again. Raises OSError and sqlite3.Error.
    """
    runs = Runs(ledger)
    news = [*_adopt(ledger, runs, folder)]
    for left in runs.unfinished():
        news += _finish(ledger, left, folder)
        runs.finished(left.name)
        ledger.db.commit()
    # Files of a run that died before its first commit.
    for path in folder.glob(f"*{PART}"):
        if FILE.fullmatch(path.name):
            path.unlink()
    return news


def cut(path: Path, good: int) -> bool:
    """Cut a file back to its good offset. Return False if it ends before: then to its last piece.

    A piece is a line, or a member of a compressed file.
    """
    size = path.stat().st_size
    short = size < good
    end = packing_of(path.name).whole(path) if short else good
    if end < size:
        with path.open("r+b") as file:
            file.truncate(end)
            os.fsync(file.fileno())
    return not short


def _finish(ledger: Ledger, left: Unfinished, folder: Path) -> Iterator[str]:
    final, part = folder / left.name, folder / (left.name + PART)
    path = part if part.exists() else final
    if path == final and final.exists() and final.stat().st_size > left.good:
        # An old copy of the ledger: readers have this file already.
        _save_all(ledger, final, left.run)
    elif not (path.exists() and cut(path, left.good)):
        gone = _forget(ledger, left, path)
        yield f"{gone} lines of {final} are no longer there; they are crawled again"
    if part.exists():
        part.rename(final)


def _forget(ledger: Ledger, left: Unfinished, path: Path) -> int:
    items = list(_items(path)) if path.exists() else []
    still = {(i.id, thread_of(i) if isinstance(i, Article) else None) for i in items}
    ledger.db.execute("UPDATE link SET done = NULL")
    match = FILE.fullmatch(left.name)
    visits.forget(ledger, left.run)
    return ledger.forget(left.run, match[2], still) if match else 0


def _adopt(ledger: Ledger, runs: Runs, folder: Path) -> Iterator[str]:
    """Read the files of runs the ledger does not know: it was deleted, or is an old copy."""
    known = runs.known()
    strangers = sorted(
        (match[1], path)
        for path in folder.iterdir()
        if (match := FILE.fullmatch(path.name)) and match[1] not in known
    )
    for run, path in strangers:
        _save_all(ledger, path, run)
        if path.name.endswith(PART):
            # What is torn at its end goes when it is finished.
            runs.good(path.name.removesuffix(PART), run, packing_of(path.name).whole(path))
    for run in {run for run, _ in strangers}:
        runs.add(run, "", "", "unknown")
    ledger.db.commit()
    if strangers:
        yield (
            f"the ledger {ledger.path} was new or old: "
            f"read again from {len(strangers)} files of {folder}"
        )


def _save_all(ledger: Ledger, path: Path, run: str) -> None:
    for item in _items(path):
        with suppress(sqlite3.IntegrityError):  # not a line of ours: it has no hash
            ledger.save(item, run)
            if isinstance(item, Article):
                visits.adopt(ledger, item)


def _items(path: Path) -> Iterator[Article | Comment]:
    """Yield the lines of a file, as far as the ledger needs them."""
    for line in packing_of(path.name).lines(path):
        try:
            row: dict[str, Any] = json.loads(line)
            row["metadata"] = Metadata(**(row.get("metadata") or {}))
            yield Article(**row) if row["type"] == "article" else Comment(**row)
        except (ValueError, KeyError, TypeError):
            continue  # not a line of ours
