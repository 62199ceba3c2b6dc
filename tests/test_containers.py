"""Comment containers are found and cut; the article never is."""

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.extract.containers import cut_comments
from newscrawl.extract.text import text_of
from newscrawl.page import Page

STORY = "The lantern keepers of Vellmar met at dusk to count the boats. " * 6


def page(inside: str, body_class: str = "") -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(
        f'<html><body class="{body_class}"><article class="post"><h1>Boats</h1><p>{STORY}</p>'
        f"</article>{inside}</body></html>"
    )


@pytest.mark.parametrize(
    "markup",
    [
        '<div id="comments"><h3>2 responses</h3><p>noisome quip</p></div>',
        '<ol class="commentlist"><li id="comment-4">noisome quip</li></ol>',
        '<section class="CommentList_wrapper__x1"><p>noisome quip</p></section>',
        '<li id="li-comment-12">noisome quip</li>',
        '<div itemscope itemtype="https://schema.org/Comment">noisome quip</div>',
        '<div id="disqus_thread">noisome quip</div>',
        '<form action="/wp-comments-post.php"><label>noisome quip</label></form>',
        '<div id="kommentare">noisome quip</div>',
        '<coral-stream id="x" class="comments">noisome quip</coral-stream>',
        '<div class="x7 Comment t1_c4">noisome quip</div>',
    ],
)
def test_comments_are_cut_and_the_article_stays(markup: str) -> None:
    tree = page(markup)
    assert cut_comments(tree) == 1
    assert "noisome" not in text_of(tree)
    assert STORY.strip() in text_of(tree)


@pytest.mark.parametrize(
    "name", ["comments-open", "has-comments", "comments-enabled", "no-comments", "comment-count"]
)
def test_states_and_counters_are_no_containers(name: str) -> None:
    tree = page(f'<div class="{name}"><p>kept words</p></div>', body_class=name)
    assert cut_comments(tree) == 0
    assert "kept words" in text_of(tree)


def test_a_container_around_the_article_gives_up_only_its_rows() -> None:
    tree = lxml.html.document_fromstring(
        f'<body><div id="comments"><h1>Boats</h1><p>{STORY}</p>'
        '<ol><li class="comment" id="comment-1">noisome quip</li></ol></div></body>'
    )
    assert cut_comments(tree) == 1
    assert text_of(tree).startswith("Boats")
    assert "noisome" not in text_of(tree)


def test_the_only_long_text_of_a_page_is_not_taken_for_comments() -> None:
    tree = lxml.html.document_fromstring(f'<body><div class="comments"><p>{STORY}</p></div></body>')
    assert cut_comments(tree) == 0


def test_headings_outside_the_list_go_with_it() -> None:
    tree = page(
        '<h3>3 Kommentare</h3><ol class="commentlist"><li>noisome quip</li></ol><p>after</p>'
    )
    assert cut_comments(tree) == 2
    assert text_of(tree).endswith("after")


SECTION = (
    '<div class="bar">Kommentare</div><div><h3>#1 Quill</h3><p>noisome quip</p></div>'
    '<div>Write<form action="/news/9"><textarea name="comment"></textarea></form></div>'
)


def test_rows_without_marks_go_from_their_heading_to_the_form() -> None:
    tree = page(f"<div>{SECTION}<p>after</p></div>")
    cut_comments(tree)
    assert "noisome" not in text_of(tree)
    assert text_of(tree).endswith("after")


def test_a_counter_above_the_article_begins_no_section() -> None:
    tree = lxml.html.document_fromstring(
        f"<body><h1>Boats</h1><div><div>3 comments</div><p>{STORY}</p><p>{STORY}</p>"
        '<div><form action="/news/9"><textarea name="comment"></textarea></form></div></div></body>'
    )
    cut_comments(tree)
    assert text_of(tree).count(STORY.strip()) == 2


def test_text_behind_a_container_survives() -> None:
    tree = page('<p>before <em class="x">it</em></p><div id="comments">quip</div>tail words')
    cut_comments(tree)
    assert "tail words" in text_of(tree)


def test_a_page_with_an_xml_declaration_is_read() -> None:
    body = b'<?xml version="1.0" encoding="utf-8"?><html><body><p>Ahoy</p></body></html>'
    assert text_of(Page(body, "http://paper.example/a").tree()) == "Ahoy"


@given(st.text(alphabet="<>/=\"' divolcommentsidclass-1", max_size=200))
def test_no_markup_raises(source: str) -> None:
    cut_comments(Page(source.encode(), "http://paper.example/a").tree())


QUIPS = [
    ("Quill", "noisome quip about the boats that nobody had asked for in the town"),
    ("Oona", "another noisome quip, which is longer than the first one by some words"),
    ("Bram", "third noisome quip: the lantern was dark when I came by on Tuesday night"),
]


def unnamed(row: str) -> str:
    return "".join(row.format(name, text) for name, text in QUIPS)


@pytest.mark.parametrize(
    "markup",
    [
        unnamed("<div class='x2'><b>{}</b><i>2h</i><p>{}</p><a href='#'>Reply</a></div>"),
        unnamed("<div><p>{}: {}</p><button><svg></svg><span>Antworten</span></button></div>"),
        unnamed("<div><p>{}: {}</p><span class='reply-link'>Répondre</span></div>"),
        f"<h3>3 Comments</h3>{unnamed('<div><b>{}</b><p>{}</p></div>')}",
        f"<h2>Kommentare (3)</h2>{unnamed('<div><b>{}</b><p>{}</p></div>')}<h2>More</h2>",
        f"<div><h4><span>Comments</span></h4></div>{unnamed('<div><time>9</time>{}: {}</div>')}",
        f"<h3>Comments</h3>{unnamed('<p>{}: {}</p>')}<div><textarea></textarea></div>",
        f"<p>3 comments</p>{unnamed('<div>{}: {}</div>')}",
        f"<h3>3 комментария</h3><dl>{unnamed('<dt>{}</dt><dd>{}</dd>')}</dl>",
    ],
)
@pytest.mark.parametrize("inside", [True, False])
def test_a_discussion_that_nothing_names_is_cut_by_its_shape(markup: str, inside: bool) -> None:
    more = f"<section class='x1'>{markup}</section>"
    tree = lxml.html.document_fromstring(
        f"<body><article><h1>Boats</h1><p>{STORY}</p>{markup if inside else ''}</article>"
        f"{'' if inside else more}</body>"
    )
    cut_comments(tree)
    assert "noisome" not in text_of(tree)
    assert STORY.strip() in text_of(tree)


@pytest.mark.parametrize(
    "markup",
    [
        "<h2>Comments on the harbour</h2><p>kept words</p>",
        "<p>Frage: Why?</p><p><span>Antwort:</span> kept words</p><p><span>Antwort</span> No.</p>",
        "<div><h3>3 Comments</h3></div><main><h1>Boats</h1><p>kept words</p></main>",
        "<p>We got 3 comments</p><p>kept words</p>",
        "<h2>Kommentar</h2><div class='p'>Kept words.</div><div class='p'>kept words</div>",
        "<h3>Comments</h3><p>kept words</p><p>and more of them</p>",
        "<h3>5 comments that changed the town</h3><div>kept words</div><div>and more</div>",
        f"<p>3 comments</p><div>kept words {STORY}</div><div>{STORY}</div>",
        "<a href='#'>Reply</a><p>kept words</p>",
    ],
)
def test_what_only_speaks_of_comments_is_kept(markup: str) -> None:
    tree = lxml.html.document_fromstring(f"<body><article><p>{STORY}</p>{markup}</article></body>")
    cut_comments(tree)
    assert "kept words" in text_of(tree)


TALE = "and the noisome tale goes on " * 30
DAYS = ("24 November 2026, 10:05", "vor 2 Tagen", "Nov 25, 2026")


def signed(row: str) -> str:
    return "".join(
        row.format(name, text, day) for (name, text), day in zip(QUIPS, DAYS, strict=True)
    )


@pytest.mark.parametrize(
    "row",
    [
        "<div class='x2'><b>{0}</b><i>{2}</i><p>{1}</p></div>",
        "<div><b>{0}</b> <span>{2}</span><p>{1}</p></div>",
        "<div class='q'><time>{2}</time> <span>{0}</span><div>{1}</div></div>",
        "<div class='q'><div><img alt=''><span>{0}</span> · <span>{2}</span></div><p>{1}</p></div>",
        "<li><a href='/u/1'>{0}</a> <small>{2}</small><p>{1}</p></li>",
        "<section><p>{0}</p><p>({2})</p><p>{1}</p><p>3</p></section>",
    ],
)
@pytest.mark.parametrize("around", ["{}", "<div class='z'>{}</div>", "<div><ul>{}</ul></div>"])
def test_rows_that_only_a_name_and_a_day_tell_are_cut(row: str, around: str) -> None:
    more = around.format(signed(row))
    tree = lxml.html.document_fromstring(
        f"<body><article><h1>Boats</h1><p>{STORY}</p><p>{STORY}</p>{more}<p>3 people read this</p>"
        "</article></body>"
    )
    cut_comments(tree)
    assert "noisome" not in text_of(tree)
    assert text_of(tree).count(STORY.strip()) == 2


@pytest.mark.parametrize(
    "entries",
    [
        # A live report: by the clock, under titles, by one reporter, or the most of the page.
        "".join(f"<div><b>{name}</b><i>1{n}:05</i><p>{text}</p></div>"
                for n, (name, text) in enumerate(QUIPS)),
        signed("<div><h3>{0}</h3><i>{2}</i><p>{1}</p></div>"),
        "".join(f"<div><b>Quill</b><i>{day}</i><p>{text}</p></div>"
                for (_, text), day in zip(QUIPS, DAYS, strict=True)),
        signed(f"<div><b>{{0}}</b><i>{{2}}</i><p>{{1}} {TALE}</p></div>"),
        # The text goes on behind them.
        signed("<div><b>{0}</b><i>{2}</i><p>{1}</p></div>") + f"<p>{STORY}</p>",
    ],
)  # fmt: skip
def test_the_entries_of_a_report_stay(entries: str) -> None:
    tree = lxml.html.document_fromstring(
        f"<body><article><h1>Boats</h1><p>{STORY}</p><p>{STORY}</p>{entries}</article></body>"
    )
    cut_comments(tree)
    assert text_of(tree).count("noisome") >= 3
