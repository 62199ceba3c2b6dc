"""What every discovery source offers: the URLs to ask for, and how their answers are read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, Protocol

from newscrawl.items import Printed
from newscrawl.page import Page

if TYPE_CHECKING:
    from newscrawl.sites.base import Site


class Window(NamedTuple):
    """The time in which an article must have been published: aware, UTC, `until` exclusive."""

    since: datetime
    until: datetime


UNDATED = Printed()


@dataclass(frozen=True, kw_only=True)
class Link:
    """An article as a list, feed or sitemap names it."""

    url: str
    published: Printed = UNDATED
    modified: Printed = UNDATED
    declared: int | None = None
    """Comments that the row of the list declares."""


@dataclass(frozen=True)
class Next:
    """Something to fetch as well, and the source that reads it."""

    url: str
    source: "Source"


class Source(Protocol):
    """A way to find articles. Frozen, so that it can travel in a request; pure."""

    def urls(self, site: "Site", window: Window, sections: tuple[str, ...]) -> list[str]:
        """Return the absolute URLs to begin with; `sections` empty means all of them."""
        ...

    def parse(self, page: Page, site: "Site", window: Window) -> Iterator[Link | Next]:
        """Yield what an answer names, only articles the site wants. Never raises on garbage."""
        ...
