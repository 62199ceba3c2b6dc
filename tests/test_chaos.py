"""`make chaos`: a hundred crawls ended at random moments, and what that cost. Prints its figures.

Most threads of the mixed paper come by HTML and by a system's JSON, one article in fifty by the
browser: killing is what is tried here, and a browser that takes most of the time is killed less.
"""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from newscrawl.demo import Demo
from newscrawl.runs.exits import Exit
from tests.support.crawling import Run, crawl
from tests.support.disks import change, small_disk
from tests.support.killing import DemoPaper, End, Killer, alone, group, terminated, torn
from tests.support.mixed_paper import Losses, MixedPaper

pytestmark = [pytest.mark.chaos, pytest.mark.browser]

SIZES = (0, 3, 22, 46, 61, 12, 92, 8, 31, 15)
THREADS = [
    ("browser" if place % 50 == 2 else ("html", "api")[place % 2], SIZES[place * 7 // 10 % 10])
    for place in range(300)
]
"""300 articles with 8,460 comments, 6 of them in the browser."""
SIGKILL = (group, alone)


@pytest.fixture
def said() -> Iterator[list[object]]:
    """What is put in here is printed, however the test ends: `pytest -rP` shows it."""
    figures: list[object] = []
    yield figures
    print(*figures, sep="\n")  # noqa: T201  (figures are what `make chaos` is for)


def test_a_hundred_kills_of_the_demo_in_the_browser(tmp_path: Path, said: list[object]) -> None:
    with Demo(articles=300) as demo:
        assert len(demo.truth.comments) > 8000
        killer = Killer(DemoPaper(demo), tmp_path, 3)
        said.append(killer)
        killer.run(100, killer.moments(), *SIGKILL)
        killer.check()


@pytest.mark.parametrize("ends", [SIGKILL, (terminated,)], ids=["SIGKILL", "SIGTERM"])
@pytest.mark.parametrize("packing", ["", "gzip", "zstd"])
def test_a_hundred_ends(
    tmp_path: Path, packing: str, ends: tuple[End, ...], said: list[object]
) -> None:
    with MixedPaper(THREADS) as paper:
        assert len(paper.posts) == 300
        assert len(paper.truth) > 8000
        killer = Killer(paper, tmp_path, 3, f"OUTPUT_COMPRESSION={packing}")
        said.append(killer)
        killer.run(100, killer.moments(), *ends)
        killer.check()


@pytest.mark.parametrize("packing", ["", "gzip", "zstd"])
def test_a_disk_that_fills_up_again_and_again(
    tmp_path: Path, packing: str, said: list[object]
) -> None:
    """A tmpfs that has room for a part of a run; each time it is full it grows by a random size."""
    random, fills = Random(3), 0
    losses: list[Losses] = []
    with MixedPaper(THREADS) as paper:
        while fills < 100:
            room = 400
            with small_disk(tmp_path / f"disk-{len(losses)}", room) as disk:
                while (run := _crawl(paper, disk, packing)).status == Exit.DISK:
                    fills += 1
                    room += random.randint(20, 100 if packing else 400)
                    change(disk, f"size={room}k")
                assert (run.status, run.stderr) == (0, "")
                losses.append(paper.losses(run))
    said.append(f"{packing or 'plain'}: {fills} times a full disk of up to {room} KiB; {losses}")
    assert [one for one in losses if one.missing or one.twice] == []


def _crawl(paper: MixedPaper, disk: Path, packing: str) -> Run:
    run = crawl("news", disk, f"OUTPUT_COMPRESSION={packing}", **paper.arguments)
    assert torn(run.folder) == 0
    assert run.stderr.count("\n") <= 1
    return run
