"""Where a site lists its articles: feeds, sitemaps, one page per day, rows by selectors."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from parsel import Selector

from newscrawl.discovery.base import Link, ListedSite, SourceLink, Window
from newscrawl.discovery.spans import days_named
from newscrawl.discovery.xml import Element, elements, read_xml, text_at
from newscrawl.items import DateSource, Printed
from newscrawl.page import Page

NEXT = ("href", "data-url", "data-next-url", "data-ajax")
"""Where a link or a button holds the address of a list's next page."""


@dataclass(frozen=True)
class Feed:
    """RSS or Atom. `section_path` has `{section}` where the site has a feed per section."""

    path: str
    section_path: str | None = None

    def urls(self, site: ListedSite, window: Window, sections: tuple[str, ...]) -> list[str]:
        if sections and self.section_path:
            return [site.url(self.section_path.format(section=name)) for name in sections]
        return [site.url(self.path)]

    def parse(self, page: Page, site: ListedSite, window: Window) -> Iterator[Link | SourceLink]:
        for item in elements(read_xml(page.body), "item", "entry"):
            url = site.url(_entry_link(item))
            if site.wants(url):
                yield Link(
                    url=url,
                    published=_printed(item, "feed", "pubDate", "published", "date"),
                    modified=_printed(item, "feed", "updated", "modified"),
                )


@dataclass(frozen=True)
class Sitemap:
    """A sitemap, a news sitemap or a sitemap index, compressed or not.

    Children of an index are left out when their address or `lastmod` shows that nothing in them
    was published within the window.
    """

    path: str

    def urls(self, site: ListedSite, window: Window, sections: tuple[str, ...]) -> list[str]:
        return [site.url(self.path)]

    def parse(self, page: Page, site: ListedSite, window: Window) -> Iterator[Link | SourceLink]:
        root = read_xml(page.body)
        for entry in elements(root, "sitemap"):
            url = site.url(text_at(entry, "loc") or "")
            if site.is_ours(url) and url != page.url and _may_hold(entry, url, site, window):
                yield SourceLink(url, Sitemap(url))
        for entry in elements(root, "url"):
            url = site.url(text_at(entry, "loc") or "")
            if site.wants(url):
                yield Link(
                    url=url,
                    published=_printed(entry, "sitemap", "news/publication_date"),
                    modified=_printed(entry, "sitemap", "lastmod"),
                )


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

    def parse(self, page: Page, site: ListedSite, window: Window) -> Iterator[Link | SourceLink]:
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
    """One list per day of the window, in the site's zone, newest first, at most `limit` days.

    The patterns are format strings: `/{day:%Y%m%d}/`, `/{section}/{day:%Y%m%d}/`.
    """

    pattern: str
    rows: Listing
    section_pattern: str | None = None
    limit: int = 31

    def urls(self, site: ListedSite, window: Window, sections: tuple[str, ...]) -> list[str]:
        days = days_of(window, site, self.limit)
        if sections and self.section_pattern:
            made = [self.section_pattern.format(day=d, section=s) for d in days for s in sections]
        else:
            made = [self.pattern.format(day=day) for day in days]
        return [site.url(path) for path in made]

    def parse(self, page: Page, site: ListedSite, window: Window) -> Iterator[Link | SourceLink]:
        if days := days_named(page.url):  # the pages that follow may run on into the day before
            start, end = site.span(*days)
            window = Window(max(window.since, start), min(window.until, end))
        for entry in self.rows.parse(page, site, window):
            yield SourceLink(entry.url, self) if isinstance(entry, SourceLink) else entry


def days_of(window: Window, site: ListedSite, limit: int) -> list[date]:
    """Return the last `limit` days that the window touches in the site's zone, newest first."""
    last = site.day_of(window.until - timedelta(microseconds=1))
    first = site.day_of(window.since)
    count = max(0, min(limit, (last - first).days + 1))
    return [last - timedelta(days=back) for back in range(count)]


def _may_hold(entry: Element, url: str, site: ListedSite, window: Window) -> bool:
    if days := days_named(url):
        start, end = site.span(*days)
        if end <= window.since or start >= window.until:
            return False
    # What was last changed before the window holds nothing that was published in it.
    changed = site.moment(_printed(entry, "sitemap", "lastmod"))
    return changed is None or changed[1] > window.since


def _printed(element: Element, source: DateSource, *paths: str) -> Printed:
    raw = text_at(element, *paths)
    return Printed(raw, source) if raw else Printed()


def _entry_link(item: Element) -> str:
    for link in item.iterchildren("{*}link"):
        href = (link.get("href") or link.text or "").strip()
        if href and link.get("rel", "alternate") == "alternate":
            return href
    return text_at(item, "guid") or ""


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
