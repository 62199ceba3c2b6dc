"""The whole way: `scrapy crawl sputnik` on the demo, with real Chromium, against the truth."""

import json
from pathlib import Path

import pytest

from newscrawl.demo import Demo
from newscrawl.items import Article, Comment
from newscrawl.runs.exits import Exit
from newscrawl.settings import ITEM_PIPELINES
from tests.support.crawling import crawl
from tests.support.demo_truth import (
    RANGE,
    check,
)


@pytest.mark.slow
@pytest.mark.browser
def test_both_designs_equal_the_truth_and_a_second_run_writes_nothing(tmp_path: Path) -> None:
    with Demo() as demo:
        truth = demo.truth
        first = crawl("sputnik", tmp_path, base_url=demo.base_url, **RANGE)
        assert first.status == 0
        check(first, truth)
        months = {path for _, path in demo.log if path.startswith("/sitemap_article.xml?")}
        assert len(months) == 3
        files = sorted(path.name for path in first.folder.glob("*-*.jsonl"))
        assert [name.split("-")[1] for name in files] == ["articles.jsonl", "comments.jsonl"]
        second = crawl("sputnik", tmp_path, base_url=demo.base_url, **RANGE)
        assert second.status == 0
        assert sorted(path.name for path in first.folder.glob("*-*.jsonl")) == files
        assert demo.writes == 0


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("edition", ["ar", "cn"])
def test_editions_with_another_direction_and_zone(tmp_path: Path, edition: str) -> None:
    with Demo(edition=edition, articles=24) as demo:
        run = crawl("sputnik", tmp_path, base_url=demo.base_url, edition=edition, **RANGE)
        assert run.status == 0
        check(run, demo.truth)
        assert demo.writes == 0


@pytest.mark.slow
@pytest.mark.browser
def test_strict_robots_leaves_widgets_unread_and_says_so(tmp_path: Path) -> None:
    with Demo(articles=12) as demo:
        arguments = {"base_url": demo.base_url, **RANGE}
        run = crawl("sputnik", tmp_path, "BROWSER_ROBOTS=strict", **arguments)
        rows = run.latest("articles").values()
        declared = [row for row in rows if row["comment_count"] or row["comment_count"] is None]
        assert declared
        assert {row["comments_status"] for row in declared} == {"blocked"}
        assert all("robots" in row["comments_reason"] for row in declared)
        assert not [path for _, path in demo.requests if path.startswith("/services/")]
        assert run.status == 3


def test_without_comments_no_browser_is_needed(tmp_path: Path) -> None:
    with Demo(articles=6) as demo:
        arguments = {"base_url": demo.base_url, "comments": "no", **RANGE}
        run = crawl(
            "sputnik",
            tmp_path,
            'PLAYWRIGHT_LAUNCH_OPTIONS={"executable_path": "/none"}',
            **arguments,
        )
        assert run.status == 0
        assert {row["comments_status"] for row in run.lines("articles")} == {"skipped"}
        assert len(run.lines("articles")) == 6


def test_limit_sections_and_a_users_own_feed(tmp_path: Path) -> None:
    with Demo(articles=24) as demo:
        own = tmp_path / "own.jsonl"
        arguments = {"base_url": demo.base_url, "comments": "no", **RANGE}
        run = crawl(
            "sputnik",
            tmp_path,
            f'FEEDS={{"{own}": {{"format": "jsonlines"}}}}',
            limit="3",
            **arguments,
        )
        assert run.status == 0
        assert len([json.loads(line) for line in own.read_text().splitlines()]) == 3
        assert not list(run.folder.glob("*.jsonl"))


class Unserializable:
    """A pipeline whose items no exporter can write."""

    def process_item(self, item: Article | Comment) -> Article | Comment:
        item.url = object()  # type: ignore[assignment]
        return item


def test_a_line_that_cannot_be_made_is_no_success(tmp_path: Path) -> None:
    pipelines = {**ITEM_PIPELINES, "tests.test_demo_crawl.Unserializable": 950}
    with Demo(articles=6) as demo:
        arguments = {"base_url": demo.base_url, "comments": "no", **RANGE}
        broken = crawl("sputnik", tmp_path, f"ITEM_PIPELINES={json.dumps(pipelines)}", **arguments)
        assert broken.status == Exit.ERROR
        run = crawl("sputnik", tmp_path, **arguments)
        assert (run.status, len(run.lines("articles"))) == (0, 6)
