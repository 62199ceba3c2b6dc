"""What the ledger vouches for lies on the disk before the ledger says so; names follow last.

No test can cut the power. These watch the real calls: every `fsync`, with the size the file had,
and every commit of the ledger, with what it says is good by then.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from newscrawl.state.ledger import Ledger
from newscrawl.state.lock import Lock
from newscrawl.state.mend import mend
from tests.support.outputs import NOON, begin, die, write_thread


class Disk:
    """What of a folder's files was brought to the disk."""

    def __init__(self, folder: Path, ledger: Path) -> None:
        self.folder = folder
        self.synced: dict[int, int] = {}
        """Size of each file, by its inode, when it was last synced."""
        self.names: list[set[str]] = []
        """The names in the folder each time that it was synced."""
        self.early: list[str] = []
        """What a commit vouched for too early."""
        self.commits = 0
        self.said = vouched(ledger)

    def sync(self, descriptor: int) -> None:
        stat = os.fstat(descriptor)
        self.synced[stat.st_ino] = stat.st_size
        if os.path.samestat(stat, self.folder.stat()):
            self.names.append({path.name for path in self.folder.iterdir()})

    def committed(self, ledger: Path) -> None:
        """Compare what the ledger newly says, read as the next run would, with the disk."""
        self.commits += 1
        said = vouched(ledger)
        for name, offset in {name: offset for name, offset, _ in said - self.said}.items():
            path = next(p for p in (self.folder / f"{name}.part", self.folder / name) if p.exists())
            stat = path.stat()
            # Short of it nothing may be missing; beyond it nothing may come back.
            if not offset <= self.synced.get(stat.st_ino, -1) <= stat.st_size:
                self.early.append(f"{name}: {offset} vouched, {self.synced.get(stat.st_ino)} safe")


def vouched(ledger: Path) -> set[tuple[str, int, bool]]:
    """What a ledger says of its files: name, good up to, finished."""
    beside = sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)
    rows = beside.execute("SELECT name, good, finished FROM file").fetchall()
    beside.close()
    return set(rows)


@contextmanager
def watched(folder: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    disk, sync, connection = Disk(folder, Path(ledger.path)), os.fsync, ledger.db

    def fsync(descriptor: int) -> None:
        sync(descriptor)
        disk.sync(descriptor)

    class Connection:
        """The ledger's own, but that each commit is looked at."""

        def __getattr__(self, name: str) -> object:
            return getattr(connection, name)

        def commit(self) -> None:
            connection.commit()
            disk.committed(Path(ledger.path))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fsync)
        patch.setattr(ledger, "db", Connection())
        yield disk


@pytest.mark.parametrize("packing", ["", "gzip", "zstd"])
def test_lines_are_on_the_disk_before_the_ledger_vouches_for_them(
    tmp_path: Path, packing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = begin(tmp_path, packing=packing)
    with watched(tmp_path / "sputnik.en", output.ledger, monkeypatch) as disk:
        for number in range(3):
            write_thread(output, number, 4)
            output.commit()
        output.end("finished")
    assert disk.commits >= 3
    assert disk.early == []
    # A file's name is brought to the disk as soon as the file is begun, and again at the end.
    assert any(name.endswith(".part") for name in disk.names[0])
    assert not any(name.endswith(".part") for name in disk.names[-1])


def test_a_torn_file_is_cut_on_the_disk_before_the_ledger_calls_it_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = begin(tmp_path)
    for number in range(2):
        write_thread(output, number, 4)
        output.commit()
    die(output)
    folder = tmp_path / "sputnik.en"
    for part in folder.glob("*.part"):
        with part.open("ab") as file:
            file.write(b'{"type": "comment", "id": "to')
    lock, ledger = Lock(folder), Ledger(folder / "ledger.sqlite")
    with watched(folder, ledger, monkeypatch) as disk:
        mend(ledger, lock)
    assert disk.commits
    assert disk.early == []
    assert len(disk.synced) >= 2, "no file was cut on the disk"
    assert not any(name.endswith(".part") for name in disk.names[-1])
    ledger.close()
    lock.release()
    begin(tmp_path, NOON + timedelta(hours=1)).end("finished")
