"""Charts of when readers write: time since the article, and hour of the week. Pure."""

from collections.abc import Sequence
from itertools import accumulate

from newscrawl.report.chart import Chart
from newscrawl.report.drawing import Curve, Frame, curve, heat
from newscrawl.report.figures import LAGS, Figures
from newscrawl.report.words import count, number, percent, span

NO_TIME = "No comment with a time of day in a known zone yet."
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TIMES = (
    *((1, "1 min"), (10, "10 min"), (60, "1 h"), (360, "6 h"), (1440, "1 day")),
    *((10080, "1 week"), (43200, "30 days"), (525600, "1 year")),
)


def arrival(found: Figures) -> Chart:
    """Draw the share of comments that had arrived by each time after their article."""
    total = sum(found.arrival) + found.arrival_later
    title = "How soon comments arrive"
    if not total:
        return Chart(name="arrival", title=title, empty=NO_TIME)
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
        times=[one for one in _TIMES if one[0] <= points[-1][0]],
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
    """Return the minutes after which a share of all is reached, interpolated between the `LAGS`."""
    place = next((i for i, share in enumerate(shares) if share >= wanted), None)
    if place is None:
        return None
    before, lag = (shares[place - 1], LAGS[place - 1]) if place else (0, 0)
    return lag + (LAGS[place] - lag) * (wanted - before) / (shares[place] - before)


def week(found: Figures) -> Chart:
    """Draw the hours of the week at which readers write."""
    title = "When readers write"
    total = sum(map(sum, found.week))
    if not total:
        return Chart(name="week", title=title, empty=NO_TIME)
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
