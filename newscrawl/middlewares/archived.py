"""Answers from an archive: a crawl of one asks the site for nothing, not even for a robots.txt."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from http import HTTPStatus
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Headers, HtmlResponse, Response
from scrapy.responsetypes import responsetypes
from scrapy.robotstxt import ProtegoRobotParser
from scrapy.utils.httpobj import urlparse_cached

from newscrawl.archive.capture import AS_OF, CAPTURE, UNDRAWN, Capture
from newscrawl.archive.captures import Captures
from newscrawl.archive.files import CC_NEWS, WAYBACK
from newscrawl.middlewares.archive_server import ArchiveServer
from newscrawl.middlewares.drawn import Drawn
from newscrawl.middlewares.news_files import NewsFiles
from newscrawl.net.failures import NotArchived, Unopened

UNDONE = frozenset({b"content-encoding", b"transfer-encoding", b"content-length"})


class Archived:
    """Stands before everything that asks, or keeps from asking, a server."""

    def __init__(  # noqa: PLR0913 - from_crawler alone makes one
        self,
        captures: Captures,
        hosts: frozenset[str],
        server: ArchiveServer | None,
        files: NewsFiles | None,
        agent: str,
        *,
        is_again: bool,
    ) -> None:
        self.captures, self.hosts = captures, hosts
        self.server, self.files, self.agent = server, files, agent
        self.drawn = Drawn(server) if server else None
        self.is_again = is_again
        self.rules = dict[str, ProtegoRobotParser]()
        """What robots.txt of each host said when the archive was filled, by its address."""

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
            ArchiveServer(crawler, captures) if service == WAYBACK else None,
            NewsFiles(crawler, captures) if service == CC_NEWS else None,
            crawler.settings.get("ROBOTSTXT_USER_AGENT") or crawler.settings["USER_AGENT"],
            is_again=spider.arguments.is_again,
        )

    async def process_request(self, request: Request) -> Response | None:
        if urlparse_cached(request).netloc.lower() in self.hosts:
            return None  # the archive's own
        # Where each capture is read, what a page leads to is that of its own time.
        near = request.meta.get(AS_OF) if self.captures.turns else None
        if "browser" in request.meta:
            return await self._rendered(request, near)
        if self.server:
            capture = await self.server.find(request, near)
        else:
            capture = self.captures.find(request.url, request.method, request.body, near)
        if capture is None:
            self._check(request)
            raise NotArchived
        request.meta[CAPTURE] = capture
        return _response(request, capture)

    async def _rendered(self, request: Request, near: datetime | None) -> Response:
        """Return a page as the browser of the run that kept it drew it. Raises IgnoreRequest."""
        ask = request.meta["browser"]
        if self.drawn:
            found = await self.drawn.find(request.url, ask["engine"], near)
            request.meta[CAPTURE], request.meta["rendering"] = found
            return HtmlResponse(found[1]["url"], request=request)
        told = self.captures.rendering(request.url, ask["engine"], near)
        seen: dict[str, Any] = json.loads(told.body) if told and told.body else {}
        document = self.captures.at(seen.get("document", ""))
        if document is None:
            # Our own run left it closed; whoever filled another archive may not have known of it.
            if self.is_again and ask["closed"]:
                raise Unopened(UNDRAWN)
            raise NotArchived
        request.meta[CAPTURE] = document
        request.meta["rendering"] = {
            **seen,
            "html": (document.body or b"").decode("utf-8", "replace"),
            "answers": [*self._fetched(seen["answers"])],
        }
        return HtmlResponse(seen["url"], request=request)

    def _check(self, request: Request) -> None:
        """Raise IgnoreRequest if whoever filled the archive was not allowed to ask, either."""
        parts = urlparse_cached(request)
        url = f"{parts.scheme}://{parts.netloc}/robots.txt"
        if self.server or request.url == url:
            return
        if url not in self.rules:
            found = self.captures.find(url)
            rules = found.body if found and found.status == HTTPStatus.OK and found.body else b""
            self.rules[url] = ProtegoRobotParser(rules, None)
        if not self.rules[url].allowed(request.url, self.agent):
            raise IgnoreRequest("Forbidden by robots.txt")

    def _fetched(self, answers: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Yield what the page fetched, as `browser.thread.open_thread` gives it."""
        for one in answers:
            if capture := self.captures.at(one.pop("record")):
                body = (capture.body or b"").decode("utf-8", "replace")
                yield {**one, "url": capture.url, "status": capture.status, "body": body}


def _response(request: Request, capture: Capture) -> Response:
    headers = Headers()
    for name, value in capture.headers:
        if (key := name.encode("latin-1", "replace")).lower() not in UNDONE:
            headers.appendlist(key, value.encode("latin-1", "replace"))
    body = capture.body or b""
    kind = responsetypes.from_args(headers=headers, url=request.url, body=body)
    return kind(request.url, status=capture.status, headers=headers, body=body, request=request)
