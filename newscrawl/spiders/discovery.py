"""What there is to read: sources asked, what they name, and what of it is wanted."""

from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawl import clock
from newscrawl.discovery.base import Link, Next, Source
from newscrawl.discovery.sources import Feed, Sitemap
from newscrawl.net.failures import reason_of, request_of
from newscrawl.page import Page
from newscrawl.spiders.revisits import Revisits, conditions, validators
from newscrawl.spiders.threads import Yielded
from newscrawl.state.schedule import moment_of
from newscrawl.state.visits import Asked, Visit

SITEMAP_BYTES = 64 * 2**20
"""A sitemap may have 50 MB unpacked (sitemaps.org)."""
KINDS: dict[str, Callable[[str], Source]] = {"Feed": Feed, "Sitemap": Sitemap}
"""Sources that a list can name, by their class."""


class Discovery(Revisits):
    """How a spider finds articles. The rest of it is in `news.py`."""

    asked: set[str]
    """What articles are known by that were asked for, or were not wanted."""
    taken: int
    listed: int
    """How many sources were asked for."""
    backlog: deque[Link]
    """What waits behind `limit`."""
    fed: bool
    """Whether a feed tells of new articles in every run, so that other sources may rest."""

    async def start(self) -> AsyncIterator[Any]:
        if not self.output.exported:
            return  # it would be written nowhere: the command says so
        for request in self._first():
            yield request

    def _first(self) -> Iterator[Yielded]:
        arguments = self.arguments
        links = [*self.output.left(), *(Link(url=url) for url in arguments.urls)]
        for link in links:
            yield from self._consider(link, chosen=True)
        if arguments.urls:
            return
        for visit in self._due():
            self.asked.add(visit.key)
            yield from self._revisit(visit)
        kinds = self.output.visits.sources(self.output.task)
        self.fed = "Feed" in kinds or any(isinstance(one, Feed) for one in self.site.sources)
        for source in self.site.sources:
            for url in source.urls(self.site, arguments.window, arguments.sections):
                yield from self._source_requests(url, source)

    def _source_requests(self, url: str, source: Source, depth: int = 0) -> Iterator[Request]:
        """Ask for a source; for one that may rest now, ask for those it named last time."""
        if depth > self.settings.getint("MAX_SOURCE_DEPTH"):
            self._count("sources/failed/too_deep")
            return
        if self.listed >= self.settings.getint("MAX_SOURCES"):
            self._count("sources/failed/too_many")
            return
        self.listed += 1
        asked = self.output.visits.source(self.output.task, url)
        if self.arguments.revisit == "all":
            asked = None
        if asked and self._may_rest(asked):
            self._count("sources/resting")
            yield from self._named(asked, depth)
            return
        conditional = conditions(asked.etag, asked.last_modified) if asked else {}
        meta: dict[str, Any] = {"download_maxsize": SITEMAP_BYTES}
        yield Request(
            url,
            self.parse_source,
            errback=self.source_failed,
            cb_kwargs={"source": source, "depth": depth},
            headers=conditional.get("headers"),
            meta={**meta, **conditional.get("meta", {})},
            priority=10,
        )

    def _may_rest(self, asked: Asked) -> bool:
        rest = self.output.visits.schedule.sources.get(asked.kind)
        visited = moment_of(asked.visited)
        return bool(self.fed and rest and visited and clock.now() < visited + rest)

    def _named(self, asked: Asked, depth: int) -> Iterator[Request]:
        for kind, url in asked.next:
            yield from self._source_requests(url, KINDS[kind](url), depth + 1)

    def parse_source(self, response: Response, source: Source, depth: int) -> Iterator[Request]:
        """Read a sitemap, feed or list."""
        request = response.request
        url = request.meta.get("redirect_urls", [request.url])[0] if request else response.url
        asked = self.output.visits.source(self.output.task, url)
        named: tuple[tuple[str, str], ...] | None = ()
        self._count("sources/read")
        if response.status == 304 and asked:
            self._count("sources/unchanged")
            named = asked.next
            yield from self._named(asked, depth)
        else:
            for found in source.parse(Page.of(response), self.site, self.arguments.window):
                if isinstance(found, Next):
                    kind = type(found.source).__name__
                    named = (*named, (kind, found.url)) if named is not None else None
                    named = named if kind in KINDS else None
                    yield from self._source_requests(found.url, found.source, depth + 1)
                else:
                    yield from self._consider(found)
        if named is not None and self.arguments.limit is None:
            # All its links are noted: it need not be read again before it changes.
            now = Asked(type(source).__name__, clock.stamp(), None, None, named)
            now = now._replace(**validators(response))
            self.output.note(partial(self.output.visits.answered, self.output.task, url, now))

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
        visit = self.output.visits.of(key)
        if visit and (reason := self._resting(visit, link, chosen=chosen)):
            self._count(f"links/{reason}")
            return
        if not chosen and (reason := self._unwanted(link, url)):
            self._count(f"links/{reason}")
            return
        if self.arguments.limit is not None and self.taken >= self.arguments.limit:
            self.backlog.append(link)
            return
        yield self._article_request(link, url)

    def _resting(self, visit: Visit, link: Link, *, chosen: bool) -> str | None:
        """Return why a page that was asked for before is not asked for now."""
        if self.arguments.revisit == "all":
            return None
        if visit.failed == "out_of_range":
            window, out = self.arguments.window, visit.age_from
            return None if chosen or window.since <= out < window.until else "out_of_range"
        if visit.article_id is None:
            due = visit.due is not None and visit.due <= clock.stamp()
            return None if due else "failed_before"
        if self.arguments.revisit == "none":
            return "known"
        changed, visited = self.site.moment(link.modified), moment_of(visit.visited)
        if changed and visited and changed[0] > visited:
            return None
        # An article read without its comments lacks them still.
        lacks = self.arguments.comments and not self.output.visits.thread(visit.article_id)
        return None if lacks else "known"

    def _key(self, url: str) -> str:
        """Return what an article is known by before it is read; mostly what becomes its id."""
        return f"{self.site.scope}:{self.site.number(url) or self.site.canonical(url)}"

    def _unwanted(self, link: Link, url: str) -> str | None:
        if self.site.in_window(link, self.arguments.window) is False:
            return "out_of_range"
        section = self.site.section(url)
        if self.arguments.sections and section and section not in self.arguments.sections:
            return "other_section"
        return None

    def _article_request(self, link: Link, url: str) -> Request:
        raise NotImplementedError
