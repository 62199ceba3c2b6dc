"""Pages that move on by themselves are followed where they hold nothing, and read where they do."""

from html import escape

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse
from scrapy.statscollectors import StatsCollector
from scrapy.utils.test import get_crawler

from newscrawl.middlewares.refresh import Refresh
from newscrawl.settings import METAREFRESH_MAXDELAY

HERE = "https://paper.example/news/ferry-lost-in-fog"
TEXT = f"<article><p>{'The ferry left the harbour at noon with all hands. ' * 8}</p></article>"
THREAD = "<p>Later</p><div id='comments'><div class='comment' id='comment-1'>x</div></div>"
HOLDS_NOTHING = "<p>You are taken to the article.</p>"


def moved(content: str, body: str, *, by_header: bool, **meta: object) -> str | None:
    """Return the path that is asked for instead, if any is."""
    head = "" if by_header else f'<meta http-equiv="refresh" content="{escape(content)}">'
    answer = HtmlResponse(
        HERE,
        body=f"<html><head>{head}</head><body>{body}</body></html>".encode(),
        headers={"Refresh": content} if by_header else {},
    )
    crawler = get_crawler(settings_dict={"METAREFRESH_MAXDELAY": METAREFRESH_MAXDELAY})
    crawler.stats = StatsCollector(crawler)
    found = Refresh.from_crawler(crawler).process_response(Request(HERE, meta=meta), answer)
    return found.url.removeprefix("https://paper.example") if found is not answer else None


@pytest.mark.parametrize("by_header", [True, False])
@pytest.mark.parametrize(
    ("content", "body", "path"),
    [
        ("0; url=/there", HOLDS_NOTHING, "/there"),
        ("0;URL='/there'", TEXT, "/there"),
        ("3; url=/there", HOLDS_NOTHING, "/there"),
        ("3; url=/there", TEXT, None),
        ("1;url=/comments/5/like", TEXT, None),
        ("3; url=/there", THREAD, None),
        ("30; url=/there", HOLDS_NOTHING, None),
        ("0; url=#top", HOLDS_NOTHING, None),
        (f"0; url={HERE}", HOLDS_NOTHING, None),
        ("0; url=javascript:alert(1)", HOLDS_NOTHING, None),
        ("300", TEXT, None),
        ("soon", TEXT, None),
    ],
)
def test_a_refresh_is_followed_from_what_holds_nothing(
    content: str, body: str, path: str | None, by_header: bool
) -> None:
    assert moved(content, body, by_header=by_header) == path


def test_a_page_that_the_browser_has_read_is_not_left() -> None:
    assert moved("1; url=/there", "", by_header=True, browser={}) is None
