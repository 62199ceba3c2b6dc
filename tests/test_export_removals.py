"""The current export keeps what is known of removed comments and withdrawn articles."""

import json
from pathlib import Path
from typing import Any

import pytest

from newscrawl.items import Author, Metadata, Row
from tests.support.small_record import FIRST, SECOND, THIRD, article, ask, comment, export, write

GONE, BACK = "2026-03-14T13:00:00Z", "2026-03-15T12:00:00Z"
SAID: dict[str, Any] = {
    "text": "Lamps",
    "author": Author(name="Ann", id="7"),
    "date_published": "2026-03-14T11:00:00Z",
    "parent_id": "talk:1",
    "upvote_count": 3,
}
REMOVED: dict[str, Any] = {"status": "removed_by_moderator", "date_removed_observed": GONE}
WITHDRAWN: dict[str, Any] = {"status": "removed", "date_removed_observed": GONE}


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A record in which comments and articles go, and some come back."""
    folder = tmp_path / "output" / "paper"
    folder.mkdir(parents=True)
    named = {"headline": "Harbour", "article_body": "Long ago", "authors": [Author(name="Ben")]}
    write(folder, FIRST, *(article(n, **named) for n in (1, 2, 3)), kind="articles")
    write(folder, SECOND, article(2, **WITHDRAWN), article(3, **WITHDRAWN), kind="articles")
    write(folder, THIRD, article(3, **named), kind="articles")
    write(folder, FIRST, *(comment(n, of="paper:1", **SAID) for n in (1, 2, 3)))
    of_others = (comment(4, of="paper:2", **SAID), comment(5, of="paper:3", **SAID))
    short: dict[str, Any] = {"metadata": Metadata(date_downloaded=GONE)}
    write(folder, SECOND, *(comment(n, **REMOVED, **short) for n in (2, 3, 6)), *of_others)
    write(folder, THIRD, comment(2, upvote_count=1, **REMOVED), comment(3, **SAID))
    return folder


def exported(folder: Path, *options: str) -> list[Row]:
    file = folder.parent / "out.jsonl"
    export(folder, "-o", str(file), *options)
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_what_was_removed_keeps_what_its_last_sighting_said(paper: Path) -> None:
    rows = {row["id"]: row for row in exported(paper, "--what", "comments")}
    gone = rows["talk:2"]
    assert (gone["status"], gone["date_removed_observed"]) == ("removed_by_moderator", GONE)
    assert (gone["text"], gone["author"]["name"]) == ("Lamps", "Ann")
    assert (gone["date_published"], gone["parent_id"]) == ("2026-03-14T11:00:00Z", "talk:1")
    assert gone["upvote_count"] == 1  # what the line of the removal says goes before
    assert (rows["talk:3"]["status"], rows["talk:3"]["text"]) == ("visible", "Lamps")
    assert rows["talk:6"]["text"] is None  # never seen


def test_a_withdrawn_article_and_its_comments_say_so(paper: Path) -> None:
    articles = {row["id"]: row for row in exported(paper, "--what", "articles")}
    gone = articles["paper:2"]
    assert (gone["status"], gone["headline"], gone["article_body"]) == (
        "removed",
        "Harbour",
        "Long ago",
    )
    assert gone["authors"][0]["name"] == "Ben"
    assert articles["paper:3"]["status"] == "visible"
    rows = {row["id"]: row for row in exported(paper, "--what", "comments")}
    said = {key: row.get("article_status") for key, row in rows.items()}
    assert [key for key, status in said.items() if status] == ["talk:4"]
    assert rows["talk:4"]["article_date_removed_observed"] == GONE
    trees = {row["id"]: row for row in exported(paper, "--threads")}
    assert trees["paper:2"]["comments"][0]["article_status"] == "removed"
    assert trees["paper:2"]["headline"] == "Harbour"


def test_the_history_stays_as_it_was_written(paper: Path) -> None:
    rows = [row for row in exported(paper, "--history") if row["id"] == "talk:2"]
    assert [row["text"] for row in rows] == ["Lamps", None, None]


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_removals_are_counted_by_day_and_author(paper: Path, form: str) -> None:
    file = paper.parent / f"comments.{form}"
    export(paper, "--what", "comments", "-o", str(file))
    rows = ask(
        "SELECT left(CAST(coalesce(date_removed_observed, article_date_removed_observed) AS "
        f"VARCHAR), 10) AS day, author_name, count(*) AS n FROM '{file}' "
        "WHERE status LIKE 'removed%' OR article_status = 'removed' GROUP BY ALL ORDER BY n DESC"
    )
    assert rows == [
        {"day": GONE[:10], "author_name": "Ann", "n": 2},
        {"day": GONE[:10], "author_name": None, "n": 1},
    ]
