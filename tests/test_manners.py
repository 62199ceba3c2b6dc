"""Politeness, with manners switched on against a real server: what it was asked, and when."""

import http.server
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from scrapy.http import Response

from newscrawl.clock import stamp
from newscrawl.demo import Demo
from newscrawl.middlewares.retry import LEFT_ALONE, retry_after
from newscrawl.runs.exits import Exit
from newscrawl.state.hosts import LONGEST, HostRecords
from newscrawl.state.ledger import Ledger
from newscrawl.state.shared_hosts import SharedHosts
from tests.support.crawling import ROOT, Run, crawl
from tests.support.serving import article

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
Answer = tuple[int, Mapping[str, str]]
Plan = Callable[[str, int], Answer]
"""Status and headers by the path, and by how often it was asked for."""
FAIL: Answer = (503, {})
GOOD: Answer = (200, {})


def all_good(_path: str, _time: int) -> Answer:
    return GOOD


class Newspaper:
    """Articles 1 to 9, and a robots.txt; notes who asked for what at which time."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.asked: list[tuple[float, str]] = []
        self.robots = b"User-agent: *\nAllow: /\n"
        self.base_url = ""

    def answer(self, path: str) -> tuple[Answer, bytes]:
        self.asked.append((time.monotonic(), path))
        body = self.robots if path == "/robots.txt" else article(int(path[-6]))
        return self.plan(path, sum(one == path for _, one in self.asked)), body

    def paths(self) -> list[str]:
        """What was asked since the last call."""
        paths = [path for _, path in self.asked]
        self.asked.clear()
        return paths


@contextmanager
def newspaper(plan: Plan = all_good) -> Iterator[Newspaper]:
    paper = Newspaper(plan)

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            (status, headers), body = paper.answer(self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            kind = "text/plain" if self.path == "/robots.txt" else "text/html; charset=utf-8"
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        paper.base_url = f"http://127.0.0.1:{server.server_port}"
        yield paper
        server.shutdown()


def path(number: int) -> str:
    return f"/20210116/a-100000000{number}.html"


def read(paper: Newspaper, folder: Path, *settings: str, articles: int = 6) -> Run:
    """Crawl some articles, one request at a time."""
    urls = ",".join(paper.base_url + path(number) for number in range(1, articles + 1))
    manners = "CONCURRENT_REQUESTS_PER_DOMAIN=1", "DOWNLOAD_DELAY=0.02"
    where = {"base_url": paper.base_url, "urls": urls, "comments": "no"}
    return crawl("sputnik", folder, *manners, *settings, **where)


def numbers(run: Run) -> list[str]:
    return sorted(row["id"][-1] for row in run.lines("articles"))


def test_nothing_is_asked_of_a_busy_host_before_it_wants(tmp_path: Path) -> None:
    def plan(asked: str, time: int) -> Answer:
        busy = asked == path(3) and time == 1
        return (429, {"Retry-After": "2"}) if busy else GOOD

    with newspaper(plan) as paper:
        run = read(paper, tmp_path)
    assert (run.status, numbers(run)) == (0, [*"123456"])
    times = [moment for moment, _ in paper.asked]
    busy = [asked for _, asked in paper.asked].index(path(3))
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert gaps[busy] >= 2
    assert all(gap < 2 for gap in gaps[:busy] + gaps[busy + 1 :])


@pytest.mark.slow
def test_a_host_that_asks_for_hours_is_left_alone_by_later_runs_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def plan(asked: str, time: int) -> Answer:
        return (429, {"Retry-After": "7200"}) if asked == path(3) and time == 1 else GOOD

    settings = "HOST_BACK_OFF=60"
    with newspaper(plan) as paper:
        monkeypatch.setenv("NEWSCRAWL_CLOCK", NOON.isoformat())
        run = read(paper, tmp_path, settings)
        assert run.status == Exit.LOSSES
        assert "127.0.0.1 asks to be left alone until 2026-03-14T14:00:00Z" in run.stderr
        first = paper.paths()
        monkeypatch.setenv("NEWSCRAWL_CLOCK", (NOON + timedelta(hours=1)).isoformat())
        run = read(paper, tmp_path, settings)
        assert run.status == Exit.UNREACHABLE
        assert "is not asked until 2026-03-14T14:00:00Z" in run.stderr
        assert paper.paths() == []
        paper.asked += [(0.0, one) for one in first]
        monkeypatch.setenv("NEWSCRAWL_CLOCK", (NOON + timedelta(hours=3)).isoformat())
        run = read(paper, tmp_path, settings)
        assert (run.status, run.stderr, numbers(run)) == (0, "", [*"123456"])


@pytest.mark.slow
def test_a_host_gets_its_budget_a_day_over_all_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with newspaper() as paper:
        monkeypatch.setenv("NEWSCRAWL_CLOCK", NOON.isoformat())
        run = read(paper, tmp_path, "HOST_BUDGET_PER_DAY=4")
        assert run.status == Exit.LOSSES
        assert "127.0.0.1 had its 4 requests of 2026-03-14 (UTC)" in run.stderr.splitlines()[-1]
        # robots.txt is one of the four.
        assert len(paper.paths()) == 4
        assert len(numbers(run)) == 3
        run = read(paper, tmp_path, "HOST_BUDGET_PER_DAY=4")
        assert (run.status, paper.paths()) == (Exit.LOSSES, [])
        # It is no failure of theirs: pages that fail are asked for more and more rarely.
        known = Ledger(run.folder / "ledger.sqlite")
        assert known.db.execute("SELECT key FROM visit WHERE failed IS NOT NULL").fetchall() == []
        known.close()
        monkeypatch.setenv("NEWSCRAWL_CLOCK", (NOON + timedelta(hours=12)).isoformat())
        run = read(paper, tmp_path, "HOST_BUDGET_PER_DAY=4")
        assert len(paper.paths()) == 3  # robots.txt is known for a day
        assert (run.status, run.stderr, numbers(run)) == (0, "", [*"123456"])


@pytest.mark.slow
def test_a_host_that_failed_twice_is_asked_again_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def at(minutes: int) -> Run:
        moment = NOON + timedelta(minutes=minutes)
        monkeypatch.setenv("NEWSCRAWL_CLOCK", moment.isoformat())
        return read(paper, tmp_path, "HOST_BACK_OFF=1800", "RETRY_TIMES=1")

    with newspaper(lambda asked, _: GOOD if asked == "/robots.txt" else FAIL) as paper:
        run = at(0)
        assert run.status == Exit.UNREACHABLE
        assert (
            "127.0.0.1 failed 4 times in a row (last: it answers 503)"
            in run.stderr.splitlines()[-1]
        )
        # Six articles were asked for, four of them a second time.
        assert len(paper.paths()) == 1 + 6 + 4
        assert at(60).status == Exit.UNREACHABLE
        assert len(paper.paths()) == 6 + 4  # robots.txt is known for a day
        run = at(89)
        why = "127.0.0.1 failed before (it answers 503) and is not asked until 2026-03-14T13:30"
        assert why in run.stderr
        assert (run.status, paper.paths()) == (Exit.UNREACHABLE, [])
        paper.plan = all_good
        assert (at(91).status, len(paper.paths())) == (0, 6)


def records(scope: str = "paper.example") -> HostRecords:
    """Return the records of a scope, in the state folder of this test."""
    return HostRecords(SharedHosts(Path("unused")), scope)


def test_requests_are_counted_by_host_and_day() -> None:
    known = records()
    assert known.spent("paper.example", NOON) == 0
    for _ in range(3):
        known.spend("paper.example", NOON)
    known.spend("other.example", NOON)
    assert [known.spent(f"{name}.example", NOON) for name in ("paper", "other")] == [3, 1]
    assert known.spent("paper.example", NOON + timedelta(days=1)) == 0


def test_a_host_that_asked_to_be_left_alone_and_then_fails_waits_the_first_pause() -> None:
    known, pause = records(), timedelta(minutes=30)
    known.leave("paper.example", NOON + pause / 2, "asked")
    assert known.until("paper.example", NOON) == (stamp(NOON + pause / 2), "asked")
    known.failed("paper.example", NOON + pause, pause, "no address")
    assert known.until("paper.example", NOON) == (stamp(NOON + 2 * pause), "no address")


def test_outlets_that_meet_a_dead_host_at_once_have_met_it_once_each() -> None:
    pause = timedelta(minutes=30)
    several = [records(f"paper{number}.example") for number in range(9)]
    for one in several:
        one.failed("talk.example", NOON, pause, "no answer")
    assert several[0].until("talk.example", NOON) is None
    several[3].failed("talk.example", NOON + pause, pause, "no answer")
    # What follows is for all; where it works for one, nobody waits once the time is over.
    found = several[7].until("talk.example", NOON + pause)
    assert found == (stamp(NOON + 2 * pause), "no answer")
    assert several[7].until("talk.example", NOON + pause, asked=True) is None
    several[8].worked("talk.example", NOON + 3 * pause)
    several[3].failed("talk.example", NOON + 3 * pause, pause, "no answer")
    assert several[0].until("talk.example", NOON + 3 * pause) is None


def test_the_wait_grows_to_a_day_and_is_forgotten_when_the_host_works() -> None:
    known, pause = records(), timedelta(minutes=30)
    waits = []
    for _ in range(40):
        known.failed("paper.example", NOON, pause, "")
        found = known.until("paper.example", NOON)
        waits.append((datetime.fromisoformat(found[0]) - NOON) / pause if found else 0)
    assert waits[:8] == [0, 1, 2, 4, 8, 16, 32, 48]
    assert waits[-1] * pause == LONGEST
    assert known.until("paper.example", NOON + LONGEST) is None
    known.worked("paper.example", NOON + LONGEST)
    known.failed("paper.example", NOON, pause, "")
    assert known.until("paper.example", NOON) is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "120"}, 120),
        ({"Retry-After": "Sat, 14 Mar 2026 12:01:00 GMT"}, 60),
        ({"Retry-After": "Sat, 14 Mar 2026 11:00:00 GMT"}, 0),
        # A host whose clock is an hour late asks for 30 s all the same.
        (
            {
                "Retry-After": "Sat, 14 Mar 2026 11:00:30 GMT",
                "Date": "Sat, 14 Mar 2026 11:00:00 GMT",
            },
            30,
        ),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "9" * 5000}, LEFT_ALONE),
        ({"Retry-After": f"Mon, 01 Jan {'9' * 20} 00:00:00 GMT"}, None),
        ({"Retry-After": "Fri, 31 Dec 9999 23:59:59 GMT"}, LEFT_ALONE),
        ({}, None),
    ],
)
def test_what_a_host_asks_for(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(Response("https://paper.example/", headers=headers), NOON) == seconds


@pytest.mark.slow
@pytest.mark.parametrize("throttle", ["AUTOTHROTTLE_ENABLED=1", "AUTOTHROTTLE_ENABLED=0"])
def test_a_crawl_delay_is_kept_to_from_the_first_article_on(tmp_path: Path, throttle: str) -> None:
    with newspaper() as paper:
        paper.robots = b"User-agent: *\nCrawl-delay: 1.5\n"
        run = read(paper, tmp_path, throttle, articles=3)
    assert (run.status, numbers(run)) == (0, [*"123"])
    times = [moment for moment, asked in paper.asked if asked != "/robots.txt"]
    # A loaded machine may be late, never early; the answer of one may be late and of the next not.
    assert times[-1] - times[0] >= 2.9
    assert all(later - earlier >= 1.3 for earlier, later in pairwise(times))


@pytest.mark.slow
def test_robots_txt_is_asked_for_again_in_a_long_run(tmp_path: Path) -> None:
    with newspaper() as paper:

        def plan(asked: str, _time: int) -> Answer:
            if asked == "/robots.txt":
                paper.robots = b"User-agent: *\nDisallow: /\n"  # from the next time on
            return GOOD

        paper.plan = plan
        start = "import newscrawl.middlewares.robots as r; r.KEEP = 1.0"
        run = f"{start}; from scrapy.cmdline import execute; execute()"
        urls = ",".join(paper.base_url + path(number) for number in range(1, 10))
        options = [f"OUTPUT_DIR={tmp_path}", "CONCURRENT_REQUESTS=1", "DOWNLOAD_DELAY=0.5"]
        done = subprocess.run(
            [sys.executable, "-c", run, "crawl", "sputnik"]
            + [part for option in options for part in ("-s", option)]
            + ["-a", f"base_url={paper.base_url}", "-a", f"urls={urls}", "-a", "comments=no"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    asked = [one for _, one in paper.asked]
    assert asked.count("/robots.txt") >= 2, done.stderr
    again = asked.index("/robots.txt", 1)
    assert again > 1
    assert set(asked[again:]) == {"/robots.txt"}


@pytest.mark.slow
@pytest.mark.browser
def test_the_time_of_the_browser_slows_no_plain_requests(tmp_path: Path) -> None:
    throttle = "AUTOTHROTTLE_ENABLED=1", "AUTOTHROTTLE_DEBUG=1", "AUTOTHROTTLE_START_DELAY=0.05"
    with Demo(articles=3) as demo:
        where = {"base_url": demo.base_url, "since": "2020-12-01", "until": "2021-02-28"}
        run = crawl("sputnik", tmp_path, "LOG_LEVEL=INFO", *throttle, **where)
    adjusted = len(re.findall(r"delay:.*latency:", run.stderr))
    answers = re.search(r"'downloader/response_count': (\d+)", run.stderr)
    rendered = re.search(r"'playwright/page_count': (\d+)", run.stderr)
    assert answers
    assert rendered
    assert int(rendered[1]) > 0
    assert adjusted == int(answers[1]) - int(rendered[1])
