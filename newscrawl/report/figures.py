"""The figures of a scope, counted from its lines of output one at a time. No I/O, no clock.

Memory grows with articles (two numbers each), with comments that changed after they were first
seen, and with days; not with comments.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime

from newscrawl.items import Article, Comment, Row

_HOUR, _DAY = 60, 24 * 60
LAGS = (
    *(1, 2, 5, 10, 15, 20, 30, 45, _HOUR, 90, 2 * _HOUR, 3 * _HOUR, 4 * _HOUR, 6 * _HOUR),
    *(8 * _HOUR, 12 * _HOUR, 16 * _HOUR, _DAY, 36 * _HOUR, 2 * _DAY, 3 * _DAY, 4 * _DAY),
    *(5 * _DAY, 7 * _DAY, 10 * _DAY, 14 * _DAY, 21 * _DAY, 30 * _DAY, 60 * _DAY, 90 * _DAY),
    *(180 * _DAY, 365 * _DAY),
)
"""Minutes after publication at which the arrival of comments is counted."""

_NOT_RATED = {
    "articles": {"type", "schema_version", "id", "version", "status", "metadata"},
    "comments": {"type", "schema_version", "id", "version", "status", "metadata"},
}
FIELDS = {
    kind: [
        one.name
        for one in fields(item)
        # Fields that are empty on most lines by their nature: their share tells nothing.
        if one.name not in _NOT_RATED[kind]
        and not one.name.startswith("previous_")
        and one.name != "date_removed_observed"
    ]
    for kind, item in (("articles", Article), ("comments", Comment))
}
"""The fields whose fill rate is shown, in the order of `items.py`."""


@dataclass(kw_only=True)
class Run:
    """One run of a crawl."""

    run_id: str
    date_started: str
    """ISO 8601, UTC."""
    duration_seconds: float | None = None
    exit_status: int | None = 0
    """None if the run was killed."""
    exit_name: str = "DONE"
    completeness: float | None = None
    """Share of the comments declared to this run that it collected."""
    articles_new: int = 0
    comments_new: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    """Articles that could not be read, by reason."""
    alarms: list[str] = field(default_factory=list)


@dataclass(kw_only=True)
class Figures:
    """Everything a report says about one scope. Days are ISO dates in UTC."""

    scope: str
    articles: int = 0
    articles_removed: int = 0
    """Withdrawn by the site, according to the last line of each."""
    comments: int = 0
    comments_removed: int = 0
    """Gone now, but seen before that; without those that came back."""
    comments_removed_before: int = 0
    """Already removed when first seen."""
    comments_edited: int = 0
    """With `is_edited`, according to the last line of each."""
    declared: int = 0
    """Comments declared by the articles that declare a number."""
    present: int = 0
    """Those of `declared` in the output: per article, no more than it declares."""
    articles_by_day: Counter[str] = field(default_factory=Counter)
    """By `date_published`."""
    comments_by_day: Counter[str] = field(default_factory=Counter)
    undated: Counter[str] = field(default_factory=Counter)
    """`articles` and `comments` without a day of publication."""
    arrival: list[int] = field(default_factory=lambda: [0] * len(LAGS))
    """Comments written at most `LAGS[i]`, but more than `LAGS[i - 1]`, minutes after their article.
    Only if both times are known to the hour or better."""
    arrival_later: int = 0
    arrival_before: int = 0
    """Comments dated before their article."""
    week: list[list[int]] = field(default_factory=lambda: [[0] * 24 for _ in range(7)])
    """Comments by weekday (Monday first) and hour, in UTC."""
    removals_by_day: dict[str, Counter[str]] = field(default_factory=dict)
    """Comments found removed, by day of observation and status; and `returned`."""
    withdrawn_by_day: Counter[str] = field(default_factory=Counter)
    """Articles, by `date_removed_observed`."""
    threads: Counter[str] = field(default_factory=Counter)
    """Articles by `comments_status`."""
    filled: dict[str, Counter[str]] = field(
        default_factory=lambda: {"articles": Counter(), "comments": Counter()}
    )
    """By kind: for each field, how many unremoved items have it filled."""
    standing: Counter[str] = field(default_factory=Counter)
    """By kind: the number of unremoved items."""
    runs: list[Run] = field(default_factory=list)
    """Visits of the site."""
    rereads: int = 0
    """Readings of kept pages."""

    @property
    def completeness(self) -> float | None:
        """Share of declared comments that are in the output; None if none are declared."""
        return self.present / self.declared if self.declared else None

    @property
    def failures(self) -> Counter[str]:
        """Articles that could not be read, by reason, over all runs."""
        return sum((run.failed for run in self.runs), Counter())

    @property
    def days(self) -> tuple[str, str] | None:
        """First and last day of publication of anything."""
        days = self.articles_by_day.keys() | self.comments_by_day.keys()
        return (min(days), max(days)) if days else None


class Tally:
    """Counts lines into `Figures`. Articles come first: comments are measured against them."""

    def __init__(self, scope: str) -> None:
        self.figures = Figures(scope=scope)
        self._published: dict[str, float] = {}
        self._declared: dict[str, int] = {}
        self._present: Counter[str] = Counter()
        self._removed: dict[str, str] = {}
        self._dateless: dict[str, Row] = {}

    def articles(self, current: Iterable[Row]) -> None:
        """Count the last line of each article."""
        found = self.figures
        for row in current:
            found.articles += 1
            removed = row.get("status") == "removed"
            found.articles_removed += removed
            if removed and (day := row.get("date_removed_observed")):
                found.withdrawn_by_day[day[:10]] += 1
            if row.get("comment_count") is not None:
                self._declared[row["id"]] = row["comment_count"]
            if (moment := _moment(row)) is not None:
                self._published[row["id"]] = moment.timestamp()
            found.threads[row.get("comments_status") or "not walked"] += 1
            self._dated("articles", found.articles_by_day, row)
            self._rate("articles", row, standing=not removed)

    def comments(self, current: Iterable[Row]) -> None:
        """Count the last line of each comment."""
        found = self.figures
        for row in current:
            found.comments += 1
            gone = row["status"].startswith("removed")
            # A removed comment has a text hash only if it was seen before its removal.
            vanished = gone and bool(row.get("date_removed_observed") and row.get("text_hash"))
            found.comments_removed += vanished
            found.comments_removed_before += gone and not vanished
            found.comments_edited += bool(row.get("is_edited"))
            if row["article_id"] in self._declared:
                self._present[row["article_id"]] += 1
            self._rate("comments", row, standing=not gone)
            if gone and not row.get("date_published"):
                self._dateless[row["id"]] = row
                continue
            self._date(row)
        found.declared = sum(self._declared.values())
        found.present = sum(min(n, self._declared[one]) for one, n in self._present.items())

    def history(self, lines: Iterable[Row]) -> None:
        """Count removals and returns in all lines of comments, oldest first; after `comments`.

        The line of a removal may be short: its date is in an earlier line of the same id.
        """
        for row in lines:
            if row["id"] in self._dateless and row.get("date_published"):
                kept = ("article_id", "date_published", "date_published_precision")
                self._dateless[row["id"]] = {name: row.get(name) for name in kept}
            known, day = self._removed.get(row["id"]), row.get("date_removed_observed")
            if row["status"].startswith("removed"):
                if day and day != known and row.get("text_hash"):
                    self._removed[row["id"]] = day
                    self._observed(day, row["status"])
            elif known:
                del self._removed[row["id"]]
                self._observed(row.get("date_last_seen") or known, "returned")
        for row in self._dateless.values():
            self._date(row)
        self._dateless.clear()

    def _date(self, row: Row) -> None:
        self._dated("comments", self.figures.comments_by_day, row)
        self._arrival(row)

    def _observed(self, moment: str, what: str) -> None:
        self.figures.removals_by_day.setdefault(moment[:10], Counter())[what] += 1

    def _dated(self, kind: str, days: Counter[str], row: Row) -> None:
        date = row.get("date_published") or ""
        if len(date) >= 10:
            days[date[:10]] += 1
        else:  # none, or a month, or a year
            self.figures.undated[kind] += 1

    def _arrival(self, row: Row) -> None:
        moment = _moment(row)
        if moment is None:
            return
        self.figures.week[moment.weekday()][moment.hour] += 1
        begun = self._published.get(row["article_id"])
        if begun is None:
            return
        minutes = (moment.timestamp() - begun) / 60
        place = next((i for i, lag in enumerate(LAGS) if minutes <= lag), None)
        if minutes < 0:
            self.figures.arrival_before += 1
        elif place is None:
            self.figures.arrival_later += 1
        else:
            self.figures.arrival[place] += 1

    def _rate(self, kind: str, row: Row, *, standing: bool) -> None:
        if standing:
            self.figures.standing[kind] += 1
            empty: tuple[object, ...] = (None, "", [], {})
            self.figures.filled[kind].update(
                name for name in FIELDS[kind] if row.get(name) not in empty
            )


def _moment(row: Row) -> datetime | None:
    """Return when an item was published, if that is known to the hour or better."""
    if row.get("date_published_precision") not in {"second", "minute", "hour"}:
        return None
    return datetime.fromisoformat(row["date_published"]).astimezone(UTC)
