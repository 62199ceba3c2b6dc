"""The address of a known article may answer something else with status 200: that is no edit."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from newscrawl import clock
from tests.support.crawling import crawl
from tests.support.other_pages import OTHERS
from tests.support.small_paper import PATH, TEXT, SmallPaper, small_paper


@dataclass
class Instead(SmallPaper):
    """A paper that answers something else for its article."""

    page: str = ""
    location: str = ""

    def answer(self, path: str, query: dict[str, list[str]]) -> tuple[int, str, dict[str, str]]:
        if path == PATH and self.page:
            return 200, self.page, {}
        if path == PATH and self.location:
            return 302, "", {"Location": self.location}
        if path == "/list":
            return 200, "<html><title>News</title><h1>The news of today</h1><p>All.</p></html>", {}
        return super().answer(path, query)


@pytest.mark.parametrize(("name", "reason"), [("bare_wall", "bot wall"), ("missing", "other_page")])
def test_another_page_at_the_address_of_an_article_is_no_edit(
    name: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_paper(Instead()) as paper:
        assert isinstance(paper, Instead)
        given = {"url": paper.base, "comments": "no", "revisit": "all"}
        monkeypatch.setenv(clock.VARIABLE, "2026-03-14T12:00:00Z")
        assert crawl("news", tmp_path, **given).status == 0
        paper.page = OTHERS[name]
        monkeypatch.setenv(clock.VARIABLE, "2026-03-14T13:00:00Z")
        run = crawl("news", tmp_path, **given)
        assert run.status != 0
        assert reason in run.stderr
        assert len(run.lines("articles")) == 1
        # It is there again, and edited.
        paper.page, paper.text = "", f"{TEXT} And the ferries too."
        monkeypatch.setenv(clock.VARIABLE, "2026-03-14T14:00:00Z")
        run = crawl("news", tmp_path, **given)
    assert (run.status, run.stderr) == (0, "")
    assert [(one["status"], one["version"]) for one in run.lines("articles")] == [
        ("visible", 1),
        ("visible", 2),
    ]


def test_a_list_to_which_an_article_of_a_feed_leads_is_no_article(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_paper(Instead(location="/list")) as paper:
        monkeypatch.setenv(clock.VARIABLE, "2026-03-14T12:00:00Z")
        run = crawl("news", tmp_path, url=paper.base, comments="no")
    assert run.lines("articles") == []
    assert run.run_lines()[-1]["articles"]["guessed"] == 1
