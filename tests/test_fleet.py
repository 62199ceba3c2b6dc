"""Many outlets by one command: which are due, what is told, and what a kill costs."""

import asyncio
import json
import signal
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.fleet.digest import Told, Trouble, digest, kind_of
from newscrawl.fleet.due import BUSY, NEVER, due_at
from newscrawl.fleet.listed import Listed
from newscrawl.fleet.outages import Outages
from newscrawl.fleet.pool import Plan, Pool
from newscrawl.fleet.result import Result
from newscrawl.fleet.run import due
from newscrawl.outlets.check import Outlet
from newscrawl.runs.exits import Exit
from newscrawl.runs.history import History
from newscrawl.sites.arguments import read_arguments
from newscrawl.sites.news import News
from tests.support.crawling import ROOT
from tests.support.fleets import Slow, fleet, until, workers
from tests.support.small_paper import FEED, PATH, SmallPaper

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def outlet(host: str = "paper.example", every: timedelta = HOUR, **more: Any) -> Outlet:
    arguments = read_arguments(News, {"url": f"https://{host}"}, NOON)
    return Outlet(line=2, name=host, arguments=arguments, every=every, **more)


def line(began: datetime, exit_: Exit | str = Exit.DONE, new: int = 0, known: int = 9) -> Any:
    counts = {"new": new, "known": known}
    name = exit_ if isinstance(exit_, str) else exit_.name
    status = None if isinstance(exit_, str) else int(exit_)
    row: dict[str, Any] = {
        "type": "run",
        "run_id": "x",
        "site": "news",
        "arguments": {},
        "finish_reason": "x",
    }
    row |= {"completeness": None, "dates": {}, "fill_rates": {}, "alarms": []}
    row |= {"date_started": began.isoformat(), "exit_status": status, "exit_name": name}
    return row | {"articles": counts, "comments": counts}


@given(st.text("abcdefgh", min_size=1), st.integers(5, 3000), st.integers(0, 10**6))
def test_a_visit_is_never_later_than_asked_for(host: str, minutes: int, second: int) -> None:
    every, began = timedelta(minutes=minutes), NOON + timedelta(seconds=second)
    moment = due_at(outlet(f"{host}.example", every), [line(began)])
    assert began + every / 4 <= moment <= began + every
    # From then on the outlet has its own moment.
    assert due_at(outlet(f"{host}.example", every), [line(moment)]) - moment <= every


def test_outlets_that_were_visited_together_spread_over_their_time() -> None:
    began = [NOON] * 200
    for _ in range(3):
        began = [due_at(outlet(f"p{n}.example"), [line(one)]) for n, one in enumerate(began)]
    minutes = [one.minute // 10 for one in began]
    assert all(minutes.count(tenth) > 10 for tenth in range(6))


WHEN = [
    ([], None, "at once, if it was never visited"),
    ([line(NOON, "KILLED")], timedelta(0), "at once, to go on"),
    ([line(NOON, Exit.INTERRUPTED)], timedelta(0), "at once, to go on"),
    ([line(NOON, Exit.UNREACHABLE)], 2 * HOUR, "later after a failure"),
    ([line(NOON, Exit.UNREACHABLE)] * 3, 8 * HOUR, "much later after three"),
    ([line(NOON, Exit.BLOCKED)] * 9, 24 * HOUR, "once a day in the end"),
    ([line(NOON, Exit.UNREACHABLE), line(NOON)], HOUR, "as ever, once it is well again"),
    ([line(NOON, Exit.LOSSES)] * 3, HOUR, "as ever, where something was read"),
    ([line(NOON, new=BUSY)] * 5, HOUR / 2, "sooner, where much is new"),
    ([line(NOON, new=999, known=0)], HOUR, "as ever after the first visit, which brings all"),
]


@pytest.mark.parametrize(("runs", "after", "why"), WHEN, ids=[why for *_, why in WHEN])
def test_when_an_outlet_is_due(runs: list[Any], after: timedelta | None, why: str) -> None:
    moment = due_at(outlet(), runs)
    if after is None:
        assert moment == NEVER
    else:
        assert NOON + after / 4 <= moment <= NOON + after, why
        assert (moment == NOON + after) or after <= HOUR, why


def test_a_failure_of_all_at_once_puts_off_no_visit(tmp_path: Path) -> None:
    (tmp_path / ".fleet").mkdir()
    Outages(tmp_path / ".fleet").add(NOON - HOUR, NOON)
    outages = Outages(tmp_path / ".fleet")
    later = NOON + 2 * HOUR
    ours, theirs = [line(NOON, Exit.UNREACHABLE)] * 3, line(later, Exit.UNREACHABLE)
    assert due_at(outlet(), ours, outages.covers) <= NOON + HOUR
    assert due_at(outlet(), [*ours, theirs], outages.covers) == later + 2 * HOUR


def test_who_has_waited_longest_comes_first(tmp_path: Path) -> None:
    hosts = ["a", "b", "c", "d", "e"]
    found = [outlet(f"{host}.example", paused=host == "e") for host in hosts]
    for host, hours in (("a", 2), ("b", 9), ("d", 0)):
        (tmp_path / f"{host}.example").mkdir()
        History(tmp_path / f"{host}.example").append(line(NOON - hours * HOUR))
    names = [one.name[0] for one in due(found, tmp_path, NOON)]
    assert names == ["c", "b", "a"]


def trouble(name: str, kind: str = "no answer", *, new: bool = True) -> Trouble:
    return Trouble(name, kind, f"{name} is down", new)


def test_the_digest_tells_kinds_and_new_ones_first() -> None:
    found = [trouble(f"Paper {n}", new=n > 11) for n in range(14)]
    found += [trouble("Old", "forbidden", new=False), trouble("Field", "unlike its past: authors")]
    assert digest(found, 30, 40) == [
        "16 of 40 outlets had trouble",
        "no answer: 14: Paper 12, Paper 13, and 12 told before",
        "  Paper 12: Paper 12 is down",
        "  Paper 13: Paper 13 is down",
        "unlike its past: authors: 1: Field",
        "  Field: Field is down",
        "forbidden: 1 told before",
    ]


def test_a_trouble_of_all_is_told_once() -> None:
    assert digest([trouble(f"Paper {n}") for n in range(50)], 50, 60) == [
        "50 of 60 outlets had trouble",
        "no answer: all 50: this machine or its network?",
        "  the first, Paper 0: Paper 0 is down",
    ]
    assert digest([], 50, 60) == []


def test_causes_that_differ_are_told_each_and_one_for_all_once() -> None:
    found = [trouble(f"Paper {n}") for n in range(8)]
    lines = digest(found, 40, 40)
    assert lines[2:] == [*(f"  Paper {n}: Paper {n} is down" for n in range(5)), "  and 3 more"]
    same = [one._replace(message="the network is down") for one in found]
    assert digest(same, 40, 40)[2:] == ["  Paper 0: the network is down"]


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


def test_a_full_disk_is_named_and_the_digest_told_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "output" / ".fleet").mkdir(parents=True)
    (tmp_path / "output" / ".fleet" / "told.new").symlink_to("/dev/full")
    with fleet(tmp_path) as ours:
        ours.more = ["Dead,http://127.0.0.1:9,"]
        status, _, err = ours.run()
    assert status == Exit.DISK
    assert "no answer: 1: Dead" in err
    assert f"{tmp_path}/output/.fleet/told.json cannot be written: No space left" in err
    assert "Traceback" not in err


def broken(folder: Path, how: str) -> None:
    if how == "file":
        folder.write_text("x")
        return
    folder.mkdir()
    if how == "folder":
        (folder / "runs.jsonl").mkdir()
    elif how == "garbage":
        (folder / "runs.jsonl").write_bytes(b"\x00\xff\n{]\n" + b"[" * 100_000 + b"\n7\n")
    else:
        kept = line(NOON) | {"date_started": how, "articles": 3}
        (folder / "runs.jsonl").write_text(json.dumps(kept) + "\n")


@pytest.mark.parametrize("how", ["file", "folder", "garbage", "soon", "2026-11-26"])
def test_an_outlet_whose_past_cannot_be_read_is_due_like_a_new_one(
    tmp_path: Path, how: str
) -> None:
    broken(tmp_path / "a.example", how)
    (tmp_path / "b.example").mkdir()
    History(tmp_path / "b.example").append(line(NOON - 3 * HOUR))
    found = [outlet("a.example"), outlet("b.example")]
    assert [one.name for one in due(found, tmp_path, NOON)] == ["a.example", "b.example"]


def test_what_was_told_is_remembered_until_it_is_well_again(tmp_path: Path) -> None:
    path = tmp_path / "told.json"
    path.write_text("no JSON")
    bad, well = Result("a", 6, "gone", [], 0, 0, 0), Result("a", 0, "", [], 0, 0, 0)
    worse = Result("a", 12, "fewer authors", ["fields"], 0, 0, 0)
    seen = []
    for result in (bad, bad, worse, well, bad):
        told = Told(path)
        one = told.trouble("A", result)
        seen.append(one and (one.kind, one.is_new))
        told.save()
    assert seen == [
        ("no answer", True),
        ("no answer", False),
        ("unlike its past: fields", True),
        None,
        ("no answer", True),
    ]


@pytest.mark.parametrize("status", [Exit.DONE, Exit.INTERRUPTED, Exit.LOCKED])
def test_what_goes_on_later_or_elsewhere_is_no_trouble(tmp_path: Path, status: Exit) -> None:
    result = Result("a", int(status), "another run", [], 0, 0, 0)
    assert Told(tmp_path / "told.json").trouble("A", result) is None


def test_a_fleet_visits_what_is_due_and_tells_what_is_wrong(tmp_path: Path) -> None:
    texts = {1: "Who pays for it?", 2: "See you there."}
    with fleet(tmp_path, *(SmallPaper(comments=dict(texts)) for _ in range(3))) as ours:
        ours.more = ["Dead,http://127.0.0.1:9,", "Resting,http://127.0.0.1:19,yes"]
        status, out, err = ours.run(now="2026-03-15T08:00:00Z")
        assert (status, out) == (Exit.TROUBLE, "")
        assert err.splitlines()[:2] == [
            "newscrawl: 1 of 5 outlets had trouble (`newscrawl status` tells more)",
            "newscrawl: no answer: 1: Dead",
        ]
        assert "127.0.0.1:9 refuses the connection" in err
        for paper in ours.papers:
            assert ours.comments(paper) == sorted(texts.values())
            assert ours.ends(paper) == ["DONE"]
        # What is not due is not asked for anything.
        for paper in ours.papers:
            paper.asked()
        assert ours.run(now="2026-03-15T08:01:00Z") == (0, "", "")
        assert [paper.asked() for paper in ours.papers] == [[], [], []]
        ours.papers[1].comments[3] = "I am late."
        status, out, err = ours.run(now="2026-03-15T14:00:00Z")
        assert (status, out) == (Exit.TROUBLE, "")
        assert err.splitlines()[1:] == ["newscrawl: no answer: 1 told before"]
        added = [sorted(set(ours.comments(one)) - set(texts.values())) for one in ours.papers]
        assert added == [[], ["I am late."], []]
        assert len(ours.comments(ours.papers[1])) == 3


@pytest.mark.parametrize("whole", [True, False])
def test_a_bad_line_is_named_before_anything_is_asked(tmp_path: Path, *, whole: bool) -> None:
    with fleet(tmp_path, SmallPaper()) as ours:
        ours.more = ["Bad,paper,", "Also bad,http://127.0.0.1:x,"]
        options = [] if whole else ["--skip-bad"]
        status, _, err = ours.run(*options)
        assert "outlets.csv, line 3: url 'paper' is not an address" in err
        assert "outlets.csv, line 4: " in err
        assert status == (2 if whole else Exit.TROUBLE)
        assert bool(ours.papers[0].log) != whole
        if not whole:  # they were told, and passing them over was asked for
            assert ours.run(*options, "--all") == (0, "", "")


def test_what_is_taken_out_of_the_file_keeps_its_record_and_is_named(tmp_path: Path) -> None:
    listed, file, other = Listed(tmp_path), tmp_path / "a.csv", tmp_path / "b.csv"
    listed.note(file, ["paper.example", "left.example", "moved.example"])
    listed.note(other, ["other.example"])
    assert Listed(tmp_path).removed() == {}
    Listed(tmp_path).note(file, ["paper.example"])
    Listed(tmp_path).note(other, ["other.example", "moved.example"])
    assert Listed(tmp_path).removed() == {"left.example": str(file)}
    Listed(tmp_path).note(file, ["paper.example", "left.example"])
    assert Listed(tmp_path).removed() == {}


@pytest.mark.slow
def test_status_names_what_the_file_has_no_more_and_a_log_goes_where_asked(tmp_path: Path) -> None:
    with fleet(tmp_path, SmallPaper(), SmallPaper()) as ours:
        log = tmp_path / "all.log"
        assert ours.run("-L", "INFO", "--logfile", str(log)) == (0, "", "")
        assert all(one.base in log.read_text() for one in ours.papers)
        assert not [*(tmp_path / "output").glob("*/crawl.log")]
        gone = ours.papers.pop()
        assert ours.run() == (0, "", "")
        scope = ours.record(gone).folder.name
        words = [
            sys.executable,
            "-m",
            "newscrawl",
            "status",
            "-s",
            f"OUTPUT_DIR={tmp_path / 'output'}",
        ]
        said = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        assert f"{scope}: no longer in {ours.file}" in said
        assert said.count("no longer in") == 1


WRONG = [
    (["--for", "soon"], "--for 'soon' is no length of time"),
    (["--jobs", "0"], "--jobs 0: at least 1"),
    (["-s", "MIN_READ=2"], "MIN_READ '2': a share between 0 and 1"),
]


@pytest.mark.parametrize(("options", "why"), WRONG)
def test_a_wrong_option_is_told_in_one_line(tmp_path: Path, options: list[str], why: str) -> None:
    with fleet(tmp_path) as ours:
        status, out, err = ours.run(*options)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert why in err


@pytest.mark.slow
def test_a_second_run_leaves_the_first_alone(tmp_path: Path) -> None:
    with fleet(tmp_path, Slow()) as ours:
        (paper,) = ours.papers
        assert isinstance(paper, Slow)
        first = ours.start()
        until(lambda: paper.log)
        assert ours.run() == (0, "", "")
        status, _, err = ours.run("--fail-if-running")
        assert (status, err) == (Exit.RUNNING, "newscrawl: another run of the fleet is going on\n")
        paper.go.set()
        assert (first.wait(120), ours.ends(paper)) == (0, ["DONE"])
        first.communicate()


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
def test_after_an_outage_of_all_nobody_waits_for_long(tmp_path: Path) -> None:
    with fleet(tmp_path) as ours:
        ours.more = [f"Paper {n},http://127.0.0.{n}:9," for n in range(2, 8)]
        for hour in (8, 10, 12):
            status, _, err = ours.run(
                "-s", "HOST_BACK_OFF=1800", now=NOON.replace(hour=hour).isoformat()
            )
            assert status == Exit.TROUBLE
            assert "no answer: all 6: this machine or its network?" in err
            assert "refuses the connection" in err  # each was asked, and none was left alone


@pytest.mark.slow
def test_an_endless_paper_is_ended_in_time_and_harms_nobody(tmp_path: Path) -> None:
    papers = [Endless(), SmallPaper(comments={1: "Who pays?"})]
    with fleet(tmp_path, *papers) as ours:
        status, _, err = ours.run("--processes", "1", "-s", "RUN_SECONDS=10")
        assert status == Exit.TROUBLE
        assert "more than a visit may take: 1: Paper 0" in err
        assert "--each" in err
        assert ours.ends(papers[0]) == [Exit.LIMITED.name]
        read = len(ours.record(papers[0]).lines("articles"))
        assert read > 0
        assert (ours.ends(papers[1]), ours.comments(papers[1])) == (["DONE"], ["Who pays?"])
        ours.run("--all", "-s", "RUN_SECONDS=10")
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
