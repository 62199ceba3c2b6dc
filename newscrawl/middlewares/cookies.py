"""Cookies that a redirect sets: its target gets them back, and then they are forgotten.

Some servers redirect an address to itself until their cookie returns.
"""

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.http.cookies import CookieJar

JAR = "redirect_cookies"


class RedirectCookies:
    """Stands where Scrapy's cookies stand, which would last for the whole run."""

    def process_request(self, request: Request, spider: Spider | None = None) -> None:
        jar: CookieJar | None = request.meta.get(JAR)
        if jar is not None:
            request.headers.pop("Cookie", None)
            jar.add_cookie_header(request)

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Response:
        if 300 <= response.status < 400 and response.headers.get("Set-Cookie"):
            # The redirected request inherits `meta`, and with it the jar.
            request.meta.setdefault(JAR, CookieJar()).extract_cookies(response, request)
        return response
