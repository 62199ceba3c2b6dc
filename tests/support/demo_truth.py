"""What a crawl of the demo wrote, compared with the truth that the demo declares."""

from collections import Counter
from typing import Any

from newscrawl.demo import Truth
from tests.support.crawling import Row, Run

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
