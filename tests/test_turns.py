"""Runs of one user on one machine share the turns of a host."""

import itertools
import threading
import time
from pathlib import Path

import pytest

from newscrawl.state import turns
from newscrawl.state.turns import Turns
from tests.support.crawling import ended, record_folder, start
from tests.support.small_paper import PATH, small_paper

DELAY = 1.0


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "newscrawl"


def test_each_takes_the_next_turn(tmp_path: Path) -> None:
    several = [Turns(tmp_path) for _ in range(3)]
    begun = time.time()
    waits = [one.take("paper.example", 10) for one in several * 2]
    late = time.time() - begun
    assert waits == pytest.approx([0, 10, 20, 30, 40, 50], abs=late + 0.01)
    assert several[0].take("other.example", 10) == 0
    for one in several:
        one.close()


def test_threads_of_runs_never_get_the_same_turn(tmp_path: Path) -> None:
    found = list[float]()

    def run() -> None:
        one = Turns(tmp_path)
        found.extend(time.time() + one.take("paper.example", 1.0) for _ in range(25))
        one.close()

    runs = [threading.Thread(target=run) for _ in range(4)]
    for one in runs:
        one.start()
    for one in runs:
        one.join()
    gaps = [later - earlier for earlier, later in itertools.pairwise(sorted(found))]
    assert min(gaps) > 0.9


def test_what_was_written_before_the_clock_was_set_back_does_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, ahead = Turns(tmp_path), time.time() + 10 * turns.LONGEST
    with monkeypatch.context() as clock:
        clock.setattr(time, "time", lambda: ahead)
        one.take("paper.example", 1.0)
    assert one.take("paper.example", 1.0) == 0
    one.close()


@pytest.mark.parametrize("spoiled", ["a file", "no database", "nowhere"])
def test_a_state_folder_that_cannot_be_used_stops_nobody(
    tmp_path: Path, state: Path, spoiled: str
) -> None:
    output = tmp_path / "output"
    if spoiled == "no database":
        state.mkdir(parents=True)
        (state / turns.FILE).write_text("no database " * 1000)
    else:
        state.parent.write_text("")
    if spoiled == "nowhere":
        output.write_text("")
    one, other = Turns(output), Turns(output)
    waits = [one.take("paper.example", 9), other.take("paper.example", 9)]
    assert waits == pytest.approx([0, 0 if spoiled == "nowhere" else 9], abs=1)
    one.close()
    other.close()


def test_two_crawls_ask_a_host_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = list[float]()
    with small_paper() as paper:
        answer = paper.answer

        def noting(path: str, query: dict[str, list[str]]) -> tuple[int, str, dict[str, str]]:
            asked.append(time.monotonic())
            return answer(path, query)

        monkeypatch.setattr(paper, "answer", noting)
        given = {"urls": f"{paper.base}{PATH}", "comments": "no"}
        scopes = [{**given, "scope": scope} for scope in ("one", "other")]
        both = [start("news", tmp_path, f"DOWNLOAD_DELAY={DELAY}", **one) for one in scopes]
        folders = [record_folder(tmp_path, "news", **one) for one in scopes]
        runs = [ended(*pair) for pair in zip(both, folders, strict=True)]
    assert [run.status for run in runs] == [0, 0], [run.stderr for run in runs]
    # Each asks for robots.txt and the page. By themselves both would need one delay, not three;
    # on a busy machine the first request may arrive later than it was sent.
    assert len(asked) == 4
    assert asked[-1] - asked[0] > 2.2 * DELAY
