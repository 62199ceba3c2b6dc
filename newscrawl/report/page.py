"""The report's page: one HTML file that contains its style and drawings and loads nothing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import tostring

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from newscrawl.report.chart import Chart
from newscrawl.report.drawing import spark
from newscrawl.report.figures import Figures
from newscrawl.report.of_runs import completeness, run_times
from newscrawl.report.over_time import per_day, removals
from newscrawl.report.ranked import failures, fill_rates, threads
from newscrawl.report.readers import arrival, week
from newscrawl.report.scale import calendar
from newscrawl.report.words import count, day, moment, number, percent

WIDE, HALF, NARROW = 1000, 480, 350
"""Widths of drawings in pixels: across the page, half of it, a phone."""


def page(sites: Sequence[Figures], made: datetime) -> str:
    """Return the report on some sites as HTML. All text from outside is escaped."""
    environment = Environment(
        loader=PackageLoader("newscrawl.report", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(number=number, percent=percent, moment=moment, day=day)
    template = environment.get_template("page.html")
    return template.render(
        sites=[_site(found, f"s{i}") for i, found in enumerate(sites)],
        figures={found.scope: plain(found) for found in sites},
        made=made.isoformat(),
    )


def plain(found: Figures) -> dict[str, Any]:
    """Return figures in JSON's types; the page contains them for other programs."""
    derived = {"completeness": found.completeness, "failures": found.failures}
    return {**vars(found), **derived, "runs": len(found.runs)}


def _site(found: Figures, name: str) -> dict[str, Any]:
    spans = found.days
    sums = calendar(*spans).sums(found.comments_by_day) if spans else []
    return {
        "name": name,
        "found": found,
        "last": found.runs[-1] if found.runs else None,
        "facts": _facts(found),
        "spark": _markup(spark(sums, f"{name}-spark", f"Comments of {found.scope} over time")),
        "charts": [(chart, _drawings(chart, name)) for chart in charts(found)],
    }


def _facts(found: Figures) -> list[tuple[str, str, str]]:
    """Return (what, how many, detail) for the figures at the head of a site's section."""
    removed = found.comments_removed
    per_article = found.comments / found.articles if found.articles else 0
    return [
        ("Articles", number(found.articles), f"{number(found.articles_removed)} withdrawn"),
        ("Comments", number(found.comments), f"{per_article:,.1f} per article"),
        (
            "Complete",
            percent(found.completeness),
            f"{number(found.present)} of {number(found.declared)} declared",
        ),
        (
            "Removed",
            number(removed),
            f"{percent(removed / found.comments if found.comments else 0)} of comments",
        ),
        ("Edited", number(found.comments_edited), "by their authors"),
        ("Runs", number(len(found.runs)), _well(found)),
    ]


def _well(found: Figures) -> str:
    well = f"{count(sum(run.exit_status == 0 for run in found.runs), 'ended', 'ended')} well"
    again = f"; kept pages read again {count(found.rereads, 'time')}" if found.rereads else ""
    return well + again


def _drawings(chart: Chart, site: str) -> list[tuple[str, Markup]]:
    """Return a drawing for wide windows and one for narrow ones, each with its class."""
    if not chart.draw:
        return []
    wide = HALF if chart.half else WIDE
    return [
        (kind, _markup(chart.draw(width, f"{site}-{chart.name}-{kind}")))
        for kind, width in (("wide", wide), ("narrow", NARROW))
    ]


def _markup(svg: Any) -> Markup:
    # ElementTree has escaped all its texts.
    return Markup(tostring(svg, encoding="unicode"))  # noqa: S704


def charts(found: Figures) -> list[Chart]:
    """Return the charts of a site in reading order."""
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
