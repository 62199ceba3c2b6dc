"""Whatever servers and browsers answer: a walk ends, and its verdict promises what it has."""

import json
from collections import deque
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.http import TextResponse

from newscrawl.items import Article
from newscrawl.page import Page
from newscrawl.plugins import all_engines
from newscrawl.threads.bounds import WalkLimits
from newscrawl.threads.forest import build
from newscrawl.threads.walk import Walk
from tests.support.any_answer import ARTICLE, bent
from tests.support.engine_answers import FORMS, Said
from tests.support.invariants import is_forest, many
from tests.support.shapes import ADDRESSES, CASES, SHAPES

pytestmark = pytest.mark.slow

LIMITS = WalkLimits(comments=40, requests=12)
STARTS = [
    case
    for case in CASES
    if case.meta["call"] == "start" and all_engines()[case.engine].unsupported is None
]


@st.composite
def texts(draw: st.DrawFn, engine: str) -> str:
    """Return an answer of the system, sound or bent, or a page, or what is neither."""
    if engine in FORMS and draw(st.booleans()):
        return json.dumps(FORMS[engine].answer(draw(FORMS[engine].threads()))[0])
    shapes = SHAPES.get(engine) or [{}]
    markup = st.sampled_from([case.body.decode() for case in CASES if case.engine == engine])
    tree = bent(draw(st.sampled_from(shapes)))
    return draw(tree.map(json.dumps) | markup | st.text(max_size=9))


@st.composite
def seen(draw: st.DrawFn, engine: str) -> dict[str, Any]:
    """Return what a browser says of a page (see `browser.thread.open_thread`)."""
    answers = st.builds(
        lambda url, body, status: {
            "url": url, "method": "GET", "post": None, "status": status, "body": body
        },
        st.sampled_from(ADDRESSES.get(engine) or [ARTICLE.url]),
        texts(engine),
        st.sampled_from([200, 200, 403, 500]),
    )  # fmt: skip
    return {
        "html": draw(texts(engine)),
        "answers": draw(st.lists(answers, max_size=3)),
        "ended": draw(st.sampled_from(["complete", "exhausted", "time", "error"])),
        "wall": draw(st.none() | st.just("login")),
    }


@many
@given(data=st.data())
def test_a_walk_ends(data: st.DataObject) -> None:
    case = data.draw(st.sampled_from(STARTS))
    page, declared = case.page(), data.draw(st.none() | st.integers(0, 9))
    article = Article(
        id=ARTICLE.id, site="paper", url=page.url, canonical_url=page.url, request_url=page.url,
        comment_count=declared,
    )  # fmt: skip
    walk = Walk(article, ARTICLE, page, all_engines(), LIMITS)
    waiting, asked = deque(walk.begin()), 0
    while waiting:
        asked += 1
        assert asked < 10 * LIMITS.requests
        waiting.extend(reply(walk, waiting.popleft(), data))
    assert walk.done
    comments = walk.verdict()
    is_forest(walk.threading, [comment.id for comment in comments])
    assert build(comments).duplicates == 0
    assert article.comments_collected == len(comments) <= LIMITS.comments
    assert article.comments_status != "complete" or len(comments) >= (article.comment_count or 0)
    assert (article.comments_status == "none") <= (not comments and not article.comment_count)
    walk.swept(), walk.counts(), walk.entry()


def reply(walk: Walk, request: Request, data: st.DataObject) -> list[Request]:
    engine = walk.way.engine.name if walk.way else ""
    if data.draw(st.integers(0, 7)) == 0:
        return walk.failed("the host does not answer", blocked=data.draw(st.booleans()))
    if "browser" in request.meta:
        return walk.rendered(Page(b"", request.url), data.draw(seen(engine)))
    body = data.draw(texts(engine)).encode("utf-8", "replace")
    status = data.draw(st.sampled_from([200, 200, 200, 403, 500]))
    response = TextResponse(request.url, body=body, status=status, request=request)
    return walk.answer(Page.of(response))


ENDLESS: dict[str, dict[str, Any]] = {
    "guardian": {"pages": 10**9, "currentPage": None},
    "isso": {"hidden_replies": 9},
    "vuukle": {},
}


@pytest.mark.parametrize("name", ENDLESS)
def test_a_server_that_always_has_more_is_left_at_the_limit(name: str) -> None:
    thread = [Said(number, None, "Ada Quill", "boats", 1_700_000_000) for number in range(100, 103)]
    tree = FORMS[name].answer(thread)[0] | ENDLESS[name]
    case = next(one for one in STARTS if one.engine == name and one.answer()["detect"])
    page, engine = case.page(), all_engines()[name]
    article = Article(
        id="paper:1", site="paper", url=page.url, canonical_url=page.url, request_url=page.url
    )
    walk = Walk(article, ARTICLE, page, {name: engine}, LIMITS)
    waiting, asked = deque(walk.begin()), 0
    while waiting:
        request = waiting.popleft()
        if "browser" in request.meta:
            waiting.extend(walk.failed("no browser here"))
            continue
        asked += 1
        body = json.dumps(tree).encode()
        waiting.extend(walk.answer(Page.of(TextResponse(request.url, body=body, request=request))))
    assert asked == LIMITS.requests
    assert len(walk.verdict()) == len(thread)
    assert article.comments_status == "partial"
