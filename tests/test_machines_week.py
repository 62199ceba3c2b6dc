"""Four rounds a day of a fleet on several machines: what is written equals what each paper said.

The short form takes six papers through a day, beside two outlets that nobody serves; the long one
(`make chaos`) sixty through a week, some of them ill. Machines are killed meanwhile, and half of
those lose their folder.
"""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.fleet_week import FOR_A_TIME, FOR_GOOD, START
from tests.support.machines_week import shared_week
from tests.support.week_faults import faults

SIZES = [
    pytest.param(8, 1, 2, (), ("one", "two"), marks=pytest.mark.machines, id="a day"),
    pytest.param(
        *(60, 7, 20, (*FOR_A_TIME, *FOR_GOOD), ("one", "two", "three", "four")),
        marks=pytest.mark.chaos, id="a week",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("papers", "days", "kills", "troubles", "names"), SIZES)
def test_days_of_a_fleet_on_several_machines(
    tmp_path: Path,
    papers: int,
    days: int,
    kills: int,
    troubles: Sequence[str],
    names: Sequence[str],
) -> None:
    with shared_week(tmp_path, papers, days, kills, troubles, names) as ours:
        for number, now in enumerate(ours.week.rounds):
            ours.week.go_on(number)
            ours.round(now)
        ours.round(START + timedelta(days=days + 5))
        ours.fetch()
        assert ours.week.killed == kills
        assert [*faults(ours.week)] == []
