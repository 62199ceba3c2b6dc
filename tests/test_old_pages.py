""" "2 hours ago" is counted from when the page was made, and never on a page that is old."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from newscrawl import clock, read_article, read_comments
from newscrawl.extract.capture import UNKNOWN, captured, made
from newscrawl.page import Page

NOW = datetime(2026, 3, 14, 12, 34, 56, tzinfo=UTC)
URL = "https://paper.example/a-page-of-the-harbour"
PAGE = """<!DOCTYPE html>{mark}<html lang="en"><head>{head}</head><body><article><h1>Harbour</h1>
<p><span class="date">{date}</span></p><p>The harbour opened again in March.</p></article>
<div id="comments">{rows}</div></body></html>"""
ROW = '<div class="comment" id="comment-{}"><b class="author">{}</b> <i class="date">{}</i>'
ROW += "<p>Words of {}</p></div>"

SINGLE_FILE = """<!--
 Page saved with SingleFile
 url: https://paper.example/a
 saved date: Tue Mar 03 2020 10:00:00 GMT+0100 (Central European Standard Time)
-->"""
HTTRACK = """<!-- Mirrored from paper.example/a by HTTrack Website Copier/3.x [XR&CO'2014], Tue, 03
 Mar 2020 10:00:00 GMT -->"""
SAVED = [
    (SINGLE_FILE, "2020-03-03T09:00:00Z"),
    (HTTRACK.replace("\n", ""), "2020-03-03T10:00:00Z"),
    (
        "<!-- FILE ARCHIVED ON 10:00:00 Mar 03, 2020 AND RETRIEVED FROM THE ARCHIVE ON TODAY -->",
        "2020-03-03T10:00:00Z",
    ),
    ("<!-- saved from url=(0025)https://paper.example/a -->", UNKNOWN),
    ('<div id="wm-ipp-base"></div>', UNKNOWN),
]


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.VARIABLE, clock.stamp(NOW))


def page(mark: str = "", head: str = "", date: str = "2 hours ago") -> str:
    rows = "".join(ROW.format(n, name, "3 hours ago", name) for n, name in enumerate("QO", 1))
    return PAGE.format(mark=mark, head=head, date=date, rows=rows)


def dates(html: str, url: str = URL, now: datetime | None = None) -> list[str | None]:
    article = read_article(html, url, timezone="UTC", now=now)
    comments = read_comments(html, url, timezone="UTC", now=now)
    assert article.date_published_raw is not None
    assert [one.date_published_raw for one in comments] == ["3 hours ago"] * 2
    return [article.date_published, *{one.date_published for one in comments}]


@pytest.mark.parametrize(("mark", "moment"), SAVED)
def test_a_saved_page_does_not_tell_the_time(mark: str, moment: str) -> None:
    assert captured(Page(page(mark), URL)) == moment
    assert dates(page(mark)) == [None, None]
    # Whoever knows when it was made may say so.
    then = datetime(2020, 3, 3, 10, tzinfo=UTC)
    assert dates(page(mark), now=then) == ["2020-03-03T08:00:00Z", "2020-03-03T07:00:00Z"]


def test_an_archive_has_the_moment_in_its_address() -> None:
    url = "https://archive.example/web/20200303100000/https://paper.example/a"
    assert captured(Page(page(), url)) == "2020-03-03T10:00:00Z"
    assert dates(page(), url) == [None, None]


def test_a_fresh_page_does() -> None:
    assert dates(page()) == ["2026-03-14T10:00:00Z", "2026-03-14T09:00:00Z"]


@pytest.mark.parametrize(
    ("published", "read"),
    [
        ("2026-03-14T08:00:00Z", "2026-03-14T09:00:00Z"),
        ("2026-03-13", "2026-03-14T09:00:00Z"),
        ("2026-03-01T08:00:00Z", None),
        ("2019-11-20", None),
    ],
)
def test_comments_of_a_page_whose_own_dates_are_old(published: str, read: str | None) -> None:
    head = f'<meta property="article:published_time" content="{published}">'
    assert dates(page(head=head)) == [published, read]


def test_an_article_is_not_newer_than_its_last_change() -> None:
    head = '<meta property="article:modified_time" content="2019-11-20T10:00:00Z">'
    assert dates(page(head=head))[0] is None
    assert dates(page(head=head, date="20 November 2019"))[0] == "2019-11-20"


@pytest.mark.parametrize(
    ("back", "served"), [(timedelta(0), None), (timedelta(hours=5), "2026-03-14T07:34:56Z")]
)
def test_the_header_of_an_answer_tells_when_it_was_made(
    back: timedelta, served: str | None
) -> None:
    one = Page(page(), URL)
    assert made(one, format_datetime(NOW - back)) == served
    assert made(one, format_datetime(NOW + timedelta(days=9))) is None
    assert made(one, "soon") is None
    assert made(one, None, "Tue, 03 Mar 2020 10:00:00 GMT") == "2020-03-03T10:00:00Z"
