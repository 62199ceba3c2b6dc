"""What a kill, an end in time and a bound cost a fleet: nothing lost, nothing twice."""

import asyncio
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from newscrawl.fleet.digest import kind_of
from newscrawl.fleet.plan import Plan
from newscrawl.fleet.pool import Pool
from newscrawl.fleet.result import Result
from newscrawl.runs.exits import Exit
from tests.support.fleets import Slow, fleet, outlet, until, workers
from tests.support.small_paper import FEED, PATH, SmallPaper


def test_a_process_that_was_killed_twice_is_no_defect_of_ours(tmp_path: Path) -> None:
    killed = "import os, sys; sys.stdin.readline(); os.kill(os.getpid(), 9)"
    plan = Plan([sys.executable, "-c", killed], tmp_path, 1, 1, 2**30)
    results: list[Result] = []
    pool = Pool(plan, tmp_path / "fleet.log", lambda _, result: results.append(result))
    assert asyncio.run(pool.run([outlet()], None)) == []
    (result,) = results
    assert kind_of(result) == "its process was killed"
    assert "killed twice (signal 9)" in result.message
    assert f"{tmp_path}/fleet.log" in result.message


@pytest.mark.slow
def test_an_outlet_whose_process_was_killed_is_visited_again(tmp_path: Path) -> None:
    papers = [Slow(comments={1: "Who pays?"}), SmallPaper(comments={1: "Not me."})]
    with fleet(tmp_path, *papers) as ours:
        run = ours.start("--processes", "1")
        slow = papers[0]
        assert isinstance(slow, Slow)
        until(lambda: any(path == "/feed.xml" for path, _ in slow.log))
        (worker,) = workers(run)
        worker.kill()
        slow.go.set()
        _, err = run.communicate(timeout=300)
        assert (run.returncode, err) == (0, "")
        assert ours.comments(papers[0]) == ["Who pays?"]
        assert ours.comments(papers[1]) == ["Not me."]
        assert ours.ends(papers[0])[-1] == "DONE"


@pytest.mark.slow
def test_after_kill_9_the_next_run_goes_on(tmp_path: Path) -> None:
    papers = [Slow(comments={1: "Who pays?"}), SmallPaper(comments={1: "Not me."})]
    with fleet(tmp_path, *papers) as ours:
        run = ours.start()
        slow = papers[0]
        assert isinstance(slow, Slow)
        until(lambda: any(path == "/feed.xml" for path, _ in slow.log))
        helpers = workers(run)
        run.kill()
        run.communicate()
        _, alive = psutil.wait_procs(helpers, 60)
        assert alive == []  # nobody asks them any more
        log = (tmp_path / "output" / ".fleet" / "fleet.log").read_text()
        assert "BrokenPipe" not in log
        assert "Traceback" not in log
        slow.go.set()
        assert ours.run() == (0, "", "")
        for paper, text in zip(papers, ("Who pays?", "Not me."), strict=True):
            assert ours.comments(paper) == [text]


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.3, 1.0])
def test_no_process_outlives_a_fleet_that_is_killed_as_it_begins(
    tmp_path: Path, seconds: float
) -> None:
    papers = [SmallPaper(comments={1: "Who pays?"}) for _ in range(3)]
    with fleet(tmp_path, *papers) as ours:
        run = ours.start("-s", "DOWNLOAD_DELAY=0.5")
        until(lambda: workers(run))
        time.sleep(seconds)  # its crawls are about to begin, and cannot be stopped yet
        helpers = workers(run)
        run.kill()
        run.communicate()
        _, alive = psutil.wait_procs(helpers, 60)
        assert alive == []
        assert ours.run() == (0, "", "")
        assert [ours.comments(one) for one in papers] == [["Who pays?"]] * 3


@pytest.mark.slow
@pytest.mark.parametrize("how", ["--for", "SIGTERM"])
def test_a_run_ends_in_time_and_the_next_goes_on(tmp_path: Path, how: str) -> None:
    papers = [Slow(comments={1: "Who pays?"}) for _ in range(3)]
    with fleet(tmp_path, *papers) as ours:
        patient = ["--jobs", "2", "-s", "DOWNLOAD_TIMEOUT=300"]
        run = ours.start(*patient, *(["--for", "1m"] if how == "--for" else []))
        if how == "SIGTERM":
            until(lambda: sum(bool(one.log) for one in papers) == 2)
            run.send_signal(signal.SIGTERM)
        _, err = run.communicate(timeout=200)
        assert run.returncode == (Exit.DONE if how == "--for" else Exit.INTERRUPTED), err
        assert err == ("" if how == "--for" else "newscrawl: stopped; what was written is good\n")
        for one in papers:
            one.go.set()
        assert ours.run() == (0, "", "")
        assert [ours.comments(one) for one in papers] == [["Who pays?"]] * 3


@dataclass
class Endless(SmallPaper):
    """A paper whose feed names more articles than anybody could read in time."""

    def answer(self, path: str, query: dict[str, list[str]]) -> tuple[int, str, dict[str, str]]:
        if path == "/feed.xml":
            item = FEED.partition("<item>")[2].partition("</item>")[0]
            items = [item.format(base=self.base, path=f"{PATH}-{n}") for n in range(900)]
            feed = "".join(f"<item>{one}</item>" for one in items)
            return 200, f'<rss version="2.0"><channel>{feed}</channel></rss>', {}
        if path.startswith(PATH):
            return super().answer(PATH, query)
        return super().answer(path, query)


@pytest.mark.slow
def test_an_endless_paper_is_ended_in_time_and_harms_nobody(tmp_path: Path) -> None:
    # Long enough to see the process end, had the first one's watchdog not let it go.
    papers = [Endless(), Endless(), Endless(), SmallPaper(comments={1: "Who pays?"})]
    with fleet(tmp_path, *papers) as ours:
        status, _, err = ours.run("--jobs", "1", "-s", "RUN_SECONDS=9")
        assert status == Exit.TROUBLE
        assert "more than a visit may take: 3: Paper 0, Paper 1, Paper 2" in err
        assert "--each" in err
        assert [ours.ends(one) for one in papers[:3]] == [[Exit.LIMITED.name]] * 3
        read = len(ours.record(papers[0]).lines("articles"))
        assert read > 0
        assert (ours.ends(papers[3]), ours.comments(papers[3])) == (["DONE"], ["Who pays?"])
        assert "by force" not in (tmp_path / "output" / ".fleet" / "fleet.log").read_text()
        ours.run("--all", "-s", "RUN_SECONDS=9")
        articles = [row["id"] for row in ours.record(papers[0]).lines("articles")]
        assert len(articles) > read


@pytest.mark.slow
def test_an_outlet_that_takes_too_much_memory_is_found_and_told(tmp_path: Path) -> None:
    papers = [SmallPaper(comments={1: "Who pays?"}) for _ in range(2)]
    with fleet(tmp_path, *papers) as ours:
        options = ["--processes", "1", "-s", "LOG_LEVEL=INFO"]
        status, _, err = ours.run(*options, "--memory", "20")
        assert (status, err.splitlines()[0]) == (
            Exit.TROUBLE,
            "newscrawl: 2 of 2 outlets had trouble (`newscrawl status` tells more)",
        )
        assert "more than a visit may take: 2: Paper" in err
        assert "its visit took more than 20 MiB of memory (--memory)" in err
        assert ours.run(*options) == (0, "", "")
        assert [ours.comments(one) for one in papers] == [["Who pays?"]] * 2
