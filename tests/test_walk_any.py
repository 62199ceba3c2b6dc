"""Whatever servers and browsers answer: a walk ends, and its verdict promises what it has."""

import json
from collections import deque
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.http import TextResponse

from newscrawl.comments import all_engines
from newscrawl.comments.threads import build
from newscrawl.comments.walk import Limits, Walk
from newscrawl.items import Article
from newscrawl.page import Page
from tests.invariants import is_forest, many
from tests.shapes import ADDRESSES, CASES, SHAPES
from tests.test_engines_fuzz import ARTICLE, bent

pytestmark = pytest.mark.slow

LIMITS = Limits(comments=40, requests=12)
STARTS = [
    case
    for case in CASES
    if case.meta["call"] == "start" and all_engines()[case.engine].unsupported is None
]


@st.composite
def texts(draw: st.DrawFn, engine: str) -> str:
    """Return an answer of the system, bent, or a page, or what is neither."""
    shapes = SHAPES.get(engine) or [{}]
    markup = st.sampled_from([case.body.decode() for case in CASES if case.engine == engine])
    return draw(bent(draw(st.sampled_from(shapes))).map(_json) | markup | st.text(max_size=9))


def _json(tree: Any) -> str:
    return json.dumps(tree)


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
        return walk.rendered(Page.from_bytes(b"", request.url), data.draw(seen(engine)))
    body = data.draw(texts(engine)).encode("utf-8", "replace")
    status = data.draw(st.sampled_from([200, 200, 200, 403, 500]))
    response = TextResponse(request.url, body=body, status=status, request=request)
    return walk.answer(Page(response))
