"""Comments under any names and in any nesting are read back; no JSON raises, none takes long."""

import time
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from newscrawl.generic.json.comments import read_answers
from tests.support.capturing import (
    ARTICLE,
    NOISE,
    SENTENCES,
    Unknown,
    answer,
    comments_in,
    iso,
    row_of,
)

NAMES: dict[str, list[tuple[str, ...]]] = {
    "id": [("id",), ("cid",), ("comment_id",), ("uuid",), ("key",), ("node", "id"), ("_id",)],
    "text": [("text",), ("msg",), ("body",), ("content", "rendered"), ("words",), ("message",)],
    "author": [
        ("author",),
        ("who", "nick"),
        ("user", "displayName"),
        ("userName",),
        ("by",),
        ("actor", "name"),
    ],
    "time": [("ts",), ("created_at",), ("createdAt",), ("posted",), ("date",), ("at",)],
    "parent": [
        ("parent",),
        ("parent_id",),
        ("inReplyTo",),
        ("replyTo", "id"),
        ("pid",),
        ("answers",),
    ],
}
SILENT = ("result", "list")
WRAPS: list[tuple[str, ...]] = [
    ("comments",),
    ("data", "comments"),
    SILENT,
    ("data", "story", "comments", "items"),
    ("payload", "discussion", "rows"),
]
TIMES: list[Any] = [
    lambda s: s,
    lambda s: s * 1000,
    str,
    lambda s: time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(s)),
]


def put(row: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for key in path[:-1]:
        row = row.setdefault(key, {})
    row[path[-1]] = value


@st.composite
def systems(draw: st.DrawFn) -> tuple[Any, dict[str, tuple[str | None, str, str, str]]]:
    """Return an answer of an invented system, and id -> parent, author, text, time."""
    paths = {role: draw(st.sampled_from(names)) for role, names in NAMES.items()}
    clock, wrap = draw(st.sampled_from(TIMES)), draw(st.sampled_from(WRAPS))
    style = draw(st.sampled_from(["flat", "nested", "map", "edges"]))
    rng = Random(draw(st.integers(0, 10**6)))
    rows: list[dict[str, Any]] = []
    truth: dict[str, tuple[str | None, str, str, str]] = {}
    top: list[dict[str, Any]] = []
    for n in range(draw(st.integers(5, 40))):
        above = rng.choice([None, *range(n)]) if n else None
        row: dict[str, Any] = {}
        ident, second = 500 + n * 7, 1_770_000_000 + n * 61
        author, text = f"Reader {rng.randint(1, 9)}", f"{rng.choice(SENTENCES)} №{n}"
        put(row, paths["id"], ident)
        put(row, paths["text"], text)
        put(row, paths["author"], author)
        put(row, paths["time"], clock(second))
        if style != "nested":
            put(row, paths["parent"], None if above is None else 500 + above * 7)
        row["likes"] = rng.randint(0, 30)
        rows.append(row)
        (rows[above].setdefault("kids", []) if above is not None else top).append(row)
        parent = None if above is None else str(500 + above * 7)
        truth[str(ident)] = (parent, author, text, iso(str(second)) or "")
    # What neither by a name nor by one reply shows that it is a discussion is not taken for one.
    assume(wrap != SILENT or any(parent for parent, *_ in truth.values()))
    listing: Any = rows
    if style == "nested":
        listing = top
    else:
        for row in rows:
            row.pop("kids", None)
    if style == "map":
        listing = {str(500 + n * 7): row for n, row in enumerate(rows)}
    if style == "edges":
        listing = [{"cursor": f"c{n}", "node": row} for n, row in enumerate(rows)]
    tree: Any = listing
    for key in reversed(wrap):
        tree = {key: tree}
    return tree, truth


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(systems())
def test_any_names_and_any_nesting_are_read_back(
    system: tuple[Any, dict[str, tuple[str | None, str, str, str]]],
) -> None:
    tree, truth = system
    found = {c.comment_id: row_of(c)[1:] for c in comments_in(*NOISE, answer(tree))}
    assert found == {
        key: (parent, author, text, when) for key, (parent, author, text, when) in truth.items()
    }


@pytest.mark.parametrize(("parent", "read"), [(None, 0), (1, 2)])
def test_what_nothing_shows_to_be_a_discussion_is_not_read(parent: int | None, read: int) -> None:
    rows = [
        {"id": n, "text": SENTENCES[n], "author": "A", "ts": 1_770_000_000 + n, "parent": above}
        for n, above in ((1, None), (2, parent))
    ]
    assert len(list(comments_in(answer({"result": {"list": rows}})))) == read


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=40)
    | st.sampled_from(["2026-03-14T08:30:12Z", *SENTENCES]),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(
            st.sampled_from("id text parent author name created replies comments next".split())
            | st.text(max_size=8),
            inner,
            max_size=7,
        )
    ),
    max_leaves=40,
)


@settings(max_examples=200, deadline=None)
@given(st.lists(JSON, max_size=3), st.text(max_size=30))
def test_no_json_and_no_address_raises(trees: list[Any], url: str) -> None:
    answers: list[Any] = [answer(tree, f"https://a.example/{url}") for tree in trees]
    noise: list[Any] = [{"url": url}, {}, None, {"body": 7}]
    read_answers([*answers, *noise], ARTICLE, Unknown())


@pytest.mark.parametrize("depth", [300, 100_000])
def test_depth_is_no_trouble(depth: int) -> None:
    row = '{"id":%d,"text":"%s","by":"Ada","date":"2026-03-14T08:30:12Z","replies":['
    body = "".join(row % (n, SENTENCES[0]) for n in range(depth))
    tree = '{"comments":[' + body + "]}" * depth + "]}"
    found = comments_in(answer(tree), answer("[" * depth + "]" * depth))
    # Python's own parser refuses what nests deeper than it recurses.
    assert len(found) == (depth if depth == 300 else 0)
    assert [row_of(c)[1] for c in found[:3]] == [None, "0", "1"][: len(found)]


@pytest.mark.parametrize("number", [5_000, pytest.param(50_000, marks=pytest.mark.slow)])
def test_many_comments_take_seconds(number: int) -> None:
    rows = [
        {
            "id": n,
            "parent_id": n // 2 or None,
            "user": {"id": n % 900, "name": f"Reader {n % 900}"},
            "text": f"{SENTENCES[n % 4]} №{n}",
            "created_at": 1_770_000_000 + n,
            "likes": n % 13,
        }
        for n in range(1, number + 1)
    ]
    pages = [answer({"comments": rows[at : at + 500]}) for at in range(0, number, 500)]
    start = time.process_time()
    assert len(comments_in(*pages)) == number
    # About 3 s for 50,000 on two shared cores.
    assert time.process_time() - start < 20 * number / 50_000
