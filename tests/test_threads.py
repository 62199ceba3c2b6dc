"""Threads come out right from ids, levels and names, whatever the input."""

from hypothesis import given
from hypothesis import strategies as st

from newscrawl.items import Author, Comment
from newscrawl.threads.forest import build


def row(
    key: str,
    parent: str | None = None,
    *,
    depth: int | None = None,
    by: str | None = None,
    to: str | None = None,
    text: str | None = None,
) -> Comment:
    return Comment(
        id=key,
        comment_id=key,
        article_id="paper:1",
        article_url="http://paper.example/1",
        comment_engine="generic",
        parent_id=parent,
        depth=depth,
        author=Author(name=by) if by else None,
        parent_author=to,
        text=text,
    )


def parents(comments: list[Comment]) -> list[str | None]:
    return [c.parent_id for c in build(comments).comments]


def test_ids_give_roots_and_depths_in_any_order() -> None:
    found = build([row("c", "b"), row("a"), row("b", "a")]).comments
    assert [(c.id, c.root_id, c.depth, c.position) for c in found] == [
        ("c", "a", 2, 0),
        ("a", "a", 0, 1),
        ("b", "a", 1, 2),
    ]


def test_levels_choose_the_nearest_earlier_comment_above() -> None:
    rows = [row(k, depth=d) for k, d in zip("abcdef", [0, 1, 2, 1, 0, 1], strict=True)]
    assert parents(rows) == [None, "a", "b", "a", None, "e"]


def test_a_skipped_level_still_finds_the_one_above() -> None:
    found = build([row("a", depth=0), row("b", depth=3)]).comments
    assert (found[1].parent_id, found[1].depth) == ("a", 1)


def test_an_id_is_believed_before_a_level() -> None:
    assert parents([row("a", depth=0), row("b", depth=0), row("c", "a", depth=1)])[2] == "a"


def test_a_level_without_anything_above_is_an_orphan() -> None:
    result = build([row("a", depth=2), row("b", "a")])
    assert [(c.depth, c.root_id) for c in result.comments] == [(None, None), (None, None)]
    assert result.orphans == 1


def at(minute: int, comment: Comment) -> Comment:
    comment.date_published_raw = f"2026-03-14T08:{minute:02}:00Z"
    return comment


def test_in_reply_to_means_the_latest_earlier_comment_of_the_name_by_time() -> None:
    newest_first = [
        at(50, row("f", by="Tilde")),
        at(40, row("e", by="Vesk", to="Tilde")),
        at(30, row("d", by="Tilde")),
        at(20, row("c", by="tilde")),
        at(10, row("b", by="Tilde")),
        at(5, row("a", by="Vesk", to="Tilde")),
    ]
    found = build(newest_first).comments
    assert [c.parent_id for c in found] == [None, "d", None, None, None, None]
    assert (found[1].depth, found[1].root_id) == (1, "d")
    # An answer to somebody absent is not a top-level comment.
    assert (found[5].depth, found[5].root_id) == (None, None)


def test_in_reply_to_by_a_level_of_nought_is_an_answer_all_the_same() -> None:
    found = build([row("a", depth=0, by="Vesk"), row("b", depth=0, to="Ombra")]).comments
    assert [(c.depth, c.root_id) for c in found] == [(0, "a"), (None, None)]


def test_a_name_of_several_comments_without_times_names_none() -> None:
    rows = [row("a", by="Ombra"), row("b", by="Ombra"), row("c", by="Vesk")]
    assert parents([*rows, row("d", to="Ombra"), row("e", to="Vesk")])[3:] == [None, "c"]


def test_a_day_does_not_tell_which_of_its_comments_is_meant() -> None:
    rows = [at(10, row("a", by="Ombra")), at(30, row("b", by="Ombra")), row("c", to="Ombra")]
    rows[2].date_published_raw = "2026-03-14"
    assert parents(rows)[2] is None
    rows[2].date_published_raw = "2026-03-15"
    assert parents(rows)[2] == "b"


def test_in_reply_to_nobody_here_keeps_the_name() -> None:
    result = build([row("a", by="Ombra"), row("b", to="?")])
    last = result.comments[1]
    assert (last.parent_author, last.depth, last.root_id, result.orphans) == ("?", None, None, 1)


def test_a_name_in_the_text_is_no_hint() -> None:
    assert parents([row("a", by="Ombra"), row("b", text="Ombra, no.")]) == [None, None]


def test_orphans_keep_their_parent_and_have_no_depth() -> None:
    result = build([row("b", "gone"), row("c", "b")])
    assert [(c.parent_id, c.root_id, c.depth) for c in result.comments] == [
        ("gone", None, None),
        ("b", None, None),
    ]
    assert result.orphans == 1


def test_duplicates_fill_what_was_missing_and_are_counted() -> None:
    result = build([row("a", text="first"), row("b"), row("a", by="Ombra", text="second")])
    first = result.comments[0]
    assert (len(result.comments), result.duplicates) == (2, 1)
    assert first.author == Author(name="Ombra")
    assert first.text == "first"


def test_a_removed_comment_gets_no_text_back() -> None:
    removed = row("a")
    removed.status = "removed_by_moderator"
    assert build([removed, row("a", text="old words")]).comments[0].text is None


def test_cycles_lose_their_first_link() -> None:
    result = build([row("s", "s"), row("a", "c"), row("b", "a"), row("c", "b"), row("d", "c")])
    assert [(c.parent_id, c.depth) for c in result.comments] == [
        (None, 0),
        (None, 0),
        ("a", 1),
        ("b", 2),
        ("c", 3),
    ]
    assert result.cycles == 2


def test_a_chain_of_fifty_thousand() -> None:
    size = 50_000
    rows = [row(str(i), str(i + 1) if i + 1 < size else None) for i in range(size)]
    found = build(rows).comments
    assert (found[0].depth, found[0].root_id) == (size - 1, str(size - 1))


KEYS = st.sampled_from("abcdefgh")
ROWS = st.lists(
    st.builds(
        row,
        KEYS,
        st.none() | KEYS,
        depth=st.none() | st.integers(0, 5),
        by=st.none() | KEYS,
        to=st.none() | KEYS,
    ),
    max_size=30,
)


@given(ROWS)
def test_any_input_becomes_a_forest(rows: list[Comment]) -> None:
    given_ids = [c.id for c in rows]
    result = build(rows)
    by_id = {c.id: c for c in result.comments}
    assert list(by_id) == list(dict.fromkeys(given_ids))
    assert result.duplicates == len(given_ids) - len(by_id)
    assert [c.position for c in result.comments] == list(range(len(by_id)))
    for comment in result.comments:
        parent = by_id.get(comment.parent_id or "")
        if parent:
            assert comment.root_id == parent.root_id
            assert comment.depth == (None if parent.depth is None else parent.depth + 1)
        elif comment.depth is not None:
            assert (comment.parent_id, comment.depth, comment.root_id) == (None, 0, comment.id)
        else:
            assert comment.root_id is None


@given(ROWS)
def test_a_second_run_changes_nothing(rows: list[Comment]) -> None:
    first = build(rows).comments
    before = [(c.id, c.parent_id, c.root_id) for c in first if c.depth is not None]
    after = {c.id: (c.id, c.parent_id, c.root_id) for c in build(first).comments}
    assert [after[key] for key, _, _ in before] == before
