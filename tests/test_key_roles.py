"""Which role a key of unknown JSON may have, by its words and its values, and which it may not."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from newscrawl.generic.json import roles as r
from newscrawl.generic.json.columns import Column
from newscrawl.generic.json.shape import rows_of

Keys = tuple[str, ...]
SAID = ("The ferry was late again.", "I waited for two hours.", "Nobody had told us why.")
MOMENTS = ("2026-03-01T10:00:00Z", "2026-03-02T11:00:00Z", "2026-03-03T12:00:00Z")
DAYS = ("Tuesday 3 March 2020 at 10:00", "Friday 6 March 2020 at 11:00", "Monday 9 March 2020")
PEOPLE = ("Ada Quill", "Bram", "Cleo Marsh")
CODES = ("k7a", "m2b", "q9c")
WORDS = ("Yes", "Never", "Good")
URLS = ("https://a.example/1", "https://a.example/2", "https://a.example/3")
LONG = tuple(f"{n}" * 210 for n in range(3))


def column(path: Keys, values: Sequence[Any], total: int | None = None) -> Column:
    return Column(path, list(range(len(values))), list(values), total or len(values))


IDS = rows_of(column(("id",), CODES))


def id_score(one: Column) -> float:
    return r.id_score(one, 3, refs=False)


def edited(one: Column) -> float:
    return r.flag_score("edited")(one)


def parent_score(one: Column) -> float:
    return r.parent_score(one, IDS)


Score = Callable[[Column], float]
FITS: list[tuple[Score, Keys, Sequence[Any]]] = [
    (r.text_score, ("body",), SAID),
    (r.text_score, ("x",), SAID),
    (r.text_score, ("comment",), WORDS),
    (r.time_score, ("created_at",), MOMENTS),
    (r.time_score, ("x",), MOMENTS),
    (id_score, ("id",), CODES),
    (id_score, ("#key",), CODES),
    (parent_score, ("parent",), ("k7a", "k7a", "m2b")),
    (parent_score, ("parent",), ("", "zz", "zz")),
    (parent_score, ("x",), ("", "k7a", "k7a")),
    (r.name_score, ("name",), PEOPLE),
    (r.author_score, ("author", "name"), PEOPLE),
    (r.parent_author_score, ("parent", "author"), PEOPLE),
    (r.author_key_score, ("user", "id"), CODES),
    (r.author_url_score, ("user", "url"), URLS),
    (r.url_score, ("url",), URLS),
    (r.up_score, ("likes",), (1, 2, 3)),
    (r.down_score, ("dislikes",), (1, 2, 3)),
    (r.reply_count_score, ("reply_count",), (1, 2, 3)),
    (r.modified_score, ("updated",), MOMENTS),
    (r.location_score, ("user", "location"), PEOPLE),
    (edited, ("is_edited",), (True, False, True)),
    (r.is_state, ("deleted",), (True, False, True)),
]
NOT: list[tuple[Score, Keys, Sequence[Any]]] = [
    # A moment in words, what all comments of somebody say, a headline, a code.
    (r.text_score, ("when",), DAYS),
    (r.text_score, ("signature",), SAID),
    (r.text_score, ("headline",), SAID),
    (r.text_score, ("comment_id",), WORDS),
    (r.text_score, ("x",), WORDS),
    (r.time_score, ("created_at",), SAID),
    (r.time_score, ("updated_at",), MOMENTS),
    (r.time_score, ("parent", "created_at"), MOMENTS),
    (r.time_score, ("last_login_at",), MOMENTS),
    (r.time_score, ("user", "created_at"), MOMENTS),
    (r.time_score, ("id_number",), (1770000001, 1770000002, 1770000003)),
    (r.time_score, ("created_usec",), (1770000000000001, 1770000000000002)),
    (id_score, ("id",), ("k7a", "k7a", "k7a")),
    (id_score, ("id",), SAID),
    (id_score, ("id",), LONG),
    (id_score, ("user_id",), CODES),
    (id_score, ("parent_id",), CODES),
    (id_score, ("page", "id"), CODES),
    (id_score, ("created",), MOMENTS),
    (id_score, ("link_id",), CODES),
    (parent_score, ("reply_count",), CODES),
    (parent_score, ("parent",), MOMENTS),
    (parent_score, ("reply",), SAID),
    (parent_score, ("parent_name",), PEOPLE[1:2]),
    (parent_score, ("parent",), LONG),
    (parent_score, ("parent",), ("0", "", "null")),
    (parent_score, ("parent",), ("a b", "c d")),
    (parent_score, ("x",), ("", "k7a", "k7a", "zz", "zz", "zz", "zz")),
    (parent_score, ("x",), ("", "k7a")),
    (r.name_score, ("name",), MOMENTS),
    (r.name_score, ("name_count",), PEOPLE),
    (r.name_score, ("x",), PEOPLE),
    (r.name_score, ("user_type",), PEOPLE),
    (r.name_score, ("page", "name"), PEOPLE),
    (r.name_score, ("name",), ["A name" * 20] * 3),
    (r.name_score, ("author",), URLS),
    (r.author_score, ("parent", "author"), PEOPLE),
    (r.parent_author_score, ("author",), PEOPLE),
    (r.author_key_score, ("user", "name"), CODES),
    (r.author_key_score, ("x",), CODES),
    (r.author_url_score, ("user", "avatar", "url"), URLS),
    (r.author_url_score, ("url",), URLS),
    (r.author_url_score, ("user", "website"), PEOPLE),
    (r.url_score, ("user", "url"), URLS),
    (r.url_score, ("x",), URLS),
    (r.url_score, ("url",), URLS[:1] * 3),
    (r.up_score, ("likes",), CODES),
    (r.up_score, ("user", "likes"), (1, 2, 3)),
    (r.up_score, ("votes",), (1, -2, 3)),
    (r.up_score, ("replies", "likes"), (1, 2, 3)),
    (r.down_score, ("user", "dislikes"), (1, 2, 3)),
    (r.reply_count_score, ("user", "replies"), (1, 2, 3)),
    (r.reply_count_score, ("reply_to",), (1, 2, 3)),
    (r.reply_count_score, ("replies",), CODES),
    (r.modified_score, ("user", "updated"), MOMENTS),
    (r.location_score, ("location",), PEOPLE),
    (edited, ("user", "edited"), (True, False)),
    (edited, ("edited_count",), (1, 0)),
    (edited, ("edited_by",), (1, 0)),
    (r.is_state, ("user", "deleted"), (True, False)),
    (r.is_state, ("deleted_count",), (1, 2)),
    (r.is_state, ("reply_deleted",), (True, False)),
]


def name(value: object) -> str | None:
    if isinstance(value, tuple):
        return ".".join(map(str, value))[:30]
    return getattr(value, "__name__", None)


@pytest.mark.parametrize(("score", "path", "values"), FITS, ids=name)
def test_a_key_fits_its_role(score: Score, path: Keys, values: Sequence[Any]) -> None:
    assert score(column(path, values)) > 0


@pytest.mark.parametrize(("score", "path", "values"), NOT, ids=name)
def test_a_key_of_another_role_does_not_fit(
    score: Score, path: Keys, values: Sequence[Any]
) -> None:
    assert not score(column(path, values))


def test_what_few_objects_have_is_neither_their_time_nor_their_id() -> None:
    assert not r.time_score(column(("created_at",), MOMENTS, total=20))
    assert not id_score(column(("key",), CODES, total=4))
    assert id_score(column(("id",), CODES, total=4))
