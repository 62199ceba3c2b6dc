"""A record that goes from machine to machine: each line once, whoever wrote it."""

import asyncio
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from scrapy.settings import Settings

from newscrawl.addon import add_settings
from newscrawl.fleet.result import KILLED, Result
from newscrawl.machines import pages
from newscrawl.machines.database import connect
from newscrawl.machines.folder import MANY, MARK, PAGES
from newscrawl.machines.heads import Fenced, Head, Heads
from newscrawl.machines.lease import Lease
from newscrawl.machines.listing import Listing
from newscrawl.machines.orders import clean, init, obey, results, standing_rows
from newscrawl.machines.store import Store
from newscrawl.runs.exits import Exit, Refused
from newscrawl.state.takeover import LEDGER
from tests.support.outputs import LATER, begin, die, expected, run_line, write_thread, written
from tests.support.postgres import Postgres, postgres

pytestmark = pytest.mark.machines
SCOPE = "sputnik.en"


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    with postgres() as server:
        yield server


@dataclass
class Place:
    """A fleet that knows one outlet."""

    folder: Path
    address: str
    leases: list[Lease] = field(default_factory=list)

    def settings(self, name: str) -> Settings:
        settings = Settings()
        add_settings(settings)
        settings.update(
            {
                "FLEET_DATABASE": self.address,
                "FLEET_STORE": str(self.folder / "store"),
                "FLEET_LEASE": 60,
                "OUTPUT_DIR": str(self.folder / name),
            },
            "cmdline",
        )
        return settings

    def take(self, name: str) -> Lease:
        """Take the outlet for a machine."""
        self.leases.append(Lease(self.settings(name), SCOPE, name))
        return self.leases[-1]

    def head(self) -> Head:
        with connect(self.settings("x")) as db:
            head = Heads(db).read(SCOPE)
        assert head
        return head

    def expire(self) -> None:
        """Let the lease run out."""
        with connect(self.settings("x")) as db:
            db.execute("UPDATE newscrawl_scope SET until = now() - interval '1 second'")

    def visit(self, name: str, hour: int, *threads: int) -> None:
        """Visit the outlet on a machine, from its beginning to its end."""
        lease = self.take(name)
        output = begin(self.folder / name, LATER[hour])
        for number in threads:
            write_thread(output, number, 5)
        output.end("finished")
        lease.checkpoint()
        lease.put_off(0)

    def written(self, name: str) -> list[str]:
        return written(self.folder / name)


@pytest.fixture
def place(server: Postgres, tmp_path: Path) -> Iterator[Place]:
    place = Place(tmp_path, server.address)
    init(place.settings("x"))
    with connect(place.settings("x")) as db:
        db.execute("TRUNCATE newscrawl_host")
        db.execute("INSERT INTO newscrawl_scope (scope) VALUES (%s)", (SCOPE,))
    yield place
    for one in place.leases:
        one.over.set()
    with connect(place.settings("x")) as db:  # the next store is a new one
        db.execute("TRUNCATE newscrawl_scope, newscrawl_piece")


def test_a_folder_that_is_behind_is_brought_up_to_date(place: Place) -> None:
    place.visit("one", 0, 0, 1)
    place.visit("two", 1, 1, 2)
    assert place.written("two") == expected(3)
    assert place.written("one") == expected(2)
    place.visit("one", 2, 3)
    assert place.written("one") == expected(4)


def test_another_machine_goes_on_where_one_died(place: Place) -> None:
    lease = place.take("one")
    output = begin(place.folder / "one")
    write_thread(output, 0, 5)
    output.commit()
    lease.checkpoint()
    write_thread(output, 1, 5)  # nobody else ever hears of it
    output.commit()
    place.expire()
    place.visit("two", 1)
    assert place.written("two") == expected(1)
    place.visit("two", 2, 1, 2)
    assert place.written("two") == expected(3)
    die(output)
    place.visit("one", 3, 3)  # which is ahead, and is set back
    assert place.written("one") == expected(4)


def test_a_machine_goes_on_with_what_nobody_else_has(place: Place) -> None:
    lease = place.take("one")
    output = begin(place.folder / "one")
    write_thread(output, 0, 5)
    output.commit()
    lease.checkpoint()
    write_thread(output, 1, 5)
    output.commit()
    die(output)
    place.visit("one", 1)
    assert place.written("one") == expected(2)
    assert list(obey("fetch", [SCOPE], place.settings("two"))) == [
        str(place.folder / "two" / SCOPE)
    ]
    assert place.written("two") == expected(2)


def test_who_was_overtaken_writes_nothing(place: Place) -> None:
    lease = place.take("one")
    output = begin(place.folder / "one")
    write_thread(output, 0, 5)
    output.commit()
    with pytest.raises(Refused, match="another machine is visiting"):
        place.take("two")
    place.expire()
    place.visit("two", 1, 7)
    before = place.head()
    for late in (lease.checkpoint, lease.renew):
        with pytest.raises(Fenced, match="another machine has taken"):
            late()
        assert lease.term.is_over()
    assert place.head() == before
    assert (before.epoch, before.written_by) == (2, 2)
    # What it sent is named by nothing, and goes; what is named stays.
    store = Store(str(place.folder / "store"))
    keys = {key for key, _, _ in store.keys(SCOPE)}
    now = datetime.now(UTC)
    assert clean(place.settings("x"), now)[0] == 0
    number, size = clean(place.settings("x"), now + timedelta(days=2))
    assert (number > 0, size > 0) == (True, True)
    assert len(keys) - number == len({key for key, _, _ in store.keys(SCOPE)})
    assert clean(place.settings("x"), now + timedelta(days=2)) == (0, 0)
    list(obey("fetch", [SCOPE], place.settings("three")))
    assert len(place.written("three")) == 6
    die(output)


def test_a_commit_whose_answer_is_lost_counts_once(place: Place) -> None:
    lease = place.take("one")
    output = begin(place.folder / "one")
    write_thread(output, 0, 5)
    output.commit()
    known = lease.saver.heads

    @contextmanager
    def torn() -> Iterator[Heads]:
        with known() as heads:
            yield heads
        raise Refused("the connection is gone")

    lease.saver.heads = torn
    with pytest.raises(Refused, match="gone"):
        lease.checkpoint()
    assert place.head().number == 1
    lease.saver.heads = known
    lease.checkpoint()
    write_thread(output, 1, 5)
    output.end("finished")
    lease.checkpoint()
    lease.put_off(0)
    place.visit("two", 1)
    assert place.written("two") == expected(2)


def test_a_visit_that_the_database_was_gone_for_is_tried_again_soon(place: Place) -> None:
    lease, address = place.take("one"), place.address
    output = begin(place.folder / "one")
    write_thread(output, 1, 5)
    output.end("finished")
    lease.settings.set("FLEET_DATABASE", "postgresql://127.0.0.1:1/no", "cmdline")
    lease.term.until = 0
    with pytest.raises(Refused, match=r"kept in .*one/sputnik\.en$"):
        asyncio.run(lease.end(None))
    lease.settings.set("FLEET_DATABASE", address, "cmdline")
    lease.put_off()
    with connect(place.settings("x")) as db:
        query = "SELECT due - clock_timestamp(), holder FROM newscrawl_scope"
        due, holder = db.execute(query).fetchone()
    assert timedelta(0) < due <= timedelta(seconds=60)
    assert holder is None


def test_of_a_ledger_only_what_has_changed_is_sent(place: Place) -> None:
    lease = place.take("one")
    output = begin(place.folder / "one")
    for number in range(60):
        write_thread(output, number, 40)
    output.commit()
    lease.checkpoint()
    write_thread(output, 60, 5)
    output.commit()
    lease.checkpoint()
    first, second = place.head().ledger
    assert first["whole"]
    assert second["bytes"] < first["bytes"] / 3
    number = place.head().number
    lease.checkpoint()  # nothing is new
    assert place.head().number == number
    # Without what tells its pages the ledger is sent whole again.
    (place.folder / "one" / SCOPE / PAGES).unlink()
    write_thread(output, 61, 5)
    output.end("finished")
    lease.checkpoint()
    assert [part["whole"] for part in place.head().ledger] == [True]


def test_many_visits_leave_few_pieces(place: Place) -> None:
    lease = place.take("one")
    begin(place.folder / "one").end("finished")
    for number in range(3 * MANY):
        line = run_line(
            place.folder / "one" / SCOPE, f"20260314T12{number // 60:02}{number % 60:02}Z"
        )
        line.close({}, Exit.DONE, "", [])
        lease.checkpoint()
    pieces = place.head().pieces["runs.jsonl"]
    assert len(pieces) <= MANY
    assert [one.first for one in pieces] == [0, *(one.past for one in pieces[:-1])]
    list(obey("fetch", [SCOPE], place.settings("two")))
    one, two = (place.folder / name / SCOPE / "runs.jsonl" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


def test_a_record_of_one_machine_is_taken_over_once(place: Place) -> None:
    output = begin(place.folder / "one")
    for number in range(2):
        write_thread(output, number, 5)
        output.commit()
    die(output)
    folder = place.folder / "one" / SCOPE
    assert [*obey("import", [str(folder)], place.settings("one"))] == [f"{SCOPE} is in the store"]
    with pytest.raises(Refused, match="is in the store already"):
        list(obey("import", [str(folder)], place.settings("one")))
    list(obey("fetch", [SCOPE], place.settings("two")))
    assert place.written("two") == expected(2)
    begin(place.folder / "other").end("finished")
    with pytest.raises(Refused, match="holds a record that is not the fleet's"):
        list(obey("fetch", [SCOPE], place.settings("other")))
    place.visit("three", 1, 2)
    assert place.written("three") == expected(3)


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


HOMES = [
    (Exit.DONE, "one"),
    (Exit.LOSSES, "one"),
    (Exit.INTERRUPTED, "two"),  # as before
    (Exit.LOCKED, "two"),
    (Exit.UNREACHABLE, None),
    (Exit.DISK, None),
    (KILLED, None),
]


@pytest.mark.parametrize(("status", "home"), HOMES)
def test_a_machine_that_may_be_at_fault_is_no_home(
    place: Place, status: int, home: str | None
) -> None:
    with connect(place.settings("x")) as db:
        db.execute("UPDATE newscrawl_scope SET line = '{}'")
        db.execute("DELETE FROM newscrawl_home")
        listing = Listing(db)
        for exit_, machine in ((int(Exit.DONE), "two"), (int(status), "one")):
            listing.note(Result(SCOPE, exit_, "", [], 0, 0, 0), "x", machine, 600)
        assert listing.waiting(9) == [(SCOPE, home)]


def test_outlets_are_added_changed_and_taken_out(place: Place) -> None:
    settings, path = place.settings("x"), place.folder / "outlets.csv"

    def order(*words: str) -> list[str]:
        return [*obey(words[0], [*words[1:]], settings)]

    def waiting() -> list[str]:
        with connect(settings) as db:
            return [scope for scope, _ in Listing(db).waiting(9)]

    head = "name,url,every,paused\n"
    path.write_text(f"{head}One,https://one.example,,\nTwo,https://two.example,,yes\n")
    assert order("add", str(path)) == ["2 new, 0 changed, 0 as before"]
    assert order("add", str(path)) == ["0 new, 0 changed, 2 as before"]
    assert waiting() == ["one.example"]
    path.write_text(f"{head}One,https://one.example,6h,\nTwo,https://two.example,,\n")
    assert order("add", str(path)) == ["0 new, 2 changed, 0 as before"]
    assert waiting() == ["one.example", "two.example"]
    path.write_text(f"{head}Three,https://three.example,,\nBad,nonsense,,\n")
    with pytest.raises(Refused, match=r"line 3: .*\nnothing was added"):
        order("add", str(path))
    with pytest.raises(Refused, match="Four is no outlet"):
        order("pause", "One", "Four")
    order("pause", "One", "two.example")
    assert waiting() == []
    order("resume", "One")
    with connect(settings) as db:
        outlet = Listing(db).outlet("one.example", settings)
        assert outlet
        assert outlet.every == timedelta(hours=6)
        done = Result("one.example", int(Exit.UNREACHABLE), "no route", [], 0, 0, 0)
        Listing(db).note(done, "x", "one", 600)
        db.execute("UPDATE newscrawl_scope SET due = now() + interval '1 hour'")
    assert waiting() == []
    first, *_, last = [line for line in order("status") if SCOPE not in line]
    assert "one.example  due 20" in first
    assert "UNREACHABLE: no route" in first
    assert last == "2 outlets: 0 visited now, 0 due, 1 paused"
    rows = {one["scope"]: one for one in standing_rows(settings)}
    assert [one for one in rows if not rows[one]["is_listed"]] == [SCOPE]
    seen, unseen = rows["one.example"], rows["two.example"]
    assert seen.pop("next_due") > seen["last_visit"].pop("date_finished") > "2026"
    assert seen == {
        "scope": "one.example",
        "name": "One",
        "is_listed": True,
        "paused": False,
        "is_due": False,
        "is_late": False,
        "visited_by": None,
        "date_committed": None,
        "commits": 0,
        "last_visit": {
            "exit_status": int(Exit.UNREACHABLE),
            "exit_name": "UNREACHABLE",
            "message": "no route",
            "alarms": [],
            "articles": 0,
            "comments": 0,
        },
    }
    assert (unseen["name"], unseen["last_visit"]) == ("Two", None)
    order("run-now", "One")
    assert waiting() == ["one.example"]
    assert results(settings) == [("One", done)]
    order("remove", "One")
    assert waiting() == []
    assert order("status")[-1] == "1 outlet: 0 visited now, 0 due, 1 paused"
    with connect(settings) as db:
        before = Listing(db).moment()
        order("drain")
        assert Listing(db).is_drained(before)
        assert not Listing(db).is_drained(Listing(db).moment())


WRONG = [
    ({"FLEET_STORE": ""}, "FLEET_STORE: name a folder"),
    ({"FLEET_STORE": "/dev/null/x"}, "FLEET_STORE /dev/null/x: "),
    ({"FLEET_STORE": "nonsense://a:secret@b/c"}, "FLEET_STORE nonsense://b..."),
    ({"FLEET_DATABASE": "postgresql://a:secret@127.0.0.1:9/c"}, "FLEET_DATABASE: "),
    ({"FLEET_DATABASE": "nonsense"}, "FLEET_DATABASE: "),
]


@pytest.mark.parametrize(("given", "why"), WRONG)
def test_a_wrong_setting_is_told_without_its_password(
    place: Place, given: dict[str, str], why: str
) -> None:
    settings = place.settings("x")
    settings.update(given, "cmdline")
    with pytest.raises(Refused) as told:
        list(obey("init", [], settings))
    assert str(told.value).startswith(why)
    assert "secret" not in str(told.value)
    assert "\n" not in str(told.value)
