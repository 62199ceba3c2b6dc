"""What takes too long to read is given up, said, and costs nothing else."""

import json
import re
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from newscrawl import deadline
from newscrawl.deadline import TooSlow, held, within
from newscrawl.runs.exits import Exit
from tests.support.crawling import crawl
from tests.support.large_paper import large_paper

SOON = 0.05
ENGINE = '''
from newscrawl.engines.base import ArticleRef, Batch, CommentEngine
from newscrawl.page import Page


class Slow(CommentEngine):
    """Never ends on some pages and answers."""

    name = "slow"

    def detect(self, page: Page) -> str | None:
        while "ferry-1-" in page.url:
            pass
        return "it is everywhere"

    def start(self, page: Page, article: ArticleRef) -> Batch:
        return Batch(more=[self.request(f"{page.url}?json", {})])

    def parse(self, page: Page, article: ArticleRef) -> Batch:
        while "ferry-2-" in article.url:
            pass
        return Batch(declared=0)
'''


def loop() -> None:
    while True:
        with suppress(Exception):
            sum(range(100))


STUCK: dict[str, Callable[[], object]] = {
    "a loop that bears all errors": loop,
    "a regular expression": lambda: re.match(r"(a+)+$", "a" * 60 + "b"),
}


@pytest.mark.parametrize("how", STUCK)
def test_what_takes_too_long_is_ended(how: str) -> None:
    with pytest.raises(TooSlow), within(SOON):
        STUCK[how]()


def test_what_ends_in_time_is_left_alone_and_so_is_what_follows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(deadline, "AGAIN", SOON)
    with within(SOON):
        pass
    spin(4 * SOON)


def test_what_must_not_be_left_half_done_ends_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadline, "AGAIN", SOON)
    done = []

    def work() -> None:
        with held():
            spin(4 * SOON)
            done.append(1)
        loop()

    with pytest.raises(TooSlow), within(SOON):
        work()
    assert done


def spin(seconds: float) -> None:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


def test_a_page_and_an_answer_that_take_too_long_cost_no_other(tmp_path: Path) -> None:
    own = tmp_path / "slow.py"
    own.write_text(ENGINE, "utf-8")
    with large_paper(4) as paper:
        run = crawl(
            "news",
            tmp_path,
            f"ENGINE_MODULES={own}",
            "BROWSER=never",
            url=paper.base,
            since="40d",
        )
    row = json.loads((run.folder / "runs.jsonl").read_text("utf-8"))
    assert run.status == Exit.INCOMPLETE  # of three threads one
    assert row["articles"]["failed"] == {"too_slow": 1}
    assert "ferry-1-left-the-harbour.html: reading it took too long" in run.stderr
    articles = run.latest("articles").values()
    said = {one["url"].split("-")[1]: one["comments_reason"] for one in articles}
    assert said.keys() == {"0", "2", "3"}
    assert said["2"] == "api: reading it took too long"
    assert "too long" not in said["0"] + said["3"]
