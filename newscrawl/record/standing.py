"""How a scope stands, read from its folder without a run. Opens nothing for writing."""

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, NamedTuple

from newscrawl.items import Row
from newscrawl.record.scopes import scopes
from newscrawl.runs.exits import Exit
from newscrawl.runs.history import History, is_visit
from newscrawl.state.browser_use import ENOUGH
from newscrawl.state.lock import Lock

ALIVE = 120.0
"""A run that has not updated its note for so many seconds is taken for dead."""


class Standing(NamedTuple):
    """One scope. Moments are ISO 8601 in UTC."""

    scope: str
    last_run: Row | None
    """Its line in `runs.jsonl`; None before the first run has ended."""
    completeness: float | None
    """Share of the declared comments that were collected in the last run that read any thread with
    a declared number; None if none did. In a record that `reread --to` wrote, of that reading."""
    last_reread: Row | None
    """The line of the last reading of kept pages, which is no visit of the site."""
    kept: Row
    """Kept pages (KEEP_PAGES): the number of finished `files`, and their `bytes`."""
    running_since: str | None
    killed_since: str | None
    """When a run began that died, and has no line yet: the next run writes it."""
    next_due: str | None
    """When the first known article or thread is due again; None if none is. A fleet visits its
    outlets by a rule of its own."""
    runs: int
    articles: int | None
    """All that the ledger knows; None where it cannot be read."""
    comments: int | None
    browser: Row
    """Kinds of pages on which the browser brought nothing lately, and on how many in a row."""
    unopened: Row
    """Pages by their kind that were not opened in the browser, as it brought nothing on others."""
    poison: Row
    """Addresses that are not read, as a run died of them (`poison`) or they took too long."""

    @property
    def alarms(self) -> list[Row]:
        """Those of the last run."""
        return list(self.last_run["alarms"]) if self.last_run else []

    @property
    def has_failed(self) -> bool:
        """Return whether the last run ended otherwise than well."""
        failed = self.last_run and self.last_run["exit_status"] != Exit.DONE
        return bool(failed or self.killed_since)


def standings(output: Path) -> list[Standing]:
    """Return how each scope below OUTPUT_DIR stands: those whose last run failed first."""
    found = [standing(output / one) for one in scopes(output)]
    return sorted(found, key=lambda one: (not one.has_failed, one.scope))


def standing(folder: Path) -> Standing:
    """Return how the scope of a folder stands."""
    history = History(folder)
    runs, number = list[Row](), 0
    with suppress(OSError):  # the next run tells what is wrong with it
        runs, number = history.runs(), history.count()
    visits = [*filter(is_visit, runs)]
    again = [row for row in runs if not is_visit(row)]
    shares = [share for row in visits or again if (share := row["completeness"]) is not None]
    running, killed = _unended(history)
    return Standing(
        scope=folder.name,
        last_run=visits[-1] if visits else None,
        completeness=shares[-1] if shares else None,
        last_reread=again[-1] if again else None,
        kept=_kept(folder),
        running_since=running,
        killed_since=killed,
        runs=number - len(again),
        **_of_ledger(folder / "ledger.sqlite"),
    )


def _kept(folder: Path) -> Row:
    sizes = list[int]()
    for path in folder.glob("*-pages.warc.gz"):
        with suppress(OSError):  # it is moved away just now
            sizes.append(path.stat().st_size)
    return {"files": len(sizes), "bytes": sum(sizes)}


def _unended(history: History) -> tuple[str | None, str | None]:
    """Return when a run began that goes on, and when one that died: of two, one at most."""
    ongoing = history.ongoing()
    if not ongoing or not is_visit(ongoing):
        return None, None
    began, held = ongoing["date_started"], Lock.is_held(history.folder)
    try:
        silent = time.time() - history.running.stat().st_mtime
    except OSError:  # it has just ended
        return None, None
    alive = silent < ALIVE and held is not False
    return (began, None) if alive else (None, began)


def _of_ledger(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = {"articles": None, "comments": None, "next_due": None}
    found |= {"browser": {}, "unopened": {}, "poison": {}}
    if not path.exists():
        return found
    try:
        opened = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error:
        return found
    with closing(opened) as db:
        for name in ("article", "comment"):
            found[f"{name}s"] = next(_asked(db, f"SELECT count(*) FROM {name}"), None)  # noqa: S608
        due = [
            moment
            for table in ("visit", "thread")
            for moment in _asked(db, f"SELECT min(due) FROM {table} WHERE due > ''")  # noqa: S608
            if moment
        ]
        found["next_due"] = min(due, default=None)
        barren = "SELECT json_group_object(kind, barren) FROM browser_use WHERE barren >= ?"
        found["browser"] = json.loads(next(_asked(db, barren, ENOUGH), "{}"))
        unopened = "SELECT kind, count(*) AS number FROM unopened GROUP BY kind"
        unopened = f"SELECT json_group_object(kind, number) FROM ({unopened})"  # noqa: S608
        found["unopened"] = json.loads(next(_asked(db, unopened), "{}"))
        poison = "SELECT json_group_object(what, word) FROM poison WHERE body IS NOT NULL"
        found["poison"] = json.loads(next(_asked(db, poison), "{}"))
    return found


def _asked(db: sqlite3.Connection, query: str, *values: Any) -> Iterator[Any]:
    """Yield the answer; nothing where an older or a damaged ledger has none."""
    try:
        yield from db.execute(query, values).fetchone()
    except sqlite3.Error:
        return
