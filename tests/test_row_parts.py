"""What the parts of a row say: who wrote it, when, whom it answers, and what is no part of it."""

import pytest

from newscrawl.generic.markup.byline import clean_name
from newscrawl.items import Comment
from newscrawl.library import read_comments

URL = "https://paper.example/a"
STORY = (
    "<article><h1>News</h1><p>" + "A town and its harbour, at some length. " * 9 + "</p></article>"
)
NAMES = ("Ada Quill", "Bram")
TEXTS = ("The bridge was closed again.", "I do not agree at all.")
TIME = '<time datetime="2020-03-0{n}T10:00:00Z">x</time>'
TEXT = '<div class="text">{text}</div>'


def read(html: str) -> list[Comment]:
    page = f'<html lang="en"><body>{STORY}{html}</body></html>'
    return list(read_comments(page, URL, timezone="UTC"))


def rows(row: str, place: str = "comments") -> list[Comment]:
    """Return what is read of a place with two rows."""
    both = zip(NAMES, TEXTS, strict=True)
    made = [row.format(n=n, name=name, text=text) for n, (name, text) in enumerate(both, 1)]
    return read(f'<div class="{place}">{"".join(made)}</div>')


def keyed(inside: str) -> str:
    return f'<div class="comment" id="comment-{{n}}">{inside}</div>'


def names(found: list[Comment]) -> list[str | None]:
    return [one.author.name if one.author else None for one in found]


@pytest.mark.parametrize(
    "head",
    [
        '<i class="user-group">Gold members</i><b class="fn">{name}</b>',
        '<i class="user-group">Gold members</i><span itemprop="author">{name}</span>',
        '<meta itemprop="author" content="{name}">',
        '<span itemprop="author">Rower since 2009 <b itemprop="name">{name}</b></span>',
        '<div data-author="{name}"></div>',
        "<h4><b>{name}</b> on 3 March 2020</h4>",
    ],
)
def test_the_name_is_found(head: str) -> None:
    found = rows(keyed(f"{head}{'' if '2020' in head else TIME}{TEXT}"))
    assert names(found) == list(NAMES)
    assert [one.text for one in found] == list(TEXTS)


def test_a_name_may_open_the_text() -> None:
    found = rows(keyed(f"{TIME}<p>{{name}} wrote: {{text}}</p>"))
    assert names(found) == list(NAMES)
    assert [one.text for one in found] == list(TEXTS)


def test_a_bold_sentence_that_opens_the_text_is_no_name() -> None:
    found = rows(keyed(f"{TIME}<p><b>What a day! Rain.</b> {{text}}</p>"))
    assert names(found) == [None, None]
    assert [one.text for one in found] == [f"What a day! Rain. {text}" for text in TEXTS]


@pytest.mark.parametrize("line", ["A" * 150, "___", "- _ -"])
def test_a_line_too_long_or_without_letters_is_no_name(line: str) -> None:
    assert clean_name(line) is None


WHO = '<b class="author">{name}</b>'


@pytest.mark.parametrize(
    ("head", "staff"),
    [
        ('<b class="author">{name} (Moderator)</b>', True),
        (WHO + "<i>Moderator</i>", True),
        (WHO, None),
    ],
)
def test_a_badge_tells_the_staff(head: str, staff: bool | None) -> None:
    found = rows(keyed(f"{head}{TIME}{TEXT}"))
    assert [one.author and one.author.is_staff for one in found] == [staff, staff]


def test_a_text_is_no_badge() -> None:
    found = rows(keyed(f'{WHO}{TIME}<div class="text">Moderator</div>'))
    assert [(one.text, one.author and one.author.is_staff) for one in found] == [
        ("Moderator", None),
        ("Moderator", None),
    ]


@pytest.mark.parametrize(
    ("above", "parent"), [("1", 0), ("comment-1", 0), ("0", None), ("2", None)]
)
def test_an_attribute_names_the_comment_above(above: str, parent: int | None) -> None:
    row = (
        f'<div class="comment" id="comment-{{n}}" data-parent-id="{above}">{WHO}{TIME}{TEXT}</div>'
    )
    found = rows(row)
    ids = [one.id for one in found]
    assert found[1].parent_id == (ids[parent] if parent is not None else None)


def test_a_control_that_names_the_author_answers_nobody() -> None:
    control = '<a class="comment-reply-link" href="?replytocom={n}#respond">Reply to {name}</a>'
    found = rows(keyed(f"{WHO}{TIME}{TEXT}{control}"))
    assert [one.parent_author for one in found] == [None, None]


LINKED = '<div class="text">{text} <a href="https://other.example/b#comment-9">There</a></div>'


def test_a_link_to_a_comment_elsewhere_takes_no_comment_away() -> None:
    assert len(rows(keyed(f"{WHO}{TIME}{LINKED}"), place="comments pinned")) == 2


def test_a_form_in_a_row_is_no_text() -> None:
    form = (
        '<form><div class="text">Write here what you think of it</div><textarea></textarea></form>'
    )
    assert [one.text for one in rows(keyed(f"{WHO}{TIME}{TEXT}{form}"))] == list(TEXTS)


def test_a_lone_row_without_a_date_is_a_notice() -> None:
    row = '<div class="comments"><div class="comment" id="comment-1">{}<p>So be it.</p></div></div>'
    assert read(row.format('<b class="author">Ada</b>' + TIME.format(n=1)))
    assert not read(row.format('<b class="author">Ada</b>'))


def test_rows_of_a_weaker_word_are_signed() -> None:
    row = '<div class="entry">{}<p>{}</p><p>And more.</p><i class="date">3 March 2020</i></div>'
    signed = "".join(
        row.format(f'<b class="author">{n}</b>', t) for n, t in zip(NAMES, TEXTS, strict=True)
    )
    bare = "".join(row.format("", text) for text in TEXTS)
    assert len(read(f'<section class="discussion">{signed}</section>')) == 2
    assert not read(f'<section class="discussion">{bare}</section>')


def test_dots_that_end_a_text_are_its_own() -> None:
    found = rows(keyed(f'{WHO}{TIME}<div class="text">{{text}} <i>...</i></div>'))
    assert [one.text for one in found] == [f"{text} ..." for text in TEXTS]


@pytest.mark.parametrize(
    ("head", "raw"),
    [
        ('<i itemprop="datePublished" content="2020-03-0{n}">March {n}, 2020 08:30</i>', "08:30"),
        ('<i itemprop="datePublished">March {n}, 2020</i>', "March"),
        ('<i class="date">March {n}, 2020</i> <i class="time">08:30</i>', "08:30"),
    ],
)
def test_the_date_is_found_in_its_form(head: str, raw: str) -> None:
    found = rows(keyed(f"{WHO}{head}{TEXT}"))
    assert [raw in (one.date_published_raw or "") for one in found] == [True, True]
    assert [one.text for one in found] == list(TEXTS)


def test_a_date_that_links_to_its_comment_may_stand_in_the_text() -> None:
    dated = '<div class="text"><p><a href="#comment-{n}">March {n}, 2020</a></p><p>{text}</p></div>'
    found = rows(keyed(WHO + dated))
    assert [one.date_published_raw for one in found] == ["March 1, 2020", "March 2, 2020"]
    assert [one.text for one in found] == list(TEXTS)
    others = rows(keyed(WHO + dated.replace("#comment-{n}", "/b#comment-9")))
    assert [one.date_published_raw for one in others] == [None, None]


def test_a_subject_that_links_to_its_comment_is_no_name() -> None:
    head = '<h4><a href="#comment-{n}">Boats</a> <b>{name}</b> on 3 March 2020</h4><p>{text}</p>'
    assert names(rows(keyed(head))) == list(NAMES)


def test_rows_of_one_id_are_one_comment() -> None:
    row = f'<div class="comment" id="comment-7">{WHO}{TIME}{TEXT}</div>'
    assert [one.text for one in rows(row)] == list(TEXTS[:1])


def test_a_list_of_definitions_without_terms_has_its_rows() -> None:
    row = f"<dd>{WHO}{TIME}{TEXT}</dd>"
    made = (row.format(n=n, name=NAMES[n - 1], text=TEXTS[n - 1]) for n in (1, 2))
    assert [one.text for one in read(f'<dl class="comments">{"".join(made)}</dl>')] == list(TEXTS)


FULL = (
    '<div class="{box}" {more}><b class="author">{name}</b> <i class="date">3 March 2020</i>'
    "{rest}</div>"
)


def row_of(n: int, box: str, rest: str, more: str = "") -> str:
    return FULL.format(box=box, name=NAMES[n], rest=rest, more=more)


@pytest.mark.parametrize(
    ("box", "more"),
    [
        ("talk-comment by-somebody", ""),
        ("comment", 'itemscope itemtype="https://schema.org/Comment"'),
    ],
)
def test_a_row_in_a_row_answers_it_though_neither_has_a_key(box: str, more: str) -> None:
    inner = row_of(1, box, f"<p>{TEXTS[1]}</p>", more)
    found = read(f'<div class="comments">{row_of(0, box, f"{inner}<p>{TEXTS[0]}</p>", more)}</div>')
    assert [one.text for one in found] == list(TEXTS)
    assert found[1].parent_id == found[0].id


@pytest.mark.parametrize(("inside", "many"), [("{own}{inner}", 2), ("{inner}{own}", 1)])
def test_a_row_behind_the_text_of_another_answers_it(inside: str, many: int) -> None:
    inner = row_of(1, "child-comment", f"<p>{TEXTS[1]}</p>")
    rest = inside.format(own=f"<p>{TEXTS[0]}</p>", inner=inner)
    found = read(f'<div class="comments">{row_of(0, "parent-comment", rest)}</div>')
    assert len(found) == many
    assert [one.parent_id for one in found][1:] == [found[0].id] * (many - 1)


@pytest.mark.parametrize("kind", ["sioct:Post", "foaf:Person"])
def test_what_is_no_comment_of_a_vocabulary_is_none(kind: str) -> None:
    assert not read(
        f'<div typeof="{kind}"><span property="author">Ada</span><p>So it is.</p></div>'
    )


@pytest.mark.parametrize("said", ["Moderator", "Staff"])
def test_a_text_that_is_a_badges_word_is_no_badge(said: str) -> None:
    inside = f'<b class="author">{{name}}</b>{TIME}<div class="text">{said}</div>'
    found = rows(keyed(inside))
    assert [(one.text, one.author and one.author.is_staff) for one in found] == [(said, None)] * 2
