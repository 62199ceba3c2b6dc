"""Real pages of Sputnik and RIA, which are not part of the repository.

The expected values were read off the pages by hand. Texts are kept as lengths and hashes: the
words are not ours. Body lengths without white space were counted on the markup, injects left out;
RIA's page of 2022 states its own (`data-text-length`).
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from newscrawl.comments.base import ArticleRef
from newscrawl.comments.riachat import RiaChat
from newscrawl.comments.riacomments import RiaComments
from newscrawl.discovery.base import Link, Window
from newscrawl.extract.dates import read_date
from newscrawl.items import Article
from newscrawl.page import Page
from newscrawl.sites.base import Site
from newscrawl.sites.ria import Ria
from newscrawl.sites.sputnik import ROWS, Sputnik

PAGES = Path(__file__).parents[2] / "shared" / "sputnik" / "pages"

pytestmark = pytest.mark.skipif(
    not PAGES.is_dir(),
    reason="needs ../shared/sputnik/pages (real pages, not part of the repository)",
)


@dataclass(frozen=True, kw_only=True)
class Expected:
    file: str
    site: type[Site]
    id: str
    headline: str
    """SHA-256, its first 12 digits; so are all texts below."""
    second: str | None = None
    description: str
    body: str
    letters: int
    """Characters of the body that are no white space."""
    paragraphs: int
    section: str
    keywords: tuple[int, ...] = ()
    """Lengths of the tags, in order."""
    authors: tuple[str, ...] = ()
    publisher: str = "643c903a8d0d"
    published_raw: str
    published: str
    modified_raw: str | None = None
    modified: str | None = None
    zone: str = "+03:00"
    images: int
    main_image: bool = True
    declared: int | None = None
    systems: tuple[str, ...] = ()


CASES = [
    Expected(
        file="en-2020-article.html",
        site=Sputnik,
        id="sputnik.en:1079127690",
        headline="d0017ae1df9f",
        description="aab5ccb1e895",
        body="569da4b72a91",
        letters=2490,
        paragraphs=10,
        section="7ffd2d2fc8c9",
        keywords=(7, 23, 6, 11, 16, 11, 8),
        authors=("c7a03b32fe14",),
        publisher="60723a45d5a0",
        published_raw="1588114658",
        published="2020-04-28T22:57:38Z",
        modified_raw="2020-04-29T11:14:24Z",
        modified="2020-04-29T11:14:24Z",
        zone="+00:00",
        images=0,
        declared=0,
        systems=("facebook",),
    ),
    Expected(
        file="ria-2017-politics-comments.html",
        site=Ria,
        id="ria:1507454680",
        headline="552f12a7ae08",
        description="d0e08d07aa51",
        body="e8b248cff108",
        letters=1331,
        paragraphs=9,  # 6 in `p` and 3 orphans
        section="934921933d1f",
        keywords=(13, 4, 7),
        published_raw="1508842080",
        published="2017-10-24T10:48:00Z",
        modified_raw="20171024T1612+0300Z",
        modified="2017-10-24T13:12:00Z",
        images=1,
        declared=557,
    ),
    Expected(
        file="ria-2017-interview-comments.html",
        site=Ria,
        id="ria:1508888160",
        headline="73229ae24fb4",
        second="f5a32452269c",
        description="348e4841fae7",
        body="376acd28a10e",
        letters=12438,
        paragraphs=39,  # 34 in `p` and 5 orphans
        section="cce0dff7856d",
        keywords=(18, 6),
        published_raw="1510819200",
        published="2017-11-16T08:00:00Z",
        modified_raw="20171116T1430+0300Z",
        modified="2017-11-16T11:30:00Z",
        images=5,
        declared=24,
    ),
    Expected(
        file="ria-2017-article-nocomments.html",
        site=Ria,
        id="ria:1509076610",
        headline="74352fb74dde",
        description="b4d685c6d283",
        body="ba704e90735c",
        letters=1194,
        paragraphs=5,  # 4 in `p` and 1 orphan
        section="d6ecdbe00d98",
        keywords=(37, 7, 8),
        published_raw="1510988601",
        published="2017-11-18T07:03:21Z",
        images=0,
        main_image=False,  # og:image names a folder
        declared=0,
    ),
    Expected(
        file="ria-2017-longread.html",
        site=Ria,
        id="ria:1484831978",
        headline="ad04b629c92e",
        description="16d7155d3b5e",
        body="dca19940ee94",
        letters=4530,
        paragraphs=13,
        section="f1947f79fdfb",
        authors=("ba34a2558443",),
        published_raw="1483257600",
        published="2017-01-01T08:00:00Z",
        modified_raw="20170101T1133+0300Z",
        modified="2017-01-01T08:33:00Z",
        images=13,
    ),
    Expected(
        file="ria-2022-article-chat.html",
        site=Ria,
        id="ria:1794720292",
        headline="0d09e5ffe91e",
        second="92876b1c1f39",
        description="39224590dabf",
        body="3200804817a1",
        letters=1478,
        paragraphs=5,
        section="c8ad1d110dec",
        keywords=(9, 6, 3, 13, 4),
        published_raw="1654928654",
        published="2022-06-11T06:24:14Z",
        modified_raw="2022-06-11T09:28",
        modified="2022-06-11T06:28:00Z",
        images=1,
    ),
]


def short(text: str | None) -> str | None:
    return hashlib.sha256(text.encode()).hexdigest()[:12] if text else None


def load(file: str) -> Page:
    body = (PAGES / file).read_bytes()
    found = re.search(rb'(?:og:url" content|rel="canonical" href)="([^"]+)', body)
    return Page.from_bytes(body, found[1].decode() if found else "https://ria.ru/")


def read(case: Expected) -> Article:
    return case.site().article(load(case.file))


def name(case: Expected) -> str:
    return case.file


@pytest.mark.parametrize("case", CASES, ids=name)
def test_article(case: Expected) -> None:
    article = read(case)
    assert article.id == case.id
    assert short(article.headline) == case.headline
    assert short(article.alternative_headline) == case.second
    assert short(article.description) == case.description
    assert short(article.article_section) == case.section
    assert short(article.publisher) == case.publisher
    assert tuple(len(word) for word in article.keywords) == case.keywords
    assert tuple(short(author.name) for author in article.authors) == case.authors
    assert article.comment_count == case.declared
    assert tuple(article.comment_systems) == case.systems
    assert len(article.images) == case.images
    assert bool(article.main_image) is case.main_image
    assert article.canonical_url == load(case.file).url
    assert article.metadata.validation_messages == []


@pytest.mark.parametrize("case", CASES, ids=name)
def test_body(case: Expected) -> None:
    body = read(case).article_body or ""
    paragraphs = body.split("\n\n")
    assert len(paragraphs) == case.paragraphs
    assert all(part == part.strip() and part for part in paragraphs)
    assert len(re.sub(r"\s", "", body)) == case.letters
    assert short(body) == case.body


@pytest.mark.parametrize("case", CASES, ids=name)
def test_dates(case: Expected) -> None:
    article = read(case)
    assert article.date_published_raw == case.published_raw
    assert article.date_modified_raw == case.modified_raw
    assert article.metadata.timezone == case.zone
    for raw, value in (
        (article.date_published_raw, case.published),
        (article.date_modified_raw, case.modified),
    ):
        reading = read_date(raw, timezone=case.zone) if raw else None
        assert (reading.value if reading else None) == value


def test_the_page_of_2022_states_the_length_of_its_text() -> None:
    page = load("ria-2022-article-chat.html")
    body = Ria().article(page).article_body or ""
    assert str(len(body.replace("\n\n", ""))) == page.attr(".endless__item", "data-text-length")


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
    page = Page.from_bytes(body, f"https://ria.ru/services/chat/{path}/?article_id=1&limit=20")
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
    page = Page.from_bytes(body, "http://sputniknews.cn/export/rss2/archive/index.xml")
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
