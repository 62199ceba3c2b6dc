"""Done at the start of a run: files of dead runs are cut to their good part, and finished."""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from newscrawl.items import Article, Comment, Metadata
from newscrawl.state import visits
from newscrawl.state.files import PART, packing_of, run_and_kind
from newscrawl.state.ledger import Ledger, thread_of
from newscrawl.state.lock import Lock
from newscrawl.state.tasks import File, Runs

PAGES = "pages"
"""What a file of kept pages holds, which are no lines."""


def mend(ledger: Ledger, lock: Lock) -> list[str]:
    """Make files and ledger agree again; return what the user should know.

    Idempotent: it may be killed at any point and repeated. Raises OSError and sqlite3.Error.
    """
    runs, folder = Runs(ledger), lock.path
    # Oldest first, so that the last line of an id is what the ledger knows of it.
    news = [*_finish_all(ledger, runs, folder), *_adopt(ledger, runs, folder)]
    news += _finish_all(ledger, runs, folder)
    # Files of a run that died before its first commit.
    for path in _files(folder):
        if path.name.endswith(PART):
            path.unlink()
    lock.sync()
    return news


def cut(path: Path, good: int) -> bool:
    """Cut a file to its good offset. If it ends before, cut it to its last piece; return False.

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


def _finish_all(ledger: Ledger, runs: Runs, folder: Path) -> Iterator[str]:
    parts = {path.name for path in folder.glob(f"*{PART}")}
    for file in runs.files():
        # A finished file still named `.part`: the rename was lost.
        if not file.finished or file.name + PART in parts:
            yield from _finish(ledger, runs, file, folder)


def _finish(ledger: Ledger, runs: Runs, file: File, folder: Path) -> Iterator[str]:
    final, part = folder / file.name, folder / (file.name + PART)
    size = final.stat().st_size if final.is_file() else -1
    path = part if size < file.good and part.exists() else final
    if size > file.good:
        # An old copy of the ledger: readers have this file already.
        _save_all(ledger, final, file.run)
    elif not (path.is_file() and cut(path, file.good)):
        yield _tell_lost(ledger, file, path)
    runs.good(file.name, file.run, file.good, finished=True)
    ledger.db.commit()
    if path == part:
        part.rename(final)


def _tell_lost(ledger: Ledger, file: File, path: Path) -> str:
    """Forget what no file holds any more; return what the user should know."""
    final = path.with_name(file.name)
    if run_and_kind(file.name)[1] == PAGES:
        return f"the last of the pages kept in {final} are no longer there"
    gone = _forget(ledger, file, path)
    return f"{gone} lines of {final} are no longer there; they are crawled again"


def _forget(ledger: Ledger, file: File, path: Path) -> int:
    """Forget lines that no file holds any more; where earlier files hold them, they count."""
    items = list(_items(path)) if path.exists() else []
    still = {(i.id, thread_of(i) if isinstance(i, Article) else None) for i in items}
    ledger.db.execute("UPDATE link SET done = NULL")
    visits.forget(ledger, file.run)
    run, kind = run_and_kind(file.name)
    gone = ledger.forget(run, kind, still)
    for before, item in _written(path.parent, run, kind) if gone else []:
        if item.id in gone:
            ledger.save(item, before)
    return len(gone)


def _written(folder: Path, until: str, kind: str) -> Iterator[tuple[str, Article | Comment]]:
    """Yield what all runs up to this one wrote of a kind, with the id of each run."""
    for path in _files(folder):
        run, its_kind = run_and_kind(path.name)
        if run <= until and its_kind == kind:
            for item in _items(path):
                yield run, item


def _adopt(ledger: Ledger, runs: Runs, folder: Path) -> Iterator[str]:
    """Read the files that the ledger does not know: it was deleted, or is an old copy."""
    known, vouched = runs.known(), {run_and_kind(file.name) for file in runs.files()}
    strangers = []
    for path in _files(folder):
        run, kind = run_and_kind(path.name)
        # A known run's part that nothing vouches for was never committed.
        committed = known.get(run) != "unknown" and not path.name.endswith(PART)
        if run not in known or (committed and (run, kind) not in vouched):
            strangers.append((run, path))
    for run, path in strangers:
        _save_all(ledger, path, run)
        # A torn end is cut off when the file is finished. One that holds nothing is not: it goes.
        name, whole = path.name.removesuffix(PART), packing_of(path.name).whole(path)
        if whole or name == path.name:
            runs.good(name, run, whole, finished=name == path.name)
    for run in {run for run, _ in strangers} - known.keys():
        runs.add(run, "", "", "unknown")
    ledger.db.commit()
    if strangers:
        yield (
            f"the ledger {ledger.path} was new or old: "
            f"read again from {len(strangers)} files of {folder}"
        )


def _files(folder: Path) -> list[Path]:
    """Return the output files of a folder, oldest first."""
    return sorted(path for path in folder.iterdir() if run_and_kind(path.name)[0])


def _save_all(ledger: Ledger, path: Path, run: str) -> None:
    if run_and_kind(path.name)[1] == PAGES:
        return  # the ledger knows what was read of them by the lines
    for item in _items(path):
        with suppress(sqlite3.IntegrityError):  # not a line of ours: it has no hash
            ledger.save(item, run)
            if isinstance(item, Article):
                visits.adopt(ledger, item)


def _items(path: Path) -> Iterator[Article | Comment]:
    """Yield the lines of a file, with only what the ledger needs."""
    for line in packing_of(path.name).lines(path):
        try:
            row: dict[str, Any] = json.loads(line)
            row["metadata"] = Metadata(**(row.get("metadata") or {}))
            yield Article(**row) if row["type"] == "article" else Comment(**row)
        except (ValueError, KeyError, TypeError):
            continue  # not a line of ours
