"""Texts of JSON that are markup though few show it, and rows that are the JSON's comments."""

import json

import pytest

from newscrawl.engines.base import ArticleRef, Batch
from newscrawl.engines.signs import TWICE
from newscrawl.generic.crosscheck import combine
from newscrawl.generic.engine import Generic
from newscrawl.generic.json.comments import read_answers
from newscrawl.items import Author, Comment, Printed
from newscrawl.threads.found import Found, Provenance
from newscrawl.threads.verdict import status_of_some

ARTICLE = ArticleRef(id="paper:1", url="https://paper.example/a", site="paper")
PLAIN = [f"Words number {n} about the harbour" for n in range(8)]


def read(*texts: str) -> list[str | None]:
    rows = [
        {
            "id": 4711 + n,
            "nick": f"Ada {n}",
            "text": text,
            "created": f"2026-03-14T08:3{n % 10}:12Z",
        }
        for n, text in enumerate([*texts, *PLAIN])
    ]
    body = json.dumps({"comments": rows})
    answer = {"url": "https://a.example/comments", "method": "GET", "status": 200, "body": body}
    return [one.text for one in read_answers([answer], ARTICLE, Generic()).comments][: len(texts)]


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        (["I <b>mean</b> it &amp; more"], ["I mean it & more"]),
        (["Plain &gt; simple"], ["Plain > simple"]),
        (["One<br>two"], ["One\ntwo"]),
        (["Ask <a href='/u'>Bram</a>", "It&#39;s so"], ["Ask Bram", "It's so"]),
        # Where readers' own signs stand as typed, nothing is markup.
        (["1 < 2 and <b>so</b>"], ["1 < 2 and <b>so</b>"]),
        (["Quill & Sons wrote &amp;"], ["Quill & Sons wrote &amp;"]),
        (["I love it <3"], ["I love it <3"]),
        (["The <title> is wrong"], ["The <title> is wrong"]),
    ],
)
def test_little_markup_is_known_and_plain_signs_are_kept(
    texts: list[str], shown: list[str]
) -> None:
    assert read(*texts) == shown


def comment(key: str, text: str, minute: int, name: str = "Ada") -> Comment:
    when = Printed(f"2026-03-14T08:{minute:02}:00Z", "time")
    return Generic().comment(ARTICLE, key, text=text, published=when, author=Author(name=name))


def test_a_row_of_the_author_and_the_moment_is_the_comment_of_the_json() -> None:
    answers = [comment("1", "Read *this*", 1), comment("2", "And that", 2, "Bram")]
    drawn = [comment("h1", "In another form", 1), comment("h2", "And that", 2, "Bram")]
    both = combine(Batch(comments=answers), Batch(comments=drawn), None).comments
    assert [one.comment_id for one in both] == ["1", "2"]


def test_a_row_that_is_cut_is_the_comment_whose_text_it_begins() -> None:
    whole = "The bridge was closed again, and nobody had told us a word of it."
    drawn = [comment("h1", whole[:40], 7, "Bram"), comment("h2", "And that", 8, "Cleo")]
    both = combine(
        Batch(comments=[comment("1", whole, 1), comment("2", "And that", 2)]),
        Batch(comments=drawn),
        None,
    ).comments
    assert [(one.comment_id, one.text) for one in both] == [("1", whole), ("2", "And that")]


def test_two_comments_of_one_author_and_moment_are_not_guessed_at() -> None:
    answers = [comment("1", "One", 1), comment("2", "Two", 1), comment("3", "Same", 3)]
    drawn = [comment("h1", "Other", 1), comment("h3", "Same", 3)]
    both = combine(Batch(comments=answers), Batch(comments=drawn), None).comments
    assert [one.comment_id for one in both] == ["1", "2", "3", "h1"]


@pytest.mark.parametrize(("declared", "kept"), [(None, "row"), (2, "answer"), (1, "row")])
def test_of_two_lists_that_share_nothing_one_is_believed_and_a_sign_tells_of_the_other(
    declared: int | None, kept: str
) -> None:
    answers = [comment(f"answer{n}", f"Lamp {n} is sold out", n) for n in (1, 2)]
    drawn = [comment("row1", "The weir holds", 7, "Bram")]
    both = combine(Batch(comments=answers), Batch(comments=drawn), declared)
    assert {one.comment_id.rstrip("12") for one in both.comments} == {kept}
    assert [sign.name for sign in both.signs] == [TWICE]
    found = Found()
    found.take(both, "browser", Provenance(), markup=False)
    wanted = "partial" if declared is None else "complete"
    assert status_of_some(found, len(both.comments), declared)[0] == wanted


def threaded(parents: list[int]) -> list[str | None]:
    """Return the parents read of comments 4001, 4002, ... whose `rid` is as given."""
    rows = [
        {
            "id": 4000 + n,
            "rid": 4000 + parent if parent else 0,
            "nick": f"Ada {n}",
            "content": f"Words number {n} about the harbour",
            "date": f"2026-03-14T08:{n:02}:12Z",
        }
        for n, parent in enumerate(parents, 1)
    ]
    answer = {"url": "https://t.example/l", "method": "GET", "post": None, "status": 200}
    answer["body"] = json.dumps({"comments": rows})
    found = read_answers([answer], ARTICLE, Generic()).comments
    return [one.parent_id and one.parent_id.rpartition(":")[2] for one in found]


def test_a_key_named_for_roots_names_parents_where_one_that_is_named_has_one() -> None:
    chained = [0, 1, 2, 1, 0, 5, 6, 0]
    assert threaded(chained) == [str(4000 + n) if n else None for n in chained]
