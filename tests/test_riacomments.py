"""The old comment section, on rows written by hand after the anatomy (7.1 and 7.2)."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.engines.base import ArticleRef
from newscrawl.engines.riacomments import RiaComments
from newscrawl.extract.dates import read_date
from newscrawl.items import Comment
from newscrawl.page import Page
from newscrawl.plugins import all_engines

PAGES = Path(__file__).parent / "pages"
SPUTNIK = (PAGES / "riacomments_sputnik.html").read_text("utf-8")
RIA = (PAGES / "riacomments_ria.html").read_text("utf-8")
# 2020-04-21 14:15:28 UTC is the time in the first row's ObjectId.
TIMES = {"time": "17:15", "iso": "2020-04-21", "day": "21.04.2020"}
ENGINE = RiaComments()


def ref(number: str = "1079000001", site: str = "sputnik.en") -> ArticleRef:
    return ArticleRef(
        id=f"{site}:{number}", url="https://a.example/x", site=site, timezone="+03:00"
    )


def sputnik(**times: str) -> list[Comment]:
    page = Page(SPUTNIK.format(**TIMES | times).encode(), "https://a.example/x")
    return ENGINE.rows(page, ref()).comments


def when(comment: Comment) -> str | None:
    raw, zone = comment.date_published_raw, comment.metadata.timezone or ""
    reading = read_date(raw, timezone=zone) if raw else None
    return reading.value if reading else None


def test_rows_of_sputnik() -> None:
    first, second, third, fourth = sputnik()
    assert first.id == "riacomments:sputnik.en:5e9f00000000000000000001"
    assert first.text == "The ferry\nwas late & wet."
    assert first.author
    assert (first.author.name, first.author.url) == ("Jane Quay", "https://a.example/id/user/aa/")
    assert (first.parent_id, first.parent_author, first.depth) == (None, None, 0)
    assert first.upvote_count == 3
    assert second.parent_id == second.root_id == first.id
    assert (second.parent_author, second.depth) == ("Jane Quay", 1)
    assert (second.upvote_count, second.reactions) == (None, {"likes": -2})
    assert second.author
    assert second.author.url is None
    # A parent that is not on the page is kept as it is.
    assert third.parent_id == "riacomments:sputnik.en:999"
    assert (third.parent_author, third.depth, third.root_id) == ("Gone Girl", None, None)
    # A picture alone is no removed comment.
    assert (third.text, third.status) == ("", "visible")
    assert (fourth.text, fourth.status, fourth.author) == (None, "removed_unknown", None)
    assert [comment.position for comment in sputnik()] == [0, 1, 2, 3]


def test_counts_of_the_template_are_not_the_threads() -> None:
    page = Page(SPUTNIK.format(**TIMES).encode(), "https://a.example/x")
    assert ENGINE.rows(page, ref()).declared == 5
    bare = re.sub(r'<a class="b-counters.*?</a>', "", SPUTNIK)
    assert ENGINE.rows(Page(bare.encode(), "https://a.example/x"), ref()).declared is None


def test_dates() -> None:
    first, second, third, fourth = sputnik()
    # The ObjectId agrees with the printed day, and has the seconds.
    assert (first.date_published_raw, first.date_published_source) == ("1587478528", "api")
    assert when(first) == "2020-04-21T14:15:28Z"
    assert (second.date_published_raw, second.date_published_source) == ("01:30 29.04.2020", "text")
    assert when(second) == "2020-04-28T22:30:00Z"
    assert (third.date_published_raw, third.date_published_source) == ("1588123800", "api")
    assert fourth.date_published_raw is None


def test_an_objectid_that_contradicts_the_printed_day_is_none() -> None:
    first = sputnik(iso="2017-02-24", day="24.02.2017", time="10:12")[0]
    assert first.date_published_raw == "10:12 24.02.2017"
    assert sputnik(iso="2017-02-24T10:12", day="24.02.2017")[0].date_published_raw == (
        "2017-02-24T10:12"
    )
    # Nothing printed: nothing to check it against.
    assert sputnik(iso="", day="", time="")[0].date_published_raw is None


def test_rows_of_ria_stand_in_two_lists() -> None:
    page = Page(RIA.replace("{closed}", "").encode(), "https://ria.ru/a")
    batch = ENGINE.rows(page, ref("1500000001", "ria"))
    assert batch.declared == 6
    assert batch.status is None
    reply, root = batch.comments
    assert root.parent_id is None
    assert reply.parent_id == root.id
    assert (reply.text, reply.parent_author) == ("Пример Первый, слова ответа.", "Пример Первый")
    assert reply.author
    assert (reply.author.name, reply.author.id) == ("Пример Второй", "aa02")
    assert when(reply) == "2017-10-25T03:07:44Z"
    assert (reply.upvote_count, root.upvote_count) == (2, 0)
    # Level from the parent only: a reply in the popular list is `m-first-level` as well.
    assert root.depth == 0
    assert reply.thread_id == "1500000001"


def test_closed_says_nothing_while_comments_are_declared() -> None:
    closed = RIA.replace("{closed}", "m-not-commented")
    page = Page(closed.encode(), "https://ria.ru/a")
    assert ENGINE.rows(page, ref("1500000001", "ria")).status is None
    empty = '<div class="b-comments m-not-commented" data-article_id="1500000001"></div>'
    batch = ENGINE.rows(Page(empty.encode(), "https://ria.ru/a"), ref("1500000001"))
    assert (batch.status, batch.comments) == ("closed", [])


@pytest.mark.parametrize(
    "html",
    [
        SPUTNIK,
        RIA,
        '<div class="b-comments" data-article_id="1"></div>',
        '<form action="/services/comments/add/">',
    ],
)
def test_detect(html: str) -> None:
    assert ENGINE.detect(Page(html.encode(), "https://a.example/"))


def test_other_sections_are_not_taken_for_it() -> None:
    html = '<div class="comments"><ul><li data-id="1">Hello</li></ul></div>'
    page = Page(html.encode(), "https://a.example/")
    assert ENGINE.detect(page) is None
    assert ENGINE.rows(page, ref()).comments == []


def test_answers_a_browser_saw() -> None:
    assert ENGINE.reads("https://ria.ru/services/comments/get_list/")
    assert not ENGINE.reads("https://ria.ru/services/comments/add/")
    assert not ENGINE.reads("http://[::1")
    page = Page(RIA.encode(), "https://ria.ru/services/comments/get_list/")
    batch = ENGINE.parse(page, ref("1500000001", "ria"))
    assert len(batch.comments) == 2
    assert batch.declared is None


@pytest.mark.parametrize("engine", ["riacomments", "riachat"])
def test_addresses_that_write_are_never_reached(engine: str) -> None:
    never = all_engines()[engine].never
    written = [
        *[f"/services/comments/{what}/" for what in ("add", "edit", "delete", "like")],
        "/services/likes/like/?article_id=1&value=1",
        *[f"/services/chat/{what}/" for what in ("add", "add_emoji", "report")],
        "/services/article/add_emoji/",
        "/services/id/login/",
        "/services/author/message/",
        "/web_push/subscribe/",
        "/services/counter/",
    ]
    for path in written:
        assert any(re.search(pattern, f"GET https://a.example{path}") for pattern in never), path
    for path in (
        "/services/comments/get_list/",
        "/services/chat/get/?article_id=1",
        "/services/chat/get_unread_message/?article_id=1",
        "/services/article/infinity/",
        "/politics/201905081028410278/",
    ):
        assert not any(re.search(pattern, f"POST https://a.example{path}") for pattern in never)


@pytest.mark.parametrize("name", ["like", "dislike", "answer", "edit", "delete"])
def test_buttons_that_write_are_never_pressed(name: str) -> None:
    assert ENGINE.widget
    html = f'<a class="{name}"></a><a class="b-comments__item-controls-{name}"></a>'
    page = Page(html.encode(), "https://a.example/")
    assert len(page.css(", ".join(ENGINE.widget.never))) == 2
    assert not page.css(", ".join([*ENGINE.widget.open, *ENGINE.widget.more]))


@settings(deadline=None, max_examples=50)
@given(st.lists(st.one_of(st.text(), st.sampled_from([SPUTNIK, RIA])), max_size=3), st.text())
def test_nothing_raises(pieces: list[str], ident: str) -> None:
    html = "".join(pieces) + f'<div class="b-comments__item" data-id="{ident}" data-ts="{ident}">'
    page = Page(html.encode("utf-8"), "https://a.example/x")
    batch = ENGINE.rows(page, ref())
    ids = [comment.id for comment in batch.comments]
    assert len(ids) == len(set(ids))
