"""`runs.jsonl` and the lock: one line a run whatever ends it, and nothing held by the dead."""

import fcntl
import json
import os
import resource
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import scrapy
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st
from scrapy.settings import Settings

from newscrawl import settings as project
from newscrawl.demo import Demo
from newscrawl.items import Article, Comment
from newscrawl.runs.counters import counts
from newscrawl.runs.exits import Exit, Refused
from newscrawl.runs.history import CRAWL, KEYS, REREAD, History, _version, versions
from newscrawl.sites.arguments import read_arguments
from newscrawl.sites.sputnik import Sputnik
from newscrawl.state.lock import Lock
from newscrawl.state.storage import open_output
from tests.support.crawling import ROOT, crawl, start, wait_for
from tests.support.demo_truth import RANGE
from tests.support.outputs import run_line

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


def row(run_id: str, **more: Any) -> dict[str, Any]:
    return {**dict.fromkeys(KEYS), "type": "run", "run_id": run_id, **more}


def test_the_line_is_that_of_the_contract(tmp_path: Path) -> None:
    one = run_line(tmp_path, since="2d", base_url="http://127.0.0.1:1/?token=secret")
    stats = {
        "finish_reason": "finished",
        "articles/found": 3,
        "articles/failed/http_500": 1,
        "comments/declared": 8,
        "comments/collected_of_declared": 6,
        "threads/complete": 2,
        "dates/read/article": 3,
        "dates/read/comment": 4,
        "dates/unreadable/comment": 1,
        "downloader/request_count": 9,
        "downloader/response_bytes": 77,
    }
    line = one.row(stats)
    assert line["arguments"] == {"since": "2d", "base_url": "http://127.0.0.1:1/?token=..."}
    assert line["articles"] == {
        **dict.fromkeys(("read", "guessed", "new", "changed", "known", "removed"), 0),
        **dict.fromkeys(("undated", "out_of_range", "other_section", "duplicate"), 0),
        "found": 3,
        "failed": {"http_500": 1},
        "cut": {},
    }
    assert line["comments"]["declared"] == 8
    assert line["completeness"] == 0.75
    assert line["dates"] == {"read": 7, "unreadable": 1}
    assert (line["requests"], line["bytes"], line["threads"]) == (9, 77, {"complete": 2})
    assert set(line["versions"]) == {"newscrawl", "python", "scrapy", "playwright", "chromium"}
    assert line.keys() >= KEYS
    assert (line["finish_reason"], line["exit_status"]) == ("finished", None)


def test_what_was_not_counted_is_nothing() -> None:
    none = counts({})
    numbers = (none["requests"], none["bytes"], none["sources"]["read"])
    assert {*numbers, *none["comments"].values(), *none["dates"].values()} == {0}
    assert {name for name, number in none["articles"].items() if number} == set()
    assert (none["completeness"], none["threads"]) == (None, {})
    assert counts({"comments/declared": 8})["completeness"] == 0


def test_the_line_of_a_run_that_ended_says_how(tmp_path: Path) -> None:
    one = run_line(tmp_path)
    one.note({})
    noted = one.history.ongoing()
    assert noted
    assert (noted["exit_name"], noted["exit_status"]) == ("KILLED", None)
    one.began -= 2.5
    one.close({"articles/read": 3}, Exit.LOSSES, "one was lost", [{"name": "x"}], "Chromium 1")
    (line,) = one.history.runs()
    assert (line["exit_status"], line["exit_name"]) == (Exit.LOSSES, "LOSSES")
    assert (line["message"], line["alarms"]) == ("one was lost", [{"name": "x"}])
    assert (line["finish_reason"], line["versions"]["chromium"]) == ("shutdown", "Chromium 1")
    assert 2.5 <= line["duration_seconds"] < 60
    assert one.history.ongoing() is None


def test_a_run_that_is_ended_by_force_says_so_in_its_note_alone(tmp_path: Path) -> None:
    one = run_line(tmp_path)
    one.end_by_force(Exit.STALLED, "nothing moved")  # nothing was noted: nothing is said
    assert not list(tmp_path.iterdir())
    one.note({})
    one.began -= 2.5
    run_line(tmp_path, "20260314T110000Z").end_by_force(Exit.STALLED, "another run")
    one.end_by_force(Exit.STALLED, "nothing moved")
    line = one.history.bury()
    assert line
    assert (line["exit_status"], line["exit_name"]) == (Exit.STALLED, "STALLED")
    assert (line["message"], line["finish_reason"]) == ("nothing moved", "forced")
    assert 2.5 <= line["duration_seconds"] < 60


def test_a_folder_that_is_gone_costs_the_line_and_not_the_run(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    one = run_line(tmp_path / "gone")
    one.note({})
    assert one.close({}, Exit.DONE, "", [])["exit_name"] == "DONE"
    assert caplog.text.count("could not be written") == 2


def test_the_last_two_thousand_lines_are_read_and_all_are_counted(tmp_path: Path) -> None:
    history = History(tmp_path)
    assert history.count() == 0
    history.path.write_text("".join(json.dumps(row(f"{n}")) + "\n" for n in range(2001)))
    runs = history.runs()
    assert (len(runs), runs[0]["run_id"], runs[-1]["run_id"]) == (2000, "1", "2000")
    assert history.count() == 2001


def test_a_package_that_is_not_installed_has_no_version(monkeypatch: pytest.MonkeyPatch) -> None:
    assert versions()["scrapy"] == scrapy.__version__
    _version.cache_clear()
    monkeypatch.setattr("importlib.metadata.Distribution.from_name", _none_is_installed)
    assert versions()["newscrawl"] is None
    _version.cache_clear()


def _none_is_installed(name: str) -> None:
    raise PackageNotFoundError(name)


def test_fill_rates_are_shares_of_whole_items(tmp_path: Path) -> None:
    one = run_line(tmp_path)
    for number, status in enumerate([None, "complete", "complete"]):
        given: dict[str, Any] = {"keywords": ["harbour"]} if number else {}
        address = {"url": "u", "canonical_url": "u", "request_url": "u"}
        one.add(Article(id="a", site="a", **address, **given, comments_status=status))  # type: ignore[arg-type]
    ids = {"id": "c", "comment_id": "c", "article_id": "a", "article_url": "u"}
    for more in ({"upvote_count": 0}, {}, {"date_removed_observed": "2026-03-14T12:00:00Z"}):
        one.add(Comment(**ids, comment_engine="talk", **more))  # type: ignore[arg-type]
    rates = one.fill_rates()
    assert (rates["articles"]["keywords"], rates["articles"]["authors"]) == (1.0, 0.0)
    # 0 votes are votes, and a tombstone is no comment.
    assert rates["comments"]["upvote_count"] == 0.5
    assert one.row({})["comments"]["measured"] == 2


@trying(deadline=None)  # disks of busy machines
@given(st.binary(max_size=60), st.integers(0, 5))
def test_what_is_torn_or_not_ours_costs_no_other_line(torn: bytes, before: int) -> None:
    with TemporaryDirectory() as folder:
        history = History(Path(folder))
        for number in range(before):
            history.append(row(f"{number}"))
        with history.path.open("ab") as file:
            file.write(torn)
        history.bury()
        history.append(row("last"))
        assert [one["run_id"] for one in history.runs()] == [*map(str, range(before)), "last"]


def test_a_line_that_does_not_fit_leaves_nothing_behind(tmp_path: Path) -> None:
    history, limits = History(tmp_path), resource.getrlimit(resource.RLIMIT_FSIZE)
    history.append(row("1"))
    size = history.path.stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 20, limits[1]))
    try:
        with pytest.raises(OSError, match="no room"):
            history.append(row("2"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert history.path.stat().st_size == size


def test_a_run_that_found_the_disk_full_gets_its_line_from_the_next(tmp_path: Path) -> None:
    history, limits = History(tmp_path), resource.getrlimit(resource.RLIMIT_FSIZE)
    for number in range(3):
        history.append(row(f"{number}"))
    history.note(row("4", exit_name="KILLED", message="killed before its end"))
    resource.setrlimit(resource.RLIMIT_FSIZE, (history.path.stat().st_size + 20, limits[1]))
    try:
        with pytest.raises(OSError, match="no room"):
            history.close(row("4", exit_name="DISK"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    history.bury()
    assert history.runs()[-1] == row("4", exit_name="DISK")
    assert [path.name for path in tmp_path.iterdir()] == ["runs.jsonl"]


def test_many_append_at_once(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from newscrawl.runs.history import History\n"
        "for n in range(200): History(Path(sys.argv[1])).append({'n': 'x' * 3000})"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    for process in [subprocess.Popen(command, cwd=ROOT) for _ in range(3)]:
        assert process.wait() == 0
    lines = (tmp_path / "runs.jsonl").read_text().splitlines()
    assert [len(json.loads(line)["n"]) for line in lines] == [3000] * 600


@pytest.mark.parametrize("command", [CRAWL, REREAD])
def test_what_a_run_is_is_noted_from_its_beginning(command: str, tmp_path: Path) -> None:
    given = Settings()
    given.setmodule(project)
    given.set("OUTPUT_DIR", str(tmp_path), "cmdline")
    output = open_output(given, read_arguments(Sputnik, {}, NOON), NOON, command=command)
    assert output.run_line
    noted = output.run_line.history.ongoing()
    assert noted
    assert noted["command"] == command  # a line of it, if it is killed now
    output.end("finished")


@pytest.mark.slow
def test_a_killed_run_gets_its_line_from_the_next(tmp_path: Path) -> None:
    with Demo(articles=60) as demo:
        arguments = {"base_url": demo.base_url, "comments": "no", **RANGE}
        process = start("sputnik", tmp_path, **arguments)
        wait_for(tmp_path / "sputnik.en", "*-articles.jsonl.part")
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        assert History(tmp_path / "sputnik.en").runs() == []
        run = crawl("sputnik", tmp_path, **arguments)
    assert (run.status, run.stderr) == (0, "")
    dead, whole = History(run.folder).runs()
    assert (dead["finish_reason"], dead["exit_name"]) == ("killed", "KILLED")
    assert dead["exit_status"] is None
    assert dead["arguments"] == whole["arguments"] == arguments
    assert dead["run_id"] < whole["run_id"]
    assert dead["peak_memory_bytes"] > 2**25
    assert (whole["finish_reason"], whole["exit_status"]) == ("finished", 0)
    assert not (run.folder / "running.json").exists()


def test_a_run_of_which_nothing_was_noted_gets_its_line(tmp_path: Path) -> None:
    History(tmp_path).close(row("1"))
    assert History(tmp_path).runs() == [row("1")]
    assert History(tmp_path).bury() is None


@pytest.mark.parametrize("end", ["before", "after"])
def test_a_run_that_dies_around_its_last_line_has_one(tmp_path: Path, end: str) -> None:
    history = History(tmp_path)
    history.note(row("1", finish_reason="killed"))
    if end == "after":
        history.append(row("1", finish_reason="finished"))
    for _ in range(2):
        history.bury()
    (line,) = history.runs()
    assert line["finish_reason"] == ("finished" if end == "after" else "killed")


def test_what_cannot_begin_is_in_the_record_of_a_site_that_has_one(tmp_path: Path) -> None:
    run_line(tmp_path).refuse(Refused("no Chromium", Exit.BROWSER))
    assert not list(tmp_path.iterdir())
    History(tmp_path).append(row("1"))
    run_line(tmp_path).refuse(Refused("no Chromium", Exit.BROWSER))
    line = History(tmp_path).runs()[-1]
    assert (line["exit_name"], line["finish_reason"]) == ("BROWSER", "refused")


def test_a_users_own_feed_leaves_no_record(tmp_path: Path) -> None:
    own = tmp_path / "own.jsonl"
    with Demo(articles=3) as demo:
        feeds = f'FEEDS={{"{own}": {{"format": "jsonlines"}}}}'
        run = crawl("sputnik", tmp_path, feeds, base_url=demo.base_url, comments="no", **RANGE)
    assert (run.status, run.stderr) == (0, "")
    assert [path.name for path in tmp_path.iterdir()] == ["own.jsonl"]


# The lock

HOLD = """
import subprocess, sys, time
from pathlib import Path
from newscrawl.state.lock import Lock
lock = Lock(Path(sys.argv[1]))
child = subprocess.Popen([sys.executable, "-c", "import time; print(flush=True); time.sleep(60)"])
print(child.pid, flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV])
def test_a_dead_process_never_holds_the_lock_nor_does_its_child(
    tmp_path: Path, how: signal.Signals
) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        child = int(process.stdout.readline() + process.stdout.readline())
        try:
            with pytest.raises(Refused, match="another run"):
                Lock(tmp_path)
            process.send_signal(how)
            process.wait()
            os.kill(child, 0)  # which lives on
            Lock(tmp_path).release()
        finally:
            os.kill(child, signal.SIGKILL)
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="has no such lock")
def test_who_asks_whether_a_folder_is_held_keeps_no_run_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(asking, fcntl.LOCK_SH)
    monkeypatch.setattr(time, "sleep", lambda _: os.close(asking))
    Lock(tmp_path).release()


def test_the_folder_is_kept_until_the_runs_line_is_written(tmp_path: Path) -> None:
    lock = Lock(tmp_path)
    with lock.held():
        lock.release()
        with pytest.raises(Refused, match="another run"):
            Lock(tmp_path)
    Lock(tmp_path).release()
