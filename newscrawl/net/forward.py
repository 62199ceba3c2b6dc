"""The browser's only way out: a forward proxy inside the crawl, behind the crawl's gate.

Redirect hops, frames, workers, websockets and beacons all pass here; a request filter inside the
browser does not see them all. It asks for a name and a password, which each context of this run's
browsers has of its own, until that context closes.
"""

import asyncio
import hmac
import re
import secrets
from base64 import b64encode
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import urlsplit, urlunsplit

from newscrawl.net.addresses import plain, target
from newscrawl.net.gate import REASON, Gate
from newscrawl.net.tls import first_record, offers_pages
from newscrawl.net.upstream import Upstream

HEAD_BYTES = 128 * 2**10
"""Request or status line and headers; Chromium's own limit for an answer is 256 KiB."""
BODY_BYTES = 32 * 2**20
"""Bytes of one plain answer on the wire; a longer one is cut. Tunnels are not cut."""
CONNECT_SECONDS = 15
HEAD_SECONDS = 60
HOP = re.compile(rb"^(?:proxy-[\w-]+|connection|keep-alive)$", re.IGNORECASE)
STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})(?: |\r)")
LENGTH = re.compile(rb"^content-length:\s*(\d{1,15})\s*$", re.IGNORECASE | re.MULTILINE)
# An empty answer keeps a page where it is, and gives a script nothing to read.
REFUSED = b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"
NO_TUNNEL = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
TUNNEL = b"HTTP/1.1 200 Connected\r\n\r\n"
WHO = (
    b'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="newscrawl"\r\n'
    b"Content-Length: 0\r\nConnection: close\r\n\r\n"
)
AUTHORIZATION = re.compile(
    rb"^proxy-authorization:[ \t]*basic[ \t]+(\S+)[ \t]*\r$", re.IGNORECASE | re.MULTILINE
)
SPECULATIVE = re.compile(rb"^(?:sec-)?purpose:.*\bprefetch\b", re.IGNORECASE | re.MULTILINE)
USER = "newscrawl"

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Call(NamedTuple):
    """What the browser requests from its proxy."""

    method: str
    host: str
    port: int
    path: str
    headers: list[bytes]


@dataclass(eq=False)
class Way:
    """The way out of one context of a browser, until it is shut."""

    port: int
    password: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    is_shut: bool = False
    used: set[asyncio.Task[None]] = field(default_factory=set)
    """What passes here at the moment."""

    @property
    def options(self) -> dict[str, Any]:
        """The options of a context that select it, as Playwright takes them."""
        server = f"http://127.0.0.1:{self.port}"
        return {"server": server, "username": USER, "password": self.password}

    @property
    def token(self) -> bytes:
        """What a browser sends to show that it has the password (RFC 7617)."""
        return b64encode(f"{USER}:{self.password}".encode())

    def shut(self) -> None:
        """Let nothing out any more: what a page asks for while it closes, its filter never sees."""
        self.is_shut = True
        for task in self.used:
            task.cancel()


class Forward:
    """Listens on a loopback port of its own from the first page to the end of the crawl."""

    def __init__(
        self, gate: Gate, refuses: Callable[[str, str], bool] = lambda _method, _url: False
    ) -> None:
        self.gate, self.refuses = gate, refuses
        """`refuses` is called for every plain request: page filters do not see redirect hops."""
        self.ways: list[Way] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._starting = asyncio.Lock()
        self._server: asyncio.Server | None = None

    async def way(self) -> Way:
        """Return a new way out, and start listening."""
        async with self._starting:
            if self._server is None:
                self._server = await asyncio.start_server(
                    self._accepted, "127.0.0.1", 0, limit=HEAD_BYTES
                )
        way = Way(self._server.sockets[0].getsockname()[1])
        self.ways = [one for one in self.ways if not one.is_shut] + [way]
        return way

    async def close(self) -> None:
        if self._server:
            self._server.close()
            self._server = None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task  # noqa: S101
        self._tasks.add(task)
        try:
            # No need to report a broken connection: the browser sees it closed and says so.
            with suppress(OSError, EOFError, ValueError, TimeoutError, asyncio.LimitOverrunError):
                await self._admit((reader, writer), task)
        except asyncio.CancelledError:
            pass  # the crawl or the context ends; asyncio's server would print the cancelled task
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _admit(self, browser: Streams, task: asyncio.Task[None]) -> None:
        async with asyncio.timeout(HEAD_SECONDS):
            head = await browser[0].readuntil(b"\r\n\r\n")
        call = read_call(head)
        way = self._way_of(head)
        if not way:
            await _refuse(browser, WHO)
            return
        way.used.add(task)
        try:
            await self._serve(browser, call, head)
        finally:
            way.used.discard(task)

    async def _serve(self, browser: Streams, call: Call, head: bytes) -> None:
        tunnel = call.method == "CONNECT"
        upstream = self.gate.upstream("https" if tunnel else "http", call.host)
        async with asyncio.timeout(CONNECT_SECONDS):
            addresses, why = await self.gate.resolve(
                call.host, call.port, elsewhere=upstream is not None
            )
        why = why and (why if why == "outside" else REASON)
        if why := why or (None if tunnel else self._barred(call, head)):
            self.gate.count(why)
            await _refuse(browser, NO_TUNNEL if tunnel else REFUSED)
            return
        first = b""
        if tunnel:
            browser[1].write(TUNNEL)
            # Before the server is connected to: what is refused does not even knock.
            async with asyncio.timeout(HEAD_SECONDS):
                first = await first_record(browser[0])
            if not offers_pages(first):
                self.gate.count("websocket")
                return
        async with asyncio.timeout(CONNECT_SECONDS):
            if upstream:
                server, call = await through(upstream, call)
            else:
                server = await connect(addresses, call.port)
        try:
            await (_tunnel(first, browser, server) if tunnel else _exchange(call, browser, server))
        finally:
            server[1].close()

    def _way_of(self, head: bytes) -> Way | None:
        """Return by whose way a request comes; None if by none that is open, or another user's."""
        given = AUTHORIZATION.search(head)
        who = given[1] if given else b""
        mine = (one for one in self.ways if hmac.compare_digest(who, one.token))
        way = next(mine, None)
        return way if way and not way.is_shut else None

    def _barred(self, call: Call, head: bytes) -> str | None:
        """Return why a request outside a tunnel is refused, if no page's filter has seen it."""
        if SPECULATIVE.search(head):
            return "speculative"
        return "write" if self._writes(call.method, f"http://{call.host}{call.path}") else None

    def _writes(self, method: str, url: str) -> bool:
        # A page's filter knows more: a request's body, and whether it is for the page itself.
        return not self.gate.was_let_through(method, url) and self.refuses(method, url)


ARGUMENTS = (
    "--proxy-bypass-list=<-loopback>",
    # A second lock: a request that avoids the proxy cannot resolve any host.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    # WebRTC would send UDP past the proxy. Two programs name the same switch differently.
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    # A shared worker belongs to no page, so no page's filter sees what it writes.
    "--disable-shared-workers",
)
"""Options of a browser that leave it no other way out than the proxy."""


async def _refuse(browser: Streams, answer: bytes) -> None:
    browser[1].write(answer)
    await browser[1].drain()


def read_call(head: bytes) -> Call:
    """Return what a request's head requests. Raises ValueError if it is not a proxy request."""
    line, *headers = head.rstrip(b"\r\n").split(b"\r\n")
    method, where, _ = line.decode("ascii").split(" ")
    kept = [one for one in headers if not HOP.match(one.partition(b":")[0].strip())]
    if method == "CONNECT":
        host, _, port = where.rpartition(":")
        return Call(method, plain(host), int(port), "", kept)
    if not where.startswith("http://"):
        raise ValueError("without a tunnel a proxy takes only http")
    host, number = target(where)
    parts = urlsplit(where)
    path = urlunsplit(("", "", "", parts.query, ""))
    return Call(method, host, number, (parts.path or "/") + path, kept)


def read_status(head: bytes) -> int:
    """Return the status in the head of an answer. Raises ValueError if there is none."""
    if not (found := STATUS.match(head)):
        raise ValueError("not an HTTP/1 answer")
    return int(found[1])


async def connect(addresses: list[str], port: int) -> Streams:
    """Return a connection to the first address that takes one. Raises OSError."""
    problem: OSError = OSError("no address")
    for address in addresses[:4]:
        try:
            return await asyncio.open_connection(address, port, limit=HEAD_BYTES)
        except OSError as error:
            problem = error
    raise problem


async def through(upstream: Upstream, call: Call) -> tuple[Streams, Call]:
    """Return a connection to the user's own proxy, and the request in the form it expects."""
    server = await connect([upstream.host], upstream.port)
    where = f"{f'[{call.host}]' if ':' in call.host else call.host}:{call.port}"
    if call.method != "CONNECT":
        headers = [*call.headers, *upstream.headers]
        return server, call._replace(path=f"http://{where}{call.path}", headers=headers)
    lines = [f"CONNECT {where} HTTP/1.1".encode(), f"Host: {where}".encode(), *upstream.headers]
    server[1].write(b"\r\n".join(lines) + b"\r\n\r\n")
    if read_status(await server[0].readuntil(b"\r\n\r\n")) != 200:
        server[1].close()
        raise OSError("the proxy opens no tunnel")
    return server, call


async def _tunnel(first: bytes, browser: Streams, server: Streams) -> None:
    server[1].write(first)
    await _first(_pipe(browser[0], server[1]), _pipe(server[0], browser[1]))


async def _first(*ways: Coroutine[None, None, None]) -> None:
    """Return when the first of these has ended; the others are cancelled."""
    tasks = [asyncio.ensure_future(way) for way in ways]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _exchange(call: Call, browser: Streams, server: Streams) -> None:
    """Pass on one request and its answer, then close both: the next request is checked anew."""
    line = f"{call.method} {call.path} HTTP/1.1".encode()
    head = b"\r\n".join([line, *call.headers, b"Connection: close"])
    server[1].write(head + b"\r\n\r\n")
    if length := LENGTH.search(b"\n".join(call.headers)):
        await _pipe(browser[0], server[1], int(length[1]))
    await server[1].drain()
    # If a server never answers or never ends, stop when the browser does: otherwise each one
    # would hold two open files until the crawl ends.
    await _first(_answer(browser, server), _gone(browser))


async def _answer(browser: Streams, server: Streams) -> None:
    answer = await server[0].readuntil(b"\r\n\r\n")
    while read_status(answer) < 200:  # 100 Continue, 103 Early Hints
        answer = await server[0].readuntil(b"\r\n\r\n")
    first, *headers = answer.rstrip(b"\r\n").split(b"\r\n")
    kept = [one for one in headers if not HOP.match(one.partition(b":")[0].strip())]
    browser[1].write(b"\r\n".join([first, *kept, b"Connection: close"]) + b"\r\n\r\n")
    await _pipe(server[0], browser[1], BODY_BYTES)


async def _gone(browser: Streams) -> None:
    while await browser[0].read(2**16):
        pass


async def _pipe(
    source: asyncio.StreamReader, sink: asyncio.StreamWriter, most: int | None = None
) -> None:
    left = most if most is not None else 1
    while left > 0 and (piece := await source.read(min(2**16, left) if most else 2**16)):
        sink.write(piece)
        await sink.drain()
        if most is not None:
            left -= len(piece)
