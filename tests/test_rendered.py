"""Comment rows are read from every common shape of markup, with invented words."""

# ruff: noqa: E501, ISC004  (markup reads best as pages have it)

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.generic.engine import Generic
from newscrawl.page import Page
from newscrawl.threads.forest import build
from tests.support.comment_shapes import MICRODATA, SHAPES
from tests.support.markup_rows import REF, URL, read, rows

WP_CLASSIC = """
<div id="comments" class="comments-area"><h2 class="comments-title">3 thoughts on “Boats”</h2>
<ol class="comment-list">
 <li id="comment-12" class="comment even thread-even depth-1 parent">
  <article id="div-comment-12" class="comment-body">
   <footer class="comment-meta"><div class="comment-author vcard"><img class="avatar" alt="">
    <b class="fn"><a href="http://quill.example/" class="url">Quill</a></b>
    <span class="says">says:</span></div>
    <div class="comment-metadata"><a href="/boats#comment-12">
     <time datetime="2020-03-03T16:05:00+01:00">March 3, 2020 at 4:05 pm</time></a></div></footer>
   <div class="comment-content"><p>Nine boats.</p><p>I counted.</p></div>
   <div class="reply"><a class="comment-reply-link" href="?replytocom=12#respond"
     aria-label="Reply to Quill">Reply</a></div>
  </article>
  <ol class="children"><li id="comment-15" class="comment bypostauthor odd depth-2">
   <article id="div-comment-15" class="comment-body">
    <footer><div class="comment-author vcard"><b class="fn">Ombra</b> says:</div>
     <time datetime="2020-03-04T09:00:00+01:00">March 4, 2020 at 9:00 am</time></footer>
    <div class="comment-content"><p>Ten, surely.</p></div></article></li></ol>
 </li>
 <li id="comment-13" class="pingback even depth-1"><p>Pingback: <a href="http://x.example">X</a></p></li>
 <li id="comment-16" class="comment depth-1"><article class="comment-body">
   <div class="comment-author vcard"><cite class="fn">Tilde</cite></div>
   <div class="comment-meta commentmetadata"><a href="#comment-16">5 March 2020 at 10:20</a></div>
   <p>Eleven.</p><div class="reply"><a href="#" class="comment-reply-link">Reply</a></div>
 </article></li>
</ol>
<div id="respond"><h3>Leave a Reply</h3><form><textarea name="comment"></textarea></form></div></div>
"""


def test_wordpress_classic() -> None:
    batch = rows(WP_CLASSIC)
    assert batch.declared == 3
    assert read(WP_CLASSIC) == [
        ("12", None, "Quill", "2020-03-03T16:05:00+01:00", "Nine boats.\n\nI counted."),
        ("15", "12", "Ombra", "2020-03-04T09:00:00+01:00", "Ten, surely."),
        ("16", None, "Tilde", "5 March 2020 at 10:20", "Eleven."),
    ]
    first, second, third = batch.comments
    assert first.author
    assert first.author.url == "http://quill.example/"
    assert (first.url, first.date_published_source) == (f"{URL}#comment-12", "time")
    assert second.author
    assert second.author.is_staff is True
    assert third.date_published_source == "text"


@pytest.mark.parametrize("shape", SHAPES)
def test_shapes(shape: str) -> None:
    markup, expected = SHAPES[shape]
    assert read(markup) == expected


UNMARKED = """
<div id="comments"><h3>2 comments</h3>
 <div class="zz"><b>Quill</b> <i>3 March 2020, 16:05</i><p>Plain words.</p></div>
 <div class="zz"><b>Ombra</b> <i>3 March 2020, 17:05</i><p>Plainer ones.</p></div></div>
"""


def test_rows_that_nothing_marks_get_stable_ids() -> None:
    first, second = read(UNMARKED), read(UNMARKED)
    assert first == second
    assert [row[2:] for row in first] == [
        ("Quill", "3 March 2020, 16:05", "Plain words."),
        ("Ombra", "3 March 2020, 17:05", "Plainer ones."),
    ]
    assert len({row[0] for row in first}) == 2


def test_microdata_votes() -> None:
    first, second = rows(MICRODATA).comments
    assert (first.upvote_count, first.downvote_count) == (7, 2)
    assert (second.upvote_count, second.downvote_count) == (None, None)
    assert first.date_published_source == "microdata"


def test_in_reply_to_link_names_the_parent() -> None:
    found = read(
        """<div id="comments">
        <div class="comment" id="comment-1"><span class="author">Quill</span>
         <time datetime="2020-03-03T10:00:00Z">x</time><div class="text">One.</div></div>
        <div class="comment" id="comment-2"><span class="author">Ombra</span>
         <time datetime="2020-03-03T11:00:00Z">x</time>
         <span class="in-reply-to">In reply to <a href="#comment-1">Quill</a></span>
         <div class="text">Two.</div></div></div>"""
    )
    assert [(row[0], row[1], row[4]) for row in found] == [("1", None, "One."), ("2", "1", "Two.")]


def test_in_reply_to_a_name_alone() -> None:
    markup = """<div id="comments">
        <div class="comment" id="comment-1"><span class="author">Quill</span>
         <span class="date">3 March 2020</span><div class="text">One.</div></div>
        <div class="comment" id="comment-2"><span class="author">Ombra</span>
         <span class="date">3 March 2020</span><small>Antwort auf Quill</small>
         <div class="text">Two.</div></div></div>"""
    assert [row[1] for row in read(markup)] == [None, "1"]
    assert rows(markup).comments[1].parent_author == "Quill"


@pytest.mark.parametrize(
    ("notice", "status"),
    [
        ("This comment has been removed by a moderator.", "removed_by_moderator"),
        ("This comment was deleted by its author.", "removed_by_author"),
        ("Dieser Kommentar wurde von der Redaktion entfernt.", "removed_by_moderator"),
        ("[deleted]", "removed_unknown"),
    ],
)
def test_removed_rows_keep_their_place_and_lose_their_text(notice: str, status: str) -> None:
    found = rows(
        f"""<ol class="commentlist"><li class="comment" id="comment-1"><b class="fn">Quill</b>
        <time datetime="2020-03-03T10:00:00Z">x</time><div class="comment-content">{notice}</div>
        <ol class="children"><li class="comment" id="comment-2"><b class="fn">Ombra</b>
        <time datetime="2020-03-03T11:00:00Z">x</time><div class="comment-content">Oh.</div></li>
        </ol></li></ol>"""
    ).comments
    assert [(c.comment_id, c.status, c.text) for c in found] == [
        ("1", status, None),
        ("2", "visible", "Oh."),
    ]
    assert found[1].parent_id == found[0].id


def test_jsonld_comments_where_no_rows_are() -> None:
    found = rows(
        """<script type="application/ld+json">{"@type": "NewsArticle", "comment": [
        {"@type": "Comment", "@id": "http://paper.example/boats#c-5", "text": "A &amp; B",
         "author": {"name": "Quill"}, "dateCreated": "2020-03-03T16:05:00Z", "upvoteCount": 3,
         "comment": [{"@type": "Comment", "text": "C", "author": "Ombra", "identifier": "6"}]},
        {"@type": "Comment", "text": ""}, "junk"]}</script>"""
    ).comments
    assert [(c.comment_id, c.text, c.author and c.author.name) for c in found] == [
        ("c-5", "A & B", "Quill"),
        ("6", "C", "Ombra"),
    ]
    assert (found[0].upvote_count, found[0].date_published_source) == (3, "jsonld")
    assert found[1].parent_id == found[0].id


@pytest.mark.parametrize(
    "markup",
    [
        "",
        '<aside><ul id="recentcomments"><li class="recentcomments"><span>Quill</span> on '
        '<a href="/other#comment-9">Nets</a></li></ul></aside>',
        '<div class="latest-comments"><div class="comment"><b class="author">Quill</b>'
        '<time datetime="2020-03-03">x</time><p>Elsewhere.</p></div></div>',
        '<template><div class="comment" id="comment-1"><b class="author">Q</b><p>T</p></div></template>',
        '<div class="comment" id="comment-0" hidden><span class="author"></span><p></p></div>',
        '<form id="commentform" class="comment-form"><p class="comment-form-author">Name</p></form>',
        '<a class="comment" href="#comments">12 comments</a>',
        '<article class="comment"><h1>My opinion</h1><b class="author">Quill</b><time datetime="2020-03-03">x</time><p>Long.</p></article>',
        '<ol class="commentlist"><li class="pingback" id="comment-4">Pingback: X 3 March 2020</li></ol>',
        '<ul class="related"><li class="item"><a href="/a">Harbour</a> <time>3 March 2020</time></li>'
        '<li class="item"><a href="/b">Quay</a> <time>4 March 2020</time></li></ul>',
        '<div itemscope itemtype="https://schema.org/Review"><p itemprop="reviewBody">Fine.</p></div>',
        '<ul><li class="kommentar"><a href="/other?c=1#77" title="06.11.2023, 13.47 Uhr">Nets?</a></li>'
        '<li class="kommentar"><a href="/x?c=1#78" title="06.11.2023, 13.09 Uhr">Ropes!</a></li></ul>',
        '<div class="comment-notice comment"><b>Sign in</b> to read the words of our readers.</div>',
    ],
)
def test_what_is_no_comment(markup: str) -> None:
    assert rows(markup).comments == []


@pytest.mark.parametrize(
    ("markup", "count"),
    [
        ("<h2>1.204 Kommentare</h2>", 1204),
        ("<h3>Comments (12)</h3>", 12),
        ("<h2>One reply on “Boats”</h2>", 1),
        ("<h3>This post has 80 comments</h3>", 80),
        ("<h3>12 комментариев</h3>", 12),
        ('<a href="#comments">7 comments</a>', 7),
        ('<a href="/other#comments">7 comments</a>', None),
        ("<h2>5 ways to comment</h2>", None),
        ("<h2>3 comments</h2><h2>4 comments</h2>", None),
        ('<h2>3 comments</h2><div id="comments"><h2>4 comments</h2></div>', 4),
        ('<span itemprop="commentCount" content="1,024">x</span>', 1024),
        (f'<a href="/{URL.split("/", 3)[3]}#comments">7 comments</a>', 7),
        (f'<a href="{URL}#comments">7 comments</a>', 7),
        ('<a href="#comment-7">Comment 41</a>', None),
        ('<div id="comments"><a href="#comment-1">Comment 41</a></div>', None),
        ('<h3><a href="/other">12 comments</a></h3>', None),
        ('<div class="latest-comments"><h3>12 comments</h3></div>', None),
        ('<div id="comments"><b><i>85</i><i> Comments</i></b></div>', 85),
        ('<div id="comments"><span>Comments</span> <b>85</b></div>', 85),
        ('<div id="comments"><p>9 comments</p><p>4 comments</p></div>', None),
        ('<div id="comments"><div class="comment"><p>9 comments</p></div></div>', None),
        ("<p>9 comments</p>", None),
        ("<details id='comments'><summary>Show 7 replies</summary></details>", None),
    ],
)
def test_declared_counts(markup: str, count: int | None) -> None:
    assert rows(markup).declared == count


PIECES = st.sampled_from(
    [
        '<div class="comment" id="comment-1">',
        '<li class="comment depth-3" style="margin-left:1e9px">',
        '<article itemscope itemtype="http://schema.org/Comment">',
        "<dl id=comments><dt id=c1>Quill<dd>words",
        "</div>",
        "</li>",
        "</article>",
        '<time datetime="2020-13-45">',
        '<a href="http://[bad#comment-1">Reply</a>',
        "3 March 2020",
        '<p class="text">words</p>',
        '<b class="author">Quill</b>',
        '<div class="children" data-depth="99999">',
        '<span itemprop="upvoteCount">９</span>',
        "<!-- x --><?pi?>",
        '<div id="comments"><h3>12 comments</h3>',
        "<template><script>",
        "\x00\ud7ff\x1f&#31;&#xFFFE;",
        '<script type="application/ld+json">{"comment":[{"text":["x"],"author":[1]}]}</script>',
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES | st.text(max_size=8), max_size=25).map("".join))
def test_no_markup_raises_and_every_comment_says_something(source: str) -> None:
    batch = Generic().rows(Page(source.encode("utf-8", "replace"), URL), REF)
    for comment in build(batch.comments).comments:
        assert comment.text or comment.status != "visible"
        assert comment.comment_id
    assert batch.declared is None or batch.declared >= 0


def test_a_box_without_time_and_id_among_dated_rows_is_no_comment() -> None:
    box = (
        '<div class="comment comment-item"><span class="author">Quill</span>'
        '<div class="text">Write what you think.</div></div>'
    )
    row = (
        '<div class="comment comment-item" id="comment-{0}"><span class="author">Ombra</span>'
        '<time datetime="2020-03-03T10:00:0{0}Z">x</time><div class="text">One {0}.</div></div>'
    )
    found = read(f'<div id="comments">{box}{row.format(1)}{row.format(2)}</div>')
    assert [one[-1] for one in found] == ["One 1.", "One 2."]
