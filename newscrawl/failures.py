"""Why a request failed, in one word that can be counted."""

import logging

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

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

IGNORED = ("budget", "back_off", "unreachable", "robots")


def reason_of(failure: Failure) -> str:
    """Return one word for why a request failed: `http_404`, `robots`, `timeout`, `unreachable`."""
    error = failure.value
    if isinstance(error, HttpError):
        return f"http_{error.response.status}"
    if isinstance(error, IgnoreRequest):
        text = str(error)
        return next((word for word in IGNORED if word in text), "ignored")
    name = type(error).__name__
    for word, names in REASONS.items():
        if name in names:
            return word
    logging.getLogger(__name__).debug("unnamed failure: %r", error)
    return "error"


def request_of(failure: Failure) -> Request:
    """Return the request that failed; Scrapy hangs it on the failure."""
    request: Request = failure.request  # type: ignore[attr-defined]
    return request
