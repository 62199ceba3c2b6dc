"""Conditional requests (RFC 9110, 13.1): a page that did not change is not sent again. Pure."""

from typing import Any

from scrapy.http import Response


def conditions(etag: str | None, last_modified: str | None) -> dict[str, Any]:
    """Return the arguments that make a request conditional; none without validators."""
    headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    # Scrapy would send non-ASCII characters as UTF-8, not as the server gave them.
    given = {name: value.encode("latin-1") for name, value in headers.items() if value}
    return {"headers": given, "meta": {"handle_httpstatus_list": [304]}} if given else {}


def validators(response: Response) -> dict[str, Any]:
    """Return the validators that a server gives, to ask it later whether something changed."""
    names = {"etag": "ETag", "last_modified": "Last-Modified"}
    given = {key: response.headers.get(name) for key, name in names.items()}
    return {key: value.decode("latin-1") if value else None for key, value in given.items()}
