"""Why a request failed, in one word that can be counted."""

import logging

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure


class BrowserFailed(Exception):  # noqa: N818  (it describes a page, not a defect)
    """A page could not be rendered. The message says why; it is counted under `word`."""

    def __init__(self, message: str, word: str = "browser") -> None:
        super().__init__(message)
        self.word = word


class BrowserLost(BrowserFailed):
    """The browser died or never started while a page was in it: not always the page's fault."""


class Stopped(IgnoreRequest):
    """The run is ending, so the request is not fetched. The next run makes it again."""


REASONS = {
    "timeout": {"TimeoutError", "DownloadTimeoutError", "TCPTimedOutError", "ResponseTimeout"},
    "unreachable": {
        "ConnectionRefusedError",
        "DownloadConnectionRefusedError",
        "CannotResolveHostError",
        "DNSLookupError",
        "ConnectError",
        "NoRouteError",
    },
    "cut_off": {"ResponseDataLossError", "ConnectionLost", "ResponseFailed", "DownloadFailedError"},
    "too_large": {"DownloadCancelledError", "CancelledError"},
}

IGNORED = {
    "forbidden_address": "forbidden_address",
    "budget": "budget",
    "back_off": "back_off",
    "unreachable": "unreachable",
    "robots": "robots",
    "max redirections": "redirects",
    "DOWNLOAD_MAXSIZE": "too_large",
}
"""Words in the message of a request dropped on purpose, and the word each is counted under."""


def reason_of(failure: Failure) -> str:
    """Return one word for why a request failed: `http_404`, `robots`, `timeout`, `unreachable`."""
    error = failure.value
    if isinstance(error, HttpError):
        return f"http_{error.response.status}"
    if isinstance(error, BrowserFailed):
        return error.word
    if isinstance(error, Stopped):
        return "stopped"
    if isinstance(error, IgnoreRequest):
        text = str(error)
        return next((word for words, word in IGNORED.items() if words in text), "ignored")
    name = type(error).__name__
    for word, names in REASONS.items():
        if name in names:
            return word
    logging.getLogger(__name__).debug("unnamed failure: %r", error)
    return "error"


def detail_of(failure: Failure) -> str:
    """Return why a request failed in a few words, if more is known than `reason_of` tells."""
    error = failure.value
    return str(error) if isinstance(error, BrowserFailed) else reason_of(failure)


def request_of(failure: Failure) -> Request:
    """Return the request that failed, which Scrapy attaches to the failure."""
    request: Request = failure.request  # type: ignore[attr-defined]
    return request
