"""What happens at the paper in its thirty days: pure, the same for the same seed."""

from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Literal, NamedTuple

from newscrawl.demo.paper import dice
from tests.days import plot
from tests.days.events import Story

START = datetime(2026, 3, 2, tzinfo=UTC)
DAYS = 30
REDESIGN = timedelta(days=16, hours=12)

Trouble = Literal["refused", "failing", "silent", "cut", "maintenance"]


class Outage(NamedTuple):
    """Hours in which something does not work."""

    start: timedelta
    length: timedelta
    trouble: Trouble
    """`refused`: no connection; `failing`: 500 to everything; `silent`: 503 to all that asks for
    comments; `cut`: the same from the second page of comments on; `maintenance`: a page in HTML
    and status 200, where JSON was asked for."""


OUTAGES = (
    Outage(timedelta(days=2, hours=14), timedelta(hours=3), "silent"),
    Outage(timedelta(days=4, hours=2), timedelta(hours=4), "refused"),
    Outage(timedelta(days=8, hours=10), timedelta(hours=3), "failing"),
    Outage(timedelta(days=12, hours=20), timedelta(hours=6), "cut"),
    Outage(timedelta(days=19, hours=6), timedelta(hours=5), "silent"),
    Outage(timedelta(days=24, hours=15), timedelta(hours=4), "maintenance"),
    Outage(timedelta(days=26, hours=9), timedelta(hours=2), "failing"),
)


class Month:
    """All stories, oldest first."""

    def __init__(self, start: datetime = START, days: int = DAYS, seed: int = 1) -> None:
        self.start, self.days, self.seed = start, days, seed
        self.end = start + timedelta(days=days)

    @cached_property
    def stories(self) -> tuple[Story, ...]:
        found: list[Story] = []
        rng, moment = dice(self.seed, "month"), self.start
        while True:
            # Four a day, more of them by day than by night.
            pause = timedelta(minutes=rng.expovariate(1 / 260))
            moment += pause * (2 if moment.hour < 6 else 1)
            if moment >= self.end:
                return tuple(found)
            found.append(plot.story(self.seed, len(found), moment.replace(microsecond=0)))

    @cached_property
    def by_number(self) -> dict[int, Story]:
        return {story.number: story for story in self.stories}

    def listed(self, moment: datetime) -> list[Story]:
        """Return the stories a reader can find, newest first."""
        there = [s for s in self.stories if s.published <= moment and not s.absence(moment)]
        return there[::-1]

    def redesigned(self, moment: datetime) -> bool:
        return moment >= self.start + REDESIGN

    def trouble(self, moment: datetime) -> Trouble | None:
        """Return what does not work."""
        since = moment - self.start
        return next((o.trouble for o in OUTAGES if o.start <= since < o.start + o.length), None)
