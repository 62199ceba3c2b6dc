"""The only spider: wires the parts of a crawl together, and begins.

The frontier decides on links, the article reader reads pages, the comment collector walks threads;
revisits and the source reader say what is asked for. Answers go to methods of these parts, so no
request can be kept on disk (Scrapy's JOBDIR): what a stopped run left to do is in the ledger.
"""

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.settings import BaseSettings

from newscrawl import clock
from newscrawl.agent import user_agent
from newscrawl.discovery.base import Link
from newscrawl.middlewares.archive_server import archive_hosts
from newscrawl.middlewares.archived import Archived
from newscrawl.net.addresses import is_loopback
from newscrawl.plugins import all_sites
from newscrawl.sites.arguments import Arguments, read_arguments
from newscrawl.sites.base import Site
from newscrawl.spiders.archived import ArchiveReader, captures_of
from newscrawl.spiders.articles import ArticleReader
from newscrawl.spiders.comments import CommentCollector
from newscrawl.spiders.crawl import Crawl, Yielded
from newscrawl.spiders.frontier import Frontier
from newscrawl.spiders.older import OlderCaptures
from newscrawl.spiders.revisits import Revisits
from newscrawl.spiders.sources import SourceReader
from newscrawl.state.output import Output
from newscrawl.state.storage import open_output, set_feeds
from newscrawl.state.visits import Visit

NO_BROWSER = {"BROWSER": "never"}
OFFLINE = {
    "DOWNLOAD_HANDLERS": {"http": None, "https": None},
    "RETRY_ENABLED": False,
    "HOST_BUDGET_PER_DAY": 0,
    "HOST_BACK_OFF": 0,
}
"""Settings of a crawl that asks nobody."""
AT_HOME = {
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "HOST_BACK_OFF": 0,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
}
"""Settings of a crawl of this machine: manners are for other people's servers."""


class NewsSpider(Spider):
    """Crawls one site. Thin subclasses in `spiders/__init__.py` name the site."""

    site_class: ClassVar[type[Site]]
    frontier: Frontier
    articles: ArticleReader
    revisits: Revisits
    sources: SourceReader
    archives: ArchiveReader
    archive_hosts: frozenset[str]
    """Those that are asked instead of the site: `host:port`."""

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        set_feeds(settings)
        settings.set("USER_AGENT", user_agent(settings), "addon")  # a user's own takes precedence

    @classmethod
    def from_crawler(
        cls,
        crawler: Crawler,
        *args: Any,
        arguments: Arguments | None = None,
        output: Output | None = None,
        **given: Any,
    ) -> Self:
        """Take what the command has checked and opened; from a script, read and open it here."""
        started = clock.now()
        if arguments is None:
            sites = all_sites(crawler.settings)
            arguments = read_arguments(cls.site_class, given, started, sites=sites)
        output = output or open_output(crawler.settings, arguments, started)
        window = arguments.window._replace(since=output.since)
        spider = super().from_crawler(
            crawler, *args, arguments=replace(arguments, window=window), output=output
        )
        spider.archive_hosts = archive_hosts(crawler.settings, arguments.service)
        for name, value in _manners(
            spider.site.base_url, spider.archive_hosts, arguments, crawler.settings["BROWSER"]
        ).items():
            crawler.settings.set(name, value, "spider")
        return spider

    def __init__(self, name: str | None = None, *, arguments: Arguments, output: Output) -> None:
        super().__init__(name)
        self.arguments, self.output, self.site = arguments, output, arguments.site
        self.captures = captures_of(arguments, output)

    def _set_up(self) -> None:
        assert self.crawler.stats  # noqa: S101  (Scrapy sets it before the crawl begins)
        crawl = Crawl(
            spider=self.name,
            site=self.site,
            arguments=self.arguments,
            output=self.output,
            settings=self.settings,
            stats=self.crawler.stats,
            is_first=self.output.ledger.is_empty(),
        )
        self.frontier = Frontier(crawl)
        comments = CommentCollector(crawl, self._ask_page, self._open_page)
        self.revisits = Revisits(crawl, comments, self._ask_page)
        older = OlderCaptures(crawl, self.revisits, self.captures)
        self.articles = ArticleReader(crawl, self.frontier, self.revisits, comments, older)
        if self.captures:
            answers = self.crawler.get_downloader_middleware(Archived)
            assert answers  # noqa: S101  (it answers from these captures)
            self.archives = ArchiveReader(crawl, self.captures, self.articles, answers)
            self.crawler.signals.connect(self._go_on, signals.spider_idle)
        self.sources = SourceReader(crawl, self.articles.follow, self.articles.feed)

    def _ask_page(self, visit: Visit, *, conditional: bool = False) -> Request:
        return self.articles.ask_again(visit, conditional=conditional)

    def _open_page(self, visit: Visit) -> Request:
        return self.articles.read_on(visit)

    def _go_on(self) -> None:
        """Read the next capture of each page once the last one of all is read."""
        requests = self.archives.go_on()
        for request in requests:
            assert self.crawler.engine  # noqa: S101
            self.crawler.engine.crawl(request)
        if requests:
            raise DontCloseSpider

    def closed(self, reason: str) -> None:
        """Remove the captures of a run that is done; one that was stopped goes on from them."""
        if self.captures:
            self.captures.close(keep=reason != "finished")

    @property
    def run_id(self) -> str:
        """When the run began; also for a user's feeds (`-o '%(run_id)s.jsonl'`)."""
        return self.output.run_id

    async def start(self) -> AsyncIterator[Any]:
        if not self.output.exported:
            return  # it would be written nowhere: the command says so
        self._set_up()
        if self.captures:
            async for ask in self.archives.start():
                yield ask
            return
        for request in self._first():
            yield request

    def _first(self) -> Iterator[Yielded]:
        urls = self.arguments.urls
        for url in urls:
            self.articles.follow(Link(url=url), chosen=True)
        yield from self.articles.feed()
        if urls:
            return
        for visit in self.revisits.due():
            self.output.meet(visit.key)
            yield from self.revisits.start(visit)
        yield from self.sources.start()


def _manners(
    base_url: str, archive_hosts: frozenset[str], arguments: Arguments, browser: str
) -> Mapping[str, Any]:
    """Return the settings that depend on who is asked."""
    if arguments.archive:
        # What a browser drew when the pages were kept costs nothing.
        return {**OFFLINE, "BROWSER": "never" if browser == "never" else "always"}
    asked = [f"http://{host}/" for host in archive_hosts] or [base_url]
    at_home = AT_HOME if all(map(is_loopback, asked)) else {}
    return {**at_home, **NO_BROWSER} if arguments.service else at_home
