"""Objects in answers that are comments, or are none, whatever form they have."""

from typing import Any

import pytest

from newscrawl.generic.json import tree
from newscrawl.generic.json.columns import Column, read_columns, rich_text
from newscrawl.generic.json.find import find
from newscrawl.generic.json.strange import only_names
from newscrawl.generic.json.unread import unread
from tests.support.capturing import answer, comments_in

TEXTS = (
    "The ferry was late again & nobody said why",
    "I waited two hours <and more>",
    "So did I, in rain",
)
OTHER = "https://api.example/v2/other"


def one(number: int, **more: Any) -> dict[str, Any]:
    """Return an object; a value of None leaves its key out."""
    made = {
        "id": f"c{number}",
        "body": TEXTS[number % 3],
        "created_at": f"2026-11-2{number}T10:00:00Z",
        "author": {"name": f"Rower {number}"},
        **more,
    }
    return {key: value for key, value in made.items() if value is not None}


def listed(*objects: dict[str, Any], at: str = "comments") -> dict[str, Any]:
    return {at: list(objects)}


def ids(*answers: dict[str, Any]) -> list[str]:
    return [found.comment_id for found in comments_in(*answers)]


def three(**more: Any) -> list[dict[str, Any]]:
    return [one(n, **more) for n in range(3)]


def test_what_nobody_wrote_is_no_comment() -> None:
    assert ids(answer(listed(*three()))) == ["c0", "c1", "c2"]
    assert not ids(answer(listed(*three(author=None))))


def test_a_flag_does_not_say_that_objects_are_comments() -> None:
    assert ids(answer(listed(*three(type="comment"), at="list"))) == ["c0", "c1", "c2"]
    assert not ids(answer(listed(*three(open=True), at="list")))


def test_a_title_of_the_author_is_none_of_an_article() -> None:
    people = [{"name": f"Rower {n}", "title": f"Captain of boat {n}"} for n in range(3)]
    assert ids(answer(listed(*(one(n, author=who) for n, who in enumerate(people)))))


def test_a_single_reply_of_another_address_is_known_by_its_keys() -> None:
    alone = answer(listed(one(4), at="list"), OTHER)
    assert ids(answer(listed(*three())), alone) == ["c0", "c1", "c2", "c4"]
    assert not ids(alone)


@pytest.mark.parametrize("odd", [{"created_at": None}, {"id": None, "body": None}])
def test_an_object_that_says_nothing_or_at_no_time_is_left_out(odd: dict[str, Any]) -> None:
    assert ids(answer(listed(*three(), one(4, **odd)))) == ["c0", "c1", "c2"]


def test_what_a_comment_quotes_does_not_answer_it() -> None:
    [*found] = comments_in(answer(listed(*three(), one(4, quotes=[one(5)]))))
    assert {c.comment_id: c.parent_id for c in found}["c5"] is None


def test_a_text_that_is_sent_whole_elsewhere_keeps_its_signs() -> None:
    cut = [one(n, body=TEXTS[n][:15]) for n in range(3)]
    found = comments_in(answer(listed(*cut)), answer({"id": "c1", "body": TEXTS[1]}, OTHER))
    assert [c.text for c in found] == [TEXTS[0][:15].strip(), TEXTS[1], TEXTS[2][:15].strip()]


def test_markup_is_markup_though_a_sign_stands_for_itself() -> None:
    assert read_columns(records(*({"body": f"<p>{text}</p>"} for text in TEXTS)))[0].is_markup


@pytest.mark.parametrize(
    ("key", "value", "raw"),
    [
        ("created_gmt", "2026-11-20T10:00:00", "2026-11-20T10:00:00Z"),
        ("created", 1770000000.25, "1770000000.25"),
    ],
)
def test_a_moment_is_read_in_its_form(key: str, value: Any, raw: str) -> None:
    found = comments_in(answer(listed(*three(created_at=None, **{key: value}))))
    assert [c.date_published_raw for c in found] == [raw] * 3


def test_replies_are_counted_and_an_address_is_not_made_up() -> None:
    found = comments_in(answer(listed(*three(reply_count=2))))
    assert [(c.reply_count, c.url) for c in found] == [(2, None)] * 3


@pytest.mark.parametrize("value", [False, 0, "0", "no", "false"])
def test_a_comment_that_is_not_deleted_is_visible(value: Any) -> None:
    rest = [one(n, deleted=True) for n in (3, 4)]
    found = comments_in(answer(listed(*three(deleted=value), *rest)))
    assert [c.status for c in found] == ["visible"] * 3 + ["removed_unknown"] * 2


def test_only_so_many_objects_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "OBJECTS", 2)
    assert len(records(*three())) == 2


def records(*objects: dict[str, Any]) -> list[tree.Record]:
    given = listed(*objects)
    return tree.groups_of([answer(given)], [given])[0].records


def test_a_list_is_no_value_of_a_key_unless_it_is_a_text() -> None:
    given = {"seen": [1, 2], "body": [{"text": "So it was"}, {"text": "and is"}]}
    [found] = read_columns(records(given))
    assert (found.path, found.values) == (("body",), ["So it was\nand is"])


def test_an_empty_text_is_a_text() -> None:
    assert rich_text("") == ""
    assert rich_text([]) is None


@pytest.mark.parametrize(
    ("given", "known"),
    [
        ({"ada": {"id": "ada", "x": 1}, "bram": {"id": "bram"}}, True),
        ({"ada": {"x": 1}, "bram": {"x": 2}, "cleo": {"x": 3}}, True),
        ({"ada": {"x": 1}, "bram": {"x": 2}}, False),
        ({"u7": 5, "u8": 6}, False),
        ({}, False),
    ],
)
def test_a_map_is_known_by_its_keys(given: Any, known: bool) -> None:
    assert tree.is_map(given) is known


@pytest.mark.parametrize("value", ["a b c d e f", "one\ntwo", "ab " * 30])
def test_what_is_longer_than_a_name_is_none(value: str) -> None:
    values = [f"{value} {n * 'x'}" for n in range(3)]
    assert only_names([Column(("zq",), [0, 1, 2], ["Ada", "Bram", "Cleo"], 3)])
    assert not only_names([Column(("zq",), [0, 1, 2], values, 3)])


@pytest.mark.parametrize(("at", "many"), [("comments", 1), ("latestComments", 0)])
def test_a_list_beside_the_thread_is_no_unread_one(at: str, many: int) -> None:
    given = find([answer(listed(*three(author=None, created_at=None), at=at))])
    assert len(unread(given, None)) == many
