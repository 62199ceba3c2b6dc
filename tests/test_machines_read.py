"""A machine that has no folder reads what the rows name, as one that has them all reads its own."""

import json
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from newscrawl.machines.database import connect
from newscrawl.runs.exits import Exit
from tests.support.fleets import until
from tests.support.machines import Machines, WatchedPaper, machines

pytestmark = pytest.mark.machines


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    """A fleet that has visited two papers of three; the machine that did is gone."""
    papers = [WatchedPaper(3, 4), WatchedPaper(2, 5), WatchedPaper(1)]
    with machines(tmp_path_factory.mktemp("fleet"), *papers) as fleet:
        fleet.obeyed("pause", "Paper 2")
        one = fleet.start("one", "--jobs", "2")
        until(lambda: all(map(fleet.is_done, papers[:2])), 60)
        one.end()
        for paper in papers[:2]:
            fleet.obeyed("fetch", paper.scope, name="own")
        shutil.rmtree(one.output)
        yield fleet


def both(fleet: Machines, *words: str) -> tuple[tuple[int, str, str], tuple[int, str, str]]:
    """Run a command where no folder is, and where all are, and no fleet."""
    here = fleet.command(*words, name="reader")
    own = fleet.command(*words, name="own", alone=True)
    return here, own


def test_an_export_is_that_of_the_folder(fleet: Machines) -> None:
    one, two = (paper.scope for paper in fleet.papers[:2])
    here, own = both(fleet, "export", one, "--threads")
    assert here == own
    assert (here[0], here[2], len(here[1].splitlines())) == (0, "", 3)
    status, out, err = fleet.command("export", "Paper 1", "--what", "comments", name="reader")
    assert (status, err, len(out.splitlines())) == (0, "", 10)
    with ThreadPoolExecutor(2) as at_once:  # of a record that neither has yet
        words = ("export", two)
        found = [*at_once.map(lambda _: fleet.command(*words, name="second"), range(2))]
    assert found[0] == found[1] == fleet.command(*words, name="own", alone=True)
    assert not [*(fleet.folder / "second").glob("[!.]*")]


def test_a_report_is_that_of_the_folders(fleet: Machines) -> None:
    for words, place in (([], "."), ([fleet.papers[0].scope], fleet.papers[0].scope)):
        here, own = both(fleet, "report", *words)
        assert (here[0], here[2], own[0]) == (0, "", 0)
        path = fleet.folder / "reader" / place / "report.html"
        assert Path(here[1].strip()) == path
        assert path.read_text() == Path(own[1].strip()).read_text()
        assert "3" in path.read_text()


def test_the_standing_is_that_of_the_folders(fleet: Machines) -> None:
    here, own = (json.loads(found[1]) for found in both(fleet, "status", "--json"))
    for row in (*here, *own):
        del row["next_due"]  # without a fleet it is when an article is due
    assert here == own
    assert [row["scope"] for row in here] == sorted(paper.scope for paper in fleet.papers[:2])
    scope = fleet.papers[0].scope
    status, out, err = fleet.command("status", "Paper 0", name="reader")
    assert (status, err) == (0, "")
    assert "DONE" in out
    # Of a standing no article is fetched.
    assert not [*(fleet.folder / "reader" / ".fleet" / "standings").glob("*/*articles*")]
    fleet.obeyed("pause", "Paper 0")
    with connect(fleet.settings()) as db:
        db.execute(
            "UPDATE newscrawl_scope SET small = jsonb_build_object('running.json', %s::text), "
            "token = 'x', holder = 'x', until = now() + interval '1 hour' WHERE scope = %s",
            (json.dumps(own[0]["last_run"]), scope),
        )
    (row,) = json.loads(fleet.command("status", scope, "--json", name="reader")[1])
    assert (row["next_due"], row["killed_since"]) == (None, None)
    assert row["running_since"] == own[0]["last_run"]["date_started"]
    with connect(fleet.settings()) as db:
        db.execute("UPDATE newscrawl_scope SET until = now() WHERE scope = %s", (scope,))
    (row,) = json.loads(fleet.command("status", scope, "--json", name="reader")[1])
    assert (row["running_since"], bool(row["killed_since"])) == (None, True)
    fleet.obeyed("resume", "Paper 0")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["export", "nobody"], "nothing was crawled of 'nobody' by this fleet; there are: 127"),
        (["status", "Paper 2"], "'Paper 2' was not visited yet"),
        (["report", "127"], "'127' has several records: give one of 127.0.0.1_"),
    ],
    ids=["export", "status", "report"],
)
def test_what_is_not_there_is_told_as_on_one_machine(
    fleet: Machines, words: list[str], said: str
) -> None:
    here, own = both(fleet, *words)
    assert here[0] == own[0] == Exit.USAGE
    assert (here[1], here[2].count("\n")) == ("", 1)
    assert here[2].startswith(f"newscrawl: {said}")


def test_what_is_away_is_told_in_one_line(fleet: Machines) -> None:
    commands = (["status"], ["report"], ["export", fleet.papers[0].scope])
    fleet.store.rename(fleet.folder / "away")
    fleet.store.write_text("no folder")
    said = [fleet.command(*words, name="late") for words in commands]
    fleet.store.unlink()
    (fleet.folder / "away").rename(fleet.store)
    fleet.server.stop()
    gone = [fleet.command(*words, name="reader") for words in commands]
    fleet.server.start()
    for name, found in (("STORE", said), ("DATABASE", gone)):
        for status, out, err in found:
            assert (status, out, err.count("\n")) == (Exit.DISK, "", 1)
            assert err.startswith(f"newscrawl: FLEET_{name}")
    half = fleet.command("status", "-s", "FLEET_STORE=x", name="own", alone=True)
    assert (half[0], half[2].count("\n")) == (Exit.USAGE, 1)
