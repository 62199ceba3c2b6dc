"""The whole way: `scrapy crawl sputnik` on the demo, with real Chromium, against the truth."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from newscrawl.demo import Demo, Truth
from newscrawl.items import Article, Comment
from newscrawl.runs.exits import Exit
from newscrawl.settings import ITEM_PIPELINES
from tests.support.crawling import Row, Run, crawl

RANGE = {"since": "2020-12-01", "until": "2021-02-28"}
ARTICLE_FIELDS = (
    "headline",
    "alternative_headline",
    "description",
    "article_section",
    "keywords",
    "date_published",
    "date_modified",
    "in_language",
)
COMMENT_FIELDS = (
    "parent_author",
    "depth",
    "text",
    "date_published",
    "date_published_precision",
    "upvote_count",
    "reactions",
    "status",
)


def bare(full_id: str | None) -> str | None:
    return full_id.rpartition(":")[2] if full_id else None


def differences(truth: list[Row], rows: dict[str, Row], seen: Any) -> list[tuple[str, Any, Any]]:
    """What is not equal, as (field, expected, found); `seen` makes a row comparable."""
    found: list[tuple[str, Any, Any]] = []
    for expected, row in ((one, rows.get(one["key"])) for one in truth):
        if row is None:
            found.append(("missing", expected["key"], None))
            continue
        actual = seen(row)
        found += [
            (name, value, actual[name])
            for name, value in expected.items()
            if name != "key" and value != actual[name]
        ]
    return found


def expected_article(one: Row) -> Row:
    number = one["comments_visible"]
    declared = one["comment_count"]
    whole = declared in {None, number}
    return {
        "key": str(one["number"]),
        **{name: one[name] for name in ARTICLE_FIELDS},
        "article_body": " ".join(one["article_body"].split()),
        "authors": one["authors"],
        "comment_count": declared,
        "comments_collected": number,
        "comments_status": ("complete" if number else "none") if whole else "partial",
    }


def seen_article(row: Row) -> Row:
    return {
        **row,
        "article_body": " ".join(row["article_body"].split()),
        "authors": [author["name"] for author in row["authors"]],
    }


def expected_comment(one: Row) -> Row:
    return {
        "key": one["comment_id"],
        **{name: one[name] for name in COMMENT_FIELDS},
        "parent_id": one["parent_id"],
        "root_id": one["root_id"],
        "author": one["author"],
        "article_id": str(one["article"]),
    }


def seen_comment(row: Row) -> Row:
    return {
        **row,
        "parent_id": bare(row["parent_id"]),
        "root_id": bare(row["root_id"]),
        "article_id": bare(row["article_id"]),
        "author": (row["author"] or {}).get("name"),
    }


def articles_of(source: Run | Truth) -> list[str]:
    """The site's numbers of all articles, each as often as there is a line."""
    if isinstance(source, Truth):
        return sorted(str(one["number"]) for one in source.articles)
    return sorted(str(bare(row["id"])) for row in source.lines("articles"))


def all_differences(run: Run, truth: Truth) -> list[tuple[str, Any, Any]]:
    articles = {str(bare(key)): row for key, row in run.latest("articles").items()}
    comments = {row["comment_id"]: row for row in run.latest("comments").values()}
    return [
        *differences([expected_article(one) for one in truth.articles], articles, seen_article),
        *differences([expected_comment(one) for one in truth.comments], comments, seen_comment),
    ]


def check(run: Run, truth: Truth) -> None:
    assert run.stderr == ""
    assert all_differences(run, truth) == []
    assert len(run.latest("articles")) == len(truth.articles)
    assert len(run.latest("comments")) == len(truth.comments)
    # Nothing twice: a comment is one line, an article one when read and one when walked.
    assert max(Counter(row["id"] for row in run.lines("comments")).values()) == 1
    assert max(Counter(row["id"] for row in run.lines("articles")).values()) <= 2


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


@pytest.mark.browser
@pytest.mark.parametrize("edition", ["ar", "cn"])
def test_editions_with_another_direction_and_zone(tmp_path: Path, edition: str) -> None:
    with Demo(edition=edition, articles=24) as demo:
        run = crawl("sputnik", tmp_path, base_url=demo.base_url, edition=edition, **RANGE)
        assert run.status == 0
        check(run, demo.truth)
        assert demo.writes == 0


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
