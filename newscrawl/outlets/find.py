"""What can be found out about an outlet from its front page: a line for the file, with evidence."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from newscrawl import clock
from newscrawl.discovery.base import Link, SourceLink, Window
from newscrawl.discovery.open_web import FrontPage, RobotsTxt
from newscrawl.discovery.sources import Feed, GuessedSitemap, Sitemap
from newscrawl.extract.context import read_publisher
from newscrawl.extract.language import declared_language
from newscrawl.net.failures import detail_of, silence_of
from newscrawl.outlets.zone_guess import country_of, guess_zone
from newscrawl.page import Page
from newscrawl.plugins import all_engines
from newscrawl.sites.arguments import read_arguments
from newscrawl.sites.news import News
from newscrawl.testing.fetching import OnePage, own_settings
from newscrawl.threads.ways import detect

ARTICLES = 3
"""Articles of an outlet that are looked at."""
MONTH = timedelta(days=31)


@dataclass
class Look:
    """What was seen of one outlet."""

    url: str
    site: News
    name: str = ""
    language: str = ""
    feeds: list[str] = field(default_factory=list)
    sitemaps: list[str] = field(default_factory=list)
    systems: dict[str, str] = field(default_factory=dict)
    """Comment systems, each with the address of an article that has it."""
    moments: list[datetime] = field(default_factory=list)
    """Dates as printed, with their offsets."""
    articles: list[str] = field(default_factory=list)
    """Those that are looked at."""
    trouble: str = ""
    """Why the front page could not be read."""

    def values(self) -> dict[str, str]:
        """Return a line of an outlets file."""
        country, _ = country_of(self.host, self.language)
        found = {
            "name": self.name or self.host,
            "url": self.url,
            "timezone": guess_zone(country, self.moments)[0],
            "language": self.language,
            "country": country,
        }
        return {name: text for name, text in found.items() if text}

    @property
    def host(self) -> str:
        """The host of the outlet, without `www.`."""
        return self.site.scope

    def evidence(self) -> list[str]:
        """Return what was seen, a line each."""
        country, why = country_of(self.host, self.language)
        zone, evidence = guess_zone(country, self.moments)
        systems = ", ".join(f"{name} ({url})" for name, url in self.systems.items())
        return [
            f"sitemaps: {', '.join(self.sitemaps) or 'none'}",
            f"feeds: {', '.join(self.feeds) or 'none'}",
            f"country: {f'{country}: {why}' if country else 'no sign of it'}",
            f"time zone: {zone or 'unknown'}: {evidence}" + ("; a guess" if zone else ""),
            f"comment systems on {len(self.articles)} articles: {systems or 'none recognised'}",
        ]


class Looking(Spider):
    """Asks each outlet for its front page, robots.txt, a feed and a few articles."""

    name = "outlets"
    custom_settings = OnePage.custom_settings

    def __init__(self, looks: list[Look]) -> None:
        super().__init__()
        self.looks = looks
        # The gate lets through to this machine only what the user named.
        self.arguments = read_arguments(News, {"urls": ",".join(look.url for look in looks)})
        now = clock.now()
        self.window = Window(now - MONTH, now)

    async def start(self) -> AsyncIterator[Any]:
        for look in self.looks:
            yield self._ask(look.url, self.front, look, errback=self.failed)

    def _ask(self, url: str, callback: Any, look: Look, **more: Any) -> Request:
        return Request(url, callback, cb_kwargs={"look": look}, dont_filter=True, **more)

    def failed(self, failure: Failure) -> None:
        error, request = failure.value, failure.request  # type: ignore[attr-defined]
        silence = silence_of(error, request.url) if error else None
        request.cb_kwargs["look"].trouble = silence[1] if silence else detail_of(failure)

    def front(self, response: Response, look: Look) -> Iterator[Request]:
        page = Page.of(response)
        if not page.may_be_html:
            look.trouble = "it is no HTML page"
            return
        look.site.welcomes(page.url)
        look.name, look.language = read_publisher(page) or "", declared_language(page) or ""
        entries = list(FrontPage().parse(page, look.site, self.window))
        look.feeds = [
            one.url for one in entries if isinstance(one, SourceLink) and type(one.source) is Feed
        ]
        yield self._ask(look.site.url("/robots.txt"), self.robots, look)
        if look.feeds:
            yield self._ask(look.feeds[0], self.feed, look)
        yield from self._look_at(entries, look)

    def robots(self, response: Response, look: Look) -> Iterator[Request]:
        for one in RobotsTxt().parse(Page.of(response), look.site, self.window):
            if isinstance(one, SourceLink) and isinstance(one.source, GuessedSitemap):
                yield self._ask(one.url, self.sitemap, look)
            elif isinstance(one, SourceLink):
                look.sitemaps.append(one.url)

    def sitemap(self, response: Response, look: Look) -> None:
        page = Page.of(response)
        if any(Sitemap(page.url).parse(page, look.site, self.window)):
            look.sitemaps.append(page.url)

    def feed(self, response: Response, look: Look) -> Iterator[Request]:
        page = Page.of(response)
        entries = list(Feed(page.url).parse(page, look.site, self.window))
        for one in entries:
            if isinstance(one, Link):
                look.moments += _moments(one.published.raw)
        yield from self._look_at(entries, look)

    def _look_at(self, entries: list[Any], look: Look) -> Iterator[Request]:
        for one in entries:
            if not isinstance(one, Link) or one.url in look.articles:
                continue
            if len(look.articles) < ARTICLES and look.site.wants(one.url):
                look.articles.append(one.url)
                yield self._ask(one.url, self.article, look)

    def article(self, response: Response, look: Look) -> None:
        page = Page.of(response)
        article = look.site.article(page)
        look.moments += _moments(article.date_published_raw)
        look.language = look.language or article.in_language or ""
        for system in (*detect(all_engines(self.settings), page), *article.comment_systems):
            look.systems.setdefault(system, page.url)


def _moments(raw: str | None) -> list[datetime]:
    for read in (datetime.fromisoformat, parsedate_to_datetime):  # ISO 8601; RFC 5322, as RSS has
        try:
            moment = read((raw or "").strip())
        except ValueError:
            continue
        return [moment] if moment.tzinfo else []
    return []


def look_at(urls: list[str], settings: BaseSettings) -> list[Look]:
    """Return what is seen of outlets, in their order. Can be called once in a process.

    Asks each for its front page, robots.txt, a feed or usual places of sitemaps, and a few
    articles, as a crawl would. Raises ValueError of one line for what is no address.
    """
    looks = [Look(url, News([url])) for url in urls]
    process = AsyncCrawlerProcess(own_settings(settings))
    process.crawl(Looking, looks=looks)
    process.start()
    return looks
