"""The ledger of one moment beside the files of a later one: nothing is lost, nothing written twice.

A power cut takes back the ledger's last commits, and an old copy of it more; no line that lay on
the disk by then. So each ledger of three runs is tried with the files of each later moment.
"""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from newscrawl.state.files import packing_of
from newscrawl.state.output import Output
from tests.support.outputs import (
    LATER,
    article,
    begin,
    changed,
    comment,
    expected,
    write_one,
    write_thread,
)

pytestmark = pytest.mark.slow


class Moments:
    """Three runs in a folder, and what it held after each of their steps."""

    def __init__(self, folder: Path, packing: str) -> None:
        self.folder, self.packing, self.copies = folder / "live", packing, folder / "copies"
        self.number = 0
        for hour in range(3):
            self._run(hour)

    def _run(self, hour: int) -> None:
        output = begin(self.folder, LATER[hour], self.packing)
        self._keep()
        output.add(article(hour))
        output.commit()
        self._keep()
        write_all(output, hour)
        output.commit()
        self._keep()
        output.conclude("finished")
        self._keep()
        for path in sorted(output._parts, reverse=True):
            output.finish(path)
            self._keep()
        output.end("finished")

    def _keep(self) -> None:
        (copy := self.copies / f"{self.number}").mkdir(parents=True)
        ledger = sqlite3.connect(self.folder / "sputnik.en/ledger.sqlite")
        ledger.execute("VACUUM INTO ?", (f"{copy}/ledger.sqlite",))
        ledger.close()
        for path in (self.folder / "sputnik.en").glob("2026*"):
            shutil.copy(path, copy)
        self.number += 1

    def mixed(self, ledger: int, files: int, folder: Path) -> None:
        """Put the ledger of one moment beside the files of another."""
        shutil.copytree(self.copies / f"{files}", folder / "sputnik.en")
        shutil.copy(self.copies / f"{ledger}/ledger.sqlite", folder / "sputnik.en")


def write_all(output: Output, number: int) -> None:
    """Write a thread, and the next version of the very first comment."""
    write_thread(output, number, 2)
    known = output.known(comment(0, 0))
    if known and known.version <= number:
        write_one(output, changed(0, text_hash=f"edit {number}", version=number + 1))


def observed(folder: Path) -> list[tuple[str, int]]:
    """Return every line but the first of an article, with its version."""
    paths = sorted((folder / "sputnik.en").glob("2026*"))
    rows = [json.loads(line) for path in paths for line in packing_of(path.name).lines(path)]
    return sorted(
        (row["id"], row["version"])
        for row in rows
        if row["type"] == "comment" or row["comments_status"]
    )


@pytest.mark.parametrize("packing", ["", "gzip"])
def test_any_ledger_of_the_past_loses_nothing_and_doubles_nothing(
    tmp_path: Path, packing: str
) -> None:
    moments, wrong = Moments(tmp_path, packing), []
    edits = [(comment(0, 0).id, version) for version in (2, 3)]
    whole = sorted([*((one, 1) for one in expected(3, 2)), *edits])
    for files in range(moments.number):
        for ledger in range(files + 1):
            moments.mixed(ledger, files, folder := tmp_path / f"{ledger} {files}")
            output = begin(folder, LATER[3], packing)
            for number in range(3):
                write_all(output, number)
            output.end("finished")
            if observed(folder) != whole or list((folder / "sputnik.en").glob("*.part")):
                wrong.append((ledger, files))
            shutil.rmtree(folder)
    assert wrong == []
