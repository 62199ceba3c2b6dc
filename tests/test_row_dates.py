"""The date of a comment's row: whole, the best it shows, and never out of the reader's words."""

from datetime import UTC, datetime

import pytest

from newscrawl import read_comments
from newscrawl.items import Comment

NOW = datetime(2026, 3, 14, 12, 34, 56, tzinfo=UTC)
ROWS = """<html lang="{language}"><body><article><h1>Harbour opens</h1><p>{text}</p></article>
<div id="comments">{rows}</div></body></html>"""
ROW = '<div class="comment" id="comment-{number}">{inner}</div>'
TEXT = "The harbour opened again on Saturday after a long and rather cold winter. " * 4


def read(*inner: str, language: str = "en", timezone: str | None = "UTC") -> list[Comment]:
    rows = "".join(ROW.format(number=n, inner=one) for n, one in enumerate(inner, 1))
    html = ROWS.format(language=language, text=TEXT, rows=rows)
    return read_comments(html, "https://paper.example/a", timezone=timezone, now=NOW)


SAID = [
    "12 November 2025 at 14:30 was the last time it ran",
    "5 likes for this idea, 3 days ago I said the same",
    "It ran until 12 November 2025",
    "Meet me on 12 March 2026",
    "Since 12 November 2025.",
    "12 November 2025",
    "yesterday",
    "vor 3 Tagen war ich da",
    "Two hours ago, or 2 hours ago?",
    "In 2024-11-12 it ran, on 2025-11-12 it did so again",
]
PLACES = [
    '<b class="author">Quill</b><p>{}</p>',
    '<b class="author">Quill</b><p>{}</p><a href="#r">Reply</a>',
    '<b class="author">Quill</b><div class="comment-text">{}</div>',
    '<b class="author">Quill</b><div class="comment-body"><p>And so: {}</p><p>Well.</p></div>',
    '<span class="author">Quill</span> <div class="content"><span>{}</span></div>',
    '<span class="author">Quill</span><div class="text"><a href="#x">{}</a> it was</div>',
    '<span class="author">Quill</span><div class="text"><em title="2025-11-12">{}</em> so</div>',
    '<b class="author">Quill</b><blockquote><time datetime="2025-11-12">{}</time></blockquote>So',
]


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("place", PLACES)
def test_a_date_in_the_readers_words_is_no_date_of_the_comment(said: str, place: str) -> None:
    found = read(place.format(said), place.format("No date here at all"))
    assert [comment.date_published_raw for comment in found] == [None, None]
    # A link may be a control, and a quotation is not the comment's own.
    assert said in (found[0].text or "") or "#x" in place or "blockquote" in place


@pytest.mark.parametrize("said", SAID)
def test_a_date_that_the_row_shows_is_found_beside_one_in_the_words(said: str) -> None:
    for head in (
        '<b class="author">Quill</b> <span class="date">3 March 2026, 10:20</span>',
        "<h4>Quill <small>3 March 2026, 10:20</small></h4>",
        '<b class="author">Quill</b> 3 March 2026, 10:20',
        '<b class="author">Quill</b> <a href="#comment-1">3 March 2026 at 10:20</a>',
        '<p class="comment-meta">Quill on 3 March 2026 at 10:20</p>',
    ):
        found = read(f"{head}<p>{said}</p>", f"{head}<p>Other words</p>")
        assert [comment.date_published for comment in found] == ["2026-03-03T10:20:00Z"] * 2, head


@pytest.mark.parametrize(
    "shown",
    [
        '<small title="2026-03-09 05:11">5 days, 7 hours ago</small>',
        '<small class="date" title="9 March 2026 at 5:11 am">5 days, 7 hours ago</small>',
        '<a href="#comment-1" title="March 9, 2026 5:11 AM">5 days, 7 hours ago</a>',
        '<time datetime="2026-03-09T05:11Z">5 days, 7 hours ago</time>',
        '<span data-original-title="9 March 2026, 05:11">5 days, 7 hours ago</span>',
        '<span data-livestamp="1773033060">5 days, 7 hours ago</span>',
        '<span title="2026-03-09T05:11:00+00:00">5 days ago</span>',
    ],
)
def test_a_whole_date_beside_a_relative_one_wins(shown: str) -> None:
    rows = [f"<h4>{name} {shown}</h4><p>Words of {name}</p>" for name in ("Quill", "Oona")]
    for comment in read(*rows):
        assert (comment.date_published or "")[:16] == "2026-03-09T05:11"


@pytest.mark.parametrize(
    ("language", "shown", "value", "precision"),
    [
        ("en", "5 days, 7 hours ago", "2026-03-09T05:00:00Z", "hour"),
        ("en", "2 years 3 months ago", "2023-12", "month"),
        ("de", "vor 5 Tagen und 7 Stunden", "2026-03-09T05:00:00Z", "hour"),
        ("ru", "5 дней 7 часов назад", "2026-03-09T05:00:00Z", "hour"),
        ("zh", "5天7小时前", "2026-03-09T05:00:00Z", "hour"),
        ("ar", "قبل 5 أيام و7 ساعات", "2026-03-09T05:00:00Z", "hour"),
        ("en", "Yesterday, 10:15 PM", "2026-03-13T22:15:00Z", "minute"),
        ("el", "12 Μαρτίου 2026, 5:05 μ.μ.", "2026-03-12T17:05:00Z", "minute"),
        ("vi", "12/03/2026 5:05 CH", "2026-03-12T17:05:00Z", "minute"),
        ("sv", "12 mars 2026 8:30 em", "2026-03-12T20:30:00Z", "minute"),
        ("fa", "۱۴۰۴/۱۲/۲۱ ۱۷:۰۵", "2026-03-12T17:05:00Z", "minute"),
        ("th", "12 มี.ค. 2569 17:05 น.", "2026-03-12T17:05:00Z", "minute"),
        ("en", "Thu Mar 12 17:05:00 2026", "2026-03-12T17:05:00Z", "second"),
        ("en", "12 March 2026 17:05 UTC+3", "2026-03-12T14:05:00Z", "minute"),
        ("en", "12 March 2026 17:05 IST", "2026-03-12", "day"),
    ],
)
def test_a_row_gives_its_date_whole(language: str, shown: str, value: str, precision: str) -> None:
    heads = ("<h4>{} <small>{}</small></h4>", '<b class="author">{}</b> <i class="date">{}</i>')
    for head in heads:
        rows = [f"{head.format(name, shown)}<p>Words of {name}</p>" for name in ("Quill", "Oona")]
        found = read(*rows, language=language)
        assert [(c.date_published, c.date_published_precision) for c in found] == [
            (value, precision)
        ] * 2
        assert [c.author and c.author.name for c in found] == ["Quill", "Oona"]
        assert [c.text for c in found] == ["Words of Quill", "Words of Oona"]


def test_a_part_named_for_the_date_gives_it_inside_the_box_of_the_text_too() -> None:
    box = (
        '<div class="commenttext"><cite>Quill</cite><p>Boats, and boats.</p>'
        '<div class="commentmetadata"> 12 March 2026 at 14:02 </div></div>'
    )
    assert [one.date_published for one in read(box, box)] == ["2026-03-12T14:02:00Z"] * 2


@pytest.mark.parametrize(
    ("shown", "published"),
    [
        ("2 hours ago (edited)", "2026-03-14T10:00:00Z"),
        ("vor 2 Stunden (bearbeitet)", "2026-03-14T10:00:00Z"),
        ("12 March 2026 at 09:00 · Edited", "2026-03-12T09:00:00Z"),
        ("12 March 2026 at 09:00</div><div class='mark'>(modifié)", "2026-03-12T09:00:00Z"),
        ("5h • Edited", "2026-03-14T07:00:00Z"),
    ],
)
def test_the_mark_of_an_edit_is_told_and_changes_no_date(shown: str, published: str) -> None:
    head = '<div class="author">Quill</div><div class="comment-date">{}</div>'
    said = '<div class="comment-text">{}</div>'
    edited = head.format(shown) + said.format("Boats, and more boats.")
    plain = head.format("12 March 2026") + said.format("I have edited this book.<p>Edited</p>")
    first, second = read(edited, plain)
    assert (first.date_published, first.is_edited) == (published, True)
    assert first.text == "Boats, and more boats."
    assert second.is_edited is None


@pytest.mark.parametrize(
    ("language", "shown", "written"),
    [
        ("en", "5h", "2026-03-14T07:00:00Z"),
        ("en", "5h • Edited", "2026-03-14T07:00:00Z"),
        ("en", "5 hrs (edited)", "2026-03-14T07:00:00Z"),
        ("en", "12m", "2026-03-14T12:22:00Z"),
        ("en", "3d · Edited", "2026-03-11"),
        ("en-GB", "2mo", "2026-01"),
        ("en", "Just now", "2026-03-14T12:34:00Z"),
        ("en", "yesterday", "2026-03-13"),
        ("de", "5 Std.", "2026-03-14T07:00:00Z"),
        ("ru", "3 дн.", "2026-03-11"),
        # A time of day, and no amount that the page's language knows.
        ("fr", "14h", None),
        ("", "12m", None),
        ("en", "3 Sat", None),
        ("en", "3 likes", None),
        ("en", "14 replies", None),
    ],
)
@pytest.mark.parametrize(
    "place", ['<span class="date">{}</span>', '<a class="time" href="#c">{}</a>']
)
def test_an_amount_of_time_alone_is_a_date_where_a_date_stands(
    language: str, shown: str, written: str | None, place: str
) -> None:
    head = '<b class="author">Quill</b> '
    texts = ("<p>Who pays for it in the end?</p>", "<p>The old one was fine by me.</p>")
    found = read(*(f"{head}{place.format(shown)}{text}" for text in texts), language=language)
    assert [one.date_published for one in found] == [written] * 2
    assert [one.text for one in found] == [text[3:-4] for text in texts]


def test_a_date_that_opens_what_a_reader_without_a_name_says_is_none() -> None:
    said = "<p>Since 3 March 2020 it is shut.</p><p>Nobody knows why, or says so.</p>"
    assert [one.date_published_raw for one in read(said, said.replace("why", "who"))] == [None] * 2


def test_of_two_dates_that_of_the_details_is_the_comments() -> None:
    head = '<div class="meta"><b>Quill</b> wrote on {} March 2020</div>'
    said = "<p>It was shut on <i>1 May 2019</i> for good, I {}.</p>"
    found = read(said.format("think") + head.format(3), said.format("fear") + head.format(4))
    assert [one.date_published_raw for one in found] == ["3 March 2020", "4 March 2020"]
