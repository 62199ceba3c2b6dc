"""Rows of unknown systems in a browser's snapshot, with invented words and no helpful names."""

# ruff: noqa: E501  (markup reads best as pages have it)

from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.engines.base import ArticleRef
from newscrawl.extract.dates import read_date
from newscrawl.generic.engine import Generic
from newscrawl.items import Comment
from newscrawl.page import Page
from newscrawl.threads.forest import build

URL = "http://paper.example/boats"
STORY = (
    "<h1>Boats</h1><p>" + "The lantern keepers of Vellmar met at dusk to count boats. " * 6 + "</p>"
)
WORDS = (
    "The ferry was late again and nobody minds.",
    "Paint the bridge before winter comes.",
    "My orchard needs rain, the council does not.",
    "Seven lanterns are enough for a harbour.",
)
NAMES = ("Ada Quill", "Bram Fenwick", "Cleo Marsh", "Dov Tarn")
ACTS = "<button>Like</button><button>Reply</button><button>Report</button>"


def comments(
    area: str, beside: str = "", *, language: str = "en", mark: str = "data-newscrawl-area"
) -> list[Comment]:
    html = f"<html><body><article>{STORY}</article><section {mark}>{area}</section>{beside}</body></html>"
    ref = ArticleRef(id="paper:1", url=URL, site="paper", language=language)
    return build(Generic().rows(Page(html.encode(), URL), ref).comments).comments


def read(area: str, beside: str = "", **options: str) -> list[tuple[Any, ...]]:
    """Return (text, author, date as printed, the parent's text) of each comment."""
    found = comments(area, beside, **options)
    texts = {one.id: one.text for one in found}
    return [
        (c.text, c.author and c.author.name, c.date_published_raw, texts.get(c.parent_id or ""))
        for c in found
    ]


def stamp(number: int) -> str:
    return f"2026-03-14T08:3{number}:00Z"


def plain_row(number: int, inner: str = "") -> str:
    return (
        f'<div class="qx"><b>{NAMES[number]}</b><time datetime="{stamp(number)}">March</time>'
        f"<p>{WORDS[number]}</p>{ACTS}{inner}</div>"
    )


FOUR = [(WORDS[n], NAMES[n], stamp(n), None) for n in range(4)]


def test_rows_without_names_or_ids() -> None:
    assert read("<h2>48 voices</h2>" + "".join(map(plain_row, range(4)))) == FOUR


def test_a_list_that_stands_twice_is_read_once() -> None:
    # A script draws it again below what was served, where each day is printed but once.
    keyed = [plain_row(n, f'<a id="K{n}XY">#</a>') for n in range(3)]
    again = [one.replace("March<", "14 March<") for one in keyed]
    assert [one.comment_id for one in comments("".join([*keyed, *again]))] == [
        "K0XY",
        "K1XY",
        "K2XY",
    ]
    assert len(comments("".join([*keyed, *keyed[1:], *keyed[:1]]))) == 3


def test_weak_evidence_counts_in_a_marked_area_only() -> None:
    rows = "".join(map(plain_row, range(4)))
    assert read(rows.replace("<button>Reply</button>", ""), mark="") == []
    assert read(rows, mark="") == FOUR  # a control to answer in each row is strong


def test_nesting_tells_parents() -> None:
    branch = plain_row(0, f"<div class='kk'>{plain_row(1, plain_row(2))}</div>")
    assert [row[3] for row in read(branch + plain_row(3))] == [None, WORDS[0], WORDS[1], None]


def test_lists_without_classes_nest_too() -> None:
    def item(number: int, inner: str = "") -> str:
        return (
            f"<li><div><strong>{NAMES[number]}</strong><abbr title='14 March 2026, 08:3{number} UTC'>"
            f"March</abbr></div><div>{WORDS[number]}</div><div>{ACTS}</div>{inner}</li>"
        )

    found = read(f"<ol>{item(0, f'<ol>{item(1)}{item(2)}</ol>')}{item(3)}</ol>")
    assert [(row[0], row[1], row[3]) for row in found] == [
        (WORDS[0], NAMES[0], None),
        (WORDS[1], NAMES[1], WORDS[0]),
        (WORDS[2], NAMES[2], WORDS[0]),
        (WORDS[3], NAMES[3], None),
    ]
    assert found[1][2] == "14 March 2026, 08:31 UTC"


def test_replies_in_a_shape_of_their_own() -> None:
    replies = "".join(
        f'<article class="rr"><i>{NAMES[n]}</i> <time datetime="{stamp(n)}">m</time><p>{WORDS[n]}</p>{ACTS}</article>'
        for n in (2, 3)
    )
    assert [row[0::3] for row in read(plain_row(0) + plain_row(1, replies))] == [
        (WORDS[0], None),
        (WORDS[1], None),
        (WORDS[2], WORDS[1]),
        (WORDS[3], WORDS[1]),
    ]


def test_attributes_name_ids_and_parents() -> None:
    markup = "".join(
        f'<div class="qx" data-mid="n{70 + n}" {answered}><b>{NAMES[n]}</b>'
        f'<time datetime="{stamp(n)}">m</time><p>{WORDS[n]}</p>{ACTS}</div>'
        for n, answered in enumerate(["", 'data-re="70"', 'data-reply-to="n71"', ""])
    )
    found = comments(markup)
    assert [one.comment_id for one in found] == ["70", "71", "72", "73"]
    assert [one.parent_id and one.parent_id[-2:] for one in found] == [None, "70", "71", None]


def test_a_link_to_another_row_names_the_parent() -> None:
    markup = "".join(
        f'<div class="qx" id="v{70 + n}">{link}<b>{NAMES[n]}</b>'
        f'<time datetime="{stamp(n)}">m</time><p>{WORDS[n]}</p>{ACTS}</div>'
        for n, link in enumerate(["", '<a href="#v70">↑</a>', "", '<a href="#v71">↑</a>'])
    )
    assert [row[3] for row in read(markup)] == [None, WORDS[0], None, WORDS[1]]


def test_indents_tell_levels() -> None:
    markup = "".join(
        f'<div class="qx" style="margin-left:{indent}em"><b>{NAMES[n]}</b>'
        f'<time datetime="{stamp(n)}">m</time><p>{WORDS[n]}</p>{ACTS}</div>'
        for n, indent in enumerate([0, 1, 2, 1])
    )
    assert [row[3] for row in read(markup)] == [None, WORDS[0], WORDS[1], WORDS[0]]


def test_relative_dates_alone() -> None:
    said = ["5 hours ago", "yesterday", "an hour ago", "3 days ago"]
    markup = "".join(
        f"<section class='qx'><em>{said[n]}</em> <a href='/u/{n}'>{NAMES[n]}</a>"
        f"<blockquote>{WORDS[n]}</blockquote>{ACTS}</section>"
        for n in range(4)
    )
    found = read(markup)
    assert found == [(WORDS[n], NAMES[n], said[n], None) for n in range(4)]
    now = datetime(2026, 3, 15, 12, tzinfo=UTC)
    assert all(read_date(row[2], now=now) for row in found)


def test_authors_in_labels_for_screen_readers() -> None:
    markup = "".join(
        f'<article class="qx" aria-label="Comment by {NAMES[n]}"><time datetime="{stamp(n)}">m</time>'
        f"<p>{WORDS[n]}</p><span>{n + 3}</span>{ACTS}</article>"
        for n in range(4)
    )
    assert read(markup) == FOUR


def test_names_that_differ_by_a_number_are_no_controls() -> None:
    rows = [
        f"<li class=comment id=comment-{n}><b class=author>Guest {n}</b> "
        f'<time datetime="{stamp(n)}"></time><p>So say {n} of us.</p></li>'
        for n in range(4)
    ]
    found = read(f"<ul>{''.join(rows)}</ul>")
    assert found == [(f"So say {n} of us.", f"Guest {n}", stamp(n), None) for n in range(4)]


def test_who_gives_no_name_has_none() -> None:
    nameless = (
        f'<div class="qx"><time datetime="{stamp(3)}">March</time><p>{WORDS[3]}</p>{ACTS}</div>'
    )
    found = read("".join(map(plain_row, range(3))) + nameless)
    assert found[3] == (WORDS[3], None, stamp(3), None)


def test_controls_of_any_language_are_no_text() -> None:
    acts = "<span>Zibel</span> <span>Ommer (3)</span> <i>Quorr</i>"
    markup = "".join(plain_row(n).replace(ACTS, acts) for n in range(4))
    assert read(markup) == FOUR


def test_likes_beside_their_control() -> None:
    markup = "".join(
        plain_row(n).replace(
            ACTS, f"<em>{number}</em><button>Gefällt mir</button><button>Antworten</button>"
        )
        for n, number in enumerate([7, 0, 144, 7])
    )
    assert [one.upvote_count for one in comments(markup)] == [7, 0, 144, 7]


def test_numbers_beside_nothing_are_not_likes() -> None:
    markup = "".join(
        plain_row(n).replace(ACTS, f"<em>{n}</em><button>Zibel</button>") for n in range(4)
    )
    found = comments(markup)
    assert [one.text for one in found] == list(WORDS)
    assert [one.upvote_count for one in found] == [None] * 4


def test_removed_rows_keep_their_place() -> None:
    gone = f'<div class="qx"><time datetime="{stamp(1)}">March</time><p>This comment is no longer available.</p>{ACTS}</div>'
    found = comments(plain_row(0) + gone + plain_row(2) + plain_row(3))
    assert [(one.text, one.status) for one in found[:2]] == [
        (WORDS[0], "visible"),
        (None, "removed_unknown"),
    ]


def test_what_was_dropped_comes_back_in_its_place_and_once() -> None:
    dropped = "".join(f"<div>{plain_row(a)}{plain_row(b)}</div>" for a, b in [(0, 1), (1, 2)])
    found = read(plain_row(2) + plain_row(3), f"<div data-newscrawl-dropped>{dropped}</div>")
    assert found == FOUR


def test_the_last_state_of_a_row_counts() -> None:
    def row(number: int, text: str) -> str:
        return (
            plain_row(number)
            .replace('class="qx"', f'class="qx" data-id="k{number}"')
            .replace(WORDS[number], text)
        )

    now = "".join(row(n, WORDS[n]) for n in range(4))
    before = row(1, "Paint the…")
    assert read(now, f"<div data-newscrawl-dropped>{before}</div>") == FOUR


def test_twins_a_second_apart_are_two() -> None:
    twin = plain_row(1).replace(stamp(1), "2026-03-14T08:31:01Z")
    found = read(plain_row(0) + plain_row(1) + twin)
    assert [row[2] for row in found] == [stamp(0), stamp(1), "2026-03-14T08:31:01Z"]


def test_the_same_row_twice_by_its_id_is_one() -> None:
    markup = "".join(plain_row(n).replace("<div", f'<div id="w{n}"', 1) for n in (0, 1, 2, 0))
    assert [row[0] for row in read(markup)] == list(WORDS[:3])


def test_frames_and_shadow_roots_are_areas_too() -> None:
    shadow = (
        f"<div data-newscrawl-shadow data-newscrawl-area>{''.join(map(plain_row, range(2)))}</div>"
    )
    frame = f'<div data-newscrawl-frame="http://v.example/" data-newscrawl-area>{plain_row(2)}{plain_row(3)}</div>'
    assert read(f"<my-widget>{shadow}</my-widget>", frame) == FOUR


def test_each_row_may_be_an_area_of_its_own() -> None:
    marked = "".join(plain_row(n).replace("<div", "<div data-newscrawl-area", 1) for n in range(4))
    assert read("", f"<main>{marked}</main>", mark="") == FOUR


def test_other_lists_with_dates_are_no_comments() -> None:
    stories = "".join(
        f'<li class="st"><a href="/{n}">{WORDS[n]}</a> <time datetime="{stamp(n)}">March</time></li>'
        for n in range(4)
    )
    assert read("<p>Be the first to comment.</p>", f"<ul>{stories}</ul>") == []
    assert read(f"<h2>Comments</h2><ul>{stories}</ul>") == []


def test_a_lone_row_needs_a_control() -> None:
    assert (
        read(f"<h2>1 comment</h2><div>{plain_row(0)}</div><form><textarea></textarea></form>")
        == FOUR[:1]
    )
    closed = "<h2>Comments</h2><div><p>The discussion was closed on</p><p>3 March 2026</p></div>"
    assert read(closed) == []


def test_quoted_comments_are_a_part_of_the_text() -> None:
    quote = f"<blockquote><b>{NAMES[0]}</b> <time datetime='{stamp(0)}'>m</time><p>{WORDS[0]}</p></blockquote>"
    found = read(plain_row(0) + plain_row(1, quote) + plain_row(2))
    assert len(found) == 3


MARKUP = st.recursive(
    st.sampled_from(
        ["a 3 March 2026", "<time datetime='2026-03-14'></time>", "Reply", "<b>Q</b>", "5"]
    ),
    lambda inner: st.builds(
        lambda tag, name, parts: f"<{tag} class='{name}' id='{name}1'>{''.join(parts)}</{tag}>",
        st.sampled_from(["div", "li", "p", "ul", "td", "dl", "x-y"]),
        st.sampled_from(["a", "b", "", "depth-3", "comment"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=40,
)


@settings(max_examples=150, deadline=None)
@given(MARKUP, MARKUP)
def test_no_markup_breaks_the_reader(area: str, dropped: str) -> None:
    found = comments(area, f"<div data-newscrawl-dropped>{dropped}</div>")
    assert len({one.id for one in found}) == len(found)
    assert all(one.text or one.status != "visible" for one in found)
