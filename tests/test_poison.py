"""A page that a run dies of is named, tried by itself, and costs the next runs nothing."""

import asyncio
import json
import os
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newscrawl import clock
from newscrawl.middlewares import apart
from newscrawl.record.standing import standing
from newscrawl.runs.exits import Exit
from newscrawl.state.ledger import Ledger
from newscrawl.state.poison import LONGEST, NAME, Poisons, Reading
from tests.support.crawling import Row, Run, crawl
from tests.support.large_paper import TEXT, LargePaper, large_paper
from tests.support.small_paper import PATH, SmallPaper, small_paper

ENGINE = '''
import os
import signal

from newscrawl.engines.base import CommentEngine
from newscrawl.page import Page


class Deadly(CommentEngine):
    """Ends the process on one page."""

    name = "deadly"

    def detect(self, page: Page) -> str | None:
        if "ferry-1-" in page.url and "mended" not in page.text_content:
            os.kill(os.getpid(), signal.SIGKILL)
        return None
'''
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


@pytest.mark.slow
def test_a_page_that_kills_is_poison_until_its_bytes_are_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "deadly.py"
    own.write_text(ENGINE, "utf-8")

    def run(paper: LargePaper, hours: float) -> tuple[Run, list[str]]:
        paper.log.clear()
        monkeypatch.setenv(clock.VARIABLE, clock.stamp(datetime.now(UTC) + timedelta(hours=hours)))
        options = (f"ENGINE_MODULES={own}", "BROWSER=never")
        done = crawl("news", tmp_path, *options, url=paper.base, since="40d")
        return done, [path for path in paper.log if "ferry-1-" in path]

    with large_paper(4) as paper:
        killed, _ = run(paper, 0)
        assert killed.status == -signal.SIGKILL
        second, asked = run(paper, 0)
        dead, row = rows(second)
        assert dead["finish_reason"] == "killed"
        assert "while it read" in dead["message"]
        assert "ferry-1-" in dead["message"]
        assert (second.status, row["articles"]["failed"]) == (Exit.LOSSES, {"poison": 1})
        assert len(asked) == 1
        assert numbers(second) == {"0", "2", "3"}
        (what,) = standing(second.folder).poison
        assert "ferry-1-" in what
        third, asked = run(paper, 0.1)
        assert (third.status, third.stderr, len(asked)) == (0, "", 1)
        assert rows(third)[-1]["articles"]["failed"] == {"still_poison": 1}
        fourth, asked = run(paper, 0.2)
        assert (fourth.status, fourth.stderr, asked) == (0, "", [])
        paper.text = f"mended {TEXT}"
        fifth, asked = run(paper, 9)
        assert (fifth.status, len(asked), numbers(fifth)) == (0, 1, {"0", "1", "2", "3"})
        assert standing(fifth.folder).poison == {}
        assert not list(fifth.folder.glob("reading*"))


def test_a_page_that_was_read_before_and_is_the_same_is_no_poison(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = NOON + timedelta(hours=18)
    monkeypatch.setenv(clock.VARIABLE, clock.stamp(later))
    with small_paper(SmallPaper(comments={1: "One."})) as paper:
        given = {"url": paper.base, "since": "2026-03-01"}
        first = crawl("news", tmp_path, **given)
        (first.folder / NAME).write_text(json.dumps(f"{paper.base}{PATH}"))  # as a kill leaves it
        paper.comments[2] = "Two."
        monkeypatch.setenv(clock.VARIABLE, clock.stamp(later + timedelta(hours=6)))
        second = crawl("news", tmp_path, **given)
    assert [row["text"] for row in second.lines("comments")] == ["One.", "Two."]
    assert rows(second)[-1]["articles"]["failed"] == {}
    assert standing(second.folder).poison == {}


def rows(run: Run) -> list[Row]:
    return [json.loads(line) for line in (run.folder / "runs.jsonl").read_bytes().splitlines()]


def numbers(run: Run) -> set[str]:
    return {row["url"].split("-")[1] for row in run.latest("articles").values()}


def test_what_is_read_is_left_to_the_next_run(tmp_path: Path) -> None:
    one = Reading(tmp_path)
    assert one.left is None
    one.begin("https://paper.example/ä")
    other = Reading(tmp_path)
    assert other.left == "https://paper.example/ä"
    one.begin(f"https://paper.example/{'x' * LONGEST}")
    assert Reading(tmp_path).left is None
    one.end()
    assert Reading(tmp_path).left is None
    one.close()
    assert list(tmp_path.iterdir()) == []


def test_poison_is_asked_for_ever_more_rarely() -> None:
    poisons = Poisons(Ledger(":memory:"))
    poisons.suspect("u", NOON)
    waits = []
    for _ in range(9):
        poisons.note("u", "same", "poison", NOON)
        waits.append(datetime.fromisoformat(poisons.known["u"].due) - NOON)
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (timedelta(0), timedelta(days=30))
    poisons.note("u", "other", "poison", NOON)
    assert poisons.known["u"].tries == 1
    assert Poisons(poisons.ledger).known == poisons.known
    poisons.forget("u")
    assert Poisons(poisons.ledger).known == {}


def fill() -> None:
    held = [bytes(2**20) for _ in range(2**11)]
    assert held


def spin() -> None:
    while True:
        pass


def refuse() -> None:
    raise ValueError


@pytest.mark.parametrize(
    ("read", "given"),
    [
        (lambda: [3], [3]),
        (refuse, []),
        (spin, None),
        (fill, None),
        (lambda: os.kill(os.getpid(), signal.SIGKILL), None),
        (lambda: time.sleep(60), None),
    ],
)
def test_a_process_of_its_own_dies_of_what_would_end_the_run(
    read: Callable[[], object], given: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "SECONDS", 1)
    monkeypatch.setattr(apart, "PATIENCE", 8.0)
    monkeypatch.setattr(apart, "MEMORY", 2**28)
    assert asyncio.run(apart.read_apart(read)) == given
