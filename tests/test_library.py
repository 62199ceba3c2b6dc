"""What a notebook imports: the same items as a crawl, without Scrapy, and nothing else leaks."""

import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import pytest
from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse
from scrapy.statscollectors import MemoryStatsCollector

import newscrawl
from newscrawl.page import Page
from newscrawl.pipelines.dates import Dates
from newscrawl.pipelines.validate import Validate
from newscrawl.sites.news import News

URL = "https://paper.example/2026/03/14/the-ferry-sails-again"
NOW = datetime(2026, 3, 14, 20, tzinfo=UTC)
ROW = (
    '<li class="comment" id="comment-{n}"><b class="fn">Ann {n}</b><time>{n} hours ago</time>'
    '<div class="comment-content"><p>Boat {n}.</p></div>{below}</li>'
)
LIST = ROW.format(n=3, below="<ol class=children>" + ROW.format(n=2, below="") + "</ol>")
HTML = (
    '<html lang="en"><head><title>The ferry sails again</title></head><body><article>'
    f"<h1>The ferry sails again</h1><time>14 March 2026 08:30</time><p>{'All aboard. ' * 40}</p>"
    '</article><section id="comments"><h2 class="comments-title">{count} comments</h2>'
    f'<ol class="comment-list">{LIST}</ol></section></body></html>'
)
SILENT = """
import sys, newscrawl, newscrawl.page, pkgutil, importlib, newscrawl.extract as rooms
for one in pkgutil.iter_modules(rooms.__path__, "newscrawl.extract."):
    importlib.import_module(one.name)
page = "<html><title>A</title><div id=disqus_thread></div></html>"
newscrawl.read_article(page, "https://paper.example/a"), newscrawl.__version__
newscrawl.read_comments(page, "https://paper.example/a"), newscrawl.Site, newscrawl.CommentEngine
print(*sorted({"scrapy", "twisted", "playwright"}.intersection(sys.modules)))
"""


def test_nothing_that_fetches_is_loaded() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", SILENT], capture_output=True, text=True, check=False
    )
    assert (ran.stdout.strip(), ran.stderr, ran.returncode) == ("", "", 0)


def test_nothing_leaks() -> None:
    fresh = "import newscrawl; print(*sorted(n for n in vars(newscrawl) if n[0] != '_'))"
    ran = subprocess.run([sys.executable, "-c", fresh], capture_output=True, text=True, check=True)
    assert set(ran.stdout.split()) == set()
    assert dir(newscrawl) == sorted(newscrawl.__all__)
    assert all(getattr(newscrawl, name) for name in newscrawl.__all__)
    with pytest.raises(AttributeError, match="nothing"):
        newscrawl.nothing  # noqa: B018 - asking for it is the test


def test_the_article_is_the_one_that_a_crawl_writes() -> None:
    html = HTML.replace("{count}", "2")
    given: Any = {"timezone": "Europe/Oslo", "now": NOW, "text_html": False}
    found = newscrawl.read_article(html, URL, **given)
    stats = MemoryStatsCollector(Crawler(Spider))
    response = HtmlResponse(URL, body=html.encode())
    crawled = News([URL], "Europe/Oslo").article(Page.of(response))
    crawled.metadata.date_downloaded = "2026-03-14T20:00:00Z"
    assert found == Dates(stats).process_item(Validate(stats).process_item(crawled))
    assert (found.date_published, found.date_published_precision) == (
        "2026-03-14T07:30:00Z",
        "minute",
    )
    assert found.content_hash
    assert found == newscrawl.read_article(html.encode(), URL, **given)


def test_comments_are_finished_items() -> None:
    found = newscrawl.read_comments(HTML.replace("{count}", "2"), URL, now=NOW)
    first, second = found
    assert (first.date_published, second.date_published) == (
        "2026-03-14T17:00:00Z",
        "2026-03-14T18:00:00Z",
    )
    assert (second.parent_id, second.root_id, second.depth) == (first.id, first.id, 1)
    assert [one.position for one in found] == [0, 1]
    assert all(one.text_hash for one in found)
    assert (found.declared, found.status, found.reason) == (2, "complete", None)
    assert (found.engine, found.systems) == ("wordpress", ["wordpress"])


def test_what_only_the_page_cannot_tell_is_said() -> None:
    some = newscrawl.read_comments(HTML.replace("{count}", "41"), URL, now=NOW)
    assert (some.declared, some.status) == (41, "partial")
    assert some.reason == "2 of 41: the page holds no more"
    script = newscrawl.read_comments('<p>Boats.</p><div id="disqus_thread"></div>', URL)
    assert (len(script), script.status) == (0, "partial")
    assert script.reason == "disqus loads its comments by script"
    assert newscrawl.read_comments("<p>Boats.</p>", URL).status == "none"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"html": None}, "html is of type NoneType: give the page as bytes or str"),
        ({"url": b"https://paper.example/"}, "url is of type bytes: give the address"),
        ({"now": "2026-03-01"}, "now is of type str: give an aware datetime"),
    ],
)
def test_an_argument_of_another_type_is_named(given: dict[str, Any], message: str) -> None:
    arguments: dict[str, Any] = {"html": "<p>Ada", "url": "https://paper.example/a"} | given
    for read in (newscrawl.read_article, newscrawl.read_comments):
        with pytest.raises(TypeError, match=message):
            read(**arguments)


def test_an_address_is_taken_as_it_is_typed() -> None:
    for read in (newscrawl.read_article, newscrawl.read_comments):
        with pytest.raises(ValueError, match="url 'boats' is not an address like https://"):
            read("<p>Ada", "boats")
    assert newscrawl.read_article("<p>Ada", "paper.example/a").url == "https://paper.example/a"


def test_a_time_of_no_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="has no zone"):
        newscrawl.read_article("<p>", URL, now=datetime(2026, 3, 14))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("below", "reason"),
    [
        ("<button>Load more comments</button>", "a control of the page shows more"),
        ("<a href='#'>Show 7 replies</a>", "a control of the page shows more"),
        ("<div id='disqus_thread'></div>", "disqus loads its comments by script"),
        ("<div id='coral-talk'></div>", "coral loads its comments by script"),
    ],
)
def test_a_page_that_keeps_comments_back_is_not_complete(below: str, reason: str) -> None:
    page = HTML.replace("{count} comments", "Comments")
    whole = newscrawl.read_comments(page, URL, now=NOW)
    some = newscrawl.read_comments(page.replace("</section>", f"{below}</section>"), URL, now=NOW)
    assert (len(whole), whole.status, whole.reason) == (2, "complete", None)
    assert (len(some), some.status) == (2, "partial")
    assert reason in (some.reason or "")
