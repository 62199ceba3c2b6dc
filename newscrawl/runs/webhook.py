"""Alarms sent to the user's address: one POST of JSON."""

import json
import logging
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from newscrawl.items import Row

logger = logging.getLogger(__name__)

SECONDS = 10.0


def send(address: str, row: Row) -> bool:
    """POST a run's line with the alarms it raised; return whether that was accepted.

    A webhook that fails is logged, without its address, which may hold a key.
    """
    raised = [alarm for alarm in row["alarms"] if alarm["raised"]]
    text = f"{row['site']}: " + ". ".join(alarm["message"] for alarm in raised)
    body = json.dumps({"text": text, "alarms": raised, "run": row}, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "newscrawl"}
    try:
        with urlopen(Request(address, body, headers), timeout=SECONDS):  # noqa: S310
            return True
    except (OSError, URLError, ValueError) as problem:
        host = urlsplit(address).hostname
        logger.warning("the webhook at %s did not accept an alarm: %s", host, problem)
        return False


def is_address(text: str) -> bool:
    """Return whether a text is an address to which something can be posted.

    >>> is_address("https://hooks.example/T0/x"), is_address("hooks.example")
    (True, False)
    """
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
