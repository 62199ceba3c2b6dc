"""Comments of a WordPress whose page shows nothing of them: no list, no form, no number."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.crawling import crawl
from tests.support.small_paper import PATH, SmallPaper, small_paper

QUICK = ("DOWNLOAD_DELAY=0", "AUTOTHROTTLE_ENABLED=0")
API = "/wp-json/wp/v2/comments"
LISTED = (
    "<h2>{0} comments</h2><ul class=comments>"
    "<li class=note id=comment-1><b class=author>Ann</b><time datetime=2026-03-14T11:01:00Z></time>"
    "<p class=text>Said 1</p></li></ul>"
)


@pytest.mark.parametrize(
    ("given", "verdict", "asked"),
    [
        ({"comments": {1: "Said 1", 2: "Said 2"}}, ("complete", 2, "wordpress"), 1),
        ({}, ("none", 0, None), 1),
        pytest.param({"refusal": 401}, ("none", 0, None), 1, marks=pytest.mark.slow),
        # What the page itself tells needs no question.
        ({"form": LISTED.format(1)}, ("complete", 1, "generic"), 0),
        (
            {"form": LISTED.format(2), "comments": {1: "Said 1", 2: "2"}},
            ("complete", 2, "wordpress"),
            1,
        ),
    ],
)
def test_what_no_element_shows_is_asked_for(
    given: dict[str, Any], verdict: tuple[str, int, str | None], asked: int, tmp_path: Path
) -> None:
    with small_paper(SmallPaper(**{"form": "", **given})) as paper:
        run = crawl("news", tmp_path, *QUICK, urls=f"{paper.base}{PATH}")
    article = run.lines("articles")[-1]
    assert sum(path == API for path, _ in paper.asked()) == asked
    assert (article["comments_status"], article["comments_collected"]) == verdict[:2]
    if verdict[2]:
        assert article["comment_engine"] == verdict[2]
    assert len(run.lines("comments")) == verdict[1]
    assert (run.status, run.complaints) == (0, [])
