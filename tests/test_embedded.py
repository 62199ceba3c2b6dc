"""Comments in the scripts of a page: where a key calls them so, or beside rows that agree."""

import json
from typing import Any

import pytest

from newscrawl.engines.base import ArticleRef, Batch
from newscrawl.generic.engine import Generic
from newscrawl.page import Page

URL = "https://paper.example/2026/boats"
SAID = ("The old one was fine.", "Who pays for it, then?", "We all do, as ever.", "See you there.")
PARENTS = (None, 901, 902, None)


def _objects(**other: Any) -> list[dict[str, Any]]:
    return [
        {
            "id": 901 + n,
            "parentId": parent,
            "author": {"name": f"Reader {n}"},
            "createdAt": f"2026-03-14T11:{10 + n}:30Z",
            "body": said,
            **other,
        }
        for n, (said, parent) in enumerate(zip(SAID, PARENTS, strict=True))
    ]


def _nested() -> list[dict[str, Any]]:
    first, second, third, last = ({**one, "parentId": None} for one in _objects())
    return [{**first, "replies": [{**second, "replies": [third]}]}, last]


def _rows(when: str = "3 hours ago", more: tuple[str, ...] = ()) -> str:
    rows = "".join(
        f'<div class="comment" id="comment-{n}"><b class="author">Reader {n}</b>'
        f" <time>{when}</time><p>{said}</p></div>"
        for n, said in enumerate((*SAID, *more))
    )
    return f'<section id="comments"><h2>4 comments</h2>{rows}</section>'


def _read(
    state: Any,
    body: str = '<div id="comments"></div>',
    script: str = "",
    declared: int | None = None,
) -> Batch:
    data = json.dumps(state)
    held = script % data if script else f'<script type="application/json">{data}</script>'
    page = Page(f"<html><body><h1>Boats</h1>{body}{held}</body></html>", URL)
    ref = ArticleRef(id="1", url=URL, site="lab", language="en", declared=declared)
    return Generic().rows(page, ref)


def _threads(batch: Batch) -> list[tuple[str | None, str | None, str | None]]:
    """Return text, author and the parent's text of each comment."""
    texts = {one.id: one.text for one in batch.comments}
    return [
        (
            one.text,
            one.author.name if one.author else None,
            texts[one.parent_id] if one.parent_id else None,
        )
        for one in batch.comments
    ]


WANTED = [
    (SAID[0], "Reader 0", None),
    (SAID[1], "Reader 1", SAID[0]),
    (SAID[2], "Reader 2", SAID[1]),
    (SAID[3], "Reader 3", None),
]
ASSIGNED = "<script>window.__STATE__ = %s;</script>"


@pytest.mark.parametrize("script", ["", ASSIGNED])
@pytest.mark.parametrize(
    "state",
    [
        {"props": {"pageProps": {"post": {"title": "Boats", "comments": _objects()}}}},
        {"thread": {"commentList": {"total": 4, "items": _objects()}}},
        {"comments": {str(one["id"]): one for one in _objects()}},
        {"comments": _nested()},
        {"data": {"comments": {"edges": [{"node": one} for one in _objects()]}}},
    ],
)
def test_a_thread_in_a_script_is_read_without_rows(state: Any, script: str) -> None:
    batch = _read(state, script=script, declared=4)
    assert sorted(map(str, _threads(batch))) == sorted(map(str, WANTED))
    assert batch.comments[0].date_published_raw == "2026-03-14T11:10:30Z"


@pytest.mark.parametrize(
    "state",
    [
        {"related": {"articles": _objects(title="On boats", commentCount=3)}},
        {"recentComments": _objects()},
        {"sidebar": {"latest_comments": {"items": _objects()}}},
        {"stories": [{"title": f"Story {n}", "comments": _objects()} for n in range(2)]},
        {"feed": [{"title": "Story", "comments": _objects()}, {"title": "Other"}]},
        {"messages": _objects(), "parentId": 3},
    ],
)
def test_what_nothing_calls_the_comments_of_this_page_is_none(state: Any) -> None:
    assert not _read(state, declared=4).comments


@pytest.mark.parametrize(
    ("state", "declared"),
    [
        ({"comments": _objects()}, None),
        ({"comments": _objects()}, 5),
        ({"comments": {"items": _objects(), "total": 9}}, None),
        ({"comments": {"items": _objects(), "total": 9}}, 4),
        ({"comments": {"items": _objects(), "total": 4}}, 9),
    ],
)
def test_what_may_be_a_part_is_left_to_the_browser(state: Any, declared: int | None) -> None:
    assert not _read(state, declared=declared).comments


@pytest.mark.parametrize(
    "state", [{"posts": _objects()}, {"comments": _nested()}, {"x": [{"replies": _objects()}]}]
)
def test_rows_get_parents_and_times_and_keep_their_ids(state: Any) -> None:
    alone, batch = _read({}, _rows()), _read(state, _rows())
    assert [one.id for one in batch.comments] == [one.id for one in alone.comments]
    assert _threads(batch) == WANTED
    assert [one.date_published_raw for one in batch.comments] == [
        f"2026-03-14T11:{10 + n}:30Z" for n in range(4)
    ]


def test_a_time_that_a_row_tells_stays() -> None:
    batch = _read({"comments": _objects()}, _rows("2026-03-14T12:10:00+01:00"))
    assert {one.date_published_raw for one in batch.comments} == {"2026-03-14T12:10:00+01:00"}


def test_a_row_that_the_scripts_lack_stays_as_it_is() -> None:
    batch = _read({"comments": _objects()}, _rows(more=("One more, of this minute.",)))
    assert _threads(batch) == [*WANTED, ("One more, of this minute.", "Reader 4", None)]
    assert batch.comments[4].date_published_raw == "3 hours ago"


def test_scripts_that_tell_of_other_comments_change_no_row() -> None:
    others = [{**one, "body": f"Elsewhere: {n}"} for n, one in enumerate(_objects())]
    assert _threads(_read({"comments": others}, _rows())) == _threads(_read({}, _rows()))
