"""Pages that reload themselves (`<meta http-equiv="refresh">`): read, not followed in circles."""

from urllib.parse import urldefrag

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware
from scrapy.http import Response


class Refresh(MetaRefreshMiddleware):
    """Follows a refresh to another page after less than METAREFRESH_MAXDELAY seconds."""

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        answer = super().process_response(request, response)
        if isinstance(answer, Request) and urldefrag(answer.url)[0] == urldefrag(response.url)[0]:
            return response
        return answer
