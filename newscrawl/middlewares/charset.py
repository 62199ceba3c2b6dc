"""Pages that declare a charset which is none: Scrapy's own middlewares would raise on them."""

from scrapy import Request, Spider
from scrapy.http import Response, TextResponse

from newscrawl.page import decodable


class Charset:
    """Stands before what reads a page's text: Scrapy looks there for a redirect."""

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Response:
        return decodable(response) if isinstance(response, TextResponse) else response
