"""When something is due: the table of the setting REVISIT, for any article and any visit."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl import settings
from newscrawl.clock import stamp
from newscrawl.items import Article, CommentsStatus
from newscrawl.runs.exits import Refused
from newscrawl.state.ledger import Ledger
from newscrawl.state.schedule import PATIENCE, PATIENT, RETRIES, Schedule, retry
from newscrawl.state.visits import LONG_AGO, SourceVisit, ThreadVisit, Visit, Visits, adopt
from newscrawl.threads.bounds import WalkLimits

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


@pytest.mark.parametrize(
    ("interval", "idle", "hours"),
    [("2h", 9, 2), ("170m", 9, 170 / 60), ("3h", 0, 3), ("3h", 1, 6), ("3h", 2, 12), ("3h", 9, 12)],
)
def test_intervals_from_three_hours_on_are_doubled_twice_at_most(
    interval: str, idle: int, hours: float
) -> None:
    table = Schedule.read(settings.REVISIT, {"articles": [("9d", interval)]})
    assert table.article_due(NOON, NOON, idle) == NOON + 0.9 * hours * HOUR


def test_a_sweep_is_due_from_its_time_on() -> None:
    table = Schedule.read(settings.REVISIT, {"threads": [("9d", "1h", "10h")]})
    due = [table.sweep_due(NOON, NOON, NOON + hours * HOUR) for hours in (8.9, 9, 9.1)]
    assert due == [False, True, True]


def test_what_failed_is_tried_more_and_more_rarely_and_then_no_more() -> None:
    moments = [retry(NOON, failures) for failures in range(1, len(RETRIES) + 2)]
    assert moments[0] == NOON
    assert moments[-1] is None
    assert moments[:-1] == sorted(moments[:-1])  # type: ignore[type-var]
    assert retry(NOON, len(RETRIES) + 9) is None


@pytest.mark.parametrize(
    ("entry", "word"),
    [
        ({"threads": [("1d",)]}, "a row of threads"),
        ({"threads": [("1d", "soon", "1h")]}, "'soon' is not a time"),
        ({"articles": [("7d", "1d"), ("1d", "1h")]}, "do not rise"),
        ({"comments": []}, "takes only the keys"),
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


def test_a_page_that_failed_rests_longer_with_each_failure() -> None:
    book = visits()
    for number, rest in enumerate(RETRIES):
        now = NOON + number * HOUR
        book.failed("a:1", "u", "http_500", now)
        visit = book.of("a:1")
        assert visit
        assert (visit.idle, visit.failed, visit.visited) == (number + 1, "http_500", stamp(now))
        assert (visit.seen, visit.due) == (stamp(NOON), stamp(now + rest))
    book.failed("a:1", "u", "http_500", NOON)
    visit = book.of("a:1")
    assert visit
    assert visit.due is None


def test_an_article_is_known_by_the_address_that_is_due() -> None:
    book = visits()
    assert (book.of_article("a:1"), book.of("a:0", "a:1")) == (None, None)
    page = Visit("a:1", "u", "a:1", stamp(NOON), stamp(NOON), "", None)
    book.read(page, NOON, news=True)
    book.alias("a:0", "other", page)
    found = book.of_article("a:1")
    assert found
    assert (found, found.key) == (book.of("a:9", "a:1", "a:0"), "a:1")
    alias = book.of("a:0", "a:1")
    assert alias
    assert (alias.url, alias.due) == ("other", None)


def test_an_article_that_fails_later_stays_as_it_was() -> None:
    book = visits()
    book.read(Visit("a:1", "u", "a:1", stamp(NOON), stamp(NOON), "", None), NOON, news=True)
    before = book.of("a:1")
    book.failed("a:1", "u", "http_500", NOON + HOUR)
    assert book.of("a:1") == before


def test_visits_that_bring_nothing_are_counted_until_one_does() -> None:
    book, idle = visits(), []
    for news in (True, False, False, True, False):
        visit = book.of("a:1") or Visit("a:1", "u", "a:1", stamp(NOON), stamp(NOON), "", None)
        book.read(visit, NOON, news=news)
        book.walked(ThreadVisit("a:1", "", None, None), NOON, NOON, news=news)
        page, thread = book.of("a:1"), book.thread("a:1")
        assert page
        assert thread
        idle.append((page.idle, thread.idle))
    assert idle == [(0, 0), (1, 1), (2, 2), (0, 0), (1, 1)]


def test_a_source_is_known_as_it_answered_by_its_task() -> None:
    book = visits()
    asked = SourceVisit("feed", stamp(NOON), '"e"', "Sat", (("sitemap", "u2"), ("feed", "u3")))
    book.answered("task", "u1", asked)
    book.answered("task", "u2", asked._replace(kind="sitemap"))
    assert book.source("task", "u1") == asked
    assert book.source("other", "u1") is None
    assert (book.sources("task"), book.sources("other")) == ({"feed", "sitemap"}, set())


@pytest.mark.parametrize(
    ("published", "seen", "since"),
    [
        ("2026-03-14T12:00:00Z", "2026-03-15T00:00:00Z", NOON),
        (None, "2026-03-14T12:00:00Z", NOON),
        ("soon", "2026-03-14", NOON - 12 * HOUR),
        (None, "", LONG_AGO),
    ],
)
def test_the_age_of_an_article_is_from_its_publication_or_when_it_was_seen(
    published: str | None, seen: str, since: datetime
) -> None:
    assert Visit("a:1", "u", "a:1", published, seen, "", None).age_from == since


def test_what_is_due_is_found_by_its_site_alone() -> None:
    book = visits()
    for key in ("a:1", "a.en:1", "ab:1", "127.0.0.1:1", "127.0.0.1:80:1"):
        book.read(Visit(key, "u", key, stamp(NOON), stamp(NOON), "", None), NOON, news=True)
    later = NOON + timedelta(days=1)
    assert [one.key for one in book.due("a", later, everything=False)] == ["a:1"]
    assert book.due("a", NOON, everything=False) == []
    assert [one.key for one in book.due("a", NOON, everything=True)] == ["a:1"]


@pytest.mark.parametrize(
    ("status", "swept"), [("complete", stamp(NOON + 30 * HOUR)), ("partial", None)]
)
def test_due_times_are_made_again_from_the_lines_of_the_output(
    status: CommentsStatus, swept: str | None
) -> None:
    ledger, last = Ledger(":memory:"), NOON + 30 * HOUR
    moment = stamp(NOON)
    line = Article(
        id="a:1",
        site="a",
        url="u",
        canonical_url="u",
        request_url="u",
        date_published=moment,
        date_first_seen=moment,
        date_last_seen=stamp(last),
        comments_status=status,
    )
    adopt(ledger, line)
    book = Visits(ledger, TABLE)
    visit, thread = book.of("a:1"), book.thread("a:1")
    assert visit
    assert thread
    article_due, thread_due = TABLE.article_due(NOON, last, 0), TABLE.thread_due(NOON, last, 0)
    assert (visit.due, thread.due) == (stamp(article_due), stamp(thread_due))
    assert (visit.visited, thread.visited, thread.swept) == (stamp(last), stamp(last), swept)
    assert (visit.idle, thread.idle, thread.status) == (0, 0, status)


def test_what_a_clock_that_was_ahead_visited_is_due_at_once() -> None:
    book, ahead, moment = visits(), NOON + timedelta(days=365), stamp(NOON)
    book.failed("a:2", "u", "http_500", ahead)
    out = Visit("a:3", "u", None, moment, moment, moment, None, failed="out_of_range")
    book.unwanted("a:3", out, ahead)
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


def test_an_absurd_count_excuses_no_loss() -> None:
    book = visits()
    db = book.ledger.db
    insert = (
        "INSERT INTO thread (article_id, visited, idle, declared, collected, gap)"
        " VALUES (?, '2026-03-14T08:00:00Z', 0, ?, ?, ?)"
    )
    for number in range(30):
        db.execute(insert, (str(number), 10, 9, -1))
    assert book.deficit(WalkLimits()) == pytest.approx(0.1)
    db.execute(insert, ("boast", 999_999_999, 9, -999_999_990))
    assert book.deficit(WalkLimits()) == pytest.approx(0.1)
