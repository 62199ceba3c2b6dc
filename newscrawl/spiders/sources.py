"""The sources of a site: fetched and read; what they name is fetched, their links are followed."""

import logging
from collections import deque
from collections.abc import Callable, Generator, Iterator
from functools import partial
from typing import Any, ClassVar
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawl import clock
from newscrawl.archive.capture import torn
from newscrawl.discovery.archives import OlderPages, PostList
from newscrawl.discovery.base import (
    CUT_OFF,
    ENDLESS,
    NOT_A_LIST,
    NOT_HTML,
    TOO_LARGE,
    Entry,
    LeftOut,
    Link,
    Source,
    SourceLink,
)
from newscrawl.discovery.indexes import KINDS as INDEXES
from newscrawl.discovery.indexes import Servers
from newscrawl.discovery.open_web import FrontPage, RobotsTxt
from newscrawl.discovery.sources import Feed, GuessedSitemap, Sitemap
from newscrawl.middlewares.robots import KEPT
from newscrawl.net.conditional import conditions, validators
from newscrawl.net.failures import SILENT, reason_of, request_of
from newscrawl.page import Page
from newscrawl.plugins import all_engines
from newscrawl.spiders.crawl import Crawl
from newscrawl.spiders.indexed import GONE, Indexed, fault
from newscrawl.spiders.reach import Reach
from newscrawl.state.schedule import moment_of
from newscrawl.state.visits import SourceVisit
from newscrawl.writes import PageRequest, leads_to_write, never

logger = logging.getLogger(__name__)

SITEMAP_BYTES = 64 * 2**20
"""A sitemap may have 50 MB unpacked (sitemaps.org)."""
INDEX_SECONDS = 300
"""An index looks through all of the web for the site's addresses."""
NO_ANSWER = SILENT | {"back_off"}
"""Reasons that concern a host, which may be blocked where another one of the edition is not."""
MOST_OLD = 10
"""Old lists of an index, the newest of them, that are read once although nothing in them should be
new: an index may lie. But nobody needs the archive of twenty years for two days."""
KINDS: dict[str, Callable[[str], Source]] = {
    one.__name__: one for one in (Feed, Sitemap, GuessedSitemap)
}
"""Sources that a list can name, by their class."""
UNREAD = frozenset({ENDLESS, NOT_A_LIST, NOT_HTML, TOO_LARGE})
PASSING_FAULTS = UNREAD | {CUT_OFF}
"""What is no list, or half of one, may be one later, under the same validators."""
LONG = (Feed, Sitemap)
"""Sources that are read piece by piece."""
ABSENT = GONE | {"blocked", "not_a_list", "not_html"}
GUESSED = (RobotsTxt, GuessedSitemap)
"""Sources at places that nothing names: that nothing is there is no failure."""
PASSING = (PostList, OlderPages, *INDEXES)
"""Sources that are asked for anew, from where the window begins: their answers are not noted."""
NAMING = (RobotsTxt, Sitemap, GuessedSitemap, Feed, PostList, *INDEXES)
"""Sources that are written for programs: what they name is there to be read."""
BREATH = 50
"""Entries of a list that are read at a stretch."""
Children = tuple[tuple[str, str], ...] | None
"""Class and address of the sources that a list names; None if they cannot be noted."""


class SourceReader:
    """Asks for feeds, sitemaps and lists; hands each of their links to `follow`.

    `feed` asks for some of the articles that wait.
    """

    may_be_left: ClassVar[bool] = True
    """A run that ends does not wait for the rest of a list: the next one reads it again."""

    def __init__(
        self,
        crawl: Crawl,
        follow: Callable[[Link], bool],
        feed: Callable[[], Iterator[Request]],
    ) -> None:
        self.crawl, self.follow, self.feed = crawl, follow, feed
        self.asked: set[str] = set()
        self.answered: set[str] = set()
        """Addresses of the sources that were asked for, and where their answers came from."""
        self.waiting = deque[Source]()
        self.writes = never(all_engines(crawl.settings).values())
        self.leads: str | None = None
        """The front page, while others wait for its answer: it may lead to another host."""
        self.reach, self.indexed = Reach(crawl), Indexed(crawl)
        kinds = crawl.output.visits.sources(crawl.output.task)
        self.fed = "Feed" in kinds or any(isinstance(one, Feed) for one in crawl.site.sources)
        """Whether a feed lists new articles in every run, so that other sources may rest."""

    def start(self) -> Iterator[Request]:
        """Ask for what the site declares."""
        self.reach.open += 1  # the list of sources itself
        self.waiting.extend(self.crawl.site.sources)
        yield from self._go_on()
        yield from self._indexes()
        yield from self._ended()

    def _indexes(self) -> Iterator[Request]:
        """Ask what indexes of others know of the site, if the user wants it."""
        site, arguments, settings = self.crawl.site, self.crawl.arguments, self.crawl.settings
        servers = Servers(
            cdx=settings["ARCHIVE_CDX"],
            common_crawl=settings["ARCHIVE_CC_INDEX"],
            gdelt=settings["ARCHIVE_GDELT"],
        )
        for source in map(servers.index, arguments.discover):
            # One below the site's own: an index is no place to which the site has moved.
            for url in source.urls(site, arguments.window, ()):
                yield from self._ask(url, source, depth=1)

    def _ended(self) -> Iterator[Request]:
        """Note that a source is done; after the last one ask for those that reach further back."""
        for entry in self.reach.after_one():
            yield from self._ask(entry.url, entry.source, 1)

    def _go_on(self) -> Iterator[Request]:
        """Ask for the sources that wait, down to one whose answer may change what is ours."""
        site, arguments = self.crawl.site, self.crawl.arguments
        self.leads = None
        while self.waiting and not self.leads:
            source = self.waiting.popleft()
            for url in source.urls(site, arguments.window, arguments.sections):
                for request in self._ask(url, source):
                    if isinstance(source, FrontPage) and request.cb_kwargs["source"] == source:
                        self.leads = request.url
                    yield request

    def _ask(self, url: str, source: Source, depth: int = 0) -> Iterator[Request]:
        """Ask for a source; if it may rest now, ask for those it named last time."""
        settings, stats = self.crawl.settings, self.crawl.stats
        if url in self.asked:
            stats.inc_value("sources/duplicate")
            return
        if depth > settings.getint("MAX_SOURCE_DEPTH"):
            self.crawl.unread("sources", "too_deep", url)
            return
        if len(self.asked) >= settings.getint("MAX_SOURCES"):
            self.crawl.unread("sources", "too_many", url)
            return
        self.asked.add(url)
        before = None if self.crawl.arguments.revisit == "all" else self._last_visit(url)
        if before and self._may_rest(before):
            stats.inc_value("sources/resting")
            self.reach.enough = True  # an earlier run went as far back as it needed
            yield from self._ask_named(before, depth)
        else:
            self.reach.open += 1
            yield self._request(url, source, depth, before)

    def _request(self, url: str, source: Source, depth: int, before: SourceVisit | None) -> Request:
        conditional = conditions(before.etag, before.last_modified) if before else {}
        meta: dict[str, Any] = {}
        if isinstance(source, LONG):
            meta["download_maxsize"] = SITEMAP_BYTES
        if isinstance(source, INDEXES):
            meta |= {"download_maxsize": SITEMAP_BYTES, "download_timeout": INDEX_SECONDS}
        return Request(
            url,
            self.parse,
            errback=self.failed,
            cb_kwargs={"source": source, "depth": depth},
            headers=conditional.get("headers"),
            meta={**meta, **conditional.get("meta", {})},
            priority=10,
            # A redirect to a source that was asked for, or to itself, must not vanish uncounted.
            dont_filter=True,
        )

    def _last_visit(self, url: str) -> SourceVisit | None:
        return self.crawl.output.visits.source(self.crawl.output.task, url)

    def _may_rest(self, before: SourceVisit) -> bool:
        rest = self.crawl.output.visits.schedule.sources.get(before.kind)
        visited = moment_of(before.visited)
        return bool(self.fed and rest and visited and clock.now() < visited + rest)

    def _ask_named(self, before: SourceVisit, depth: int) -> Iterator[Request]:
        for kind, url in before.next:
            yield from self._ask(url, KINDS[kind](url), depth + 1)

    def parse(self, response: Response, source: Source, depth: int) -> Iterator[Request | None]:
        """Read a sitemap, feed or list."""
        request = response.request
        url = request.meta.get("redirect_urls", [request.url])[0] if request else response.url
        if response.url in self.answered:
            self.crawl.stats.inc_value("sources/duplicate")
        else:
            self.answered.add(response.url)
            yield from self._take(response, url, source, depth)
        if url == self.leads:
            yield from self._go_on()
        yield from self._ended()

    def rehearse(self, response: Response, source: Source, depth: int) -> None:
        """Read as `parse` does, without any effect."""
        for _ in source.parse(Page.of(response), self.crawl.site, self.crawl.arguments.wanted):
            pass

    def _take(
        self, response: Response, url: str, source: Source, depth: int
    ) -> Iterator[Request | None]:
        before, moved = self._last_visit(url), self._has_moved(url, response.url, depth)
        if KEPT not in response.flags:  # else nobody was asked: the site may be down
            self.crawl.stats.inc_value("sources/read")
        if response.status == 304 and before:
            self.crawl.stats.inc_value("sources/unchanged")
            self.reach.enough = True
            children: Children = before.next
            yield from self._ask_named(before, depth)
        else:
            page = Page.of(response)
            children = yield from self._read(page, source, depth)
            if torn(page):
                self._unread(source, "cut_off", page.url)
                children = None
        lasting = not (moved or isinstance(source, PASSING))
        if children is not None and self.crawl.arguments.limit is None and lasting:
            # All its links are noted: it need not be read again until it changes.
            kind = "Sitemap" if isinstance(source, GuessedSitemap) else type(source).__name__
            now = SourceVisit(kind, clock.stamp(), None, None, children)
            self._note(url, now._replace(**validators(response)))

    def _read(
        self, page: Page, source: Source, depth: int
    ) -> Generator[Request | None, None, Children]:
        """Follow what a source names; return the sources among it, None if they cannot be noted."""
        children: list[tuple[str, str]] | None = []
        seen, asked, old, again = 0, 0, 0, self._repeated()
        for number, entry in enumerate(self._entries(page, source), 1):
            if number % BREATH == 0:
                yield None  # the crawl goes on while a long list is read
                yield from self.feed()
            if isinstance(entry, LeftOut):
                children = None if entry.name in PASSING_FAULTS else children
                self._leave_out(entry, page, source)
            elif isinstance(entry, Link):
                self.reach.saw(entry, source)
                is_new = self.follow(entry)
                seen, asked = seen + 1, asked + is_new
                self.indexed.saw(entry, source.name if isinstance(source, INDEXES) else "", is_new)
            elif entry.is_old:
                old += 1
                yield from self._ask_old(entry, depth, old)
            elif not (entry.is_fallback and isinstance(source, FrontPage)):
                children = _with(children, entry)
                # The feeds may have named before what an older page has.
                named = self._repeated() - again if entry.is_fallback else 0
                all_known = not asked and seen > named
                yield from self._ask_next(entry, source, depth, all_known=all_known)
            else:
                self.reach.further.append(entry)
        yield from self.feed()
        return None if children is None else tuple(children)

    def _entries(self, page: Page, source: Source) -> Iterator[Entry]:
        """Yield what a source names; of a page's links not those that would write."""
        for entry in source.parse(page, self.crawl.site, self.crawl.arguments.wanted):
            if isinstance(source, NAMING) or isinstance(entry, LeftOut):
                yield entry
            elif leads_to_write(PageRequest("GET", entry.url), [page.url], self.writes):
                kind = "links" if isinstance(entry, Link) else "sources/left_out"
                yield LeftOut(f"{kind}/write")
            else:
                yield entry

    def _leave_out(self, entry: LeftOut, page: Page, source: Source) -> None:
        if entry.name in UNREAD:
            self._unread(source, entry.name.rpartition("/")[2], page.url)
        else:
            self.crawl.stats.inc_value(entry.name)
        if entry.host:
            self.crawl.stats.inc_value(f"elsewhere/{entry.host}")

    def _unread(self, source: Source, reason: str, url: str) -> None:
        if isinstance(source, GUESSED) and reason in ABSENT:
            self.crawl.stats.inc_value("sources/left_out/not_there")
        else:
            self.crawl.unread("sources", fault(source, reason), url)

    def _ask_next(
        self, entry: SourceLink, source: Source, depth: int, *, all_known: bool
    ) -> Iterator[Request]:
        if all_known and (entry.is_fallback or depth > 1):
            self.crawl.stats.inc_value("sources/left_out/known")
            return
        # The next page of a list lies no deeper than the one before.
        yield from self._ask(entry.url, entry.source, depth + (entry.source != source))

    def _repeated(self) -> int:
        """Return how many links of this run were named before in it."""
        return int(self.crawl.stats.get_value("links/duplicate", 0))

    def _ask_old(self, entry: SourceLink, depth: int, place: int) -> Iterator[Request]:
        """Ask for an old list that was never read, if it is among the newest of them."""
        limited = self.crawl.arguments.limit is not None
        if limited or place > MOST_OLD or self._last_visit(entry.url):
            self.crawl.stats.inc_value("sources/left_out/old")
        else:
            yield from self._ask(entry.url, entry.source, depth + 1)

    def _has_moved(self, asked: str, url: str, depth: int) -> bool:
        """Return whether a source of the site itself was answered by another host of the site."""
        site, host = self.crawl.site, urlsplit(url).netloc
        if depth or site.is_ours(url):
            return not depth and bool(self.crawl.stats.get_value(f"hosts/new/{host}"))
        if not site.welcomes(url):
            self.crawl.stats.inc_value(f"elsewhere/{host}")
            logger.warning("%s leads to %s, which is another site: give that as url=", asked, url)
            return False
        self.crawl.stats.inc_value(f"hosts/new/{host}")
        logger.warning("%s leads to %s: articles of that host are read too", asked, url)
        return True

    def _note(self, url: str, visit: SourceVisit) -> None:
        output = self.crawl.output
        output.note(partial(output.visits.answered, output.task, url, visit))

    def failed(self, failure: Failure) -> Iterator[Request | None]:
        """Note that a source was not read; where a host is silent, ask the one before it."""
        reason, request = reason_of(failure), request_of(failure)
        source = request.cb_kwargs["source"]
        self._unread(source, reason, request.url)
        self.crawl.note_silence(failure)
        logger.info("source not read: %s (%s)", request.url, reason)
        before = self.crawl.site.before(request.url) if reason in NO_ANSWER else None
        if before:
            yield from self._ask(before, **request.cb_kwargs)
        if isinstance(source, RobotsTxt) and reason in GONE:
            # Without a robots.txt its sitemaps may still be at the usual places.
            yield from self._read(Page("", request.url), **request.cb_kwargs)
        if request.meta.get("redirect_urls", [request.url])[0] == self.leads:
            yield from self._go_on()
        yield from self._ended()


def _with(
    children: list[tuple[str, str]] | None, entry: SourceLink
) -> list[tuple[str, str]] | None:
    """Note one more source that was named; None once one cannot be kept as text."""
    kind = type(entry.source).__name__
    if children is None or kind not in KINDS:
        return None
    children.append((kind, entry.url))
    return children
