"""Charts of runs over time: a point per run, or per day with its range if there are many. Pure."""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import groupby
from math import floor
from statistics import median
from xml.etree.ElementTree import Element

from newscrawl.report.chart import Chart
from newscrawl.report.drawing import Axis, Frame, Spread, spreads
from newscrawl.report.figures import Figures, Run
from newscrawl.report.scale import calendar, ticks
from newscrawl.report.words import count, day, moment, percent, span

_MANY = 60
"""If there are more runs, they are drawn by day."""
Words = Callable[[float], str]
Point = tuple[Run, float]


def completeness(found: Figures) -> Chart:
    """Draw the share of declared comments that each run collected."""
    chart = Chart(name="completeness", title="Completeness of the runs")
    points = [(run, run.completeness) for run in found.runs if run.completeness is not None]
    if not points:
        chart.empty = "No run has found declared comments yet."
        return chart
    values = [value for _, value in points]
    low = min(floor(min(values) * 10) / 10, 0.9)
    chart.said = (
        f"Latest {percent(values[-1])}, median {percent(median(values))}, "
        f"lowest {percent(min(values))}."
    )
    chart.note = "Share of its declared comments that each run collected"
    chart.note += f"{_how(points)}. The axis begins at {low:.0%}."
    scale = [low, (1 + low) / 2, 1]
    return _drawn(chart, points, Axis(scale, [f"{100 * one:g}%" for one in scale]), percent)


def run_times(found: Figures) -> Chart:
    """Draw how long the runs took, highlighting those that did not end well."""
    chart = Chart(name="run_times", title="Run times")
    points = [(run, run.duration_seconds / 60) for run in found.runs if run.duration_seconds]
    if not points:
        chart.empty = "No finished run yet."
        return chart
    values = [value for _, value in points]
    chart.said = (
        f"{count(len(points), 'run')}, median {span(median(values))}, longest {span(max(values))}."
    )
    chart.note = f"Time from start to end{_how(points)}."
    units = [(60, "h"), (1, "min")]
    unit, name = next((one for one in units if max(values) >= 2 * one[0]), (1 / 60, "s"))
    scale = ticks(max(values) / unit, 3)
    axis = Axis([one * unit for one in scale], [f"{one:g} {name}" for one in scale])
    return _drawn(chart, points, axis, span)


def _how(points: Sequence[Point]) -> str:
    return ": median of each day, and range" if len(points) > _MANY else ""


def _drawn(chart: Chart, points: Sequence[Point], axis: Axis, words: Words) -> Chart:
    begin, end = _time(points[0][0]), _time(points[-1][0])
    length = max(end - begin, 1.0)
    found = _by_day(points, words) if len(points) > _MANY else _singly(points, words)
    days = [(label, [value for _, value in some], some) for label, some in found]
    series = [
        Spread(
            at=(_time(some[0][0]) - begin) / length,
            label=label,
            low=min(values),
            middle=median(values),
            high=max(values),
            flagged=[value for run, value in some if run.exit_status != 0],
        )
        for label, values, some in days
    ]
    time_axis = calendar(points[0][0].date_started[:10], points[-1][0].date_started[:10])

    def draw(width: int, name: str) -> Element:
        frame = Frame(width, 220, name, chart.title, chart.said)
        marks = [
            (max((_seconds(time_axis.buckets[i].begin.isoformat()) - begin) / length, 0), text)
            for i, text in time_axis.marks(width // 100)
        ]
        return spreads(frame, series, axis, marks)

    bad = sum(run.exit_status != 0 for run, _ in points)
    chart.legend = [("flagged", f"{count(bad, 'run')} that did not end as DONE")] if bad else []
    chart.draw = draw
    chart.head = ("Runs", "Median", "Lowest", "Highest", "Not DONE")
    chart.body = [
        (
            one.label.split(":  ")[0],
            *(words(value) for value in (one.middle, one.low, one.high)),
            f"{len(one.flagged)}",
        )
        for one in series
    ]
    return chart


def _by_day(points: Sequence[Point], words: Words) -> list[tuple[str, list[Point]]]:
    found = list[tuple[str, list[Point]]]()
    for iso, group in groupby(points, key=lambda point: point[0].date_started[:10]):
        some = list(group)
        values = [value for _, value in some]
        text = f"{day(iso)}:  {words(median(values))}"
        if len(some) > 1:
            text += f" ({len(some)} runs, {words(min(values))} to {words(max(values))})"
        found.append((text, some))
    return found


def _singly(points: Sequence[Point], words: Words) -> list[tuple[str, list[Point]]]:
    return [
        (f"{moment(run.date_started)}:  {words(value)}, {run.exit_name}", [(run, value)])
        for run, value in points
    ]


def _time(run: Run) -> float:
    return _seconds(run.date_started)


def _seconds(iso: str) -> float:
    # A bare date means midnight UTC.
    return datetime.fromisoformat(iso if len(iso) > 10 else f"{iso}T00:00:00Z").timestamp()
