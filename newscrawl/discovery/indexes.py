"""Indexes of others that list a site's addresses: what its own lists no longer reach.

The Wayback Machine's CDX server, Common Crawl's index of each of its crawls
(index.commoncrawl.org), and GDELT's list of articles (api.gdeltproject.org, DOC 2.0). The pages are
then read from the site itself.
"""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import urlencode, urlsplit

from newscrawl.archive.cdx import MOST_STALE, CdxQuery, Listed, Listing, read_cdx
from newscrawl.archive.files import WAYBACK
from newscrawl.discovery.base import (
    ENDLESS,
    NOT_A_LIST,
    TOO_LARGE,
    Entry,
    LeftOut,
    Link,
    ListedSite,
    Source,
    SourceLink,
    Window,
)
from newscrawl.extract.identity import plain_host
from newscrawl.page import Page

INDEXES = (WAYBACK, "cc-index", "gdelt")
ROWS = 10_000
CAPTURED = timedelta(days=31)
"""How long after the end of the window an article that was published in it is looked for."""
CRAWL = re.compile(r"CC-MAIN-(\d{4})-(\d{2})")
"""The year and week of one of Common Crawl's crawls."""
MOST_PAGES = 500
GDELT_ROWS = 250
"""As many as GDELT gives at a time."""
LISTED_FOR = timedelta(days=2)
"""How long after its publication GDELT has an article at the latest."""
SEEN = "%Y%m%dT%H%M%SZ"


def host_of(site: ListedSite) -> str:
    """Return the host of a site, as indexes know it."""
    return plain_host(urlsplit(site.url("/")).netloc)


@dataclass(frozen=True)
class CdxList:
    """What a CDX server lists of a site, page by page."""

    server: str
    paged: bool = False
    """True if it first says how many pages it has, as Common Crawl's does."""
    numbered: bool = False
    """True of one of these pages, which says by 404 that it has nothing, and never by no word."""
    name: str = WAYBACK
    """Of INDEXES: the one that it belongs to."""
    seen: frozenset[str] = field(default=frozenset(), compare=False)
    """Marks of the answers so far, and what to go on with."""
    stale: int = field(default=0, compare=False)
    """How many of them in a row were as one before."""

    @property
    def goes_on(self) -> bool:
        """Whether this is the rest of a list: then it is not empty."""
        return bool(self.seen)

    def urls(self, site: ListedSite, window: Window, sections: tuple[str, ...]) -> list[str]:
        return [self._address(site, window)]

    def _address(self, site: ListedSite, window: Window, resume: str | None = None) -> str:
        since, until = window.since, window.until + CAPTURED
        query = CdxQuery(f"http://{host_of(site)}/", prefix=True, since=since, until=until)
        address = query.address(self.server, ROWS, resume)
        return f"{address}&showNumPages=true" if self.paged else address

    def parse(self, page: Page, site: ListedSite, window: Window) -> Iterator[Entry]:
        if self.paged and (pages := _number_of_pages(page)) is not None:
            base = page.request_url.replace("&showNumPages=true", "").replace(f"&limit={ROWS}", "")
            for number in range(min(pages, MOST_PAGES)):
                yield SourceLink(f"{base}&page={number}", replace(self, paged=False, numbered=True))
            if pages > MOST_PAGES:
                yield LeftOut(TOO_LARGE)
            return
        try:
            found = read_cdx(
                page.body.decode("utf-8", "replace"), resumed=self.goes_on or self.numbered
            )
        except ValueError:
            yield LeftOut(NOT_A_LIST)
            return
        yield from _links((one.url for one in found.captures if _is_page(one)), site)
        if found.resume:
            yield self._next(found, self._address(site, window, found.resume))
        elif found.rows >= ROWS and f"limit={ROWS}" in page.request_url:
            yield LeftOut(TOO_LARGE)  # a server without such a key says nothing of the rest

    def _next(self, found: Listing, address: str) -> SourceLink | LeftOut:
        stale = self.stale + 1 if found.mark in self.seen else 0
        if address in self.seen or stale >= MOST_STALE:
            return LeftOut(ENDLESS)
        seen = self.seen | {found.mark, address}
        return SourceLink(address, replace(self, seen=seen, stale=stale))


@dataclass(frozen=True)
class CommonCrawl:
    """The list of Common Crawl's crawls; those of the window's time have indexes."""

    name: ClassVar[str] = "cc-index"
    server: str

    def urls(self, site: ListedSite, window: Window, sections: tuple[str, ...]) -> list[str]:
        return [self.server]

    def parse(self, page: Page, site: ListedSite, window: Window) -> Iterator[Entry]:
        crawls = _json(page)
        if not isinstance(crawls, list):
            yield LeftOut(NOT_A_LIST)
            return
        for crawl in crawls:
            week = _week(crawl)
            if not week or not window.since - timedelta(days=14) <= week < window.until + CAPTURED:
                continue
            server = str(crawl.get("cdx-api", ""))
            # A list says where its own indexes are, and no others.
            if urlsplit(server).netloc == urlsplit(self.server).netloc:
                one = CdxList(server, paged=True, name=self.name)
                yield from (SourceLink(url, one) for url in one.urls(site, window, ()))


@dataclass(frozen=True)
class Gdelt:
    """GDELT's list of the articles of a site, newest first; it reaches back some months."""

    name: ClassVar[str] = "gdelt"
    server: str
    until: datetime | None = field(default=None, compare=False)
    """What the answer was asked to end with; None for the end of the window."""

    def urls(self, site: ListedSite, window: Window, sections: tuple[str, ...]) -> list[str]:
        return [self._address(site, window.since, window.until + LISTED_FOR)]

    def _address(self, site: ListedSite, since: datetime, until: datetime) -> str:
        given = {
            "query": f"domainis:{host_of(site)}",
            "mode": "artlist",
            "format": "json",
            "sort": "datedesc",
            "maxrecords": GDELT_ROWS,
            "startdatetime": f"{since:%Y%m%d%H%M%S}",
            "enddatetime": f"{until:%Y%m%d%H%M%S}",
        }
        return f"{self.server}?{urlencode(given)}"

    def parse(self, page: Page, site: ListedSite, window: Window) -> Iterator[Entry]:
        told = _json(page)
        rows = told.get("articles", told or []) if isinstance(told, dict) else None
        listed = rows if isinstance(rows, list) else []
        found = [row for row in listed if isinstance(row, dict) and row.get("url")]
        if rows is not listed or (rows and not found):
            yield LeftOut(NOT_A_LIST)
            return
        yield from _links((str(row.get("url", "")) for row in found), site)
        oldest = min((moment for row in found if (moment := _seen(row))), default=None)
        if len(rows) >= GDELT_ROWS and not (oldest and oldest <= window.since):
            until = self.until or window.until + LISTED_FOR
            if not oldest or oldest >= until:
                # All that it gives are of one second, undated, or newer than what was asked for.
                yield LeftOut(TOO_LARGE)
                return
            address = self._address(site, window.since, oldest)
            yield SourceLink(address, replace(self, until=oldest))


def _links(urls: Iterator[str], site: ListedSite) -> Iterator[Entry]:
    for url in dict.fromkeys(site.url(one) for one in urls):
        if site.wants(url):
            yield Link(url=url)
        elif not site.is_ours(url):
            yield LeftOut("links/elsewhere")


def _is_page(one: Listed) -> bool:
    is_there = one.status is None or 200 <= one.status < 300
    return is_there and (not one.mime or "html" in one.mime or one.status is None)


def _json(page: Page) -> Any:
    with suppress(ValueError, RecursionError):
        return json.loads(page.body)
    return None


def _number_of_pages(page: Page) -> int | None:
    told = _json(page)
    number = told.get("pages") if isinstance(told, dict) else told
    return number if isinstance(number, int) and number >= 0 else None


def _week(crawl: object) -> datetime | None:
    found = CRAWL.fullmatch(str(crawl.get("id", ""))) if isinstance(crawl, dict) else None
    with suppress(ValueError):
        if found:
            return datetime.strptime(f"{found[1]} {found[2]} 1 +0000", "%G %V %u %z")
    return None


def _seen(row: dict[str, Any]) -> datetime | None:
    with suppress(ValueError):
        return datetime.strptime(f"{row.get('seendate', '')}+0000", f"{SEEN}%z")
    return None


@dataclass(frozen=True, kw_only=True)
class Servers:
    """Where the indexes are."""

    cdx: str
    common_crawl: str
    gdelt: str

    def index(self, name: str) -> Source:
        """Return the source of a name of INDEXES."""
        made: dict[str, Source] = {
            WAYBACK: CdxList(self.cdx),
            "cc-index": CommonCrawl(self.common_crawl),
            "gdelt": Gdelt(self.gdelt),
        }
        return made[name]


KINDS = (CdxList, CommonCrawl, Gdelt)
