"""What the fleet keeps of the outlets files, for the commands that read none."""

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from newscrawl.__main__ import main
from newscrawl.clock import stamp
from newscrawl.fleet.kept import FOLDER
from newscrawl.fleet.listed import Listed
from newscrawl.fleet.run import due, moments_of
from newscrawl.outlets.check import Outlet
from newscrawl.runs.history import History
from newscrawl.state.ledger import Ledger
from tests.support.crawling import ROOT
from tests.support.fleets import NOON, fleet, line, outlet
from tests.support.small_paper import SmallPaper


def test_what_is_taken_out_of_the_file_keeps_its_record_and_is_named(tmp_path: Path) -> None:
    file, other = tmp_path / "a.csv", tmp_path / "b.csv"
    paper, left, moved = (outlet(f"{name}.example") for name in ("paper", "left", "moved"))
    Listed(tmp_path).note(file, [paper, left, moved])
    Listed(tmp_path).note(other, [outlet("other.example")])
    assert Listed(tmp_path).removed() == {}
    Listed(tmp_path).note(file, [paper])
    Listed(tmp_path).note(other, [outlet("other.example"), moved])
    assert Listed(tmp_path).removed() == {"left.example": str(file)}
    Listed(tmp_path).note(file, [paper, left])
    assert Listed(tmp_path).removed() == {}


def test_what_an_earlier_version_kept_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    kept = {str(file): {"there": ["paper.example", "left.example"], "gone": ["old.example"]}}
    (tmp_path / "listed.json").write_text(json.dumps(kept))
    assert Listed(tmp_path).outlets() == {}
    Listed(tmp_path).note(file, [outlet()])
    assert Listed(tmp_path).removed().keys() == {"left.example", "old.example"}
    assert Listed(tmp_path).names() == {"paper.example": "paper.example"}


def visited(output: Path, host: str, began: datetime, **more: Any) -> Outlet:
    """Return an outlet with a record of one visit."""
    (output / host).mkdir(parents=True)
    Ledger(output / host / "ledger.sqlite").close()
    row = {"date_finished": began.isoformat(), "message": None} | line(began)
    History(output / host).append(row)
    return replace(outlet(host, **more), name=f"The {host.title()}")


Ran = Callable[..., tuple[str, str]]


@pytest.fixture
def ran(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ran:
    """Return what runs a command, and returns what it printed."""

    def run(*words: str) -> tuple[str, str]:
        monkeypatch.setattr(sys, "argv", ["newscrawl", *words, "-s", f"OUTPUT_DIR={tmp_path}"])
        monkeypatch.setattr(sys, "path", [*sys.path])
        with suppress(SystemExit):
            main()
        return capsys.readouterr()

    return run


def test_status_says_when_the_fleet_visits_next(
    tmp_path: Path, ran: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    often = visited(tmp_path, "often.example", NOON, every=timedelta(minutes=30))
    daily = visited(tmp_path, "daily.example", NOON, every=timedelta(days=1))
    paused = visited(tmp_path, "paused.example", NOON, paused=True)
    visited(tmp_path, "alone.example", NOON)  # in no file
    died = visited(tmp_path, "died.example", NOON)  # in its first visit
    (tmp_path / "died.example" / "runs.jsonl").unlink()
    (tmp_path / FOLDER).mkdir()
    Listed(tmp_path / FOLDER).note(tmp_path / "a.csv", [often, daily, paused, died])
    monkeypatch.setenv("NEWSCRAWL_CLOCK", "2026-11-26T18:00:00Z")
    out, err = ran("status", "--json")
    assert err == ""
    due_then = {row["scope"]: row["next_due"] for row in json.loads(out)}
    moments = moments_of([often, daily], tmp_path, NOON + timedelta(hours=6))
    assert due_then == {
        "often.example": stamp(moments["often.example"]),
        "daily.example": stamp(moments["daily.example"]),
        "paused.example": None,
        "alone.example": None,
        "died.example": "2026-11-26T18:00:00Z",
    }
    for one in (often, daily):  # what status says is what the fleet does
        moment = datetime.fromisoformat(due_then[one.scope])
        assert due([one], tmp_path, moment - timedelta(seconds=1)) == []
        assert due([one], tmp_path, moment) == [one]


def test_an_outlet_is_known_by_its_name(tmp_path: Path, ran: Ran) -> None:
    paper = visited(tmp_path, "paper.example", NOON)
    (tmp_path / FOLDER).mkdir()
    new = replace(outlet("new.example"), name="The New One")
    Listed(tmp_path / FOLDER).note(tmp_path / "a.csv", [paper, new])
    out, err = ran("status", "--json", "the paper.example")
    assert ([row["scope"] for row in json.loads(out)], err) == (["paper.example"], "")
    assert ran("report", "The Paper.Example")[0].endswith("report.html\n")
    for command in (["status"], ["report"], ["export", "--what", "articles"]):
        out, err = ran(*command, "The New One")
        assert (out, err) == (
            "",
            "newscrawl: 'The New One' was not visited yet: it has no folder new.example\n",
        )


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
