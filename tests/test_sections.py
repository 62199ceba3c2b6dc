"""Sections of a site that declares none: by an article's address, breadcrumbs or own words."""

from email.message import Message
from pathlib import Path

import pytest

from newscrawl.items import Article, Breadcrumb
from newscrawl.sites.arguments import read_arguments
from newscrawl.sites.news import News
from newscrawl.sites.sections import in_sections
from tests.support.changing import GONE, Answer, answering, story
from tests.support.crawling import crawl


def article(path: str, section: str = "", *crumbs: tuple[str, str]) -> Article:
    url = f"https://paper.example{path}"
    return Article(
        id="a:1",
        site="a",
        url=url,
        canonical_url=url,
        request_url=url,
        article_section=section or None,
        breadcrumbs=[Breadcrumb(name=name, url=address) for name, address in crumbs],
    )


@pytest.mark.parametrize(
    ("wanted", "one", "inside"),
    [
        ("world", article("/world/2026/harbour"), True),
        ("World", article("/en/world/europe/harbour"), True),
        ("world/europe", article("/world/europe/harbour"), True),
        ("world/asia", article("/world/europe/harbour"), False),
        ("sport", article("/2026/harbour", "Sport"), True),
        ("sport", article("/2026/harbour", "Transport"), False),
        ("culture-arts", article("/a", "Culture & Arts"), True),
        ("Fußball", article("/a", "FUSSBALL"), True),
        ("economia", article("/a", "Economía"), True),
        ("новости", article("/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/a"), True),
        ("opinion", article("/a", "News, Opinion"), True),
        ("europe", article("/a", "", ("Home", "/"), ("E", "https://p.example/europe")), True),
        ("europa", article("/a", "", ("Home", "/"), ("Europa", "/x")), True),
        ("world", article("/read.php?section=world&id=7"), True),
        ("World News", article("/?p=7&category_name=world-news"), True),
        ("5", article("/index.php?catid=5&id=7"), True),
        ("5", article("/?p=7", "", ("Sea", "https://p.example/?cat=5")), True),
        ("7", article("/read.php?id=7&cat=5"), False),
        ("world", article("/search?q=world"), False),
        ("world", article("/the-world-of-harbours"), False),
        ("world", article("/a"), False),
    ],
)  # fmt: skip
def test_an_article_that_was_read_is_in_a_section_or_not(
    wanted: str, one: Article, *, inside: bool
) -> None:
    assert in_sections([wanted], one.url, one) is inside
    # Before it is read only its address speaks, and never against it.
    assert in_sections([wanted], one.url, None) in {None, inside or None}


@pytest.mark.parametrize(
    ("given", "sections"),
    [
        ({"url": "https://paper.example"}, ()),
        ({"url": "https://paper.example/index.php"}, ()),
        ({"url": "https://paper.example/world/"}, ("world",)),
        ({"url": "https://paper.example/category/world"}, ("category/world", "world")),
        ({"url": "https://paper.example/world", "sections": "sport"}, ("sport",)),
        ({"url": "https://paper.example/2026/11/22/harbour-lights"}, ()),
        ({"url": "https://paper.example/?cat=5"}, ("5",)),
        ({"url": "https://paper.example/index.php?section=world"}, ("world",)),
        ({"url": "https://paper.example/list.aspx?CategoryID=12"}, ("12",)),
        ({"url": "https://paper.example/read.php?cat=5&id=7"}, ()),
        ({"url": "https://paper.example/?p=7"}, ()),
        ({"url": "https://paper.example", "sections": "sport, world"}, ("sport", "world")),
    ],
)
def test_the_page_of_a_section_names_it(given: dict[str, str], sections: tuple[str, ...]) -> None:
    assert read_arguments(News, given).sections == sections


def paper(path: str, _: Message) -> Answer:
    kind = '<meta property="og:type" content="article">'
    if path in {"/", "/sport/"}:
        paths = ("/sport/a-race-in-the-harbour", "/ships/a-race-of-ships", "/town/a-new-town-hall")
        return Answer("<html>" + "".join(f'<a href="{one}">x</a>' for one in paths))
    if path.startswith("/ships/"):
        return story("Ships", f'{kind}<meta property="article:section" content="Sport">')
    return story(path, kind) if path.count("/") == 2 and path != "/sport/" else GONE


@pytest.mark.parametrize("how", ["sections", pytest.param("url", marks=pytest.mark.slow)])
def test_only_the_section_is_read(how: str, tmp_path: Path) -> None:
    with answering(paper) as (base, asked):
        given = (
            {"url": base, "sections": "sport"} if how == "sections" else {"url": f"{base}/sport/"}
        )
        first = crawl("news", tmp_path, comments="no", **given)
        asked.clear()
        again = crawl("news", tmp_path, comments="no", **given)
        # What was left out is read by who asks for it.
        everything = crawl("news", tmp_path, comments="no", url=base)
    assert [first.status, again.status, everything.status] == [0, 0, 0]
    assert sorted(row["url"].removeprefix(base) for row in everything.lines("articles")) == [
        "/ships/a-race-of-ships",
        "/sport/a-race-in-the-harbour",
        "/town/a-new-town-hall",
    ]
    assert asked.count("/town/a-new-town-hall") == 1  # by the last run alone


def test_a_section_that_is_not_there_is_said(tmp_path: Path) -> None:
    with answering(paper) as (base, _):
        run = crawl("news", tmp_path, comments="no", url=base, sections="weather")
    assert run.status == 4
    assert "3 articles are of others" in run.stderr
