"""Words of several people below a text: read where a rule tells them, else a reason."""

import re

import pytest

import newscrawl

URL = "https://paper.example/2026/11/25/the-weir-is-mended"
TEXT = (
    f"<article><h1>The weir is mended</h1><p>{'The river is back in its bed. ' * 12}</p></article>"
)
PEOPLE = ("Ada Quill", "Bram", "Cleo M.")
SAID = ("The bridge was closed again on Sunday.", "I do not agree at all.", "A third, quite clear.")
TITLES = ("The bridge again, said at length", "No, and here is why I think so", "What of the weir?")


def read(html: str, *, text: str = TEXT) -> tuple[int, str, str]:
    found = newscrawl.read_comments(f'<html lang="en"><body>{text}{html}</body></html>', URL)
    return len(found), found.status, found.reason or ""


def each(row: str) -> str:
    return "".join(
        row.format(n=n + 411, name=name, said=said, title=title, day=n + 3)
        for n, (name, said, title) in enumerate(zip(PEOPLE, SAID, TITLES, strict=True))
    )


HEAD = '<span class="author">{name}</span> <time datetime="2026-05-0{day}T10:00:00Z"></time>'
LINK = '<a href="/talk/{n}/show">{title}</a>'
NESTED = "".join(
    f'<li class="entry">{LINK}{HEAD}'.format(n=n + 7, name=name, title=title, day=n + 3) + "<ol>"
    for n, (name, title) in enumerate(zip(PEOPLE, TITLES, strict=True))
)
UNREAD = {
    "a tree of titles": (f'<ol class="tree">{NESTED}</ol>', "behind links"),
    "titles with levels": (
        each('<div class="entry" data-parent-entry="e4{day}" id="e{n}">' + HEAD + LINK + "</div>")
        + '<div class="entry" data-parent-entry="e411" id="e498">'
        + (HEAD + LINK).format(n=498, name="Dov", title="And one more of us", day=9)
        + "</div>",
        "behind links",
    ),
    "an archive of mail": (
        "<ul>"
        + "".join(
            f'<li><a href="{n}.html">[River] Weir</a> <i>{p}</i><ul>' for n, p in enumerate(PEOPLE)
        )
        + "</ul></li>" * 3
        + "</ul>",
        "behind links",
    ),
    "letters": (
        "<section><h2>Readers' opinions</h2>"
        + each("<div class='letter'><h3>On the weir</h3><p>{said}</p><p><em>{name}</em></p></div>")
        + "</section>",
        "by several people",
    ),
    "posts for those without scripts": (
        "<noscript>"
        + each('<div><h3>{name}</h3><div class="Post-body"><p>{said}</p></div></div>')
        + "</noscript>",
        "by several people",
    ),
    "blocks with names and dates": (
        "<section>" + each(f'<div class="view">{HEAD}<p>{{said}}</p></div>') + "</section>",
        "each with a date",
    ),
}


@pytest.mark.parametrize("kind", UNREAD)
def test_what_several_people_wrote_and_nobody_read_is_a_reason(kind: str) -> None:
    html, reason = UNREAD[kind]
    number, status, why = read(html)
    assert (number, status) == (0, "partial")
    assert reason in why


LONG_LINKS = {
    "a control of many words": '<a href="/tell/{n}">Tell the editors of this</a>',
    "a control with a number": '<a href="/all/{n}">Show all 1{n} of the answers</a>',
    "a date": '<a href="/one/{n}">{day} May 2026 at 10:12</a>',
    "a long name": '<a class="user" href="/u/{n}">{name} of the old harbour</a>',
    "whom it answers": '<a href="/one/4{n}">In reply to {name} of the harbour</a>',
}


@pytest.mark.parametrize("kind", LONG_LINKS)
def test_a_link_of_many_words_that_is_no_headline_makes_no_teaser(kind: str) -> None:
    row = f'<div class="view">{HEAD}<p>{{said}}</p>{LONG_LINKS[kind]}</div>'
    assert read(f"<section>{each(row)}</section>")[1] in {"partial", "complete"}


def test_a_link_in_one_of_the_texts_makes_no_teasers() -> None:
    html = each(f'<div class="view">{HEAD}<p>{{said}}</p></div>')
    linked = SAID[1].replace("I do not", '<a href="/s/9">See what the town said</a>, I do not')
    assert read(f"<section>{html.replace(SAID[1], linked)}</section>")[1] == "partial"


OF_THE_HOUSE = {
    "teasers": f'<div class="card"><h4>{LINK}</h4>{HEAD}<p>{{said}}</p></div>',
    "latest comments elsewhere": (
        "<li><b>{name}</b>: {said} <small>0{day}.05.2026</small>"
        ' in <a href="/s/{n}">{title}</a></li>'
    ),
    "a live report": f'<div class="live-entry">{HEAD}<h4>{{title}}</h4><p>{{said}}</p></div>',
    "a poll": '<li class="option"><label><input type="radio"> {title}</label> 4{day} votes</li>',
    "cookies": (
        '<div class="entry"><b class="author">Provider: {name}</b><p>{said}</p>'
        "<time datetime='2026-05-0{day}T10:00:00Z'></time></div>"
    ),
    "posts of another site": (
        '<div><blockquote class="twitter-tweet"><p>{said}</p>' + HEAD + "</blockquote></div>"
    ),
    "cards with a link over all of them": (
        '<div class="card"><a href="/p/{n}"></a>' + HEAD + "<p>{said}</p></div>"
    ),
    "sentences, and no names": (
        '<div class="view"><time datetime="2026-05-0{day}T10:00:00Z"></time>'
        '<span class="author">そしてかれらはみんなわらった {name}</span><p>{said}</p></div>'
    ),
    "links to sections": '<li><a href="/{n}">{title}</a></li>',
}


@pytest.mark.parametrize("kind", OF_THE_HOUSE)
def test_what_the_house_lists_below_its_text_is_no_discussion(kind: str) -> None:
    assert read(f'<div class="box">{each(OF_THE_HOUSE[kind])}</div>')[:2] == (0, "none")


FORUMS = {
    "a control to quote": (
        '<div class="w" id="msg{n}"><div class="poster"><h4><a href="/u/{n}">{name}</a></h4><ul>'
        "<li>Old hand</li></ul></div><div>0{day}.05.2026, 10:12</div><div>{said}</div>"
        '<ul><li><a href="#">Quote</a></li></ul></div>'
    ),
    "a control that only a screen reader names": (
        f'<div class="w">{HEAD}<div><p>{{said}}</p></div>'
        '<button aria-label="Reply"><i></i><span>2</span></button></div>'
    ),
    "a permalink": (
        '<div class="w row-{n}"><b class="user"><a href="/u/{n}">{name}</a></b><small>'
        '0{day}.05.2026 10:12 <a href="#{n}" id="{n}">#{n}</a></small><div class="k">{said}</div>'
        "<p>Sign in to take part</p></div>"
    ),
}


@pytest.mark.parametrize("kind", FORUMS)
def test_rows_that_quote_or_lead_to_themselves_are_a_discussion(kind: str) -> None:
    html = f'<html lang="en"><body>{TEXT}<div>{each(FORUMS[kind])}</div></body></html>'
    found = newscrawl.read_comments(html, URL, timezone="UTC")
    assert [one.author.name for one in found if one.author] == list(PEOPLE)
    assert [one.text for one in found] == list(SAID)
    assert [one.date_published[:10] for one in found if one.date_published] == [
        f"2026-05-0{day}" for day in (3, 4, 5)
    ]
    assert found.status == "complete"


def test_the_post_that_opens_a_thread_may_look_otherwise() -> None:
    opening = f'<div class="first"><div class="h">{HEAD}</div><div><p>{{title}}</p></div></div>'
    rows = each(
        f'<div class="mail"><div class="h">{HEAD}</div><div><p>{{said}}</p></div>'
        '<a href="#">Reply</a></div>'
    )
    first = opening.format(n=1, name="Zed", title="What is the news of the weir?", day=2)
    found = newscrawl.read_comments(
        f'<html lang="en"><body><h1>The weir</h1><div>{first}{rows}</div></body></html>', URL
    )
    assert [one.text for one in found] == list(SAID)


def test_a_link_that_counts_comments_names_their_place() -> None:
    row = (
        '<div class="remark" id="remark-{n}"><p>{name}, 0{day}.05.2026 10:12</p><p>{said}</p></div>'
    )
    html = f'<a href="#remarks">5 comments</a><section id="remarks">{each(row)}</section>'
    page = f'<html lang="en"><body>{TEXT}{html}</body></html>'
    found = newscrawl.read_comments(page, URL)
    assert [one.author.name for one in found if one.author] == list(PEOPLE)
    assert [one.text for one in found] == list(SAID)
    assert (found.status, found.declared) == ("partial", 5)
    assert SAID[0] not in (newscrawl.read_article(page, URL).article_body or "")


def test_the_first_of_several_roots_with_answers_is_no_opening_post() -> None:
    row = f"<div class='w'>{HEAD}<p>{{said}}</p><a href='#'>Reply</a>"
    first, second, third = (
        row.format(name=name, said=said, day=day)
        for name, said, day in zip(PEOPLE, SAID, (3, 4, 5), strict=True)
    )
    html = f"<h1>The weir</h1><div>{first}{second}</div></div>{third}</div></div>"
    found = newscrawl.read_comments(f'<html lang="en"><body>{html}</body></html>', URL)
    assert [one.text for one in found] == list(SAID)
    assert [one.depth for one in found] == [0, 1, 0]


@pytest.mark.parametrize(
    "ids", [("c_ab52", "c_xy52", "c_kj1q"), ("comment-ab3", "comment-cd3", "comment-d3")]
)
def test_ids_of_letters_and_digits_stay_apart(ids: tuple[str, ...]) -> None:
    rows = "".join(
        f'<li class="comment" id="{key}"><b class="author">{name}</b><p>{said}</p></li>'
        for key, name, said in zip(ids, PEOPLE, SAID, strict=True)
    )
    page = f'<html lang="en"><body>{TEXT}<ol class="comments">{rows}</ol></body></html>'
    found = newscrawl.read_comments(page, URL)
    assert [one.text for one in found] == list(SAID)
    assert [one.comment_id for one in found] == [re.split("[_-]", key)[1] for key in ids]


@pytest.mark.parametrize("last", ["<li>{}</li>", '<li class="comment">{}</li>'])
def test_answers_in_a_list_beside_the_comment_they_answer_have_it_as_parent(last: str) -> None:
    row = f'<div class="comment" id="comment-{{n}}">{HEAD}<p>{{said}}</p></div>'
    first, second, third = (
        row.format(n=n + 7, name=name, said=said, day=n + 3)
        for n, (name, said) in enumerate(zip(PEOPLE, SAID, strict=True))
    )
    inner = f"<li>{second}<ol>{last.format(third)}</ol></li>"
    html = f'<ol class="talk"><li>{first}<ol>{inner}</ol></li></ol>'
    found = newscrawl.read_comments(f'<html lang="en"><body>{TEXT}{html}</body></html>', URL)
    assert [one.text for one in found] == list(SAID)
    assert [one.parent_id for one in found] == [None, found[0].id, found[1].id]


def test_posts_within_the_posts_that_they_answer_keep_their_own_names_and_dates() -> None:
    row = (
        '<li class="post" id="post-{n}"><span class="author">{name}</span>'
        '<a href="/a#comment-{n}" class="ago">0{day}.05.2026 10:12</a><div><p>{said}</p></div>'
    )
    first, second, third = (
        row.format(n=n + 411, name=name, said=said, day=n + 3)
        for n, (name, said) in enumerate(zip(PEOPLE, SAID, strict=True))
    )
    html = f"<ul>{first}<ul>{second}</li></ul></li>{third}</li></ul>"
    for text in (TEXT, "<h1>The weir</h1>"):
        page = f'<html lang="en"><body>{text}{html}</body></html>'
        found = newscrawl.read_comments(page, URL, timezone="UTC")
        assert [one.author.name for one in found if one.author] == list(PEOPLE)
        assert [one.text for one in found] == list(SAID)
        assert [(one.date_published or "")[8:10] for one in found] == ["03", "04", "05"]
        assert [one.parent_id for one in found] == [None, found[0].id, None]


def test_the_hint_of_a_relative_date_gives_the_whole_one() -> None:
    hint = "Wednesday, November 18th, 2026 at 9:1{n}:00 AM GMT+00:00"
    rows = "".join(
        f'<li class="comment" id="comment-{n}"><b class="author">{name}</b>'
        f'<span class="moment" data-tippy-content="{hint.format(n=n)}">2 days ago</span>'
        f"<p>{said}</p>"
        for n, (name, said) in enumerate(zip(PEOPLE, SAID, strict=True))
    )
    page = f'<html lang="en"><body>{TEXT}<ol class="comments">{rows}</ol></body></html>'
    found = newscrawl.read_comments(page, URL)
    assert [one.date_published for one in found] == [f"2026-11-18T09:1{n}:00Z" for n in range(3)]


@pytest.mark.parametrize(("head", "number"), [("2026-05-03T10:00:00+00:00", 2), ("2026-05-02", 3)])
def test_the_first_row_that_dates_a_page_without_a_text_opens_its_thread(
    head: str, number: int
) -> None:
    rows = each(
        f'<article class="message" itemtype="https://schema.org/Comment" id="c-{{n}}">{HEAD}'
        "<div><p>{said}</p></div></article>"
    )
    top = (
        f'<h1>The weir</h1><ul><li>Ada Quill</li><li><time datetime="{head}">May 3</time></li></ul>'
    )
    page = f'<html lang="en"><body>{top}<div>{rows}</div></body></html>'
    found = newscrawl.read_comments(page, URL)
    assert [one.text for one in found] == list(SAID)[3 - number :]


NO_REASONS = {
    "a field that is named comments": '<input id="checkbox-comments" type="checkbox">',
    "a picture": '<section id="comments"><i class="lazyload"></i>Nobody spoke.</section>',
    "a control that counts nothing": (
        '<section id="comments">Nobody spoke. <button>View all comments (0)</button></section>'
    ),
    "a menu": '<section id="comments">Nobody spoke. <button>More options</button></section>',
    "pictures": '<section id="comments">Nobody spoke. <button>Next slide</button></section>',
    "a control that is not seen": (
        '<section id="comments">Nobody spoke. <a href="#" class="x" title="Show all comments"></a>'
        "</section>"
    ),
    "comments on other articles": (
        '<div class="recent-comments">Ada on <a href="/s">Boats</a>, 3 May 2026</div>'
    ),
    "a form of a theme that prints its rows": (
        '<form action="/wp-comments-post.php"><textarea name="comment"></textarea></form>'
    ),
}


@pytest.mark.parametrize("kind", NO_REASONS)
def test_what_is_no_sign_of_comments_gives_no_reason(kind: str) -> None:
    assert read(NO_REASONS[kind]) == (0, "none", "nothing shows that there are any")


def test_the_line_of_a_date_above_the_text_is_no_place_with_comments() -> None:
    line = '<div class="social-comments">By Ada Quill, 3 May 2026</div>'
    assert read("", text=f"<h1>The weir</h1>{line}{TEXT}")[1] == "none"
    assert read(line)[1] == "partial"  # below the text it may be a comment


@pytest.mark.parametrize("name", ["related-articles", "news-list", "story-sidebar", "recent-posts"])
def test_what_a_name_calls_a_list_beside_the_text_is_no_thread(name: str) -> None:
    tree = f'<ol class="tree">{NESTED}</ol>'
    people = each(f'<div class="view">{HEAD}<p>{{said}}</p></div>')
    for html in (tree, people):
        assert read(f'<div class="{name}">{html}</div>')[1] == "none"
        assert read(f'<div class="sidebar-wrap">{html}</div>')[1] == "partial"


def test_parts_of_a_page_that_hold_dates_are_no_posts_by_their_titles() -> None:
    parts = "".join(
        f'<div id="{part}">{HEAD}{LINK}'.format(name=PEOPLE[n], title=TITLES[n], day=n + 3, n=n)
        for n, part in enumerate(("page-body", "jump-box", "page-footer"))
    )
    assert read(parts + "</div>" * 3)[1] == "none"


def test_an_icon_that_only_its_class_shows_is_a_control() -> None:
    icon = '<section id="comments"><p>x</p><a href="#" class="icon-more" title="{}"></a></section>'
    assert read(icon.format("Show more comments"))[1] == "partial"
