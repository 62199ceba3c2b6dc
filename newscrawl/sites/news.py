"""Any news site: nothing is declared; everything is discovered and read by the general rules."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import ClassVar, Self
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from newscrawl.discovery.addresses import can_be_article, looks_like_article
from newscrawl.discovery.base import Link, Source, Window
from newscrawl.discovery.open_web import FrontPage, RobotsTxt
from newscrawl.extract.canonical import same_site
from newscrawl.extract.identity import plain_host, url_hash
from newscrawl.items import Article
from newscrawl.net.addresses import is_loopback, usual_url
from newscrawl.page import Page
from newscrawl.sites.base import Edition, Site
from newscrawl.sites.scopes import scope_of_host
from newscrawl.sites.sections import in_sections, section_of_page
from newscrawl.sites.urls import read_url, read_urls


class News(Site):
    """Any news site: `-a url=` its front page, or `-a urls=` some articles."""

    name = "news"
    # One nameless edition: the host comes with the arguments, the zone of printed times is unknown.
    editions = (Edition(code="", host="", language="", timezone="UTC", zone_guessed=True),)
    arguments: ClassVar[Mapping[str, str]] = {
        "url": "the site: https://paper.example, or the page of the section to read",
        "timezone": "IANA zone of printed times that state none (default: unknown, day only)",
    }
    # The front page first: it may lead to another host.
    sources: ClassVar[tuple[Source, ...]] = (FrontPage(), RobotsTxt())
    guesses = True
    believes_claims = True

    @classmethod
    def from_arguments(cls, given: Mapping[str, str]) -> Self:
        if given.get("edition"):
            raise ValueError("news has no editions: leave edition= out")
        typed = {name: root for name in ("base_url", "url") if (root := given.get(name))}
        roots = [read_url(name, root) for name, root in typed.items()]
        named = read_urls(given.get("urls", ""))
        roots = roots or list(named)
        if not roots:
            raise ValueError("give url=https://paper.example or urls=...: which site is it?")
        site = cls(roots, given.get("timezone"))
        site.chosen |= frozenset(map(site.url, named))
        return site

    def __init__(self, roots: list[str], timezone: str | None = None) -> None:
        with suppress(ValueError):  # what is wrong with one is said below
            roots = [usual_url(root) for root in roots]
        start = urlsplit(roots[0])
        super().__init__(None, f"{start.scheme}://{start.netloc}")
        self.front = roots[0]
        self.front_sections = section_of_page(self.front)
        hosts = {urlsplit(root).netloc.lower().removeprefix("www.") for root in roots}
        self.hosts = frozenset([*hosts, *(f"www.{host}" for host in hosts)])
        self.chosen = frozenset(roots)
        """A URL that the user named needs no sign that it is an article."""
        self.zone_given = timezone
        if timezone:
            if timezone not in _zones():
                raise ValueError(f"timezone {timezone!r} is not an IANA zone such as Europe/Oslo")
            self.timezone = timezone
            self.edition = replace(self.edition, timezone=timezone, zone_guessed=False)

    @cached_property
    def scope(self) -> str:  # asked for with every link
        return plain_host(urlsplit(self.base_url).netloc)

    def name_at(self, url: str) -> str:
        return plain_host(urlsplit(url).netloc)

    def record_scope(self, sites: Collection[str] = ()) -> str:
        return scope_of_host(self.scope, sites)

    def url(self, path: str) -> str:
        # No address moves to `base_url` here: each stays as it is.
        self.moved = False
        return super().url(path)

    def welcomes(self, url: str) -> bool:
        inside = is_loopback(self.base_url) and is_loopback(url)
        if not (inside or same_site(self.base_url, url)):
            return False
        self.hosts |= {urlsplit(url).netloc.lower()}
        return True

    def may_be_article(self, url: str) -> bool:
        return can_be_article(url)

    def in_sections(
        self, wanted: Sequence[str], url: str, article: Article | None = None
    ) -> bool | None:
        return in_sections(wanted, url, article)

    def in_window(self, link: Link, window: Window) -> bool | None:
        # A day in an unknown site's address may mean anything: the page itself decides.
        return super().in_window(link, window) if link.published.raw or link.modified.raw else None

    def is_article(self, page: Page, article: Article) -> bool:
        # Sitemaps and front pages name list pages too: no type, short addresses.
        if not super().is_article(page, article):
            return False
        if page.carried.get("vouched") and self._is_where_asked(page):
            return True  # by a feed, or by an earlier visit
        if page.ld or (page.meta("og:type") or "").lower() == "article" or page.url in self.chosen:
            return True
        text = len(article.article_body or "")
        return looks_like_article(page.url) and bool(article.date_published_raw) and text > 200

    @staticmethod
    def _is_where_asked(page: Page) -> bool:
        """Return False for a page that the article's address led to, if it is a list's."""
        same = url_hash(page.url) == url_hash(page.request_url)
        return same or looks_like_article(page.url)

    def article(self, page: Page) -> Article:
        from newscrawl.extract.article import read_article  # noqa: PLC0415 - only to read a page

        return read_article(page, site=self.name_at(page.url), timezone=self.zone_given)


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())  # walks through the zone database's folders
