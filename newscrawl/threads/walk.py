"""One article's comments from first look to verdict: which way is tried next, and when to stop.

The cheapest way that is complete wins. No I/O: a Walk hands out requests and is given the answers.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from newscrawl.engines.base import ArticleRef, Batch, CommentEngine
from newscrawl.generic.page_signs import page_signs, place_signs
from newscrawl.items import Article, Comment
from newscrawl.page import Page
from newscrawl.threads import safely
from newscrawl.threads.bounds import Browsing, WalkLimits
from newscrawl.threads.entry import Entry
from newscrawl.threads.forest import build
from newscrawl.threads.found import GENERIC, STEPS, Found, Provenance, Way
from newscrawl.threads.past import Past
from newscrawl.threads.verdict import (
    Verdict,
    beside,
    of_part,
    outcome,
    status_of_none,
    status_of_rest,
    status_of_some,
    unread,
)
from newscrawl.threads.ways import (
    browser_request,
    claims,
    detect,
    key_of,
    shows_none,
    unseen,
    with_count,
)

if TYPE_CHECKING:
    from scrapy import Request


class Walk:
    """The state of one article's comments. Not picklable; a crash means a new walk."""

    def __init__(
        self,
        article: Article,
        ref: ArticleRef,
        page: Page,
        engines: Mapping[str, CommentEngine],
        limits: WalkLimits,
    ) -> None:
        self.article, self.ref, self.page, self.limits = article, ref, page, limits
        self.past = Past()
        self.queue: deque[Request] = deque()
        """Requests of a visit that stops once nothing new can remain: sent one by one."""
        self.starts: dict[str, list[Request]] = {}
        self.newest_first = self.stopped = False
        failed: dict[str, Exception] = {}
        self.detected = detect(engines, page, failed)
        self.article.comment_systems = sorted({*article.comment_systems, *self.detected})
        self.found = {
            name: safely.undetected(name, defect, page.url) for name, defect in failed.items()
        }
        self.way: Way | None = None
        self.pending = 0
        self.requests = self.letters = 0
        self.keep = limits.keep()
        self.robots = False
        self.asked: set[tuple[str, str, str]] = {("GET", page.url, "")}
        self.provenance = Provenance.of(article.metadata)
        """Which answer is being read; "2 hours ago" is counted from its `date_downloaded`."""
        self.torn = ""
        """Why an answer was not there as a whole, if one was not."""
        self.dead = {
            name: why for name in self.detected if (why := engines[name].unsupported) is not None
        }
        readable = [engines[name] for name in self.detected if name not in self.dead]
        if generic := engines.get(GENERIC):
            readable.append(generic)
        self.ways = deque(Way(engine, step) for engine in readable for step in STEPS)
        self.unseen = unseen(engines, page) if not self.detected else set()
        """Systems that may have comments though nothing on the page shows them."""
        last = [self.ways.pop()] if generic and self.unseen else []
        self.ways += [*(Way(engines[name], "api") for name in sorted(self.unseen)), *last]
        self.engines = engines
        self.browsing = Browsing.of(page, self.detected, limits)

    def go_on_from(self, past: Past) -> None:
        """Take note of what earlier visits wrote, before `begin`."""
        self.past = past
        if entry := past.entry:
            self.ways = deque([Way(self.engines[entry.engine], entry.step)])

    # What the spider calls

    def begin(self) -> list[Request]:
        """Return the first requests; none if the verdict is already there."""
        return self._next()

    def answer(self, page: Page) -> list[Request]:
        """Take the answer to a request; return what to ask next."""
        assert self.way  # noqa: S101  (an answer without a way is our defect)
        batch = safely.read(self.way.engine.parse, page, self.ref) or Batch()
        if self.way.step == "pages" and batch.comments:
            batch.signs += page_signs(page, batch.comments)
        self.pending -= 1
        return self._took(self.way, batch)

    def rendered(self, page: Page, rendering: Mapping[str, Any]) -> list[Request]:
        """Take what the browser saw (see `browser.thread.open_thread`); return what to ask next."""
        assert self.way  # noqa: S101
        way, found = self.way, self._found(self.way.engine)
        more: list[Request] = []
        document, before = Page(rendering["html"], page.url), len(found.comments)
        batches = safely.rendered(way.engine, document, rendering["answers"], self.ref)
        self.pending -= 1
        for batch, markup in batches:
            self.past.keep_ids(batch.comments, self.ref)
            found.take(batch, "browser", self.provenance, markup=markup)
            self._keep(found, batch)
            more += batch.more
        found.show(page_signs(document, found.comments.values()) if found.seen else [])
        found.judge(rendering, way.engine, self.article.comment_count)
        cut = found.trouble or (way.engine.widget and way.engine.widget.answers)
        answers = None if cut else rendering["answers"]
        self.browsing.took(document, answers, brought=len(found.comments) > before)
        self.robots = self.robots or bool(rendering.get("robots"))
        self.asked |= {(a["method"], a["url"], a["post"] or "") for a in rendering["answers"]}
        more = self._unasked(more)
        if not self._full(found) and more and not self._whole(found):
            # The page has shown how to ask the system: what it left out can be asked for.
            self.pending += len(more)
            return more
        return self._next()

    def failed(self, reason: str, *, blocked: bool = False) -> list[Request]:
        """Note that a request failed for good; return what to ask next."""
        if self.way is None:
            return []  # all was read, and what was left to say of it took too long
        self.pending = max(0, self.pending - 1)  # what took too long may have been counted
        found = self._found(self.way.engine)
        found.trouble = f"{self.way.step}: {reason}"
        found.status = "blocked" if blocked else "error"
        found.refused = found.refused or blocked
        return [] if self.pending else self._next()

    def left_closed(self, why: str) -> list[Request]:
        """Note that the browser did not open the page after all; return what to ask next."""
        self.pending -= 1
        self.browsing.reason = why
        return [] if self.pending else self._next()

    @property
    def is_silent(self) -> bool:
        """Whether neither the page nor an answer tells of comments, or of a place for them."""
        if self.detected or self.article.comment_count or place_signs(self.page):
            return False
        found = self.found.values()
        return not any(one.trouble or one.comments or one.at_least or one.declared for one in found)

    @property
    def done(self) -> bool:
        return self.way is None and not self.pending

    def verdict(self) -> list[Comment]:
        """Return the comments in reading order, threads rebuilt, and fill the article's counts."""
        name, found = outcome(self.found)
        comments = list(found.comments.values())
        self.threading = build(comments)
        self.past.place(comments)
        for comment in comments if self.stopped or self.newest_first else []:
            comment.position = None
        # A visit that stopped early counts what it did not read again as unchanged.
        number = self.past.number(found.comments) if self.stopped else len(comments)
        article = self.article
        article.comments_collected = number
        article.comment_engine = name if number else (name or next(iter(self.detected), None))
        article.comments_via = found.via if number else None
        verdict = self._status(found, number)
        article.comments_status, article.comments_reason = of_part(verdict, number, self.torn)
        if found.declared is not None:
            article.comment_count = found.declared
        if article.comment_count is None and (found.at_least or 0) > number:
            article.comment_count = found.at_least
        return comments

    @property
    def declared(self) -> int | None:
        """How many comments the system itself declares."""
        return outcome(self.found)[1].declared

    @property
    def troubled(self) -> bool:
        """Whether something went wrong that another way may mend."""
        return any(one.trouble for one in self.found.values())

    @property
    def goes_on(self) -> bool:
        """Whether there are signs of more."""
        return bool(self.torn) or any(one.against(one.number(None)) for one in self.found.values())

    def swept(self) -> list[str]:
        """Return the systems of which all was read, so that what is missing is gone."""
        on_page, found = self.article.comment_count, self.found.items()
        return (
            [] if self.stopped or self.torn else [name for name, one in found if one.swept(on_page)]
        )

    def entry(self) -> Entry | None:
        """Return how the thread can be read without the page; None if it cannot, or not for sure.

        Only after `verdict`.
        """
        filled = [name for name, one in self.found.items() if one.comments or one.answered]
        if len(filled) != 1 or self.troubled:
            return None
        name, found = filled[0], self.found[filled[0]]
        if found.answered and name in self.starts and found.via != "browser":
            return Entry.of(name, "api", self.ref, self.starts[name])
        return Entry.of(name, "browser", self.ref) if found.via == "browser" else None

    def counts(self, known: int = 0) -> dict[str, int]:
        """Return the figures that the run's stats sum up; only after `verdict`."""
        collected = self.article.comments_collected or 0
        declared = self.limits.believed(self.article.comment_count or 0, collected)
        return self.threading.counts(declared, collected, known)

    # How ways follow one another

    def _next(self) -> list[Request]:
        if self.way and self.way.engine.name in self.unseen:
            self._forget_empty(self.way.engine)
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
        found = self.found.get(way.engine.name)
        if way.step == "browser" and (not way.engine.widget or self._is_drawn(way.engine)):
            return False
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
        if declared is not None or not found.comments or found.trouble or found.against(None):
            return True
        return way.step in {"api", "pages"}

    def _forget_empty(self, engine: CommentEngine) -> None:
        """Forget a system that the page does not show and that has nothing, or does not answer."""
        if not self._found(engine).comments:
            del self.found[engine.name]

    def _is_drawn(self, engine: CommentEngine) -> bool:
        """Whether the page, drawn for other systems, shows that it has nothing for the generic one.

        That would press and read the same once more.
        """
        if engine.name != GENERIC or self.browsing.brought or self.article.comment_count:
            return False
        known = [self.engines[name] for name in self.detected]
        return shows_none(self.browsing, engine, known, self.ref)

    def _likely(self, way: Way) -> bool:
        """Whether a system that was not tried yet is worth a try in this way."""
        if way.engine.name in self.unseen:
            here = any(map(self._settled, self.found.values()))
            return self.article.comment_count != 0 and not here
        if way.engine.name != GENERIC or way.step != "browser":
            return True
        counted = bool(self.article.comment_count) and not claims(way.engine, self.detected)
        return counted or way.engine.detect(self.page) is not None

    def _start(self, way: Way) -> list[Request]:
        engine, step = way
        if step == "rows":
            if batch := safely.read(engine.rows, self.page, self.ref):
                found = self._found(engine)
                found.pages, batch.more = batch.more, []
                batch.signs += page_signs(self.page, batch.comments) if batch.comments else []
                self._took(way, with_count(batch, self.page), advance=False)
            return []
        if step in {"api", "pages"}:
            batch = self._enter(engine) if step == "api" else self._pages(engine)
            return self._took(way, batch, advance=False) if batch else []
        declared = self._declared(self.found.get(engine.name))
        if declared == 0 and self.article.comment_count == 0:
            return []
        unsure = not declared and not self.past.entry
        if unsure and self.browsing.is_closed():
            return []
        self.pending += 1
        closed = self.browsing.closed_by_now if unsure else None
        return [browser_request(self.ref, engine, declared, closed)]

    def _enter(self, engine: CommentEngine) -> Batch | None:
        """Return the first requests to a system's public JSON."""
        if self.past.entry:
            batch: Batch | None = Batch(more=self.past.entry.requests(engine))
        else:
            batch = safely.read(engine.start, self.page, self.ref)
        if not batch or not batch.more:
            return batch
        self.starts[engine.name] = batch.more
        if not self.past.sweep:
            newest = engine.newest(batch.more)
            self.newest_first = newest is not None
            self.queue = deque(newest or batch.more)
            batch.more = [self.queue.popleft()]
        return batch

    def _pages(self, engine: CommentEngine) -> Batch | None:
        found = self.found.get(engine.name)
        return found.turn_pages() if found and found.pages else None

    def _took(self, way: Way, batch: Batch, *, advance: bool = True) -> list[Request]:
        found = self._found(way.engine)
        self.past.keep_ids(batch.comments, self.ref)
        markup = way.step in {"rows", "pages"}
        found.take(batch, STEPS[way.step], self.provenance, markup=markup)
        self._keep(found, batch)
        more = self._unasked(batch.more) if not self._full(found) else []
        if not self.past.sweep and way.step == "api" and self._is_up_to_date(found):
            self.stopped = self.stopped or bool(more or self.queue)
            self.queue.clear()
            self.ways.clear()
            more = []
        elif self.queue and not more and not self.pending:
            more = [self.queue.popleft()]
        self.pending += len(more)
        self.requests += len(more)
        if more or self.pending or not advance:
            return more
        if way.step == "pages":
            found.end_pages()
        return self._next()

    def _is_up_to_date(self, found: Found) -> bool:
        return not found.trouble and self.past.is_up_to_date(
            found.comments, found.declared, ordered=self.newest_first
        )

    def _unasked(self, requests: list[Request]) -> list[Request]:
        """Leave out what was asked before: a server can name the same page for ever."""
        new = {key: one for one in requests if (key := key_of(one)) not in self.asked}
        self.asked |= new.keys()
        return list(new.values())

    def _keep(self, found: Found, batch: Batch) -> None:
        for comment in batch.comments:
            if found.comments.get(comment.id) is comment:
                self.letters += len(comment.text or "") + len(comment.text_html or "")
                self.keep(comment)

    def _full(self, found: Found) -> bool:
        number, limits = len(found.comments), self.limits
        reached = number >= limits.comments or self.requests >= limits.requests
        if reached or self.letters >= limits.letters:
            found.cut(limits.comments)
            size = f", {self.letters >> 20} million letters" if not reached else ""
            found.trouble = f"limit: {len(found.comments)} comments, {self.requests} requests{size}"
            return True
        return False

    # What is known

    def _found(self, engine: CommentEngine) -> Found:
        return self.found.setdefault(engine.name, Found())

    def _declared(self, found: Found | None) -> int | None:
        if found and found.declared is not None:
            return found.declared
        return self.article.comment_count

    def _whole(self, found: Found) -> bool:
        return found.whole(self.article.comment_count)

    def _status(self, found: Found, number: int) -> Verdict:
        if number and self.stopped:
            return status_of_rest(self.past.status, number, found.declared)
        if number:
            others = unread(self.found, self.engines)
            silent = beside(self.found, self.engines, self.detected)
            return status_of_some(found, number, self.article.comment_count, others, silent)
        if self.robots:
            return "blocked", "robots.txt forbids what the widget loads (BROWSER_ROBOTS = strict)"
        signs = [sign for one in self.found.values() for sign in one.standing.values()]
        signs += place_signs(self.browsing.drawn or self.page)
        declared = self._declared(found)
        status, reason = status_of_none(self.found, found, declared, self.dead, signs)
        unopened = self.browsing.reason if status in {"none", "partial"} else ""
        return ("skipped", unopened) if unopened else (status, reason)

    def _settled(self, found: Found) -> bool:
        """Whether nothing speaks against what a system's own file has found."""
        unknown = found.declared is None and self.article.comment_count is None
        calm = unknown and not found.trouble and not found.against(None)
        return self._whole(found) or bool(calm and found.comments)
