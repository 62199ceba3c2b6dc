"""The archives of a crawl: read into its captures, whose pages are then read as those of a site."""

import asyncio
import json
import logging
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Iterator
from datetime import datetime, timedelta
from itertools import chain, islice
from pathlib import Path
from tempfile import mkdtemp

from scrapy import Request
from scrapy.exceptions import IgnoreRequest

from newscrawl import clock
from newscrawl.archive.capture import AS_OF, LACKING
from newscrawl.archive.captures import Captures
from newscrawl.archive.cdx import CdxQuery
from newscrawl.archive.joining import lacking, orphans, same_second
from newscrawl.archive.split import SHARED, Split
from newscrawl.archive.within import gone, is_beside, is_captured
from newscrawl.discovery.base import Link
from newscrawl.extract.identity import plain_host, url_hash
from newscrawl.items import Printed
from newscrawl.middlewares.archived import Archived
from newscrawl.middlewares.news_files import Names, NewsFiles
from newscrawl.net.failures import ArchiveFailed, Silent, Stopped, word_of
from newscrawl.sites.arguments import Arguments
from newscrawl.spiders.articles import PORTION, ArticleReader
from newscrawl.spiders.crawl import Crawl
from newscrawl.spiders.frontier import OTHER_SECTION
from newscrawl.spiders.lacking import lacking_in
from newscrawl.spiders.recorded import RECORD, Recorded
from newscrawl.state.output import Output
from newscrawl.state.visits import Visit

NAME = "captures.sqlite"
"""The file in a scope's folder, until a run is done."""

CAPTURED = timedelta(days=366)
"""How long after the end of a window captures of its articles are looked for."""
MOST_UNFETCHED = 5
"""Files in a row that an archive does not give, before it is left alone."""
NAMES = "names"
"""Where a run that fetches for other sites tells their runs what it fetched, and what not."""
UNWANTED = ("out_of_range", "unrecorded", OTHER_SECTION)
"""Why a page that was read is not wanted, whenever it was captured."""

logger = logging.getLogger(__name__)


def captures_of(arguments: Arguments, output: Output) -> Captures | None:
    """Return where a crawl keeps what it wants of its archives; None if it reads none."""
    if not arguments.is_archived:
        return None
    folder = output.lock.path if output.lock else Path(mkdtemp(prefix="newscrawl-"))
    captures = Captures(folder / NAME)
    captures.keep_for(arguments.given.get("archive", ""))
    return captures


class ArchiveReader:
    """Reads the archives, then lets the pages among their captures wait as articles."""

    def __init__(
        self,
        crawl: Crawl,
        captures: Captures,
        articles: ArticleReader,
        answers: Archived,
    ) -> None:
        self.crawl, self.captures, self.articles = crawl, captures, articles
        self.answers = answers
        self.is_late = False
        """True once the pages of the record's first lines are read."""
        self.every = crawl.arguments.captures != "newest"
        self.again = crawl.arguments.is_again
        named = crawl.settings.get(SHARED)
        self.shared = Split.of_file(Path(named)) if named else None
        """Reads what is fetched for other sites, too."""
        self.walked = dict[str, str]()
        """When threads were last visited without their pages, by article: each moment once."""
        self.pages = 0
        """Those of the archives that were wanted."""
        self.round: Iterator[Request] | None = None
        """What is left of one: each takes the next capture of each page."""

    async def start(self) -> AsyncIterator[Request]:
        self.crawl.stats.set_value("archive/asked", value=True)
        try:
            if record := self.crawl.settings.get(RECORD):
                self.articles.recorded = await asyncio.to_thread(Recorded, Path(record))
            async for request in self._read():
                yield request
        except (OSError, sqlite3.Error) as problem:
            # What the run wants of its archives lies beside its output.
            self.crawl.output.fail(problem)

    async def _read(self) -> AsyncIterator[Request]:
        """Read the archives; yield the requests for the pages in them. Raises sqlite3.Error."""
        for path in self.crawl.arguments.archive:
            told = await asyncio.to_thread(self._take, path)
            self._count(told, str(path))
        try:
            if files := self.answers.files:
                await self._named(self._fetch(files), "")
            self._settle()
            if server := self.answers.server:
                for query in self._queries():
                    await self._named(server.list(query), query.url)
        except Stopped:
            return  # the next run goes on from there
        for request in self._follow():
            yield request
        if not self.pages:
            why = lacking_in(self.captures, self.crawl.arguments)
            self.crawl.stats.set_value("archive/lacking", why)

    def _settle(self) -> None:
        """Join what belongs together; tell of files that are not there."""
        self.captures.settle()
        if files := lacking(self.captures.db):
            self.crawl.stats.set_value(LACKING, files)
            self.crawl.unread("sources", "archive_lacking", files[0])
            logger.warning("others refer to these files, too: %s", ", ".join(files))
        if self.every and (pages := same_second(self.captures.db)):
            self.crawl.stats.inc_value("links/same_second", len(pages))
            logger.info("of captures in one second one is read: %s", pages[0])
        if not self.every and (pages := orphans(self.captures.db)):
            self._count(Counter(no_original=len(pages)), pages[0])

    async def _named(self, asking: Awaitable[None], where: str) -> None:
        """Ask an archive on the network; tell why it does not give what it has."""
        try:
            await asking
            self.crawl.stats.inc_value("sources/read")
        except (Silent, ArchiveFailed) as problem:
            is_silent = isinstance(problem, Silent)
            word = problem.word if is_silent else "archive_list"
            self.crawl.unread("sources", word, str(problem))
            self.crawl.stats.set_value("hosts/silent/archive", str(problem))
            logger.warning("%s", problem)
        except OSError as problem:  # of a file that is fetched
            self.crawl.unread("sources", "archive_unwritten", str(problem))
            logger.warning("%s", problem)
        except Stopped:
            raise
        except IgnoreRequest as problem:
            self.crawl.unread("sources", word_of(problem), where)

    async def _fetch(self, files: NewsFiles) -> None:
        """Read the files of the window, each of them dropped before the next is fetched."""
        self.captures.is_unfinished = True
        told = None if self.shared else self.captures.place_in(NAMES)
        self.captures.forget_place(NAMES)
        names = Names(*json.loads(told)) if told else await files.names(self.crawl.arguments.window)
        for problem in names.problems:
            self._lose("list", problem)
        try:
            fetched = await self._each(names.files, None if told else files)
        finally:
            if self.shared:
                self.shared.note_place(NAMES, json.dumps(names))
                self.captures.forget_place(NAMES)
        self.captures.is_unfinished = not fetched or bool(names.problems)

    async def _each(self, names: list[str], files: NewsFiles | None) -> bool:
        """Read each file, fetched if it was not; return whether all of them were.

        Without `files` those that are lacking are told, and not fetched.
        """
        logger.info("%d files, of about a gigabyte each, may have what is asked for", len(names))
        lost, in_a_row = 0, 0
        for number, name in enumerate(names, 1):
            if self.captures.place_in(name) is None:
                if not files or in_a_row >= MOST_UNFETCHED:
                    lost += 1
                    self._lose("unfetched", f"{name} is not fetched")
                    continue
                try:
                    await self._one(files, name)
                except ArchiveFailed as problem:
                    lost, in_a_row = lost + 1, in_a_row + 1
                    self._lose("unfetched", str(problem))
                    continue
            in_a_row = 0
            self._count(Counter(json.loads(self.captures.place_in(name) or "{}")), name)
            logger.info("%d of %d files are read", number, len(names))
        return not lost

    async def _one(self, files: NewsFiles, name: str) -> None:
        """Fetch a file, read it for all, and drop it. Raises IgnoreRequest, OSError."""
        path = await files.fetch(name)
        told = json.dumps(await asyncio.to_thread(self._take, path))
        for one in (self.shared, self.captures):  # its own last: it says what is done
            if one:
                one.note_place(name, told)
        path.unlink()

    def _lose(self, word: str, problem: str) -> None:
        self.crawl.unread("sources", f"archive_{word}", problem)
        logger.warning("%s", problem)

    def _queries(self) -> Iterator[CdxQuery]:
        """Yield what to list: the pages that the user named, or all of the site."""
        arguments, site = self.crawl.arguments, self.crawl.site
        if arguments.urls:
            yield from map(CdxQuery, arguments.urls)
            return
        # No page is older than its article; what is new is captured soon, if ever.
        since = arguments.window.since if "since" in arguments.given else None
        until = arguments.window.until + CAPTURED if "until" in arguments.given else None
        for host in dict.fromkeys(map(plain_host, sorted(site.hosts))):
            yield CdxQuery(f"http://{host}/", prefix=True, since=since, until=until)

    def _count(self, told: Counter[str], where: str) -> None:
        for word, number in told.items():
            self.crawl.stats.inc_value(f"sources/failed/archive_{word}", number)
            self.crawl.keep_first("sources", f"archive_{word}", where)

    def _take(self, path: Path) -> Counter[str]:
        told = Counter[str]()
        try:
            if self.shared:
                told = self.shared.take(path)
            else:
                self.captures.take(path, self.crawl.site.is_ours, told)
            self.crawl.stats.inc_value("sources/read")
        except (OSError, ValueError) as problem:
            why = problem.strerror if isinstance(problem, OSError) else None
            self.crawl.keep_first("sources", "archive_unreadable", f"{path}: {why or problem}")
            logger.warning("%s: %s", path, why or problem)
            return Counter(unreadable=1)
        return +told

    def _follow(self) -> Iterator[Request]:
        stats, new = self.crawl.stats, list[tuple[str, datetime]]()
        recorded = self.articles.recorded
        for url, moment in self._pages():
            self.pages += 1
            record = recorded.begins(url) if recorded else None
            if recorded and self.is_late == (record is not None):
                continue
            visited = self._visited(url)
            if visited >= clock.stamp(moment):
                stats.inc_value("links/known")  # seen at that time, or later
            elif self.every:
                # First of all pages: what a stopped run left to do is asked for at once.
                begun = self.captures.begin(url, record) if record and not visited else None
                if first := begun or self.captures.turn(url, visited):
                    new.append((url, first))
            else:
                new.append((url, moment))
        for url, moment in new:
            # As a sitemap's date of change does it lead to a page that was read before.
            self.articles.follow(Link(url=url, modified=Printed(clock.stamp(moment), "time")))
            yield from self.articles.feed()
        yield from self.articles.feed()

    def _pages(self) -> Iterator[tuple[str, datetime]]:
        """Yield the pages that are wanted, and when each was last captured.

        One that the archive only knows to be gone is, if the record has its article.
        """
        chosen = {url_hash(url) for url in self.crawl.arguments.urls}
        went = gone(self.captures.db) if self.every else []
        removed = ((url, when) for url, when in went if (v := self._visit(url)) and v.article_id)
        for url, moment in chain(self.captures.pages(moved_first=self.again), removed):
            if url_hash(url) in chosen if chosen else self.crawl.site.wants(url):
                yield url, moment

    def _visited(self, url: str) -> str:
        """Return as of when a page is known; what the site itself did not give is not known."""
        visit = self._visit(url)
        if visit is None:
            return ""
        failed = visit.article_id is None and not (visit.failed or "").startswith(UNWANTED)
        if failed and not self.again and not self.captures.was_made(url, visit.visited):
            return ""
        return visit.visited

    def _visit(self, url: str) -> Visit | None:
        return self.crawl.output.visits.of(*self.crawl.site.keys(url))

    def go_on(self) -> list[Request]:
        """Return what to ask for once all else is done: a portion of a round, none at the end."""
        if not self.every:
            return []
        if self.articles.recorded and not self.is_late:
            # A page that only leads to an article is not to be taken for the one it was read from.
            self.is_late = True
            if found := [*self._follow()]:
                return found
        if self.round is None:
            # A page that a stopped run has read before is not asked for by its link.
            self.captures.give_back()
        if not (found := list(islice(self.round or (), PORTION))):
            self.round = self._next_round()
            found = list(islice(self.round, PORTION))
        return found

    def _next_round(self) -> Iterator[Request]:
        for url, _ in [*self._pages()]:
            visit = self._visit(url) or self.articles.left.pop(url_hash(url), None)
            if visit is None or (visit.failed or "").startswith(UNWANTED):
                continue
            yield from self._next_visit(visit._replace(url=url))

    def _next_visit(self, visit: Visit) -> Iterator[Request]:
        """Yield the requests of the next visit of a page that was read; none if that was all."""
        known = visit.visited if visit.article_id else ""
        before = self.captures.turns.get(url_hash(visit.url), "")
        moment = self.captures.turn(visit.url, known, visits=self.again)
        own = self._own_place(visit)
        while own and moment and is_beside(self.captures.db, visit.url, clock.stamp(moment), own):
            moment = self.captures.turn(visit.url, known, visits=self.again)
        walked = self._walk_before(visit, moment) if self.again and not own else []
        if walked:
            # The page has its turn once the visits of its thread alone before it are made.
            self.captures.turns[url_hash(visit.url)] = before
            yield from walked
        elif moment:
            yield self.articles.read_on(visit)

    def _own_place(self, visit: Visit) -> str | None:
        """Return from where a crawl took what it met at a page; None if it took it from there."""
        recorded = self.articles.recorded
        if not (recorded and visit.article_id) or recorded.has(visit.url):
            return None
        main = self.crawl.output.visits.of_article(visit.article_id)
        if main is None or url_hash(main.url) == url_hash(visit.url):
            return None
        return main.url if is_captured(self.captures.db, main.url) else None

    def _walk_before(self, visit: Visit, moment: datetime | None) -> list[Request]:
        """Return the requests of a visit of a thread without its page, if one was made before."""
        thread = self.crawl.output.visits.thread(visit.article_id or "")
        comments = self.articles.comments
        entry = comments.entry(thread) if self.crawl.arguments.comments else None
        if not (thread and entry):
            return []
        after = max(thread.visited, self.walked.get(thread.article_id, ""))
        first = entry.first(comments.engines[entry.engine])
        found = filter(None, (self.captures.next_of(one, after) for one in first))
        then = min(found, default=None)
        if then is None or (moment and then >= moment):
            return []
        self.walked[thread.article_id] = clock.stamp(then)
        with clock.at(then):
            asked = [one for one in comments.visit(visit, entry) if isinstance(one, Request)]
        for one in asked:
            one.meta[AS_OF] = then
        return asked
