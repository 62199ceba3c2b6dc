"""How pages show who answers whom: five comments, of which the second and fourth answer the first,
and the third answers the second.
"""

from collections.abc import Sequence

import pytest

import newscrawl

OPENING = "The lamps of the pier are lit again, and many came to see them. " * 6
TEXT = "The boats of the harbour are late again, as they were last year. Why?"
NAMES = ("Quill", "Bo", "Ada", "Ed", "Ida")
DEPTHS = [0, 1, 2, 1, 0]
FLAT = [0] * 5


def row(number: int, *, attributes: str = "", classes: str = "", below: str = "") -> str:
    """Return a comment; `below` stands behind its text."""
    head = f"<b class=author>{NAMES[number]}</b> <time>1{number} May 2026, 10:00</time>"
    start = f'<div id=comment-{number + 1} class="comment {classes}" {attributes}>'
    return f"{start}{head}<p>{TEXT} {number}</p>{below}</div>"


ONE, TWO, THREE, FOUR, FIVE = ROWS = [row(number) for number in range(5)]


def depths(rows: str | Sequence[str]) -> list[int | None]:
    thread = f"<div id=comments><h3>5 Comments</h3>{''.join(rows)}</div>"
    html = f"<html lang=en><body><h1>Lamps</h1><p>{OPENING}</p>{thread}</body></html>"
    comments = newscrawl.read_comments(html, "https://paper.example/2026/lamps")
    assert [one.text for one in comments] == [f"{TEXT} {number}" for number in range(5)]
    assert [one.author and one.author.name for one in comments] == [*NAMES]
    return [one.depth for one in comments]


@pytest.mark.parametrize(
    "rows",
    [
        (
            f"<ul><li>{ONE}</li><ul><li>{TWO}</li><ul><li>{THREE}</li></ul><li>{FOUR}</li></ul>"
            f"<li>{FIVE}</li></ul>"
        ),
        f"{ONE}<blockquote>{TWO}<blockquote>{THREE}</blockquote>{FOUR}</blockquote>{FIVE}",
        f"{ONE}<div class=in>{TWO}<div class=in>{THREE}</div>{FOUR}</div>{FIVE}",
        (
            f"<div class=on>{ONE}<div class=on>{TWO}<div class=on>{THREE}</div></div>"
            f"<div class=on>{FOUR}</div></div><div class=on>{FIVE}</div>"
        ),
    ],
)
def test_boxes_behind_the_row_that_they_answer(rows: str) -> None:
    assert depths(rows) == DEPTHS


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(f"{ONE}{TWO}<div class=rest>{THREE}{FOUR}{FIVE}</div>", id="the rest, folded"),
        pytest.param(f"{ONE}<ul>{TWO}{THREE}{FOUR}{FIVE}</ul>", id="the first one pinned"),
        pytest.param(
            f"{ONE}<div class=staff>{TWO}</div>{THREE}<div class=staff>{FOUR}</div>{FIVE}",
            id="some set off",
        ),
        pytest.param(
            f"<div class=page>{ONE}{TWO}</div><div class=page>{THREE}{FOUR}</div>"
            f"<div class=page>{FIVE}</div>",
            id="pages",
        ),
        pytest.param(
            [f"<div class={'odd' if n % 2 else 'even'}>{one}</div>" for n, one in enumerate(ROWS)],
            id="every second one in another colour",
        ),
    ],
)
def test_boxes_that_are_no_branches(rows: str | list[str]) -> None:
    assert depths(rows) == FLAT


@pytest.mark.parametrize(
    "classes", ["ml-{0}", "ps-{0}", "md:pl-{0}", "col-md-{1} offset-md-{0}", "offset-{0}"]
)
def test_classes_that_indent(classes: str) -> None:
    named = [classes.format(depth, 12 - depth) if depth else "" for depth in DEPTHS]
    assert depths([row(n, classes=one) for n, one in enumerate(named)]) == DEPTHS


def test_a_class_that_indents_all_says_nothing() -> None:
    assert depths([row(n, classes="ml-4") for n in range(5)]) == FLAT


def test_indents_that_skip_a_level_are_none_of_a_thread() -> None:
    assert depths([row(n, classes=f"ml-{one}") for n, one in enumerate((0, 5, 2, 5, 0))]) == FLAT


@pytest.mark.parametrize("name", ["data-parent", "data-in-reply-to", "data-reply-to-id"])
@pytest.mark.parametrize("value", ["{0}", "comment-{0}"])
def test_attributes_that_name_whom_a_row_answers(name: str, value: str) -> None:
    told = [f"{name}={value.format(one)}" if one else "" for one in (0, 1, 2, 1, 0)]
    assert depths([row(n, attributes=one) for n, one in enumerate(told)]) == DEPTHS


@pytest.mark.parametrize("sign", ["↳ ", "→ ", "» "])
def test_links_that_point_at_somebody(sign: str) -> None:
    told = ["", "1", "2", "1", ""]
    links = [f"<a href='#comment-{one}'>{sign}Somebody</a>" if one else "" for one in told]
    assert depths([row(n, below=one) for n, one in enumerate(links)]) == DEPTHS


def test_links_from_row_to_row_point_at_nobody() -> None:
    links = [f"<a href='#comment-{n + 1}'>» Next</a>" for n in range(1, 5)] + [""]
    own = [f"<a href='#comment-{n + 1}'>» {n + 1}</a>" for n in range(5)]
    assert depths([row(n, below=one) for n, one in enumerate(links)]) == FLAT
    assert depths([row(n, below=one) for n, one in enumerate(own)]) == FLAT
