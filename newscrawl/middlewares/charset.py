"""Pages that declare an unknown charset: Scrapy's own middlewares would raise on them."""

from scrapy import Request, Spider
from scrapy.http import Response, TextResponse

from newscrawl.page import is_charset


class Charset:
    """Stands before what reads a page's text: Scrapy looks there for a redirect."""

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Response:
        if not isinstance(response, TextResponse):
            return response
        declared = getattr(response, "_declared_encoding", lambda: None)() or "utf-8"
        return response if is_charset(declared) else response.replace(encoding="utf-8")
