"""What a page, a list or a robots.txt may weigh: what is beyond is not read and costs no memory."""

import asyncio
import gzip
import tracemalloc
import zlib
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.statscollectors import StatsCollector
from scrapy.utils.test import get_crawler
from twisted.internet.defer import Deferred

from newscrawl.discovery.xml import TAGS, UNPACKED_LIMIT, Document, text_at, unpacked
from newscrawl.engines.base import ArticleRef
from newscrawl.middlewares.robots import Robots
from newscrawl.page import DEPTH, NODES, Page, is_too_large
from newscrawl.plugins import all_engines
from newscrawl.settings import DOWNLOAD_MAXSIZE
from newscrawl.sites.news import News
from newscrawl.threads.forest import build
from tests.support.changing import Answer, answering, story
from tests.support.crawling import crawl


def read(page: Page, name: str) -> tuple[str | None, list[str | None]]:
    """Return the outermost element of a document, and the addresses of its entries."""
    document = Document(page)
    found = [text_at(entry, "loc") for entry in document.entries(name)]
    return None if document.root is None else str(document.root.tag), found


def test_a_packed_sitemap_unfolds_to_its_limit_and_no_further() -> None:
    packer = zlib.compressobj(9, wbits=31)
    body = b"".join(packer.compress(b" " * 2**20) for _ in range(200)) + packer.flush()
    tracemalloc.start()
    assert read(unpacked(Page(body, "https://paper.example/map.xml")), "url") == (None, [])
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 3 * UNPACKED_LIMIT


def test_entities_do_not_unfold() -> None:
    names = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    secret = '<!ENTITY f SYSTEM "file:///etc/passwd">'
    body = f'<!DOCTYPE x [<!ENTITY l0 "ha">{names}{secret}]><u><loc>a&l11;&f;b</loc></u>'
    _, texts = read(Page(body.encode(), "https://paper.example/map.xml"), "u")
    text = texts[0] if texts else ""
    assert len(text or "") < 100
    assert "root:" not in (text or "")


def test_a_list_of_millions_of_elements_is_not_read() -> None:
    url = "https://paper.example/map.xml"
    assert read(Page(b"<u>" + b"<a/>" * TAGS + b"</u>", url), "a") == (None, [])
    assert read(Page(b"<u><a/></u>", url), "a") == ("u", [None])


@pytest.mark.parametrize("nest", ["<table><tr><td>", "<ul><li>", "<blockquote>", "<div>"])
def test_elements_in_elements_without_end_are_flattened(nest: str) -> None:
    text = "The ferry left the harbour at noon with all hands. " * 20
    body = f"<html><body><article><h1>Ferry</h1><p>{text}</p>{nest * 4000}</article></body></html>"
    page = Page(body.encode(), "https://paper.example/2026/03/ferry")
    article = News(["https://paper.example"]).article(page)
    assert article.article_body
    assert max(len(list(one.iterancestors())) for one in page.tree().iter()) <= DEPTH


@pytest.mark.parametrize("engine", ["wordpress", "generic"])
def test_a_hundred_replies_in_each_other_keep_their_parents(engine: str) -> None:
    html = "".join(
        f'<ol class="children"><li id="comment-{n}" class="comment depth-{n}"><b class="author fn">'
        f'Ann</b><time datetime="2026-03-14T12:00:00Z">then</time><div class="comment-content">'
        f"<p>Boat {n}.</p></div>"
        for n in range(1, 101)
    )
    page = Page(f'<body><div id="comments">{html}'.encode(), "https://paper.example/a")
    article = ArticleRef(id="paper:1", url=page.url, site="paper")
    batch = all_engines()[engine].rows(page, article)
    assert batch
    found = build(batch.comments).comments
    assert [one.depth for one in found] == list(range(100))


def test_a_document_of_too_many_elements_is_not_read() -> None:
    body = b"<html><body>" + b"<b>" * (2 * NODES) + b"</body></html>"
    page = Page(body, "https://paper.example/")
    assert is_too_large(page.body)
    assert not page.css("b")
    assert not page.tree().findall(".//b")


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_of_an_endless_robots_txt_the_first_half_mebibyte_is_read(
    end: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    crawler = get_crawler(settings_dict={"ROBOTSTXT_OBEY": True, "OUTPUT_DIR": "unused"})
    crawler.stats = StatsCollector(crawler)
    robots = Robots(crawler)
    many = [b"Disallow: /a*b"] * (500 * 2**10 // len(b"Disallow: /a*b" + end))
    rules = [b"User-agent: *", b"Disallow: /closed", *many, b"Disallow: /far"]
    body = end.join([*rules, *many, b"Allow: /closed", b"Disallow: /late"])
    request = Request("https://paper.example/robots.txt")
    robots._parsers["paper.example"] = Deferred()
    asyncio.run(robots._parse_robots(Response(request.url, body=body), "paper.example", request))
    parser = robots._parsers["paper.example"]
    assert isinstance(parser, RobotParser)
    for path, open_ in (("closed", False), ("far", False), ("late", True), ("else", True)):
        assert parser.allowed(f"https://paper.example/{path}", "newscrawl") is open_
    assert "robots.txt of paper.example has more than 512 KiB" in caplog.text
    assert crawler.stats.get_value("robots/cut") == 1


def test_a_crawl_obeys_the_rules_of_a_cut_robots_txt_and_says_that_it_is_cut(
    tmp_path: Path,
) -> None:
    rules = "User-agent: *\nDisallow: /closed/\n" + "Disallow: /a*b\n" * 40_000
    answers = {"/robots.txt": Answer(rules, "text/plain")}
    with answering(lambda path, _: answers.get(path, story(path))) as (base, asked):
        urls = ",".join(f"{base}/{place}/the-ferry-is-late.html" for place in ("open", "closed"))
        run = crawl("news", tmp_path, "BROWSER=never", url=base, urls=urls, comments="no")
    assert [one for one in asked if "ferry" in one] == ["/open/the-ferry-is-late.html"]
    assert run.run_lines()[-1]["articles"]["failed"] == {"robots": 1}
    assert "has more than 512 KiB: the rest of its rules is not read" in run.stderr


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "gzip, deflate"])
def test_a_packed_page_unfolds_to_its_limit_and_no_further(encoding: str) -> None:
    packers: dict[str, Any] = {"gzip": gzip.compress, "deflate": zlib.compress}
    if encoding == "br":
        packers["br"] = partial(pytest.importorskip("brotli").compress, quality=1)
    body = b" " * (32 * 2**20)
    for one in encoding.split(", "):
        body = packers[one](body)
    crawler = get_crawler(settings_dict={"DOWNLOAD_MAXSIZE": DOWNLOAD_MAXSIZE})
    crawler.stats = StatsCollector(crawler)
    unpack = HttpCompressionMiddleware.from_crawler(crawler).process_response
    headers = {"Content-Encoding": encoding}
    tracemalloc.start()
    with pytest.raises(IgnoreRequest, match="DOWNLOAD_MAXSIZE"):
        unpack(
            Request("https://paper.example/"),
            Response("https://paper.example/", 200, headers, body),
        )
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 3 * DOWNLOAD_MAXSIZE


def test_a_tree_holds_elements_alone() -> None:
    page = Page(b"<p>one<!-- two --><?php three ?><b>four</b>", "https://paper.example/a")
    assert [one.tag for one in page.tree().iter()] == ["html", "body", "p", "b"]
