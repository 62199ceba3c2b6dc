"""The comments of articles: begun with the page or without it, walked, and judged."""

from collections.abc import Iterator
from copy import deepcopy
from functools import partial
from typing import NamedTuple, cast

from scrapy import Request, Spider
from scrapy.http import HtmlResponse, Response
from twisted.python.failure import Failure

from newscrawl import clock
from newscrawl.engines.base import BLOCKING, ArticleRef, CommentEngine
from newscrawl.items import Article, Comment, CommentsStatus, Metadata
from newscrawl.net.failures import detail_of, reason_of, request_of
from newscrawl.page import Page
from newscrawl.plugins import all_engines
from newscrawl.sites.arguments import Arguments
from newscrawl.sites.base import Site
from newscrawl.state.output import Output
from newscrawl.state.schedule import moment_of
from newscrawl.state.visits import TROUBLE, Thread, Visit
from newscrawl.threads.entry import Entry
from newscrawl.threads.found import GENERIC
from newscrawl.threads.past import Past
from newscrawl.threads.walk import Walk, WalkLimits

Yielded = Request | Article | Comment


class Walking(NamedTuple):
    """A walk under way, and the visit it belongs to."""

    walk: Walk
    visit: Visit

    @property
    def without_page(self) -> bool:
        return self.walk.past.entry is not None


class Threads(Spider):
    """What a spider does with comments. The rest of it is in `news.py`."""

    site: Site
    arguments: Arguments
    output: Output
    walks: dict[str, Walking]

    def _begin_comments(self, article: Article, page: Page, visit: Visit) -> Iterator[Yielded]:
        if not self.arguments.comments:
            article.comments_status = "skipped"
            yield article
            return
        walk = Walk(article, self._ref(article), page, self._engines(), self._limits())
        for system, reason in walk.detected.items():
            self.logger.info("%s on %s: %s", system, article.url, reason)
        walk.go_on_from(self._past(visit, None))
        requests = walk.begin()
        if walk.done:
            yield from self._verdict(Walking(walk, visit))
            return
        # The article is out before its thread, which may take minutes or never come.
        yield deepcopy(article)
        self.walks[article.id] = Walking(walk, visit)
        yield from self._asking(requests, article.id)

    def _visit_thread(self, visit: Visit, entry: Entry) -> Iterator[Yielded]:
        """Begin with a thread without the page of its article."""
        ref = entry.ref
        article = Article(
            id=ref.id,
            site=self.site.name,
            url=ref.url,
            canonical_url=ref.url,
            request_url=visit.url,
        )
        page = Page(HtmlResponse(ref.url, body=b"", encoding="utf-8"))
        walk = Walk(article, ref, page, self._engines(), self._limits())
        walk.go_on_from(self._past(visit, entry))
        walk.fetched = clock.stamp()
        self.walks[article.id] = Walking(walk, visit)
        yield from self._asking(walk.begin(), article.id)

    def _entry(self, thread: Thread | None) -> Entry | None:
        entry = Entry.read(thread.entry) if thread and thread.entry else None
        return entry if entry and entry.engine in self._engines() else None

    def _past(self, visit: Visit, entry: Entry | None) -> Past:
        """Return what is known of a thread, and whether it is time to read all of it."""
        article_id, visits = visit.article_id or "", self.output.visits
        thread = visits.thread(article_id)
        kept = self.output.ledger.comments_of(article_id)
        if not thread or not thread.entry or self.arguments.revisit == "all":
            return Past(kept=kept, entry=entry)
        swept = moment_of(thread.swept)
        return Past(
            kept=kept,
            gap=thread.gap,
            status=cast("CommentsStatus", thread.status),
            sweep=visits.schedule.sweep_due(visit.age_from, swept, clock.now()),
            entry=entry,
        )

    def parse_comments(self, response: Response, article_id: str) -> Iterator[Yielded]:
        """Hand an answer to the article's walk: a system's JSON, or what the browser saw."""
        walking, page = self.walks[article_id], Page.of(response)
        walk = walking.walk
        walk.fetched = clock.stamp()
        if "rendering" in response.meta:
            requests = walk.rendered(page, response.meta["rendering"])
        else:
            requests = walk.answer(page)
        yield from self._go_on(walking, requests)

    def comments_failed(self, failure: Failure) -> Iterator[Yielded]:
        request = request_of(failure)
        walking = self.walks[request.cb_kwargs["article_id"]]
        reason = reason_of(failure)
        self._count(f"comments/failed/{reason}")
        if reason == "stopped":
            return  # no verdict on a thread that was left in the middle
        blocked = reason == "robots" or reason in {f"http_{status}" for status in BLOCKING}
        yield from self._go_on(walking, walking.walk.failed(detail_of(failure), blocked=blocked))

    def _go_on(self, walking: Walking, requests: list[Request]) -> Iterator[Yielded]:
        walk = walking.walk
        if not walk.done:
            yield from self._asking(requests, walk.article.id)
            return
        del self.walks[walk.article.id]
        if walking.without_page and walk.troubled:
            # The system may have moved: the page knows where to.
            self._count("threads/by_page")
            yield self._page_request(walking.visit)
        else:
            yield from self._verdict(walking)

    def _asking(self, requests: list[Request], article_id: str) -> Iterator[Request]:
        for request in requests:
            yield request.replace(
                callback=self.parse_comments,
                errback=self.comments_failed,
                cb_kwargs={"article_id": article_id},
                # A thread begun is finished before new articles are fetched: it is held in memory.
                priority=20,
                dont_filter=True,
            )

    def _verdict(self, walking: Walking) -> Iterator[Yielded]:
        walk, article = walking.walk, walking.walk.article
        comments = walk.verdict()
        gone = walk.past.missing({comment.id for comment in comments}, walk.swept())
        self._note_thread(walking, comments, gone)
        if walking.without_page:
            self.output.announce(article.id, [*(comment.id for comment in comments), *gone])
        for comment in comments:
            comment.metadata.spider, comment.metadata.run_id = self.name, self.run_id
            yield comment
        for comment_id in gone:
            yield self._gone(comment_id, walk)
        self._tell(walk)
        if not walking.without_page:
            yield article

    def _note_thread(self, walking: Walking, comments: list[Comment], gone: list[str]) -> None:
        """Have the ledger know of the visit as soon as its lines are written."""
        walk, visit = walking.walk, walking.visit
        article, past, visits = walk.article, walk.past, self.output.visits
        before = visits.thread(article.id)
        if before and article.comments_via not in {None, before.via} and before.via:
            self.output.reread.add(article.id)
        found = {comment.id for comment in comments}
        declared = walk.declared
        entry = walk.entry() or (past.entry if walk.stopped else None)
        thread = Thread(
            article.id,
            walk.fetched or clock.stamp(),
            before.swept if before else None,
            None,
            status=article.comments_status,
            declared=declared,
            collected=article.comments_collected,
            gap=before.gap if before else None,
            via=article.comments_via or (before.via if before else None),
            entry=entry.text if entry else None,
        )
        if not walk.stopped and not walk.troubled:
            there = past.number(found) - len(gone)
            thread = thread._replace(
                swept=clock.stamp(), gap=None if declared is None else there - declared
            )
        news = bool(gone or found - past.kept.keys())
        self.output.when_whole(
            article.id, partial(visits.walked, thread, visit.age_from, clock.now(), news=news)
        )

    def _gone(self, comment_id: str, walk: Walk) -> Comment:
        """Return what is written of a comment that a complete visit lacks: no text is known."""
        engine, ref = comment_id.partition(":")[0], walk.ref
        return Comment(
            id=comment_id,
            comment_id=comment_id.removeprefix(f"{engine}:{ref.site}:"),
            article_id=ref.id,
            article_url=ref.url,
            parent_id=walk.past.kept[comment_id].parent_id,
            comment_engine=engine,
            status="removed_unknown",
            metadata=Metadata(date_downloaded=walk.fetched, spider=self.name, run_id=self.run_id),
        )

    def _tell(self, walk: Walk) -> None:
        article = walk.article
        self._count(f"threads/{article.comments_status}")
        for name, number in walk.counts().items():
            self._count(f"comments/{name}", number)
        if walk.stopped:
            self._count("threads/up_to_date")
        if article.comments_status in TROUBLE:
            self.logger.info(
                "comments %s: %s (%s)",
                article.comments_status,
                article.url,
                article.comments_reason,
            )

    def _ref(self, article: Article) -> ArticleRef:
        return ArticleRef(
            id=article.id,
            url=article.url,
            site=article.id.rpartition(":")[0],
            timezone=article.metadata.timezone,
            language=article.in_language,
            declared=article.comment_count,
        )

    def _engines(self) -> dict[str, CommentEngine]:
        off = set(self.settings.getlist("COMMENT_ENGINES_OFF"))
        known = all_engines(self.settings)
        names = (*self.site.engines, GENERIC) if self.site.engines else tuple(known)
        return {name: known[name] for name in names if name in known and name not in off}

    def _limits(self) -> WalkLimits:
        return WalkLimits(comments=self.settings.getint("MAX_COMMENTS_PER_ARTICLE"))

    @property
    def run_id(self) -> str:
        """When the run began; also for a user's feeds (`-o '%(run_id)s.jsonl'`)."""
        return self.output.run_id

    def _page_request(self, visit: Visit) -> Request:
        """Return a request for the page of an article that was read before."""
        raise NotImplementedError

    def _count(self, name: str, number: int = 1) -> None:
        assert self.crawler.stats  # noqa: S101  (Scrapy sets it before the crawl begins)
        if number:
            self.crawler.stats.inc_value(name, number)
