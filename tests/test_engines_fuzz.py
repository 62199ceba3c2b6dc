"""Whatever a server or a page says, no engine raises: JSON of any shape, and any HTML."""

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scrapy import Request
from scrapy.http import HtmlResponse, TextResponse

from newscrawl.engines.base import STATE, ArticleRef, Batch, CommentEngine
from newscrawl.page import Page
from newscrawl.plugins import all_engines
from tests.support.shapes import ADDRESSES, MARKUP, SHAPES

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
    return Page(TextResponse(url, body=body, encoding="utf-8", request=request))


def check(batch: Batch | None, engine: CommentEngine) -> None:
    if batch is None:
        return
    for comment in batch.comments:
        assert comment.id == f"{engine.name}:paper:{comment.comment_id}"
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


@pytest.mark.parametrize("name", READERS)
@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_parse_survives_any_json(name: str, data: st.DataObject) -> None:
    keys = sorted({key for shape in SHAPES[name] for key in names_in(shape)})
    tree = data.draw(trees(st.sampled_from(keys)))
    url = data.draw(st.sampled_from(ADDRESSES[name]))
    check(READERS[name].parse(answer(url, tree, {}), ARTICLE), READERS[name])


@pytest.mark.parametrize("name", READERS)
@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_parse_survives_a_bent_answer(name: str, data: st.DataObject) -> None:
    shape = data.draw(st.sampled_from(SHAPES[name]))
    url = data.draw(st.sampled_from(ADDRESSES[name]))
    state = data.draw(st.sampled_from(STATES))
    page = answer(url, data.draw(bent(shape)), state)
    check(READERS[name].parse(page, ARTICLE), READERS[name])


@given(st.lists(st.sampled_from(MARKUP) | st.text(max_size=20), max_size=12))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_pages_of_any_kind_are_survived(pieces: list[str]) -> None:
    body = "".join(pieces).encode("utf-8", "replace")
    page = Page(HtmlResponse(ARTICLE.url, body=body, encoding="utf-8"))
    for engine in all_engines().values():
        engine.detect(page)
        check(engine.rows(page, ARTICLE), engine)
        check(engine.start(page, ARTICLE), engine)


def names_in(shape: Any) -> set[str]:
    if isinstance(shape, dict):
        return set(shape).union(*map(names_in, shape.values()))
    return set().union(*map(names_in, shape)) if isinstance(shape, list) else set()
