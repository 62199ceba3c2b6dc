"""When something is due: the table of the setting REVISIT, for any article and any visit."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl import settings
from newscrawl.clock import stamp
from newscrawl.items import Article
from newscrawl.runs.exits import Refused
from newscrawl.state.ledger import Ledger
from newscrawl.state.schedule import PATIENCE, PATIENT, RETRIES, Schedule, retry
from newscrawl.state.visits import ThreadVisit, Visit, Visits, adopt

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
TABLE = Schedule.read(settings.REVISIT, {})
HOUR = timedelta(hours=1)
AGES = st.timedeltas(timedelta(0), timedelta(days=400))


@given(AGES, st.integers(0, 9))
def test_a_visit_is_due_by_age_and_never_after_the_last_row(age: timedelta, idle: int) -> None:
    due = TABLE.thread_due(NOON - age, NOON, idle)
    row = next((row for row in TABLE.threads if age < row.age), None)
    if row is None:
        assert due is None
        return
    assert due is not None
    longest = row.interval * (2 ** min(idle, PATIENCE) if row.interval >= PATIENT else 1)
    assert 0.9 * row.interval <= due - NOON <= longest
    # A run at the full interval is never a moment too early.
    assert due <= NOON + longest


@given(AGES, AGES)
def test_the_older_the_rarer(one: timedelta, other: timedelta) -> None:
    younger, older = sorted((one, other))
    soon, late = (TABLE.thread_due(NOON - age, NOON, 0) for age in (younger, older))
    assert late is None or (soon is not None and soon <= late)


@given(AGES, AGES)
def test_patience_does_not_put_off_what_reads_all(age: timedelta, since: timedelta) -> None:
    row = next((row for row in TABLE.threads if age < row.age), None)
    due = TABLE.thread_due(NOON - age, NOON, 9, NOON - since)
    if row and due:
        assert due <= NOON + max(row.interval, row.sweep - since)


def test_a_young_thread_is_visited_within_two_hours_however_quiet() -> None:
    due = TABLE.thread_due(NOON - 20 * HOUR, NOON, 99)
    assert due is not None
    # Also by runs that begin a few minutes early.
    assert due < NOON + 1.9 * HOUR


@given(AGES, AGES)
def test_a_thread_is_read_in_full_at_least_as_often_as_the_table_says(
    age: timedelta, since: timedelta
) -> None:
    row = next((row for row in TABLE.threads if age < row.age), None)
    assert TABLE.sweep_due(NOON - age, None, NOON)
    if row is None or since >= row.sweep:
        assert TABLE.sweep_due(NOON - age, NOON - since, NOON)


def test_what_failed_is_tried_more_and_more_rarely_and_then_no_more() -> None:
    moments = [retry(NOON, failures) for failures in range(1, len(RETRIES) + 2)]
    assert moments[0] == NOON
    assert moments[-1] is None
    assert moments[:-1] == sorted(moments[:-1])  # type: ignore[type-var]


@pytest.mark.parametrize(
    ("entry", "word"),
    [
        ({"threads": [("1d",)]}, "a row of threads"),
        ({"threads": [("1d", "soon", "1h")]}, "'soon' is no time"),
        ({"articles": [("7d", "1d"), ("1d", "1h")]}, "do not rise"),
        ({"comments": []}, "has the keys"),
    ],
)
def test_a_table_that_makes_no_sense_is_refused(entry: dict[str, object], word: str) -> None:
    with pytest.raises(Refused, match=word):
        Schedule.read(settings.REVISIT, entry)


def test_a_site_may_have_a_table_of_its_own() -> None:
    own = Schedule.read(settings.REVISIT, {"threads": [("2d", "30m", "1h")]})
    assert own.articles == TABLE.articles
    assert own.thread_due(NOON, NOON, 0) == NOON + timedelta(minutes=27)


def visits() -> Visits:
    return Visits(Ledger(":memory:"), TABLE)


def test_a_closed_thread_is_visited_once_more_and_then_never() -> None:
    book, dues = visits(), []
    for hour in range(3):
        thread = ThreadVisit("a:1", "", None, None, status="closed")
        book.walked(thread, NOON, NOON + hour * HOUR, news=False)
        found = book.thread("a:1")
        dues.append(found and found.due)
    assert dues[0] is not None
    assert dues[1:] == [None, None]


def test_after_the_first_trouble_the_next_run_tries_again() -> None:
    book, old = visits(), NOON - timedelta(days=20)
    for status, due in (("complete", True), ("error", False), ("error", True)):
        before = book.thread("a:1")
        book.walked(ThreadVisit("a:1", "", None, None, status=status), old, NOON, news=False)
        now = book.thread("a:1")
        assert now
        assert (now.due != (before and before.due)) == due


def test_what_is_due_is_found_by_its_site_alone() -> None:
    book = visits()
    for key in ("a:1", "a.en:1", "ab:1", "127.0.0.1:1", "127.0.0.1:80:1"):
        book.read(Visit(key, "u", key, stamp(NOON), stamp(NOON), "", None), NOON, news=True)
    later = NOON + timedelta(days=1)
    assert [one.key for one in book.due("a", later, everything=False)] == ["a:1"]
    assert book.due("a", NOON, everything=False) == []
    assert [one.key for one in book.due("a", NOON, everything=True)] == ["a:1"]


def test_due_times_are_made_again_from_the_lines_of_the_output() -> None:
    ledger = Ledger(":memory:")
    moment = stamp(NOON)
    line = Article(
        id="a:1",
        site="a",
        url="u",
        canonical_url="u",
        request_url="u",
        date_published=moment,
        date_first_seen=moment,
        date_last_seen=moment,
        comments_status="complete",
    )
    adopt(ledger, line)
    book = Visits(ledger, TABLE)
    visit, thread = book.of("a:1"), book.thread("a:1")
    assert visit
    assert thread
    article_due, thread_due = TABLE.article_due(NOON, NOON, 0), TABLE.thread_due(NOON, NOON, 0)
    assert (visit.due, thread.due) == (stamp(article_due), stamp(thread_due))


def test_what_a_clock_that_was_ahead_visited_is_due_at_once() -> None:
    book, ahead, moment = visits(), NOON + timedelta(days=365), stamp(NOON)
    book.failed("a:2", "u", "http_500", ahead)
    book.unwanted("a:3", "u", moment, ahead)
    page = Visit("a:1", "u", "a:1", moment, moment, "", None)
    book.read(page, ahead, news=True)
    book.alias("a:0", "other", page._replace(visited=stamp(ahead)))
    book.walked(ThreadVisit("a:1", "", stamp(ahead), None), NOON, ahead, news=True)
    book.read(Visit("a:4", "u", "a:4", moment, moment, "", None), NOON, news=True)
    assert book.set_back(NOON) == 4
    due = book.due("a", NOON, everything=False)
    assert [one.key for one in due if one.due] == ["a:1", "a:2"]  # and the thread, by both keys
    thread = book.thread("a:1")
    assert thread
    assert (thread.due, thread.swept, thread.visited) == (moment, moment, moment)
    assert book.set_back(NOON) == 0
