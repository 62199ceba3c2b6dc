"""The store of a fleet: whose it is, what is removed of it, and what is broken in it."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from scrapy.settings import Settings

from newscrawl.addon import add_settings
from newscrawl.fleet.kept import FOLDER
from newscrawl.fleet.plan import PROCESS, Plan
from newscrawl.machines.database import connect
from newscrawl.machines.lease import Lease
from newscrawl.machines.machine import Machine
from newscrawl.machines.orders import clean, init, obey
from newscrawl.machines.reading import Shared
from newscrawl.machines.store import MARKER, Store
from newscrawl.runs.exits import Exit, Refused
from tests.support.outputs import LATER, begin, expected, write_thread, written
from tests.support.postgres import Postgres, postgres

pytestmark = pytest.mark.machines
ONE, TWO = "sputnik.en", "paper.example"
LEFT = "20260314T083000Z-articles.jsonl"


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    with postgres() as server:
        yield server


class Fleet:
    """A fleet in which one outlet has a record."""

    def __init__(self, folder: Path, address: str) -> None:
        self.folder, self.store = folder, folder / "store"
        self.settings = Settings()
        add_settings(self.settings)
        given = {"FLEET_DATABASE": address, "FLEET_STORE": str(self.store), "FLEET_LEASE": 60}
        self.settings.update({**given, "OUTPUT_DIR": str(folder / "one")}, "cmdline")
        init(self.settings)
        self.sql("INSERT INTO newscrawl_scope (scope) VALUES (%s)", ONE)

    def sql(self, query: str, *values: object) -> None:
        with connect(self.settings) as db:
            db.execute(query, values)

    def visit(self, hour: int, *threads: int) -> None:
        lease = Lease(self.settings, ONE, "one")
        output = begin(self.folder / "one", LATER[hour])
        for number in threads:
            write_thread(output, number, 5)
        output.end("finished")
        lease.checkpoint()
        lease.put_off(0)

    def elsewhere(self, **more: str) -> Settings:
        """Return the settings of a machine that has no folder yet."""
        settings = self.settings.copy()
        settings.update({"OUTPUT_DIR": str(self.folder / "two"), **more}, "cmdline")
        return settings


@pytest.fixture
def fleet(server: Postgres, tmp_path: Path) -> Iterator[Fleet]:
    fleet = Fleet(tmp_path, server.address)
    fleet.visit(0, 0)
    yield fleet
    fleet.sql("TRUNCATE newscrawl_scope, newscrawl_piece, newscrawl_fleet")


def refusals(fleet: Fleet) -> list[Refused]:
    """Return what all say that need the store."""
    settings, found = fleet.settings, []
    plan = Plan([PROCESS], fleet.folder / "work", processes=1, jobs=1, memory=1)
    (plan.output / FOLDER).mkdir(parents=True, exist_ok=True)
    for order in (
        lambda: clean(settings),
        lambda: list(obey("fetch", [ONE], fleet.elsewhere())),
        lambda: list(obey("import", [str(fleet.folder / "one" / ONE)], settings)),
        lambda: Shared(settings),
        lambda: Lease(settings, ONE, "one"),
        lambda: Machine(settings, plan),
    ):
        with pytest.raises(Refused) as raised:
            order()
        found.append(raised.value)
    return found


def test_a_store_that_is_not_mounted_is_never_made_anew(fleet: Fleet) -> None:
    lease = Lease(fleet.settings, ONE, "one")
    output = begin(fleet.folder / "one", LATER[1])
    write_thread(output, 1, 5)
    output.end("finished")
    away = fleet.store.rename(fleet.folder / "away")
    for is_mount_point in (False, True):
        if is_mount_point:
            fleet.store.mkdir()
        with pytest.raises(Refused, match="is it mounted") as raised:
            lease.checkpoint()
        lease.put_off(0)
        for one in (raised.value, *refusals(fleet)):
            assert (one.status, str(one).count("\n")) == (Exit.DISK, 0)
            assert f"FLEET_STORE {fleet.store}: no store of this fleet is there" in str(one)
        assert [*fleet.folder.glob("store/*")] == []
        assert fleet.store.exists() is is_mount_point
    with pytest.raises(Refused, match=r"1 of 1 records .* are not there, nor is"):
        init(fleet.settings)
    fleet.store.rmdir()
    away.rename(fleet.store)
    fleet.sql("UPDATE newscrawl_scope SET until = NULL")
    fleet.visit(2, 2)
    list(obey("fetch", [ONE], fleet.elsewhere()))
    assert written(fleet.folder / "two") == expected(3)


def test_a_store_is_of_one_fleet(fleet: Fleet) -> None:
    marker = fleet.store / MARKER
    own = marker.read_text()
    marker.write_text("another\n")
    for one in refusals(fleet):
        assert (one.status, str(one).count("\n")) == (Exit.USAGE, 0)
        assert "belongs to another fleet than FLEET_DATABASE" in str(one)
    with pytest.raises(Refused, match="belongs to another fleet"):
        init(fleet.settings)
    marker.unlink()  # as of an earlier version, or lost
    init(fleet.settings)
    assert marker.read_text() == own
    fleet.sql("DELETE FROM newscrawl_fleet")
    with pytest.raises(Refused, match="knows no store yet: `newscrawl fleet init`"):
        clean(fleet.settings)
    with pytest.raises(Refused, match="belongs to another fleet"):
        init(fleet.settings)  # of a new database
    marker.unlink()
    init(fleet.settings)
    assert marker.read_text() not in {own, ""}


def test_clean_removes_what_commits_have_left_and_nothing_else(fleet: Fleet) -> None:
    store = Store(str(fleet.store))
    orphans = [f"{one}/7-00112233aabb-{LEFT}.zst" for one in (ONE, TWO)]
    others = [
        f"{ONE}/holiday.jpg",
        f"{ONE}/deep/7-00112233aabb-runs.jsonl.zst",
        f"{ONE}/7-00112233aabb-holiday.zst",
        f"other.example/7-00112233aabb-{LEFT}.zst",
        "photos/one.jpg",
    ]
    for key in (*orphans, *others):
        store.put(key, b"x")
    fleet.sql("INSERT INTO newscrawl_scope (scope) VALUES (%s)", TWO)  # one that was removed
    before = {one for one in fleet.store.rglob("*") if one.is_file()}
    assert clean(fleet.settings) == (0, 0)  # by the database's time
    assert clean(fleet.settings, datetime.now(UTC) + timedelta(days=2))[0] == 2
    gone = before - {one for one in fleet.store.rglob("*") if one.is_file()}
    assert {str(one.relative_to(fleet.store)) for one in gone} == {*orphans}
    old = (datetime.now(UTC) - timedelta(days=2)).timestamp()
    store.put(orphans[0], b"x")
    os.utime(fleet.store / orphans[0], (old, old))
    (said,) = obey("clean", [], fleet.settings)
    assert said.startswith("1 pieces removed")


def test_a_bit_that_turns_over_in_a_piece_is_noticed(fleet: Fleet) -> None:
    store, data = Store(str(fleet.store)), b"".join(b"%d, a line\n" % n for n in range(300))
    store.put("x/y", data)
    harmless = 0
    path, chance = fleet.store / "x" / "y", Random(7)
    good = path.read_bytes()
    for place in chance.sample(range(8 * len(good)), 400):
        bad = bytearray(good)
        bad[place // 8] ^= 1 << place % 8
        path.write_bytes(bad)
        with suppress(Refused):
            assert store.get("x/y") == data  # a bit of its head that changes nothing
            harmless += 1
    assert harmless < 4
    with pytest.raises(Refused, match=r"x/z not found: bring it back from a copy"):
        store.get("x/z")


def test_a_broken_piece_is_told_by_its_name_and_never_used(fleet: Fleet) -> None:
    with connect(fleet.settings) as db:
        keys = [key for (key,) in db.execute("SELECT key FROM newscrawl_piece ORDER BY file")]
        keys += [db.execute("SELECT ledger->0->>'key' FROM newscrawl_scope").fetchone()[0]]
    for key in keys:
        path = fleet.store / key
        good = path.read_bytes()
        Store(str(fleet.store)).put(key, Store(str(fleet.store)).get(key)[:-1])
        shorter = path.read_bytes()
        for bad in (good[:-1] + bytes([good[-1] ^ 1]), shorter, None):
            if bad is None:
                path.unlink()
            else:
                path.write_bytes(bad)
            with pytest.raises(Refused, match="bring it back from a copy of the store") as raised:
                list(obey("fetch", [ONE], fleet.elsewhere(OUTPUT_DIR=str(fleet.folder / key[-9:]))))
            assert (raised.value.status, str(raised.value).count("\n")) == (Exit.DISK, 0)
            assert key in str(raised.value)
            path.write_bytes(good)
    list(obey("fetch", [ONE], fleet.elsewhere()))
    assert written(fleet.folder / "two") == expected(1)
