"""Several machines are as polite as one: pace, robots.txt, budgets, what a host asks for."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from scrapy.settings import Settings

from newscrawl.machines.database import SCHEMA, connect
from newscrawl.machines.hosts_table import HostsTable
from newscrawl.machines.manners import SharedManners
from newscrawl.machines.turns import SharedTurns
from newscrawl.net.fleet_hosts import FleetHosts
from tests.support.fleets import until
from tests.support.machines import WatchedPaper, machines
from tests.support.postgres import postgres

pytestmark = pytest.mark.machines
SHARED, ITS_OWN = "127.0.0.1", "127.0.0.2"


def test_a_host_of_two_outlets_has_its_crawl_delay_and_its_budget(tmp_path: Path) -> None:
    papers = [WatchedPaper(20, 3), WatchedPaper(20, 3)]
    for paper in papers:
        paper.robots = "Crawl-delay: 1"
    more = {"HOST_BUDGET_PER_DAY": 16}
    with machines(tmp_path, *papers, delay=0.1, more=more) as fleet:
        both = [fleet.start(name, "--jobs", "1") for name in ("one", "two")]
        until(lambda: all(map(fleet.result, papers)), 90)
        for machine in both:
            machine.end()
    asked = sorted(one for paper in papers for one in paper.asked)
    assert {who for _, who, _ in asked} == {"one", "two"}
    assert len(asked) == 16
    # Before its robots.txt is read a paper's delay is not known.
    read = max(place for place, (_, _, path) in enumerate(asked) if path == "/robots.txt")
    moments = [moment for moment, _, _ in asked[read + 1 :]]
    # One that is noted late comes close to the next. Any six take five delays, but for that; if
    # each machine kept to it alone, they would take half.
    spans = [later - before for before, later in zip(moments, moments[5:], strict=False)]
    assert len(spans) > 4
    assert min(spans) > 3.5, moments


def test_another_machine_knows_robots_txt_and_who_asked_for_time(tmp_path: Path) -> None:
    calm, busy = WatchedPaper(3, 3, host=SHARED), WatchedPaper(3, 3, host=ITS_OWN)
    busy.busy = 7200
    with machines(tmp_path, calm, busy, delay=0.1, more={"HOST_BACK_OFF": 1800}) as fleet:
        one = fleet.start("one", "--jobs", "2")
        until(lambda: all(map(fleet.result, (calm, busy))), 60)
        one.end()
        before = len(busy.asked)
        assert before >= 2
        fleet.obeyed("run-now", "Paper 0", "Paper 1")
        first = {paper.scope: fleet.result(paper) for paper in (calm, busy)}
        two = fleet.start("two", "--jobs", "2")
        until(lambda: all(fleet.result(one) != first[one.scope] for one in (calm, busy)), 60)
        two.end()
        result = fleet.result(busy)
    assert [path for _, _, path in calm.asked].count("/robots.txt") == 1
    assert {who for _, who, _ in calm.asked} == {"one", "two"}
    assert result
    assert f"{ITS_OWN} failed before (it asked to be left alone)" in result["message"]
    assert len(busy.asked) == before


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with postgres() as server:
        yield server.address


@pytest.fixture
def tables(address: str) -> Iterator[list[HostsTable]]:
    """Yield those of two machines."""
    settings = Settings({"FLEET_DATABASE": address})
    with connect(settings) as db:
        db.execute(SCHEMA)
    both = [HostsTable(settings), HostsTable(settings)]
    yield both
    for one in both:
        if one.db:
            one.db.close()


def test_machines_take_turns_of_a_host(tables: list[HostsTable]) -> None:
    one, two = map(SharedTurns, tables)
    waits = [turns.take("cdn.example", 0.5) for turns in (one, two, one, two)]
    for number, wait in enumerate(waits):
        assert 0.5 * number - 0.3 < wait <= 0.5 * number + 0.01
    assert two.take("other.example", 0.5) == 0
    with connect(tables[0].settings) as db:
        db.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
    assert one.take("cdn.example", 0.5) == 0  # the machine's own turns hold
    one.table.again = 0
    assert one.take("cdn.example", 0.5) > 1


def test_what_a_host_said_to_one_machine_holds_for_all(tables: list[HostsTable]) -> None:
    one, two = map(SharedManners, tables)

    async def told() -> None:
        one.failed("talk.example", "a", 1800, "it answers 503")
        one.failed("talk.example", "b", 1800, "it answers 503")
        assert await one.until("talk.example", asked=False) is None
        two.failed("talk.example", "a", 1800, "it answers 503")
        found = await two.until("talk.example", asked=False)
        assert found == await one.until("talk.example", asked=False)
        assert found
        assert found[1] == "it answers 503"
        assert await one.until("talk.example", asked=True) is None
        two.leave("talk.example", "b", 60, "asked")
        assert await two.until("talk.example", asked=True)
        assert await one.until("talk.example", asked=True)
        one.worked("talk.example")  # what is still to be waited for stays
        assert await one.until("talk.example", asked=True)
        one.hold("talk.example", 9)
        assert await one.until("other.example", asked=False) is None
        assert SharedTurns(tables[1]).take("talk.example", 1) > 8

    asyncio.run(told())


def test_machines_share_a_budget_and_a_robots_txt(tables: list[HostsTable]) -> None:
    one, two = map(SharedManners, tables)
    origin = "https://paper.example"

    async def asked(many: FleetHosts, other: FleetHosts) -> None:
        assert [await some.spend("paper.example", 3) for some in (many, other, many, other)] == [
            *(True, True, True, False)
        ]
        assert [await many.may_ask(origin), await other.may_ask(origin)] == [True, False]
        many.let_ask(origin)
        assert [await many.robots(origin), await other.may_ask(origin)] == [None, True]
        other.keep_robots(origin, 200, b"User-agent: *")
        kept = await other.robots(origin)
        assert kept
        assert (kept.status, kept.body) == (200, b"User-agent: *")
        assert 0 <= (await many.robots(origin) or kept).age < 60

    asyncio.run(asked(one, two))


def test_without_a_database_each_machine_knows_what_it_knows_itself() -> None:
    lost = SharedManners(HostsTable(Settings({"FLEET_DATABASE": "postgresql://127.0.0.1:1/no"})))

    async def asked() -> None:
        lost.failed("paper.example", "a", 1800, "it answers 503")
        assert await lost.until("paper.example", asked=False) is None
        assert await lost.spend("paper.example", 1)
        assert await lost.may_ask("https://paper.example")
        assert await lost.robots("https://paper.example") is None

    asyncio.run(asked())
