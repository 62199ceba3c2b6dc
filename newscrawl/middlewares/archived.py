"""Answers from an archive: a crawl of one asks the site for nothing, not even for a robots.txt."""

from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes
from scrapy.utils.httpobj import urlparse_cached

from newscrawl.archive.capture import AS_OF, CAPTURE, Capture
from newscrawl.archive.captures import Captures
from newscrawl.middlewares.archive_server import ArchiveServer
from newscrawl.middlewares.news_files import NewsFiles
from newscrawl.net.failures import NotArchived

UNDONE = frozenset({b"content-encoding", b"transfer-encoding", b"content-length"})


class Archived:
    """Stands before everything that asks, or keeps from asking, a server."""

    def __init__(
        self,
        captures: Captures,
        hosts: frozenset[str],
        server: ArchiveServer | None,
        files: NewsFiles | None,
    ) -> None:
        self.captures, self.hosts = captures, hosts
        self.server, self.files = server, files

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        spider: Any = crawler.spider
        captures = getattr(spider, "captures", None)
        if captures is None:
            raise NotConfigured
        service = spider.arguments.service
        return cls(
            captures,
            spider.archive_hosts,
            ArchiveServer(crawler, captures) if service == "wayback" else None,
            NewsFiles(crawler, captures) if service == "cc-news" else None,
        )

    async def process_request(self, request: Request) -> Response | None:
        if urlparse_cached(request).netloc.lower() in self.hosts:
            return None  # the archive's own
        if "browser" in request.meta:
            raise NotArchived
        # Where each capture is read, what a page leads to is that of its own time.
        near = request.meta.get(AS_OF) if self.captures.turns else None
        if self.server:
            capture = await self.server.find(request, near)
        else:
            capture = self.captures.find(request.url, request.method, request.body, near)
        if capture is None:
            raise NotArchived
        request.meta[CAPTURE] = capture
        return _response(request, capture)


def _response(request: Request, capture: Capture) -> Response:
    headers = Headers()
    for name, value in capture.headers:
        if (key := name.encode("latin-1", "replace")).lower() not in UNDONE:
            headers.appendlist(key, value.encode("latin-1", "replace"))
    body = capture.body or b""
    kind = responsetypes.from_args(headers=headers, url=request.url, body=body)
    return kind(request.url, status=capture.status, headers=headers, body=body, request=request)
