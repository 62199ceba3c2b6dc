"""Runs on the living paper over its thirty days, compared with what the paper knows.

One every third hour, which meets each outage and the redesign; `make chaos`: every hour.

The log of the paper says what it answered to whom, so the judge (`days/judge.py`) knows what each
run had to write. The cost of visiting everything every hour is reckoned from the paper's state (a
page per story, and every page of its thread), and the reckoning is checked against real runs with
`revisit=all`.
"""

import shutil
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import get_args

import pytest

from tests.days import MovingPaper
from tests.days.judge import Judge, cost_of_everything
from tests.days.month import Trouble
from tests.support.crawling import Run
from tests.support.hourly import Hourly, Stats

DISCOVERY = 5
"""Requests of a run for robots.txt (for its rules, and for the sitemaps in it), sitemap, feed and
front page."""


@dataclass
class Month:
    """What hourly runs brought."""

    paper: MovingPaper
    output: Path
    until: datetime
    pause: timedelta
    stats: list[Stats] = field(default_factory=list)
    everything: int = 0
    samples: dict[datetime, tuple[int, int]] = field(default_factory=dict)
    """Requests of a run that visited everything: reckoned, and counted."""

    @property
    def requests(self) -> int:
        return len(self.paper.visits)

    def judge(self) -> Judge:
        run = Run(status=0, stdout="", stderr="", folder=self.output / "paper")
        return Judge(self.paper, run.lines("articles"), run.lines("comments"))


def live(output: Path, hours: range, samples: tuple[int, ...] = ()) -> Month:
    """Crawl at each of the hours; at those of `samples` crawl everything too, in a copy of the
    output. What the samples ask for is taken out of the paper's log again.
    """
    with MovingPaper() as paper, Hourly(output) as hourly:
        month = Month(
            paper,
            output,
            paper.month.start + timedelta(hours=hours[-1]),
            timedelta(hours=hours.step),
        )
        arguments = {"url": paper.base_url, "since": "3d", "scope": "paper"}
        for hour in hours:
            paper.now = paper.month.start + timedelta(hours=hour)
            month.stats.append(hourly.crawl(paper.now, arguments))
            month.everything += cost_of_everything(paper, paper.now, DISCOVERY)
            if hour in samples:
                before, aside = len(paper.visits), output / f"all-{hour}"
                shutil.copytree(output / "paper", aside / "paper")
                hourly.crawl(paper.now, {**arguments, "revisit": "all"}, aside)
                counted = len(paper.visits) - before
                del paper.visits[before:]
                reckoned = cost_of_everything(paper, paper.now, DISCOVERY)
                month.samples[paper.now] = reckoned, counted
        return month


def assert_true(month: Month, judge: Judge) -> None:
    assert {stats["finish_reason"] for stats in month.stats} == {"finished"}
    assert not any(name.startswith("spider_exceptions/") for s in month.stats for name in s)
    faults = dict(Counter(fault.kind for fault in judge.faults))
    assert not faults, (faults, judge.faults[:10])


def test_three_days_are_recorded_as_they_were(tmp_path: Path) -> None:
    """The short form: every sixth hour."""
    month = live(tmp_path, range(6, 73, 6))
    judge = month.judge()
    assert_true(month, judge)
    assert judge.told()["comment/edited"] > 5


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(3, marks=pytest.mark.slow, id="every third hour"),
        pytest.param(1, marks=pytest.mark.chaos, id="every hour"),
    ],
)
def month(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Month:
    hours = range(request.param, 721, request.param)
    return live(tmp_path_factory.mktemp("month"), hours, samples=(201, 501))


@pytest.fixture(scope="module")
def judge(month: Month) -> Judge:
    return month.judge()


def test_thirty_days_are_recorded_as_they_were(month: Month, judge: Judge) -> None:
    assert_true(month, judge)
    # Not for lack of occasions.
    calendar = month.paper.month
    runs = range(1, len(month.stats) + 1)
    met = {calendar.trouble(calendar.start + number * month.pause) for number in runs}
    assert met == {*get_args(Trouble), None}
    told = judge.told()
    comments = ("edited", "voted", "removed_by_author", "removed_by_moderator", "removed_unknown")
    assert all(told[f"comment/{kind}"] > 20 for kind in (*comments, "returned")), told
    assert all(told[f"article/{kind}"] for kind in ("updated", "404", "410", "200")), told


def test_what_lasts_is_noticed_within_a_day(month: Month, judge: Judge) -> None:
    """Without this a crawler that never reads a thread in full would have nothing to miss."""
    noticed, lasting = judge.noticed(month.until)
    assert lasting > 300
    assert noticed / lasting >= 0.95, (noticed, lasting)


def test_comments_of_young_threads_are_seen_within_an_hour_of_the_next_run(
    month: Month, judge: Judge
) -> None:
    soon, total = judge.timeliness(month.until, month.pause + timedelta(hours=1))
    assert total > 3500
    assert soon / total >= 0.95, (soon, total)


def test_it_costs_a_fraction_of_visiting_everything(month: Month) -> None:
    # Who comes less often has more to do each time.
    most = 0.06 if month.pause == timedelta(hours=1) else 0.13
    assert month.requests / month.everything <= most, (month.requests, month.everything)
    for reckoned, counted in month.samples.values():
        assert reckoned == pytest.approx(counted, rel=0.1)
