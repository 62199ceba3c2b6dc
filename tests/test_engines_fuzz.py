"""Whatever a server or a page says, no engine raises: JSON of any shape, and any HTML."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scrapy.http import HtmlResponse

from newscrawl.page import Page
from newscrawl.plugins import all_engines
from tests.support.any_answer import ARTICLE, READERS, STATES, answer, bent, check, names_in, trees
from tests.support.shapes import ADDRESSES, MARKUP, SHAPES


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
    page = Page.of(HtmlResponse(ARTICLE.url, body=body, encoding="utf-8"))
    for engine in all_engines().values():
        engine.detect(page)
        check(engine.rows(page, ARTICLE), engine)
        check(engine.start(page, ARTICLE), engine)
