"""Whatever a server says around its pages, nothing raises: headers, charsets, robots.txt, links."""

import encodings.aliases
from datetime import timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.http import HtmlResponse, Response
from scrapy.robotstxt import ProtegoRobotParser
from scrapy.utils.response import get_meta_refresh

from newscrawl.discovery.base import Link, SourceLink, Window
from newscrawl.discovery.open_web import FrontPage, RobotsTxt
from newscrawl.middlewares.charset import Charset
from newscrawl.middlewares.retry import LEFT_ALONE, retry_after
from newscrawl.net.conditional import conditions, validators
from newscrawl.net.forward import read_status
from newscrawl.page import Page
from newscrawl.sites.news import News
from tests.support.invariants import FETCHED, many

pytestmark = pytest.mark.slow

URL = "https://paper.example/"
SITE = News([URL])
WINDOW = Window(FETCHED - timedelta(days=2), FETCHED)
HEADER = st.text(st.characters(codec="latin-1", exclude_characters="\r\n\x00"), max_size=40)
MOMENTS = st.datetimes().map(lambda moment: format_datetime(moment.replace(tzinfo=FETCHED.tzinfo)))
PARTS = "Sat, 14 Mar 2026 9999 99999999999999999999 12:00:00 25:61:61 GMT +9999 -0000 - 1e9".split()
TIMES = HEADER | MOMENTS | st.lists(st.sampled_from(PARTS)).map(" ".join) | st.integers().map(str)


@many
@given(TIMES, st.none() | TIMES)
@example("Mon, 01 Jan 99999999999999999999 00:00:00 GMT", None)
@example("Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0001 00:00:00 GMT")
def test_how_long_a_host_asks_for(asked: str, sent: str | None) -> None:
    headers = {"Retry-After": asked.encode("latin-1"), "Date": (sent or "").encode("latin-1")}
    seconds = retry_after(Response(URL, headers=headers), FETCHED)
    assert seconds is None or 0 <= seconds <= LEFT_ALONE
    if asked.strip().isascii() and asked.strip().isdigit():
        assert seconds == min(int(asked), LEFT_ALONE)
    if seconds is not None:
        assert FETCHED + timedelta(seconds=seconds)


@many
@given(st.integers(-(10**9), 10**9), st.integers(0, int(LEFT_ALONE)))
def test_a_date_is_waited_for_by_the_clock_of_the_host(late: int, seconds: int) -> None:
    sent = FETCHED + timedelta(seconds=late)
    until = sent + timedelta(seconds=seconds)
    headers = {"Retry-After": format_datetime(until), "Date": format_datetime(sent)}
    assert retry_after(Response(URL, headers=headers), FETCHED) == seconds


HEADS = st.lists(
    st.sampled_from([b"HTTP/1.1 ", b"200", b" OK", b"103 ", b"\r\n", b"\r\n\r\n", b"a: b", b" "])
    | st.binary(max_size=3)
).map(b"".join)


@many
@given(HEADS)
@example(b"\r\n\r\n")
@example(b"HTTP/1.1\r\n\r\n")
def test_the_proxy_survives_what_is_no_http(head: bytes) -> None:
    try:
        assert 100 <= read_status(head) <= 999 or head.startswith(b"HTTP/1.1 0")
    except ValueError:
        assert not head.startswith((b"HTTP/1.1 200 ", b"HTTP/1.1 200\r\n"))


CODECS = sorted({*encodings.aliases.aliases, *encodings.aliases.aliases.values(), "undefined"})
NAMES = st.sampled_from([*CODECS, "idna", "punycode", "unicode_escape", "x-sjis"]) | HEADER
TEXTS = st.sampled_from(["Über Möwen", "Хранители фонарей", "灯笼节", "a.b", "\\u12 \\x", ""])


@many
@given(NAMES, NAMES, TEXTS, st.binary(max_size=9), st.sampled_from(["", "utf-8", "utf-16"]))
@example("hex", "", "", b"", "utf-8")
@example("", "idna", "a", b"", "utf-8")
@example("unicode_escape", "037", "", b"\\", "")
def test_any_charset(served: str, written: str, text: str, junk: bytes, real: str) -> None:
    html = f"<html><head><meta charset='{written}'></head><body><p>{text}</p></body></html>"
    body = junk + html.encode(real or "utf-8")
    headers = {"Content-Type": f"text/html; charset={served}".encode("latin-1")}
    response = Charset().process_response(
        Request(URL), HtmlResponse(URL, body=body, headers=headers)
    )
    assert isinstance(response, HtmlResponse)
    page = Page.of(response)
    assert get_meta_refresh(response) == (None, None)
    assert page.selector.root is not None
    assert page.tree() is not None
    if real != "utf-16" and not junk:
        assert text in page.text_content


@many
@given(HEADER, HEADER)
@example('W/"é"', "")
def test_what_a_server_gives_to_ask_again_is_given_back(etag: str, modified: str) -> None:
    sent = {"ETag": etag.encode("latin-1"), "Last-Modified": modified.encode("latin-1")}
    request = Request(
        URL, headers=conditions(**validators(Response(URL, headers=sent))).get("headers")
    )
    assert request.headers.get("If-None-Match") in {None, sent["ETag"]}
    assert request.headers.get("If-Modified-Since") in {None, sent["Last-Modified"]}


LINES = st.sampled_from(
    ["User-agent: *", "Sitemap: ", "Crawl-delay: ", "Disallow: /", "Allow: /*a$", "http://[", "nan"]
)
LINKS = st.sampled_from(
    ["<a href='", "'>", "/2026/03/14/harbour-lights-on-again", "http://[", "<base href='", "//x:y/",
     "<link rel=alternate type=application/rss+xml href='", "/feed", "javascript:1", "\x00", "../"]
)  # fmt: skip


@many
@given(st.lists(LINES | st.integers().map(str) | st.text(max_size=5), max_size=12))
def test_any_robots_txt(pieces: list[str]) -> None:
    body = "\n".join(one for pair in pairwise([*pieces, ""]) for one in ("".join(pair), pair[0]))
    raw = body.encode("utf-8", "replace")
    rules = ProtegoRobotParser(raw, None)
    delay = rules.crawl_delay("newscrawl")
    assert delay is None or float(delay) >= 0
    for found in RobotsTxt().parse(Page(raw, URL + "robots.txt"), SITE, WINDOW):
        # On any host: a site's own word.
        assert isinstance(found, SourceLink)
        assert found.url.startswith(("http://", "https://"))


GOOD = "<a href='/2026/03/14/the-harbour-is-lit-again'>A</a>"


@many
@given(st.lists(LINKS | st.text(max_size=5), max_size=12))
@example(["<a href='", "http://[", "'>"])
@example(["<base href='", "http://[", "'>"])
def test_no_address_costs_the_others(pieces: list[str]) -> None:
    body = f"<html><body>{GOOD}<i title='{''.join(pieces)}'></i>".encode("utf-8", "replace")
    page = Page(body.replace(b"<i title='", b""), URL)
    found = list(FrontPage().parse(page, SITE, WINDOW))
    articles = {one.url for one in found if isinstance(one, Link)}
    assert all(map(SITE.wants, articles))
    if "<base" not in "".join(pieces):
        assert f"{URL}2026/03/14/the-harbour-is-lit-again" in articles
    assert page.text_content.encode("utf-8")
