"""Threads whose markup real forums and trackers write: each form with words of its own."""

import pytest

import newscrawl
from newscrawl.generic.paging.links import comment_pages
from newscrawl.library import Comments
from newscrawl.page import Page

URL = "https://forum.example/town/lamps-1/"
OPENING = "The lamps of the pier are lit again, and many came to see them. " * 6
STORY = "".join(f"<p>Part {n} of the story. {OPENING}</p>" for n in range(2))


def read(body: str, url: str = URL) -> Comments:
    html = f"<html lang=en><head><title>Lamps</title></head><body>{body}</body></html>"
    return newscrawl.read_comments(html.encode(), url)


def seen(comments: Comments) -> list[tuple[str, str | None, str | None, str | None]]:
    return [
        (one.comment_id, one.author.name if one.author else None, one.date_published_raw, one.text)
        for one in comments
    ]


def post(number: int, name: str, text: str) -> str:
    """Return a post whose id is a number alone; the wrapper of its head is called content."""
    return f"""<div id="{number}" class="my-3 card post"><div class="post-content-wrapper">
<h4 class="subject">Re: Lamps <a href="/town/lamps-1/?post={number}#{number}">&#182;</a></h4>
<p><small class="text-muted"><i class="clock"></i>&nbsp; By: <a href="/u/{number}">{name}</a>
on March {13 + number}, 2026, 1:{10 + number} p.m.</small></p>
<div class="post-content"><p>{text}</p></div></div>
<div class="post-sidebar"><div class="username"><a href="/u">{name}</a></div></div></div>"""


FORUM = f"""<h1>Lamps</h1><div class="thread">{post(1, "Ida Lykt", OPENING)}
{post(2, "Jan van der Berg", "RIP")}{post(3, "Quill", "It was about time.")}</div>"""


def test_posts_that_a_number_and_a_class_tell() -> None:
    assert seen(read(FORUM)) == [
        ("2", "Jan van der Berg", "March 15, 2026, 1:12 p.m.", "RIP"),
        ("3", "Quill", "March 16, 2026, 1:13 p.m.", "It was about time."),
    ]


def test_the_article_of_a_thread_is_its_opening_post_alone() -> None:
    article = newscrawl.read_article(f"<html><body>{FORUM}</body></html>".encode(), URL)
    assert "The lamps of the pier" in (article.article_body or "")
    assert "about time" not in (article.article_body or "")


def test_a_thread_is_dated_by_its_opening_post_and_not_by_when_the_page_was_made() -> None:
    head = '<head><meta name=created content="2026-11-27T06:00:00+00:00"></head>'
    article = newscrawl.read_article(f"<html>{head}<body>{FORUM}</body></html>".encode(), URL)
    assert article.date_published == "2026-03-14"
    story = f"<html>{head}<body><h1>Lamps</h1>{STORY}</body></html>"
    assert newscrawl.read_article(story.encode(), URL).date_published == "2026-11-27T06:00:00Z"


def old_post(number: int, name: str, text: str) -> str:
    """Return a post of tables, whose link to itself has no mark and whose ids tell its parts."""
    return f"""<div id="edit{number}"><table id="post{number}"><tr><td class="thead">
<div>#<a href="showpost.php?p={number}&amp;c=1" id="count{number}">1</a></div>
<div><a name="post{number}"><img src="old.gif"></a> 03-{number}-2026, 01:11 PM</div></td></tr>
<tr><td><div id="menu_{number}"><a class="username" href="/u">{name}</a></div>
<div class="smallfont">Senior Member</div><div class="smallfont">Posts: 1,204</div></td></tr>
<tr><td id="td_post_{number}"><div class="smallfont"><strong>Re: Lamps</strong></div><hr>
<div id="post_message_{number}">{text}</div></td></tr></table></div>"""


def test_posts_in_tables_with_a_link_of_their_number() -> None:
    posts = [
        old_post(13, "Ida Lykt", OPENING),
        old_post(14, "Jan van der Berg", "RIP"),
        old_post(15, "Quill", "<strong>Re: lights</strong><br>It was about time."),
    ]
    comments = read(f"<div id=posts>{''.join(posts)}</div>")
    assert seen(comments) == [
        ("14", "Jan van der Berg", "03-14-2026, 01:11 PM", "RIP"),
        ("15", "Quill", "03-15-2026, 01:11 PM", "Re: lights\nIt was about time."),
    ]
    teasers = (
        f'<div id="post-{n}"><h2><a href="/?p={n}">Lamps</a></h2><p>03-{n}-2026</p><p>{OPENING}</p>'
        "</div>"
        for n in (13, 14, 15)
    )
    assert read(f"<div id=posts>{''.join(teasers)}</div>").status == "none"


def test_a_subject_that_repeats_the_title_is_no_part_of_a_text() -> None:
    comments = read(
        listed("<h3>Re: Lamps</h3>One", "<h3>Lamps</h3><p>Two", "<h3>RE: my lamps</h3>Three")
    )
    assert [one.text for one in comments] == ["One", "Two", "RE: my lamps\n\nThree"]


def test_a_number_alone_is_no_post_without_a_class_that_says_so() -> None:
    assert not len(read(FORUM.replace(" post", " story")))


def test_a_long_name_behind_the_date() -> None:
    rows = "".join(
        f"<dt id=c{n}> March {n}, 2026, 1:13 p.m. - {name} </dt><dd><p>Words of {n}</p></dd>"
        for n, name in ((14, "Jan van der Berg"), (15, "Bo"), (16, "Anna-Lena O&#x27;Neil"))
    )
    comments = read(f"<h1>Lamps</h1>{STORY}<h2>3 comments</h2><dl id=comments>{rows}</dl>")
    assert seen(comments) == [
        ("14", "Jan van der Berg", "March 14, 2026, 1:13 p.m.", "Words of 14"),
        ("15", "Bo", "March 15, 2026, 1:13 p.m.", "Words of 15"),
        ("16", "Anna-Lena O'Neil", "March 16, 2026, 1:13 p.m.", "Words of 16"),
    ]
    assert comments.status == "complete"


def test_a_list_of_one_comment_in_each_item_has_the_key_of_the_item() -> None:
    row = "<dl class=comment><dt>March {0}, 2026, 1:13 p.m. - {1}</dt><dd><p>Reply</p></dd></dl>"
    inner = f"<ul><li id=c15>{row.format(15, 'Bo')}</li></ul>"
    rows = f"<ul><li id=c14>{row.format(14, 'Quill')}{inner}</li></ul>"
    comments = read(f"<h1>Lamps</h1>{STORY}<div id=comments>{rows}</div>")
    assert [(one.comment_id, (one.parent_id or "")[-2:], one.text) for one in comments] == [
        ("14", "", "Reply"),
        ("15", "14", "Reply"),
    ]


def test_heads_beside_their_texts() -> None:
    rows = "".join(
        f"""<div class=tools></div><h4>Added by <a href="/u/{n}">{name}</a>
<a title="03/{n}/2026 01:13 PM" href="/day">9 months</a> ago</h4>
<div class=wiki><p>Words of {n}</p></div>"""
        for n, name in ((14, "Jan van der Berg"), (15, "Бруно Лист"))
    )
    comments = read(f"<h1>Lamps</h1>{STORY}<div id=comments><h3>Comments</h3>{rows}</div>")
    assert [row[1:] for row in seen(comments)] == [
        ("Jan van der Berg", "03/14/2026 01:13 PM", "Words of 14"),
        ("Бруно Лист", "03/15/2026 01:13 PM", "Words of 15"),
    ]


def note(number: int, name: str) -> str:
    return f"""<div id="change-{number}"><div id="note-{number}" class=note>
<a href="#note-{number}">#{number}</a><h4 class=head>Updated by <a class=user href="/u">{name}</a>
<a title="03/{13 + number}/2026 01:13 PM" href="/day">9 months</a> ago</h4>
<div class=wiki><p>Words of {number}</p></div></div></div>"""


def test_notes_of_a_tracker() -> None:
    comments = read(f"<h1>Lamps</h1>{STORY}<div id=history>{note(1, 'Quill')}{note(2, 'Bo')}</div>")
    assert [(row[0], row[1], row[3]) for row in seen(comments)] == [
        ("1", "Quill", "Words of 1"),
        ("2", "Bo", "Words of 2"),
    ]


def test_footnotes_are_no_comments() -> None:
    notes = "".join(
        f"<li id=note-{n}><a href='#ref-{n}'>^</a> <span>Gazette, 3 May 20{n}</span></li>"
        for n in range(10, 14)
    )
    assert not len(read(f"<h1>Lamps</h1>{STORY}<ol>{notes}</ol>"))


@pytest.mark.parametrize("text", ["Reply", "Words that say more"])
def test_keys_of_letters_and_a_sign_before_the_text(text: str) -> None:
    rows = "".join(
        f"""<div class="js-child-comment"><div id="comment-{key}" class="js-updated">
<p class="js-comment-content"><a href="#comment-{key}" title="Permalink">¶</a> {text}</p>
<div class=small><a href="/u">{name}</a> | <span title="Posted">3 May 2026</span></div></div>
</div>"""
        for key, name in (("mocbybzo", "Quill"), ("nkkiotks", "Bo"))
    )
    comments = read(f"<h1>Lamps</h1>{STORY}<div id=comments>{rows}</div>")
    assert [(row[0], row[3]) for row in seen(comments)] == [("mocbybzo", text), ("nkkiotks", text)]


def answer(number: int, name: str, text: str, *comments: str) -> str:
    below = "".join(
        f"""<div id="js-post-{n}" class="js-comment" data-post-id="{n}">
<div class="comment-content"><div class="comment-body"><p>{said}</p></div>
<a class="comment-author" href="/u">Bo</a>
<span class="age">(<abbr title="2026-03-15 01:1{n % 10}:34+00:00 +0000">day</abbr>)</span></div>
</div>"""
        for n, said in enumerate(comments, 10 * number)
    )
    return f"""<a name="{number}"></a><div id="js-post-{number}" class="js-post js-answer">
<div class="post-content"><div class="post-body"><p>{text}</p></div><div class="author-name">
<a class="user-name-link" href="/u">{name}</a></div><a href="/answers/{number}">answered
<abbr title="2026-03-14 08:3{number}:06+00:00 +0000">day</abbr></a>
<a href="?answer={number}#post-id-{number}">link</a></div>
<div class="js-post-comments"><h2>Comments</h2><div class="js-comments-list">{below}</div></div>
</div>"""


QUESTION = f"""<div id="js-post-9" class="js-post js-question"><h1>Lamps</h1><p>{OPENING}</p>
<div class="js-post-comments"><div class="js-comments-list"></div></div></div>"""


def test_answers_to_a_question_and_the_comments_below_them() -> None:
    answers = answer(1, "Ida", "RIP", "Reply", "So it is"), answer(2, "Quill", "It was time.", "No")
    comments = read(f"<main>{QUESTION}{''.join(answers)}</main>")
    bare = {one.id: one.comment_id for one in comments}
    assert [
        (one.comment_id, bare.get(one.parent_id or ""), one.date_published, one.text)
        for one in comments
    ] == [
        ("1", None, "2026-03-14T08:31:06Z", "RIP"),
        ("10", "1", "2026-03-15T01:10:34Z", "Reply"),
        ("11", "1", "2026-03-15T01:11:34Z", "So it is"),
        ("2", None, "2026-03-14T08:32:06Z", "It was time."),
        ("20", "2", "2026-03-15T01:10:34Z", "No"),
    ]


def test_the_pages_of_answers_are_asked_for_in_their_order_from_the_first() -> None:
    pager = '<div class=paginator><a class=page href="?sort=votes&amp;page=3#bottom">3</a></div>'
    answers = answer(1, "Ida", "RIP", "Reply"), answer(2, "Quill", "It was time.")
    html = f"<main>{QUESTION}{''.join(answers)}{pager}</main>"
    assert read(html).status == "partial"
    page = Page(f"<html><body>{html}</body></html>".encode(), URL)
    assert comment_pages(page) == [f"{URL}?sort=votes&page={n}" for n in (1, 2, 3)]


def listed(*texts: str, behind: str = "") -> str:
    rows = "".join(
        f"<li class=comment id=comment-{n}><b class=author>Quill</b>"
        f"<time datetime='2026-05-03T10:1{n}:00Z'></time><p class=text>{text}</p></li>"
        for n, text in enumerate(texts, 1)
    )
    return f"<h1>Lamps</h1>{STORY}<div><ul class=comments>{rows}</ul>{behind}</div>"


def test_a_pager_behind_the_list() -> None:
    icon = "<i class='fa fa-chevron-right'></i>"
    pager = f"<div><ul class=paginator><li><a href='?page=2'>{icon}</a></li></ul></div>"
    assert read(listed("One", "Two", behind=pager)).status == "partial"
    assert read(listed("One", "Two")).status == "complete"


def test_a_comment_that_reads_like_a_pager() -> None:
    assert read(listed("One", "Page 2 of 5")).status == "complete"


def test_words_around_what_is_cut_out_stay_apart() -> None:
    comments = read(
        listed("One<button>Like</button> <i>two</i>", "<a href='#comment-2'>¶</a> a <i>b</i>")
    )
    assert [one.text for one in comments] == ["One two", "a b"]


def test_messages_in_rows_of_a_table_are_told_where_they_cannot_be_read() -> None:
    rows = "".join(
        f"""<tr><th><a href="msg{n}">msg{n} (view)</a></th><th>Author: {name}</th>
<th>Date: 2026-03-{n}.10:03:19</th></tr><tr><td colspan=3><pre>Words of {n}</pre></td></tr>"""
        for n, name in ((14, "quill"), (15, "bo"), (16, "ida"))
    )
    told = read(f"<h1>Lamps</h1><table class=messages>{rows}</table>")
    assert (told.status, len(told)) != ("none", 0)
    teasers = rows.replace("(view)", "tells why the lamps of the pier were lit")
    assert read(f"<h1>Lamps</h1><table class=messages>{teasers}</table>").status == "none"


def table_post(number: int, name: str, text: str) -> str:
    """Return a post that is a table, whose link to itself is a sign and leads to another page."""
    return f"""<a name="post-{number}"></a><table class="post" id="post-{number}"><thead><tr>
<th colspan=2><a class="permalink" href="/town/post/{number}/">#</a>
<span class="updated">{number} Mar, 2026 08:37</span></th></tr></thead><tbody><tr>
<td class="post-info"><div class="post-author"><a href="/u/{number}">{name}</a></div></td>
<td class="post-content">{text}<div class="post-related"></div></td></tr></tbody></table>"""


def test_posts_whose_sign_leads_to_their_own_pages() -> None:
    quoted = "<blockquote><em>Bo</em><br>So they say</blockquote>It was about time."
    posts = [
        table_post(13, "Ida Lykt", OPENING),
        table_post(14, "Jan van der Berg", "RIP"),
        table_post(15, "Quill", quoted),
    ]
    assert seen(read(f"<h1>Lamps</h1><div class=posts>{''.join(posts)}</div>")) == [
        ("14", "Jan van der Berg", "14 Mar, 2026 08:37", "RIP"),
        ("15", "Quill", "15 Mar, 2026 08:37", "It was about time."),
    ]


def test_a_line_that_says_who_wrote_what_is_quoted_below_it_goes_with_it() -> None:
    said = (
        '<p>Jan van der Berg wrote:</p><div><a href="#">...</a></div><blockquote class="quoted">'
        "<p>So they say</p></blockquote><p>Ida Lykt wrote:</p><p>She did.</p>"
    )
    comments = read(listed("RIP", said))
    assert [one.text for one in comments] == ["RIP", "Ida Lykt wrote:\n\nShe did."]


def test_the_line_that_a_comment_begins_with_tells_its_own_writer() -> None:
    said = '<p>Bo Lind wrote:</p><blockquote class="quoted"><p>They say</p></blockquote><p>No.</p>'
    rows = "".join(
        f'<li class=comment id=comment-{n}>{said}<time datetime="2026-05-03T10:1{n}:00Z"></time>'
        for n in (1, 2)
    )
    comments = read(f"<h1>Lamps</h1>{STORY}<ul class=comments>{rows}</ul>")
    assert [one.author and one.author.name for one in comments] == ["Bo Lind"] * 2


def test_a_short_text_beside_a_layout_class_and_a_point_behind_the_name() -> None:
    rows = "".join(
        f"""<div id="comment-{n}" class="comment-box"><div class="header"><div>Bo Lind &sdot;
<span class="muted">March {n}, 2026, 8:37 a.m.</span> <a href="#comment-{n}">&#182;</a></div></div>
<div class="body"><p>{text}</p></div>
<div id="more-{n}"><div class="inline-block"><span>4 replies</span></div></div></div>"""
        for n, text in ((13, "RIP"), (14, "It was about time."))
    )
    comments = read(f"<h1>Lamps</h1>{STORY}<section id=comments>{rows}</section>")
    assert [(one.author and one.author.name, one.text) for one in comments] == [
        ("Bo Lind", "RIP"),
        ("Bo Lind", "It was about time."),
    ]


def test_a_class_for_each_level_down_to_the_row() -> None:
    rails = ("l0-ini", "l0-mid l1-ini", "l0-mid l1-mid l2-end", "l0-mid l1-end", "l0-ini")
    rows = "".join(
        f"""<div id="comment-{n}" class="box {rail}"><b class="author">Quill</b>
<time datetime="2026-05-03T10:1{n}:00Z"></time><p class="text">Words {n}</p></div>"""
        for n, rail in enumerate(rails, 1)
    )
    comments = read(f"<h1>Lamps</h1>{STORY}<section id=comments>{rows}</section>")
    known = {one.id: one.comment_id for one in comments}
    parents = [known.get(one.parent_id or "") for one in comments]
    assert parents == [None, "1", "2", "1", None]
