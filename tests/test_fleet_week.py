"""A fleet over three days, four rounds a day: what is written equals what each paper said."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import psutil
import pytest

from newscrawl.runs.exits import Exit
from tests.support.fleets import Fleet, fleet, until, workers
from tests.support.small_paper import SmallPaper

pytestmark = pytest.mark.slow
START = datetime(2026, 3, 15, 6, tzinfo=UTC)
ROUNDS = [START + timedelta(days=day, hours=6 * part) for day in range(3) for part in range(4)]
SICK = {2: range(1, 5), 4: range(6, 7)}
"""Papers that answer 503, and in which rounds."""
KILLED = (3, 8)
"""Rounds whose command is killed (SIGKILL) while it goes on, and begun again."""


def round_of(ours: Fleet[SmallPaper], number: int) -> tuple[int, str]:
    """Run a round; return its status and what it said."""
    now = ROUNDS[number].isoformat().replace("+00:00", "Z")
    if number in KILLED:
        run = ours.start("--jobs", "3", now=now)
        until(lambda: any(one.log for one in ours.papers) or run.poll() is not None)
        helpers = workers(run) if run.poll() is None else []
        run.kill()
        run.communicate()
        assert psutil.wait_procs(helpers, 60)[1] == []
    status, _, err = ours.run("--jobs", "3", now=now)
    return status, err


def test_three_days_of_a_fleet(tmp_path: Path) -> None:
    papers = [SmallPaper(comments={1: f"The first of {n}."}) for n in range(6)]
    said = [1] * len(papers)
    with fleet(tmp_path, *papers) as ours:
        for number in range(len(ROUNDS)):
            for n, paper in enumerate(papers):
                paper.log.clear()
                paper.status = 503 if number in SICK.get(n, ()) else 200
                if n % 3 == 0 and said[n] < 9:  # some are busy, some are quiet
                    said[n] += 1
                    paper.comments[said[n]] = f"Number {said[n]} of {n}."
            status, err = round_of(ours, number)
            assert status in {Exit.DONE, Exit.TROUBLE}, err
            assert (err == "") == (status == Exit.DONE)
        # All are well by now, and visited once more.
        status, _, err = ours.run("--all", now="2026-03-18T12:00:00Z")
        assert (status, err) == (0, "")
        for paper in papers:
            assert ours.comments(paper) == sorted(paper.comments.values())
            ids = [row["id"] for row in ours.record(paper).lines("comments")]
            assert len(ids) == len(set(ids))
            begun = [row["date_started"] for row in ours.record(paper).run_lines()]
            gaps = [
                datetime.fromisoformat(later) - datetime.fromisoformat(earlier)
                for earlier, later in pairwise(begun)
            ]
            assert max(gaps) <= timedelta(hours=24)
