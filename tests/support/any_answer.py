"""Answers of any shape, and what holds of whatever an engine reads in them."""

import json
import re
from typing import Any

from hypothesis import strategies as st
from scrapy import Request
from scrapy.http import TextResponse

from newscrawl.engines.base import STATE, ArticleRef, Batch, CommentEngine
from newscrawl.page import Page
from newscrawl.plugins import all_engines

ARTICLE = ArticleRef(id="paper:1", url="https://paper.example/2026/lantern.html", site="paper")
READERS = {
    name: engine
    for name, engine in all_engines().items()
    if type(engine).parse is not CommentEngine.parse
}
STATES: list[dict[str, Any]] = [{}, {"asked": ["a"]}, {"spot": "sp_a", "post": "1"}]
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["\ud800", "\x00", "http://[bad", "0", "-1", "<p>a</p>", "../../x?y#z"])
)


def trees(keys: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    return st.recursive(
        LEAVES,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=6),
        max_leaves=25,
    )


@st.composite
def bent(draw: st.DrawFn, shape: Any) -> Any:
    """Return the shape of a real answer with some of its values replaced by others."""
    if draw(st.integers(0, 9)) == 0:
        return draw(LEAVES | st.just([]) | st.just({}))
    if isinstance(shape, dict):
        return {key: draw(bent(value)) for key, value in shape.items()}
    if isinstance(shape, list):
        return [draw(bent(value)) for value in shape * draw(st.integers(0, 2))]
    return shape


def answer(url: str, data: Any, state: dict[str, Any]) -> Page:
    # Escapes keep lone surrogates, as a hostile server can.
    body = json.dumps(data).encode()
    request = Request(url, meta={STATE: state})
    return Page.of(TextResponse(url, body=body, encoding="utf-8", request=request))


def check(batch: Batch | None, engine: CommentEngine) -> None:
    if batch is None:
        return
    for comment in batch.comments:
        assert comment.id == engine.full_id(ARTICLE, comment.comment_id)
        json.dumps(
            [comment.text, comment.author.name if comment.author else None, comment.comment_id],
            ensure_ascii=False,
        ).encode()
        if comment.status.startswith("removed"):
            assert comment.text is None
    for request in batch.more:
        assert request.url.startswith("http")
        call = f"{request.method} {request.url}"
        assert not any(re.search(rule, call) for rule in engine.never)


def names_in(shape: Any) -> set[str]:
    if isinstance(shape, dict):
        return set(shape).union(*map(names_in, shape.values()))
    return set().union(*map(names_in, shape)) if isinstance(shape, list) else set()
