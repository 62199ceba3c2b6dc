"""A record that goes from machine to machine: each line once, whoever wrote it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newscrawl.fleet.result import KILLED, Result
from newscrawl.machines.database import connect
from newscrawl.machines.folder import MANY, PAGES
from newscrawl.machines.heads import Fenced, Heads
from newscrawl.machines.listing import Listing
from newscrawl.machines.orders import clean, obey, results, standing_rows
from newscrawl.machines.store import Store
from newscrawl.runs.exits import Exit, Refused
from tests.support.one_outlet import SCOPE, Place, one_outlet
from tests.support.outputs import begin, die, expected, run_line, write_thread
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
