"""The charts of a report: which figures are drawn, how, and what is said beside them. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate, groupby
from math import floor
from statistics import median
from xml.etree.ElementTree import Element

from newscrawl.report.drawing import (
    Axis,
    Column,
    Curve,
    Frame,
    Spread,
    columns,
    curve,
    heat,
    rows,
    spreads,
)
from newscrawl.report.figures import FIELDS, LAGS, Figures
from newscrawl.report.runs import Run
from newscrawl.report.scale import calendar, ticks
from newscrawl.report.words import count, day, number, percent, span

WIDE, HALF, NARROW = 1000, 480, 350
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
REMOVALS = {
    "removed_by_moderator": "by a moderator",
    "removed_by_author": "by the author",
    "removed_unknown": "not said by whom",
    "returned": "returned",
}
_TIMES = ((1, "1 min"), (10, "10 min"), (60, "1 h"), (360, "6 h"), (1440, "1 day"))
_LONG_TIMES = ((10080, "1 week"), (43200, "30 days"), (525600, "1 year"))

Draw = Callable[[int, str], Element]
"""Draws a chart at a width, under a name that is unique on the page."""


@dataclass(kw_only=True)
class Chart:
    """A chart with all that stands around it."""

    name: str
    title: str
    said: str = ""
    """What the chart shows, in a sentence with its figures."""
    note: str = ""
    empty: str = ""
    """Stands in place of a chart that has nothing to show."""
    draw: Draw | None = None
    half: bool = True
    legend: list[tuple[str, str]] = field(default_factory=list)
    """(class of a colour, text)."""
    head: Sequence[str] = ()
    body: Sequence[Sequence[str]] = ()
    """The figures as a table."""


def charts(found: Figures) -> list[Chart]:
    """Return the charts of a site in the order of reading."""
    return [
        per_day(found, "comments"),
        per_day(found, "articles"),
        arrival(found),
        week(found),
        removals(found),
        completeness(found),
        run_times(found),
        threads(found),
        failures(found),
        fill_rates(found, "articles"),
        fill_rates(found, "comments"),
    ]


def per_day(found: Figures, kind: str) -> Chart:
    """Draw articles or comments by day of publication; by week or month if there are many days."""
    by_day = found.comments_by_day if kind == "comments" else found.articles_by_day
    one = kind[:-1]
    if not by_day or not found.days:
        return Chart(name=kind, title=f"{kind.capitalize()} per day", empty=f"No dated {one} yet.")
    axis = calendar(*found.days)
    sums = axis.sums(by_day)
    title = f"{kind.capitalize()} per {axis.unit}"
    most = max(range(len(sums)), key=sums.__getitem__)
    said = f"{count(sum(sums), one)}, at most {number(sums[most])} ({axis.buckets[most].label})."
    undated = found.undated[kind]
    body = [(b.label, number(n)) for b, n in zip(axis.buckets, sums, strict=True)]
    height = 220 if kind == "comments" else 130

    def draw(width: int, name: str) -> Element:
        series = [
            Column(f"{label}: {count(n, one)}", (n,))
            for (label, _), n in zip(body, sums, strict=True)
        ]
        return columns(
            Frame(width, height, name, title, said), series, axis.marks(width // 90), [kind]
        )

    return Chart(
        name=kind,
        title=title,
        said=said,
        note=f"By date of publication, UTC. {count(undated, one)} without a known day left out."
        if undated
        else "By date of publication, UTC.",
        draw=draw,
        half=False,
        head=(axis.unit.capitalize(), kind.capitalize()),
        body=body,
    )


def arrival(found: Figures) -> Chart:
    """Draw how many of all comments were there so long after their article."""
    total = sum(found.arrival) + found.arrival_later
    title = "How soon comments arrive"
    if not total:
        return Chart(name="arrival", title=title, empty="No comment with a time of day yet.")
    shares = [n / total for n in accumulate(found.arrival)]
    last = max((i for i, n in enumerate(found.arrival) if n), default=0)
    last = max(last, LAGS.index(1440))
    points = list(zip(LAGS, shares, strict=True))[: last + 1]
    half, most = quantile(shares, 0.5), quantile(shares, 0.9)
    said = f"Half of them within {span(half)} of the article" if half else ""
    said += f", nine in ten within {span(most)}." if half and most else "." if half else ""
    named = [(half, 0.5, f"half: {span(half)}")] if half else []
    named += [(most, 0.9, f"90%: {span(most)}")] if most else []
    labels = [f"{percent(share)} within {span(lag)}" for lag, share in points]
    data = Curve(
        points=points,
        labels=labels,
        times=[one for one in (*_TIMES, *_LONG_TIMES) if one[0] <= points[-1][0]],
        named=named,
    )
    before = found.arrival_before
    return Chart(
        name="arrival",
        title=title,
        said=said,
        note="Share of comments by time since their article was published; logarithmic."
        + (f" {count(before, 'comment')} dated before the article left out." if before else ""),
        draw=lambda width, name: curve(Frame(width, 240, name, title, said), data),
        head=("Within", "Comments", "Share"),
        body=[
            (span(lag), number(n), percent(share))
            for (lag, share), n in zip(points, accumulate(found.arrival), strict=False)
        ],
    )


def quantile(shares: Sequence[float], wanted: float) -> float | None:
    """Return after how many minutes a share of all is reached, between the `LAGS` by proportion."""
    place = next((i for i, share in enumerate(shares) if share >= wanted), None)
    if place is None:
        return None
    before, lag = (shares[place - 1], LAGS[place - 1]) if place else (0, 0)
    return lag + (LAGS[place] - lag) * (wanted - before) / (shares[place] - before)


def week(found: Figures) -> Chart:
    """Draw at which hours of the week readers write."""
    title = "When readers write"
    total = sum(map(sum, found.week))
    if not total:
        return Chart(name="week", title=title, empty="No comment with a time of day yet.")
    most, where = max((n, (d, h)) for d, row in enumerate(found.week) for h, n in enumerate(row))
    said = (
        f"Most on {WEEKDAYS[where[0]]}s from {where[1]:02}:00 to {where[1]:02}:59: "
        f"{count(most, 'comment')}."
    )
    return Chart(
        name="week",
        title=title,
        said=said,
        note="Comments by weekday and hour, UTC.",
        draw=lambda width, name: heat(
            Frame(width, 240, name, title, said), found.week, WEEKDAYS, "comments"
        ),
        head=("Hour", *(one[:3] for one in WEEKDAYS)),
        body=[(f"{h:02}", *(number(row[h]) for row in found.week)) for h in range(24)],
    )


def removals(found: Figures) -> Chart:
    """Draw removals by who removed, and returns below the line, by day of observation."""
    title = "Removals"
    days = found.removals_by_day
    gone = found.articles_removed
    note = "By day on which we saw it, UTC."
    if gone:
        note += f" {count(gone, 'article was', 'articles were')} withdrawn as well."
    if before := found.comments_removed_before:
        note += f" {count(before, 'comment was', 'comments were')} gone before we first looked."
    if not days:
        return Chart(
            name="removals", title=title, note=note, half=False, empty="No removals seen yet."
        )
    totals = {kind: sum(one[kind] for one in days.values()) for kind in REMOVALS}
    seen = sum(totals.values()) - totals["returned"]
    said = (
        f"{count(seen, 'comment was', 'comments were')} seen to disappear, "
        f"{number(totals['returned'])} came back."
    )
    first = found.days[0] if found.days else min(days)
    axis = calendar(min(first, *days), max(days))
    sums = {k: axis.sums({day: one[k] for day, one in days.items()}) for k in REMOVALS}
    kinds = list(REMOVALS)

    def words(i: int) -> str:
        parts = [f"{number(sums[k][i])} {REMOVALS[k]}" for k in kinds if sums[k][i]]
        return f"{axis.buckets[i].label}: {', '.join(parts) or 'none'}"

    def draw(width: int, name: str) -> Element:
        series = [
            Column(words(i), [sums[k][i] for k in kinds[:-1]], sums["returned"][i])
            for i in range(len(axis.buckets))
        ]
        return columns(Frame(width, 190, name, title, said), series, axis.marks(width // 90), kinds)

    return Chart(
        name="removals",
        title=f"{title} per {axis.unit}",
        said=said,
        note=note,
        draw=draw,
        half=False,
        legend=[(k, f"{number(totals[k])} {REMOVALS[k]}") for k in kinds if totals[k]],
        head=(axis.unit.capitalize(), *(REMOVALS[k].capitalize() for k in kinds)),
        body=[
            (b.label, *(number(sums[k][i]) for k in kinds))
            for i, b in enumerate(axis.buckets)
            if any(sums[k][i] for k in kinds)
        ],
    )


def completeness(found: Figures) -> Chart:
    """Draw the completeness of the runs, by day."""
    title = "Completeness of the runs"
    runs = [run for run in found.runs if run.completeness is not None]
    if not runs:
        return Chart(name="completeness", title=title, empty="No run that met declared comments.")
    values = [run.completeness or 0.0 for run in runs]
    said = f"Latest run {percent(values[-1])}, median {percent(median(values))}, "
    said += f"lowest {percent(min(values))}."
    low = min(floor(min(values) * 10) / 10, 0.9)
    scale = [round(low + (1 - low) * i / 2, 3) for i in range(3)]
    axis = Axis(scale, [f"{round(one * 100, 1):g}%" for one in scale])
    return _of_runs(
        found.runs,
        runs,
        values,
        axis,
        Chart(
            name="completeness",
            title=title,
            said=said,
            note="Share of the comments declared to a run that it collected: median of each day, "
            f"and range. The axis begins at {low:.0%}.",
        ),
        percent,
    )


def run_times(found: Figures) -> Chart:
    """Draw how long the runs took, by day; days with a run that did not end well stand out."""
    title = "Run times"
    runs = [run for run in found.runs if run.duration_seconds is not None]
    if not runs:
        return Chart(name="run_times", title=title, empty="No finished run noted yet.")
    values = [(run.duration_seconds or 0) / 60 for run in runs]
    said = f"{count(len(runs), 'run')}, median {span(median(values))}, longest {span(max(values))}."
    scale = ticks(max(values), 3)
    unit = 60 if scale[-1] >= 180 else 1
    scale = [one * unit for one in ticks(max(values) / unit, 3)]
    axis = Axis(scale, [f"{one / unit:g} {'h' if unit == 60 else 'min'}" for one in scale])
    bad = [run for run in runs if run.exit_status != 0]
    legend = [("flagged", f"{count(len(bad), 'run')} that did not end as DONE")] if bad else []
    return _of_runs(
        found.runs,
        runs,
        values,
        axis,
        Chart(
            name="run_times",
            title=title,
            said=said,
            legend=legend,
            note="Minutes from start to end: median of each day, and range.",
        ),
        span,
    )


def threads(found: Figures) -> Chart:
    """Draw the verdicts on the threads."""
    title = "Threads by verdict"
    if not found.threads:
        return Chart(name="threads", title=title, empty="No article yet.")
    whole = sum(found.threads.values())
    said = f"{percent(found.threads['complete'] / whole)} of {count(whole, 'thread')} complete."
    return _ranked("threads", title, said, "comments_status", dict(found.threads), "articles")


def failures(found: Figures) -> Chart:
    """Draw why articles could not be read, over all runs."""
    title = "Failures by reason"
    if not found.failures:
        text = "Nothing failed." if found.runs else "No run noted yet."
        return Chart(name="failures", title=title, empty=text)
    said = f"{count(sum(found.failures.values()), 'article')} could not be read at some time."
    return _ranked("failures", title, said, "Reason", dict(found.failures), "failures")


def fill_rates(found: Figures, kind: str) -> Chart:
    """Draw the share of articles or comments in which each field is filled."""
    title = f"Filled fields of {kind}"
    whole = found.standing[kind]
    if not whole:
        return Chart(name=f"fill_{kind}", title=title, empty=f"No {kind} yet.")
    shares = sorted(
        ((name, found.filled[kind][name] / whole) for name in FIELDS[kind]), key=lambda one: -one[1]
    )
    full = sum(share == 1 for _, share in shares)
    said = f"{full} of {len(shares)} fields are always filled; of {count(whole, kind[:-1])}."
    data = [(name, share, percent(share)) for name, share in shares]
    return Chart(
        name=f"fill_{kind}",
        title=title,
        said=said,
        draw=lambda width, name: rows(
            Frame(width, 19 * len(data), name, title, said), data, whole=1
        ),
        head=("Field", "Filled", "Share"),
        body=[(name, number(found.filled[kind][name]), percent(share)) for name, share in shares],
    )


def _ranked(
    name: str, title: str, said: str, head: str, values: dict[str, int], noun: str
) -> Chart:
    ranked = sorted(values.items(), key=lambda one: (-one[1], one[0]))
    data = [(label.replace("_", " "), float(n), number(n)) for label, n in ranked]
    return Chart(
        name=name,
        title=title,
        said=said,
        draw=lambda width, unique: rows(Frame(width, 26 * len(data), unique, title, said), data),
        head=(head, noun.capitalize()),
        body=[(label, number(n)) for label, n in ranked],
    )


def _of_runs(
    every: Sequence[Run],
    runs: Sequence[Run],
    values: Sequence[float],
    axis: Axis,
    chart: Chart,
    words: Callable[[float], str],
) -> Chart:
    """Complete a chart of runs over time: a point a day, with the range of that day's runs."""
    first, last = (date.fromisoformat(every[i].date_started[:10]) for i in (0, -1))
    length = max((last - first).days, 1)
    days = list[Spread]()
    pairs = zip(runs, values, strict=True)
    for iso, group in groupby(pairs, key=lambda pair: pair[0].date_started[:10]):
        of_day = list(group)
        found = sorted(value for _, value in of_day)
        text = f"{day(iso)}: {words(median(found))}"
        if len(found) > 1:
            text += f" ({len(found)} runs, {words(found[0])} to {words(found[-1])})"
        days.append(
            Spread(
                at=(date.fromisoformat(iso) - first).days / length,
                label=text,
                low=found[0],
                middle=median(found),
                high=found[-1],
                flagged=any(run.exit_status != 0 for run, _ in of_day),
            )
        )
    time_axis = calendar(first.isoformat(), last.isoformat())

    def draw(width: int, name: str) -> Element:
        frame = Frame(width, 220, name, chart.title, chart.said)
        marks = [
            (max((time_axis.buckets[i].begin - first).days, 0) / length, text)
            for i, text in time_axis.marks(width // 100)
        ]
        return spreads(frame, days, axis, marks)

    chart.draw = draw
    chart.head = ("Day", "Median", "Lowest", "Highest")
    chart.body = [
        (one.label.split(":")[0], words(one.middle), words(one.low), words(one.high))
        for one in days
    ]
    return chart
