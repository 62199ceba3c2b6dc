"""A web archive on the network: what it has is asked of its CDX server, and replayed as served.

Its requests go the way of all others: its robots.txt, one at a time, its 429 and its Retry-After.
"""

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse
from scrapy.settings import BaseSettings

from newscrawl.archive.capture import RENDERING, Capture
from newscrawl.archive.captures import Captures
from newscrawl.archive.cdx import MOST_STALE, REVISIT, CdxQuery, Listed, Listing, read_cdx
from newscrawl.archive.files import CC_NEWS, WAYBACK
from newscrawl.archive.replay import Place, lacks, moment_of, replay_address, replayed, served
from newscrawl.archive.sent import METHODS, posted, with_sent
from newscrawl.extract.identity import url_hash
from newscrawl.net.failures import ArchiveFailed, NotArchived, Silent, Stopped, silence_of

ROWS = 10_000
"""Captures that are asked for at a time."""
MOST_ROWS = ROWS * 4**3
"""Of a server that cannot go on from where it stopped: it is asked for more, up to this many."""
LIST: dict[str, Any] = {"download_timeout": 300, "download_maxsize": 256 * 2**20}
"""A list of a whole site may take minutes."""
CUTS = 3
"""Captures that are asked for until one is whole."""
AT_ONCE = timedelta(minutes=1)
"""Where every capture is read, one that is further from the moment that was listed is another."""
HOPS = 5
"""Times that an archive may lead to another moment of the same address."""
LISTED_AS = frozenset({200, 404})
"""Statuses of a list: some servers answer 404 where it is empty."""

logger = logging.getLogger(__name__)


class ArchiveServer:
    """Answers requests for pages of a site with what the archive has of them."""

    def __init__(self, crawler: Crawler, captures: Captures) -> None:
        self.crawler, self.captures = crawler, captures
        self.index, self.root = archive_addresses(crawler.settings)

    async def list(self, query: CdxQuery) -> None:
        """Note which captures there are; of a list that a stopped run began, the rest.

        Raises ArchiveFailed, IgnoreRequest.
        """
        resume = self.captures.place_in(query)
        rows, seen, marks, stale = ROWS, {resume}, set[str](), 0
        while resume != "":
            found = await self._list(query, rows, resume)
            resume = found.resume or ""
            if resume in seen:
                raise ArchiveFailed(f"{self._name} lists the same again and again")
            if not resume and found.rows >= rows:
                if rows >= MOST_ROWS:
                    self.captures.note_place(query, "")
                    raise ArchiveFailed(f"{self._name} lists no more than {rows} captures at once")
                rows, resume = rows * 4, None
                continue
            before, again = self.captures.count(), found.mark in marks
            seen.add(resume)
            marks.add(found.mark)
            listed = [*filter(_says_something, found.captures)]
            if query.sent:  # under the address that tells what was sent
                listed = [one._replace(url=query.url) for one in listed]
            self.captures.add(map(self._capture, listed))
            stale = stale + 1 if again or self.captures.count() == before else 0
            if resume and stale >= MOST_STALE:
                self.captures.note_place(query, "")
                raise ArchiveFailed(f"{self._name} lists the same again and again")
            self.captures.note_place(query, resume)

    async def _list(self, query: CdxQuery, rows: int, resume: str | None) -> Listing:
        answer = await self._ask(query.address(self.index, rows, resume), LIST)
        text = answer.text if isinstance(answer, TextResponse) else answer.body.decode("latin-1")
        if answer.status not in (LISTED_AS if resume is None else {200}):
            raise ArchiveFailed(f"{self._name} answers {answer.status} to what it has of a site")
        try:
            return read_cdx(text, sent=query.sent, resumed=resume is not None)
        except ValueError as problem:
            raise ArchiveFailed(f"{self._name}: {problem}") from None

    @property
    def _name(self) -> str:
        return urlsplit(self.index).netloc

    def _capture(self, one: Listed) -> Capture:
        return Capture(
            url=one.url,
            moment=one.moment,
            status=one.status or 200,
            headers=(("Content-Type", "text/html" if one.mime == REVISIT else one.mime),),
            body=None,
            record_id=replay_address(self.root, one.moment, one.url),
            same_as=one.digest,
            source=urlsplit(self.root).netloc,
            method="RENDERING" if one.url.startswith(RENDERING) else "GET",
        )

    async def find(self, request: Request, near: datetime | None) -> Capture | None:
        """Return what the archive has as the answer to a request. Raises as `list` does."""
        url, is_sent = request.url, request.method in METHODS
        if is_sent:
            kind = (request.headers.get("Content-Type") or b"").decode("latin-1")
            url = with_sent(url, request.method, posted(kind, request.body))
        elif request.method != "GET":
            return None
        if not (found := self.captures.listed(url, near=near)):
            await self.list(CdxQuery(url, sent=is_sent))
            found = self.captures.listed(url, near=near)
        if not (found or is_sent) and "?" in url:
            await self.list(CdxQuery(f"{url.partition('?')[0]}?", prefix=True))
            found = self.captures.listed(url, near=near)
        return found and await self._whole(found, near, url)

    async def _whole(self, listed: Capture, near: datetime | None, url: str) -> Capture | None:
        """Return the answer of a capture; of another one where only a part of it is there."""
        given: Capture | None = None
        found: Capture | None = listed
        for _ in range(CUTS):
            if not found or found.status >= 400:
                return given or (found and replace(found, body=b""))
            answer = await self.replay(found)
            if not answer.torn:
                return answer
            self._note_cut(found, answer)
            given, found = given or answer, self.captures.listed(url, near=near)
            if found and found.torn:
                break  # nothing else is whole
        return given

    def _note_cut(self, listed: Capture, given: Capture) -> None:
        """Count a page that is not there as a whole: once, and another one is better than it."""
        spider: Any = self.crawler.spider
        if not listed.torn and spider.site.is_ours(given.url):
            spider.archives.crawl.unread("sources", "archive_truncated", given.record_id)
        self.captures.note_torn(listed.record_id, given.torn)

    async def replay(self, listed: Capture) -> Capture:
        """Return what the archive gives of a capture that it lists.

        Raises NotArchived, ArchiveFailed, IgnoreRequest.
        """
        place = Place(listed.moment, listed.url)
        for _ in range(HOPS):
            answer = await self._ask(replay_address(self.root, *place), {})
            led = self._led(answer, place)
            if led is None or led == place or url_hash(led.url) != url_hash(place.url):
                break
            place = led
        headers = dict(served(_headers(answer)))
        memento = moment_of(headers.pop("memento-datetime", None))
        if led:
            headers["location"] = led.url
        elif memento is None:
            raise self._refusal(answer)
        elif answer.status >= 500 or answer.status == 429:
            raise NotArchived
        if self._is_another(listed, memento or place.moment):
            raise NotArchived
        return replace(
            listed,
            moment=memento or place.moment,
            status=answer.status,
            headers=tuple(headers.items()),
            body=answer.body,
            torn=lacks(answer.status, headers, len(answer.body), _text(answer, "Content-Range")),
            record_id=replay_address(self.root, memento or place.moment, place.url),
        )

    def _is_another(self, listed: Capture, given: datetime) -> bool:
        """Return whether a capture that is to be read is not given, but one of another moment."""
        is_wanted = url_hash(listed.url) in self.captures.turns and listed.status < 300
        return is_wanted and abs(given - listed.moment) > AT_ONCE

    def _led(self, answer: Response, place: Place) -> Place | None:
        """Return to which capture the archive leads, if it does not give the one asked for."""
        location = _text(answer, "Location") if 300 <= answer.status < 400 else None
        return replayed(self.root, location) if location else None

    def _refusal(self, answer: Response) -> Exception:
        """Return why an answer is none of the site's: it does not say when it was captured."""
        host = urlsplit(self.root).netloc
        if answer.status == 404:
            return NotArchived()
        if answer.status < 400:
            return ArchiveFailed(f"{host} answers no capture: it has no Memento-Datetime")
        return ArchiveFailed(f"{host} answers {answer.status}")

    async def _ask(self, url: str, meta: dict[str, Any]) -> Response:
        """Ask the archive. Raises IgnoreRequest, with the archive's name if it is silent."""
        assert self.crawler.engine  # noqa: S101
        # Scrapy would follow what the archive leads to before its moment is seen.
        request = Request(url, meta={"dont_redirect": True, **meta}, dont_filter=True)
        try:
            return await self.crawler.engine.download_async(request)
        except AssertionError:  # the engine's: it was closed meanwhile
            raise Stopped from None
        except Exception as error:
            if silence := silence_of(error, url):
                raise Silent(*silence) from None
            raise


def archive_addresses(settings: BaseSettings) -> tuple[str, str]:
    """Return where the archive's CDX server is, and below which address it replays."""
    return str(settings["ARCHIVE_CDX"]), str(settings["ARCHIVE_REPLAY"])


def archive_hosts(settings: BaseSettings, service: str) -> frozenset[str]:
    """Return the hosts that are asked, as `host:port`, for what `archive=` names."""
    addresses = {WAYBACK: archive_addresses(settings), CC_NEWS: (str(settings["ARCHIVE_CC"]),)}
    return frozenset(urlsplit(one).netloc.lower() for one in addresses.get(service, ()))


def _says_something(one: Listed) -> bool:
    """Return whether a capture is one of the page, not of a server that was busy or down."""
    return one.status is None or (one.status < 500 and one.status != 429)


def _headers(answer: Response) -> list[tuple[str, str]]:
    found = answer.headers.to_unicode_dict()
    return [(str(name), str(found[name])) for name in found]


def _text(answer: Response, name: str) -> str | None:
    value = answer.headers.get(name)
    return value.decode("latin-1") if value else None
