"""What every discovery source offers: the URLs to ask for, and how their answers are read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol

from newscrawl.items import Printed
from newscrawl.page import Page

Span = tuple[datetime, datetime]
"""What a printed date can stand for, in UTC. A moment is its own end; a day's is exclusive."""


class Window(NamedTuple):
    """When an article must have been published: aware datetimes in UTC, `until` exclusive."""

    since: datetime
    until: datetime

    def holds(self, span: Span) -> bool:
        """Return whether a date can lie in the window."""
        start, end = span
        early = end < self.since if start == end else end <= self.since
        return not early and start < self.until


UNDATED = Printed()


@dataclass(frozen=True, kw_only=True)
class Link:
    """An article as a list, feed or sitemap names it."""

    url: str
    published: Printed = UNDATED
    modified: Printed = UNDATED
    declared: int | None = None
    """Number of comments that the list's row declares."""
    vouched: bool = False
    """True if the list names nothing but articles, as a feed does."""


@dataclass(frozen=True)
class SourceLink:
    """A source that another one names: its address, and what reads it."""

    url: str
    source: "Source"
    is_old: bool = False
    """True if its index says that it was last changed before the window."""
    is_fallback: bool = False
    """True if it is asked for only where no other list reaches back to the window's beginning."""


@dataclass(frozen=True)
class LeftOut:
    """What a source names and is not asked for."""

    name: str
    """The counter of its kind, as `links/elsewhere`."""
    host: str = ""
    """Where it is, if it is not the site's."""


NOT_A_LIST, NOT_HTML = "sources/failed/not_a_list", "sources/failed/not_html"
TOO_LARGE = "sources/failed/too_large"
"""A list, or the rest of one, that is beyond a bound."""
ENDLESS = "sources/failed/endless"
"""A list that names the same again and again as its next page."""
CUT_OFF = "sources/left_out/rest"
"""A list that ends in the middle of an entry."""
Entry = Link | SourceLink | LeftOut


class ListedSite(Protocol):
    """What a source needs to know of the site whose articles it lists (see `sites.base.Site`)."""

    @property
    def front(self) -> str:
        """Address or path of the page to begin with."""
        ...

    def url(self, path: str) -> str:
        """Return an absolute URL; a malformed one becomes an empty string."""
        ...

    @property
    def guesses(self) -> bool:
        """True if nothing declares what the site's addresses look like."""
        ...

    def is_ours(self, url: str) -> bool:
        """Return whether a URL is on one of the site's hosts."""
        ...

    def wants(self, url: str) -> bool:
        """Return whether a URL may be an article of the site."""
        ...

    def in_window(self, link: "Link", window: Window) -> bool | None:
        """Return whether a link's article can have been published in the window; None: unknown."""
        ...

    def day_of(self, moment: datetime) -> date:
        """Return the day of a moment as the site prints it."""
        ...

    def span(self, first: date, last: date) -> Span:
        """Return the range in UTC, end exclusive, that whole printed days can stand for."""
        ...

    def moment(self, printed: Printed) -> Span | None:
        """Return the range in UTC that a printed date can stand for, or None."""
        ...


class Source(Protocol):
    """A feed, sitemap or list. Frozen, so that it can travel in a request; pure."""

    def urls(self, site: ListedSite, window: Window, sections: tuple[str, ...]) -> list[str]:
        """Return the absolute URLs to begin with; empty `sections` means all."""
        ...

    def parse(self, page: Page, site: ListedSite, window: Window) -> Iterator[Entry]:
        """Yield what an answer names, only articles the site wants. Never raises on garbage.

        What is left out is said by a `LeftOut`, so that it can be counted.
        """
        ...
