"""What is damaged or gone in a store, or in a machine's folder: it is told, and set back."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newscrawl.machines import pages
from newscrawl.machines.database import connect
from newscrawl.machines.folder import MARK
from newscrawl.machines.orders import obey
from newscrawl.machines.store import Store
from newscrawl.runs.exits import Exit, Refused
from newscrawl.state.takeover import LEDGER
from tests.support.one_outlet import SCOPE, Place, one_outlet
from tests.support.outputs import LATER, begin, die, expected, run_line, write_thread
from tests.support.postgres import Postgres, postgres

pytestmark = pytest.mark.machines


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    with postgres() as server:
        yield server


@pytest.fixture
def place(server: Postgres, tmp_path: Path) -> Iterator[Place]:
    with one_outlet(tmp_path, server.address) as place:
        yield place


def test_a_damaged_store_is_told(place: Place) -> None:
    place.visit("one", 0, 0)
    for path in (place.folder / "store" / SCOPE).iterdir():
        if LEDGER in path.name:
            path.write_bytes(b"nothing")
    with pytest.raises(Refused, match=r"FLEET_STORE .* is damaged"):
        list(obey("fetch", [SCOPE], place.settings("two")))


def cut(folder: Path) -> None:
    for path in folder.glob("*.part"):
        os.truncate(path, path.stat().st_size // 2)


def without_parts(folder: Path) -> None:
    for path in folder.glob("*.part"):
        path.unlink()


def without_ledger(folder: Path) -> None:
    for path in folder.iterdir():
        if path.name not in {"runs.jsonl", MARK}:
            path.unlink()


def with_an_old_ledger(folder: Path) -> None:
    for end in ("-wal", "-shm"):
        (folder / f"{LEDGER}{end}").unlink(missing_ok=True)
    shutil.copy(folder.parent / "old", folder / LEDGER)


def without_history(folder: Path) -> None:
    (folder / "runs.jsonl").unlink()


@pytest.mark.parametrize(
    "spoil", [cut, without_parts, without_ledger, with_an_old_ledger, without_history]
)
def test_a_folder_that_lacks_something_is_set_back(
    place: Place, spoil: Callable[[Path], None]
) -> None:
    line = run_line(place.folder / "one" / SCOPE)
    place.visit("one", 0, 0)
    folder = place.folder / "one" / SCOPE
    pages.snapshot(folder / LEDGER, folder.parent / "old")
    lease = place.take("one")
    line.close({}, Exit.DONE, "", [])
    output = begin(place.folder / "one", LATER[1])
    for number in (1, 2):
        write_thread(output, number, 5)
        output.commit()
    lease.checkpoint()
    write_thread(output, 3, 5)
    output.commit()
    place.expire()
    die(output)
    spoil(folder)
    place.visit("one", 2, 0, 1, 2, 3)
    assert place.written("one") == expected(4)
    list(obey("fetch", [SCOPE], place.settings("two")))
    assert place.written("two") == expected(4)
    told = (place.folder / name / SCOPE / "runs.jsonl" for name in ("one", "two"))
    assert [path.read_bytes().count(b"\n") for path in told] == [1, 1]


def test_a_finished_file_may_be_taken_away_but_from_what_is_fetched(place: Place) -> None:
    place.visit("one", 0, 0)
    files = [*(place.folder / "one" / SCOPE).glob("*.jsonl")]
    for path in files:
        path.unlink()
    place.visit("one", 1, 1)
    assert not any(path.exists() for path in files)
    assert len(place.written("one")) == 6
    for _ in range(2):
        list(obey("fetch", [SCOPE], place.settings("two")))
        assert place.written("two") == expected(2)
        articles, comments = sorted((place.folder / "two" / SCOPE).glob("*120000Z-*.jsonl"))
        articles.write_text("nothing\n")
    comments.unlink()
    list(obey("fetch", [SCOPE], place.settings("two")))
    assert place.written("two") == expected(2)
    with articles.open("a") as file:
        file.write("something\n")
    list(obey("fetch", [SCOPE], place.settings("two")))
    assert place.written("two") == expected(2)


def test_a_ledger_that_is_none_gives_the_lease_back(place: Place) -> None:
    place.visit("one", 0, 0)
    (part,) = place.head().ledger
    store = Store(str(place.folder / "store"))
    data = bytearray(store.get(part["key"]))
    data[12:28] = b"X" * 16  # where SQLite says what it is
    store.put(part["key"], bytes(data))
    with pytest.raises(Refused, match=r"FLEET_STORE: the parts of .* make no ledger"):
        list(obey("fetch", [SCOPE], place.settings("two")))
    with pytest.raises(Refused, match="make no ledger"):
        place.take("two")
    is_given_back(place)


def test_a_defect_gives_the_lease_back(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def bring(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("newscrawl.machines.lease.bring", bring)
    with pytest.raises(ZeroDivisionError):
        place.take("two")
    is_given_back(place)


def is_given_back(place: Place) -> None:
    for one in threading.enumerate():
        if one.name == "lease":
            one.join(5)
            assert not one.is_alive()
    with connect(place.settings("x")) as db:
        row = db.execute("SELECT holder, until, due > now() FROM newscrawl_scope").fetchone()
    assert row == (None, None, True)
