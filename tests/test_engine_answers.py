"""What stands in an answer comes out: no comment lost, changed or moved by what is beside it."""

import json
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.http import TextResponse

from newscrawl.engines.answers import string
from newscrawl.engines.base import STATE, ArticleRef, Batch
from newscrawl.page import Page
from newscrawl.plugins import all_engines
from newscrawl.threads.forest import build
from tests.support.any_answer import LEAVES, READERS, check
from tests.support.engine_answers import FORMS, Form, Row, Said, Told, told
from tests.support.invariants import are_written, few, is_forest

ARTICLE = ArticleRef(id="paper:1", url="https://paper.example/lantern.html", site="paper")
JUNK = LEAVES | st.sampled_from([{}, [], [{}], {"id": {}}, [[]]])


def parse(name: str, body: bytes, headers: dict[str, str] | None = None) -> Batch:
    request = Request(FORMS[name].url, meta={STATE: {}})
    response = TextResponse(request.url, body=body, headers=headers, request=request)
    batch = all_engines()[name].parse(Page.of(response), ARTICLE)
    check(batch, all_engines()[name])
    return batch


def true(said: Said, form: Form) -> Told:
    parent = f"{form.prefix}{said.parent}" if said.above else None
    return f"{form.prefix}{said.id}", said.name, said.text, said.iso, parent


@pytest.mark.parametrize("name", FORMS)
@few
@given(data=st.data())
def test_a_thread_comes_out_as_it_went_in(name: str, data: st.DataObject) -> None:
    form = FORMS[name]
    thread = data.draw(form.threads())
    batch = parse(name, json.dumps(form.answer(thread)[0]).encode())
    result = build(batch.comments)
    assert [told(comment) for comment in result.comments] == [true(said, form) for said in thread]
    assert [c.depth for c in result.comments] == [said.depth for said in thread]
    roots = [(c.root_id or "").rpartition(":paper:")[2] for c in result.comments]
    assert roots == [f"{form.prefix}{said.root.id}" for said in thread]
    assert (result.duplicates, result.orphans, result.cycles, batch.status) == (0, 0, 0, None)


def test_every_reader_of_json_is_tried() -> None:
    assert {*FORMS, "generic", "riacomments"} == READERS.keys()


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le"]
DECLARED = ["", "; charset=utf-8", "; charset=latin-1", "; charset=hex", "; charset=idna"]


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMS)
@few
@given(data=st.data(), encoding=st.sampled_from(ENCODINGS), declared=st.sampled_from(DECLARED))
def test_in_any_encoding(name: str, data: st.DataObject, encoding: str, declared: str) -> None:
    form = FORMS[name]
    thread = data.draw(form.threads())
    text = json.dumps(form.answer(thread)[0], ensure_ascii=False)
    if data.draw(st.booleans()):
        text = f"/**/ cb_1({text});"
    if encoding == "utf-16-le":  # without a mark, only the server can say so
        declared = "; charset=utf-16-le"
    batch = parse(name, text.encode(encoding), {"Content-Type": f"application/json{declared}"})
    assert [told(comment) for comment in batch.comments] == [true(said, form) for said in thread]


@st.composite
def harmed(draw: st.DrawFn, form: Form, thread: list[Said]) -> tuple[Any, dict[int, set[str]]]:
    """Return an answer with junk among its rows and in some, and the keys harmed in these."""
    tree, rows = form.answer(thread)
    lists = lists_of(rows, tree)
    broken = dict[int, set[str]]()
    for number in draw(st.sets(st.integers(0, len(rows) - 1), max_size=2)):
        row = rows[number][form.inner] if form.inner else rows[number]
        keys = st.sets(st.sampled_from(sorted({*row} - {*form.kids})), min_size=1)
        broken[number] = draw(keys)
        for key in broken[number]:
            row[key] = draw(JUNK)
            assume(string(row[key]) not in {str(said.id) for said in thread})
            if draw(st.booleans()):
                del row[key]
    for listed in lists:
        listed.insert(draw(st.integers(0, len(listed))), draw(JUNK))
    return tree, broken


def lists_of(rows: list[Row], tree: Any) -> list[list[Any]]:
    """Return every list of rows in an answer."""
    found, waiting, mine = list[list[Any]](), [tree], {id(row) for row in rows}
    for data in waiting:
        if isinstance(data, dict | list):
            waiting += data.values() if isinstance(data, dict) else data
            found += [data] if isinstance(data, list) and {id(one) for one in data} & mine else []
    return found


VITAL = frozenset("id commentID content_uuid objectId post_number commentText isSpam".split())
"""Without these a row is no comment of its own; all else it may lack."""


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMS)
@few
@given(data=st.data())
def test_a_broken_row_costs_no_other(name: str, data: st.DataObject) -> None:
    form = FORMS[name]
    thread = data.draw(form.threads())
    tree, broken = data.draw(harmed(form, thread))
    batch = parse(name, json.dumps(tree).encode())
    found = {comment.comment_id: told(comment) for comment in batch.comments}
    for number, said in enumerate(thread):
        if not broken.get(number, set()) & VITAL:
            assert f"{form.prefix}{said.id}" in found
        if number not in broken:
            # What hangs below a broken row may have to say so in another way.
            end = -1 if said.above and _below(said, [thread[n] for n in broken]) else None
            assert found[f"{form.prefix}{said.id}"][:end] == true(said, form)[:end]
    are_written(batch.comments)


def _below(said: Said, broken: list[Said]) -> bool:
    return said.above is not None and (said.above in broken or _below(said.above, broken))


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMS)
@few
@given(data=st.data())
def test_a_broken_envelope_is_no_shorter_thread(name: str, data: st.DataObject) -> None:
    form = FORMS[name]
    thread = data.draw(form.threads())
    tree, rows = form.answer(thread)
    places = list(form.places(tree, rows))
    for at in data.draw(st.sets(st.integers(0, len(places) - 1))) if places else ():
        container, key = places[at]
        container[key] = data.draw(JUNK)
    batch = parse(name, json.dumps(tree).encode())
    # The topic of a forum, which stands before its comments' ids, is of the envelope.
    ids = [comment.comment_id.rpartition("/")[2] for comment in batch.comments]
    assert batch.status in {"error", "blocked"} or ids == [str(said.id) for said in thread]


PARENTS = {
    "coral": ("parent", "id"), "discourse": ("reply_to_post_number",), "disqus": ("parent",),
    "ghost": ("in_reply_to_id",), "guardian": ("responseTo", "commentId"), "isso": ("parent",),
    "nyt": ("parentID",), "openweb": ("parent_id",), "remark42": ("pid",),
    "riachat": ("parent_comment", "id"), "viafoura": ("parent_uuid",), "vuukle": ("parentId",),
    "waline": ("pid",), "wordpress": ("parent",),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMS)
@few
@given(data=st.data())
def test_rings_and_repeated_rows_lose_nothing(name: str, data: st.DataObject) -> None:
    form, (key, *below) = FORMS[name], PARENTS[name]
    thread = data.draw(form.threads())
    tree, rows = form.answer(thread)
    ids = st.sampled_from([*(said.id for said in thread), "gone"])
    for row in rows:
        if data.draw(st.booleans()):
            said = row[form.inner] if form.inner else row
            said[key] = {one: data.draw(ids) for one in below} if below else data.draw(ids)
    for listed in lists_of(rows, tree):
        listed.extend(data.draw(st.lists(st.sampled_from(listed), max_size=1)))
    comments = parse(name, json.dumps(tree).encode()).comments
    given_ids = [comment.id for comment in comments]
    by_id = {comment.comment_id: told(comment) for comment in reversed(comments)}
    result = build(comments)
    is_forest(result, given_ids)
    for said in thread:
        assert by_id[f"{form.prefix}{said.id}"][:4] == true(said, form)[:4]
