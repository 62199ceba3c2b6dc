"""Drawings as SVG elements: small pure functions from numbers to marks.

Colours and fonts are in `page.css`, by class. ElementTree escapes every text and attribute.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from xml.etree.ElementTree import Element, SubElement

from newscrawl.report.scale import Scale, linear, logarithmic, ticks

LEFT, TOP, BOTTOM = 44, 24, 24
"""Margins around the marks, in the drawing's pixels."""

Place = tuple[float, float, float, float]
"""Left, top, width, height."""


@dataclass(frozen=True)
class Frame:
    """The size of a drawing, and its name for a screen reader."""

    width: int
    height: int
    name: str
    """Unique on the page."""
    title: str
    description: str


@dataclass(frozen=True)
class Column:
    """One step of a time axis: values above the zero line, one below it, and both in words."""

    label: str
    above: Sequence[int]
    below: int = 0


@dataclass(frozen=True)
class Spread:
    """The value of a run, or of the runs of one day."""

    at: float
    """Place on the time axis, from 0 to 1."""
    label: str
    low: float
    middle: float
    high: float
    flagged: Sequence[float] = ()
    """The values to highlight."""


@dataclass(frozen=True)
class Axis:
    """The ticks of a vertical axis."""

    values: Sequence[float]
    texts: Sequence[str]


@dataclass(frozen=True)
class Curve:
    """A cumulative share over logarithmic time."""

    points: Sequence[tuple[float, float]]
    """(minutes, share)."""
    labels: Sequence[str]
    times: Sequence[tuple[float, str]]
    """Ticks."""
    named: Sequence[tuple[float, float, str]] = field(default_factory=list)
    """Points with a label of their own."""


def columns(
    frame: Frame, series: Sequence[Column], marks: Sequence[tuple[int, str]], kinds: Sequence[str]
) -> Element:
    """Draw stacked columns; `kinds` are the classes of the values above zero, then below."""
    svg = _svg(frame)
    up = ticks(max((sum(one.above) for one in series), default=0), 3, least_step=1)
    down = max((one.below for one in series), default=0)
    floor = frame.height - BOTTOM
    y = linear(-down, up[-1], floor, TOP)
    for value in up:
        _rule(svg, frame, y(value), f"{value:,}", zero=value == 0)
    step = (frame.width - LEFT) / len(series)
    for i, text in marks:
        _below(svg, frame, LEFT + i * step, text)
    for i, one in enumerate(series):
        x, width = round(LEFT + i * step, 1), round(max(step - (1 if step > 4 else 0.4), 0.6), 1)
        group = _hit(svg, (LEFT + i * step, TOP, step, floor - TOP))
        at = 0
        for value, kind in zip(one.above, kinds, strict=False):
            if value:
                _rect(group, (x, y(at + value), width, y(at) - y(at + value)), kind)
                at += value
        if one.below:
            _rect(group, (x, y(0), width, y(-one.below) - y(0)), kinds[len(one.above)])
        _read(group, frame, one.label)
    return svg


def spreads(
    frame: Frame, days: Sequence[Spread], axis: Axis, marks: Sequence[tuple[float, str]]
) -> Element:
    """Draw a point per day with the range of its runs; `marks` are (place from 0 to 1, text)."""
    svg = _svg(frame)
    y = linear(axis.values[0], axis.values[-1], frame.height - BOTTOM, TOP)
    x = linear(0, 1, LEFT + 6, frame.width - 6)
    for value, text in zip(axis.values, axis.texts, strict=True):
        _rule(svg, frame, y(value), text, zero=value == axis.values[0])
    for place, text in marks:
        _below(svg, frame, x(place), text)
    line = " ".join(f"{x(one.at)},{y(one.middle)}" for one in days)
    SubElement(svg, "polyline", {"points": line, "class": "thread"})
    half = max((frame.width - LEFT) / max(len(days), 1) / 2, 2)
    for one in days:
        group = _hit(svg, (x(one.at) - half, TOP, 2 * half, frame.height - BOTTOM - TOP))
        if one.high > one.low:
            ends = {"x1": x(one.at), "x2": x(one.at), "y1": y(one.low), "y2": y(one.high)}
            _add(group, "line", ends, "range")
        radius = 3 if len(days) < 40 else 1.8
        dots = [(one.middle, "point"), *((value, "point flagged") for value in one.flagged)]
        for value, kind in dots:
            _add(group, "circle", {"cx": x(one.at), "cy": y(value), "r": radius}, kind)
        _read(group, frame, one.label)
    return svg


def curve(frame: Frame, data: Curve) -> Element:
    """Draw a share that rises from 0 to 1 over logarithmic time."""
    svg = _svg(frame)
    y = linear(0, 1, frame.height - BOTTOM, TOP)
    right = frame.width - 10
    x = logarithmic(data.points[0][0], data.points[-1][0], LEFT, right)
    for share in (0, 0.25, 0.5, 0.75, 1):
        _rule(svg, frame, y(share), f"{share:.0%}", zero=share == 0)
    free = 0.0
    for minutes, text in data.times:
        half = len(text) * 3.4 + 4
        if x(minutes) - half >= free or not free:  # there is room for it
            _below(svg, frame, x(minutes), text, anchor="middle")
            free = x(minutes) + half
    line = " ".join(f"{x(minutes)},{y(share)}" for minutes, share in data.points)
    area = f"{LEFT},{y(0)} {line} {right},{y(0)}"
    SubElement(svg, "polygon", {"points": area, "class": "area"})
    SubElement(svg, "polyline", {"points": line, "class": "line"})
    _named(svg, data, x, y)
    places = [x(minutes) for minutes, _ in data.points]
    edges = [LEFT, *((a + b) / 2 for a, b in pairwise(places)), right]
    for place, (_, share), text, (a, b) in zip(
        places, data.points, data.labels, pairwise(edges), strict=True
    ):
        group = _hit(svg, (a, TOP, b - a, frame.height - BOTTOM - TOP))
        _add(group, "circle", {"cx": place, "cy": y(share), "r": 3}, "shy")
        _read(group, frame, text)
    return svg


def rows(
    frame: Frame, values: Sequence[tuple[str, float, str]], *, whole: float | None = None
) -> Element:
    """Draw a bar for each (label, value, value in words); `whole` draws the total behind each."""
    svg = _svg(frame)
    names = min(max(len(label) for label, _, _ in values) * 7 + 18, frame.width * 0.5)
    figures = max(len(text) for _, _, text in values) * 7 + 10
    x = linear(0, whole or max(value for _, value, _ in values), names, frame.width - figures)
    step = frame.height / len(values)
    for i, (label, value, text) in enumerate(values):
        middle = round((i + 0.5) * step, 1)
        _text(svg, (0, middle + 4.5), _cut(label, names), "label")
        if whole:
            _rect(svg, (names, middle - 4, x(whole) - names, 8), "track")
        _rect(svg, (names, middle - 4, max(x(value) - names, 1 if value else 0), 8), "bar")
        place = frame.width if whole else x(value) + 6
        _text(svg, (place, middle + 4.5), text, "figure", anchor="end" if whole else "start")
    return svg


def heat(frame: Frame, cells: Sequence[Sequence[int]], days: Sequence[str], noun: str) -> Element:
    """Draw weekdays by hours: the darker, the more."""
    svg = _svg(frame)
    left, most = 36, max(max(row) for row in cells) or 1
    wide = (frame.width - left) / 24
    high = (frame.height - TOP - 18) / 7
    for day, row in enumerate(cells):
        _text(svg, (0, TOP + (day + 0.5) * high + 4), days[day][:3], "tick")
        for hour, value in enumerate(row):
            place = (left + hour * wide, TOP + day * high, wide - 1, high - 1)
            group = SubElement(svg, "g", {"class": "hit cell"})
            rect = _rect(group, place, "warm" if value else "cold")
            if value:
                rect.set("fill-opacity", f"{0.08 + 0.92 * value / most:.2f}")
            _read(group, frame, f"{days[day]} {hour:02}:00 to {hour:02}:59: {value:,} {noun}")
    for hour in (0, 6, 12, 18):
        _text(svg, (left + hour * wide, frame.height - 2), f"{hour:02}:00", "tick")
    return svg


def spark(values: Sequence[int], name: str, title: str) -> Element:
    """Draw a small row of columns without axes."""
    svg = _svg(Frame(150, 28, name, title, title))
    most, step = max(values, default=0) or 1, 150 / max(len(values), 1)
    for i, value in enumerate(values):
        height = value / most * 27
        _rect(svg, (i * step, 28 - height, max(step - 0.4, 0.5), height), "bar")
    return svg


def _svg(frame: Frame) -> Element:
    svg = Element(
        "svg",
        {
            "viewBox": f"0 0 {frame.width} {frame.height}",
            "role": "img",
            "aria-labelledby": f"{frame.name}-title",
            "aria-describedby": f"{frame.name}-desc",
        },
    )
    SubElement(svg, "title", {"id": f"{frame.name}-title"}).text = frame.title
    SubElement(svg, "desc", {"id": f"{frame.name}-desc"}).text = frame.description
    return svg


def _named(svg: Element, data: Curve, x: Scale, y: Scale) -> None:
    for minutes, share, text in data.named:
        _add(svg, "circle", {"cx": x(minutes), "cy": y(share), "r": 4}, "point")
        _text(svg, (x(minutes) - 9, y(share) - 7), text, "named", anchor="end")


def _rule(svg: Element, frame: Frame, y: float, text: str, *, zero: bool) -> None:
    _add(svg, "line", {"x1": LEFT, "x2": frame.width, "y1": y, "y2": y}, "zero" if zero else "grid")
    _text(svg, (LEFT - 8, y + 4), text, "tick", anchor="end")


def _below(svg: Element, frame: Frame, x: float, text: str, anchor: str = "start") -> None:
    floor = frame.height - BOTTOM
    _add(svg, "line", {"x1": x, "x2": x, "y1": floor, "y2": floor + 5}, "zero")
    near_end = anchor == "start" and x + len(text) * 7 > frame.width
    where = "end" if near_end or x + len(text) * 3.5 > frame.width else anchor
    _text(svg, (frame.width if where == "end" else x, floor + 18), text, "tick", anchor=where)


def _hit(svg: Element, place: Place) -> Element:
    group = SubElement(svg, "g", {"class": "hit"})
    _rect(group, place, "net")
    return group


def _read(group: Element, frame: Frame, text: str) -> None:
    SubElement(group, "title")  # empty, or a tooltip with the chart's title would be in the way
    _text(group, (frame.width, 12), text, "read")


def _rect(parent: Element, place: Place, kind: str) -> Element:
    names = ("x", "y", "width", "height")
    return _add(parent, "rect", dict(zip(names, place, strict=True)), kind)


def _text(
    parent: Element, place: tuple[float, float], text: str, kind: str, anchor: str = "start"
) -> None:
    mark = _add(parent, "text", {"x": place[0], "y": place[1]}, kind)
    mark.text = text
    if anchor != "start":
        mark.set("text-anchor", anchor)


def _add(parent: Element, tag: str, places: dict[str, float], kind: str) -> Element:
    attributes = {name: f"{round(value, 1):g}" for name, value in places.items()}
    return SubElement(parent, tag, {**attributes, "class": kind})


def _cut(label: str, width: float) -> str:
    most = int((width - 17) / 7)
    return label if len(label) <= most else f"{label[: most - 1]}…"
