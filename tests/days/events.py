"""Stories and remarks, and what is done to them. Nothing here changes: all is asked `at` a moment.

A story or remark that is not there yet is None.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from newscrawl.items import CommentStatus

System = Literal["ghost", "wordpress"]


class Said(NamedTuple):
    """A remark as it stands at a moment."""

    status: CommentStatus
    text: str
    """What it said last, also of a removed one."""
    edited: datetime | None
    votes: int
    listed: bool
    """False where no trace of it is shown."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something done to a remark."""

    at: datetime
    status: CommentStatus = "visible"
    text: str | None = None
    """The new text of an edit."""
    trace: bool = True
    """False where the remark vanishes as if it had never been."""


@dataclass(frozen=True, kw_only=True)
class Remark:
    """One comment: `id` counts from 1 within the story; a parent is always an earlier one."""

    id: int
    parent: int | None
    root: int
    depth: int
    author: str
    created: datetime
    text: str
    popularity: int
    """The votes it will have in the end."""
    events: tuple[Event, ...]

    def at(self, moment: datetime) -> Said | None:
        """Return how it stands; None before it was posted."""
        if moment < self.created:
            return None
        past = [event for event in self.events if event.at <= moment]
        edits = [event for event in past if event.text]
        last = past[-1] if past else Event(at=self.created)
        age = (moment - self.created) / timedelta(hours=6)
        return Said(
            status=last.status,
            text=edits[-1].text or "" if edits else self.text,
            edited=edits[-1].at if edits else None,
            votes=round(self.popularity * (1 - 0.5**age)),
            listed=last.trace,
        )


class Edition(NamedTuple):
    """What a story says from a moment on."""

    at: datetime
    headline: str
    paragraphs: tuple[str, ...]


class Absence(NamedTuple):
    """From when to when a story is not there; `http_status` 200 means an emptied page."""

    at: datetime
    until: datetime
    http_status: int


@dataclass(frozen=True, kw_only=True)
class Story:
    """One article and all that will ever be said below it."""

    number: int
    section: str
    slug: str
    published: datetime
    author: str
    system: System
    editions: tuple[Edition, ...]
    absences: tuple[Absence, ...]
    remarks: tuple[Remark, ...]

    @property
    def path(self) -> str:
        return f"/{self.section}/{self.published:%Y/%m/%d}/{self.slug}-{self.number}"

    def at(self, moment: datetime) -> Edition | None:
        """Return what it says; None before it is published. An absent story says it still."""
        past = bisect_right(self.editions, moment, key=lambda edition: edition.at)
        return self.editions[past - 1] if past else None

    def absence(self, moment: datetime) -> Absence | None:
        return next((one for one in self.absences if one.at <= moment < one.until), None)

    def thread(self, moment: datetime) -> Iterator[tuple[Remark, Said]]:
        """Yield what was posted by now, oldest first, each as it stands."""
        for remark in self.remarks:
            if said := remark.at(moment):
                yield remark, said
