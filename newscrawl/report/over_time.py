"""Charts by calendar day: articles, comments, removals. Pure."""

from xml.etree.ElementTree import Element

from newscrawl.report.chart import Chart
from newscrawl.report.drawing import Column, Frame, columns
from newscrawl.report.figures import Figures
from newscrawl.report.scale import calendar
from newscrawl.report.words import count, number

REMOVALS = {
    "removed_by_moderator": "by a moderator",
    "removed_by_author": "by the author",
    "removed_unknown": "by whom is unknown",
    "returned": "returned",
}


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


def removals(found: Figures) -> Chart:
    """Draw removals by who made them, and returns below the line, by day of observation."""
    title = "Removals"
    days = found.removals_by_day
    gone = found.articles_removed
    note = "By day of observation, UTC."
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
