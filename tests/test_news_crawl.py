"""`scrapy crawl news -a url=`: a site nobody described is discovered and read."""

from pathlib import Path

import pytest

from newscrawl.demo import Demo
from newscrawl.discovery.addresses import looks_like_article
from newscrawl.page import Page
from newscrawl.runs.exits import Exit, Refused
from newscrawl.sites.arguments import read_arguments
from newscrawl.sites.news import News
from tests.support.crawling import crawl
from tests.support.serving import article, serving
from tests.support.small_paper import small_paper


def test_the_demo_is_discovered_by_its_sitemaps_and_feeds(tmp_path: Path) -> None:
    with Demo(articles=24) as demo:
        truth = {one["canonical_url"]: one for one in demo.truth.articles}
        run = crawl(
            "news",
            tmp_path,
            url=demo.base_url,
            since="2020-12-01",
            until="2021-02-28",
            comments="no",
        )
    rows = {row["canonical_url"]: row for row in run.lines("articles")}
    assert run.status == 0
    # Every article, once, and no list among them.
    assert rows.keys() == truth.keys()
    for url, row in rows.items():
        expected = truth[url]
        assert row["headline"] == expected["headline"]
        day = expected["date_published"][:10]
        assert row["date_published"][:10] in {day, *_neighbours(expected)}


def _neighbours(expected: dict[str, str]) -> set[str]:
    # A page that prints Moscow time without a zone gives the day of Moscow.
    late = expected["date_published"][11:13] >= "21"
    year, month, day = (int(part) for part in expected["date_published"][:10].split("-"))
    return {f"{year}-{month:02}-{day + 1:02}"} if late else set()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({}, "give url="),
        ({"url": "paper"}, "not an address"),
        ({"url": "https://paper.example", "edition": "en"}, "no editions"),
        ({"url": "https://paper.example", "urls": "https://other.example/a"}, "other.example"),
        ({"urls": "no-such-file"}, "neither a URL nor a readable file"),
        ({"url": "https://paper.example", "timezone": "Mars/Olympus"}, "timezone"),
    ],
)
def test_what_is_wrong_is_said(arguments: dict[str, str], words: str) -> None:
    with pytest.raises(Refused) as caught:
        read_arguments(News, arguments)
    assert caught.value.status == Exit.USAGE
    assert words in str(caught.value)


@pytest.mark.parametrize("root", ["base_url", "url"])
def test_a_named_page_is_an_article_whatever_else_is_given(root: str) -> None:
    given = {root: "https://paper.example", "urls": "https://paper.example/a"}
    site = read_arguments(News, given).site
    for path, named in (("a", True), ("b", False)):
        page = Page(b"<h1>News</h1><p>A town.</p>", f"https://paper.example/{path}")
        assert site.is_article(page, site.article(page)) is named


@pytest.mark.parametrize(
    ("url", "likely"),
    [
        ("https://paper.example/2026/03/14/harbour", True),
        ("https://paper.example/harbour-council-plans-a-festival", True),
        ("https://paper.example/news/harbour-1234567", True),
        ("https://paper.example/harbour.html", True),
        ("https://paper.example/", False),
        ("https://paper.example/world/", False),
        ("https://paper.example/tag/harbour-council-plans-more", False),
        ("https://paper.example/photo-of-a-harbour-boat.jpg", False),
        ("http://[broken", False),
    ],
)
def test_addresses_that_look_like_articles(url: str, *, likely: bool) -> None:
    assert looks_like_article(url) is likely


def test_the_number_that_a_list_gives_stands_where_the_page_gives_none(tmp_path: Path) -> None:
    row = (
        '<li class="b-plainlist__item"><span class="b-plainlist__date">13:20 16.01.2021</span>'
        '<a href="/20210116/a-1000000001.html">Harbour</a>'
        '<i class="m-comments"><b class="b-statistic__number">41</b></i></li>'
    )
    answers = {
        "/20210116/": (200, "text/html", f"<html><ul>{row}</ul></html>".encode()),
        "/20210116/a-1000000001.html": (200, "text/html", article(1000000001)),
    }
    with serving(answers) as base:
        day = {"since": "2021-01-16", "until": "2021-01-16"}
        run = crawl("sputnik", tmp_path, base_url=base, comments="no", **day)
    (line,) = run.latest("articles").values()
    assert (line["comment_count"], line["comments_status"]) == (41, "skipped")


def test_no_host_is_asked_more_often_than_its_budget_of_the_day(tmp_path: Path) -> None:
    with small_paper() as paper:
        run = crawl("news", tmp_path, "HOST_BUDGET_PER_DAY=3", url=paper.base)
        assert len(paper.log) == 3
    assert run.status == Exit.LOSSES
    assert "127.0.0.1 had its 3 requests of" in run.stderr.splitlines()[-1]
