"""A fleet over days, four rounds a day: what is written equals what each paper said.

The short form takes twelve papers through two days, with four kills; the long one (`make chaos`)
sixty through a week, with thirty.
"""

import time
from datetime import timedelta
from pathlib import Path

import pytest

from newscrawl.demo import Demo, Truth
from newscrawl.runs.exits import Exit
from tests.support.crawling import Run
from tests.support.demo_truth import check
from tests.support.fleet_week import SINCE, START, UNTIL, week
from tests.support.week_faults import faults

SIZES = [
    pytest.param(12, 2, 4, 12, (), marks=pytest.mark.slow, id="two days"),
    pytest.param(60, 7, 30, 60, ("en", "de"), marks=pytest.mark.chaos, id="a week"),
]


@pytest.mark.parametrize(("papers", "days", "kills", "seconds", "editions"), SIZES)
def test_days_of_a_fleet(
    tmp_path: Path, papers: int, days: int, kills: int, seconds: int, editions: tuple[str, ...]
) -> None:
    begun = time.monotonic()
    with week(tmp_path, papers, days, kills, seconds, editions) as ours:
        for number, now in enumerate(ours.rounds):
            ours.go_on(number)
            status, err = ours.round(now)
            assert status in {Exit.DONE, Exit.TROUBLE}, err
            assert (err == "") == (status == Exit.DONE)
            so_far = f"{time.monotonic() - begun:.0f} s, {ours.killed} kills"
            progress(tmp_path, f"round {number}: {so_far}, {ours.noticed}\n{err}")
        status, err = ours.round(START + timedelta(days=days + 5), "--all")
        progress(tmp_path, f"{time.monotonic() - begun:.0f} s\n{err}")
        assert "no-such-paper.invalid" in err or "told before" in err
        found = [*ours.noticed, *faults(ours)]
        progress(tmp_path, "\n".join(found))
        assert found == []
        for edition, demo in zip(editions, ours.demos, strict=True):
            is_as_the_demo(ours.ours.folder / "output" / f"sputnik.{edition}", demo)


def progress(folder: Path, text: str) -> None:
    """Say how far it is, for whoever waits half an hour: `tail -f`."""
    with (folder / "progress").open("a") as file:
        file.write(f"{text}\n")


def is_as_the_demo(folder: Path, demo: Demo) -> None:
    """Compare what was written of an edition with what its paper declares."""
    run = Run(status=0, stdout="", stderr="", folder=folder)
    wanted = [one for one in demo.truth.articles if SINCE <= one["date_published"][:10] <= UNTIL]
    comments = [one for article in wanted for one in demo.truth.thread(article["number"])]
    assert {one["design"] for one in wanted} == {"old", "new"}
    assert comments
    check(run, Truth(wanted, comments))
    for kind in ("articles", "comments"):
        lines = [row["id"] + str(row.get("comments_status")) for row in run.lines(kind)]
        assert len(lines) == len(set(lines)), "written twice"
    assert demo.writes == 0
