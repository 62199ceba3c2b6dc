"""Answers without comments: how many they count, and whether they say that a thread is closed."""

from dataclasses import replace
from typing import Any

import pytest

from newscrawl.engines.base import ArticleRef
from newscrawl.generic.engine import Generic
from newscrawl.page import Page
from newscrawl.threads.found import GENERIC, Found, Provenance
from newscrawl.threads.verdict import Verdict, status_of_none
from tests.support.capturing import answer

REF = ArticleRef(id="p:1", url="https://paper.example/a", site="p")
API = "https://paper.example/api/comments?of=1"


def verdict(
    body: Any, on_page: int | None = None, url: str = API, headers: dict[str, str] | None = None
) -> Verdict:
    given = answer(body, url)
    given["headers"] = headers or {}
    ref = replace(REF, declared=on_page)
    [(batch, _)] = Generic().rendered(Page("<html><body></body></html>", ref.url), [given], ref)
    found = Found()
    found.take(batch, "browser", Provenance(), markup=False)
    assert not found.comments
    declared = found.declared if found.declared is not None else on_page
    return status_of_none({GENERIC: found}, found, declared, {}, list(found.standing.values()))


CLOSED: list[Any] = [
    *({"comments": [], key: True} for key in ("closed", "isClosed", "is_locked", "archived")),
    *({"comments": [], key: True} for key in ("readOnly", "read_only", "isReadonly", "disabled")),
    *(
        {"comments": [], key: False}
        for key in ("open", "isOpen", "commentsEnabled", "allowReplies")
    ),
    *({"comments": [], key: "closed"} for key in ("status", "state", "comment_status")),
    *({"comments": [], "status": said} for said in ("LOCKED", "read-only", "CommentsDisabled")),
    {"comments": [], "closedAt": "2026-05-03T10:00:00Z"},
    {"comments": [], "closed": 1},
    {"comments": [], "closed": "true"},
    {"comments": None, "message": "Comments are closed."},
    {"data": {"story": {"isClosed": True, "comments": {"nodes": []}}}},
    [{"data": {"thread": {"settings": {"open": False}}}}],
    {"kommentare": [], "geschlossen": True},
    {"комментарии": [], "закрыто": True},
    {"commentaires": [], "ouvert": False},
]


@pytest.mark.parametrize("body", CLOSED, ids=str)
def test_a_system_that_says_it_is_closed_is(body: Any) -> None:
    status, reason = verdict(body)
    assert status == "closed"
    assert (reason or "").startswith("the system says ")


@pytest.mark.parametrize("body", CLOSED, ids=str)
def test_what_a_page_declares_is_missing_though_its_system_is_closed(body: Any) -> None:
    status, reason = verdict(body, 12)
    assert status == "error"
    assert (reason or "").startswith("12 declared, none could be read: the system says ")


@pytest.mark.parametrize(
    "body",
    [
        {"comments": [], "closed": False},
        {"comments": [], "status": "ok", "open": True},
        {"comments": [], "user": {"can": {"comment": False}}, "viewer": {"banned": False}},
        {"comments": [], "closedAt": None},
        {"comments": [], "closedAt": "2999-05-03T10:00:00Z"},
        {"comments": [], "total": 0},
        {"comments": [], "config": {"maxLength": 500}, "pageSize": 20},
        {"comments": [], "recent": {"stories": [{"closed": True, "commentCount": 9}]}},
        {"comments": [], "user": {"commentCount": 9}},
        {"comments": [], "poll": {"closed": True}},
        {"comments": [], "viewer": {"status": "closed"}},
    ],
)
def test_an_empty_answer_is_no_closed_thread(body: Any) -> None:
    assert verdict(body) == ("none", "nothing shows that there are any")


@pytest.mark.parametrize("name", ["x-ratelimit-total", "x-total-requests-limit", "server-total"])
def test_a_header_of_something_else_counts_no_comments(name: str) -> None:
    assert verdict([], headers={name: "12"})[0] == "none"


def test_what_is_closed_elsewhere_closes_no_thread() -> None:
    assert (
        verdict({"markets": {"closed": True}}, url="https://paper.example/api/ticker")[0] == "none"
    )


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        ({"comments": [], "total": 12}, {}),
        ({"closed": True, "items": [], "count": 12}, {}),
        ({"data": {"story": {"commentCount": 12, "comments": {"nodes": []}}}}, {}),
        ({"comments": {"totalCount": 12, "edges": []}}, {}),
        ([], {"x-total-count": "12"}),
        ([], {"content-range": "items */12"}),
    ],
)
def test_comments_that_are_counted_and_did_not_come_are_missing(
    body: Any, headers: dict[str, str]
) -> None:
    status, reason = verdict(body, headers=headers)
    assert status == "error"
    assert (reason or "").startswith("12 declared, none could be read")
