"""Folders of earlier versions, which kept one for all editions or hosts of a site.

Such a folder becomes one a scope before the next run of the site: the files, the lines of
`runs.jsonl` and what the ledger knows go where their runs belong. What is not ours stays.
"""

import json
import os
import shutil
import sqlite3
from collections.abc import Collection
from contextlib import closing, suppress
from pathlib import Path

from newscrawl.extract.identity import plain_host
from newscrawl.runs.history import NAME, History
from newscrawl.sites.base import Site
from newscrawl.sites.scopes import scope_of_host
from newscrawl.state import poison
from newscrawl.state.files import FILE, packing_of
from newscrawl.state.ledger import Ledger
from newscrawl.state.lock import Lock
from newscrawl.state.mend import mend

LEDGER = "ledger.sqlite"
BUILDING = ".scopes"
"""Below the old folder: the new ones until they are whole."""
OTHERS = """
DELETE FROM article WHERE coalesce(run, '') NOT IN (SELECT id FROM mine)
    AND scope_of(id) != (SELECT name FROM scope);
DELETE FROM comment WHERE article_id NOT IN (SELECT id FROM article);
DELETE FROM rendered WHERE article_id NOT IN (SELECT id FROM article);
DELETE FROM thread WHERE article_id NOT IN (SELECT id FROM article);
DELETE FROM visit WHERE coalesce(article_id, '') NOT IN (SELECT id FROM article)
    AND scope_of(key) != (SELECT name FROM scope);
DELETE FROM run WHERE id NOT IN (SELECT id FROM mine);
DELETE FROM file WHERE run NOT IN (SELECT id FROM mine);
DELETE FROM link WHERE task NOT IN (SELECT task FROM run);
DELETE FROM source WHERE task NOT IN (SELECT task FROM run);
"""
"""Takes what belongs to other scopes out of a copy of the ledger."""


def is_record(folder: Path) -> bool:
    """Return whether a folder holds what runs of a scope wrote."""
    return (folder / NAME).exists() or (folder / LEDGER).exists()


def take_over(old: Path, scope: str, site: Site, sites: Collection[str]) -> str:
    """Make a folder of each scope in the old one, beside it; return what the user should know.

    What cannot be assigned is `scope`'s. `sites` are the names of all sites. It may be killed at
    any point and repeated. Raises Refused if a run is writing there, OSError and sqlite3.Error.
    """
    lock = Lock(old)
    try:
        return _Split(old, scope, site, sites).do(lock)
    finally:
        lock.release()


class _Split:
    def __init__(self, old: Path, scope: str, site: Site, sites: Collection[str]) -> None:
        self.old, self.scope, self.site, self.sites = old, scope, site, sites
        self.known = set[str]()
        """The runs of the ledger; a run that never began is in `runs.jsonl` alone."""

    def do(self, lock: Lock) -> str:
        runs = self._runs(lock)
        scopes = sorted({*runs.values()} or {self.scope})
        whole = self.old.with_name(scopes[0])
        if len(scopes) == 1 and not whole.exists():
            self.old.rename(whole)
            return f"{self.old} was of an earlier version: it is {whole} now"
        places = [self._build(one, runs) for one in scopes]
        self._leave()
        return f"{self.old} was of an earlier version: its records are {', '.join(places)} now"

    def _runs(self, lock: Lock) -> dict[str, str]:
        """Return the scope of each run, when all files of dead runs are finished."""
        ledger = Ledger(self.old / LEDGER)
        try:
            mend(ledger, lock)
            tasks = dict(ledger.db.execute("SELECT id, task FROM run").fetchall())
        finally:
            ledger.close()
        history = History(self.old)
        history.bury(poison.Reading(self.old).left)
        self.known = set(tasks)
        given = {row["run_id"]: row["arguments"] for row in history.runs()}
        given |= {run: json.loads(task) for run, task in tasks.items() if task}
        return {run: self._scope(run, given.get(run)) for run in {*tasks, *given}}

    def _scope(self, run: str, given: dict[str, str] | None) -> str:
        with suppress(ValueError):  # a file of addresses may be gone
            if given is not None:
                return type(self.site).from_arguments(given).record_scope(self.sites)
        for path in sorted(self.old.glob(f"{run}-articles*")):
            for line in packing_of(path.name).lines(path):
                return self._scope_of(json.loads(line)["id"])
        return self.scope

    def _scope_of(self, key: str) -> str:
        """Return the scope of an id, or of the key of a link: it comes first."""
        first = key.partition(":http")[0] if ":http" in key else key.rpartition(":")[0]
        if len(self.site.editions) > 1:
            return first if first.startswith(f"{self.site.name}.") else self.scope
        return scope_of_host(plain_host(first), self.sites)

    def _build(self, scope: str, runs: dict[str, str]) -> str:
        """Make the folder of a scope, in one step for all who look; return its path."""
        mine = {run for run, its in runs.items() if its == scope}
        target = self.old.with_name(scope)
        while is_record(target):
            if _has(target, mine & self.known):  # an attempt that was killed has made it
                return str(target)
            target = target.with_name(f"{target.name}.before")
        new = self.old / BUILDING / target.name
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True)
        for path in self.old.iterdir():
            match = FILE.fullmatch(path.name)
            if match and match[1] in mine:
                _link(path, new / path.name)
        self._ledger(new, scope, mine)
        self._history(new, scope, runs)
        with suppress(FileNotFoundError):
            shutil.copy2(self.old / poison.NAME, new)
        if target.is_dir():  # it has no record yet, but perhaps a log
            for path in target.iterdir():
                path.rename(new / path.name)
            target.rmdir()
        new.rename(target)
        return str(target)

    def _ledger(self, new: Path, scope: str, mine: set[str]) -> None:
        with (
            closing(sqlite3.connect(self.old / LEDGER)) as before,
            closing(sqlite3.connect(new / LEDGER, isolation_level=None)) as db,
        ):
            before.backup(db)
            db.create_function("scope_of", 1, self._scope_of)
            db.execute("CREATE TEMP TABLE scope AS SELECT ? AS name", (scope,))
            db.execute("CREATE TEMP TABLE mine (id TEXT PRIMARY KEY)")
            db.executemany("INSERT INTO mine VALUES (?)", [(run,) for run in mine])
            db.executescript(f"BEGIN;{OTHERS}COMMIT;VACUUM;")

    def _history(self, new: Path, scope: str, runs: dict[str, str]) -> None:
        if not (self.old / NAME).exists():
            return
        with (self.old / NAME).open("rb") as before, (new / NAME).open("wb") as file:
            for line in before:
                with suppress(ValueError, KeyError):
                    # Of a run that never began the ledger knows nothing.
                    if runs.get(json.loads(line)["run_id"], self.scope) == scope:
                        file.write(line)
            file.flush()
            os.fsync(file.fileno())

    def _leave(self) -> None:
        """Take away what is in its new place; the ledger last, as it tells what that is."""
        shutil.rmtree(self.old / BUILDING, ignore_errors=True)
        for path in list(self.old.iterdir()):
            if path.name in {NAME, poison.NAME} or FILE.fullmatch(path.name):
                path.unlink()
        for name in (f"{LEDGER}-wal", f"{LEDGER}-shm", LEDGER):
            (self.old / name).unlink(missing_ok=True)
        if not any(self.old.iterdir()):
            self.old.rmdir()


def _has(folder: Path, runs: set[str]) -> bool:
    """Return whether a folder's ledger knows all of these runs."""
    with closing(sqlite3.connect(folder / LEDGER)) as db, suppress(sqlite3.Error):
        there = {run for (run,) in db.execute("SELECT id FROM run")}
        return runs <= there
    return False


def _link(path: Path, copy: Path) -> None:
    try:
        copy.hardlink_to(path)
    except OSError:  # a file system without links
        shutil.copy2(path, copy)
