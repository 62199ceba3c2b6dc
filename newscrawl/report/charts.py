"""Which charts a report has of a site, in the order of reading."""

from newscrawl.report.chart import Chart
from newscrawl.report.figures import Figures
from newscrawl.report.of_runs import completeness, run_times
from newscrawl.report.over_time import per_day, removals
from newscrawl.report.ranked import failures, fill_rates, threads
from newscrawl.report.readers import arrival, week

WIDE, HALF, NARROW = 1000, 480, 350
"""Widths of drawings in pixels: across the page, half of it, a phone."""


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
