"""Why a request failed: in one word that can be counted, and in words for a reader."""

import logging
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import DownloadFailedError, IgnoreRequest
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from newscrawl.deadline import TooSlow
from newscrawl.net.logs import without_keys


class BrowserFailed(Exception):  # noqa: N818  (it describes a page, not a defect)
    """A page could not be rendered. The message says why; it is counted under `word`."""

    def __init__(self, message: str, word: str = "browser") -> None:
        super().__init__(message)
        self.word = word


class BrowserLost(BrowserFailed):
    """The browser died or never started while a page was in it: not always the page's fault."""


class NoAnswerError(DownloadFailedError):
    """A host cannot be talked to, for a reason that only its connection knows."""

    def __init__(self, word: str, message: str) -> None:
        super().__init__(message)
        self.word = word


class Silent(IgnoreRequest):
    """A request that is not made, as its host gave no answer before. The same word and message."""

    def __init__(self, word: str, message: str) -> None:
        super().__init__(message)
        self.word = word


class Unread(IgnoreRequest):
    """An answer that is not read, as a run died of it, or it took too long. Counted as `word`."""

    def __init__(self, word: str) -> None:
        super().__init__("a run ended while it was read, or that took too long")
        self.word = word


class NotArchived(IgnoreRequest):
    """A request whose answer is in none of the archives that a run reads."""

    word = "not_archived"

    def __init__(self) -> None:
        super().__init__("the archive has no answer to it")


class ArchiveFailed(IgnoreRequest):
    """An archive that does not say what it has, or does not give it. The message says why."""

    word = "archive_failed"


class Walled(IgnoreRequest):
    """A request whose answer is a bot wall."""

    word = "blocked"

    def __init__(self) -> None:
        super().__init__("a bot wall instead of an answer")


class WouldWrite(IgnoreRequest):
    """A request that is not made, as it would change something on a server."""

    word = "write"

    def __init__(self, url: str) -> None:
        super().__init__(f"it leads to {without_keys(url)}, which would change something there")


class WithLogin(IgnoreRequest):
    """A request that is not made, as its address holds a name and a password."""

    word = "login"

    def __init__(self, url: str) -> None:
        super().__init__(f"it leads to {without_keys(url)}: no crawl logs in")


class Unopened(IgnoreRequest):
    """A page that the browser does not open after all. The message says why."""


class Stopped(IgnoreRequest):
    """The run is ending, so the request is not fetched. The next run makes it again."""


NAMED = (
    ArchiveFailed,
    BrowserFailed,
    NoAnswerError,
    NotArchived,
    Silent,
    TooSlow,
    Unread,
    Walled,
    WithLogin,
    WouldWrite,
)
"""Those that say by themselves under which word they are counted."""
REASONS = {
    "timeout": {"TimeoutError", "DownloadTimeoutError", "TCPTimedOutError", "ResponseTimeout"},
    "dns": {"CannotResolveHostError", "DNSLookupError"},
    "refused": {"ConnectionRefusedError", "DownloadConnectionRefusedError"},
    "unreachable": {"ConnectError", "NoRouteError"},
    "proxy": {"TunnelError"},
    "cut_off": {"ResponseDataLossError", "ConnectionLost", "ResponseFailed", "DownloadFailedError"},
    "too_large": {"DownloadCancelledError", "CancelledError"},
}

IGNORED = {
    "forbidden_address": "forbidden_address",
    "budget": "budget",
    "back_off": "back_off",
    "robots": "robots",
    "max redirections": "redirects",
    "DOWNLOAD_MAXSIZE": "too_large",
}
"""Words in the message of a request dropped on purpose, and the word each is counted under."""


SAID = {
    "timeout": "{} gives no answer in time: some countries block sites by their name, so another "
    "network may reach it",
    "dns": "{} has no address (DNS): is the name right, and this machine online?",
    "refused": "{} refuses the connection: is the server up, and the port right?",
    "unreachable": "no way leads to {}: is this machine online?",
    "cut_off": "{} breaks the connection off: is it up? Some countries block sites by their name",
}
"""What a host that gives no answer does, after the word it is counted under."""
SILENT = frozenset({*SAID, "certificate", "tls", "proxy"})
"""Reasons that say nothing about a page: its host gave no answer."""


def reason_of(failure: Failure) -> str:
    """Return one word for why a request failed: `http_404`, `robots`, `timeout`, `dns`."""
    assert failure.value  # noqa: S101  (always, outside Twisted's own tests)
    return word_of(failure.value)


def silence_of(error: BaseException, url: str) -> tuple[str, str] | None:
    """Return why the host of a URL gave no answer, in one word and in a sentence; else None."""
    word = word_of(error)
    if word not in SILENT:
        return None
    if isinstance(error, NoAnswerError | Silent):
        return word, str(error)
    return word, SAID[word].format(urlsplit(url).netloc)


def word_of(error: BaseException) -> str:
    """Return one word for an error that ended a request."""
    if isinstance(error, HttpError):
        return f"http_{error.response.status}"
    if isinstance(error, NAMED):
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


def answer_of(failure: Failure) -> Response | None:
    """Return the answer that was no success; None if a request failed without one."""
    error = failure.value
    return error.response if isinstance(error, HttpError) else None


def detail_of(failure: Failure) -> str:
    """Return why a request failed in a few words, if more is known than `reason_of` tells."""
    error = failure.value
    said = isinstance(error, NAMED) and not isinstance(error, NoAnswerError | Silent)
    return str(error) if said else reason_of(failure)


def request_of(failure: Failure) -> Request:
    """Return the request that failed, which Scrapy attaches to the failure."""
    request: Request = failure.request  # type: ignore[attr-defined]
    return request
