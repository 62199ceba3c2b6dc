"""What takes too long to read is given up, said, and costs nothing else."""

import asyncio
import json
import re
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from newscrawl import deadline
from newscrawl.deadline import HELD, TooSlow, within
from newscrawl.engines.base import ArticleRef, Batch, CommentEngine
from newscrawl.page import Page
from newscrawl.runs.exits import Exit
from newscrawl.threads.safely import read, replaying
from tests.support.crawling import Row, Run, crawl
from tests.support.large_paper import large_paper

SOON = 0.05
ENGINE = '''
import time

from newscrawl.engines.base import ArticleRef, Batch, CommentEngine
from newscrawl.items import Author
from newscrawl.page import Page


class Slow(CommentEngine):
    """Takes long on some pages and answers."""

    name = "slow"

    def detect(self, page: Page) -> str | None:
        while "ferry-1-" in page.url:
            pass
        return "it is everywhere"

    def start(self, page: Page, article: ArticleRef) -> Batch:
        gone = GONE in page.url
        return Batch(more=[self.request(f"{page.url}?json", {}) if not gone else
                           self.request(page.url.partition("/20")[0] + "/gone", {})])

    def parse(self, page: Page, article: ArticleRef) -> Batch:
        while SPIN in page.url:
            pass
        until = time.process_time() + (5 if WORK in page.url else 0)
        while time.process_time() < until:
            pass
        one = self.comment(article, "1", author=Author(name="Ann"), text="It is late.")
        return Batch(comments=[one], declared=1)


class Zealous(CommentEngine):
    """Takes long once the other one has failed."""

    name = "zealous"

    def detect(self, page: Page) -> str | None:
        return "it is there" if GONE in page.url else None

    def rows(self, page: Page, article: ArticleRef) -> Batch:
        while True:
            pass
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
        HELD.append(work)
        spin(4 * SOON)
        done.append(1)
        HELD.pop()
        loop()

    with pytest.raises(TooSlow), within(SOON):
        work()
    assert done


def spin(seconds: float) -> None:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


def crawled(folder: Path, **words: str) -> tuple[Run, Row, dict[str, Row]]:
    """Crawl five articles; return the run, its line, and the articles by number."""
    own = folder / "slow.py"
    lines = [f"{name} = {value!r}" for name, value in words.items()]
    own.write_text("\n".join([*lines, ENGINE]), "utf-8")
    with large_paper(5) as paper:
        options = (f"ENGINE_MODULES={own}", "BROWSER=never")
        run = crawl("news", folder, *options, url=paper.base, since="40d")
    row = json.loads((run.folder / "runs.jsonl").read_text("utf-8"))
    found = run.latest("articles").values()
    return run, row, {one["url"].split("-")[1]: one for one in found}


def test_a_page_that_takes_too_long_costs_no_other(tmp_path: Path) -> None:
    run, row, articles = crawled(tmp_path, SPIN="none", WORK="none", GONE="ferry-4-")
    assert run.status == Exit.INCOMPLETE
    assert row["articles"]["failed"] == {"too_slow": 1}
    assert "ferry-1-left-the-harbour.html: reading it took too long" in run.stderr
    assert articles.keys() == {"0", "2", "3", "4"}
    assert {articles[one]["comments_status"] for one in "023"} == {"complete"}
    # What is read because an answer did not come has no more time.
    assert articles["4"]["comments_status"] == "error"
    assert "/gone: reading it took too long" in run.stderr


@pytest.mark.slow
def test_a_long_answer_is_read_in_a_process_of_its_own_if_that_ends(tmp_path: Path) -> None:
    _, row, articles = crawled(tmp_path, SPIN="ferry-2-", WORK="ferry-3-", GONE="none")
    assert articles["2"]["comments_reason"] == "api: reading it took too long"
    assert articles["3"]["comments_status"] == articles["0"]["comments_status"] == "complete"
    assert row["articles"]["failed"] == {"too_slow": 1}


def test_crawls_of_one_process_replay_each_its_own_answers() -> None:
    class Echo(CommentEngine):
        name = "echo"

        def parse(self, page: Page, article: ArticleRef) -> Batch:
            return Batch(reason="read here")

    page, ref = Page("", "https://paper.example/a"), ArticleRef(id="p:1", url="", site="p")

    async def reads(said: str | None) -> str | None:
        given = [("Echo.parse", page.url, Batch(reason=said))] if said else []
        with replaying(deque(given)):
            await asyncio.sleep(0)
            batch = read(Echo().parse, page, ref)
            return batch.reason if batch else None

    async def several() -> list[str | None]:
        return list(await asyncio.gather(reads("one"), reads(None), reads("two")))

    assert asyncio.run(several()) == ["one", "read here", "two"]
