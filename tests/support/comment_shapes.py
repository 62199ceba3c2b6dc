"""Comment lists in the markup of common systems, with invented words, and what is in them."""

# ruff: noqa: E501  (markup reads best as pages have it)

from typing import Any

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
