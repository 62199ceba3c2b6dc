"""From numbers to places on a drawing, and the numbers that label an axis. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import floor, log10
from typing import NamedTuple

Scale = Callable[[float], float]


def linear(low: float, high: float, begin: float, end: float) -> Scale:
    """Return a scale that maps `low`..`high` to `begin`..`end`.

    >>> linear(0, 10, 100, 0)(2.5)
    75.0
    """
    span = (high - low) or 1
    return lambda value: round(begin + (value - low) / span * (end - begin), 1)


def logarithmic(low: float, high: float, begin: float, end: float) -> Scale:
    """Return a logarithmic scale: equal factors are equally far apart."""
    inner = linear(log10(low), log10(high), begin, end)
    return lambda value: inner(log10(max(value, low)))


def ticks(high: float, most: int = 4, least_step: float = 0) -> list[float]:
    """Return round numbers from 0 up to the first that is at least `high`.

    >>> ticks(37), ticks(2, least_step=1), ticks(0)
    ([0, 10, 20, 30, 40], [0, 1, 2], [0, 1])
    """
    if high <= 0:
        return [0, 1]
    power = 10 ** floor(log10(high / most))
    step = next(power * n for n in (1, 2, 5, 10) if power * n * most >= high)
    step = max(step, least_step)
    found: list[float] = [0]
    while found[-1] < high:
        found.append(round(len(found) * step, 10))
    return [int(one) if float(one).is_integer() else one for one in found]


class Bucket(NamedTuple):
    """A day, a week or a month on a time axis."""

    begin: date
    end: date
    """The last day in it."""

    @property
    def label(self) -> str:
        if self.begin == self.end:
            return f"{self.begin:%a} {self.begin.day} {self.begin:%b %Y}"
        if self.begin.day == 1 and self.end.day >= 28:
            return f"{self.begin:%B %Y}"
        return f"week of {self.begin.day} {self.begin:%b %Y}"


@dataclass(frozen=True)
class Calendar:
    """The columns of a time axis: days, or weeks or months if there are too many days."""

    unit: str
    buckets: Sequence[Bucket]

    def sums(self, by_day: Mapping[str, int]) -> list[int]:
        """Return the sum of each bucket. Days outside the axis are left out."""
        first = {bucket.begin: i for i, bucket in enumerate(self.buckets)}
        found = [0] * len(self.buckets)
        for day, value in by_day.items():
            place = first.get(_begin(date.fromisoformat(day), self.unit))
            if place is not None:
                found[place] += value
        return found

    def marks(self, most: int) -> list[tuple[int, str]]:
        """Return (bucket, text) of at most about `most` ticks, at the start of round periods."""
        begins = [bucket.begin for bucket in self.buckets]
        if self.unit != "month" and len(begins) < 28:
            step = -(-len(begins) // most)
            return [(i, f"{begins[i].day} {begins[i]:%b}") for i in range(0, len(begins), step)]
        months = [
            (i, day)
            for i, day in enumerate(begins)
            if i == 0 or (day.year, day.month) != (begins[i - 1].year, begins[i - 1].month)
        ]
        if months[1:] and months[0][1].day > 15:
            months = months[1:]  # two labels at the edge would touch
        step = next(n for n in (1, 2, 3, 6, 12, 24, 60, 120, 600) if len(months) <= n * most)
        kept = [(i, day) for i, day in months if (day.year * 12 + day.month - 1) % step == 0]
        kept = kept or months[:1]
        return [(i, _month(day, first=n == 0, step=step)) for n, (i, day) in enumerate(kept)]


def calendar(first: str, last: str) -> Calendar:
    """Return the time axis from one ISO day to another.

    >>> calendar("2026-01-01", "2026-01-31").unit, calendar("2020-01-01", "2026-01-01").unit
    ('day', 'month')
    """
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    days = (end - begin).days + 1
    unit = "day" if days <= 120 else "week" if days <= 731 else "month"
    buckets, at = [], _begin(begin, unit)
    while at <= end:
        following = _next(at, unit)
        buckets.append(Bucket(at, following - timedelta(days=1)))
        at = following
    return Calendar(unit, buckets)


def _begin(day: date, unit: str) -> date:
    if unit == "month":
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if unit == "week" else day


def _next(day: date, unit: str) -> date:
    if unit == "month":
        return (day + timedelta(days=31)).replace(day=1)
    return day + timedelta(days=7 if unit == "week" else 1)


def _month(day: date, *, first: bool, step: int) -> str:
    if step >= 12:
        return f"{day.year}"
    return f"{day:%b %Y}" if first or day.month == 1 else f"{day:%b}"
