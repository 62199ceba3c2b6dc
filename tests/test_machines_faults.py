"""What a fleet of machines stands on fails at random moments: each line is there once."""

import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.fleet_faults import FAULTS, FEW, LEASE, NAMES, trial


@pytest.mark.parametrize(
    ("papers", "articles", "delay", "names", "kinds", "faults"),
    [
        pytest.param(4, 70, 0.5, NAMES[:3], FEW, 6, marks=pytest.mark.machines, id="each once"),
        pytest.param(60, 200, 3.0, NAMES, FAULTS, 50, marks=pytest.mark.chaos, id="fifty"),
    ],
)
def test_faults_at_random_moments_lose_nothing(
    tmp_path: Path,
    papers: int,
    articles: int,
    delay: float,
    names: Sequence[str],
    kinds: Sequence[str],
    faults: int,
) -> None:
    with trial(tmp_path, papers, articles, delay, names, kinds) as ours:
        happened = ours.run(faults)
        ours.finish(900)
        over = time.monotonic() - ours.began
        takeovers = ours.takeovers()
        print(*ours.told, f"{over:.0f} s; taken over after {takeovers}", sep="\n")  # noqa: T201
        assert happened == faults, "the papers were done too soon"
        ours.end()
        assert ours.losses() == {}
        assert ours.hurried() == {}
        assert ours.mixed() == []
        assert max(takeovers, default=0) < LEASE + 60
