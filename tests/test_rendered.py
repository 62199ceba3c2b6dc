"""Comment rows are read from every common shape of markup, with invented words."""

# ruff: noqa: E501, ISC004  (markup reads best as pages have it)

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.comments.base import ArticleRef, Batch
from newscrawl.comments.generic import Generic
from newscrawl.comments.threads import build
from newscrawl.page import Page

URL = "http://paper.example/boats"
REF = ArticleRef(id="paper:1", url=URL, site="paper")
STORY = (
    "<h1>Boats</h1><p>" + "The lantern keepers of Vellmar met at dusk to count boats. " * 6 + "</p>"
)


def rows(markup: str) -> Batch:
    body = f"<html><body><article>{STORY}</article>{markup}</body></html>".encode()
    return Generic().rows(Page.from_bytes(body, URL), REF)


def read(markup: str) -> list[tuple[Any, ...]]:
    """Return (key, parent's key, author, date as printed, text) of each comment, threads built."""
    return [
        (
            c.comment_id,
            c.parent_id and c.parent_id.rpartition(":")[2],
            c.author and c.author.name,
            c.date_published_raw,
            c.text,
        )
        for c in build(rows(markup).comments).comments
    ]


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


WP_BLOCKS = """
<div class="wp-block-comments"><h2 class="wp-block-comments-title">2 responses to “Boats”</h2>
<ol class="wp-block-comment-template">
 <li id="comment-2" class="comment even thread-even depth-1"><div class="wp-block-columns">
  <div class="wp-block-column"><div class="wp-block-comment-author-name">Quill</div>
   <div class="wp-block-comment-date"><time datetime="2021-01-02T03:04:05+00:00">
    <a href="http://paper.example/boats#comment-2">2 January 2021</a></time></div>
   <div class="wp-block-comment-content"><p>Blocks float too.</p></div>
   <div class="wp-block-comment-reply-link"><a class="comment-reply-link">Reply</a></div>
  </div></div>
  <ol><li id="comment-3" class="comment odd depth-2"><div>
   <div class="wp-block-comment-author-name">Ombra</div>
   <div class="wp-block-comment-date"><time datetime="2021-01-02T04:04:05+00:00">x</time></div>
   <div class="wp-block-comment-content"><p>They do.</p></div></div></li></ol>
 </li></ol></div>
"""

WPDISCUZ = """
<div id="wpdcom"><div class="wpd-thread-list">
 <div id="wpd-comm-36_0" class="comment wpd-comment wpd_comment_level-1">
  <div class="wpd-comment-wrap"><div class="wpd-comment-left"><div class="wpd-avatar"></div></div>
   <div id="comment-36" class="wpd-comment-right"><div class="wpd-comment-header">
     <div class="wpd-comment-author">Quill</div>
     <div class="wpd-comment-date" title="3 March 2020 16:05">5 years ago</div></div>
    <div class="wpd-comment-text"><p>Tides first.</p></div>
    <div class="wpd-comment-footer"><div class="wpd-vote-result">4</div>
     <div class="wpd-reply-button">Reply</div></div></div></div>
  <div id="wpd-comm-37_36" class="comment wpd-reply wpd_comment_level-2">
   <div class="wpd-comment-wrap"><div id="comment-37" class="wpd-comment-right">
    <div class="wpd-comment-header"><div class="wpd-comment-author">Ombra</div>
     <div class="wpd-comment-date" title="4 March 2020 10:00">5 years ago</div></div>
    <div class="wpd-reply-to">Reply to Quill</div>
    <div class="wpd-comment-text"><p>Moons first.</p></div></div></div></div>
 </div></div></div>
"""

DRUPAL = """
<section id="comments" class="comment-wrapper"><h2 class="title">Comments</h2>
<a id="comment-5"></a>
<article class="comment odd clearfix"><h3><a href="/comment/5#comment-5">Low tide</a></h3>
 <footer><p class="submitted">Submitted by <span class="username">Quill</span> on
  3. March 2020 - 16:05</p></footer>
 <div class="content"><div class="field field-name-comment-body"><p>Mud all day.</p></div>
 <ul class="links"><li class="comment-reply"><a href="/comment/reply/1/5">reply</a></li></ul></div>
</article>
<div class="indented"><a id="comment-6"></a>
<article class="comment even clearfix"><footer><p class="submitted">Submitted by
  <span class="username">Ombra</span> on 3. March 2020 - 18:00</p></footer>
 <div class="content"><p>And all night.</p></div></article></div>
<a id="comment-7"></a><article class="comment odd"><footer><p class="submitted">Submitted by
  <span class="username">Tilde</span> on 4. March 2020 - 08:00</p></footer>
 <div class="content"><p>Dry here.</p></div></article>
</section>
"""

BLOGGER = """
<div class="comments" id="comments"><h4>2 comments:</h4><ol>
 <li class="comment" id="c8870915"><div class="avatar-image-container"><img src="a.png"></div>
  <div class="comment-block"><div class="comment-header"><cite class="user">
    <a href="http://quill.example/">Quill</a></cite><span class="icon user"></span>
    <span class="datetime secondary-text"><a href="/boats?showComment=1#c8870915">March 3, 2020 at
     4:05 PM</a></span></div>
   <p class="comment-content">A fine harbour.</p>
   <span class="comment-actions secondary-text"><a class="comment-reply">Reply</a></span></div>
  <div class="comment-replies"><div class="comment-thread inline-thread"><ol>
   <li class="comment" id="c8870999"><div class="comment-block"><div class="comment-header">
     <cite class="user blog-author">Ombra</cite><span class="datetime secondary-text">
     <a href="#c8870999">March 4, 2020 at 9:00 AM</a></span></div>
    <p class="comment-content">Was once.</p></div></li></ol></div></div></li></ol></div>
"""

BLOGGER_OLD = """
<div id="comments"><h4>2 comments:</h4><dl id="comments-block">
 <dt class="comment-author" id="c111"><a name="c111"></a>Quill said...</dt>
 <dd class="comment-body"><p>Salt everywhere.</p></dd>
 <dd class="comment-footer"><span class="comment-timestamp"><a href="#c111">March 3, 2020 at
   4:05 PM</a></span></dd>
 <dt class="comment-author" id="c112"><a name="c112"></a><a href="http://o.example/">Ombra</a> said...</dt>
 <dd class="comment-body"><p>Pepper nowhere.</p></dd>
 <dd class="comment-footer"><span class="comment-timestamp"><a href="#c112">March 4, 2020 at
   9:00 AM</a></span></dd></dl></div>
"""

TYPEPAD = """
<div id="comments" class="comments"><h3>2 Comments</h3><div class="comments-content">
 <div class="comment" id="comment-6a00d8341c5a"><div class="comment-content"><p>Nets mended.</p></div>
  <p class="comment-footer">Posted by: <a href="http://q.example/">Quill</a> |
   <a href="#comment-6a00d8341c5a">March 03, 2020 at 04:05 PM</a></p></div>
 <div class="comment" id="comment-6a00d8341c5b"><div class="comment-content"><p>Sails too.</p></div>
  <p class="comment-footer">Posted by: Ombra |
   <a href="#comment-6a00d8341c5b">March 04, 2020 at 09:00 AM</a></p></div></div></div>
"""

SQUARESPACE = """
<div class="squarespace-comments"><div class="comment-list">
 <div id="comment-5e5e1a" class="comment flyoutAttach"><div class="comment-meta">
   <a class="author">Quill</a><span class="date" data-created="1583247900000">Five years ago</span>
   <span class="likes">0 Likes</span></div>
  <div class="body"><p>Gulls, mostly.</p></div></div>
 <div id="comment-5e5e2b" class="comment"><div class="comment-meta"><a class="author">Ombra</a>
  <span class="date" data-created="1583312400000">Five years ago</span></div>
  <div class="body"><p>Terns.</p></div></div></div></div>
"""

KOMENTO = """
<div id="section-kmt" class="kmtSection"><ul class="kmt-list">
 <li id="kmt-9" class="kmt-item kmt-comment" data-id="9" data-depth="0"><div class="kmt-author">Quill</div>
  <time datetime="2020-03-03T16:05:00+00:00">3 March 2020</time>
  <div class="kmt-content">Bells at noon.</div></li>
 <li id="kmt-10" class="kmt-item kmt-comment" data-id="10" data-depth="1"><div class="kmt-author">Ombra</div>
  <time datetime="2020-03-03T17:05:00+00:00">3 March 2020</time>
  <div class="kmt-content">At one.</div></li></ul></div>
"""

JCOMMENTS = """
<div id="jc"><div id="comments" class="comments-list"><h4>Comments</h4>
 <div class="even" id="comment-item-4"><div class="rbox"><div class="comment-box">
  <a class="comment-anchor" href="/boats#comment-4" id="comment-4">#1</a>
  <span class="comment-author">Quill</span> <span class="comment-date">2020-03-03 16:05</span>
  <div class="comment-body" id="comment-body-4">Ropes creak.</div>
  <span class="comments-buttons"><a href="#">Quote</a></span></div></div></div>
 <div class="odd" id="comment-item-5"><div class="rbox"><div class="comment-box">
  <a class="comment-anchor" href="/boats#comment-5" id="comment-5">#2</a>
  <span class="comment-author">Ombra</span> <span class="comment-date">2020-03-03 17:05</span>
  <div class="comment-body" id="comment-body-5">Masts do.</div></div></div></div></div></div>
"""

TYPO3 = """
<div class="tx-pwcomments"><div id="comments"><div id="comment7" class="comment first-comment">
  <div class="comment-box"><p><span>Quill</span> <span class="comment-date">03.03.2020 16:05</span></p>
  <div class="comment-actions"><a href="#">Antworten</a></div>
  <div class="comment-text"><p>Nebel am Kai.</p></div></div></div>
 <div id="comment8" class="comment last-comment"><div class="comment-box"><p><strong>Ombra</strong>
  <span class="comment-date">03.03.2020 17:05</span></p>
  <div class="comment-text"><p>Dicker Nebel.</p></div></div></div></div></div>
"""

FLAT_LEVELS = """
<div class="comment-list">
 <div class="comment level-1" data-comment-id="a1"><span class="user-name">Quill</span>
  <span class="date">03.03.2020, 16:05 Uhr</span><div class="text">Erstens.</div></div>
 <div class="comment level-2" data-comment-id="a2"><span class="user-name">Ombra</span>
  <span class="date">03.03.2020, 17:05 Uhr</span><div class="text">Zweitens.</div></div>
 <div class="comment level-3" data-comment-id="a3"><span class="user-name">Tilde</span>
  <span class="date">03.03.2020, 18:05 Uhr</span><div class="text">Drittens.</div></div>
 <div class="comment level-2" data-comment-id="a4"><span class="user-name">Vesk</span>
  <span class="date">03.03.2020, 19:05 Uhr</span><div class="text">Viertens.</div></div></div>
"""

MARGINS = FLAT_LEVELS
for _level, _pixels in ((1, 0), (2, 25), (3, 50)):
    MARGINS = MARGINS.replace(
        f'comment level-{_level}"', f'comment" style="margin-left: {_pixels}px"'
    )

MICRODATA = """
<section><div itemprop="comment" itemscope itemtype="https://schema.org/Comment" id="r-77">
  <span itemprop="author" itemscope itemtype="https://schema.org/Person">
   <span itemprop="name">Quill</span></span>
  <meta itemprop="dateCreated" content="2020-03-03T16:05:00Z"><p itemprop="text">Fog horns.</p>
  <span itemprop="upvoteCount">7</span><span itemprop="downvoteCount">2</span></div>
 <div itemscope itemtype="http://schema.org/UserComments" id="r-78">
  <span itemprop="creator">Ombra</span>
  <time itemprop="commentTime" datetime="2020-03-03T17:05:00Z">later</time>
  <div itemprop="commentText">Louder.</div></div></section>
"""

MODULES = """
<div class="CommentList_list__a1"><div class="CommentItem_root__x9" data-id="501">
  <div class="CommentItem_header__b"><a class="CommentItem_userName__c" href="/u/quill">Quill</a>
   <span class="CommentItem_date__d">3 марта 2020, 16:05</span></div>
  <div class="CommentItem_text__e">Пристань пуста.</div>
  <button>Ответить</button></div>
 <div class="CommentItem_root__x9" data-id="502">
  <div class="CommentItem_header__b"><a class="CommentItem_userName__c" href="/u/ombra">Ombra</a>
   <span class="CommentItem_date__d">3 марта 2020, 17:05</span></div>
  <div class="CommentItem_text__e">Не совсем.</div><button>Ответить</button></div></div>
"""

UNMARKED = """
<div id="comments"><h3>2 comments</h3>
 <div class="zz"><b>Quill</b> <i>3 March 2020, 16:05</i><p>Plain words.</p></div>
 <div class="zz"><b>Ombra</b> <i>3 March 2020, 17:05</i><p>Plainer ones.</p></div></div>
"""

TABLES = """
<table id="comments"><tr class="comment" id="comment_21"><td class="author">Quill</td>
 <td><span class="date">2020-03-03 16:05</span><div class="message">In a cell.</div></td></tr>
 <tr class="comment" id="comment_22"><td class="author">Ombra</td>
 <td><span class="date">2020-03-03 17:05</span><div class="message">In the next.</div></td></tr></table>
"""

LIVEFYRE = """
<div id="livefyre-comments"><div class="fyre-comment-stream">
 <article class="fyre-comment-article fyre-comment-source-0" id="fyre-comment-9001"
  data-message-id="9001"><section class="fyre-comment-head"><span class="fyre-comment-username">Quill
  </span><time class="fyre-comment-date" datetime="2014-03-03T16:05:00.000Z">11 years ago</time></section>
  <section class="fyre-comment-body"><div class="fyre-comment"><p>Old fire.</p></div></section>
  <footer><a class="fyre-comment-like-btn">Like</a></footer></article>
 <article class="fyre-comment-article" id="fyre-comment-9002" data-message-id="9002">
  <section class="fyre-comment-head"><span class="fyre-comment-username">Ombra</span>
  <time class="fyre-comment-date" datetime="2014-03-03T17:05:00.000Z">11 years ago</time></section>
  <section class="fyre-comment-body"><div class="fyre-comment"><p>Ashes.</p></div></section>
 </article></div></div>
"""

SHAPES: dict[str, tuple[str, list[tuple[Any, ...]]]] = {
    "wordpress blocks": (
        WP_BLOCKS,
        [
            ("2", None, "Quill", "2021-01-02T03:04:05+00:00", "Blocks float too."),
            ("3", "2", "Ombra", "2021-01-02T04:04:05+00:00", "They do."),
        ],
    ),
    "wpdiscuz": (
        WPDISCUZ,
        [
            ("36", None, "Quill", "3 March 2020 16:05", "Tides first."),
            ("37", "36", "Ombra", "4 March 2020 10:00", "Moons first."),
        ],
    ),
    "drupal": (
        DRUPAL,
        [
            ("5", None, "Quill", "3. March 2020 - 16:05", "Mud all day."),
            ("6", "5", "Ombra", "3. March 2020 - 18:00", "And all night."),
            ("7", None, "Tilde", "4. March 2020 - 08:00", "Dry here."),
        ],
    ),
    "blogger": (
        BLOGGER,
        [
            ("8870915", None, "Quill", "March 3, 2020 at 4:05 PM", "A fine harbour."),
            ("8870999", "8870915", "Ombra", "March 4, 2020 at 9:00 AM", "Was once."),
        ],
    ),
    "blogger with definition list": (
        BLOGGER_OLD,
        [
            ("111", None, "Quill", "March 3, 2020 at 4:05 PM", "Salt everywhere."),
            ("112", None, "Ombra", "March 4, 2020 at 9:00 AM", "Pepper nowhere."),
        ],
    ),
    "typepad": (
        TYPEPAD,
        [
            ("6a00d8341c5a", None, "Quill", "March 03, 2020 at 04:05 PM", "Nets mended."),
            ("6a00d8341c5b", None, "Ombra", "March 04, 2020 at 09:00 AM", "Sails too."),
        ],
    ),
    "squarespace": (
        SQUARESPACE,
        [
            ("5e5e1a", None, "Quill", "1583247900000", "Gulls, mostly."),
            ("5e5e2b", None, "Ombra", "1583312400000", "Terns."),
        ],
    ),
    "komento": (
        KOMENTO,
        [
            ("9", None, "Quill", "2020-03-03T16:05:00+00:00", "Bells at noon."),
            ("10", "9", "Ombra", "2020-03-03T17:05:00+00:00", "At one."),
        ],
    ),
    "jcomments": (
        JCOMMENTS,
        [
            ("4", None, "Quill", "2020-03-03 16:05", "Ropes creak."),
            ("5", None, "Ombra", "2020-03-03 17:05", "Masts do."),
        ],
    ),
    "typo3": (
        TYPO3,
        [
            ("7", None, "Quill", "03.03.2020 16:05", "Nebel am Kai."),
            ("8", None, "Ombra", "03.03.2020 17:05", "Dicker Nebel."),
        ],
    ),
    "levels": (
        FLAT_LEVELS,
        [
            ("a1", None, "Quill", "03.03.2020, 16:05 Uhr", "Erstens."),
            ("a2", "a1", "Ombra", "03.03.2020, 17:05 Uhr", "Zweitens."),
            ("a3", "a2", "Tilde", "03.03.2020, 18:05 Uhr", "Drittens."),
            ("a4", "a1", "Vesk", "03.03.2020, 19:05 Uhr", "Viertens."),
        ],
    ),
    "margins": (
        MARGINS,
        [
            ("a1", None, "Quill", "03.03.2020, 16:05 Uhr", "Erstens."),
            ("a2", "a1", "Ombra", "03.03.2020, 17:05 Uhr", "Zweitens."),
            ("a3", "a2", "Tilde", "03.03.2020, 18:05 Uhr", "Drittens."),
            ("a4", "a1", "Vesk", "03.03.2020, 19:05 Uhr", "Viertens."),
        ],
    ),
    "microdata": (
        MICRODATA,
        [
            ("77", None, "Quill", "2020-03-03T16:05:00Z", "Fog horns."),
            ("78", None, "Ombra", "2020-03-03T17:05:00Z", "Louder."),
        ],
    ),
    "css modules": (
        MODULES,
        [
            ("501", None, "Quill", "3 марта 2020, 16:05", "Пристань пуста."),
            ("502", None, "Ombra", "3 марта 2020, 17:05", "Не совсем."),
        ],
    ),
    "table rows": (
        TABLES,
        [
            ("21", None, "Quill", "2020-03-03 16:05", "In a cell."),
            ("22", None, "Ombra", "2020-03-03 17:05", "In the next."),
        ],
    ),
    "livefyre": (
        LIVEFYRE,
        [
            ("9001", None, "Quill", "2014-03-03T16:05:00.000Z", "Old fire."),
            ("9002", None, "Ombra", "2014-03-03T17:05:00.000Z", "Ashes."),
        ],
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_shapes(shape: str) -> None:
    markup, expected = SHAPES[shape]
    assert read(markup) == expected


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


@settings(max_examples=200)
@given(st.lists(PIECES | st.text(max_size=8), max_size=25).map("".join))
def test_no_markup_raises_and_every_comment_says_something(source: str) -> None:
    batch = Generic().rows(Page.from_bytes(source.encode("utf-8", "replace"), URL), REF)
    for comment in build(batch.comments).comments:
        assert comment.text or comment.status != "visible"
        assert comment.comment_id
    assert batch.declared is None or batch.declared >= 0
