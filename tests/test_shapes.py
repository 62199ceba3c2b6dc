"""Comments found by their shape: in the stand-ins' answers, in recorded ones, never in articles."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from newscrawl.extract.text import html_to_text
from newscrawl.generic.json.comments import read_answers
from tests.standins import StandIns
from tests.support.capturing import (
    ARTICLE,
    NOISE,
    SENTENCES,
    Unknown,
    answer,
    captured,
    comments_in,
    iso,
    row_of,
)
from tests.support.standin_answers import API

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(scope="module")
def lab() -> Iterator[StandIns]:
    with StandIns(seed=1) as lab:
        yield lab


@pytest.mark.parametrize("name", API)
def test_stand_ins_are_read_whole(
    lab: StandIns, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = captured(monkeypatch, API[name], lab)
    found = {c.comment_id: c for c in comments_in(*NOISE, *answers, *NOISE)}
    truth = {row["comment_id"]: row for row in lab.scenarios[name].truth}
    # The first page of `iframe` stands in the frame's HTML: those are no captured answers.
    assert len(found) == len(truth) - (18 if name == "iframe" else 0)
    for key, comment in found.items():
        row = truth[key]
        expected: tuple[Any, ...] = (
            key,
            row["parent_id"],
            row["author"],
            row["text"],
            iso(row["date_published"]),
        )
        got: tuple[Any, ...] = row_of(comment)
        if row["status"] != "visible":  # the table of users still knows who wrote it
            got, expected = (got[:2] + got[3:]), (expected[:2] + expected[3:])
        assert got == expected
        assert (comment.upvote_count, comment.status) == (row["upvote_count"], row["status"])


def test_only_totals_of_all_comments_are_declared(
    lab: StandIns, monkeypatch: pytest.MonkeyPatch
) -> None:
    def declared(name: str) -> int | None:
        answers = captured(monkeypatch, API[name], lab)
        return read_answers(answers, ARTICLE, Unknown()).declared

    assert [declared(name) for name in ("shadow_post", "graphql_shadow", "virtual_list")] == [
        lab.scenarios[name].declared for name in ("shadow_post", "graphql_shadow", "virtual_list")
    ]
    assert declared("srcdoc") is None  # counts top-level comments
    assert declared("unknown_json") is None  # pages are no comments


# Recorded


def recorded(name: str) -> Any:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"recorded answers are not here: {path}")
    return json.loads(path.read_text("utf-8"))


@pytest.mark.parametrize(
    ("name", "declared"), [("guardian_comments_1", 1022), ("guardian_comments_grief", 83)]
)
def test_guardian(name: str, declared: int) -> None:
    data = recorded(f"comments/{name}.json")
    batch = read_answers([answer(data)], ARTICLE, Unknown())
    expected = {}
    for root in data["discussion"]["comments"]:
        for one in [root, *root.get("responses", [])]:
            named = one.get("responseTo", {}).get("commentId")
            parent = None if one is root else str(named or root["id"])
            gone = one["status"] != "visible"
            text = None if gone else html_to_text(one["body"])
            name = one["userProfile"]["displayName"]
            when = iso(one["isoDateTime"])
            expected[str(one["id"])] = (str(one["id"]), parent, name, text, when)
    assert {c.comment_id: row_of(c) for c in batch.comments} == expected
    assert batch.declared == declared


def test_wordpress() -> None:
    data = recorded("comments/wordpress_native_rest_comments.json")
    found = {row_of(c) for c in comments_in(answer(data))}
    assert found == {
        (
            str(one["id"]),
            str(one["parent"]) if one["parent"] else None,
            one["author_name"] or None,
            html_to_text(one["content"]["rendered"]),
            iso(one["date_gmt"] + "Z"),
        )
        for one in data
    }


def test_small_recorded_answers() -> None:
    nyt = recorded("comments/nyt_community_v3_sample.json")
    rows = [row_of(c) for c in comments_in(answer(nyt))]
    listed = nyt["results"]["comments"]
    assert [row[:3] for row in rows] == [
        (str(one["commentID"]), None, one["userDisplayName"]) for one in listed
    ]
    viafoura = recorded("comments/viafoura_apnews_reduced.json")
    [one] = comments_in(*(answer(part) for part in viafoura.values()))
    content = viafoura["comments_GET"]["contents"][0]
    assert row_of(one)[:4] == (content["content_uuid"], None, "apreader", content["content"])
    chat = recorded("sputnik/pages/chat-get.shape-only.json")
    [one] = comments_in(answer(chat))
    [message] = chat["chat"]["messages"]
    assert row_of(one)[:3] == (message["id"], message["parent_comment"]["id"], message["nickname"])
    assert (one.text, one.parent_author) == ("message text", "other")
    assert comments_in(answer(recorded("sputnik/pages/chat-get-unread.shape-only.json"))) == []


# Never comments


def listed(**fields: Any) -> list[dict[str, Any]]:
    """Return four objects; a callable value is given the number, and its sentence."""
    return [
        {key: make(n, SENTENCES[n]) if callable(make) else make for key, make in fields.items()}
        for n in range(4)
    ]


def when(n: int, _: str) -> str:
    return f"2026-03-14T08:3{n}:12Z"


def number(n: int, _: str) -> int:
    return 4711 + n


def said(_: int, text: str) -> str:
    return text


ARTICLES = {
    "id": number,
    "headline": said,
    "summary": said,
    "author": {"name": "Esme Rook"},
    "publishedAt": when,
    "url": lambda n, _: f"https://paper.example/2026/{n}.html",
}
NEVER: dict[str, Any] = {
    "articles": {"articles": listed(**ARTICLES)},
    "articles with counts": listed(**ARTICLES, commentCount=5, comments_count=5, likes=9),
    "wordpress posts": listed(
        id=number,
        date=when,
        title=lambda _, text: {"rendered": text},
        content=lambda _, text: {"rendered": f"<p>{text}</p>"},
        author=3,
        author_name="Esme Rook",
        comment_status="open",
        parent=0,
        link=lambda n, _: f"https://paper.example/?p={n}",
    ),
    "live blog": {"entries": listed(id=number, body=said, time=when, author={"name": "Finn"})},
    "recommendations": {"items": listed(id=number, title=said, text=said, date=when, author="Al")},
    "products": listed(id=number, name="Boat", description=said, price=9.5, created_at=when),
    "users": {"users": listed(id=number, name="Ada", about=said, created_at=when)},
    "users with words": {"users": listed(id=number, name="Ada", text=said, created_at=when)},
    "ads": {"ads": listed(id=number, text=said, start_date=when, advertiser="Boats and Sons")},
    "notifications": {"messages": listed(id=number, text=said, created=when)},
    "side list": {
        "recentComments": listed(id=number, text=said, author="Ada", date=when, parent_id=0)
    },
    "config": {"comments": {"enabled": True, "text": {"reply": "Write a reply to this comment"}}},
    "log": {"log": listed(id=number, message=said, ts=when, level="info", parent=None)},
}


@pytest.mark.parametrize("name", NEVER)
def test_what_is_no_comment_is_left_out(name: str) -> None:
    assert comments_in(answer(NEVER[name])) == []


def test_articles_beside_comments_are_left_out() -> None:
    comments = listed(id=number, body=said, author={"name": "Ada"}, created=when, parentId=None)
    found = comments_in(answer({"comments": comments, "related": listed(**ARTICLES)}))
    assert [c.text for c in found] == list(SENTENCES)


def test_articles_at_an_address_of_comments_are_left_out() -> None:
    url = "https://api.example/comments/most-discussed"
    assert comments_in(answer({"items": listed(**ARTICLES)}, url)) == []


def test_the_answered_is_not_the_author() -> None:
    rows = listed(id=number, replyToUser={"displayName": "Bram"}, by="Ada", text=said, at=when)
    found = comments_in(answer({"comments": rows}))
    assert [(c.author and c.author.name, c.parent_author) for c in found] == [("Ada", "Bram")] * 4


def test_the_container_is_no_parent() -> None:
    rows = listed(id=number, text=said, by="Ada", ts=when, parent="story-9", story="story-9")
    rows[2]["parent"] = 4711
    found = comments_in(answer({"replies": rows}))
    assert [row_of(c)[1] for c in found] == [None, None, "4711", None]


def test_an_unknown_parent_is_kept() -> None:
    rows = listed(id=number, text=said, by="Ada", ts=when, parent_id=None)
    rows[3]["parent_id"] = 9000
    found = comments_in(answer({"comments": rows}))
    assert [row_of(c)[1] for c in found] == [None, None, None, "9000"]


def test_replies_of_a_request_answer_what_it_names() -> None:
    top = listed(id=number, text=said, by="Ada", ts=when, replyCount=1)
    below = [{**top[1], "id": 9001, "text": "A reply that names nobody at all."}]
    url = "https://api.example/comments/4712/replies"
    found = comments_in(answer({"comments": top}), answer({"comments": below}, url))
    assert [row_of(c)[1] for c in found] == [None, None, None, None, "4712"]


def test_without_ids_a_comment_is_known_by_what_it_says() -> None:
    rows = listed(text=said, nick="Ada", date=when)
    first, again = (comments_in(answer({"comments": rows})) for _ in range(2))
    assert len({c.id for c in first}) == 4
    assert [c.id for c in first] == [c.id for c in again]
    assert len(comments_in(answer({"comments": rows}), answer({"comments": rows}))) == 4


def test_removed_and_waiting_rows_say_so() -> None:
    rows = listed(id=number, text=said, by="Ada", ts=when, status="approved", parent=None)
    rows[0]["status"], rows[1]["status"] = "deleted", "rejected"
    rows[2]["status"] = "pending"
    found = comments_in(answer({"comments": rows}))
    states = ["removed_unknown", "removed_by_moderator", "pending", "visible"]
    assert [c.status for c in found] == states
    assert [c.text for c in found] == [None, None, SENTENCES[2], SENTENCES[3]]


@pytest.mark.parametrize(
    "beside",
    [
        {"pageSize": 50},
        {"topLevelCount": 50},
        {"total": 3},
        {"unread_count": 50},
        {"comment_count": 9, "reply_count": 4},  # those that are no replies, may be
    ],
)
def test_no_total_is_declared_from(beside: dict[str, int]) -> None:
    rows = listed(id=number, text=said, by="Ada", ts=when, parent=None)
    batch = read_answers([answer({"comments": rows, **beside})], ARTICLE, Unknown())
    assert (len(batch.comments), batch.declared) == (4, None)


def test_words_of_a_script_without_spaces_are_said() -> None:
    rows = [
        {"key": f"c{n}", "memo": memo, "user": {"name": name}, "created_at": 1700000000 + n}
        for n, (memo, name) in enumerate(
            [("この橋はいつ開くのですか", "青木"), ("春まで待つしかないです", "井上")]
        )
    ]
    found = comments_in(answer(rows, "https://api.example/comments"))
    assert [one.text for one in found] == [row["memo"] for row in rows]


def test_names_come_from_tables_of_people_alone() -> None:
    """A list of harbours whose ids are the authors' too names nobody."""
    comments = [
        {"id": f"c{n}", "text": said, "user_id": n, "created_at": "2026-03-14T08:00:00Z"}
        for n, said in enumerate(SENTENCES, 1)
    ]
    harbours = [{"id": n, "name": f"Harbour {n}"} for n in range(1, 5)]
    people = [{"id": n, "name": f"Ada {n}"} for n in range(1, 5)]
    found = comments_in(answer({"comments": comments, "harbours": harbours}))
    assert [one.author for one in found] == [None] * 4
    found = comments_in(answer({"comments": comments, "users": people}))
    assert [one.author.name for one in found if one.author] == [f"Ada {n}" for n in range(1, 5)]
