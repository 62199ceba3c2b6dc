"""Alarms sent to the user's address: one POST of JSON."""

import json
import logging
import re
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from newscrawl.items import Row

logger = logging.getLogger(__name__)

SECONDS = 10.0
UNSAFE = re.compile(r"[\s\x00-\x1f\x7f@]")
"""Not in an address: the library complains of such, and prints all of it."""


class _Straight(HTTPRedirectHandler):
    """Follows no redirect: it would be asked by GET, without the alarm, and perhaps elsewhere."""

    def redirect_request(self, *_: Any) -> None:
        return None


def send(address: str, row: Row) -> bool:
    """POST a run's line with the alarms it raised; return whether that was accepted."""
    raised = [alarm for alarm in row["alarms"] if alarm["raised"]]
    text = f"{row['site']}: " + ". ".join(alarm["message"] for alarm in raised)
    return post(address, {"text": text, "alarms": raised, "run": row})


def post(address: str, told: Mapping[str, Any]) -> bool:
    """POST something as JSON; return whether that was accepted.

    A webhook that fails is logged, without its address, which may hold a key.
    """
    body = json.dumps(told, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "newscrawl"}
    try:
        asked = Request(address, body, headers)  # noqa: S310
        with build_opener(_Straight).open(asked, timeout=SECONDS):
            return True
    except (OSError, HTTPException, ValueError) as problem:
        host = urlsplit(address).hostname
        logger.warning("the webhook at %s did not accept an alarm: %s", host, _why(problem))
        return False


def _why(problem: Exception) -> str:
    """Return what went wrong, without any address."""
    if isinstance(problem, HTTPError):
        moved = ", a redirect, which is not followed" if 300 <= problem.code < 400 else ""
        return f"HTTP {problem.code}{moved}"
    reason = problem.reason if isinstance(problem, URLError) else problem
    told = getattr(reason, "strerror", None)
    return str(told or type(reason).__name__)


def is_address(text: str) -> bool:
    """Return whether a text is an address to which something can be posted.

    >>> is_address("https://hooks.example/T0/x"), is_address("hooks.example")
    (True, False)
    """
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not UNSAFE.search(text)
