"""Comments, lists and feeds of real pages, which are not part of the repository.

The expected values were read off the pages by hand; texts are kept as lengths and hashes.
"""

import hashlib
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from newscrawl.discovery.base import Link, Window
from newscrawl.engines.base import ArticleRef
from newscrawl.engines.riachat import RiaChat
from newscrawl.engines.riacomments import RiaComments
from newscrawl.extract.dates import read_date
from newscrawl.page import Page
from newscrawl.sites.ria import Ria
from newscrawl.sites.sputnik import ROWS, Sputnik

PAGES = Path(__file__).parents[2] / "shared" / "sputnik" / "pages"

pytestmark = pytest.mark.skipif(
    not PAGES.is_dir(),
    reason="needs ../shared/sputnik/pages (real pages, not part of the repository)",
)


def short(text: str | None) -> str | None:
    return hashlib.sha256(text.encode()).hexdigest()[:12] if text else None


def load(file: str) -> Page:
    body = (PAGES / file).read_bytes()
    found = re.search(rb'(?:og:url" content|rel="canonical" href)="([^"]+)', body)
    return Page(body, found[1].decode() if found else "https://ria.ru/")


ROOT: dict[str, Any] = {"parent_id": None, "parent_author": None, "depth": 0, "status": "visible"}


@pytest.mark.parametrize(
    ("file", "declared", "rows"),
    [
        ("en-2020-article.html", 0, []),
        ("ria-2017-article-nocomments.html", 0, []),
        (
            "ria-2017-interview-comments.html",
            24,
            [("1510822580", 12, 157, "36d611ae5b4c"), ("1510823521", 7, 134, "4886e9d6f94a")],
        ),
        (
            "ria-2017-politics-comments.html",
            557,
            [("1508842632", 363, 47, "396a0527d7ca"), ("1508842634", 360, 138, "b5b4146bd8c5")],
        ),
    ],
)
def test_comments(file: str, declared: int, rows: list[tuple[str, int, int, str]]) -> None:
    page = load(file)
    number = re.search(r"\d{10}(?=\.html|-)", page.url)
    assert number
    ref = ArticleRef(id=f"ria:{number[0]}", url=page.url, site="ria", timezone="+03:00")
    engine = RiaComments()
    assert engine.detect(page)
    assert RiaChat().detect(page) is None
    batch = engine.rows(page, ref)
    assert batch.declared == declared
    assert batch.status is None
    found = [
        (c.date_published_raw, c.upvote_count, len(c.text or ""), short(c.text))
        for c in batch.comments
    ]
    assert found == rows
    for comment in batch.comments:
        assert {key: getattr(comment, key) for key in ROOT} == ROOT
        # The ids are ObjectIds that hold the same second.
        assert str(int(comment.comment_id[:8], 16)) == comment.date_published_raw
        assert comment.thread_id == number[0]
        assert comment.author
        assert comment.author.id
        assert (comment.author.url or "").endswith(f"/id/user/{comment.author.id}/")


def test_pages_without_the_old_comment_section() -> None:
    for file in ("ria-2017-longread.html", "ria-2017-section-day.html"):
        assert RiaComments().detect(load(file)) is None
        assert RiaChat().detect(load(file)) is None


def test_chat_shell() -> None:
    page = load("ria-2022-article-chat.html")
    ref = ArticleRef(id="ria:1794720292", url=page.url, site="ria")
    chat = RiaChat()
    assert chat.detect(page)
    assert RiaComments().detect(page) is None
    assert chat.rows(page, ref).comments == []
    batch = chat.start(page, ref)
    assert batch
    assert batch.declared is None
    assert [request.url for request in batch.more] == [
        "https://ria.ru/services/chat/get/?article_id=1794720292&limit=20"
    ]


@pytest.mark.parametrize("file", ["chat-get", "chat-get-unread"])
def test_chat_answers_of_the_known_shapes(file: str) -> None:
    body = (PAGES / f"{file}.shape-only.json").read_bytes()
    path = "get" if file == "chat-get" else "get_unread_message"
    page = Page(body, f"https://ria.ru/services/chat/{path}/?article_id=1&limit=20")
    batch = RiaChat().parse(page, ArticleRef(id="ria:1", url="https://ria.ru/a", site="ria"))
    [comment] = batch.comments
    assert comment.comment_id == "625900800000000000000002"
    assert comment.text == "message text"
    assert comment.reactions["s1"] >= 1
    paged = file == "chat-get"
    assert comment.date_published_raw == ("1650000000" if paged else None)
    assert comment.parent_author == ("other" if paged else None)
    assert bool(batch.more) is paged


def test_section_day() -> None:
    site, day = Ria(), datetime(2017, 1, 1, tzinfo=UTC)
    page = load("ria-2017-section-day.html")
    links = [
        link
        for link in ROWS.parse(page, site, Window(day, day.replace(day=2)))
        if isinstance(link, Link)
    ]
    times = ["13:21", "13:06", "12:44", "11:00", "10:38", "02:31"]
    assert [link.published.raw for link in links] == [f"{time} 01.01.2017" for time in times]
    assert [link.declared for link in links] == [0, 0, 0, 0, 0, 7]
    assert all(site.section(link.url) == "culture" for link in links)
    # 02:31 in Moscow is still the old year in UTC.
    window = Window(day, day.replace(day=2))
    assert [site.in_window(link, window) for link in links] == [True] * 5 + [False]


def test_feed() -> None:
    site, body = Sputnik("cn"), (PAGES / "cn-2019-rss.xml").read_bytes()
    # The file is of the time when the edition was read over plain http.
    page = Page(body, "http://sputniknews.cn/export/rss2/archive/index.xml")
    window = Window(datetime(2019, 5, 7, 16, tzinfo=UTC), datetime(2019, 5, 8, 16, tzinfo=UTC))
    links = [one for one in Sputnik.sources[1].parse(page, site, window) if isinstance(one, Link)]
    # Related addresses in the feed's own namespace are no items of it.
    assert len(links) == 9
    assert [site.in_window(link, window) for link in links] == [False] * 3 + [True] * 3 + [
        False
    ] * 3
    for link in links:
        reading = read_date(link.published.raw or "")
        assert reading
        moment = datetime.fromisoformat(reading.value)
        assert site.day_of(moment) == site.day(link.url)
