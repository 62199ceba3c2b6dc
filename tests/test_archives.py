"""Lists that reach further back than a feed, asked for only where nothing else does."""

import json
from datetime import UTC, datetime, timedelta
from email.message import Message
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from newscrawl.discovery.archives import OlderPages, PostList
from newscrawl.discovery.base import Link, SourceLink
from newscrawl.discovery.open_web import FrontPage
from newscrawl.page import Page
from newscrawl.sites.news import News
from tests.support.changing import GONE, Answer, answering, story
from tests.support.crawling import crawl
from tests.support.herald import MAY

SITE = News(["https://paper.example"])


def further(body: str, url: str = "https://paper.example/") -> list[SourceLink]:
    found = FrontPage().parse(Page(body, url), SITE, MAY)
    return [one for one in found if isinstance(one, SourceLink) and one.is_fallback]


@pytest.mark.parametrize(
    ("url", "link", "older"),
    [
        ("/", '<a href="/page/2/">Eldre</a>', "/page/2/"),
        ("/news/", '<a href="/page/2/">x</a><a href="/news/page/2">x</a>', "/news/page/2"),
        ("/", '<a href="?paged=2">2</a><a href="?paged=3">3</a>', "/?paged=2"),
        ("/page/2/", '<a href="/">1</a><a href="/page/3/">3</a>', "/page/3/"),
        ("/?page=9&s=1", '<a href="/?page=10&s=1">x</a>', "/?page=10&s=1"),
        ("/", '<a rel="next" href="/older?start=20">x</a>', "/older?start=20"),
        ("/", '<div class="nav-previous"><a href="/before/7">x</a></div>', "/before/7"),
        *(
            ("/", f'<a href="{address}">{said}</a>', address)
            for address, said in (
                ("/?start=10", "Older posts"),
                ("/older/", "« Older Entries"),
                ("/?before=1710403200", "Older"),
                ("/search?updated-max=2026-03-14T00:00:00Z", "Ältere Posts"),
                ("/archive?offset=20", "Entradas más antiguas"),
                ("/?cursor=abc", "Articles plus anciens"),
                ("/?start=10", "Artigos antigos"),
                ("/?start=10", "Post meno recenti"),
                ("/?start=10", "Oudere berichten"),
                ("/?start=10", "Starsze wpisy"),
                ("/?start=10", "Starší příspěvky"),
                ("/?from=20", "Более старые записи"),
                ("/?start=10", "Eski yazılar"),
                ("/?start=10", "Eldre innlegg"),
                ("/?start=10", "Παλαιότερα άρθρα"),
                ("/?start=10", "المقالات الأقدم"),
                ("/?start=10", "پست‌های قدیمی‌تر"),
                ("/?start=10", "פוסטים ישנים יותר"),
                ("/?start=10", "古い投稿"),
                ("/?start=10", "이전 글"),
                ("/?start=10", "Bài viết cũ hơn"),
                ("/seite-2/", "Weiter"),
                ("/page:2", "Next"),
                ("/?strana=2", "Další"),
                ("/news-2.html", "次へ"),
                ("/index_2.html", "下一页"),
            )
        ),
        ("/", '<a href="/older-people/">Older people</a>', None),
        ("/", '<a href="/login">Next</a><a href="/more">Older readers remember</a>', None),
        ("/", '<a href="https://other.example/?start=10">Older posts</a>', None),
        ("/", '<a href="#">Older posts</a><a href="/">Older posts</a>', None),
        ("/", '<a href="/page/3/">3</a><a href="/tag/page/2/">x</a>', None),
        ("/", '<a rel="next" href="https://other.example/page/2/">x</a>', None),
        ("/", '<a rel="next" href="/2026/03/14/the-next-article">x</a>', None),
    ],
)
def test_the_page_that_follows(url: str, link: str, older: str | None) -> None:
    found = further(f"<html>{link}", f"https://paper.example{url}")
    expected = [f"https://paper.example{older}"] if older else []
    assert [one.url for one in found] == expected


@pytest.mark.parametrize(
    ("body", "feeds"),
    [
        ('<a href="/rss.xml">RSS</a><a href="/about">x</a>', ["/rss.xml"]),
        ('<a href="/feed/">RSS</a>', ["/feed/"]),
        ('<a href="/news.rss">RSS</a>', ["/news.rss"]),
        ('<link rel="alternate" type="application/rss+xml" href="/a"><a href="/rss">x</a>', ["/a"]),
        ('<a href="/2026/03/14/feed-prices-rise">x</a>', []),
    ],
)
def test_feeds_of_a_page(body: str, feeds: list[str]) -> None:
    found = FrontPage().parse(Page(f"<html>{body}", "https://paper.example/"), SITE, MAY)
    named = [one.url for one in found if isinstance(one, SourceLink) and not one.is_fallback]
    assert named == [f"https://paper.example{path}" for path in feeds]


@pytest.mark.parametrize(
    ("times", "number", "goes_on"),
    [
        (["2024-05-03T10:00:00Z", "2024-01-01"], 50, True),
        (["2024-04-20T10:00:00Z"], 2, False),
        ([], 9, True),
        ([], 10, False),
    ],
)
def test_older_pages_end_where_the_window_begins(
    times: list[str], number: int, *, goes_on: bool
) -> None:
    rows = "".join(f'<article><time datetime="{one}"></time></article>' for one in times)
    page = Page(
        f'<html>{rows}<a href="/page/{number + 1}">x</a>', f"https://paper.example/page/{number}"
    )
    assert bool(list(OlderPages("/", number).parse(page, SITE, MAY))) is goes_on


def test_lists_of_posts_are_asked_from_the_windows_beginning() -> None:
    [one] = further('<html><link rel="https://api.w.org/" href="/wp-json/">')
    assert urlsplit(one.url).path == "/wp-json/wp/v2/posts"
    assert parse_qs(urlsplit(one.url).query)["after"] == ["2024-04-30T10:00:00"]
    [one] = further('<html><link rel="https://api.w.org/" href="/index.php?rest_route=/">')
    assert parse_qs(urlsplit(one.url).query)["rest_route"] == ["/wp/v2/posts"]
    ghost = 'data-ghost="/" data-key="ab12" data-api="/ghost/api/content/"'
    [one] = further(f"<html><script {ghost}></script>")
    query = parse_qs(urlsplit(one.url).query)
    assert urlsplit(one.url).path == "/ghost/api/content/posts/"
    assert (query["key"], query["filter"]) == (["ab12"], ["published_at:>'2024-05-01 00:00:00'"])


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_list_of_posts(wrapped: bool) -> None:
    name, date = ("url", "published_at") if wrapped else ("link", "date_gmt")
    rows = [
        {name: f"https://paper.example/?p={n}", date: "2024-05-03T10:00:00"} for n in range(100)
    ]
    body = json.dumps({"posts": rows} if wrapped else rows)
    *links, following = PostList("/").parse(Page(body, "https://paper.example/x?a=1"), SITE, MAY)
    assert len(links) == 100
    assert isinstance(links[0], Link)
    assert (links[0].published.raw, links[0].vouched) == ("2024-05-03T10:00:00Z", True)
    assert isinstance(following, SourceLink)
    assert following.url == "https://paper.example/x?a=1&page=2"
    for garbage in ("[]", "{}", "<html>", '{"posts": [1, {"url": 5}]}'):
        assert not [
            one
            for one in PostList("/").parse(Page(garbage, "https://paper.example/x"), SITE, MAY)
            if isinstance(one, (Link, SourceLink))
        ]


NOW = datetime.now(UTC)


def number(path: str) -> int:
    return int(path.rsplit("-", 1)[-1])


def published(path: str) -> str:
    return f"{NOW - timedelta(days=number(path)):%Y-%m-%dT%H:%M:%SZ}"


def paper(path: str, _: Message) -> Answer:
    """Serve an article a day, two a page, and a feed of the first two."""
    if path.startswith("/news/"):
        type_ = '<meta property="og:type" content="article">'
        dated = f'<meta property="article:published_time" content="{published(path)}">'
        return story(path, type_ + dated)
    if path != "/" and not path.startswith("/page/"):
        return GONE
    first = 1 if path == "/" else 2 * number(path.replace("/page/", "/-")) - 1
    names = [f"/news/the-harbour-opened-again-{first + n}" for n in (0, 1)]
    rows = "".join(
        f'<article><a href="{one}">x</a><time datetime="{published(one)}"></time></article>'
        for one in names
    )
    return Answer(f'<html><body>{rows}<a href="/page/{(first + 3) // 2}">Older</a>')


def test_an_archive_is_read_down_to_the_windows_beginning(tmp_path: Path) -> None:
    with answering(paper) as (base, asked):
        first = crawl("news", tmp_path, url=base, comments="no", since="7d")
        pages = [path for path in asked if path.startswith("/page/")]
        asked.clear()
        again = crawl("news", tmp_path, url=base, comments="no", since="7d", revisit="none")
    assert [first.status, again.status] == [0, 0]
    assert {number(row["url"]) for row in again.lines("articles")} == {1, 2, 3, 4, 5, 6}
    assert pages == ["/page/2", "/page/3", "/page/4"]
    # The next run goes no further than to the first page of which it knows all.
    assert [path for path in asked if path.startswith("/page/")] == ["/page/2"]


def test_nothing_further_is_asked_for_where_there_is_a_sitemap(tmp_path: Path) -> None:
    def mapped(path: str, headers: Message) -> Answer:
        if path == "/sitemap.xml":
            return Answer("<urlset><url><loc>/news/the-harbour-opened-again-3</loc></url></urlset>")
        return paper(path, headers)

    with answering(mapped) as (base, asked):
        run = crawl("news", tmp_path, url=base, comments="no", since="7d")
    assert run.status == 0
    assert len(run.lines("articles")) == 3
    assert not [path for path in asked if path.startswith("/page/")]


def test_a_feed_whose_further_pages_are_the_first_again_ends(tmp_path: Path) -> None:
    feed = (
        '<feed><link rel="next" href="/feed?page={}"/><entry><published>{}</published>'
        '<link href="/news/the-harbour-opened-again-1"/></entry></feed>'
    )

    def circling(path: str, headers: Message) -> Answer:
        if path == "/":
            return Answer('<html><link rel="alternate" type="application/atom+xml" href="/feed">')
        if path.startswith("/feed"):
            page = int(path.partition("=")[2] or 1)
            return Answer(feed.format(page + 1, published("/-1")), "text/xml")
        return paper(path, headers)

    with answering(circling) as (base, asked):
        run = crawl("news", tmp_path, url=base, comments="no", since="7d")
    assert run.status == 0
    assert [path for path in asked if path.startswith("/feed")] == ["/feed", "/feed?page=2"]


def test_articles_that_are_all_on_another_host_are_named(tmp_path: Path) -> None:
    def moved(path: str, _: Message) -> Answer:
        if path == "/sitemap.xml":
            row = "<url><loc>https://new.example/news/1</loc></url>"
            return Answer(f"<urlset>{row}</urlset>", "text/xml")
        return Answer("<html>") if path == "/" else GONE

    with answering(moved) as (base, _):
        run = crawl("news", tmp_path, url=base, comments="no")
    assert run.status == 4
    assert "new.example" in run.stderr
