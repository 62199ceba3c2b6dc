"""How themes arrange a comment: levels, heads, names, bylines, badges, and what nobody wrote."""

import pytest

from newscrawl.generic.markup.byline import clean_name
from newscrawl.items import Comment
from newscrawl.library import read_comments

STORY = (
    "<article><h1>News</h1><p>A town and its harbour, at some length, and no more.</p></article>"
)
NAMES = ("Ada Quill", "Bram", "Cleo Marsh")
TEXTS = ("The bridge was closed again.", "I do not agree at all.", "A third, quite clear.")


def read(html: str) -> list[Comment]:
    page = f'<html lang="en"><body>{STORY}{html}</body></html>'
    return list(read_comments(page, "https://paper.example/a", timezone="UTC"))


def rows(row: str, around: str = '<div id="comments">{}</div>') -> list[Comment]:
    made = [
        row.format(n=n + 11, name=name, text=text, day=n + 3, level=n, m=n * 2)
        for n, (name, text) in enumerate(zip(NAMES, TEXTS, strict=True))
    ]
    return read(around.format("".join(made)))


def names(found: list[Comment]) -> list[str | None]:
    return [one.author.name if one.author else None for one in found]


def parents(found: list[Comment]) -> list[int | None]:
    order = {one.id: place for place, one in enumerate(found)}
    return [order.get(one.parent_id) if one.parent_id else None for one in found]


# Names

BYLINES = [
    ("Posted by {}", "{} says:", "{} on", "By {}:", "Comment by {} — 17.07, 2011 @ 13:00"),
    ("geschrieben von {}", "{} schrieb am", "{} sagt:", "Kommentar von {}"),
    ("par {}", "Posté par {}", "{} a écrit :", "{} dit :", "{} le"),
    ("Publicado por {}", "{} dice:", "{} escribió:", "{} disse:", "Enviado por {}"),
    ("scritto da {}", "{} ha scritto:", "{} scrive:", "door {}", "{} schreef:", "{} zegt:"),
    ("przez {}", "{} napisał(a):", "{} pisze:", "od {}", "{} napsal:", "{} píše:"),
    ("от {}", "{} пишет:", "{} написал(а):", "Автор: {}", "від {}", "{} написав:"),
    ("{} skrev:", "av {}", "{} säger:", "af {}", "{} kirjoitti:", "{} sanoo:"),
    ("{} dedi ki:", "Yazan: {}", "{} írta:", "{} spune:", "{} a scris:", "{} έγραψε:", "από {}"),
    ("كتب {}", "{} قال:", "{} گفت:", "توسط {}", "מאת {}", "{} כתב:"),
    ("作者：{}", "{} 说：", "投稿者：{}", "{} さん", "작성자: {}", "{}님", "bởi {}", "oleh {}"),
]


@pytest.mark.parametrize("line", [line for group in BYLINES for line in group])
def test_a_byline_gives_its_name_alone(line: str) -> None:
    assert clean_name(line.format("Quill")) == "Quill"


@pytest.mark.parametrize(
    "name", ["Von Trier", "Di Meo", "De Vries", "Max Said", "Le Van Am", "8128", "user-12345", "🙂"]
)
def test_a_name_that_looks_like_a_byline_is_kept_whole(name: str) -> None:
    assert clean_name(name) == name


@pytest.mark.parametrize(
    "label",
    [
        *("¶", "#", "§", "Permalink", "Link", "#41", "Reply", "All comments", "12 Kommentare"),
        *("Posted on", "Alle Kommentare", "Tous les commentaires", "Все комментарии", "最新评论"),
        "Discussion",
    ],
)
def test_a_sign_a_control_or_a_heading_is_no_name(label: str) -> None:
    assert clean_name(label) is None


HEADS = {
    "a name behind the date": "<h6><span>March {day}, 2020 - {name}</span> <a class='permalink'"
    " href='/a#c{n}'>¶</a></h6>",
    "a plain name before the date": "<div class='line'>{name} <time "
    "datetime='2020-03-0{day}T10:00:00Z'>"
    "x</time></div>",
    "a name between words": "<p class='meta'>Posted by <a href='/u/{n}'>{name}</a> on March {day},"
    " 2020</p>",
    "name and day in one heading": "<h4>{name} on <time datetime='2020-03-0{day}T10:00:00Z'>a day"
    "</time>:</h4>",
    "a subject, and who submitted it": "<h3><a href='#comment-{n}' rel='bookmark'>Re: {n} "
    "boats</a></h3>"
    "<div class='submitted'>Submitted by {name} on March {day}, 2020</div>",
    "a number first": "<div class='head'>({n}) By <a href='/u'>{name}</a> on 2020-03-0{day} "
    "10:00</div>",
}


@pytest.mark.parametrize("kind", HEADS)
def test_the_author_is_found_in_a_head_that_marks_none(kind: str) -> None:
    body = "<div class='content'>{text}</div></div>"
    row = f"<div class='comment' id='comment-{{n}}'>{HEADS[kind]}{body}"
    found = rows(row)
    assert names(found) == list(NAMES)
    assert [one.text for one in found] == list(TEXTS)
    assert all(one.date_published for one in found)


BESIDE_NAMES = {
    "links of the member": '<span class="author"><a href="/u/{n}">{name}</a>'
    ' (<a href="/t/{n}">talk</a> | <a href="/c/{n}">contribs</a>)</span>',
    "links beside a name that is none": '<span class="author">{name} (<a href="/t/{n}">talk</a> | '
    '<a href="/c/{n}">contribs</a>)</span>',
    "links of the comment": '<div class="byline"><a href="/u/{n}"><img alt="" src="/i.png"></a>'
    ' <a href="/u/{n}">{name}</a> <a href="/c/{n}">link</a></div>',
    "words for screen readers": '<span class="author">{name}<span class="sr-only">profile of the'
    " member</span></span>",
    "a rank below": '<div class="author"><b><a href="/u/{n}">{name}</a></b><br>'
    "<small>Old hand<br>of the crew</small></div>",
}


@pytest.mark.parametrize("kind", BESIDE_NAMES)
def test_what_stands_beside_a_name_is_no_part_of_it(kind: str) -> None:
    head = f'{BESIDE_NAMES[kind]}<time datetime="2026-05-0{{day}}T10:00:00Z"></time>'
    found = rows(f'<div class="comment" id="comment-{{n}}">{head}<p>{{text}}</p></div>')
    assert names(found) == list(NAMES)
    assert [one.text for one in found] == list(TEXTS)


@pytest.mark.parametrize(
    "head",
    [
        '<span class="author"><a href="/u/{n}">{name}</a> of <a href="/">Link</a></span>',
        '<div class="author"><b>{name}</b><br>of Link</div>',
        '<div class="author"><br><b>{name}</b> <i>of Link</i></div>',
    ],
)
def test_a_name_is_whole_where_words_of_its_own_follow(head: str) -> None:
    when = '<time datetime="2026-05-0{day}T10:00:00Z"></time>'
    found = rows(f'<div class="comment" id="comment-{{n}}">{head}{when}<p>{{text}}</p></div>')
    assert names(found) == [f"{name} of Link" for name in NAMES]


def test_the_day_of_the_week_is_nobody() -> None:
    assert clean_name("Wednesday, November 18. 2026") is None
    assert clean_name("Mittwoch, 18. November 2026") is None
    assert clean_name("Ada Quill on Wednesday, November 18. 2026") == "Ada Quill"


def test_a_link_to_the_comment_answered_is_no_part_of_the_text() -> None:
    line = '<span class="to">in reply to <a href="#note-{m}">Somebody</a></span>'
    head = (
        f'<a class="name" href="/m/{{n}}">{{name}}</a> {line} <span>0{{day}}.05.2026, 10:12</span>'
    )
    found = rows(f'<div class="note" id="note-{{n}}"><div>{head}</div><div>{{text}}</div></div>')
    assert [one.text for one in found] == list(TEXTS)


def test_the_moment_of_a_comment_is_no_id() -> None:
    when = '<i class="when" data-value="2026-05-04T10:12:00+0000">2026.05.04. 10:12</i>'
    row = f'<li class="comment"><b class="nick">{{name}}</b>{when}<p>{{text}}</p></li>'
    same = row.replace("2026-05-04T10:12", "2026-05-0{day}T10:12").replace("05.04.", "05.0{day}.")
    found = rows(same, '<ul class="comments">{}</ul>')
    assert len(found) == 3
    assert not any("T10" in one.comment_id for one in found)


def test_a_badge_tells_the_staff_and_is_no_part_of_the_name() -> None:
    row = (
        "<div class='comment' id='comment-{n}'><span class='author'>{name} "
        "<em>Moderator</em></span>"
        "<time datetime='2020-03-0{day}T10:00:00Z'>x</time><p>{text}</p></div>"
    )
    found = rows(row)
    assert names(found) == list(NAMES)
    assert all(one.author and one.author.is_staff for one in found)
    plain = rows(row.replace("<em>Moderator</em>", "<em>Reader</em>"))
    assert not any(one.author and one.author.is_staff for one in plain)


# Threads

ROW = (
    "<b class='author'>{name}</b> <time datetime='2020-03-0{day}T10:00:00Z'>x</time>"
    "<div class='text'>{text}</div>"
)
LEVELS = {
    "a class of two words": "<div class='comment commentlevel-{level}' "
    "id='comment-{n}'>{row}</div>",
    "from one": "<div class='comment reply-depth{d}' id='comment-{n}'>{row}</div>",
    "ex": "<div class='comment' id='comment-{n}' style='margin-left:{m}ex'>{row}</div>",
    "vw": "<div class='comment' id='comment-{n}' style='padding-left: {m}.5vw'>{row}</div>",
    "short": "<div class='comment' id='comment-{n}' style='margin: 0 0 0 {m}em'>{row}</div>",
    "right": "<div class='comment' id='comment-{n}' style='margin-right:{m}rem'>{row}</div>",
    "property": "<div class='comment' id='comment-{n}' style='--depth: {level}'>{row}</div>",
    "inside": "<div class='comment' id='comment-{n}'><div data-depth='{level}'>{row}</div></div>",
    "cell": "<table><tr class='comment' id='comment-{n}'><td "
    "indent='{level}'></td><td>{row}</td></tr>"
    "</table>",
    "spacer": "<table><tr class='comment' id='comment-{n}'><td><img height='1' width='{m}0'></td>"
    "<td>{row}</td></tr></table>",
    "the answered one by its place": "<div class='comment' id='comment-{n}'>{row}<a "
    "href='#comment-{up}'>"
    "in reply to {up}</a></div>",
}


@pytest.mark.parametrize("kind", LEVELS)
def test_a_level_makes_a_thread_however_it_is_said(kind: str) -> None:
    form = LEVELS[kind].replace("{row}", ROW).replace("{up}", "{level}").replace("{d}", "{level}")
    made = []
    for n, (name, text) in enumerate(zip(NAMES, TEXTS, strict=True)):
        level = n + 10 if kind.startswith("the answered") else n + 1 if kind == "from one" else n
        made.append(form.format(n=n + 11, name=name, text=text, day=n + 3, level=level, m=n * 2))
    found = read(f'<div id="comments">{"".join(made)}</div>')
    assert [one.text for one in found] == list(TEXTS)
    assert parents(found) == [None, 0, 1]


def test_a_level_of_the_member_is_none_of_the_thread() -> None:
    row = (
        "<div class='comment' id='comment-{n}'><i class='badge user-level-{level}'></i>"
        + ROW
        + "</div>"
    )
    assert parents(rows(row)) == [None, None, None]


def test_roots_of_another_class_than_their_replies_are_rows() -> None:
    reply = f"<div class='child-comment'>{ROW}</div>"
    made = "".join(
        reply.format(name=n, text=t, day=4) for n, t in zip(NAMES[1:], TEXTS[1:], strict=True)
    )
    root = f"<div class='parent-comment'>{ROW}<div class='replies'>{{below}}</div></div>"
    html = root.format(name=NAMES[0], text=TEXTS[0], day=3, below=made)
    found = read(
        f"<div id='comments'>{html}{root.format(name='Dot', text='Yes.', day=5, below='')}</div>"
    )
    assert [one.text for one in found] == [*TEXTS, "Yes."]
    assert parents(found) == [None, 0, 0, None]


HEADS_APART = {
    "in a box": "<div class='change'><h3 id='comment:{n}'>by <i class='author'>{name}</i>, <a "
    "title="
    "'2020-03-0{day} 10:00'>5 days ago</a></h3><div class='comment body'><p>{text}</p></div></div>",
    "before": "<p class='head'><b>{name}</b>, March {day}, 2020</p><div "
    "class='comment'>{text}</div>",
    "behind": "<div class='comment'>{text}</div><p class='foot'>Posted by {name}, March {day}, "
    "2020</p>",
}


@pytest.mark.parametrize("kind", HEADS_APART)
def test_a_head_beside_the_body_belongs_to_it(kind: str) -> None:
    found = rows(HEADS_APART[kind], "<div id='talk'>{}</div>")
    assert names(found) == list(NAMES)
    assert [one.text for one in found] == list(TEXTS)
    assert all(one.date_published for one in found)


def test_rows_that_no_name_calls_comments_answer_each_other() -> None:
    row = (
        "<div class='slip' style='margin-left:{m}ex'><h3>({n}) By <a href='/u'>{name}</a> on "
        "2020-03-0"
        "{day} 10:00:01 in reply to <a href='/slip/{level}'>9</a> <a "
        "href='/slip/{n}'>[link]</a></h3>"
        "<div class='words'><p>{text}</p></div></div>"
    )
    found = rows(row, "<div>{}</div>")
    assert names(found) == list(NAMES)
    assert [one.text for one in found] == list(TEXTS)
    assert parents(found) == [None, 0, 1]


def test_a_list_of_articles_is_no_discussion() -> None:
    row = (
        "<div class='slip'><h3><a href='/news/{n}'>A headline of {n}</a></h3><small>By {name} on "
        "2020-03-0{day} 10:00</small><p>{text}</p></div>"
    )
    assert rows(row, "<div>{}</div>") == []


# What nobody wrote

NOBODY = {
    "controls of an empty list": "<div class='comments-list' itemscope itemtype='http://schema.org/"
    "UserComments'><h3>All comments</h3><a class='more'>Show more comments (20)</a><ul></ul>"
    "<a class='new'>Show new comments (0)</a></div>",
    "a template": "<li class='comment' id='comment-tpl'><b class='author'>{{ author }}</b>"
    "<p>{{ text }}</p></li><li class='comment' id='comment-t2'><b class='author'>{{ author }}</b>"
    "<p>{{ text }}</p></li>",
    "rules": "<div class='comment'><h4>House rules</h4><p>Be polite and stay on the "
    "subject.</p></div>",
    "a counter and a sort menu": "<div class='comment-block'><h3>12 Comments</h3><a "
    "href='#'>Newest</a>"
    "<a href='#'>Oldest</a></div>",
    "a form": "<div class='comment' id='comment-0'><form><label>Name</label><input name='n'><p>"
    "Your e-mail will not be published.</p><textarea></textarea></form></div>",
    "an invitation": "<div class='comment'><b>Comments</b><p>Be the first to comment!</p></div>",
    "closed": "<article class='comment'><h4>Discussion</h4><p>Comments are closed.</p></article>",
    "a wall": "<div class='comment'><b>Join the conversation</b><p>Log in to comment</p></div>",
    "in another language": "<div class='comment'><h4>Alle Kommentare</h4><p>Noch keine "
    "Kommentare</p>"
    "</div>",
}


@pytest.mark.parametrize("kind", NOBODY)
@pytest.mark.parametrize("area", ["", " data-newscrawl-area='1'"])
def test_what_nobody_wrote_is_no_comment(kind: str, area: str) -> None:
    html = f"<section id='comments' class='comments'{area}>{NOBODY[kind]}</section>"
    assert [(names([one]), one.text) for one in read(html)] == []


@pytest.mark.parametrize("text", ["Reply", "RIP", "Share", "Like", "1", "More", "Antworten"])
def test_a_comment_may_say_what_a_control_says(text: str) -> None:
    control = "<a href='#' class='r'>Reply</a></div>"
    row = f"<div class='comment' id='comment-{{n}}'>{ROW.replace('{text}', text)}{control}"
    assert [one.text for one in rows(row)] == [text] * 3
    bare = row.replace("<div class='text'>", "<p>").replace("</div><a", "</p><a")
    assert [one.text for one in rows(bare)] == [text] * 3


def test_the_text_is_not_from_forms_menus_and_buttons() -> None:
    more = (
        "<form class='reply'><div class='form-group'><input name='email'><p class='help-block'>"
        "required (not published)</p></div></form><ul role='menu'><li>Report this "
        "comment</li><li>Block"
        " this reader</li></ul><div class='reply-form'><label>Your name</label><input><p>Be "
        "kind</p></div>"
        "<a href='#comment-{n}'>Comment {n}</a>"
    )
    row = "<div class='comment' id='comment-{n}'><h4>{name}</h4><p>{text}</p>" + more + "</div>"
    found = rows(row)
    assert [one.text for one in found] == list(TEXTS)
    assert names(found) == list(NAMES)


# Quotations


QUOTES = {
    "a box of the system": "<div class='bbquote'><cite>Ada Quill "
    "wrote:</cite>{said}</div><p>{own}</p>",
    "a blockquote that says whose": "<blockquote><p>Ada Quill wrote: "
    "{said}</p></blockquote><p>{own}</p>",
    "a blockquote with its source": "<blockquote "
    "cite='#comment-11'><p>{said}</p></blockquote><p>{own}</p>",
    "what another row says": "<blockquote><p>{said}</p></blockquote><p>{own}</p>",
}


@pytest.mark.parametrize("kind", QUOTES)
@pytest.mark.parametrize("inner", ["<div class='content'>{}</div>", "{}"])
def test_quoted_words_are_kept_apart(kind: str, inner: str) -> None:
    head = "<div class='comment' id='comment-{n}'><b class='author'>{name}</b> <time datetime="
    row = head + "'2020-03-0{day}T10:00:00Z'>x</time>"
    quote = QUOTES[kind].format(said=TEXTS[0], own=TEXTS[1])
    html = (row + inner.format(f"<p>{TEXTS[0]}</p>")).format(n=11, name="Ada Quill", day=3)
    html += "</div>" + (row + inner.format(quote)).format(n=12, name="Bram", day=4) + "</div>"
    first, second = read(f"<div id='comments'>{html}</div>")
    assert (first.text, first.text_html) == (TEXTS[0], None)
    assert second.text == TEXTS[1]
    assert second.author
    assert second.author.name == "Bram"
    assert second.text_html
    assert TEXTS[0] in second.text_html
    assert TEXTS[1] in second.text_html
    assert second.parent_id == (first.id if "source" in kind else None)


def test_a_quotation_of_something_else_is_the_text() -> None:
    row = "<div class='comment' id='comment-{n}'>" + ROW.replace("{text}", "{text}") + "</div>"
    made = row.replace("{text}</div>", "<blockquote>From a book.</blockquote>So it is.</div>")
    assert [one.text for one in rows(made)] == ["From a book.\n\nSo it is."] * 3


def test_the_post_that_opens_a_forum_s_thread_is_the_article() -> None:
    row = (
        "<div class='slip'><div class='who'>By <a href='/u'>{name}</a> on 2020-03-0{day} "
        "10:00</div>"
        "<div class='words'><p>{text}</p></div><a href='#' class='r'>Reply</a></div>"
    )
    made = "".join(
        row.format(name=name, text=text, day=n + 3)
        for n, (name, text) in enumerate(zip(NAMES, TEXTS, strict=True))
    )
    page = f"<html lang='en'><body><h1>The harbour</h1><div>{made}</div></body></html>"
    found = read_comments(page, "https://paper.example/a", timezone="UTC")
    assert [one.text for one in found] == list(TEXTS[1:])


def test_heads_beside_texts_are_found_though_a_text_names_a_day() -> None:
    texts = (*TEXTS[:2], "12 November 2019 at 14:30 was the last time it ran")
    made = "".join(
        f"<div class='change'><h3 class='change' id='comment:{n}'>by <i class='writer'>{name}</i>, "
        f"<a title='Seen at 2020-03-0{n + 3} 10:00:00'>9 months ago</a></h3>"
        f"<div class='comment readable'><p>{text}</p></div></div>"
        for n, (name, text) in enumerate(zip(NAMES, texts, strict=True))
    )
    page = f"<html lang='en'><body><h1>The harbour</h1><div id='log'>{made}</div></body></html>"
    found = read_comments(page, "https://paper.example/a", timezone="UTC")
    assert [one.text for one in found] == list(texts)
    assert [(one.date_published or "")[:10] for one in found] == [
        f"2020-03-0{day}" for day in (3, 4, 5)
    ]


UNNAMED_TEXTS = {
    "inlined": (
        "<article class='comment' id='comment-{n}'><section class='inlined'>{text}</section><p>"
        "Comment by <span class='author'>{name}</span> <time datetime='2020-03-0{n}'>x</time></p>"
        "<div class='reply'>Reply</div></article>"
    ),
    "content": (
        "<div class='comment' id='c{n}'><h6><span>March {n}, 2020, 1:53 a.m.&nbsp;-&nbsp;{name}"
        "</span> <a href='#c{n}'>¶</a></h6><div class='content py-1'>{text}</div>"
        "<div><a class='small' href='/reply/{n}/'>Reply</a></div></div>"
    ),
}


@pytest.mark.parametrize("form", UNNAMED_TEXTS)
def test_a_comment_that_reads_like_a_control_is_kept(form: str) -> None:
    texts = ("Reply", "RIP", "Reply")
    rows_ = (
        UNNAMED_TEXTS[form].format(n=n, name=name, text=text)
        for n, (name, text) in enumerate(zip(NAMES, texts, strict=True), 1)
    )
    page = f"<html lang='en'><body><h1>The harbour</h1><div id=comments>{''.join(rows_)}</div>"
    found = read_comments(page, "https://paper.example/a", timezone="UTC")
    assert [one.text for one in found] == list(texts)
    assert [one.author and one.author.name for one in found] == list(NAMES)
