"""The only spider: asks a site's sources, reads its articles, walks their comments.

What it does with sources, known articles and comments is in `discovery.py`, `revisits.py` and
`threads.py`, each of which builds on the next.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, ClassVar, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from newscrawl import clock
from newscrawl.agent import user_agent
from newscrawl.discovery.base import Link
from newscrawl.extract.dates import Reading, read_date
from newscrawl.items import Article
from newscrawl.net.failures import reason_of, request_of
from newscrawl.page import Page, is_too_large
from newscrawl.sites.arguments import Arguments, is_loopback, read_arguments
from newscrawl.sites.base import Site
from newscrawl.spiders.discovery import Discovery
from newscrawl.spiders.revisits import GONE, validators
from newscrawl.spiders.threads import Walking, Yielded
from newscrawl.state.output import Output
from newscrawl.state.visits import Visit
from newscrawl.storage import open_output, set_feeds

NOT_ASKED = frozenset({"stopped", "budget", "back_off"})
"""Reasons that say nothing of a page: it is no failure of its own, and does not wait longer."""


class NewsSpider(Discovery):
    """Crawls one site. Thin subclasses in `spiders/__init__.py` name the site."""

    site_class: ClassVar[type[Site]]
    output: Output

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        set_feeds(settings)
        settings.set("USER_AGENT", user_agent(settings), "addon")  # a user's own goes before it

    @classmethod
    def from_crawler(
        cls, crawler: Crawler, *args: Any, output: Output | None = None, **kwargs: Any
    ) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.output = output or open_output(crawler.settings, spider.arguments, spider.started)
        window = spider.arguments.window._replace(since=spider.output.since)
        spider.arguments = replace(spider.arguments, window=window)
        if is_loopback(spider.site.base_url):
            # Manners are for other people's servers.
            off = {"DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False, "HOST_BACK_OFF": 0}
            for name, value in off.items():
                crawler.settings.set(name, value, "spider")
            crawler.settings.set("CONCURRENT_REQUESTS_PER_DOMAIN", 8, "spider")
        return spider

    def __init__(self, name: str | None = None, **given: str) -> None:
        super().__init__(name)
        self.started = clock.now()
        self.arguments: Arguments = read_arguments(self.site_class, given, self.started)
        self.site = self.arguments.site
        self.asked: set[str] = set()
        self.read: set[str] = set()
        self.taken = 0
        self.listed = 0
        self.backlog: deque[Link] = deque()
        self.walks: dict[str, Walking] = {}
        self.fed = False
        self.new: set[str] = set()
        """What articles are known by that `limit` counts."""

    # Articles

    def _article_request(self, link: Link, url: str) -> Request:
        self.taken += 1
        self._count("articles/found")
        request = Request(
            url,
            self.parse_article,
            errback=self.article_failed,
            cb_kwargs={"link": link, "key": self._key(url)},
            # `asked` knows the addresses; a redirect to one of them is not to vanish uncounted.
            dont_filter=True,
        )
        self.output.found(self._key(url), request.url, link)
        self.new.add(self._key(url))
        return request

    def _instead(self, key: str) -> Iterator[Request]:
        """Take the next link waiting behind `limit`, since one that was taken gave no article."""
        if key not in self.new:
            return
        self.taken -= 1
        if self.backlog:
            link = self.backlog.popleft()
            yield self._article_request(link, self.site.url(link.url))

    def parse_article(self, response: Response, link: Link, key: str) -> Iterator[Yielded]:
        """Read an article, then begin with its comments."""
        visit = self.output.visits.of(key)
        if response.status == 304 and visit:
            yield from self._unchanged(visit)
            return
        if reason := self._not_an_article(response):
            yield from self._lost(response.url, reason, key)
            return
        page = Page.of(response)
        article = self.site.article(page)
        if visit and self._is_emptied(article, page, visit):
            yield from self._withdrawn(visit, response.status)
        elif not self.site.is_article(page, article):
            guessed = self.site.guesses and not self.arguments.urls
            yield from self._lost(response.url, "guessed" if guessed else "unreadable", key)
        else:
            yield from self._read(article, page, response, link, key)

    def _read(
        self, article: Article, page: Page, response: Response, link: Link, key: str
    ) -> Iterator[Yielded]:
        self._describe(article, response, page)
        if article.comment_count is None:
            article.comment_count = link.declared
        visit = self._visited(article, response, key)
        if article.id in self.read:
            self._count("articles/duplicate")
            self.output.settled(article.request_url)
            yield from self._instead(key)
            return
        self.read.add(article.id)
        if not self._is_wanted(article):
            self._count("articles/out_of_range")
            self.output.settled(article.request_url)
            self.output.note(
                lambda: self.output.visits.unwanted(key, visit.url, visit.published, clock.now())
            )
            yield from self._instead(key)
            return
        self._count("articles/read")
        self._note_page(article, visit)
        due = self.arguments.comments and self._is_thread_due(article)
        if not due and self._as_before(article):
            yield article
        else:
            yield from self._begin_comments(article, page, visit)

    def _visited(self, article: Article, response: Response, key: str) -> Visit:
        """Return the visit that is being made; another address of a known article is noted."""
        now, visits = clock.stamp(), self.output.visits
        before = visits.of(key)
        main = visits.of_article(article.id)
        if main and main.key != key and not (before and before.article_id):
            self.output.note(partial(visits.alias, key, article.request_url, main))
            before = main
        reading = self._date(article)
        visit = Visit(
            before.key if before else key,
            before.url if before and before.article_id else article.request_url,
            article.id,
            reading.value if reading else before and before.published,
            before.seen if before and before.article_id else now,
            now,
            None,
            before.idle if before and before.article_id else 0,
        )
        return visit._replace(**validators(response))

    def _note_page(self, article: Article, visit: Visit) -> None:
        """Have the ledger know of the visit as soon as what was read is written."""
        news, visits = self._has_news(article), self.output.visits
        self.output.when_whole(article.id, lambda: visits.read(visit, clock.now(), news=news))

    def _not_an_article(self, response: Response) -> str | None:
        if not self.site.is_ours(response.url):
            return "redirected_away"
        if not response.body.strip():
            return "empty"
        if is_too_large(response):
            return "too_large"
        kind = (response.headers.get("Content-Type") or b"").decode("latin-1").lower()
        if kind and not any(word in kind for word in ("html", "xml", "text/plain")):
            return "not_html"
        head = response.body[:2048].lower()
        return None if b"<" in head and not head.startswith(b"%pdf") else "not_html"

    def _describe(self, article: Article, response: Response, page: Page) -> None:
        metadata = article.metadata
        metadata.date_downloaded = clock.stamp()
        metadata.spider, metadata.run_id = self.name, self.run_id
        metadata.http_status = response.status
        request = response.request
        article.request_url = (
            request.meta.get("redirect_urls", [request.url])[0] if request else response.url
        )
        if not page.ends:
            metadata.validation_messages.append("the page ends early: </html> is missing")

    def _date(self, article: Article) -> Reading | None:
        return read_date(
            article.date_published_raw or "",
            timezone=article.metadata.timezone,
            now=self.started,
            language=article.in_language,
        )

    def _is_wanted(self, article: Article) -> bool:
        return bool(self.arguments.urls or self.output.known(article) or self._in_range(article))

    def _in_range(self, article: Article) -> bool:
        """Decide by the page's own date what the lists left open."""
        reading = self._date(article)
        if reading is None or reading.precision not in {"second", "minute", "hour"}:
            return True
        moment = datetime.fromisoformat(reading.value)
        return self.arguments.window.since <= moment < self.arguments.window.until

    def article_failed(self, failure: Failure) -> Iterator[Yielded]:
        reason, key = reason_of(failure), request_of(failure).cb_kwargs["key"]
        visit = self.output.visits.of(key)
        if visit and visit.article_id and reason in GONE:
            yield from self._withdrawn(visit, GONE[reason])
            return
        yield from self._lost(request_of(failure).url, reason, key)

    def _lost(self, url: str, reason: str, key: str) -> Iterator[Request]:
        self._count(f"articles/failed/{reason}")
        self.logger.info("article not read: %s (%s)", url, reason)
        if reason not in NOT_ASKED:
            self.output.note(lambda: self.output.visits.failed(key, url, reason, clock.now()))
        yield from self._instead(key)
