"""Keeps what servers answer, as served, in a WARC file beside the lines that are read from it."""

import logging
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Headers, Response

from newscrawl import clock
from newscrawl.agent import VERSION
from newscrawl.archive.capture import RECORD, Record
from newscrawl.middlewares.robots import KEPT
from newscrawl.state.files import kept_name
from newscrawl.state.output import Output, Unwritten
from newscrawl.state.storage import output_of

if TYPE_CHECKING:  # it is an extra
    from newscrawl.archive.writing import Exchange, First, Writer, Written

BESIDE = ("loaded", "screenshot")
"""What a rendering has for a replay alone."""

logger = logging.getLogger(__name__)


class Kept:
    """Stands next to the network: each redirect and each failed try is an answer, too.

    A request carries the id of the record that holds its answer, for the lines to name.
    """

    def __init__(self, crawler: Crawler, output: Output, writer: "Writer") -> None:
        self.crawler, self.output, self.writer = crawler, output, writer
        self.most = crawler.settings.getfloat("KEEP_PAGES_MIB") * 2**20
        self.bytes = 0
        """Of the file, so far."""
        self.is_full = False
        self.file = kept_name(output.run_id)
        self.is_pictured = crawler.settings.getbool("KEEP_SCREENSHOTS")
        self.across = crawler.settings.getbool("KEEP_PAGES_ONCE")
        if self.across:
            writer.earlier = self._earlier

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        spider: Any = crawler.spider
        output = output_of(crawler)
        is_wanted = crawler.settings.get("KEEP_PAGES") == "warc"
        if not is_wanted or output.lock is None or spider.arguments.is_archived:
            raise NotConfigured
        from newscrawl.archive.writing import Writer  # noqa: PLC0415  (it is an extra)

        return cls(crawler, output, Writer())

    def process_request(self, request: Request) -> None:
        if "browser" in request.meta and not self.is_full:
            request.meta["browser"] |= {"all": True, "screenshot": self.is_pictured}

    def process_response(self, request: Request, response: Response) -> Response:
        request.meta.pop(RECORD, None)  # a redirect's, or an earlier try's
        if KEPT not in response.flags:
            now = clock.now().replace(microsecond=0)
            written = self._records(request, response, clock.stamp(now))
            if written and self._keep(written.records):
                request.meta[RECORD] = Record(written.record_id, now)
        return response

    def _records(self, request: Request, response: Response, moment: str) -> "Written | None":
        if "browser" in request.meta:
            # What was drawn is no answer of the server.
            if not (rendering := request.meta.get("rendering")):
                return None
            # Nobody reads them, and they are large.
            beside = {one: rendering.pop(one) for one in BESIDE if one in rendering}
            if beside.get("screenshot") == b"":
                self._lose("screenshot")
            engine = request.meta["browser"]["engine"]
            return self.writer.rendering(
                request.url, response.url, moment, engine, rendering, **beside
            )
        return self.writer.exchange(_exchange(request, response, moment))

    def _keep(self, records: bytes) -> bool:
        """Write records, after the one on the run itself; return whether they are written."""
        records = records if self.bytes else self._info() + records
        if self.is_full:
            self._lose("full")
            return False
        if self.most and self.bytes + len(records) > self.most:
            self.is_full = True
            self._lose("full")
            logger.warning(
                "KEEP_PAGES_MIB: the file of this run is full; the rest of its pages is not kept"
            )
            return False
        with suppress(Unwritten):  # the output ends the run
            self.output.keep(records)
            self.bytes += len(records)
            self._note()
            return True
        return False

    def _lose(self, reason: str) -> None:
        assert self.crawler.stats  # noqa: S101
        self.crawler.stats.inc_value(f"kept/failed/{reason}")

    def _note(self) -> None:
        """Let the ledger know of payloads in the step in which it vouches for their records."""
        new, self.writer.new = self.writer.new, {}
        if self.across:
            for digest, one in new.items():
                row = (digest, one.record_id, one.url, one.moment, self.file)
                self.output.note(partial(self.output.ledger.keep_payload, row))

    def _earlier(self, digest: str) -> "First | None":
        from newscrawl.archive.writing import First  # noqa: PLC0415  (it is an extra)

        if not (row := self.output.ledger.payload(digest)):
            return None
        record, url, moment, file = row
        # A payload of this run may have been forgotten, as one of too many.
        return First(record, url, moment, "" if file == self.file else file)

    def _info(self) -> bytes:
        run_line, settings = self.output.run_line, self.crawler.settings
        given = run_line.arguments if run_line else {}
        fields = {
            "software": f"newscrawl/{VERSION}",
            "format": "WARC File Format 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/"
            "warc-1.1/",
            "isPartOf": self.output.run_id,
            "description": " ".join(f"-a {name}={value}" for name, value in given.items()),
            "http-header-user-agent": str(settings.get("USER_AGENT")),
            "robots": "obey" if settings.getbool("ROBOTSTXT_OBEY") else "ignore",
        }
        return self.writer.info(clock.stamp(), fields)


def _exchange(request: Request, response: Response, moment: str) -> "Exchange":
    from newscrawl.archive.writing import Exchange  # noqa: PLC0415  (it is an extra)

    return Exchange(
        url=request.url,
        moment=moment,
        method=request.method,
        asked=tuple(_pairs(request.headers)),
        sent=request.body,
        status=response.status,
        headers=tuple(_pairs(response.headers)),
        body=response.body,
        address=str(response.ip_address or ""),
    )


def _pairs(headers: Headers) -> Iterator[tuple[str, str]]:
    for name, values in headers.items():
        for value in values or ():
            yield name.decode("latin-1"), value.decode("latin-1")
