"""The user's own proxies, from `http_proxy` and `https_proxy`: they may be at any address."""

from base64 import b64encode
from typing import NamedTuple
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies

from newscrawl.net.addresses import PORTS, target


class Upstream(NamedTuple):
    """A proxy between this machine and the net."""

    host: str
    port: int
    headers: list[bytes]
    """The header that tells it who is asking."""


def upstream_of(url: str) -> Upstream:
    """Return the proxy a variable such as `https_proxy` names. Raises ValueError."""
    parts = urlsplit(url if "://" in url else f"http://{url}")
    who = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}"
    asked = b"Proxy-Authorization: Basic " + b64encode(who.encode())
    return Upstream(*target(parts.geturl()), [asked] if parts.username else [])


def upstreams() -> dict[str, Upstream]:
    """Return the environment's proxies by the scheme each serves."""
    given = {scheme: url for scheme, url in getproxies().items() if scheme in PORTS}
    return {scheme: upstream_of(url) for scheme, url in given.items()}
