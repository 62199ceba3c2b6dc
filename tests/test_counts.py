"""Numbers of comments as pages print them: exact, at least, or of something else."""

import pytest
from lxml.html import document_fromstring

from newscrawl.generic.markup.count import declared_count
from newscrawl.vocabulary.counts import Count, is_count, read_count


@pytest.mark.parametrize(
    ("text", "number", "at_least"),
    [
        ("1,204 Comments", 1204, False),
        ("Comments (1 204)", 1204, False),
        ("1.204 Kommentare", 1204, False),
        ("۱۲ نظر", 12, False),
        ("٤٥ تعليقا", 45, False),
        ("१२ टिप्पणियाँ", 12, False),
        ("57件のコメント", 57, False),
        ("댓글 57개", 57, False),
        ("57条评论", 57, False),
        ("Showing 3 of 57 comments", 57, False),
        ("1-20 von 57 Kommentaren", 57, False),
        ("3 comments · 54 replies", 57, False),
        ("3 comments and 4 replies", 7, False),
        ("30 comments (85 counting replies)", 85, False),
        ("85 Comments, 0 Trackbacks", 85, False),
        ("Comments: 41", 41, False),
        ("1.2K Comments", 1200, True),
        ("1,2 mil comentarios", 1200, True),
        ("12 тыс. комментариев", 12_000, True),
        ("3.4万条评论", 34_000, True),
        ("99+ comments", 99, True),
        ("Comments (99+)", 99, True),
        ("Over 100 comments", 100, True),
        ("More than 2,000 comments", 2000, True),
        ("All comments (12)", 12, False),
        ("Vos réactions (12)", 12, False),
        ("コメント（12件）", 12, False),
        ("Diskuse (12)", 12, False),
        ("12 komentarjev", 12, False),
        ("კომენტარები (12)", 12, False),
        ("12 şərh", 12, False),
    ],
)
def test_a_number_is_read(text: str, number: int, at_least: bool) -> None:
    assert read_count(text) == Count(number, at_least)


@pytest.mark.parametrize(
    "text",
    ["Comment 41", "Comment #41", "Kommentar 7", "4.5 comments", "12 comments on this site",
     "250 comments today", "Şərh 41", "12 opinions", "Diskuse 12", "5 ways to comment", "Comments",
     "1.2K"],
)  # fmt: skip
def test_what_counts_something_else_is_no_number(text: str) -> None:
    assert read_count(text) is None


HEADED = """<div class="comments"><h3>{}</h3>
<div class="comment"><h4>Aa (3)</h4><b>Ada</b> <p>Boats in the harbour.</p></div></div>"""


@pytest.mark.parametrize(
    ("heading", "number"),
    [("Ахәаԥшрақәа (12)", 12), ("Maneno ya wasomaji【12】", 12), ("Boats", None),
     ("One of two and three (12)", None), ("Show more (12)", None), ("12 (12)", None)],
)  # fmt: skip
def test_a_number_in_brackets_behind_unknown_words_counts(heading: str, number: int | None) -> None:
    found = declared_count(document_fromstring(HEADED.format(heading)))
    assert (found and found.number) == number
    elsewhere = HEADED.replace("comments", "photos")
    assert declared_count(document_fromstring(elsewhere.format(heading))) is None


@pytest.mark.parametrize(
    ("text", "alone"),
    [("85 Comments", True), ("Comments (85)", True), ("3 replies", False),
     ("She wrote 85 comments", False), ("85 comments that I read", False)],
)  # fmt: skip
def test_an_element_that_is_nothing_but_a_number(text: str, alone: bool) -> None:
    assert is_count(text) is alone


@pytest.mark.parametrize(
    ("html", "number"),
    [
        ('<div class="comments-title">57 comments on “The bridge”</div>', 57),
        ('<p class="kommentar-count">57 Kommentare zu „Die Brücke“</p>', 57),
        ('<a href="#comments">57 comments on “The bridge”</a>', 57),
        ("<button>Comments (57)</button>", 57),
        ("<div>57 comments on “The bridge”</div>", None),
        ('<a href="https://paper.example/b#comments">57 comments</a>', None),
        ('<a href="#comment-41">41 comments</a>', None),
    ],
)
def test_a_number_counts_where_a_name_a_link_or_a_control_says_of_what(
    html: str, number: int | None
) -> None:
    page = document_fromstring(f"<article><p>A town.</p></article><footer>{html}</footer>")
    found = declared_count(page, "https://paper.example/a")
    assert (found.number if found else None) == number
