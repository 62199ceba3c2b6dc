"""The folder of a scope on one machine, and what is written of it for all: each made as the other.

Beside the record lie `.fleet.json`, which commit the folder was last as, and `.fleet.pages`, what
tells the pages of the ledger then. A folder whose commit is the newest may hold more: a crawl was
killed there, and the next one goes on with it. One that others have overtaken is set back.
"""

import json
import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from newscrawl.machines import pages
from newscrawl.machines.heads import Change, Head, Heads, Piece
from newscrawl.machines.keys import new_key
from newscrawl.machines.store import Store
from newscrawl.runs.exits import Exit, Refused
from newscrawl.runs.history import NAME as HISTORY
from newscrawl.runs.history import RUNNING
from newscrawl.state.files import PART, run_and_kind
from newscrawl.state.takeover import LEDGER, is_record

MARK, PAGES, COPY = ".fleet.json", ".fleet.pages", ".fleet.copy"
PIECE_BYTES = 16 * 2**20
SMALL_BYTES = 2**18
"""A piece that has fewer is put together with its neighbours"""
MANY = 32
"""when there are so many of them in a row: each visit adds one to `runs.jsonl`."""
LONGEST_CHAIN = 64
"""Parts of a ledger, after which it is sent whole."""


class Mark(NamedTuple):
    """Which commit a folder was last as."""

    token: str | None
    files: dict[str, list[Piece]]


def read_mark(folder: Path) -> Mark | None:
    """Return the mark of a folder; None if it has none that can be read."""
    with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
        found = json.loads((folder / MARK).read_text("utf-8"))
        files = {name: [Piece(*one) for one in some] for name, some in found["files"].items()}
        return Mark(found["token"], files)
    return None


def bring(folder: Path, head: Head, store: Store, *, whole: bool = False) -> None:
    """Make a folder as what is written says, if others have written since. Its lock is held.

    So is one that lacks something of what it held when it was last written. Files that are
    finished may be taken away, but where the record is to be `whole`. It may be killed at any
    point and repeated. Raises Refused, OSError.
    """
    if head.number == 0:
        return  # what is there, if anything, is the beginning
    mark = read_mark(folder)
    if is_record(folder):
        if mark is None:
            raise Refused(
                f"{folder} holds a record that is not the fleet's: move it away, and begin again",
                Exit.DISK,
            )
        if mark.token == head.token:
            absent = _absent(folder, head, whole=whole)
            if absent is not None:
                for name in absent:
                    _bring_file(folder / name, head.pieces[name], [], store)
                return
            mark = None  # no file of it is trusted
    kept = mark.files if mark else {}
    _write_mark(folder, Mark(None, {}), b"")
    _bring_files(folder, head, kept, store)
    _bring_ledger(folder, head, store)
    _write_mark(
        folder,
        Mark(head.token, head.pieces),
        pages.hashes(folder / LEDGER),
    )


def _absent(folder: Path, head: Head, *, whole: bool) -> list[str] | None:
    """Return the files to bring that are there no longer; None if ledger and files do not fit.

    A crawl that goes on with such a folder would ask again for what rows of it name already.
    """
    if not (folder / LEDGER).is_file():
        return None
    try:
        known = {name: (good, done) for name, good, done in pages.files_of(folder / LEDGER)}
    except sqlite3.Error:
        return None
    absent = []
    for name, some in head.pieces.items():
        past, path = some[-1].past, _path_of(folder, name)
        good, finished = (past, False) if name == HISTORY else known.get(name, (-1, False))
        size = path.stat().st_size if path.is_file() else -1
        if good < past:
            return None
        if name == HISTORY and size < past:
            absent.append(name)
        elif finished and size < 0:
            absent += [name] * whole
        elif size < (past if finished else good) or (whole and finished and size > good):
            return None
    return absent


def _bring_files(folder: Path, head: Head, kept: dict[str, list[Piece]], store: Store) -> None:
    for path in [*folder.iterdir()]:
        name = path.name.removesuffix(PART)
        if (run_and_kind(path.name)[0] or name == HISTORY) and name not in head.pieces:
            path.unlink()
    for name, wanted in head.pieces.items():
        path = _path_of(folder, name)
        _bring_file(path, wanted, kept.get(name, []), store)
        if path.stat().st_size != wanted[-1].past:
            raise Refused(f"FLEET_STORE: the pieces of {folder.name}/{name} do not fit", Exit.DISK)
    (folder / RUNNING).unlink(missing_ok=True)
    for name, text in head.small.items():
        (folder / name).write_text(text, "utf-8")


def _bring_file(path: Path, wanted: list[Piece], kept: list[Piece], store: Store) -> None:
    """Let a file hold the pieces that are wanted; those that were `kept` it holds already."""
    same = [one for one, other in zip(kept, wanted, strict=False) if one == other]
    good = same[-1].past if same else 0
    if not path.exists() or path.stat().st_size < good:
        good = 0
    with path.open("r+b" if path.exists() else "w+b") as file:
        file.truncate(good)
        file.seek(good)
        for one in wanted:
            if one.past > good:
                file.write(store.get(one.key, one.past - one.first))
        os.fsync(file.fileno())


def _bring_ledger(folder: Path, head: Head, store: Store) -> None:
    new = folder / COPY
    new.unlink(missing_ok=True)
    for part in head.ledger:
        try:
            pages.apply(store.get(part["key"]), new)
        except ValueError as problem:
            raise store.broken(part["key"], f"is {problem}") from None
    try:
        files = pages.files_of(new)
    except sqlite3.Error as problem:
        raise Refused(
            f"FLEET_STORE: the parts of {folder.name}/{LEDGER} make no ledger: {problem}", Exit.DISK
        ) from None
    for end in ("-wal", "-shm"):
        (folder / f"{LEDGER}{end}").unlink(missing_ok=True)
    for name, _, finished in files:
        if finished and (part_file := folder / f"{name}{PART}").exists():
            part_file.rename(folder / name)
    new.replace(folder / LEDGER)


def _path_of(folder: Path, name: str) -> Path:
    """Return where a file lies: under its own name, or as one that is still written."""
    if name == HISTORY or (folder / name).exists():
        return folder / name
    return folder / f"{name}{PART}"


def _write_mark(folder: Path, mark: Mark, told: bytes) -> None:
    (folder / PAGES).write_bytes(told)
    new = folder / f"{MARK}.new"
    new.write_text(json.dumps(mark._asdict()), "utf-8")
    new.replace(folder / MARK)


class Saver:
    """Sends what a folder has more than is written, and lets it count. One thread at a time."""

    def __init__(
        self,
        folder: Path,
        head: Head,
        store: Store,
        heads: Callable[[], AbstractContextManager[Heads]],
    ) -> None:
        """`heads` connects to the database: a moment for each commit."""
        self.folder, self.store, self.heads = folder, store, heads
        self.scope, self.epoch = folder.name, head.epoch
        self.head: Head | None = head
        """What is written, as far as is known; None where a commit may have got there or not."""

    def save(self) -> bool:
        """Return whether there was something. Raises Fenced, and Refused if it can be repeated."""
        head = self.head or self._read()
        assert head  # noqa: S101 - a scope that was taken is known
        copy = self.folder / COPY
        try:
            pages.snapshot(self.folder / LEDGER, copy)
            told, before = pages.hashes(copy), self._before(head)
            new, instead = self._pieces(head, copy)
            small = self._small()
            if not new and told == before and small == head.small:
                self.head = head
                return False
            ledger = self._ledger(head, copy, before, told)
        finally:
            copy.unlink(missing_ok=True)
        self.head = None
        token = secrets.token_hex(8)
        change = Change(token, ledger, small, new, instead)
        with self.heads() as heads:
            number = heads.commit(self.scope, self.epoch, change)
        files = {
            name: [one for one in some if one not in instead] for name, some in head.pieces.items()
        }
        for one in new:
            files[one.file] = [*files.get(one.file, []), one]
        self.head = Head(self.epoch, number, self.epoch, token, ledger, small, files)
        _write_mark(self.folder, Mark(token, files), told)
        return True

    def _read(self) -> Head | None:
        with self.heads() as heads:
            return heads.read(self.scope)

    def _before(self, head: Head) -> bytes:
        """Return what tells the pages of the ledger as it is written; nothing if not known."""
        mark = read_mark(self.folder)
        if mark and mark.token and mark.token == head.token:
            with suppress(OSError):
                return (self.folder / PAGES).read_bytes()
        return b""

    def _key(self, name: str) -> str:
        return new_key(self.scope, self.epoch, name)

    def _ledger(self, head: Head, copy: Path, before: bytes, told: bytes) -> list[dict[str, Any]]:
        whole = sum(one["bytes"] for one in head.ledger if one["whole"])
        later = sum(one["bytes"] for one in head.ledger if not one["whole"])
        if not before or len(head.ledger) >= LONGEST_CHAIN or later > whole:
            before, kept = b"", []
        else:
            kept = head.ledger
        return [
            *kept,
            *(
                {"key": (key := self._key(LEDGER)), "bytes": self.store.put(key, part),
                 "whole": not before}
                for part in pages.changed(copy, before, told)
            ),
        ]  # fmt: skip

    def _pieces(self, head: Head, copy: Path) -> tuple[list[Piece], list[Piece]]:
        """Send what files have more; return the new pieces, and those that they stand for."""
        new, instead = list[Piece](), list[Piece]()
        goods = {name: good for name, good, _ in pages.files_of(copy)}
        goods[HISTORY] = self._history()
        for name, good in goods.items():
            there = head.pieces.get(name, [])
            past = there[-1].past if there else 0
            if good == past:
                continue
            # A file that is shorter than it was has been mended: all of it is sent again.
            again = there if good < past else _small_end(there)
            first = again[0].first if again else past
            if found := [*self._sent(name, first, good)]:
                new += found
                instead += again
        return new, instead

    def _sent(self, name: str, first: int, good: int) -> Iterator[Piece]:
        try:
            file = self._opened(name)
        except FileNotFoundError:  # who sees a finished file may take it away
            return
        with file:
            file.seek(first)
            while data := file.read(min(PIECE_BYTES, good - first)):
                key = self._key(name)
                self.store.put(key, data)
                yield Piece(name, first, first + len(data), key)
                first += len(data)

    def _opened(self, name: str) -> Any:
        with suppress(FileNotFoundError):
            return _path_of(self.folder, name).open("rb")
        return _path_of(self.folder, name).open("rb")  # it was given its name just now

    def _history(self) -> int:
        with suppress(FileNotFoundError):
            data = (self.folder / HISTORY).read_bytes()
            return data.rfind(b"\n") + 1
        return 0

    def _small(self) -> dict[str, str]:
        with suppress(OSError, UnicodeDecodeError):
            return {RUNNING: (self.folder / RUNNING).read_text("utf-8")}
        return {}


def _small_end(there: list[Piece]) -> list[Piece]:
    """Return the last pieces, if they are many and small enough to be put together."""
    end = list[Piece]()
    for one in reversed(there):
        if one.past - one.first >= SMALL_BYTES:
            break
        end.insert(0, one)
    return end if len(end) >= MANY else []
