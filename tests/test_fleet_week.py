"""A fleet over days, four rounds a day: what is written equals what each paper said.

The short form takes twelve papers through two days, with four kills; the long one (`make chaos`)
sixty through a week, with thirty.
"""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from newscrawl.demo import Demo, Truth
from newscrawl.runs.exits import Exit
from tests.support.crawling import Run
from tests.support.demo_truth import check
from tests.support.fleet_week import DELAY, SINCE, START, UNTIL, Week, week
from tests.support.small_paper import SmallPaper

ROW = 10
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


def faults(ours: Week) -> Iterator[str]:
    """Yield what is not as each paper said it, and as its server saw it."""
    for place, paper in enumerate(ours.ours.papers):
        trouble = getattr(paper, "trouble", "")
        for fault in (*of_record(ours, paper, trouble), *of_visits(ours, paper)):
            yield f"Paper {place} {trouble}: {fault}"
    for asked in [*ours.ours.papers, ours.talk]:
        yield from (f"{asked.host}: {fault}" for fault in of_manners(ours, asked))


def of_record(ours: Week, paper: SmallPaper, trouble: str) -> Iterator[str]:
    said = [] if trouble == "robots" else [*ours.thread(paper).values()]
    written = ours.ours.comments(paper)
    if trouble == "endless":  # nobody could read all of it
        said = [one for one in said if one in written]
        if not written:
            yield "nothing was written"
    if written != sorted(said):
        yield f"{sorted(said)} was said, {written} written"
    ids = [row["id"] for row in ours.ours.record(paper).lines("comments")]
    if len(ids) > len(set(ids)):
        yield "comments were written twice"


def of_visits(ours: Week, paper: SmallPaper) -> Iterator[str]:
    rows = ours.ours.record(paper).run_lines()
    begun = [datetime.fromisoformat(row["date_started"]) for row in rows]
    begun = [moment for moment in begun if moment <= ours.rounds[-1]]  # the last one is later
    if any(later - earlier > timedelta(days=1) for earlier, later in pairwise(begun)):
        yield f"not visited for a day: {begun}"


def of_manners(ours: Week, paper: SmallPaper) -> Iterator[str]:
    times = sorted(paper.times)
    # A request may be late by its whole delay on a busy machine, and the next one not: several in
    # a row tell.
    spans = [later - earlier for earlier, later in zip(times, times[ROW:], strict=False)]
    close = [f"{span:.2f}" for span in spans if span < 0.8 * ROW * DELAY]
    if len(close) > 0.01 * len(spans):
        yield f"{len(close)} of {len(spans)} times {ROW} requests came too fast: {close}"
    asked = [path for path, _ in paper.log].count("/robots.txt")
    lost = ours.kills  # a run that is killed may have asked, and kept nothing
    if asked > ours.days + 2 + lost and getattr(paper, "trouble", "") != "overloaded":
        yield f"asked {asked} times for robots.txt"
