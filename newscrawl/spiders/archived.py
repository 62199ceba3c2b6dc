"""The archives of a crawl: read into its captures, whose pages are then read as those of a site."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from scrapy import Request

from newscrawl import clock
from newscrawl.discovery.base import Link
from newscrawl.items import Printed
from newscrawl.sites.arguments import Arguments
from newscrawl.spiders.articles import ArticleReader
from newscrawl.spiders.crawl import Crawl
from newscrawl.state.output import Output

if TYPE_CHECKING:  # it is an extra
    from newscrawl.archive.captures import Captures

NAME = "captures.sqlite"
"""The file in a scope's folder, until a run is done."""

logger = logging.getLogger(__name__)


def captures_of(arguments: Arguments, output: Output) -> "Captures | None":
    """Return where a crawl keeps what it wants of its archives; None if it reads none."""
    if not arguments.archive:
        return None
    from newscrawl.archive.captures import Captures  # noqa: PLC0415  (it is an extra)

    folder = output.lock.path if output.lock else Path(mkdtemp(prefix="newscrawl-"))
    return Captures(folder / NAME)


class ArchiveReader:
    """Reads the archives, then lets the pages among their captures wait as articles."""

    def __init__(self, crawl: Crawl, captures: "Captures", articles: ArticleReader) -> None:
        self.crawl, self.captures, self.articles = crawl, captures, articles

    async def start(self) -> AsyncIterator[Request]:
        for path in self.crawl.arguments.archive:
            told = await asyncio.to_thread(self._take, path)
            for word, number in told.items():
                self.crawl.stats.inc_value(f"sources/failed/archive_{word}", number)
                self.crawl.keep_first("sources", f"archive_{word}", str(path))
        self.captures.settle()
        for request in self._follow():
            yield request

    def _take(self, path: Path) -> Counter[str]:
        told = Counter[str]()
        try:
            self.captures.take(path, self.crawl.site.is_ours, told)
            self.crawl.stats.inc_value("sources/read")
        except (OSError, ValueError) as problem:
            logger.warning("%s: %s", path, problem)
            told["unreadable"] += 1
        return +told

    def _follow(self) -> Iterator[Request]:
        visits, site, stats = self.crawl.output.visits, self.crawl.site, self.crawl.stats
        for url, moment in self.captures.pages():
            if not site.wants(url):
                continue
            visit = visits.of(*site.keys(url))
            if visit and visit.visited >= clock.stamp(moment):
                stats.inc_value("links/known")  # seen at that time, or later
                continue
            # As a sitemap's date of change does it lead to a page that was read before.
            self.articles.follow(Link(url=url, modified=Printed(clock.stamp(moment), "time")))
            yield from self.articles.feed()
        yield from self.articles.feed()
