"""What a page would ask for next is learnt from its own requests, and nothing else is asked."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.generic.json.comments import read_answers
from newscrawl.generic.paging.next_page import Ask, learn
from newscrawl.generic.paging.replies import learn_replies
from newscrawl.items import Comment
from tests.standins import StandIns
from tests.support import standin_answers
from tests.support.capturing import ARTICLE, Answer, Unknown, captured, fetch
from tests.support.standin_answers import API

API_URL = "https://api.example/v1/comments"


@pytest.fixture(scope="module")
def lab() -> Iterator[StandIns]:
    with StandIns(seed=1) as lab:
        yield lab


def comments_in(answers: list[Answer]) -> list[Comment]:
    return read_answers(answers, ARTICLE, Unknown()).comments


def rows(first: int, count: int = 4, **more: Any) -> list[dict[str, Any]]:
    return [
        {
            "id": 7000 + n,
            "text": f"The council paints boat number {n} before winter.",
            "author": f"Reader {n % 3}",
            "date": f"2026-03-14T08:{n % 60:02}:12Z",
            "parentId": None,
            **more,
        }
        for n in range(first, first + count)
    ]


def page(first: int, query: str = "", post: Any = None, **around: Any) -> Answer:
    return {
        "url": f"{API_URL}{query}",
        "method": "GET" if post is None else "POST",
        "post": None if post is None else json.dumps(post),
        "status": 200,
        "body": json.dumps({"comments": rows(first), **around}),
    }


def query_of(ask: Ask | None) -> dict[str, str] | None:
    return dict(parse_qsl(urlsplit(ask.url).query)) if ask else None


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("graphql_shadow", 1),
        ("srcdoc", 2),
        ("consent", 1),
        ("read_more", 1),
        ("unknown_json", 1),
        ("unknown_cursor", 2),
        ("virtual_list", 1),
        ("lazy", 2),
    ],
)
def test_stand_ins_are_walked_to_their_end(
    lab: StandIns, name: str, seen: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = captured(monkeypatch, API[name], lab)[:seen]
    before = len(comments_in(answers))
    for _ in range(20):
        ask = learn(answers)
        if ask is None:
            break
        answers.append(fetch(ask.url, ask.method, ask.post))
    assert ask is None
    assert {answer["status"] for answer in answers} == {200}
    found = comments_in(answers)
    assert before < len(found)
    cut = {"read_more"}  # its long texts are asked for one by one
    assert len(found) == len(lab.scenarios[name].truth) or name in cut
    assert lab.writes == 0


@pytest.mark.parametrize("name", ["shadow_post", "bootstrap", "srcdoc"])
def test_replies_are_asked_for_after_the_first(
    lab: StandIns, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    truth = {row["comment_id"]: row["parent_id"] for row in lab.scenarios[name].truth}
    full = captured(monkeypatch, API[name], lab)
    seen = {"shadow_post": 2, "bootstrap": 7, "srcdoc": 2}[name]
    answers = full[:seen]
    assert len(comments_in(answers)) < len(truth)
    for _ in range(60):
        ask = learn(answers)
        asks = [ask] if ask else learn_replies(answers, comments_in(answers))
        if not asks:
            break
        answers += [fetch(one.url, one.method, one.post) for one in asks]
    found = {
        c.comment_id: c.parent_id and c.parent_id.rpartition(":")[2] for c in comments_in(answers)
    }
    assert found == truth
    assert lab.writes == 0


def test_replies_of_a_language_page(lab: StandIns, monkeypatch: pytest.MonkeyPatch) -> None:
    source = f"{lab.paper}/api/lang/en"

    def walk(_: StandIns) -> list[Any]:
        first = standin_answers.get(source, page=1)
        standin_answers.get(source, page=2)
        kid = next(one["id"] for one in first["list"] if one["kids"])
        return [standin_answers.get(source, of=kid)]

    answers = captured(monkeypatch, walk, lab)
    for _ in range(60):
        ask = learn(answers)
        asks = [ask] if ask else learn_replies(answers, comments_in(answers))
        if not asks:
            break
        answers += [fetch(one.url, one.method, one.post) for one in asks]
    assert len(comments_in(answers)) == len(lab.scenarios["lang_en"].truth)


def test_a_page_number_grows() -> None:
    pages = [page(0, "?page=1&size=4"), page(4, "?page=2&size=4")]
    assert query_of(learn(pages)) == {"page": "3", "size": "4"}


def test_an_offset_grows() -> None:
    pages = [page(0, "?offset=0"), page(4, "?offset=4"), page(8, "?offset=8")]
    assert query_of(learn(pages)) == {"offset": "12"}


def test_the_first_page_may_be_unsaid() -> None:
    assert query_of(learn([page(0), page(4, "?page=2")])) == {"page": "3"}


def test_a_cursor_in_a_json_parameter() -> None:
    def asked(cursor: str | None, **around: Any) -> Answer:
        first = {None: 0, "aXY1": 4}[cursor]
        variables = json.dumps({"story": "s1", "page": {"after": cursor}})
        return page(first, f"?id=q1&variables={variables}", **around)

    pages = [
        asked(None, info={"endCursor": "aXY1", "hasNextPage": True}),
        asked("aXY1", info={"endCursor": "bZZ2", "hasNextPage": True}),
    ]
    got = query_of(learn(pages))
    assert got is not None
    assert json.loads(got["variables"]) == {"story": "s1", "page": {"after": "bZZ2"}}


def test_a_cursor_in_a_posted_body() -> None:
    pages = [
        page(0, post={"q": {"cursor": "", "n": 4}}, next_cursor="c-one"),
        page(4, post={"q": {"cursor": "c-one", "n": 4}}, next_cursor="c-two"),
    ]
    ask = learn(pages)
    assert ask is not None
    assert (ask.method, ask.url) == ("POST", API_URL)
    assert json.loads(ask.post or "") == {"q": {"cursor": "c-two", "n": 4}}
    assert ask.headers == {"Content-Type": "application/json"}


def test_the_last_comment_may_be_the_cursor() -> None:
    pages = [page(0, "?since="), page(4, "?since=2026-03-14T08:03:12Z")]
    assert query_of(learn(pages)) == {"since": "2026-03-14T08:07:12Z"}


def test_a_full_address_is_followed_on_the_same_host_only() -> None:
    here = page(0, links={"next": "/v1/comments?token=x9"})
    away = page(0, links={"next": "https://elsewhere.example/v1/comments?token=x9"})
    ask = learn([here])
    assert ask is not None
    assert ask.url == f"{API_URL}?token=x9"
    assert learn([away]) is None


@pytest.mark.parametrize(
    "pages",
    [
        [],
        [page(0)],
        [page(0, "?page=1")],
        [page(0, "?page=1"), page(0, "?page=2")],
        [page(0, "?page=1"), page(4, "?page=2", hasMore=False)],
        [page(0, "?page=1"), page(4, "?page=2", is_last=True)],
        [page(0, "?page=1"), page(4, "?page=2", total=8)],
        [page(0, "?page=1"), page(4, "?page=2", currentPage=2, totalPages=2)],
        [page(0, "?page=1"), page(4, "?page=2") | {"body": '{"comments": []}'}],
        [page(0, "?cursor=", cursor="a1"), page(4, "?cursor=a1", cursor=None)],
        [page(0, "?cursor=", cursor="a1"), page(4, "?cursor=a1", cursor="a1")],
        [page(0, "?key=abcd"), page(4, "?key=efgh")],
        [page(0, "?cursor=", next_cursor="a1") | {"method": "PUT"}],
        [page(0, post={"query": "mutation { x }", "cursor": ""}, next_cursor="a1")],
    ],
)
def test_nothing_is_asked(pages: list[Answer]) -> None:
    assert learn(pages) is None


def test_a_ring_of_cursors_ends_though_a_counter_goes_on() -> None:
    pages = [
        page(0, "?cursor=&n=1", cursor="a1"),
        page(4, "?cursor=a1&n=2", cursor="b2"),
        page(8, "?cursor=b2&n=3", cursor="c3"),
    ]
    assert query_of(learn(pages)) == {"cursor": "c3", "n": "4"}
    pages[-1] = page(8, "?cursor=b2&n=3", cursor="a1")
    assert learn(pages) is None


def test_what_is_not_declared_is_not_asked_for() -> None:
    top = page(0) | {"body": json.dumps({"comments": rows(0, replyCount=1)})}
    below = rows(50, 1, parentId=7000)
    asked = page(0) | {
        "url": f"{API_URL}/7000/replies?n=9",
        "body": json.dumps({"comments": below}),
    }
    answers = [top, asked]
    asks = learn_replies(answers, comments_in(answers))
    assert [ask.url for ask in asks] == [f"{API_URL}/{n}/replies?n=9" for n in (7001, 7002, 7003)]
    assert learn_replies([top], comments_in([top])) == []


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "url": st.text(max_size=40) | st.just(f"{API_URL}?page=1"),
                "method": st.sampled_from(["GET", "POST", "PUT", "DELETE"]),
                "post": st.none() | st.text(max_size=30) | st.just('{"page": {}, "cursor": null}'),
                "status": st.just(200),
                "body": st.just(page(0)["body"]) | st.just(page(4)["body"]) | st.text(max_size=9),
            }
        ),
        max_size=4,
    )
)
def test_only_what_the_page_did_is_done(answers: list[Answer]) -> None:
    ask = learn(answers)
    learn_replies(answers, comments_in(answers))
    if ask:
        assert ask.method in {"GET", "POST"}
        paths = {(a["method"], urlsplit(a["url"]).path) for a in answers if "://" in a["url"]}
        assert (ask.method, urlsplit(ask.url).path) in paths
