"""Lists in every form that sites serve them in, and what is left out of them."""

import gzip

import pytest

from newscrawl.discovery.base import Source, SourceLink
from newscrawl.discovery.open_web import RobotsTxt
from newscrawl.discovery.sources import Feed, Sitemap
from newscrawl.page import Page
from tests.support.herald import MAY, SITE
from tests.support.listing import left_out, read

PAGE = "https://herald.example/journal/list"
ONE, TWO = "https://herald.example/20240503/1.html", "https://herald.example/20240503/2.html"
COUNTER = "https://count.example/r/1"


def atom(entry: str, head: str = "") -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {head}><entry {entry}</entry></feed>'


def rss(item: str) -> str:
    return f"<rss><channel><item>{item}</item></channel></rss>"


def urlset(loc: str) -> str:
    return f"<urlset><url><loc>{loc}</loc></url></urlset>"


FORMS = {
    "a text file": f"{ONE}\n",
    "a text file of another system": f"\ufeff\r\n{ONE}\rnot an address\r",
    "RSS": rss(f"<link>{ONE}</link>"),
    "RSS 1.0": f"<rdf:RDF xmlns:rdf='r'><item rdf:about='{ONE}'/></rdf:RDF>",
    "Atom": atom(f"><link href='{ONE}'/>"),
    "Atom, its page among other forms": atom(
        f"><link type='application/json' href='/x'/><link type='text/html' href='{ONE}'/>"
    ),
    "JSON Feed": f'{{"version": "1", "items": [{{"url": "{ONE}"}}]}}',
    "JSON Feed without url": f'{{"items": [5, {{"id": "{ONE}"}}]}}',
    "behind a warning": f"<br />\n<b>Notice</b>: x\n<?xml version='1.0'?>{urlset(ONE)}",
    "double escaped": urlset("https://herald.example/20240503/1.html?a=1&amp;amp;b=2"),
    "CDATA": urlset(f"<![CDATA[{ONE}?a=1&b=2]]>"),
    "a bare ampersand": urlset(f"{ONE}?a=1&b=2&lang=en"),
    "an entity of HTML": urlset(f"{ONE}?caf&eacute;&nbsp;"),
    "a link beside its origin": rss(
        f"<link>{COUNTER}</link><f:origLink xmlns:f='f'>{ONE}</f:origLink>"
    ),
    "an id that is no link": rss(f"<guid isPermaLink='false'>{TWO}</guid><link>{ONE}</link>"),
    "an id that is the link": rss(f"<guid>{ONE}</guid>"),
    "a link through a counter": rss(f"<link>{COUNTER}</link><guid>{ONE}</guid>"),
    "relative to xml:base": atom("xml:base='../20240503/'><link href='1.html'/>"),
    "relative to two": atom("xml:base='20240503/'><link href='1.html'/>", "xml:base='/'"),
    "relative to the list": atom("><link href='../20240503/1.html'/>"),
    "a prefix": f"<m:urlset xmlns:m='m'><m:url><m:loc>{ONE}</m:loc></m:url></m:urlset>",
    "a prefix that is not declared": f"<m:urlset><m:url><m:loc>{ONE}</m:loc></m:url></m:urlset>",
    "a tag left open in a title": rss(f"<title>Fog <br> at sea</title><link>{ONE}</link>"),
    "relative to the host": rss("<link>/20240503/1.html</link>"),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("source", [Feed("/"), Sitemap("/")])
def test_a_list_is_read_in_any_form(source: Source, name: str) -> None:
    [link] = read(source, FORMS[name], url=PAGE)
    assert link.url.startswith(ONE)
    assert "&amp;" not in link.url
    assert left_out(source, FORMS[name], url=PAGE) == []


@pytest.mark.parametrize(
    ("name", "end"),
    [
        ("a bare ampersand", "?a=1&b=2&lang=en"),
        ("CDATA", "?a=1&b=2"),
        ("double escaped", "?a=1&b=2"),
        ("an entity of HTML", "?café"),
    ],
)
def test_addresses_come_out_whole(name: str, end: str) -> None:
    [link] = read(Sitemap("/"), FORMS[name], url=PAGE)
    assert link.url.strip() == ONE + end


@pytest.mark.parametrize("charset", ["windows-1251", "utf-16", "iso-8859-5"])
def test_the_charset_may_stand_in_the_header_alone(charset: str) -> None:
    feed = rss(f"<title>Новости гавани</title><link>{ONE}?маяк</link>").encode(charset)
    headers = {"Content-Type": f"application/rss+xml; charset={charset}"}
    [link] = read(Feed("/"), feed, headers=headers)
    assert link.url == f"{ONE}?маяк"


def test_all_members_of_a_packed_list_are_read_as_far_as_they_are_whole() -> None:
    text = f"<urlset><url><loc>{ONE}</loc></url>|<url><loc>{TWO}</loc></url></urlset>"
    packed = b"".join(gzip.compress(part.encode()) for part in text.split("|"))
    assert [one.url for one in read(Sitemap("/"), packed)] == [ONE, TWO]
    assert [one.url for one in read(Sitemap("/"), packed[:-12])][:1] == [ONE]
    assert [one.url for one in read(Sitemap("/"), packed + b"\0" * 512)] == [ONE, TWO]


def test_a_list_that_is_packed_twice_is_read() -> None:
    [link] = read(Sitemap("/"), gzip.compress(gzip.compress(urlset(ONE).encode())))
    assert link.url == ONE


def test_a_date_whose_prefix_is_not_declared_is_read() -> None:
    [link] = read(Feed("/"), rss(f"<link>{ONE}</link><dc:date>2024-05-03</dc:date>"))
    assert link.published.raw == "2024-05-03"


@pytest.mark.parametrize("end", ["", "</l", "</loc>", "</loc></ur"])
def test_of_a_list_that_is_cut_the_last_address_is_not_believed(end: str) -> None:
    text = f"<urlset><url><loc>{ONE}</loc></url><url><loc>{TWO[:-7]}{end}"
    assert [one.url for one in read(Sitemap("/"), text)] == [ONE]
    assert left_out(Sitemap("/"), text) == ["sources/left_out/rest"]
    # Without its last tag a list is whole.
    whole = f"<urlset><url><loc>{ONE}</loc></url><url><loc>{TWO}</loc></url>"
    assert [one.url for one in read(Sitemap("/"), whole)] == [ONE, TWO]
    assert left_out(Sitemap("/"), whole) == []


@pytest.mark.parametrize(
    ("body", "names"),
    [
        (urlset("https://elsewhere.example/20240503/1.html"), ["links/elsewhere"]),
        (urlset("https://herald.example/about.html"), ["links/not_article"]),
        (rss("<guid isPermaLink='false'>7</guid>"), ["links/no_address"]),
        (rss(""), ["links/no_address"]),
        ("<html><body>Please wait</body></html>", ["sources/failed/not_a_list"]),
        ("", ["sources/failed/not_a_list"]),
        ('{"error": 404}', ["sources/failed/not_a_list"]),
        ("Not found", ["sources/failed/not_a_list"]),
        ("<rss><channel/></rss>", []),
        ('{"items": []}', []),
        ("<urlset/>", []),
    ],
)
def test_what_is_left_out_has_a_name(body: str, names: list[str]) -> None:
    assert left_out(Sitemap("/"), body) == names


def test_lists_left_out_of_an_index_have_a_name() -> None:
    rows = ("https://elsewhere.example/1.xml", "/sitemap-2020-01.xml", "/sitemap.xml")
    body = "".join(f"<sitemap><loc>{row}</loc></sitemap>" for row in rows)
    index = f"<sitemapindex>{body}</sitemapindex>"
    assert left_out(Sitemap("/"), index, url="https://herald.example/sitemap.xml") == [
        "sources/left_out/elsewhere",
        "sources/left_out/out_of_range",
    ]
    # An index on another host, which robots.txt may name, has its lists there.
    [one, two] = read(Sitemap("/"), index, url="https://elsewhere.example/index.xml")
    assert {one.url, two.url} == {rows[0], "https://herald.example/sitemap.xml"}


@pytest.mark.parametrize("day", ["2024-05-03", ""])
def test_a_feed_goes_on_to_its_next_page_until_the_window_begins(day: str) -> None:
    feed = (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><link rel="next" href="?page=2"/><entry>'
        f'<link href="{ONE}"/><published>%s</published></entry></feed>'
    )
    [_, following] = read(Feed("/"), feed % day)
    assert following == SourceLink("https://herald.example/list?page=2", Feed(following.url))
    assert len(read(Feed("/"), feed % "2024-04-01")) == 1


def test_the_lines_of_a_robots_txt_may_end_in_any_way() -> None:
    text = "User-agent: *\rDisallow:\rSitemap: https://maps.example/a.xml\r\nSITEMAP:/b.xml"
    found = RobotsTxt().parse(Page(text, "https://herald.example/robots.txt"), SITE, MAY)
    assert [one.url for one in found if isinstance(one, SourceLink)] == [
        "https://maps.example/a.xml",
        "https://herald.example/b.xml",
    ]
