"""The gate of a crawl: every connection, plain or the browser's, must be allowed here.

The address checked is the address connected to, so neither a redirect nor a second DNS answer
(rebinding) gets past it.
"""

import asyncio
import socket
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit
from urllib.request import proxy_bypass

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.http import Response
from twisted.internet.interfaces import (
    IAddress,
    IHostnameResolver,
    IHostResolution,
    IResolutionReceiver,
)
from zope.interface import implementer  # type: ignore[import-untyped]

from newscrawl.net.addresses import (
    NOTHING,
    Allowed,
    forbidden,
    forbidden_url,
    is_loopback,
    plain,
    target,
)
from newscrawl.net.failures import Stopped
from newscrawl.net.term import is_over
from newscrawl.net.upstream import Upstream, upstreams

ARCHIVES = ("ARCHIVE_CDX", "ARCHIVE_REPLAY", "ARCHIVE_CC", "ARCHIVE_CC_INDEX", "ARCHIVE_GDELT")
"""Settings that name servers of archives, one's own perhaps."""
REASON = "forbidden_address"
CLOSED: Mapping[str, Any] = {"service_workers": "block", "accept_downloads": False}
"""Options of a browser context. Permissions are refused unless granted, and none is granted."""

Download = Callable[[Request], Awaitable[Response]]


class Forbidden(IgnoreRequest):
    """A request to an address that no crawl may open. Not retried."""


class Gate:
    """What one crawl may open, and what it refused. Answers are remembered by host and port."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self.refused: dict[tuple[str, int], str] = {}
        """Each refused host and port, with the reason in one word."""
        self._read: Counter[str] = Counter()

    def let_through(self, method: str, url: str) -> None:
        """Note that a page's filter, which sees the body of a request, let it through once."""
        self._read[_call(method, url)] += 1

    def was_let_through(self, method: str, url: str) -> bool:
        """Return whether it was, once for each time; `url` may lack the port."""
        call = _call(method, url)
        if not self._read[call]:
            return False
        self._read[call] -= 1
        return True

    @cached_property
    def allowed(self) -> Allowed:
        """The loopback servers that the user named, and those of LOCAL_ADDRESSES."""
        arguments = getattr(self._crawler.spider, "arguments", None)
        if arguments is None:
            return NOTHING
        settings = self._crawler.settings
        archives = [settings.get(name, "") for name in ARCHIVES]
        return named_by((*arguments.addresses, *archives), settings.getlist("LOCAL_ADDRESSES"))

    @cached_property
    def inside(self) -> bool:
        """True for a crawl of this machine: its browser reaches nothing else."""
        site = getattr(self._crawler.spider, "site", None)
        return bool(site and is_loopback(site.base_url))

    def refusal(self, host: str, port: int, answers: Sequence[str] = ()) -> str | None:
        """Return why a host, or one of the addresses it resolved to, may not be opened."""
        host = plain(host)
        if (host, port) in self.allowed:
            return None
        words = (forbidden(one, port) for one in (host, *answers))
        why = next((word for word in words if word), None)
        if why:
            self.refused[host, port] = why
        return why

    @cached_property
    def proxies(self) -> dict[str, Upstream]:
        """The environment's proxies by scheme."""
        return upstreams()

    def upstream(self, scheme: str, host: str) -> Upstream | None:
        """Return the proxy a plain request to this host would use, if any."""
        return None if proxy_bypass(host) else self.proxies.get(scheme)

    def is_proxy(self, host: str, port: int) -> bool:
        return any((plain(host), port) == one[:2] for one in self.proxies.values())

    def count(self, word: str) -> None:
        assert self._crawler.stats  # noqa: S101
        self._crawler.stats.inc_value(f"browser/aborted/{word}")

    def check(self, url: str) -> None:
        """Raise Forbidden for a URL whose host was refused, or is a forbidden address itself."""
        why = forbidden_url(url, self.allowed)
        if not why:
            why = self.refused.get(target(url)) or ("proxy" if self.is_proxy(*target(url)) else "")
        if why:
            raise Forbidden(f"{REASON}: {why}")

    def forbids(self, url: str) -> str | None:
        """Return why the browser may not request a URL, as far as its text tells."""
        inert = url.startswith(("data:", "blob:", "about:"))  # never leave the machine
        return REASON if not inert and forbidden_url(url, self.allowed) else None

    async def plainly(self, request: Request, download: Download) -> Response:
        """Fetch over HTTP. Raises Forbidden where the resolver could only say "no such host"."""
        if is_over(self._crawler.spider):
            raise Stopped("the lease of the scope is over")
        self.guard()
        self.check(request.url)
        try:
            return await download(request)
        except CannotResolveHostError:
            self.check(request.url)
            raise

    async def resolve(
        self, host: str, port: int, *, elsewhere: bool = False
    ) -> tuple[list[str], str | None]:
        """Return the addresses to connect to, or none and why. Raises OSError if none resolve.

        `elsewhere`: the user's proxy resolves the name, so only the name itself is judged.
        """
        if is_over(self._crawler.spider):
            return [], "over"
        if self.inside and (host, port) not in self.allowed:
            return [], self.refusal(host, port) or "outside"
        if (why := self.refusal(host, port)) or elsewhere:
            return [], why
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        answers = list(dict.fromkeys(str(one[4][0]) for one in found))
        why = self.refusal(host, port, answers)
        return ([], why) if why else (answers, None)

    def guard(self) -> None:
        """Put the gate in front of the reactor's resolver, which every plain connection uses."""
        from twisted.internet import reactor  # noqa: PLC0415  (importing it installs a reactor)

        resolver: Any = reactor.nameResolver
        if getattr(resolver, "gate", None) is not self:
            resolver = getattr(resolver, "inner", resolver)
            reactor.installNameResolver(Resolver(self, resolver))


def named_by(urls: Iterable[str], further: Iterable[str]) -> Allowed:
    """Return host and port of the loopback servers among URLs, and in `further` (host:port)."""
    found = {target(url) for url in urls if url and is_loopback(url)}
    more = {target(f"http://{one}") for one in further if is_loopback(f"http://{one}")}
    return frozenset(found | more)


@implementer(IHostnameResolver)
class Resolver:
    """Resolves names and literal addresses for Twisted; a forbidden host gets no address."""

    def __init__(self, gate: Gate, inner: Any) -> None:
        self.gate = gate
        self.inner = inner

    def resolveHostName(  # noqa: N802  (Twisted's names)
        self,
        receiver: Any,
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Any = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> Any:
        checked = Checked(self.gate, receiver, hostName, portNumber)
        return self.inner.resolveHostName(
            checked, hostName, portNumber, addressTypes, transportSemantics
        )


@implementer(IResolutionReceiver)
class Checked:
    """Passes on a name's addresses if all of them may be opened, otherwise none."""

    def __init__(self, gate: Gate, receiver: Any, host: str, port: int) -> None:
        self.gate, self.receiver, self.host, self.port = gate, receiver, host, port
        self.found: list[IAddress] = []

    def resolutionBegan(self, resolution: IHostResolution) -> None:  # noqa: N802
        self.receiver.resolutionBegan(resolution)

    def addressResolved(self, address: IAddress) -> None:  # noqa: N802
        self.found.append(address)

    def resolutionComplete(self) -> None:  # noqa: N802
        answers = [str(getattr(one, "host", "")) for one in self.found]
        trusted = self.gate.is_proxy(self.host, self.port)
        if trusted or not self.gate.refusal(self.host, self.port, answers):
            for address in self.found:
                self.receiver.addressResolved(address)
        self.receiver.resolutionComplete()


def _call(method: str, url: str) -> str:
    parts = urlsplit(url)
    return f"{method} {parts.hostname}{parts.path}?{parts.query}"
