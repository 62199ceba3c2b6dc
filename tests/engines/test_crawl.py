"""`scrapy crawl news` on real comment engines: every comment seeded is a line, exactly."""

import re
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.engines.newspaper import Seeded
from tests.engines.table import timed
from tests.support.crawling import Row, crawl


def named(author: str | None) -> str | None:
    """Isso and Waline print "Anonymous" where their answers have no name; readers see either."""
    return None if author == "Anonymous" else author


def expected(site: Seeded, *, without: frozenset[str] = frozenset()) -> dict[str, Row]:
    return {
        one["comment_id"]: {
            "parent": one["parent_id"],
            "author": named(one["author"]),
            "text": one["text"],
            "date_published": one["date_published"].replace("+00:00", "Z"),
            "status": one["status"],
        }
        for one in site.truth
        if one["comment_id"] not in without
    }


def seen(rows: list[Row]) -> dict[str, Row]:
    bare = {row["id"]: row["comment_id"] for row in rows}
    return {
        row["comment_id"]: {
            "parent": row["parent_id"]
            and bare.get(row["parent_id"], row["parent_id"].rpartition(":")[2]),
            "author": named((row["author"] or {}).get("name")),
            "text": row["text"],
            "date_published": row["date_published"],
            "status": row["status"],
        }
        for row in rows
    }


def check(engine: str, site: Seeded, output: Path, *settings: str, via: str) -> None:
    """Compare a crawl with the truth."""
    origin, wanted = urlsplit(site.origins[-1]).netloc, expected(site)
    with timed(f"{engine}, {via}", wanted) as measured:
        run = crawl("news", output, f"LOCAL_ADDRESSES={origin}", *settings, urls=site.page_url)
    articles, comments = run.lines("articles"), run.lines("comments")
    assert run.complaints == []
    assert run.status == 0
    article = articles[-1]
    measured.note(run, seen(comments))
    assert seen(comments) == wanted
    assert max(Counter(row["id"] for row in comments).values()) == 1
    assert (article["comments_status"], article["comments_via"]) == ("complete", via)
    assert article["comments_collected"] == len(site.truth)
    # Waline prints its number without a noun beside it: only its own file knows it for a count.
    assert article["comment_count"] in (
        {len(site.truth)} if via == "api" else {len(site.truth), None}
    )


def test_isso_by_its_file(isso_site: Seeded, tmp_path: Path) -> None:
    check("Isso", isso_site, tmp_path, via="api")


@pytest.mark.browser
@pytest.mark.slow
def test_isso_by_the_generic_reader(isso_site: Seeded, tmp_path: Path) -> None:
    check("Isso", isso_site, tmp_path, "COMMENT_ENGINES_OFF=isso", via="browser")


@pytest.mark.engine
def test_waline_by_its_file(waline_site: Seeded, tmp_path: Path) -> None:
    check("Waline", waline_site, tmp_path, via="api")


@pytest.mark.engine
@pytest.mark.browser
def test_waline_by_the_generic_reader(waline_site: Seeded, tmp_path: Path) -> None:
    check("Waline", waline_site, tmp_path, "COMMENT_ENGINES_OFF=waline", via="browser")


@pytest.mark.engine
def test_wordpress_by_its_file(wordpress_site: Seeded, tmp_path: Path) -> None:
    check("WordPress", wordpress_site, tmp_path, via="api")


@pytest.mark.engine
@pytest.mark.browser
def test_wordpress_by_the_generic_reader(wordpress_site: Seeded, tmp_path: Path) -> None:
    """Its pages lack the replies to what was trashed: those it cannot have, and says so."""
    shown = expected(wordpress_site, without=wordpress_site.not_in_html)
    with timed("WordPress, generic", shown) as measured:
        run = crawl("news", tmp_path, "COMMENT_ENGINES_OFF=wordpress", urls=wordpress_site.page_url)
    article, comments = run.lines("articles")[-1], run.lines("comments")
    measured.note(run, seen(comments))
    assert seen(comments) == shown
    number, declared = len(shown), wordpress_site.declared
    assert (article["comment_count"], article["comments_collected"]) == (declared, number)
    assert (article["comments_status"], article["comments_via"]) == ("partial", "html")
    assert re.match(rf"{number} of {declared}\b", article["comments_reason"])
    assert run.status == 0  # within MIN_COMPLETENESS
