"""Articles asked for and read: what their page says, whether they are wanted, what is noted."""

import logging
from collections.abc import Iterator
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawl import clock
from newscrawl.archive.capture import AS_OF, archived, kept, torn
from newscrawl.deadline import TooSlow
from newscrawl.discovery.base import Link
from newscrawl.extract.bot_wall import is_bot_wall
from newscrawl.extract.canonical import clean_url
from newscrawl.extract.capture import made
from newscrawl.extract.dates import Reading
from newscrawl.extract.finishing import read_printed
from newscrawl.extract.identity import former_ids, url_hash
from newscrawl.items import Article
from newscrawl.net.conditional import conditions, validators
from newscrawl.net.failures import answer_of, reason_of, request_of
from newscrawl.page import Page
from newscrawl.spiders.answers import unfit
from newscrawl.spiders.claims import Claims, Held
from newscrawl.spiders.comments import CommentCollector
from newscrawl.spiders.crawl import Crawl, Yielded
from newscrawl.spiders.frontier import Candidate, Frontier, unwanted_by
from newscrawl.spiders.older import OlderCaptures
from newscrawl.spiders.paged import FurtherPages, PagedArticle
from newscrawl.spiders.recorded import Recorded
from newscrawl.spiders.rendered import lacks_text, lost_text, take_html
from newscrawl.spiders.revisits import GONE, Revisits
from newscrawl.state.visits import GUESSED, Visit

logger = logging.getLogger(__name__)

PORTION = 100
"""Articles that are asked for at a time; the others wait in the ledger, not in memory."""
NOT_GIVEN = frozenset({"not_archived", "redirected_away", "http_404", "http_410"})
"""Reasons for which an archive may give an older capture of a page."""
NOT_ASKED = frozenset({"stopped", "budget", "back_off"})
"""Reasons that say nothing about a page: it has not failed itself, and waits no longer."""


class ArticleReader:
    """Reads the pages of articles, and starts on their comments."""

    def __init__(
        self,
        crawl: Crawl,
        frontier: Frontier,
        revisits: Revisits,
        comments: CommentCollector,
        older: OlderCaptures,
    ) -> None:
        self.crawl, self.frontier, self.older = crawl, frontier, older
        self.revisits, self.comments = revisits, comments
        self.claims = Claims(crawl, self._read, self._unsettled)
        self.further = FurtherPages(crawl, self._read_whole)
        self.recorded: Recorded | None = None
        """The record whose pages are read again: no other article is written."""
        self.left: dict[str, Visit] = {}
        """Visits that were not made to their end, by the hash of their address."""
        self.read: set[str] = set()
        """Ids of the articles that this run has read."""
        self.asking: set[str] = set()
        """Keys of the found articles that are asked for, and not answered yet."""

    def follow(self, link: Link, *, chosen: bool = False) -> bool:
        """Let the article of a link wait, if it is wanted; `chosen` ones were named by the user."""
        return self.frontier.take(link, chosen=chosen)

    def feed(self) -> Iterator[Request]:
        """Ask for the newest of what waits, while few articles are asked for."""
        while len(self.asking) < PORTION and (candidate := self.frontier.next()):
            self.asking.add(candidate.key)
            yield self._ask(candidate)

    def ask_again(self, visit: Visit, *, conditional: bool = False) -> Request:
        """Return the request for the page of an article that was read before."""
        given = conditions(visit.etag, visit.last_modified) if conditional else {}
        link = Link(url=visit.url, vouched=visit.article_id is not None)
        return self._request(visit.url, link, visit.key, **given)

    def read_on(self, visit: Visit) -> Request:
        """Return the request for a page that this run has read, as it was at another time."""
        self.read.discard(visit.article_id or "")
        return self.ask_again(visit)

    def _ask_older(self, url: str, link: Link, key: str) -> Request:
        """Return the request for a page of which the capture that answered is left out now."""
        self.asking.add(key)
        return self._request(url, link, key)

    def _ask(self, candidate: Candidate) -> Request:
        key, url, link = candidate
        request = self._request(url, link, key)
        self.crawl.output.asked(key, request.url)
        return request

    def _request(self, url: str, link: Link, key: str, **given: Any) -> Request:
        return Request(
            url,
            self.parse,
            errback=self.failed,
            cb_kwargs={"link": link, "key": key},
            # Another page's time is not this one's.
            meta={"vouched": link.vouched, AS_OF: None, **given.pop("meta", {})},
            # The frontier knows the links; a redirect to one must not vanish uncounted.
            dont_filter=True,
            **given,
        )

    def _instead(self, key: str) -> Iterator[Request]:
        self.frontier.gave_none(key)
        yield from self.feed()

    def _answered(self, key: str) -> Iterator[Request]:
        self.asking.discard(key)
        yield from self.feed()

    def parse(self, response: Response, link: Link, key: str) -> Iterator[Yielded]:
        """Read an article, then start on its comments."""
        yield from self._answered(key)
        visit = self.crawl.output.visits.of(key)
        if response.status == 304 and visit:
            yield from self.revisits.unchanged(visit)
            return
        page = Page.of(response)
        if reason := self._not_an_article(response, page):
            if response.request and self.older.is_left(response.request, key, visit):
                yield self._ask_older(page.request_url, link, key)
                return
            if reason == "redirected_away":
                self.crawl.stats.inc_value(f"elsewhere/{urlsplit(response.url).netloc}")
            yield from self._lost(page.request_url, reason, key)
            return
        if torn(page) and not archived(page):  # of an archive it is counted where that is read
            self.crawl.unread("articles", "cut_off", page.url)
        article = self.crawl.site.article(page)
        yield None
        held = Held(response, page, article, link, key)
        if self.older.is_instead(held, visit):
            yield self._ask_older(page.request_url, link, key)
            return
        if self.crawl.site.is_article(page, article):
            yield from self.claims.settle(held)
        else:
            yield from self._read(held)

    def rehearse(self, response: Response, link: Link, key: str) -> None:
        """Read as `parse` does, without any effect."""
        page = Page.of(response)
        if not unfit(page):
            article = self.crawl.site.article(page)
            self.crawl.site.is_article(page, article)
            self.comments.look(article, page)

    def _read(self, held: Held) -> Iterator[Yielded]:
        response, page, article, link, key = held
        site, visit = self.crawl.site, self.crawl.output.visits.of(key)
        take_html(self.crawl, article, page)
        self._identify(article, visit)
        known = lost_text(self.crawl, article)
        there = site.is_article(page, article)
        emptied = visit and not known and self.revisits.is_emptied(article, page, visit)
        another = visit and not known and self.revisits.is_another(article, page, visit)
        if visit and (emptied or another or not there) and self._is_left(visit, response.url):
            yield from self._at_former_host(visit)
        elif visit and emptied:
            yield self.revisits.withdrawn(visit, page)
        elif visit and another:
            yield from self._of_another(visit, page)
        elif not there:
            guessed = site.guesses and not self.crawl.arguments.urls
            reason = GUESSED if guessed else "unreadable"
            yield from self._lost(page.request_url, reason, key)
        else:
            self._describe(article, response, page)
            if article.comment_count is None:
                article.comment_count = link.declared
            yield from self._take(article, page, response, key)

    def failed(self, failure: Failure) -> Iterator[Yielded]:
        """Note that a page could not be fetched."""
        self.crawl.note_silence(failure)
        reason, key = reason_of(failure), request_of(failure).cb_kwargs["key"]
        if reason == "not_archived" and not self.crawl.site.is_ours(request_of(failure).url):
            reason = "redirected_away"  # a consent page's host, mostly: an archive lacks nothing
        yield from self._answered(key)
        visit = self.crawl.output.visits.of(key)
        if visit and self._is_left(visit, request_of(failure).url):
            yield from self._at_former_host(visit)
        elif visit and visit.article_id and reason in GONE and (answer := answer_of(failure)):
            yield self.revisits.withdrawn(visit, Page.of(answer))
        else:
            # Where a redirect led to may be another page by the next run, or one that writes.
            asked = request_of(failure).meta.get("redirect_urls", [request_of(failure).url])[0]
            if reason in NOT_GIVEN and self.older.is_left(request_of(failure), key, visit):
                yield self._ask_older(asked, request_of(failure).cb_kwargs["link"], key)
            else:
                yield from self._lost(asked, reason, key)

    def _is_left(self, visit: Visit, url: str) -> bool:
        """Return whether an answer on a known article is that of a host the edition has left."""
        return visit.article_id is not None and self.crawl.site.is_former(url)

    def _at_former_host(self, visit: Visit) -> Iterator[Request]:
        # Given up, parked or sold: it does not say that an article was removed.
        self.revisits.postpone(visit)
        yield from self._lost(visit.url, "former_host", visit.key)

    def _of_another(self, visit: Visit, page: Page) -> Iterator[Request]:
        if archived(page) and not self.crawl.arguments.is_again:
            # Other captures say how the article was.
            yield from self._lost(page.request_url, "other_capture", visit.key)
        else:
            self.revisits.postpone(visit)
            yield from self._lost(page.request_url, "other_page", visit.key)

    def _take(
        self, article: Article, page: Page, response: Response, key: str
    ) -> Iterator[Yielded]:
        self.older.settle(key, page.request_url)
        date = read_printed(article, article.date_published_raw or "")
        visit = self._visit(article, date, response, key)
        if reason := self._refusal(article, date):
            self.crawl.stats.inc_value(f"articles/{reason}")
            self.crawl.output.settled(article.request_url)
            if reason == "out_of_range":
                self.crawl.note_date(visit.published)
            if reason != "duplicate":
                self._note_unwanted(key, visit, reason)
            yield from self._instead(key)
            return
        try:
            paged = PagedArticle(article=article, page=page, visit=visit)
            yield from self.further.read(paged, page)
        except TooSlow:
            self.read.discard(article.id)  # it may be begun again
            raise

    def _read_whole(self, paged: PagedArticle) -> Iterator[Yielded]:
        """Write an article whose pages are read, then start on its comments."""
        article, page, visit = paged.article, paged.page, paged.visit
        known = self.crawl.output.known(article)
        if paged.may_be_whole_later and known and self.revisits.has_news(article):
            # What was written before may be the whole of it.
            yield from self._lost(article.url, paged.missing or "", visit.key)
            return
        if paged.asked or lacks_text(article):
            # An unchanged first page says nothing about the others, nor about what a script draws.
            visit = visit._replace(etag=None, last_modified=None)
        comments = self.comments
        due = self.crawl.arguments.comments and comments.is_due(article)
        if not due and lost_text(self.crawl, article):
            yield from self.revisits.unchanged(visit)  # no browser is opened to look at its text
            return
        if self.recorded and self.recorded.was_left(article.metadata.warc_record_id):
            # The run was stopped before the thread was read: another visit of the page did.
            self.left[url_hash(visit.url)] = visit
            yield comments.before(article, page)
            return
        self._note(article, visit)
        if not due and comments.recall(article):
            yield article
        else:
            yield from comments.begin(article, page, visit)
        self.crawl.stats.inc_value("articles/read")
        if not read_printed(article, article.date_published_raw or ""):
            self.crawl.stats.inc_value("articles/undated")

    def _identify(self, article: Article, visit: Visit | None) -> None:
        """Give an article the id that it was written under, by whatever rule."""
        known = self.crawl.output.known_article([article.id, *former_ids(article)])
        if not known and visit and url_hash(visit.url) == url_hash(article.url):
            known = visit.article_id
        article.id = known or article.id
        if self._usurps(article, visit):
            self.crawl.stats.inc_value("canonical/refused")
            article.canonical_url = clean_url(article.url)
            article.id = f"{self.crawl.site.scope}:{url_hash(article.canonical_url)}"

    def _usurps(self, article: Article, visit: Visit | None) -> bool:
        """Return whether a page gives itself the number of a known article with another text."""
        site, own = self.crawl.site, url_hash(clean_url(article.url))
        if article.id.endswith(own) or site.number(article.url) is not None:
            return False
        if not self.crawl.output.known(article) or (visit and visit.article_id == article.id):
            return False
        return self.revisits.has_news(article)

    def _refusal(self, article: Article, date: Reading | None) -> str | None:
        """Return why an article that was read is not written."""
        if article.id in self.read:
            return "duplicate"
        self.read.add(article.id)
        chosen = self.crawl.arguments.urls or self.crawl.output.known(article)
        if chosen:
            return None
        ids = (article.id, *former_ids(article))
        if self.recorded and not self.recorded.has(article.request_url, ids):
            return "unrecorded"
        return self._other_section(article) or (None if self._in_range(date) else "out_of_range")

    def _other_section(self, article: Article) -> str | None:
        sections, site = self.crawl.arguments.sections, self.crawl.site
        if sections and site.in_sections(sections, article.url, article) is False:
            return "other_section"
        return None

    def _visit(self, article: Article, date: Reading | None, response: Response, key: str) -> Visit:
        """Return the visit that is being made; another address of a known article is noted."""
        now, output, site = clock.stamp(), self.crawl.output, self.crawl.site
        before = output.visits.of(key)
        main = output.visits.of_article(article.id)
        if main and main.key != key and not (before and before.article_id == article.id):
            output.note(partial(output.visits.alias, key, article.request_url, main))
            before = main
        visit = Visit(
            before.key if before else key,
            site.present(
                before.url if before and before.article_id else article.request_url, response.url
            ),
            article.id,
            date.value if date else before and before.published,
            before.seen if before and before.article_id else now,
            now,
            None,
            before.idle if before and before.article_id else 0,
        )
        return visit._replace(**validators(response))

    def _note(self, article: Article, visit: Visit) -> None:
        """Enter the visit in the ledger as soon as what was read is written."""
        output, now = self.crawl.output, clock.now()
        news = self.revisits.has_news(article) and not lost_text(self.crawl, article)
        output.when_whole(article.id, lambda: output.visits.read(visit, now, news=news))

    def _note_unwanted(self, key: str, visit: Visit, reason: str) -> None:
        output = self.crawl.output
        if reason == "other_section":
            reason = unwanted_by(self.crawl.arguments.sections)
        unwanted = visit._replace(failed=reason)
        output.note(lambda: output.visits.unwanted(key, unwanted, clock.now()))

    def _not_an_article(self, response: Response, page: Page) -> str | None:
        if not (self.crawl.site.is_ours(response.url) or self._has_moved(page)):
            return "redirected_away"
        # No wall says that it is an article: most pages are known by that at once.
        says_so = page.ld or (page.meta("og:type") or "").lower() == "article"
        if archived(page) and not says_so and is_bot_wall(page):
            return "other_capture"
        return unfit(page)

    def _has_moved(self, page: Page) -> bool:
        """Return whether a host sends an article on to one that we do not know, number and all."""
        site, host = self.crawl.site, urlsplit(page.url).netloc.lower()
        if not site.is_same(page.request_url, page.url):
            return False
        if not self.crawl.stats.get_value(f"hosts/new/{host}"):
            logger.warning(
                "%s sends %s on to %s, a host that newscrawl does not know yet: its articles are "
                "read there",
                urlsplit(page.request_url).netloc,
                page.request_url,
                host,
            )
        self.crawl.stats.inc_value(f"hosts/new/{host}")
        return True

    def _describe(self, article: Article, response: Response, page: Page) -> None:
        metadata = article.metadata
        metadata.date_downloaded = clock.stamp()
        metadata.http_status = response.status
        metadata.date_served = made(
            page, *(_header(response, name) for name in ("Date", "Memento-Datetime"))
        )
        self.crawl.sign(metadata, torn=torn(page))
        metadata.warc_record_id = kept(page)
        # What was kept of this very record is no other archive's.
        metadata.archive = None if self.crawl.arguments.is_again else archived(page)
        article.request_url = page.request_url
        for name in page.cuts:
            self.crawl.stats.inc_value(f"articles/cut/{name}")
        if not page.ends:
            metadata.validation_messages.append("the page ends early: </html> is missing")

    def _in_range(self, date: Reading | None) -> bool:
        """Decide by the page's own date what the lists left open."""
        return not date or self.crawl.arguments.wanted.holds(self.crawl.site.span_of(date.value))

    def _unsettled(self, held: Held, reason: str) -> Iterator[Yielded]:
        yield from self._lost(held.page.request_url, reason, held.key)

    def _lost(self, url: str, reason: str, key: str) -> Iterator[Request]:
        output = self.crawl.output
        if reason == "other_capture" and (visit := output.visits.of(key)) and visit.article_id:
            self.crawl.stats.inc_value("links/known")
        if reason == GUESSED:
            # Not a failure: lists name list pages too.
            self.crawl.stats.inc_value("articles/guessed")
        else:
            self.crawl.unread("articles", reason, url)
        logger.info("article not read: %s (%s)", url, reason)
        if reason not in NOT_ASKED:
            now = self.older.first.get(key) or clock.now()
            output.note(lambda: output.visits.failed(key, url, reason, now))
        yield from self._instead(key)


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
