"""Sources: what they ask for, what they read, and that nothing they are given makes them raise."""

import gzip
import pickle
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.discovery.base import NOT_HTML, LeftOut, Link, Source, SourceLink, Window
from newscrawl.discovery.open_web import FrontPage
from newscrawl.discovery.sources import DayPages, Feed, Listing, Sitemap, days_of
from newscrawl.discovery.spans import days_named
from newscrawl.items import Printed
from newscrawl.page import Page
from newscrawl.sites.base import Site
from newscrawl.sites.ria import Ria
from newscrawl.sites.sputnik import ROWS, Sputnik
from tests.support.herald import MAY, SITE, Herald
from tests.support.listing import read


def at(*numbers: int) -> datetime:
    return datetime(*numbers, tzinfo=UTC)  # type: ignore[arg-type,misc]


RSS = """<?xml version="1.0"?><rss xmlns:own="https://herald.example/ns"><channel>
<link>https://herald.example/</link>
<item><title>A</title><link>https://herald.example/20240503/1.html</link>
 <own:related><own:url>https://herald.example/20240503/9.html</own:url></own:related>
 <pubDate>Fri, 03 May 2024 01:34:00 +0900</pubDate></item>
<item><guid>https://herald.example/20240503/2.html</guid></item>
<item><link>https://herald.example/services/likes/like/?article_id=1&amp;value=1</link></item>
<item><link>https://elsewhere.example/20240503/3.html</link></item>
<item><link>http://[::1</link></item><item/></channel></rss>"""


@pytest.mark.parametrize(
    ("body", "kind"),
    [(b"%PDF-1.4 <</Type/Page>>", ""), (b"<x>", "image/png"), (b"plain words", "text/html")],
)
def test_a_front_page_that_is_no_html_is_said(body: bytes, kind: str) -> None:
    page = Page(body, "https://herald.example/", headers={"Content-Type": kind})
    assert [*FrontPage().parse(page, SITE, MAY)] == [LeftOut(NOT_HTML)]


def test_rss() -> None:
    links = read(Feed("/rss.xml"), RSS)
    assert [link.url for link in links] == [
        "https://herald.example/20240503/1.html",
        "https://herald.example/20240503/2.html",
    ]
    assert links[0].published == Printed("Fri, 03 May 2024 01:34:00 +0900", "feed")
    assert links[1].published == Printed()


def test_atom() -> None:
    [link] = read(
        Feed("/atom.xml"),
        """<feed xmlns="http://www.w3.org/2005/Atom"><entry>
        <link rel="self" href="/feed"/><link rel="alternate" href="/20240503/1.html"/>
        <published>2024-05-03T01:34:00+09:00</published><updated>2024-05-04</updated>
        </entry></feed>""",
    )
    assert link.url == "https://herald.example/20240503/1.html"
    assert link.published == Printed("2024-05-03T01:34:00+09:00", "feed")
    assert link.modified == Printed("2024-05-04", "feed")


URLSET = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://news" xmlns:i="http://i">
<url><i:image><i:loc>https://herald.example/20240503/8.html</i:loc></i:image>
 <loc> https://herald.example/20240503/1.html </loc><lastmod>2024-05-04</lastmod>
 <n:news><n:publication_date>2024-05-03T01:34:00+09:00</n:publication_date></n:news></url>
<url><loc>https://herald.example/about.html</loc></url><url/></urlset>"""


@pytest.mark.parametrize("packed", [False, True])
def test_sitemap(packed: bool) -> None:
    body = gzip.compress(URLSET.encode()) if packed else URLSET.encode()
    [link] = read(Sitemap("/sitemap.xml"), body)
    assert link == Link(
        url="https://herald.example/20240503/1.html",
        published=Printed("2024-05-03T01:34:00+09:00", "sitemap"),
        modified=Printed("2024-05-04", "sitemap"),
        vouched=True,  # what stands in a news sitemap is news
    )


def children(*rows: str, site: Site = SITE) -> list[str]:
    body = "".join(
        f"<sitemap><loc>{loc}</loc>{f'<lastmod>{when}</lastmod>' if when else ''}</sitemap>"
        for loc, _, when in (row.partition(" ") for row in rows)
    )
    page = Page(f"<sitemapindex>{body}</sitemapindex>".encode(), "https://x.example/")
    parsed = Sitemap("/").parse(page, site, MAY)
    found = [one for one in parsed if isinstance(one, SourceLink) and not one.is_old]
    for one in found:
        assert one.source == Sitemap(one.url)
        assert pickle.loads(pickle.dumps(one)) == one
    return [one.url.removeprefix(site.base_url) for one in found]


@pytest.mark.parametrize(
    "row",
    [
        "/sitemap_article.xml?date_start=20240501&amp;date_end=20240531",
        "/sitemap_article.xml?date_start=20040101&amp;date_end=20261231",
        "/sitemap-2024-05.xml.gz",
        "/2024/05/sitemap.xml",
        "/sitemap_202405.xml",
        "/sitemap.xml?date=20240531",
        # The 31st of May in UTC goes on into the 1st of June in Tokyo.
        "/sitemap.xml?date=20240601",
        # Nothing that tells the time: a number, a year that may be a number, an open range.
        "/sitemap-17.xml",
        "/sitemap-2000.xml",
        "/sitemap.xml?date_start=20200101",
        "/sitemap-2024-99.xml",
        "/sitemap-3.xml 2024-05-01",
        "/sitemap-3.xml 2026-01-01T00:00:00Z",
        "/sitemap-3.xml last week",
    ],
)
def test_children_that_may_hold_articles_of_the_window(row: str) -> None:
    assert children(row) == [row.partition(" ")[0].replace("&amp;", "&")]


@pytest.mark.parametrize(
    "row",
    [
        "/sitemap_article.xml?date_start=20240401&amp;date_end=20240430",
        "/sitemap-2024-07.xml",
        "/2023/05/sitemap.xml",
        "/sitemap.xml?date=20240602",
        "https://elsewhere.example/sitemap-2024-05.xml",
        "ftp://herald.example/sitemap-2024-05.xml",
    ],
)
def test_children_that_are_not_fetched(row: str) -> None:
    assert children(row) == []


@pytest.mark.parametrize("when", ["2024-04-29", "2024-04-30T23:59:59+00:00"])
def test_an_old_list_may_wait_but_not_where_all_are_old(when: str) -> None:
    assert children("/sitemap-2.xml", f"/sitemap-3.xml {when}") == ["/sitemap-2.xml"]
    assert children("/sitemap-2.xml 2024-03-01", f"/sitemap-3.xml {when}") == ["/sitemap-3.xml"]


def test_a_guessed_zone_keeps_the_neighbouring_days() -> None:
    guess = Herald("guess")
    row = "/sitemap.xml?date=20240430"
    assert children(row, site=guess) == [row]
    assert children(row) == []
    assert children("/sitemap.xml?date=20240429", site=guess) == []


def test_months_of_sputnik() -> None:
    [index] = Sputnik.sources[0].urls(Sputnik(), MAY, ())
    assert index == "https://sputnikglobe.com/sitemap_article_index.xml"
    rows = [
        f"/sitemap_article.xml?date_start=2024{month:02}01&amp;date_end=2024{month:02}28"
        for month in range(1, 13)
    ]
    # English pages printed Moscow time once: the 1st of June may begin on the 31st of May.
    found = children(*rows, site=Sputnik())
    assert [row.partition("date_start=")[2][:6] for row in found] == ["202405", "202406"]


ENTITY = b"""<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY a "https://herald.example/20240503/1">
<!ENTITY f SYSTEM "file:///etc/hostname">]><urlset><url><loc>&a;.html</loc></url>
<url><loc>https://herald.example/20240503/&f;</loc></url></urlset>"""


def test_no_entity_is_resolved() -> None:
    assert read(Sitemap("/"), ENTITY) == []


def test_a_packed_bomb_is_cut() -> None:
    bomb = gzip.compress(b"<urlset>" + b" " * (80 * 2**20))
    assert read(Sitemap("/"), bomb) == []


LIST = """<ul><li class="row"><a href="#top">Up</a>
<a href="/services/likes/like/?article_id=1&value=1">+1</a>
<a href="/20240503/1.html">A</a><span class="t">01:34</span> <span class="d">03.05.2024</span>
<i class="c">7 comments</i></li>
<li class="row"><a href="/20240503/1.html">The same</a></li>
<li class="row"><a href="javascript:void(0)">x</a></li>
<a class="row" href="/story/no-date" data-unixtime="1714667640"><i class="c">none</i></a></ul>
<a rel="next" href="/list?page=2">More</a>"""


def test_listing() -> None:
    source = Listing(
        "/list",
        row_css=".row",
        date_css=".t, .d",
        unix_attr="data-unixtime",
        count_css=".c",
        next_css="a[rel=next]",
    )
    first, second, following = read(source, LIST)
    assert first.url == "https://herald.example/20240503/1.html"
    assert first.published == Printed("01:34 03.05.2024", "text")
    assert first.declared == 7
    assert second.url == "https://herald.example/story/no-date"
    assert second.published == Printed("1714667640", "time")
    assert second.declared is None
    assert following == SourceLink("https://herald.example/list?page=2", source)


OLD_ROWS = """<ul class="b-plainlist"><li class="b-plainlist__item">
<span class="b-plainlist__date">11:14 29.04.2020</span><h2 class="b-plainlist__title">
<a href="/world/202004291079000002-boats/">Boats</a></h2></li></ul>"""
NEW_ROWS = """<div class="list__item"><div class="list__content"><a class="list__title"
 href="/20231007/boats-1114000002.html">Boats</a></div></div>
<div class="list-item"><a class="list-item__title" href="/20231007/1114000003.html">B</a></div>"""


def test_rows_of_sputniks_designs() -> None:
    site = Sputnik()
    [link] = ROWS.parse(Page(OLD_ROWS.encode(), "https://sputniknews.com/"), site, MAY)
    assert isinstance(link, Link)
    assert link.published == Printed("11:14 29.04.2020", "text")
    assert site.number(link.url) == "1079000002"
    found = ROWS.parse(Page(NEW_ROWS.encode(), site.base_url), site, MAY)
    assert [site.number(one.url) for one in found if isinstance(one, Link)] == [
        "1114000002",
        "1114000003",
    ]


@pytest.mark.parametrize(
    "control",
    [
        '<a class="list__more" data-url="{}">20 more</a>',
        '<div class="list-more" data-url="{}">20 more</div>',
        '<div class="list-items-loaded" data-next-url="{}"></div>',
        '<a class="b-plainlist__more m-more" data-ajax="{}">20 more</a>',
        '<div class="b-pager__button m-button-more" data-ajax="{}">20 more</div>',
    ],
)
def test_day_pages_are_read_to_their_end(control: str) -> None:
    source, day = DayPages("/{day:%Y%m%d}/", ROWS), "https://sputnikglobe.com/20231007/"
    window, more = Window(at(2023, 10, 1), at(2023, 10, 9)), "/services/20231007/more.html?id=9"
    answer = NEW_ROWS + control.format(more)
    *_, following = source.parse(Page(answer.encode(), day), Sputnik(), window)
    assert following == SourceLink(f"https://sputnikglobe.com{more}", source)
    # The end: no address, the page's own, or rows of another day only (the list runs on).
    for end in ("", day):
        last = Page((NEW_ROWS + control.format(end)).encode(), day)
        assert all(isinstance(one, Link) for one in source.parse(last, Sputnik(), window))
    beyond = Page(answer.replace("/20231007/", "/20231005/").encode(), day)
    assert all(isinstance(one, Link) for one in source.parse(beyond, Sputnik(), window))


def test_day_pages_are_counted_in_the_zone_of_the_paper() -> None:
    source = DayPages("/{day:%Y%m%d}/", Listing("/", row_css="li"))
    evening = Window(at(2024, 5, 1, 14), at(2024, 5, 1, 16))
    assert source.urls(SITE, evening, ()) == [
        "https://herald.example/20240502/",
        "https://herald.example/20240501/",
    ]
    # `until` is exclusive: midnight in Tokyo belongs to the next day.
    assert days_of(Window(at(2024, 5, 1, 10), at(2024, 5, 1, 15)), SITE) == [date(2024, 5, 1)]
    assert days_of(Window(at(2024, 5, 2), at(2024, 5, 1)), SITE) == []


def test_day_pages_go_back_to_the_beginning_of_the_window() -> None:
    source = DayPages("/{day:%Y%m%d}/", Listing("/", row_css="li"))
    *_, first = source.urls(SITE, Window(at(2022, 5, 1), at(2024, 5, 1)), ())
    assert first == "https://herald.example/20220501/"


def test_sections() -> None:
    day = Window(at(2017, 1, 1), at(2017, 1, 1, 12))
    _, feed, days = Ria.sources
    assert days.urls(Ria(), day, ("culture",)) == ["https://ria.ru/culture/20170101/"]
    assert days.urls(Ria(), day, ()) == ["https://ria.ru/20170101/"]
    assert feed.urls(Ria(), day, ("world", "culture")) == [
        "https://ria.ru/export/rss2/world/index.xml",
        "https://ria.ru/export/rss2/culture/index.xml",
    ]


def link(path: str = "/story/a", published: str = "", modified: str = "") -> Link:
    return Link(
        url=f"https://herald.example{path}",
        published=Printed(published or None, "feed"),
        modified=Printed(modified or None, "sitemap"),
    )


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (link(published="2024-05-01T00:00:00Z"), True),
        (link(published="2024-05-01T00:00:00+09:00"), False),
        (link(published="2024-06-01T00:00:00Z"), False),  # exclusive
        (link(published="2024-05-01 08:59"), False),  # printed in Tokyo
        (link(published="2024-05-01 09:00"), True),
        (link(published="2024-04-30"), False),
        (link(published="2024-06-01"), True),  # begins on the 31st in UTC
        (link("/20240430/1.html"), False),
        (link("/20240601/1.html"), True),
        (link("/20240602/1.html"), False),
        (link("/20240601/1.html", published="2024-06-01 10:00"), False),
        (link(published="some day"), None),
        (link(modified="2024-04-29"), False),
        (link(modified="2024-05-05"), None),
        (link(), None),
    ],
)
def test_window(one: Link, expected: bool | None) -> None:
    assert SITE.in_window(one, MAY) is expected


def test_a_day_that_ends_where_the_window_begins() -> None:
    window = Window(at(2024, 4, 30, 15), MAY.until)  # midnight in Tokyo
    assert SITE.in_window(link("/20240430/1.html"), window) is False
    assert SITE.in_window(link(published="2024-04-30T15:00Z"), window) is True


def test_window_in_a_guessed_zone() -> None:
    guess = Herald("guess")
    assert guess.in_window(link("/20240430/1.html"), MAY) is True
    assert guess.in_window(link(published="2024-05-01 08:59"), MAY) is True
    assert guess.in_window(link(published="2024-06-01 13:59"), MAY) is True
    assert guess.in_window(link(published="2024-06-01 14:01"), MAY) is False
    assert guess.in_window(link(published="1717200000"), MAY) is False
    assert guess.in_window(link(published="2024-05-01T08:59+09:00"), MAY) is False


@given(st.dates(), st.dates())
def test_a_span_holds_whole_days(one: date, other: date) -> None:
    first, last = sorted([one, other])
    for site in (SITE, Sputnik(), Herald("guess")):
        start, end = site.span(first, last)
        assert start.tzinfo is end.tzinfo is UTC
        assert start < end
        if first > date(1900, 1, 1):
            assert end - start >= timedelta(days=(last - first).days, hours=23)


@given(st.text())
def test_days_named_never_raises(text: str) -> None:
    span = days_named(text)
    assert span is None or span[0] <= span[1]


SOURCES: list[Source] = [
    Feed("/"),
    Sitemap("/"),
    ROWS,
    DayPages("/{day}", Listing("/", row_css="*", date_css="*", count_css="*", next_css="a")),
]
PIECES = st.sampled_from([RSS, URLSET, LIST, "<sitemapindex><sitemap><loc>", "\x1f\x8b", "<url>"])


@settings(deadline=None, max_examples=80)
@given(st.lists(st.one_of(PIECES, st.text(), st.binary()), max_size=4))
def test_nothing_raises_and_only_articles_come_out(pieces: list[str | bytes]) -> None:
    body = b"".join(one.encode() if isinstance(one, str) else one for one in pieces)
    for source in SOURCES:
        for found in read(source, body):
            if isinstance(found, Link):
                assert SITE.wants(found.url)
                SITE.in_window(found, MAY)
            else:
                assert SITE.is_ours(found.url)
