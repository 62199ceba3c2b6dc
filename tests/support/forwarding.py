"""Talking to the proxy of a crawl as a browser of it does."""

import asyncio
import ssl
from base64 import b64encode
from urllib.parse import urlsplit

from newscrawl.net.forward import USER, Forward


async def knock(forward: Forward) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Open a connection to the proxy, which begins to listen if it does not yet."""
    server = urlsplit((await forward.options())["server"])
    return await asyncio.open_connection(server.hostname, server.port)


def login(forward: Forward) -> str:
    """Return the header by which the proxy knows its own browsers."""
    who = b64encode(f"{USER}:{forward.password}".encode()).decode()
    return f"Proxy-Authorization: Basic {who}\r\n"


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
