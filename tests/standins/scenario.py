"""What a stand-in is made of: the scenario a test reads, the calls it answers, the truth."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Literal, NamedTuple

from newscrawl.demo.invent import Post, thread

START = datetime(2026, 3, 14, 8, 30, 12, tzinfo=UTC)
COUNT = 48
"""Comments of an ordinary stand-in: several pages, replies on replies."""


class Call(NamedTuple):
    """A request as the server got it."""

    method: str
    path: str
    query: Mapping[str, str]
    body: Any
    """Decoded JSON of a POST; an empty dict where there was none."""
    pairs: tuple[tuple[str, str], ...] = ()
    """The query with names that come more than once."""

    def number(self, name: str, default: int = 0) -> int:
        value = self.query.get(name, "")
        return int(value) if value.isascii() and value.isdigit() else default


class Answer(NamedTuple):
    """What the server sends: a str goes out as it is, all else as JSON."""

    body: Any
    kind: str = "application/json"
    status: int = 200
    location: str = ""
    """Where a redirect leads."""


Handler = Callable[[Call], Answer]
MISSING = Answer({"error": "not found"}, status=404)


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """One article page with one comment widget, and what a perfect reader gets from it."""

    name: str
    url: str = ""
    """The article page, on the paper's origin. Filled in by the lab."""
    truth: list[dict[str, Any]]
    """Rows of comment_id, parent_id, author, text, date_published, precision, depth, upvote_count
    and status, as far as the page or its answers say it: what can be read, not what was declared.
    `comment_id` and `parent_id` are ours, and join the rows, also where `ids` is False."""
    declared: int | None = None
    expect: Literal["complete", "partial"] = "complete"
    reason: str | None = None
    """Keyword: login, pending; `empty` and `closed` where nothing is there to be read."""
    engine: str | None = None
    """Name of the engine that should recognise the page; None: only the generic reader."""
    ids: bool = True
    """False where neither the page nor an answer shows the comments' ids."""
    note: str = ""
    """What is hard about it."""
    rows: str = ""
    """For our own test only: selector of a rendered comment, in whatever frame or shadow root."""
    press: tuple[str, ...] = ()
    """For our own test only: what a reader presses while it can be pressed."""


@dataclass(frozen=True, kw_only=True)
class StandIn:
    """A scenario with its page and the calls its widget makes."""

    scenario: Scenario
    widget: str = ""
    """HTML that stands below the article."""
    below: str = ""
    """HTML below the widget."""
    paper: Mapping[str, Handler] = field(default_factory=dict)
    """Handlers on the paper's origin by path; one that ends in `*` takes all that begin so."""
    vendor: Mapping[str, Handler] = field(default_factory=dict)
    page: Handler | None = None
    """Answers the widget's part of the article page, where that depends on the query."""
    language: str = "en"


class Desk:
    """What a stand-in needs to be built: the two origins and invented threads."""

    def __init__(self, seed: int, paper: str, vendor: str) -> None:
        self.seed = seed
        self.paper = paper
        self.vendor = vendor

    def rng(self, name: str) -> Random:
        return Random(f"{self.seed}/{name}")

    def thread(self, name: str, count: int = COUNT, language: str = "en") -> list[Post]:
        """Return a thread of this scenario; ids of different scenarios are far apart."""
        rng = self.rng(name)
        first = rng.randint(1000, 900_000)
        return thread(rng, count, START, language=language, first_id=first)


def living(posts: list[Post]) -> list[Post]:
    """Return the posts with the removed ones back, for widgets that show no removed rows."""
    for post in posts:
        post.deleted = False
    return posts


def depths(posts: list[Post]) -> dict[int, int]:
    found: dict[int, int] = {}
    for post in posts:
        found[post.id] = 0 if post.parent is None else found[post.parent] + 1
    return found


def in_thread_order(posts: list[Post]) -> list[Post]:
    """Return the posts so that every reply comes after its parent, before the next sibling."""
    ordered: list[Post] = []
    stack = children(posts, None)[::-1]
    while stack:
        ordered.append(post := stack.pop())
        stack.extend(children(posts, post.id)[::-1])
    return ordered


def children(posts: list[Post], parent: int | None) -> list[Post]:
    return [post for post in posts if post.parent == parent]


def truth(
    posts: list[Post],
    name: Callable[[int], str] = str,
    precision: Literal["second", "minute"] | None = "second",
    votes: bool = True,
) -> list[dict[str, Any]]:
    """Return the rows of `Scenario.truth`; `name` makes the system's id of a post's number."""
    level = depths(posts)
    return [
        {
            "comment_id": name(post.id),
            "parent_id": None if post.parent is None else name(post.parent),
            "author": None if post.deleted else post.author,
            "text": None if post.deleted else post.text,
            "date_published": _moment(post.created, precision),
            "precision": precision,
            "depth": level[post.id],
            "upvote_count": post.likes if votes else None,
            "status": "removed_unknown" if post.deleted else "visible",
        }
        for post in posts
    ]


def _moment(moment: datetime, precision: str | None) -> str | None:
    if precision is None:
        return None
    if precision == "minute":
        moment -= timedelta(seconds=moment.second)
    return moment.isoformat()


def stamp(moment: datetime) -> str:
    """Return a moment as JSON interfaces write it.

    >>> stamp(START)
    '2026-03-14T08:30:12Z'
    """
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
