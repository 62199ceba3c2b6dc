"""Rows that say who wrote them behind the text, or in a cell beside it, in no element of a name."""

import pytest

import newscrawl
from newscrawl.library import Comments

OPENING = "The lamps of the pier are lit again, and many came to see them. " * 6
TEXT = "The boats of the harbour are late again, as they were last year. Why?"
NAMES = {4: "Quill", 2: "Bo", 3: "Jan van der Berg", 5: "Ed"}


def row(markup: str, number: int, inner: str = "") -> str:
    said = markup.replace("DAY", f"1{number} May 2026").replace("NAME", NAMES[number])
    return f"<li class=comment id=comment-{number}>{said.replace('TEXT', TEXT)}{inner}</li>"


def read(rows: str) -> Comments:
    thread = f"<div id=comments><h3>4 Comments</h3><ul>{rows}</ul></div>"
    html = f"<html lang=en><body><h1>Lamps</h1><p>{OPENING}</p>{thread}</body></html>"
    return newscrawl.read_comments(html, "https://paper.example/2026/lamps")


def seen(comments: Comments) -> list[tuple[str | None, str | None, str | None]]:
    return [
        (one.author.name if one.author else None, one.date_published_raw, one.text)
        for one in comments
    ]


@pytest.mark.parametrize(
    "markup",
    [
        "<p>TEXT</p><p>NAME, DAY</p>",
        "<p>TEXT</p><p>NAME on DAY</p>",
        "<p>TEXT</p><p>NAME | DAY</p>",
        "<p>TEXT</p><p><b>NAME</b> <small>DAY</small></p>",
        "<p>TEXT</p><small>DAY</small> <b>NAME</b>",
        "<p>TEXT</p><p>by <b>NAME</b> on <i>DAY</i></p>",
        "<p>TEXT</p><p>Posted by NAME at DAY</p>",
        "<p>TEXT</p><div><a href=/u>NAME</a> | DAY | <a href=#reply>Reply</a></div>",
        "<p>TEXT</p><span>NAME</span> <time>DAY</time>",
        "<div><div><p>TEXT</p></div><div><span><u>NAME</u></span><span>DAY</span></div></div>",
        "<figure><blockquote>TEXT</blockquote><figcaption>NAME, DAY</figcaption></figure>",
        "TEXT <i>NAME, DAY</i>",
        "<table><tr><td>NAME<br>DAY</td><td>TEXT</td></tr></table>",
    ],
)
def test_name_and_day_behind_the_text_or_beside_it(markup: str) -> None:
    comments = read("".join(row(markup, number) for number in NAMES))
    assert seen(comments) == [(name, f"1{n} May 2026", TEXT) for n, name in NAMES.items()]
    assert comments.status == "complete"


def test_short_texts_are_no_names() -> None:
    rows = "".join(
        row("<p>TEXT</p><p>NAME, DAY</p>", n).replace(TEXT, said)
        for n, said in zip(NAMES, ("RIP", "Well said", "RIP", TEXT), strict=True)
    )
    assert [said for _, _, said in seen(read(rows))] == ["RIP", "Well said", "RIP", TEXT]
    assert [name for name, _, _ in seen(read(rows))] == [*NAMES.values()]


def test_answers_within_a_row_have_lines_of_their_own() -> None:
    markup = "<p>TEXT</p><p>NAME, DAY</p>"
    below = f"<ul>{row(markup, 2, f'<ul>{row(markup, 3)}</ul>')}</ul>"
    comments = read(row(markup, 4, below) + row(markup, 5))
    assert seen(comments) == [(name, f"1{n} May 2026", TEXT) for n, name in NAMES.items()]
    assert [one.depth for one in comments] == [0, 1, 2, 0]


def test_what_readers_write_in_the_end_signs_nothing() -> None:
    """One reader closes with a name and a day; the rows begin with their own."""
    markup = "<p>NAME, DAY</p><p>TEXT</p>"
    rows = "".join(row(markup, number) for number in NAMES)
    rows = rows.replace(f"{TEXT}</p></li>", f"{TEXT}</p><p>Max, 1 June 2025</p></li>", 1)
    assert [one[:2] for one in seen(read(rows))] == [
        (name, f"1{n} May 2026") for n, name in NAMES.items()
    ]


@pytest.mark.parametrize(
    "markup", ["<p>TEXT</p>", "NAME<br>DAY<br>TEXT", "<div>NAME</div><div>TEXT</div><div>DAY</div>"]
)
def test_a_thread_whose_authors_could_not_be_read_is_not_complete(markup: str) -> None:
    comments = read("".join(row(markup, number) for number in NAMES))
    assert (len(comments), comments.status) == (4, "partial")
    assert "the author of no comment could be read" in (comments.reason or "")
