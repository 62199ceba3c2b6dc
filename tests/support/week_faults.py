"""What is wrong after some days of a fleet: with what was written, with visits, with manners."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from tests.support.fleet_week import DELAY, Week
from tests.support.small_paper import SmallPaper

ROW = 10


def faults(ours: Week) -> Iterator[str]:
    """Yield what is not as each paper said it, and as its server saw it."""
    for place, paper in enumerate(ours.ours.papers):
        trouble = getattr(paper, "trouble", "")
        for fault in (*of_record(ours, paper, trouble), *of_visits(ours, paper)):
            yield f"Paper {place} {trouble}: {fault}"
    for asked in [*ours.ours.papers, ours.talk]:
        yield from (f"{asked.host}: {fault}" for fault in of_manners(ours, asked))


def of_record(ours: Week, paper: SmallPaper, trouble: str) -> Iterator[str]:
    said = [] if trouble == "robots" else [*ours.thread(paper).values()]
    written = ours.ours.comments(paper)
    if trouble == "endless":  # nobody could read all of it
        said = [one for one in said if one in written]
        if not written:
            yield "nothing was written"
    if written != sorted(said):
        yield f"{sorted(said)} was said, {written} written"
    ids = [row["id"] for row in ours.ours.record(paper).lines("comments")]
    if len(ids) > len(set(ids)):
        yield "comments were written twice"


def of_visits(ours: Week, paper: SmallPaper) -> Iterator[str]:
    rows = ours.ours.record(paper).run_lines()
    begun = [datetime.fromisoformat(row["date_started"]) for row in rows]
    begun = [moment for moment in begun if moment <= ours.rounds[-1]]  # the last one is later
    if any(later - earlier > timedelta(days=1) for earlier, later in pairwise(begun)):
        yield f"not visited for a day: {begun}"


def of_manners(ours: Week, paper: SmallPaper) -> Iterator[str]:
    times = sorted(paper.times)
    # A request may be late by its whole delay on a busy machine, and the next one not: several in
    # a row tell.
    spans = [later - earlier for earlier, later in zip(times, times[ROW:], strict=False)]
    close = [f"{span:.2f}" for span in spans if span < 0.8 * ROW * DELAY]
    if len(close) > 0.01 * len(spans):
        yield f"{len(close)} of {len(spans)} times {ROW} requests came too fast: {close}"
    asked = [path for path, _ in paper.log].count("/robots.txt")
    lost = ours.kills  # a run that is killed may have asked, and kept nothing
    if asked > ours.days + 2 + lost and getattr(paper, "trouble", "") != "overloaded":
        yield f"asked {asked} times for robots.txt"
