"""The only spider: asks a site's sources, reads its articles, walks their comments."""

from collections import deque
from collections.abc import AsyncIterator, Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, ClassVar, Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from newscrawl.arguments import Arguments, is_loopback, read_arguments
from newscrawl.comments import all_engines
from newscrawl.comments.base import BLOCKING, ArticleRef, CommentEngine
from newscrawl.comments.walk import GENERIC, Limits, Walk
from newscrawl.discovery.base import Link, Next, Source
from newscrawl.extract.dates import read_date
from newscrawl.failures import reason_of, request_of
from newscrawl.items import Article, Comment
from newscrawl.page import Page
from newscrawl.sites.base import Site
from newscrawl.state.output import Output
from newscrawl.storage import open_output, set_feeds

LOOPBACK_ONLY = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
SITEMAP_BYTES = 64 * 2**20
"""A sitemap may have 50 MB unpacked (sitemaps.org)."""

Yielded = Request | Article | Comment


class NewsSpider(Spider):
    """Crawls one site. Thin subclasses in `spiders/__init__.py` name the site."""

    site_class: ClassVar[type[Site]]
    output: Output

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        set_feeds(settings)
        if contact := settings.get("CONTACT"):
            agent = f"newscrawl/0.1 (+https://pypi.org/project/newscrawl/; {contact})"
            settings.set("USER_AGENT", agent, "spider")

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
            for name, value in {"DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False}.items():
                crawler.settings.set(name, value, "spider")
            crawler.settings.set("CONCURRENT_REQUESTS_PER_DOMAIN", 8, "spider")
            # A demo or a replay of saved pages: the browser does not leave this machine either.
            options = crawler.settings.getdict("PLAYWRIGHT_LAUNCH_OPTIONS")
            options["args"] = [*options.get("args", []), LOOPBACK_ONLY]
            crawler.settings.set("PLAYWRIGHT_LAUNCH_OPTIONS", options, "spider")
        return spider

    def __init__(self, name: str | None = None, **given: str) -> None:
        super().__init__(name)
        self.started = datetime.now(UTC)
        self.arguments: Arguments = read_arguments(self.site_class, given, self.started)
        self.site = self.arguments.site
        self.asked: set[str] = set()
        self.read: set[str] = set()
        self.taken = 0
        self.backlog: deque[Link] = deque()
        self.walks: dict[str, Walk] = {}

    @property
    def run_id(self) -> str:
        """When the run began; also for a user's feeds (`-o '%(run_id)s.jsonl'`)."""
        return self.output.run_id

    # Discovery

    async def start(self) -> AsyncIterator[Request]:
        arguments = self.arguments
        if not self.output.exported:
            return  # it would be written nowhere: the command says so
        for link in [*self.output.left(), *(Link(url=url) for url in arguments.urls)]:
            for request in self._consider(link, chosen=True):
                yield request
        if arguments.urls:
            return
        for source in self.site.sources:
            for url in source.urls(self.site, arguments.window, arguments.sections):
                yield self._source_request(url, source)

    def _source_request(self, url: str, source: Source) -> Request:
        return Request(
            url,
            self.parse_source,
            errback=self.source_failed,
            cb_kwargs={"source": source},
            meta={"download_maxsize": SITEMAP_BYTES},
            priority=10,
        )

    def parse_source(self, response: Response, source: Source) -> Iterator[Request]:
        """Read a sitemap, feed or list."""
        self._count("sources/read")
        for found in source.parse(Page.of(response), self.site, self.arguments.window):
            if isinstance(found, Next):
                yield self._source_request(found.url, found.source)
            else:
                yield from self._consider(found)

    def source_failed(self, failure: Failure) -> None:
        reason = reason_of(failure)
        self._count(f"sources/failed/{reason}")
        self.logger.info("source not read: %s (%s)", request_of(failure).url, reason)

    def _consider(self, link: Link, *, chosen: bool = False) -> Iterator[Request]:
        """Decide before anything is downloaded; `chosen` articles were named by the user."""
        url = self.site.url(link.url)
        key = self._key(url)
        if key in self.asked:
            self._count("links/duplicate")
            return
        self.asked.add(key)
        if self.output.is_settled(key):
            self.taken += 1
            self._count("links/done")
            return
        if not chosen and (reason := self._unwanted(link, url)):
            self._count(f"links/{reason}")
            return
        if self.arguments.limit is not None and self.taken >= self.arguments.limit:
            self.backlog.append(link)
            return
        yield self._article_request(link, url)

    def _key(self, url: str) -> str:
        return self.site.number(url) or self.site.canonical(url)

    def _unwanted(self, link: Link, url: str) -> str | None:
        if self.site.in_window(link, self.arguments.window) is False:
            return "out_of_range"
        section = self.site.section(url)
        if self.arguments.sections and section and section not in self.arguments.sections:
            return "other_section"
        return None

    def _article_request(self, link: Link, url: str) -> Request:
        self.taken += 1
        self._count("articles/found")
        request = Request(
            url, self.parse_article, errback=self.article_failed, cb_kwargs={"link": link}
        )
        self.output.found(self._key(url), request.url, link)
        return request

    def _instead(self) -> Iterator[Request]:
        """Take the next link waiting behind `limit`, since one that was taken gave no article."""
        self.taken -= 1
        if self.backlog:
            link = self.backlog.popleft()
            yield self._article_request(link, self.site.url(link.url))

    # Articles

    def parse_article(self, response: Response, link: Link) -> Iterator[Yielded]:
        """Read an article, then begin with its comments."""
        if reason := self._not_an_article(response):
            yield from self._lost(response.url, reason)
            return
        page = Page.of(response)
        article = self.site.article(page)
        if not self.site.is_article(page, article):
            yield from self._lost(response.url, "unreadable")
            return
        self._describe(article, response, page)
        if article.id in self.read:
            self._count("articles/duplicate")
            self.output.settled(article.request_url)
            yield from self._instead()
            return
        self.read.add(article.id)
        if not self.arguments.urls and not self._in_range(article):
            self._count("articles/out_of_range")
            self.output.settled(article.request_url)
            yield from self._instead()
            return
        if article.comment_count is None:
            article.comment_count = link.declared
        self._count("articles/read")
        yield from self._begin_comments(article, page)

    def _not_an_article(self, response: Response) -> str | None:
        if not self.site.is_ours(response.url):
            return "redirected_away"
        if not response.body.strip():
            return "empty"
        kind = (response.headers.get("Content-Type") or b"").decode("latin-1").lower()
        if kind and not any(word in kind for word in ("html", "xml", "text/plain")):
            return "not_html"
        head = response.body[:2048].lower()
        return None if b"<" in head and not head.startswith(b"%pdf") else "not_html"

    def _describe(self, article: Article, response: Response, page: Page) -> None:
        metadata = article.metadata
        metadata.date_downloaded = now()
        metadata.spider, metadata.run_id = self.name, self.run_id
        metadata.http_status = response.status
        request = response.request
        article.request_url = (
            request.meta.get("redirect_urls", [request.url])[0] if request else response.url
        )
        if not page.ends:
            metadata.validation_messages.append("the page ends early: </html> is missing")

    def _in_range(self, article: Article) -> bool:
        """Decide by the page's own date what the lists left open."""
        reading = read_date(
            article.date_published_raw or "",
            timezone=article.metadata.timezone,
            now=self.started,
            language=article.in_language,
        )
        if reading is None or reading.precision not in {"second", "minute", "hour"}:
            return True
        moment = datetime.fromisoformat(reading.value)
        return self.arguments.window.since <= moment < self.arguments.window.until

    def article_failed(self, failure: Failure) -> Iterator[Request]:
        yield from self._lost(request_of(failure).url, reason_of(failure))

    def _lost(self, url: str, reason: str) -> Iterator[Request]:
        self._count(f"articles/failed/{reason}")
        self.logger.info("article not read: %s (%s)", url, reason)
        yield from self._instead()

    # Comments

    def _begin_comments(self, article: Article, page: Page) -> Iterator[Yielded]:
        if not self.arguments.comments:
            article.comments_status = "skipped"
            yield article
            return
        walk = Walk(article, self._ref(article), page, self._engines(), self._limits())
        for system, reason in walk.detected.items():
            self.logger.info("%s on %s: %s", system, article.url, reason)
        requests = walk.begin()
        if walk.done:
            yield from self._verdict(walk)
            return
        # The article is out before its thread, which may take minutes or never come.
        yield deepcopy(article)
        self.walks[article.id] = walk
        yield from self._asking(requests, article.id)

    def parse_comments(self, response: Response, article_id: str) -> Iterator[Yielded]:
        """Hand an answer to the article's walk: a system's JSON, or what the browser saw."""
        walk, page = self.walks[article_id], Page.of(response)
        walk.fetched = now()
        if "rendering" in response.meta:
            requests = walk.rendered(page, response.meta["rendering"])
        else:
            requests = walk.answer(page)
        yield from self._go_on(walk, requests)

    def comments_failed(self, failure: Failure) -> Iterator[Yielded]:
        request = request_of(failure)
        walk = self.walks[request.cb_kwargs["article_id"]]
        reason = reason_of(failure)
        self._count(f"comments/failed/{reason}")
        blocked = reason == "robots" or reason in {f"http_{status}" for status in BLOCKING}
        yield from self._go_on(walk, walk.failed(reason, blocked=blocked))

    def _go_on(self, walk: Walk, requests: list[Request]) -> Iterator[Yielded]:
        if walk.done:
            del self.walks[walk.article.id]
            yield from self._verdict(walk)
        else:
            yield from self._asking(requests, walk.article.id)

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

    def _verdict(self, walk: Walk) -> Iterator[Yielded]:
        comments, article = walk.verdict(), walk.article
        for comment in comments:
            comment.metadata.spider, comment.metadata.run_id = self.name, self.run_id
            yield comment
        self._count(f"threads/{article.comments_status}")
        for name, number in walk.counts().items():
            self._count(f"comments/{name}", number)
        if article.comments_status in {"partial", "blocked", "error"}:
            self.logger.info(
                "comments %s: %s (%s)",
                article.comments_status,
                article.url,
                article.comments_reason,
            )
        yield article

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
        known = all_engines()
        names = (*self.site.engines, GENERIC) if self.site.engines else tuple(known)
        return {name: known[name] for name in names if name in known and name not in off}

    def _limits(self) -> Limits:
        return Limits(comments=self.settings.getint("MAX_COMMENTS_PER_ARTICLE"))

    def _count(self, name: str, number: int = 1) -> None:
        assert self.crawler.stats  # noqa: S101  (Scrapy sets it before the crawl begins)
        if number:
            self.crawler.stats.inc_value(name, number)


def now() -> str:
    """Return this moment as ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
