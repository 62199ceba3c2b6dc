"""Runs of one user on one machine share the turns of a host."""

import itertools
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import PIPE

import pytest

from newscrawl.runs.exits import Exit
from newscrawl.state import shared_hosts, turns
from newscrawl.state.hosts import HostRecords
from newscrawl.state.robots import ASKING_SECONDS, Kept, RobotsFiles
from newscrawl.state.shared_hosts import SharedHosts
from newscrawl.state.turns import Turns
from tests.support.crawling import ROOT, crawl, ended, record_folder, start
from tests.support.small_paper import PATH, SmallPaper, small_paper

DELAY = 1.0


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "newscrawl"


def test_each_takes_the_next_turn(tmp_path: Path) -> None:
    several = [Turns(SharedHosts(tmp_path)) for _ in range(3)]
    begun = time.time()
    waits = [one.take("paper.example", 10) for one in several * 2]
    late = time.time() - begun
    assert waits == pytest.approx([0, 10, 20, 30, 40, 50], abs=late + 0.01)
    assert several[0].take("other.example", 10) == 0
    for one in several:
        one.hosts.close()


def test_threads_of_runs_never_get_the_same_turn(tmp_path: Path) -> None:
    found = list[float]()

    def run() -> None:
        one = Turns(SharedHosts(tmp_path))
        found.extend(time.time() + one.take("paper.example", 1.0) for _ in range(25))
        one.hosts.close()

    runs = [threading.Thread(target=run) for _ in range(4)]
    for one in runs:
        one.start()
    for one in runs:
        one.join()
    gaps = [later - earlier for earlier, later in itertools.pairwise(sorted(found))]
    assert min(gaps) > 0.9


def test_what_was_written_before_the_clock_was_set_back_does_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, ahead = Turns(SharedHosts(tmp_path)), time.time() + 10 * turns.LONGEST
    with monkeypatch.context() as clock:
        clock.setattr(time, "time", lambda: ahead)
        one.take("paper.example", 1.0)
    assert one.take("paper.example", 1.0) == 0
    one.hosts.close()


@pytest.mark.parametrize("spoiled", ["a file", "no database", "nowhere"])
def test_a_state_folder_that_cannot_be_used_stops_nobody(
    tmp_path: Path, state: Path, spoiled: str
) -> None:
    output = tmp_path / "output"
    if spoiled == "no database":
        state.mkdir(parents=True)
        (state / shared_hosts.FILE).write_text("no database " * 1000)
    else:
        state.parent.write_text("")
    if spoiled == "nowhere":
        output.write_text("")
    one, other = Turns(SharedHosts(output)), Turns(SharedHosts(output))
    waits = [one.take("paper.example", 9), other.take("paper.example", 9)]
    assert waits == pytest.approx([0, 0 if spoiled == "nowhere" else 9], abs=1)
    one.hosts.close()
    other.hosts.close()


@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_a_damaged_file_is_begun_anew(tmp_path: Path, state: Path, when: str) -> None:
    first = Turns(SharedHosts(tmp_path / "a"))
    first.take("paper.example", 9)
    if when == "before":
        first.hosts.close()
    for path in state.glob("*"):
        path.write_bytes(b"\xff" * 8192)
    for _ in range(2):
        first.take("paper.example", 9)
    first.hosts.close()
    one, other = Turns(SharedHosts(tmp_path / "b")), Turns(SharedHosts(tmp_path / "c"))
    one.take("paper.example", 9)
    assert other.take("paper.example", 9) >= 8  # whatever folder it writes to
    one.hosts.close()
    other.hosts.close()
    assert not [*tmp_path.glob("*/hosts.sqlite")]


def test_two_crawls_ask_a_host_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = list[float]()
    with small_paper() as paper:
        answer = paper.answer

        def noting(path: str, query: dict[str, list[str]]) -> tuple[int, str, dict[str, str]]:
            asked.append(time.monotonic())
            return answer(path, query)

        monkeypatch.setattr(paper, "answer", noting)
        given = {"urls": f"{paper.base}{PATH}", "comments": "no"}
        scopes = [{**given, "scope": scope} for scope in ("one", "other")]
        both = [start("news", tmp_path, f"DOWNLOAD_DELAY={DELAY}", **one) for one in scopes]
        folders = [record_folder(tmp_path, "news", **one) for one in scopes]
        runs = [ended(*pair) for pair in zip(both, folders, strict=True)]
    assert [run.status for run in runs] == [0, 0], [run.stderr for run in runs]
    # One asks for robots.txt, each for the page. By themselves both would need one delay, not two;
    # on a busy machine the first request may arrive later than it was sent.
    assert len(asked) == 3
    assert asked[-1] - asked[0] > 1.2 * DELAY


def test_a_robots_txt_is_asked_for_once_by_crawls_side_by_side(tmp_path: Path) -> None:
    with small_paper() as paper:
        given = {"urls": f"{paper.base}{PATH}", "comments": "no"}
        scopes = [{**given, "scope": scope} for scope in ("one", "other")]
        both = [start("news", tmp_path, "DOWNLOAD_DELAY=0.1", **one) for one in scopes]
        folders = [record_folder(tmp_path, "news", **one) for one in scopes]
        runs = [ended(*pair) for pair in zip(both, folders, strict=True)]
        assert [run.status for run in runs] == [0, 0], [run.stderr for run in runs]
        assert [path for path, _ in paper.log].count("/robots.txt") == 1


def test_a_robots_txt_is_kept_for_a_day_and_asked_for_by_one_at_a_time(tmp_path: Path) -> None:
    one, other = (RobotsFiles(SharedHosts(tmp_path)) for _ in range(2))
    now, host = datetime(2026, 3, 15, 12, tzinfo=UTC), "https://paper.example"
    day = timedelta(days=1)
    assert one.known(host, now - day, now) is None
    assert (one.may_ask(host), other.may_ask(host)) == (True, False)
    one.failed(host)
    assert (other.may_ask(host), one.may_ask(host)) == (True, False)
    other.keep(host, Kept(503, b""), now)  # may be over in a minute
    assert one.known(host, now - day, now) is None
    assert one.may_ask(host)
    one.keep(host, Kept(200, b"User-agent: *"), now)
    assert other.known(host, now - day, now) == Kept(200, b"User-agent: *")
    assert other.known(host, now + day, now + 2 * day) is None
    assert other.known(host, now - 2 * day, now - day) is None  # the clock was set back
    assert other.may_ask(host)
    assert other.known("http://paper.example", now - day, now) is None


def test_who_died_while_it_asked_for_a_robots_txt_holds_nobody_up(tmp_path: Path) -> None:
    asks = (
        "import pathlib, sys; from newscrawl.state.robots import RobotsFiles as Files; "
        "from newscrawl.state.shared_hosts import SharedHosts as Hosts; "
        "assert Files(Hosts(pathlib.Path(sys.argv[1]))).may_ask('https://paper.example'); "
        "print(flush=True); input()"
    )
    files = RobotsFiles(SharedHosts(tmp_path))
    words = [sys.executable, "-c", asks, str(tmp_path)]
    with subprocess.Popen(words, cwd=ROOT, stdin=PIPE, stdout=PIPE, text=True) as asker:
        assert asker.stdout
        asker.stdout.readline()
        assert not files.may_ask("https://paper.example")
        asker.kill()
        asker.wait()
    assert files.may_ask("https://paper.example")


def test_who_asks_for_a_robots_txt_for_a_minute_is_no_longer_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = RobotsFiles(SharedHosts(tmp_path))
    assert files.may_ask("https://paper.example")
    later = time.time() + ASKING_SECONDS + 1
    monkeypatch.setattr(time, "time", lambda: later)
    assert files.may_ask("https://paper.example")


def test_who_wakes_late_has_a_turn_only_if_nobody_has_the_next_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = (Turns(SharedHosts(tmp_path)) for _ in range(2))
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    begin = now + one.take("paper.example", 1.0)
    assert one.is_kept("paper.example", begin, 1.0)  # in time
    monkeypatch.setattr(time, "time", lambda: begin + 0.7)
    assert one.is_kept("paper.example", begin, 1.0)
    # The next one is a second after the moment at which it was used.
    assert other.take("paper.example", 1.0) == pytest.approx(1.0, abs=0.01)
    assert not one.is_kept("paper.example", begin, 1.0)
    assert one.take("paper.example", 1.0) == pytest.approx(2.0, abs=0.01)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_a_server_on_this_machine_is_another_one_for_another_folder(
    tmp_path: Path, host: str
) -> None:
    one, same, other = (SharedHosts(tmp_path / name) for name in ("a", "a", "b"))
    now = datetime(2026, 3, 15, 12, tzinfo=UTC)
    origin = f"http://[{host}]:8000" if ":" in host else f"http://{host}:8000"
    RobotsFiles(one).keep(origin, Kept(200, b"User-agent: *"), now)
    HostRecords(one, "paper").leave(host, now + timedelta(hours=1), "asked")
    HostRecords(one, "paper").spend(host, now)
    Turns(one).hold(host, 30)
    seen = [
        (
            RobotsFiles(hosts).known(origin, now - timedelta(1), now) is not None,
            HostRecords(hosts, "paper").until(host, now) is not None,
            HostRecords(hosts, "paper").spent(host, now),
        )
        for hosts in (same, other)
    ]
    assert seen == [(True, True, 1), (False, False, 0)]
    assert Turns(other).take(host, 1) == pytest.approx(0, abs=1)
    assert Turns(same).take(host, 1) == pytest.approx(30, abs=1)
    assert Turns(same).take(host, 1) == pytest.approx(31, abs=1)
    assert Turns(other).take(host, 1) == pytest.approx(1, abs=1)


def test_a_host_that_asks_for_time_gets_it_from_all(tmp_path: Path) -> None:
    one, other = (Turns(SharedHosts(tmp_path)) for _ in range(2))
    one.hold("paper.example", 30)
    assert other.take("paper.example", 1) == pytest.approx(30, abs=1)
    one.hold("paper.example", 5)  # somebody else waits for longer
    assert other.take("paper.example", 1) == pytest.approx(31, abs=1)


class Ruled(SmallPaper):
    """A paper with a robots.txt."""

    def answer(self, path: str, query: dict[str, list[str]]) -> tuple[int, str, dict[str, str]]:
        if path == "/robots.txt":
            return 200, "User-agent: *\nDisallow: /closed\n", {"Content-Type": "text/plain"}
        return super().answer(path, query)


def test_a_site_that_is_down_is_told_though_its_robots_txt_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_paper(Ruled()) as paper:
        given = {"url": paper.base, "comments": "no", "since": "2026-03-01"}
        monkeypatch.setenv("NEWSCRAWL_CLOCK", "2026-03-15T06:00:00Z")
        assert crawl("news", tmp_path, "DOWNLOAD_DELAY=0.1", **given).status == 0
    monkeypatch.setenv("NEWSCRAWL_CLOCK", "2026-03-15T18:00:00Z")
    manners = "DOWNLOAD_DELAY=0.1", "RETRY_TIMES=0", "HOST_BACK_OFF=0"
    run = crawl("news", tmp_path, *manners, **given)
    assert run.status == Exit.UNREACHABLE
    assert "refuses the connection" in run.stderr
