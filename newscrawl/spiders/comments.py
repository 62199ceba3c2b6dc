"""The comments of articles: begun with the page or without it, walked, and judged."""

import logging
import math
from collections import defaultdict
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from functools import partial
from typing import NamedTuple, cast

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawl import clock
from newscrawl.archive.capture import UNDRAWN, archived, kept, torn
from newscrawl.engines.base import BLOCKING, ArticleRef, CommentEngine
from newscrawl.extract.bot_wall import is_bot_wall
from newscrawl.items import Article, Comment, CommentsStatus, CommentsVia, Metadata
from newscrawl.middlewares.writes import GIVEN_BY
from newscrawl.net.failures import NotArchived, Unopened, Walled, detail_of, reason_of, request_of
from newscrawl.page import Page
from newscrawl.plugins import all_engines
from newscrawl.spiders.crawl import Crawl, Yielded
from newscrawl.spiders.rendered import lacks_text, lost_text, take_text
from newscrawl.state.browser_use import BrowserUse
from newscrawl.state.schedule import moment_of
from newscrawl.state.visits import TROUBLE, ThreadVisit, Visit
from newscrawl.threads.bounds import WalkLimits, in_memory
from newscrawl.threads.entry import Entry
from newscrawl.threads.found import Provenance
from newscrawl.threads.past import Past
from newscrawl.threads.walk import Walk
from newscrawl.threads.ways import engines_of

AGAIN = 200
"""Pages that are opened after all in the same run; the others are due in the next."""
logger = logging.getLogger(__name__)

AskPage = Callable[[Visit], Request]


class Walking(NamedTuple):
    """A walk under way, and the visit it belongs to."""

    walk: Walk
    visit: Visit
    began: str | None
    """When the first answer of the walk came in."""

    @property
    def without_page(self) -> bool:
        return self.walk.past.entry is not None


class CommentCollector:
    """Walks the threads of articles. `ask_page` asks for the page of one that was read before.

    `open_page` asks for one that this run has read, once more.
    """

    def __init__(self, crawl: Crawl, ask_page: AskPage, open_page: AskPage) -> None:
        self.crawl, self.ask_page, self.open_page = crawl, ask_page, open_page
        off = set(crawl.settings.getlist("COMMENT_ENGINES_OFF"))
        known, own = all_engines(crawl.settings), crawl.site.engines
        self.engines: dict[str, CommentEngine] = engines_of(known, own, off)
        self.readers = [type(engine) for engine in self.engines.values()]
        self.use = BrowserUse(crawl.output.ledger, crawl.settings["BROWSER"])
        self.limits = WalkLimits(
            comments=crawl.settings.getint("MAX_COMMENTS_PER_ARTICLE"),
            closed=self.use.closed,
            closed_by_now=self.use.closed_by_now,
            keep=crawl.output.keep_texts,
        )
        self.again: set[str] = set()
        """The articles that are read once more, as the browser brings something on such pages."""
        self.closed: dict[str, list[str]] = defaultdict(list)
        """The articles of this run whose pages were not opened, by their kind."""
        self.deficit = crawl.output.visits.deficit(self.limits)

    def begin(self, article: Article, page: Page, visit: Visit) -> Iterator[Yielded]:
        """Begin with the thread of an article whose page is at hand."""
        if not self.crawl.arguments.comments:
            article.comments_status = "skipped"
            yield article
            return
        walk = Walk(article, ArticleRef.of(article), page, self.engines, self.limits)
        for system, reason in walk.detected.items():
            logger.info("%s on %s: %s", system, article.url, reason)
        yield None
        walk.torn = torn(page)
        walk.go_on_from(self._past(visit, None))
        requests, walking = walk.begin(), Walking(walk, visit, article.metadata.date_downloaded)
        if walk.done:
            yield from self._verdict(walking)
            return
        # The article is written before its thread, which may take minutes or never come.
        if not lacks_text(article):
            yield deepcopy(article)
        yield from self._asking(requests, walking)

    def before(self, article: Article, page: Page) -> Article:
        """Return an article as it is written before its thread is read: its systems are known."""
        Walk(article, ArticleRef.of(article), page, self.engines, self.limits)
        return article

    def visit(self, visit: Visit, entry: Entry) -> Iterator[Yielded]:
        """Begin with a thread without the page of its article."""
        ref = entry.ref
        article = Article(
            id=ref.id,
            site=self.crawl.site.name,
            url=ref.url,
            canonical_url=ref.url,
            request_url=visit.url,
        )
        page = Page(b"", ref.url)
        walk = Walk(article, ref, page, self.engines, self.limits)
        walk.go_on_from(self._past(visit, entry))
        began = clock.stamp()
        walk.provenance = Provenance(began)
        yield from self._asking(walk.begin(), Walking(walk, visit, began))

    def entry(self, thread: ThreadVisit | None) -> Entry | None:
        """Return how a thread is read without the page, if that is known."""
        entry = Entry.read(thread.entry) if thread and thread.entry else None
        return entry if entry and entry.engine in self.engines else None

    def is_due(self, article: Article) -> bool:
        """Return whether the thread of an article whose page was read is to be walked."""
        output = self.crawl.output
        thread, known = output.visits.thread(article.id), output.known(article)
        if article.id in self.again or thread is None or known is None or known.status == "removed":
            return True
        due = thread.due is not None and thread.due <= clock.stamp()
        return due or self.crawl.arguments.reads_all

    def recall(self, article: Article) -> bool:
        """Fill in what the last visit found of the thread; return whether there was one."""
        output = self.crawl.output
        thread, known = output.visits.thread(article.id), output.known(article)
        if not (thread and known and known.thread):
            return False
        status, declared, collected = known.thread.split("/")
        article.comments_status = cast("CommentsStatus", status)
        article.comment_count = int(declared) if declared != "None" else None
        article.comments_collected = int(collected) if collected != "None" else None
        article.comments_via = cast("CommentsVia | None", thread.via)
        return True

    def _past(self, visit: Visit, entry: Entry | None) -> Past:
        """Return what is known of a thread, and whether it is time to read all of it."""
        article_id, visits = visit.article_id or "", self.crawl.output.visits
        thread = visits.thread(article_id)
        owners, kept = self.crawl.output.owners, self.crawl.output.ledger.comments_of(article_id)
        complete = thread.swept if thread and thread.status == "complete" else None
        if not thread or not thread.entry or self.crawl.arguments.reads_all:
            gap = thread.gap if thread else None
            return Past(kept=kept, gap=gap, swept=complete, entry=entry, owners=owners)
        swept = moment_of(thread.swept)
        return Past(
            kept=kept,
            gap=thread.gap,
            status=cast("CommentsStatus", thread.status),
            swept=complete,
            sweep=visits.schedule.sweep_due(visit.age_from, swept, clock.now()),
            entry=entry,
            owners=owners,
        )

    def parse(self, response: Response, walking: Walking) -> Iterator[Yielded]:
        """Hand an answer to the article's walk: a system's JSON, or what the browser saw."""
        walk, page = walking.walk, Page.of(response)
        # What was kept of this very record is no other archive's.
        archive = None if self.crawl.arguments.is_again else archived(page)
        walk.provenance = Provenance(clock.stamp(), kept(page), archive)
        walk.torn = walk.torn or torn(page)
        if "rendering" in response.meta:
            drawn = Page(response.meta["rendering"]["html"], page.url)
            if is_bot_wall(drawn):
                requests = walk.failed(str(Walled()), blocked=True)
            else:
                if not walking.without_page:
                    take_text(self.crawl, walk.article, drawn)
                    yield None
                requests = walk.rendered(page, response.meta["rendering"])
        else:
            requests = walk.answer(page)
        yield from self._go_on(walking, requests)

    def look(self, article: Article, page: Page) -> None:
        """Look at an article's page as `begin` does, without any effect."""
        Walk(article, ArticleRef.of(article), page, self.engines, WalkLimits()).begin()

    def rehearse(self, response: Response, walking: Walking) -> None:
        """Read as `parse` does, in a process that does nothing else."""
        walk, page = walking.walk, Page.of(response)
        walk.keep, walk.past = in_memory(), replace(walk.past, owners=None)
        if "rendering" in response.meta:
            walk.rendered(page, response.meta["rendering"])
        else:
            walk.answer(page)

    def failed(self, failure: Failure) -> Iterator[Yielded]:
        """Tell the article's walk that an answer will not come."""
        walking: Walking = request_of(failure).cb_kwargs["walking"]
        is_undrawn = (
            isinstance(failure.value, NotArchived) and "browser" in request_of(failure).meta
        )
        if isinstance(failure.value, Unopened) or (is_undrawn and walking.walk.is_silent):
            # Whoever filled the archive may not have known that a browser could show some.
            why = UNDRAWN if is_undrawn else str(failure.value)
            yield from self._go_on(walking, walking.walk.left_closed(why))
            return
        reason = reason_of(failure)
        self.crawl.stats.inc_value(f"comments/failed/{reason}")
        if reason == "stopped":
            return  # no verdict on a thread that was left midway
        if reason == "too_slow":
            walking.walk.ways.clear()  # the other ways read the same page
        blocked = reason in {"robots", "blocked", *(f"http_{status}" for status in BLOCKING)}
        arguments = self.crawl.arguments
        if reason == "robots" and arguments.is_archived and not arguments.is_again:
            blocked = False  # whoever filled the archive did not ask, either: it lacks the answer
        yield from self._go_on(walking, walking.walk.failed(detail_of(failure), blocked=blocked))

    def _go_on(self, walking: Walking, requests: list[Request]) -> Iterator[Yielded]:
        if not walking.walk.done:
            yield from self._asking(requests, walking)
        elif walking.without_page and walking.walk.troubled:
            # The system may have moved: the page knows where to.
            self.crawl.stats.inc_value("threads/by_page")
            yield self.ask_page(walking.visit)
        else:
            yield from self._verdict(walking)

    def _asking(self, requests: list[Request], walking: Walking) -> Iterator[Request]:
        for request in requests:
            yield request.replace(
                callback=self.parse,
                errback=self.failed,
                cb_kwargs={"walking": walking},
                meta={**request.meta, GIVEN_BY: walking.walk.article.url},
                # A thread begun is finished before new articles are fetched: it is held in memory.
                priority=20,
                dont_filter=True,
            )

    def _verdict(self, walking: Walking) -> Iterator[Yielded]:
        walk, article = walking.walk, walking.walk.article
        yield None
        comments = walk.verdict()
        yield None
        gone = walk.past.missing({comment.id for comment in comments}, walk.swept())
        self._note_thread(walking, comments, gone)
        again = self._learn(walk)
        silent = walking.without_page or lost_text(self.crawl, article)
        if silent:
            self.crawl.output.announce(article.id, [*(comment.id for comment in comments), *gone])
        for comment in comments:
            self.crawl.sign(comment.metadata, *self.readers, torn=walk.torn)
            yield comment
        for comment_id in gone:
            yield self._gone(comment_id, walk)
        self._tell(walk)
        if not silent:
            yield article
        for visit in again:
            yield self.open_page(visit)

    def _learn(self, walk: Walk) -> list[Visit]:
        """Learn what the browser brought; return the pages to be opened after all, in this run."""
        browsing, article_id, output = walk.browsing, walk.article.id, self.crawl.output
        opened, kind = browsing.brought is not None, browsing.kind
        if not (opened or browsing.reason):
            return []
        keep = partial(self.use.keep, kind, article_id, opened=opened)
        output.when_whole(article_id, keep)
        if not opened:
            self.closed[kind].append(article_id)
            return []
        if not self.use.learn(kind, brought=bool(browsing.brought)):
            return []
        known, named = self.use.unopened(kind), self.crawl.arguments.urls
        output.note(partial(output.visits.due_now, known, clock.now()))
        # A user who named pages, or wants no known ones, gets these alone.
        only = named or self.crawl.arguments.revisit == "none"
        asked = self.closed.pop(kind, []) if only else known
        self.again |= set(asked)
        found = map(output.visits.of_article, asked[:AGAIN])
        return [visit for visit in found if visit]

    def _note_thread(self, walking: Walking, comments: list[Comment], gone: list[str]) -> None:
        """Enter the visit in the ledger as soon as its lines are written."""
        walk, visit = walking.walk, walking.visit
        article, past, visits = walk.article, walk.past, self.crawl.output.visits
        before = visits.thread(article.id)
        if before and article.comments_via not in {None, before.via} and before.via:
            self.crawl.output.reread.add(article.id)
        found = {comment.id for comment in comments}
        declared = walk.declared if walk.declared is not None else article.comment_count
        entry = walk.entry() or (past.entry if walk.stopped else None)
        thread = ThreadVisit(
            article.id,
            walk.provenance.date_downloaded or clock.stamp(),
            before.swept if before else None,
            None,
            status=article.comments_status,
            declared=walk.declared,
            collected=article.comments_collected,
            gap=before.gap if before else None,
            via=article.comments_via or (before.via if before else None),
            entry=entry.text if entry else None,
        )
        if not (walk.stopped or walk.troubled or walk.goes_on):
            there = past.number(found) - len(gone)
            thread = thread._replace(
                swept=walking.began or clock.stamp(),
                gap=thread.gap if declared is None else there - declared,
            )
        news = bool(gone or found - past.kept.keys())
        self.crawl.output.when_whole(
            article.id, partial(visits.walked, thread, visit.age_from, clock.now(), news=news)
        )

    def _gone(self, comment_id: str, walk: Walk) -> Comment:
        """Return the line for a comment that a complete visit did not find: its text is unknown."""
        engine, ref = comment_id.partition(":")[0], walk.ref
        # The last answer of the visit; with those before it that shows that the comment is gone.
        metadata = Metadata(**walk.provenance._asdict())
        self.crawl.sign(metadata, *self.readers)
        return Comment(
            id=comment_id,
            comment_id=comment_id.removeprefix(f"{engine}:{ref.id}:").removeprefix(
                f"{engine}:{ref.site}:"
            ),
            article_id=ref.id,
            article_url=ref.url,
            parent_id=walk.past.kept[comment_id].parent_id,
            comment_engine=engine,
            status="removed_unknown",
            metadata=metadata,
        )

    def _known_missing(self, walk: Walk) -> int:
        """Return how many declared comments are no loss of this visit.

        So many as were missing when all of the thread was read before; of one that was not, as the
        site's other threads lack. Where nothing was had, everything is a loss.
        """
        if walk.article.comments_status == "error":
            return 0
        if walk.past.gap is not None:
            return -walk.past.gap
        unsure = walk.troubled or walk.goes_on
        return 0 if unsure else math.ceil(self.deficit * (walk.article.comment_count or 0))

    def _tell(self, walk: Walk) -> None:
        article, stats = walk.article, self.crawl.stats
        stats.inc_value(f"threads/{article.comments_status}")
        for name, number in walk.counts(self._known_missing(walk)).items():
            if number:
                stats.inc_value(f"comments/{name}", number)
        if walk.stopped:
            stats.inc_value("threads/up_to_date")
        if article.comments_status in TROUBLE:
            where = f"{article.url} ({article.comments_reason})"
            self.crawl.keep_first("threads", str(article.comments_status), where)
            logger.info(
                "comments %s: %s (%s)",
                article.comments_status,
                article.url,
                article.comments_reason,
            )
