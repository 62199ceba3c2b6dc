"""Pages that move on or reload themselves, by `<meta http-equiv="refresh">` or by a header.

They are read, not followed in circles.
"""

from html import escape
from urllib.parse import urldefrag

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware
from scrapy.http import HtmlResponse, Response


class Refresh(MetaRefreshMiddleware):
    """Follows a refresh to another page after less than METAREFRESH_MAXDELAY seconds."""

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        answer = super().process_response(request, _by_header(response))
        if isinstance(answer, Request) and urldefrag(answer.url)[0] != urldefrag(response.url)[0]:
            return answer
        return response


def _by_header(response: Response) -> Response:
    """Return a page that says the same in its head, if there is such a header: it comes first."""
    header = (response.headers.get("Refresh") or b"").decode("latin-1")
    if not header or not isinstance(response, HtmlResponse):
        return response
    head = f'<meta http-equiv="refresh" content="{escape(header)}">'
    return response.replace(body=head.encode("utf-8"), encoding="utf-8")
