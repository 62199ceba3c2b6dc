"""Answers that say, in one of many ways, that they have not all comments: none is complete."""

import base64
import json
from typing import Any

import pytest

from newscrawl.engines.base import ArticleRef
from newscrawl.generic.engine import Generic
from newscrawl.generic.paging.links import article_pages
from newscrawl.generic.paging.next_page import learn
from newscrawl.page import Page
from newscrawl.threads.found import Found, Provenance
from newscrawl.threads.verdict import Verdict, status_of_some
from tests.support.capturing import answer

REF = ArticleRef(id="p:1", url="https://paper.example/a", site="p")
TEXTS = ("The ferry was late again and nobody said why", "I waited two hours in the rain for it")
DONE = {"hasNextPage": False, "endCursor": "k9"}
GOES_ON = {"hasNextPage": True, "endCursor": "k9"}


def one(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": f"c{number}",
        "body": TEXTS[number],
        "createdAt": f"2026-11-2{number + 1}T10:00:00Z",
        "author": {"name": f"Rower {number}"},
        **more,
    }


def edges(*nodes: dict[str, Any], info: dict[str, Any]) -> dict[str, Any]:
    return {"edges": [{"node": node} for node in nodes], "pageInfo": info}


def verdict(*bodies: dict[str, Any], headers: dict[str, str] | None = None) -> Verdict:
    given = [answer(body, f"https://paper.example/api?n={n}") for n, body in enumerate(bodies)]
    given[-1]["headers"] = headers or {}
    [(batch, _)] = Generic().rendered(Page("<html><body></body></html>", REF.url), given, REF)
    found = Found()
    found.take(batch, "browser", Provenance(), markup=False)
    assert len(found.comments) == 2
    return status_of_some(found, 2, None)


BOTH = [one(0), one(1)]
SPECIAL: list[dict[str, Any]] = [
    {"type": "comment", "id": f"k{n}", "attributes": {"content": text, "posted-at": "2026-11-25"}}
    for n, text in enumerate(TEXTS)
]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"comments": edges(*BOTH, info=GOES_ON)}, "hasNextPage"),
        (
            {"comments": edges(one(0, replies=edges(one(1), info=GOES_ON)), info=DONE)},
            "1 comments say that they have more replies",
        ),
        ({"comments": [one(0, hasMoreReplies=True), one(1)]}, "more replies"),
        ({"comments": [one(0, kids=["c7", "c8"]), one(1, kids=[])]}, "replies that are not here"),
        ({"comments": BOTH, "more": ["c7", "c8"]}, "under more"),
        ({"comments": BOTH, "remaining": 7}, "remaining: 7"),
        ({"comments": BOTH, "moreCount": 7}, "moreCount: 7"),
        ({"comments": BOTH, "truncated": True}, "truncated"),
        ({"comments": BOTH, "isPartial": True}, "isPartial"),
        ({"comments": BOTH, "stats": {"comments": 9}}, "2 of 9"),
        ({"comments": BOTH, "links": {"next": "https://paper.example/c?page=2"}}, "next"),
    ],
)
def test_what_an_answer_says_of_the_rest_is_the_reason(body: dict[str, Any], said: str) -> None:
    status, reason = verdict(body)
    assert status == "partial"
    assert said in (reason or "")


@pytest.mark.parametrize(
    "body",
    [
        {"comments": BOTH},
        {"comments": edges(*BOTH, info=DONE)},
        {"comments": edges(one(0, replies=edges(one(1), info=DONE)), info=DONE)},
        {"comments": [one(0, kids=["c1"]), one(1, parentId="c0")]},
        {"comments": BOTH, "more": [], "remaining": 0, "truncated": False},
        {"comments": BOTH, "rateLimit": {"remaining": 59}},
        {"comments": BOTH, "stats": {"comments": 2, "views": 900}},
    ],
)
def test_an_answer_that_has_all_says_nothing_of_a_rest(body: dict[str, Any]) -> None:
    assert verdict(body) == ("complete", None)


def test_replies_that_the_page_has_asked_for_are_no_rest() -> None:
    first = {"comments": [one(0, hasMoreReplies=True)]}
    later = answer({"comments": [one(1, parentId="c0")]}, "https://paper.example/api?of=c0")
    given = [answer(first, "https://paper.example/api?of="), later]
    [(batch, _)] = Generic().rendered(Page("<html><body></body></html>", REF.url), given, REF)
    assert [sign.name for sign in batch.signs] == []


def test_objects_that_say_they_are_comments_need_no_place_that_says_so() -> None:
    rows = [
        {**row, "attributes": {**row["attributes"], "author-name": f"Rower {n}"}}
        for n, row in enumerate(SPECIAL)
    ]
    for kind, number in (("comments", 2), ("listings", 0)):
        given = answer({"data": [{**row, "type": kind} for row in rows]}, "https://paper.example/c")
        [(batch, _)] = Generic().rendered(Page("<html><body></body></html>", REF.url), [given], REF)
        assert len(batch.comments) == number


HEADERS = [
    ({"link": '<https://paper.example/api?n=9>; rel="next"'}, "hands out next"),
    ({"link": '<?n=0>; rel=first, <?n=9>; title="on, and on"; rel="last next"'}, "hands out next"),
    ({"x-next-page": "2"}, "hands out next-page"),
    ({"x-wp-total": "7", "x-wp-totalpages": "4"}, "2 of 7"),
    ({"x-total-pages": "4"}, "page 1 of 4"),
    ({"x-total-count": "7"}, "2 of 7"),
    ({"content-range": "items 0-1/7"}, "2 of 7"),
    ({"x-has-more": "true"}, "more: true"),
    ({"x-next-cursor": "k9"}, "hands out next-cursor"),
    ({"x-pagination": '{"TotalPages": 4, "CurrentPage": 1}'}, "page 1 of 4"),
    ({"x-pagination-page-count": "4", "x-pagination-current-page": "1"}, "page 1 of 4"),
]


@pytest.mark.parametrize(("headers", "said"), HEADERS)
def test_what_the_headers_of_an_answer_say_of_the_rest_is_the_reason(
    headers: dict[str, str], said: str
) -> None:
    status, reason = verdict({"comments": BOTH}, headers=headers)
    assert status == "partial"
    assert said in (reason or "")


@pytest.mark.parametrize(
    "headers",
    [
        {"link": '<https://paper.example/api?n=1>; rel="prev", </style.css>; rel=preload'},
        {"x-next-page": "", "x-total-pages": "1", "x-page": "1"},
        {"x-wp-total": "2", "x-wp-totalpages": "1"},
        {"content-range": "items 0-1/2", "x-has-more": "false"},
        {"x-ratelimit-remaining": "59", "x-total-time": "7", "x-per-page": "20"},
    ],
)
def test_headers_of_the_last_answer_say_nothing_of_a_rest(headers: dict[str, str]) -> None:
    assert verdict({"comments": BOTH}, headers=headers) == ("complete", None)


LINKED = '</api/after/k9>; rel="next"'


@pytest.mark.parametrize(
    ("links", "url"),
    [
        (LINKED, "https://paper.example/api/after/k9"),
        ('<https://elsewhere.example/api?n=9>; rel="next"', None),
    ],
)
def test_the_link_of_a_header_is_followed_on_the_same_server(links: str, url: str | None) -> None:
    given = answer({"comments": BOTH}, "https://paper.example/api?n=0")
    given["headers"] = {"link": links}
    ask = learn([given])
    assert (ask.url if ask else None) == url


def test_the_next_page_of_a_header_is_one_of_the_article() -> None:
    page = Page("<html></html>", REF.url, headers={"Link": f'<{REF.url}?page=2>; rel="next"'})
    assert article_pages(page) == [f"{REF.url}?page=2"]


DRAWN = "".join(
    f'<div class="comment" id="comment-{n}"><b class="author">Rower {n}</b> '
    f'<time datetime="2026-11-2{n + 1}T10:00:00Z">x</time><p>{text}</p></div>'
    for n, text in enumerate(TEXTS)
)
ROWS = [[f"c{n}", text] for n, text in enumerate(TEXTS)]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"html": DRAWN, "more": True}, "more: true"),
        ({"html": DRAWN, "next": "/more?page=2"}, "hands out next"),
        ({"rows": ROWS, "hasMore": True}, "hasMore: true"),
        ({"html": DRAWN, "more": False}, None),
        ({"html": "<p>Elsewhere</p>", "more": True}, None),
    ],
)
def test_an_answer_that_was_drawn_and_not_understood_tells_of_the_rest(
    body: dict[str, Any], said: str | None
) -> None:
    drawn = Page(f'<html><body><div id="comments">{DRAWN}</div></body></html>', REF.url)
    [(batch, _)] = Generic().rendered(drawn, [answer(body, "https://paper.example/x")], REF)
    assert len(batch.comments) == 2
    assert [said in sign.reason for sign in batch.signs if said] == [True] * bool(said)
    assert bool(batch.signs) == bool(said)


def test_the_pages_that_an_answer_counts_are_asked_for() -> None:
    given = answer({"rows": BOTH, "pages": 4}, "https://paper.example/comments?p=1")
    ask = learn([given])
    assert ask is not None
    assert ask.url == "https://paper.example/comments?p=2"


@pytest.mark.parametrize("encode", [json.dumps, lambda told: b64(json.dumps(told))])
def test_comments_in_a_text_of_an_answer_are_read(encode: Any) -> None:
    given = answer({"ok": True, "data": encode({"comments": BOTH})}, "https://paper.example/x")
    [(batch, _)] = Generic().rendered(Page("<html></html>", REF.url), [given], REF)
    assert [one.text for one in batch.comments] == list(TEXTS)


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def test_rows_without_keys_that_nobody_understands_are_the_reason() -> None:
    rows = [[f"c{n}", f"Rower {n}", "2026-11-25T10:00:00Z", text] for n, text in enumerate(TEXTS)]
    given = answer(rows * 3, "https://paper.example/x")
    [(batch, _)] = Generic().rendered(Page("<html></html>", REF.url), [given], REF)
    assert batch.comments or batch.signs
