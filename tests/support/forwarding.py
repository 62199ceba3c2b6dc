"""Talking to the proxy of a crawl as a browser of it does."""

import asyncio
import ssl
from urllib.parse import urlsplit

from scrapy.statscollectors import StatsCollector
from scrapy.utils.test import get_crawler

from newscrawl.net.forward import Forward
from newscrawl.net.gate import Gate


def forward_to(port: int) -> Forward:
    """Return a proxy that may open this loopback port."""
    crawler = get_crawler()
    crawler.spider, crawler.stats = None, StatsCollector(crawler)
    gate = Gate(crawler)
    gate.__dict__["allowed"] = frozenset({("127.0.0.1", port)})
    return Forward(gate)


async def knock(forward: Forward) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Open a connection to the proxy, which begins to listen if it does not yet."""
    server = urlsplit((await forward.way()).options["server"])
    return await asyncio.open_connection(server.hostname, server.port)


def login(forward: Forward) -> str:
    """Return the header by which the proxy knows its own browsers."""
    return f"Proxy-Authorization: Basic {forward.ways[-1].token.decode()}\r\n"


def greeting(*protocols: str) -> bytes:
    """Return what a client sends first to begin TLS, offering these protocols."""
    context = ssl.create_default_context()
    if protocols:
        context.set_alpn_protocols(protocols)
    out = ssl.MemoryBIO()
    client = context.wrap_bio(ssl.MemoryBIO(), out, server_hostname="paper.example")
    try:
        client.do_handshake()
    except ssl.SSLWantReadError:
        return out.read()
    raise AssertionError("a handshake without an answer")


HELLO = greeting("h2", "http/1.1")
