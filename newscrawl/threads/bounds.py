"""The bounds of a walk, and whether its page is opened in the browser."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit

from newscrawl.extract.identity import plain_host
from newscrawl.items import Comment
from newscrawl.page import Page


def always_open(_kind: str) -> str:
    """Let the browser open a page of any kind."""
    return ""


SENSE = 20
"""A number above the limit of comments counts only up to so many times what was read."""


def in_memory() -> Callable[[Comment], None]:
    """Return what keeps the comments of a thread: nothing is done with them."""
    return lambda _comment: None


@dataclass(frozen=True, kw_only=True, slots=True)
class WalkLimits:
    """Bounds of one article's walk."""

    comments: int = 50_000
    requests: int = 2_000
    letters: int = 2**28
    """Of all texts, plain and with markup."""
    keep: Callable[[], Callable[[Comment], None]] = in_memory
    """Makes for a thread what keeps the texts of its comments while it is read."""
    closed: Callable[[str], str] = always_open
    """Why a kind of page that declares no comments is not opened in the browser, or nothing."""
    closed_by_now: Callable[[str], str] = always_open
    """The same when the page's turn has come, as others of its kind were opened meanwhile."""

    def believed(self, declared: int, collected: int) -> int:
        """Return how many declared comments a run is measured by: none, if beyond all sense.

        One page that declares a milliard would say of the whole run that hardly anything was read.

        >>> WalkLimits().believed(999_999_999, 2), WalkLimits().believed(60_000, 50_000)
        (0, 60000)
        """
        return declared if declared <= max(self.comments, SENSE * collected) else 0


@dataclass
class Browsing:
    """Whether a page is opened in the browser, and what that brought."""

    limits: WalkLimits
    kind: str
    reason: str = ""
    """Why this page was not opened."""
    drawn: Page | None = None
    """The page as the browser drew it last."""
    answers: Sequence[Mapping[str, Any]] | None = None
    """The answers it got meanwhile; None if not all were kept, or something went wrong."""
    brought: bool | None = None
    """Whether that brought comments; None if it was not opened."""

    @classmethod
    def of(cls, page: Page, systems: Collection[str], limits: WalkLimits) -> Self:
        """Begin for a page on which these systems were recognised."""
        host = plain_host(urlsplit(page.url).netloc)
        return cls(limits, f"{host}, {', '.join(sorted(systems)) or 'no known system'}")

    def is_closed(self) -> bool:
        """Ask whether the page stays closed, and remember why; once opened it is open."""
        if self.brought is None and not self.reason:
            self.reason = self.limits.closed(self.kind)
        return bool(self.reason)

    def closed_by_now(self) -> str:
        """Return why the page is not opened though its turn has come, or nothing."""
        return self.limits.closed_by_now(self.kind) if self.brought is None else ""

    def took(
        self, drawn: Page, answers: Sequence[Mapping[str, Any]] | None, *, brought: bool
    ) -> None:
        """Note that the page was opened, and whether that brought comments."""
        self.drawn, self.answers = drawn, answers
        self.brought = bool(self.brought or brought)
