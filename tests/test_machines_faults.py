"""What a fleet of machines stands on fails at random moments: each line is there once."""

import time
from pathlib import Path

import pytest

from tests.support.fleet_faults import FAULTS, FEW, NAMES, Size, trial

SHORT = Size(4, 70, 0.5, lease=10, checkpoint=1, names=NAMES[:3], kinds=FEW, faults=6)
# The least lease is too short for sixty crawls on two cores.
LONG = Size(60, 200, 3.0, lease=30, checkpoint=6, names=NAMES, kinds=FAULTS, faults=50)


@pytest.mark.parametrize(
    "size",
    [
        pytest.param(SHORT, marks=pytest.mark.machines, id="each once"),
        pytest.param(LONG, marks=pytest.mark.chaos, id="fifty"),
    ],
)
def test_faults_at_random_moments_lose_nothing(tmp_path: Path, size: Size) -> None:
    with trial(tmp_path, size) as ours:
        happened = ours.run()
        ours.finish(900)
        over = time.monotonic() - ours.began
        takeovers = ours.takeovers()
        print(*ours.told, f"{over:.0f} s; taken over after {takeovers}", sep="\n")  # noqa: T201
        assert happened == size.faults, "the papers were done too soon"
        ours.end()
        assert ours.losses() == {}
        assert ours.hurried() == {}
        assert ours.mixed() == []
        assert max(takeovers, default=0) < size.lease + 60
