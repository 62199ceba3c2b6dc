"""Answers from an archive: a crawl of one asks nobody, not even for a robots.txt."""

from typing import TYPE_CHECKING, Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from newscrawl.archive.capture import AS_OF, CAPTURE, Capture
from newscrawl.net.failures import NotArchived

if TYPE_CHECKING:  # it is an extra
    from newscrawl.archive.captures import Captures

UNDONE = frozenset({b"content-encoding", b"transfer-encoding", b"content-length"})


class Archived:
    """Stands before everything that asks, or keeps from asking, a server."""

    def __init__(self, captures: "Captures") -> None:
        self.captures = captures

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        spider: Any = crawler.spider
        captures = getattr(spider, "captures", None)
        if captures is None:
            raise NotConfigured
        return cls(captures)

    def process_request(self, request: Request) -> Response:
        # Where each capture is read, what a page leads to is that of its own time.
        near = request.meta.get(AS_OF) if self.captures.turns else None
        capture = self.captures.find(request.url, request.method, request.body, near)
        if capture is None or "browser" in request.meta:
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
