"""A fleet's digest by mail, chat or push: the services that Apprise knows (an extra).

https://github.com/caronc/apprise/wiki lists their addresses.
"""

import logging
from collections.abc import Sequence
from typing import Any

from newscrawl.runs.exits import Refused

logger = logging.getLogger(__name__)

INSTALL = "pip install 'newscrawl[notify]'"


def check(addresses: Sequence[str]) -> None:
    """Raise Refused, with one line, if something cannot be told there. Nothing is sent."""
    if addresses:
        _apprise(addresses)


def tell(addresses: Sequence[str], title: str, text: str) -> bool:
    """Send a text to all addresses; return whether all of them took it.

    What fails is logged without its address, which may hold a password.
    """
    taken = bool(_apprise(addresses).notify(body=text, title=title, body_format="text"))
    if not taken:
        logger.warning("not all of the %d NOTIFY_URLS took the digest", len(addresses))
    return taken


def _apprise(addresses: Sequence[str]) -> Any:
    try:
        from apprise import Apprise  # noqa: PLC0415 - an extra
    except ImportError:
        raise Refused(f"NOTIFY_URLS needs Apprise: `{INSTALL}`") from None
    logging.getLogger("apprise").setLevel(logging.CRITICAL)  # it repeats addresses
    found = Apprise()
    for number, address in enumerate(addresses, 1):
        if not found.add(address):
            scheme = address.partition(":")[0] if ":" in address else ""
            raise Refused(
                f"NOTIFY_URLS: Apprise does not know address {number}"
                f"{f' ({scheme}://...)' if scheme.isalnum() else ''}: "
                "https://github.com/caronc/apprise/wiki lists the forms"
            )
    return found
