"""One article's comments from first look to verdict: which way is tried next, and when it is done.

The cheapest way that is complete wins: rows in the HTML, the system's public JSON, the browser.
No I/O here: a Walk hands out requests and is given their answers.
"""

import logging
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from scrapy import Request
from scrapy.http import HtmlResponse

from newscrawl.comments.base import ArticleRef, Batch, CommentEngine, Widget
from newscrawl.comments.found import Found, together
from newscrawl.comments.threads import build
from newscrawl.items import Article, Comment, CommentsStatus, CommentsVia
from newscrawl.page import Page

GENERIC = "generic"
"""Name of the engine that reads systems nobody wrote a file for."""


logger = logging.getLogger(__name__)

STEPS: dict[str, CommentsVia] = {
    "rows": "html",  # those in the HTML of the article's own page
    "api": "api",
    "pages": "html",  # the further pages of comments that the HTML links to
    "browser": "browser",
}
"""The ways to a system's comments, cheapest first, and what the article says of each."""


class Way(NamedTuple):
    """One way to one system's comments."""

    engine: CommentEngine
    step: str
    """A key of STEPS."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """Bounds of one article's walk."""

    comments: int = 50_000
    requests: int = 2_000
    browser: bool = True
    """Whether a browser may be opened at all."""


class Walk:
    """The state of one article's comments. Not picklable; a run that dies walks the thread anew."""

    def __init__(
        self,
        article: Article,
        ref: ArticleRef,
        page: Page,
        engines: Mapping[str, CommentEngine],
        limits: Limits,
    ) -> None:
        self.article, self.ref, self.page, self.limits = article, ref, page, limits
        self.detected = _detect(engines, page)
        self.article.comment_systems = sorted({*article.comment_systems, *self.detected})
        self.found: dict[str, Found] = {}
        self.way: Way | None = None
        self.pending = 0
        self.requests = 0
        self.robots = False
        self.asked: set[tuple[str, str, str]] = {("GET", page.url, "")}
        self.fetched = article.metadata.date_downloaded
        """When the answer that is being read came in; "2 hours ago" is counted from there."""
        self.dead = {
            name: why for name in self.detected if (why := engines[name].unsupported) is not None
        }
        readable = [engines[name] for name in self.detected if name not in self.dead]
        if generic := engines.get(GENERIC):
            readable.append(generic)
        self.ways = deque(Way(engine, step) for engine in readable for step in STEPS)

    # What the spider calls

    def begin(self) -> list[Request]:
        """Return the first requests; none if the verdict is already there."""
        return self._next()

    def answer(self, page: Page) -> list[Request]:
        """Take the answer to a request; return what to ask next."""
        self.pending -= 1
        assert self.way  # noqa: S101  (an answer without a way is our defect)
        return self._took(self.way, self._read(self.way.engine.parse, page) or Batch())

    def rendered(self, page: Page, rendering: Mapping[str, Any]) -> list[Request]:
        """Take what the browser saw (see `browser.open_thread`); return what to ask next."""
        self.pending -= 1
        assert self.way  # noqa: S101
        way, found = self.way, self._found(self.way.engine)
        more: list[Request] = []
        drawn = rendering["html"].encode("utf-8", "replace")
        document = Page(HtmlResponse(page.url, body=drawn, encoding="utf-8"))
        try:
            batches = way.engine.rendered(document, rendering["answers"], self.ref)
        except Exception as defect:
            batches = [(self._unreadable(defect), True)]
        for batch, markup in batches:
            found.take(batch, "browser", self.fetched, markup=markup)
            more += batch.more
        widget = way.engine.widget
        if (
            widget
            and widget.answers
            and not (
                found.comments or any(way.engine.reads(one["url"]) for one in rendering["answers"])
            )
        ):
            found.status, found.trouble = "error", "browser: the widget asked for no comments"
        if rendering["ended"] not in {"complete", "exhausted"} and not self._whole(found):
            found.trouble = f"browser: {rendering['ended']}"
        if rendering.get("wall"):
            found.status, found.trouble = "partial", f"wall: {rendering['wall']}"
        self.robots = self.robots or bool(rendering.get("robots"))
        self.asked |= {(a["method"], a["url"], a["post"] or "") for a in rendering["answers"]}
        more = self._unasked(more)
        if more and not self._whole(found) and not self._full(found):
            # The page has shown how the system is asked: what it left out can be asked for.
            self.pending += len(more)
            return more
        return self._next()

    def failed(self, reason: str, *, blocked: bool = False) -> list[Request]:
        """Note that a request failed for good; return what to ask next."""
        self.pending -= 1
        assert self.way  # noqa: S101
        found = self._found(self.way.engine)
        found.trouble = f"{self.way.step}: {reason}"
        found.status = "blocked" if blocked else "error"
        found.refused = found.refused or blocked
        return [] if self.pending else self._next()

    @property
    def done(self) -> bool:
        return self.way is None and not self.pending

    def verdict(self) -> list[Comment]:
        """Return the comments in reading order, threads rebuilt, and fill the article's counts."""
        name, found = self._outcome()
        comments = list(found.comments.values())
        self.threading = build(comments)
        article = self.article
        if found.declared is not None:
            article.comment_count = found.declared
        article.comments_collected = len(comments)
        article.comment_engine = name if comments else (name or next(iter(self.detected), None))
        article.comments_via = found.via if comments else None
        article.comments_status, article.comments_reason = self._status(name, found, len(comments))
        return comments

    def counts(self) -> dict[str, int]:
        """Return what the run's stats add up; only after `verdict`."""
        declared, collected = self.article.comment_count, self.article.comments_collected or 0
        return {
            "collected": collected,
            "declared": declared or 0,
            # More than declared on one article must not hide what another lacks.
            "collected_of_declared": min(collected, declared or 0),
            "duplicate": self.threading.duplicates,
            "orphan": self.threading.orphans,
            "cycle": self.threading.cycles,
        }

    # How ways follow one another

    def _next(self) -> list[Request]:
        while self.ways:
            self.way = way = self.ways.popleft()
            if not self._wanted(way):
                continue
            before = self.found.get(way.engine.name)
            said = before.turn() if before else None
            if requests := self._start(way):
                return requests
            if before and said:
                before.turn_back(said)
        self.way = None
        return []

    def _wanted(self, way: Way) -> bool:
        if way.step == "browser" and not (self.limits.browser and way.engine.widget):
            return False
        found = self.found.get(way.engine.name)
        others = (one for name, one in self.found.items() if name != GENERIC)
        if way.engine.name == GENERIC and any(self._settled(one) for one in others):
            return False
        if not found:
            return self._likely(way)
        if self._whole(found):
            return False
        # Nothing says how many there are: the system's own JSON knows better than its markup, and
        # a browser is opened only where neither brought anything.
        declared = found.declared if found.declared is not None else self.article.comment_count
        if declared is not None or not found.comments or found.trouble:
            return True
        return way.step in {"api", "pages"}

    def _likely(self, way: Way) -> bool:
        """Whether a system that was not tried yet is worth a try in this way."""
        if way.engine.name != GENERIC or way.step != "browser":
            return True
        return bool(self.article.comment_count) or way.engine.detect(self.page) is not None

    def _start(self, way: Way) -> list[Request]:
        engine, step = way
        if step == "rows":
            if batch := self._read(engine.rows, self.page):
                found = self._found(engine)
                found.pages, batch.more = batch.more, []
                self._took(way, batch, advance=False)
            return []
        if step in {"api", "pages"}:
            start = self._read(engine.start, self.page) if step == "api" else None
            batch = start if step == "api" else self._pages(engine)
            return self._took(way, batch, advance=False) if batch else []
        declared = self._declared(self.found.get(engine.name))
        if declared == 0 and self.article.comment_count == 0:
            return []
        self.pending += 1
        return [browser_request(self.ref, engine, declared)]

    def _pages(self, engine: CommentEngine) -> Batch | None:
        found = self.found.get(engine.name)
        return Batch(more=found.pages) if found and found.pages else None

    def _took(self, way: Way, batch: Batch, *, advance: bool = True) -> list[Request]:
        found = self._found(way.engine)
        markup = way.step in {"rows", "pages"}
        found.take(batch, STEPS[way.step], self.fetched, markup=markup)
        more = self._unasked(batch.more) if not self._full(found) else []
        self.pending += len(more)
        self.requests += len(more)
        if more or self.pending or not advance:
            return more
        return self._next()

    def _unasked(self, requests: list[Request]) -> list[Request]:
        """Leave out what was asked before: a server can name the same page for ever."""
        new = {key: one for one in requests if (key := _key(one)) not in self.asked}
        self.asked |= new.keys()
        return list(new.values())

    def _full(self, found: Found) -> bool:
        if len(found.comments) >= self.limits.comments or self.requests >= self.limits.requests:
            found.trouble = f"limit: {len(found.comments)} comments, {self.requests} requests"
            return True
        return False

    def _read(self, method: Callable[[Page, ArticleRef], Batch | None], page: Page) -> Batch | None:
        """Call an engine; a defect in it costs this answer, never the thread or its verdict."""
        try:
            return method(page, self.ref)
        except Exception as defect:
            return self._unreadable(defect)

    def _unreadable(self, defect: Exception) -> Batch:
        logger.error("an answer about %s could not be read", self.ref.url, exc_info=defect)
        return Batch(status="error", reason=f"defect of newscrawl: {type(defect).__name__}")

    # What is known

    def _found(self, engine: CommentEngine) -> Found:
        return self.found.setdefault(engine.name, Found())

    def _declared(self, found: Found | None) -> int | None:
        if found and found.declared is not None:
            return found.declared
        return self.article.comment_count

    def _whole(self, found: Found) -> bool:
        return found.whole(self.article.comment_count)

    def _settled(self, found: Found) -> bool:
        """Whether nothing speaks against what a system's own file has found."""
        unknown = found.declared is None and self.article.comment_count is None
        return self._whole(found) or bool(unknown and found.comments and not found.trouble)

    def _outcome(self) -> tuple[str | None, Found]:
        """Return the comments of all systems together, under the name of the one with most.

        The generic reader only stands in: what it found counts if it found more than the others.
        """
        own = {name: one for name, one in self.found.items() if name != GENERIC}
        generic = self.found.get(GENERIC)
        number = sum(len(one.comments) for one in own.values())
        if generic and (len(generic.comments) > number or not own):
            return GENERIC, generic
        if not own:
            return None, Found()
        name = max(own, key=lambda one: len(own[one].comments))
        filled = [one for one in own.values() if one.comments]
        return name, own[name] if len(filled) < 2 else together(filled, own[name])

    def _status(
        self, name: str | None, found: Found, collected: int
    ) -> tuple[CommentsStatus, str | None]:
        declared = self._declared(found)
        if self._whole(found) and collected:
            extra = collected - declared if declared is not None else 0
            return "complete", f"{extra} more than declared" if extra > 0 else None
        if collected:
            return self._status_of_some(found, collected, declared)
        return self._status_of_none(found, declared)

    def _status_of_some(
        self, found: Found, collected: int, declared: int | None
    ) -> tuple[CommentsStatus, str | None]:
        if declared is None and found.declared_roots is None and not found.trouble:
            return "complete", None
        count = f"{collected} of {declared}" if declared is not None else f"{collected}"
        return "partial", f"{count}: {found.troubles or 'nothing more was to be had'}"

    def _status_of_none(
        self, found: Found, declared: int | None
    ) -> tuple[CommentsStatus, str | None]:
        if self.robots:
            return "blocked", "robots.txt forbids what the widget loads (BROWSER_ROBOTS = strict)"
        for one in self.found.values():
            if one.refused and one.declared != 0:
                return "blocked", one.reason or one.troubles
            if one.status in {"closed", "unsupported"} and not declared:
                return one.status, one.reason or one.troubles
        if declared:
            return "error", found.troubles or f"{declared} declared, none could be loaded"
        if self.dead:
            return "unsupported", "; ".join(f"{name}: {why}" for name, why in self.dead.items())
        return ("error", found.troubles) if found.trouble else ("none", None)


def browser_request(ref: ArticleRef, engine: CommentEngine, declared: int | None) -> Request:
    """Return a request whose page `browser.open_thread` will open: plain data only."""
    widget = engine.widget or Widget()
    return Request(
        ref.url,
        dont_filter=True,
        meta={"browser": {"engine": engine.name, "declared": declared, "widget": widget}},
    )


def _key(request: Request) -> tuple[str, str, str]:
    return request.method, request.url, request.body.decode("utf-8", "replace")


def _detect(engines: Mapping[str, CommentEngine], page: Page) -> dict[str, str]:
    reasons: dict[str, str] = {}
    for name, engine in engines.items():
        if name != GENERIC and (reason := engine.detect(page)):
            reasons[name] = reason
    return reasons
