"""Crawls of one article at several times: what is asked, and what is written of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from newscrawl import clock
from newscrawl.runs.exits import Refused
from newscrawl.sites.arguments import read_arguments
from newscrawl.sites.sputnik import Sputnik
from tests.support.crawling import Row, Run, crawl, record_folder
from tests.support.small_paper import PATH, TEXT, SmallPaper, small_paper

TALK = "/wp-json/wp/v2/comments"


class Visits:
    """Runs at given times, and the lines that each of them added."""

    def __init__(self, paper: SmallPaper, output: Path, patch: pytest.MonkeyPatch) -> None:
        self.paper, self.output, self.patch = paper, output, patch
        self.run: Run | None = None

    def at(self, time: str, **arguments: str) -> tuple[list[tuple[str, int]], list[Row]]:
        """Crawl at a time; return what was asked but for sources, and the lines of that run."""
        self.patch.setenv(clock.VARIABLE, f"2026-03-{time}:00Z")
        self.run = crawl("news", self.output, url=self.paper.base, **arguments)
        assert (self.run.status, self.run.stderr) == (0, "")
        lines = [*self.run.lines("articles"), *self.run.lines("comments")]
        asked = [one for one in self.paper.asked() if one[0] in {PATH, TALK}]
        stamp = f"202603{time[:2]}T{time[3:5]}{time[6:]}00Z"
        return asked, [line for line in lines if line["metadata"]["run_id"] == stamp]


@pytest.fixture
def visits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visits]:
    with small_paper() as paper:
        paper.comments = {1: "one", 2: "two", 3: "three"}
        yield Visits(paper, tmp_path, monkeypatch)


def told(lines: list[Row]) -> dict[str, tuple[str, int]]:
    return {one["comment_id"]: (one["status"], one["version"]) for one in lines}


def test_a_thread_that_is_not_where_it_was_is_looked_for_on_its_page(visits: Visits) -> None:
    visits.at("14T12:00")
    visits.paper.api = "/api"
    visits.paper.comments[4] = "four"
    asked, lines = visits.at("14T13:00")
    # The page is asked for once its system fails, and leads to the new place.
    assert asked == [(TALK, 404), (PATH, 200)]
    assert told([one for one in lines if one["type"] == "comment"]) == {"4": ("visible", 1)}
    assert [one["comments_collected"] for one in lines if one["type"] == "article"][-1:] == [4]


@pytest.mark.slow
def test_the_life_of_an_article_and_its_thread(visits: Visits) -> None:
    paper = visits.paper
    asked, lines = visits.at("14T12:00")
    assert asked == [(PATH, 200), (TALK, 200)]
    assert len(lines) == 5  # the article when read and when walked
    # Nothing is due: nothing is asked for.
    assert visits.at("14T12:10") == ([], [])
    # The thread is due, the page is not.
    paper.comments = {2: "two, edited", 3: "three", 4: "four"}
    asked, lines = visits.at("14T13:00")
    assert asked == [(TALK, 200)]
    assert told(lines) == {"1": ("removed_unknown", 1), "2": ("visible", 2), "4": ("visible", 1)}
    gone = next(line for line in lines if line["comment_id"] == "1")
    assert (gone["text"], gone["date_removed_observed"]) == (None, "2026-03-14T13:00:00Z")
    # The page is as it was; a comment is back.
    paper.comments[1] = "one"
    asked, lines = visits.at("14T16:00")
    assert asked == [(PATH, 304), (TALK, 200)]
    assert told(lines) == {"1": ("visible", 1)}
    assert lines[0]["date_removed_observed"] is None
    # The text is another.
    paper.text = f"{TEXT} And the ferries too."
    asked, lines = visits.at("15T00:00")
    assert asked[0] == (PATH, 200)
    assert [(one["version"], one["comments_collected"]) for one in lines[-1:]] == [(2, 4)]
    site = lines[-1]["site"]
    # It is withdrawn: that is told once, and of its comments nothing.
    paper.status = 410
    asked, lines = visits.at("15T04:00")
    assert [(one["status"], one["metadata"]["http_status"]) for one in lines] == [("removed", 410)]
    assert (lines[0]["site"], lines[0]["edition"]) == (site, None)
    assert visits.at("15T12:00")[1] == []
    # It is back.
    paper.status = 200
    asked, lines = visits.at("19T12:00")
    assert asked[0][0] == PATH
    assert {(one["status"], one["version"], one["type"]) for one in lines} == {
        ("visible", 2, "article")
    }


@pytest.mark.slow
def test_the_user_may_ask_for_all_or_nothing_again(visits: Visits) -> None:
    visits.at("14T12:00")
    assert visits.at("14T18:00", revisit="none") == ([], [])
    assert visits.at("14T12:01", revisit="all") == ([(PATH, 200), (TALK, 200)], [])


@pytest.mark.slow
def test_a_deleted_ledger_is_made_again_with_what_is_due_when(visits: Visits) -> None:
    visits.at("14T12:00")
    (record_folder(visits.output, "news", url=visits.paper.base) / "ledger.sqlite").unlink()
    visits.patch.setenv(clock.VARIABLE, "2026-03-14T12:10:00Z")
    run = crawl("news", visits.output, url=visits.paper.base)
    assert "was new or old" in run.stderr
    assert [one for one in visits.paper.asked()[-3:] if one[0] in {PATH, TALK}] == []
    # The way to the thread is in no output file: it is found again on the page.
    visits.paper.comments[4] = "four"
    asked, lines = visits.at("14T13:00")
    assert asked == [(PATH, 200), (TALK, 200)]
    assert "4" in {line.get("comment_id") for line in lines}


@pytest.mark.slow
def test_after_a_clock_that_was_ahead_is_set_back_all_goes_on(visits: Visits) -> None:
    visits.patch.setenv(clock.VARIABLE, "2027-03-14T12:00:00Z")
    assert crawl("news", visits.output, url=visits.paper.base, since="400d").status == 0
    visits.paper.comments[4] = "four"
    visits.patch.setenv(clock.VARIABLE, "2026-03-14T13:00:00Z")
    run = crawl("news", visits.output, url=visits.paper.base)
    assert run.status == 0
    assert "the clock was set back: pages to be visited again: 1" in run.stderr
    assert {line["comment_id"] for line in run.lines("comments")} == {"1", "2", "3", "4"}


def test_a_wrong_choice_is_refused() -> None:
    with pytest.raises(Refused, match="revisit 'often' is none of: due, all, none"):
        read_arguments(Sputnik, {"revisit": "often"})


def test_articles_that_are_named_are_read_again_unless_said_otherwise() -> None:
    named = {"urls": "https://sputnikglobe.com/20210101/words-1080000000.html"}
    assert read_arguments(Sputnik, named).revisit == "all"
    assert read_arguments(Sputnik, {**named, "revisit": "due"}).revisit == "due"
    assert read_arguments(Sputnik, {}).revisit == "due"
