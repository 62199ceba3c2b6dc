"""Pages that move on or reload themselves, by `<meta http-equiv="refresh">` or by a header.

What holds a text or comments is read, not left; nothing is followed in circles.
"""

from html import escape
from typing import Self
from urllib.parse import urldefrag

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware
from scrapy.http import HtmlResponse, Response
from scrapy.utils.response import get_meta_refresh

from newscrawl.extract.article import THIN
from newscrawl.extract.containers import comment_containers
from newscrawl.middlewares.writes import NoWrites
from newscrawl.page import Page


class Refresh(MetaRefreshMiddleware):
    """Follows a refresh to another page: at once, or from a page that only says that it moves on.

    That says so for less than METAREFRESH_MAXDELAY seconds. Where it leads to what would write,
    the page itself is read.
    """

    writes: NoWrites

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        made = super().from_crawler(crawler)
        made.writes = NoWrites.from_crawler(crawler)
        return made

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        if "browser" in request.meta:
            return response  # it was drawn and read, and has stayed where it was
        told = _by_header(response)
        try:
            answer = super().process_response(request, told)
        except ValueError:
            return response  # what is named is no address
        if not (isinstance(answer, Request) and isinstance(told, HtmlResponse)):
            return response
        if urldefrag(answer.url)[0] == urldefrag(response.url)[0]:
            return response
        waits = (get_meta_refresh(told)[0] or 0) >= 1
        stays = (waits and _is_to_be_read(Page.of(response))) or self.writes.refuses(answer)
        return response if stays else answer


def _is_to_be_read(page: Page) -> bool:
    said = sum(len(one.text_content().strip()) for one in page.root.iter("p"))
    return said >= THIN or bool(page.once(comment_containers))


def _by_header(response: Response) -> Response:
    """Return a page that says the same in its head, if there is such a header: it comes first."""
    header = (response.headers.get("Refresh") or b"").decode("latin-1")
    if not header or not isinstance(response, HtmlResponse):
        return response
    head = f'<meta http-equiv="refresh" content="{escape(header)}">'
    return response.replace(body=head.encode("utf-8"), encoding="utf-8")
