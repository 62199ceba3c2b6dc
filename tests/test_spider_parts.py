"""The parts of the spider, with the clock and the pages that a test gives it."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector

from newscrawl import clock, settings
from newscrawl.discovery.base import Link
from newscrawl.discovery.sources import Sitemap
from newscrawl.items import Article
from newscrawl.page import Page
from newscrawl.pipelines.dates import Dates
from newscrawl.sites.arguments import read_arguments
from newscrawl.sites.news import News
from newscrawl.spiders.articles import PORTION
from newscrawl.spiders.loader import spider_of
from newscrawl.spiders.news import NewsSpider
from newscrawl.spiders.sources import BREATH
from newscrawl.state.visits import Visit
from tests.support.large_paper import LargePaper

PAGE = """<html lang="en"><head><meta property="og:type" content="article"></head><body><article>
<h1>Harbour opens</h1><p><time>{date}</time></p><p>{text}</p></article></body></html>"""
TEXT = "The harbour opened again on Saturday after a long and rather cold winter. " * 4
PATH = "/harbour-opens-again-today"


class Parts:
    """A spider that is ready to begin, without a crawl: it is handed the answers."""

    def __init__(self, output: Path, **given: Any) -> None:
        own = Settings()
        own.setmodule(settings)
        own.set("OUTPUT_DIR", str(output), "cmdline")
        crawler = Crawler(spider_of(News), own)
        crawler.stats = self.stats = MemoryStatsCollector(crawler)
        spider = crawler.spidercls.from_crawler(crawler, **given)
        assert isinstance(spider, NewsSpider)
        self.spider, self.pipeline = spider, Dates(self.stats)
        spider._set_up()

    def read(self, url: str, body: str) -> list[Article]:
        """Return the articles that come of a link and its answer, dates read."""
        assert self.spider.articles.follow(Link(url=url))
        (request,) = self.spider.articles.feed()
        return self.answer(request, body)

    def answer(self, request: Request, body: str) -> list[Article]:
        answer = HtmlResponse(request.url, body=body.encode(), encoding="utf-8", request=request)
        parsed = self.spider.articles.parse(answer, **request.cb_kwargs)
        articles = [one for one in parsed if isinstance(one, Article)]
        for article in articles:
            self.pipeline.process_item(article)
        return articles


def at(time: str, patch: pytest.MonkeyPatch) -> None:
    patch.setenv(clock.VARIABLE, f"2026-03-14T{time}:00Z")


def test_a_relative_date_is_counted_from_the_answer_in_the_range_check_and_in_the_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at("10:00", monkeypatch)
    root, page = "https://paper.example", PAGE.format(date="2 hours ago", text=TEXT)
    given = {"url": root, "timezone": "UTC", "since": "2026-03-14T09:00Z"}
    parts = Parts(tmp_path / "a", **given, until="2026-03-14T10:30Z", comments="no")
    late = Parts(tmp_path / "b", **given, until="2026-03-14T09:30Z", comments="no")
    at("12:00", monkeypatch)
    # From the start of the run it would be 08:00, before the range.
    (article,) = parts.read(f"{root}{PATH}", page)
    assert (article.date_published or "")[:16] == "2026-03-14T10:00"
    assert late.read(f"{root}{PATH}", page) == []
    assert late.stats.get_value("articles/out_of_range") == 1


@pytest.mark.parametrize(
    ("date", "zone", "taken"),
    [
        ("14 March 2026", "UTC", True),
        ("12 March 2026", "UTC", True),  # its end is in the range
        ("11 March 2026", "UTC", False),
        ("12 March 2026", "Pacific/Kiritimati", False),  # over there since 10:00 UTC
        ("11 March 2026", "Pacific/Pago_Pago", False),
        ("11 March 2026", None, True),  # somewhere it lasts until the 12th, 14:00 UTC
        ("10 March 2026", None, False),
        ("15 March 2026", "UTC", True),  # a clock that runs ahead
        ("March 2026", "UTC", True),
        ("February 2026", "UTC", False),
        ("2 years ago", "UTC", False),
        ("no date", "UTC", True),
        ("04/05/2026", "UTC", True),
    ],
)
def test_a_day_is_compared_with_the_range_and_no_date_is_counted(
    date: str, zone: str | None, taken: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at("12:00", monkeypatch)
    given = {"url": "https://paper.example", "comments": "no"}
    parts = Parts(tmp_path, **given, **({"timezone": zone} if zone else {}))
    found = parts.read(f"https://paper.example{PATH}", PAGE.format(date=date, text=TEXT))
    assert len(found) == taken
    assert parts.stats.get_value("articles/out_of_range", 0) == (not taken)
    undated = date in {"no date", "04/05/2026"}
    assert parts.stats.get_value("articles/undated", 0) == undated


@pytest.mark.parametrize(
    ("published", "taken"), [("2026-03-10", False), ("2026-03-13", True), ("2026-02", False)]
)
def test_what_was_out_of_range_by_its_day_is_asked_for_when_the_range_reaches_it(
    published: str, taken: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at("12:00", monkeypatch)
    url = f"https://paper.example{PATH}"
    parts = Parts(tmp_path, url="https://paper.example", comments="no")
    frontier = parts.spider.articles.frontier
    key, *_ = parts.spider.site.keys(url)
    now = clock.stamp()
    visit = Visit(key, url, None, published, now, now, None, failed="out_of_range")
    parts.spider.output.visits.unwanted(key, visit, clock.now())
    assert bool(frontier.take(Link(url=url))) == taken
    assert parts.stats.get_value("links/out_of_range", 0) == (not taken)


def test_the_command_hands_over_its_arguments_and_a_script_has_them_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {"url": "https://paper.example", "since": "2h"}
    at("10:00", monkeypatch)
    arguments = read_arguments(News, given)
    at("11:00", monkeypatch)
    assert Parts(tmp_path / "a", arguments=arguments).spider.arguments.window == arguments.window
    script = Parts(tmp_path / "b", **given).spider
    assert script.arguments.window.until == clock.now()
    assert script.site is script.arguments.site


def test_of_an_article_that_was_written_as_two_one_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at("10:00", monkeypatch)
    parts = Parts(tmp_path, url="https://paper.example", since="2h", comments="no")
    output, moment = parts.spider.output, "2026-03-14T09:00:00Z"
    for host in ("www.paper.example", "paper.example"):
        former = hashlib.sha256(f"{host}{PATH}".encode()).hexdigest()[:16]
        key, url = f"paper.example:{former}", f"https://{host}{PATH}"
        output.ledger.save(
            Article(
                id=key,
                site="paper.example",
                url=url,
                canonical_url=url,
                request_url=url,
                content_hash="",
                date_first_seen=moment,
                date_last_seen=moment,
            ),
            "run",
        )
        output.visits.read(Visit(key, url, key, moment, moment, moment, ""), clock.now(), news=True)
    at("16:00", monkeypatch)
    page, due = PAGE.format(date="12:00", text=TEXT), parts.spider.revisits.due()
    assert len(due) == 2
    read = [parts.answer(parts.spider.articles.ask_again(visit), page) for visit in due]
    assert [len(articles) for articles in read] == [1, 0]
    assert read[0][0].id in {visit.key for visit in due}
    assert parts.stats.get_value("articles/duplicate") == 1
    monkeypatch.setenv(clock.VARIABLE, "2026-03-18T10:00:00Z")
    assert [visit.article_id for visit in parts.spider.revisits.due()] == [read[0][0].id]


def test_articles_begin_while_a_long_list_is_read_and_few_wait_in_memory(tmp_path: Path) -> None:
    parts, paper = Parts(tmp_path, url="https://paper.example", since="40d"), LargePaper(400)
    paper.base = "https://paper.example"
    page = Page(paper.sitemap(), f"{paper.base}/sitemap.xml")
    sources, links = parts.spider.sources, parts.spider.output.links
    steps = sources._read(page, Sitemap(page.url), 0)
    asked = [(one.url, links.number) for one in steps if one is not None]
    assert 0 < asked[0][1] <= 2 * BREATH
    assert len(asked) == PORTION
    assert links.waiting() == 400 - PORTION
    assert parts.stats.get_value("articles/found") == 400
    assert "ferry-387-" in str(links.newest())  # the first of the last day
