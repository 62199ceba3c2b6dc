"""What is written of an item that was met before: histories of one comment, made up at random."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.items import Article, Comment, Metadata
from newscrawl.pipelines.validate import Validate
from newscrawl.state.changes import compare, describe
from newscrawl.state.ledger import Known, votes_of

STATES = st.builds(
    Comment,
    id=st.just("talk:a:1"),
    comment_id=st.just("1"),
    article_id=st.just("a:1"),
    article_url=st.just("u"),
    comment_engine=st.just("talk"),
    text=st.sampled_from(["one", "two", "three"]),
    status=st.sampled_from(
        ["visible", "visible", "visible", "removed_by_author", "removed_unknown", "collapsed"]
    ),
    upvote_count=st.one_of(st.none(), st.integers(0, 2)),
    reactions=st.sampled_from([{}, {"s1": 1}]),
)


class Book:
    """One comment as the ledger and the output have it."""

    def __init__(self) -> None:
        self.known: Known | None = None
        self.lines: list[Comment] = []
        self.validate = Validate(None)  # type: ignore[arg-type]

    def meet(self, state: Comment, now: str) -> str | None:
        item = replace(state, metadata=Metadata(), date_first_seen=now)
        if item.status.startswith("removed"):
            item.text = None
        self.validate.process_item(item)
        if (change := compare(item, self.known)) is not None:
            describe(item, self.known, change, now)
            self.lines.append(item)
            self.known = Known(
                item.text_hash,
                None,
                item.version,
                item.previous_text_hash,
                item.date_first_seen or "",
                item.status,
                item.date_removed_observed,
                votes_of(item),
            )
        return change


@given(st.lists(STATES, min_size=1, max_size=12))
def test_the_record_is_what_was_seen_no_more_and_no_less(states: list[Comment]) -> None:
    book, texts, version = Book(), list[str](), 0
    for number, state in enumerate(states):
        now = f"2026-03-{number + 1:02}T00:00:00Z"
        book.meet(state, now)
        line = book.lines[-1]
        visible = not state.status.startswith("removed")
        # The last line tells what is there now.
        assert line.status.startswith("removed") != visible
        if visible:
            assert (line.text, line.status) == (state.text, state.status)
            assert line.upvote_count == state.upvote_count or state.upvote_count is None
            version += not texts or texts[-1] != state.text
            if not texts or texts[-1] != state.text:
                texts.append(str(state.text))
        assert line.version == max(version, 1)
        assert (line.date_removed_observed is None) == visible
        # Met again at once, nothing is written.
        assert book.meet(state, now) is None
    assert len(texts) == sum(
        line.text is not None and line.text_hash != before
        for line, before in zip(
            book.lines, [None, *(one.text_hash for one in book.lines)], strict=False
        )
    )


def state(**values: object) -> Comment:
    base = Comment(
        id="talk:a:1", comment_id="1", article_id="a:1", article_url="u", comment_engine="talk"
    )
    return replace(base, **{"text": "one", **values})  # type: ignore[arg-type]


def test_an_edit_tells_of_the_text_before() -> None:
    book = Book()
    book.meet(state(), "1")
    assert book.meet(state(text="two"), "2") == "changed"
    before, after = book.lines
    assert (after.version, after.is_edited) == (2, True)
    assert after.previous_text_hash == before.text_hash != after.text_hash
    assert after.date_first_seen == "1"


def test_removed_and_returned_with_the_same_text_is_no_edit() -> None:
    book = Book()
    book.meet(state(), "1")
    assert book.meet(state(status="removed_unknown"), "2") == "removed"
    gone = book.lines[-1]
    assert (gone.text, gone.version, gone.date_removed_observed) == (None, 1, "2")
    assert gone.text_hash == book.lines[0].text_hash
    assert book.meet(state(status="removed_unknown"), "3") is None
    # Who removed it may be told later; when it went does not change by that.
    assert book.meet(state(status="removed_by_author"), "4") == "removed"
    assert book.lines[-1].date_removed_observed == "2"
    assert book.meet(state(status="removed_unknown"), "5") is None
    assert book.meet(state(), "6") == "returned"
    back = book.lines[-1]
    assert (back.version, back.is_edited, back.date_removed_observed) == (1, None, None)


def test_votes_are_an_observation_only_where_they_differ_and_are_shown() -> None:
    book = Book()
    book.meet(state(upvote_count=3), "1")
    assert book.meet(state(upvote_count=None), "2") is None
    assert book.meet(state(upvote_count=4), "3") == "voted"
    assert book.lines[-1].version == 1


def test_votes_that_a_visit_does_not_show_stay_as_they_were() -> None:
    book = Book()
    book.meet(state(upvote_count=3, downvote_count=1, reactions={"wow": 2}), "1")
    assert book.meet(state(text="two"), "2") == "changed"
    line = book.lines[-1]
    assert (line.upvote_count, line.downvote_count, line.reactions) == (3, 1, {"wow": 2})
    assert book.meet(state(text="six", upvote_count=0, reactions={"wow": 3}), "3") == "changed"
    line = book.lines[-1]
    assert (line.upvote_count, line.downvote_count, line.reactions) == (0, 1, {"wow": 3})


def test_a_ledger_that_noted_no_votes_is_no_observation_of_them() -> None:
    known = Known("one", None, 1, None, "1")
    item = state(text_hash="one", upvote_count=3)
    assert compare(item, known) is None
    describe(item, known, "changed", "2")
    assert item.upvote_count == 3


def test_a_text_read_another_way_is_no_edit() -> None:
    book = Book()
    book.meet(state(), "1")
    item = state(text="o n e", date_first_seen="2")
    book.validate.process_item(item)
    describe(item, book.known, "reread", "2")
    assert (item.version, item.previous_text_hash, item.is_edited) == (1, None, None)


@pytest.mark.parametrize(
    ("now", "change"),
    [
        ({}, None),
        ({"content_hash": "two"}, "changed"),
        ({"content_hash": "two", "comments_status": "partial"}, "changed"),
        ({"comments_status": "complete", "comments_collected": 5}, None),
        ({"comments_status": "complete", "comments_collected": 6}, "walked"),
        ({"status": "removed_unknown"}, "removed"),
    ],
)
def test_an_article_is_written_for_its_text_or_its_thread(
    now: dict[str, object], change: str | None
) -> None:
    known = Known("one", "complete/None/5", 1, None, "1")
    address = {"url": "u", "canonical_url": "u", "request_url": "u"}
    item = Article(id="a:1", site="a", **address, content_hash="one")  # type: ignore[arg-type]
    assert compare(replace(item, **now), known) == change  # type: ignore[arg-type]


def test_an_edited_article_tells_of_its_text_before() -> None:
    address = {"url": "u", "canonical_url": "u", "request_url": "u"}
    item = Article(id="a:1", site="a", **address, content_hash="two")  # type: ignore[arg-type]
    describe(item, Known("one", None, 3, "zero", "1"), "changed", "2")
    assert (item.version, item.previous_content_hash, item.content_hash) == (4, "one", "two")
    same = replace(item, content_hash="one")
    describe(same, Known("one", None, 3, "zero", "1"), "walked", "2")
    assert (same.version, same.previous_content_hash, same.date_first_seen) == (3, "zero", "1")


def _read(text: str, reader: str) -> Comment:
    item = Comment(
        id="talk:a:1",
        comment_id="1",
        article_id="a:1",
        article_url="u",
        comment_engine="talk",
        text=text,
        metadata=Metadata(reader=reader),
    )
    Validate(None).process_item(item)  # type: ignore[arg-type]
    return item


def _known(item: Comment) -> Known:
    moment, votes, reader = "2026-03-14T08:00:00Z", votes_of(item), item.metadata.reader
    return Known(item.text_hash, None, 1, None, moment, "visible", None, votes, reader)


def test_a_part_of_a_text_is_no_edit_of_it_and_neither_is_the_whole_of_a_part() -> None:
    now, part, whole = (
        "2026-03-14T09:00:00Z",
        _read("The fer", "abc-cut"),
        _read("The ferry", "abc"),
    )
    assert compare(part, _known(whole)) is None
    assert compare(whole, _known(part)) == "reread"
    describe(whole, _known(part), "reread", now)
    assert (whole.version, whole.is_edited, whole.previous_text_hash) == (1, None, None)
    longer = _read("The ferry is", "abc-cut")
    assert compare(longer, _known(part)) == "changed"  # a server that never gives all
    assert compare(_read("The ferry", "abc-cut"), _known(part)) == "changed"
