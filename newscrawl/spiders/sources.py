"""The sources of a site: fetched and read; what they name is fetched, their links are followed."""

import logging
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawl import clock
from newscrawl.discovery.base import Link, Source, SourceLink
from newscrawl.discovery.sources import Feed, Sitemap
from newscrawl.net.failures import SILENT, reason_of, request_of
from newscrawl.page import Page
from newscrawl.spiders.conditional import conditions, validators
from newscrawl.spiders.crawl import Crawl
from newscrawl.state.schedule import moment_of
from newscrawl.state.visits import SourceVisit

logger = logging.getLogger(__name__)

SITEMAP_BYTES = 64 * 2**20
"""A sitemap may have 50 MB unpacked (sitemaps.org)."""
NO_ANSWER = SILENT | {"back_off"}
"""Reasons that concern a host, which may be blocked where another one of the edition is not."""
KINDS: dict[str, Callable[[str], Source]] = {"Feed": Feed, "Sitemap": Sitemap}
"""Sources that a list can name, by their class."""


class SourceReader:
    """Asks for feeds, sitemaps and lists; hands each of their links to `follow`."""

    def __init__(self, crawl: Crawl, follow: Callable[[Link], Iterator[Request]]) -> None:
        self.crawl, self.follow = crawl, follow
        self.count = 0
        """How many sources were asked for."""
        kinds = crawl.output.visits.sources(crawl.output.task)
        self.fed = "Feed" in kinds or any(isinstance(one, Feed) for one in crawl.site.sources)
        """Whether a feed lists new articles in every run, so that other sources may rest."""

    def start(self) -> Iterator[Request]:
        """Ask for what the site declares."""
        site, arguments = self.crawl.site, self.crawl.arguments
        for source in site.sources:
            for url in source.urls(site, arguments.window, arguments.sections):
                yield from self._ask(url, source)

    def _ask(self, url: str, source: Source, depth: int = 0) -> Iterator[Request]:
        """Ask for a source; if it may rest now, ask for those it named last time."""
        settings, stats = self.crawl.settings, self.crawl.stats
        if depth > settings.getint("MAX_SOURCE_DEPTH"):
            stats.inc_value("sources/failed/too_deep")
            return
        if self.count >= settings.getint("MAX_SOURCES"):
            stats.inc_value("sources/failed/too_many")
            return
        self.count += 1
        before = None if self.crawl.arguments.revisit == "all" else self._last_visit(url)
        if before and self._may_rest(before):
            stats.inc_value("sources/resting")
            yield from self._ask_named(before, depth)
        else:
            yield self._request(url, source, depth, before)

    def _request(self, url: str, source: Source, depth: int, before: SourceVisit | None) -> Request:
        conditional = conditions(before.etag, before.last_modified) if before else {}
        meta: dict[str, Any] = {"download_maxsize": SITEMAP_BYTES}
        return Request(
            url,
            self.parse,
            errback=self.failed,
            cb_kwargs={"source": source, "depth": depth},
            headers=conditional.get("headers"),
            meta={**meta, **conditional.get("meta", {})},
            priority=10,
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

    def parse(self, response: Response, source: Source, depth: int) -> Iterator[Request]:
        """Read a sitemap, feed or list."""
        request = response.request
        url = request.meta.get("redirect_urls", [request.url])[0] if request else response.url
        before = self._last_visit(url)
        self.crawl.stats.inc_value("sources/read")
        children: tuple[tuple[str, str], ...] | None = ()
        if response.status == 304 and before:
            self.crawl.stats.inc_value("sources/unchanged")
            children = before.next
            yield from self._ask_named(before, depth)
        else:
            for entry in source.parse(
                Page.of(response), self.crawl.site, self.crawl.arguments.window
            ):
                if isinstance(entry, SourceLink):
                    children = _with(children, entry)
                    # The next page of a list lies no deeper than the one before.
                    deeper = 0 if entry.source == source else 1
                    yield from self._ask(entry.url, entry.source, depth + deeper)
                else:
                    yield from self.follow(entry)
        if children is not None and self.crawl.arguments.limit is None:
            # All its links are noted: it need not be read again until it changes.
            now = SourceVisit(type(source).__name__, clock.stamp(), None, None, children)
            self._note(url, now._replace(**validators(response)))

    def _note(self, url: str, visit: SourceVisit) -> None:
        output = self.crawl.output
        output.note(partial(output.visits.answered, output.task, url, visit))

    def failed(self, failure: Failure) -> Iterator[Request]:
        """Note that a source was not read; where a host is silent, ask the one before it."""
        reason, request = reason_of(failure), request_of(failure)
        self.crawl.unread("sources", reason, request.url)
        self.crawl.note_silence(failure)
        logger.info("source not read: %s (%s)", request.url, reason)
        before = self.crawl.site.before(request.url) if reason in NO_ANSWER else None
        if before:
            yield from self._ask(before, **request.cb_kwargs)


def _with(
    children: tuple[tuple[str, str], ...] | None, entry: SourceLink
) -> tuple[tuple[str, str], ...] | None:
    """Return the sources that were named, with one more; None once one cannot be kept as text."""
    kind = type(entry.source).__name__
    return (*children, (kind, entry.url)) if children is not None and kind in KINDS else None
