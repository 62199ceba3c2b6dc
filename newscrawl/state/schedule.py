"""When something is visited again: a table by the age of the article. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, Self

from newscrawl.clock import span
from newscrawl.runs.exits import Refused

PATIENT = timedelta(hours=3)
"""Intervals of this length or more grow while visits find nothing new; shorter ones do not."""
PATIENCE = 2
"""How many times such an interval is doubled, at most."""
EARLY = 0.1
"""Share of an interval by which a visit may come early: cron's runs begin at the hour, and the
last visit was some minutes after."""
RETRIES = tuple(timedelta(hours=hours) for hours in (0, 0, 1, 4, 12, 24, 72, 168))
"""The waits before a page that failed, and was never read, is asked for again; then never."""
NO_ARTICLE = tuple(timedelta(days=days) for days in (1, 7))
"""The same for a page that is no article: it may have been an article's that failed to load."""


class Stage(NamedTuple):
    """Up to `age`: the time between two visits, and between two that read everything."""

    age: timedelta
    interval: timedelta
    sweep: timedelta


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """The setting REVISIT, read."""

    articles: tuple[Stage, ...]
    threads: tuple[Stage, ...]
    sources: Mapping[str, timedelta] = field(default_factory=dict)
    """By the source's class: how long it may rest while a feed of the site is read in every run."""

    @classmethod
    def read(cls, table: Mapping[str, Any], own: Mapping[str, Any]) -> Self:
        """Return the schedule of the setting, with a site's own entries in place of its.

        Raises Refused with a one-line message.
        """
        table = {**table, **own}
        if set(table) != {"articles", "threads", "sources"}:
            raise Refused(
                "REVISIT takes only the keys articles, threads and sources: see settings.py"
            )
        return cls(
            articles=_rows("articles", table["articles"]),
            threads=_rows("threads", table["threads"]),
            sources={str(name): _span(name, text) for name, text in table["sources"].items()},
        )

    def article_due(self, published: datetime, visited: datetime, idle: int) -> datetime | None:
        """Return when an article's page is due after a visit; None: never again.

        `idle` counts the visits in a row that found nothing new.
        """
        return _due(self.articles, published, visited, idle)

    def thread_due(
        self, published: datetime, visited: datetime, idle: int, swept: datetime | None = None
    ) -> datetime | None:
        """Return when a thread is due after a visit; None: never again.

        Doubling never puts off the next visit that reads all of it; the last was at `swept`.
        """
        row, due = (
            _row(self.threads, visited - published),
            _due(self.threads, published, visited, idle),
        )
        if row is None or due is None or swept is None:
            return due
        return min(due, max(_after(swept, row.sweep), _after(visited, row.interval)))

    def sweep_due(self, published: datetime, swept: datetime | None, now: datetime) -> bool:
        """Return whether a visit now has to read the thread in full, to see what is gone."""
        row = _row(self.threads, now - published)
        return swept is None or row is None or now >= _after(swept, row.sweep)


def retry(
    visited: datetime, failures: int, waits: Sequence[timedelta] = RETRIES
) -> datetime | None:
    """Return when a page that failed this often is asked for again; None: never."""
    return visited + waits[failures - 1] if failures <= len(waits) else None


def moment_of(value: str | None) -> datetime | None:
    """Return the moment of a stored date; of a day, a month or a year its beginning.

    >>> moment_of("2026-03")
    datetime.datetime(2026, 3, 1, 0, 0, tzinfo=datetime.timezone.utc)
    >>> moment_of("soon") is None
    True
    """
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value + "-01-01"[len(value) - 4 :] * (len(value) < 10))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _due(
    rows: Sequence[Stage], published: datetime, visited: datetime, idle: int
) -> datetime | None:
    row = _row(rows, visited - published)
    if row is None:
        return None
    doubled = min(idle, PATIENCE) if row.interval >= PATIENT else 0
    return _after(visited, row.interval * 2**doubled)


def _row(rows: Sequence[Stage], age: timedelta) -> Stage | None:
    return next((row for row in rows if age < row.age), None)


def _after(moment: datetime, interval: timedelta) -> datetime:
    return moment + interval * (1 - EARLY)


def _rows(name: str, rows: Sequence[Sequence[str]]) -> tuple[Stage, ...]:
    read = []
    for row in rows:
        if len(row) not in {2, 3}:
            raise Refused(f"REVISIT: a row of {name} is (age, interval, sweep), not {row!r}")
        age, interval, *sweep = (_span(name, text) for text in row)
        read.append(Stage(age, interval, sweep[0] if sweep else interval))
    if [row.age for row in read] != sorted({row.age for row in read}):
        raise Refused(f"REVISIT: the ages of {name} do not rise")
    return tuple(read)


def _span(name: str, text: str) -> timedelta:
    if (found := span(str(text))) is None or not found:
        raise Refused(f"REVISIT: {name}: {text!r} is not a time such as 30m, 12h or 3d")
    return found
