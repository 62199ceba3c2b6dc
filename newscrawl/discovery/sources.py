"""Where a site lists its articles: feeds, sitemaps, one page per day, rows by selectors."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from parsel import Selector

from newscrawl.discovery.base import Entry, Link, ListedSite, SourceLink, Window
from newscrawl.discovery.lists import read_list
from newscrawl.discovery.spans import days_named
from newscrawl.items import Printed
from newscrawl.page import Page

NEXT = ("href", "data-url", "data-next-url", "data-ajax")
"""Where a link or a button holds the address of a list's next page."""


@dataclass(frozen=True)
class Feed:
    """RSS, Atom or JSON Feed.

    `section_path` has `{section}` where the site has a feed per section.
    """

    path: str
    section_path: str | None = None

    def urls(self, site: ListedSite, window: Window, sections: tuple[str, ...]) -> list[str]:
        if sections and self.section_path:
            return [site.url(self.section_path.format(section=name)) for name in sections]
        return [site.url(self.path)]

    def parse(self, page: Page, site: ListedSite, window: Window) -> Iterator[Entry]:
        return read_list(page, site, window, Feed)


@dataclass(frozen=True)
class Sitemap:
    """A sitemap, a news sitemap or a sitemap index, as XML or text, compressed or not.

    Children of an index are left out when their address shows that nothing in them was published
    within the window. Their `lastmod` is a hint: see `SourceLink.is_old`.
    """

    path: str

    def urls(self, site: ListedSite, window: Window, sections: tuple[str, ...]) -> list[str]:
        return [site.url(self.path)]

    def parse(self, page: Page, site: ListedSite, window: Window) -> Iterator[Entry]:
        return read_list(page, site, window, Sitemap)


class GuessedSitemap(Sitemap):
    """A sitemap at one of the usual places, which nothing names: none may be there."""


@dataclass(frozen=True)
class Listing:
    """A page of rows; the first link of a row that is an article is the row's article.

    `date_css` may match several pieces of one date (time and day); they are joined by a space.
    """

    path: str
    row_css: str
    date_css: str | None = None
    unix_attr: str | None = None
    """An attribute within a row that gives the Unix time; preferred to `date_css`."""
    count_css: str | None = None
    """The number of comments a row declares."""
    next_css: str | None = None
    """What names the next page: a link, or a button that holds its address in an attribute. It is
    read where robots.txt allows it, as long as a page has rows of the time asked for."""

    def urls(self, site: ListedSite, window: Window, sections: tuple[str, ...]) -> list[str]:
        if "{section}" in self.path:
            return [site.url(self.path.format(section=name)) for name in sections]
        return [site.url(self.path)]

    def parse(self, page: Page, site: ListedSite, window: Window) -> Iterator[Entry]:
        seen: set[str] = set()
        recent = False
        for row in page.css(self.row_css):
            url = _row_link(row, site)
            if url and url not in seen:
                seen.add(url)
                link = Link(
                    url=url,
                    published=self._published(row),
                    declared=_count(_joined(row, self.count_css)),
                )
                recent = recent or site.in_window(link, window) is not False
                yield link
        url = site.url(self._next(page) or page.url)
        if recent and site.is_ours(url) and url != page.url:
            yield SourceLink(url, self)

    def _next(self, page: Page) -> str | None:
        controls = page.css(self.next_css) if self.next_css else ()
        found = (one.attrib.get(name) for one in controls for name in NEXT)
        return next((address for address in found if address), None)

    def _published(self, row: Selector) -> Printed:
        if self.unix_attr and (unix := row.xpath(f".//@{self.unix_attr}").get()):
            return Printed(unix.strip(), "time")
        printed = _joined(row, self.date_css)
        return Printed(printed, "text") if printed else Printed()


@dataclass(frozen=True)
class DayPages:
    """One list per day of the window, in the site's zone, newest first.

    The patterns are format strings: `/{day:%Y%m%d}/`, `/{section}/{day:%Y%m%d}/`.
    """

    pattern: str
    rows: Listing
    section_pattern: str | None = None

    def urls(self, site: ListedSite, window: Window, sections: tuple[str, ...]) -> list[str]:
        days = days_of(window, site)
        if sections and self.section_pattern:
            made = [self.section_pattern.format(day=d, section=s) for d in days for s in sections]
        else:
            made = [self.pattern.format(day=day) for day in days]
        return [site.url(path) for path in made]

    def parse(self, page: Page, site: ListedSite, window: Window) -> Iterator[Entry]:
        if days := days_named(page.url):  # the pages that follow may run on into the day before
            start, end = site.span(*days)
            window = Window(max(window.since, start), min(window.until, end))
        for entry in self.rows.parse(page, site, window):
            yield SourceLink(entry.url, self) if isinstance(entry, SourceLink) else entry


def days_of(window: Window, site: ListedSite) -> list[date]:
    """Return the days that the window touches in the site's zone, newest first."""
    last = site.day_of(window.until - timedelta(microseconds=1))
    first = site.day_of(window.since)
    return [last - timedelta(days=back) for back in range((last - first).days + 1)]


def _row_link(row: Selector, site: ListedSite) -> str | None:
    for href in row.xpath("descendant-or-self::a/@href").getall():
        if site.wants(url := site.url(href)):
            return url
    return None


def _joined(row: Selector, css: str | None) -> str | None:
    pieces = ["".join(node.xpath(".//text()").getall()) for node in row.css(css)] if css else []
    return " ".join(" ".join(pieces).split()) or None


def _count(text: str | None) -> int | None:
    found = re.search(r"\d{1,9}", text or "", re.ASCII)
    return int(found[0]) if found else None
