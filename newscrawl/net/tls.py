"""What the first bytes inside a tunnel say of it. Pure: nothing is decrypted."""

import asyncio

RECORD, HELLO = 22, 1
ALPN = 16
"""The extension that names the protocols (RFC 7301)."""
HTTP2 = b"h2"


async def first_record(reader: asyncio.StreamReader) -> bytes:
    """Return the first TLS record with its head, or what came instead of one.

    Raises EOFError if the tunnel ends within it.
    """
    head = await reader.readexactly(5)
    if head[0] != RECORD:
        return head
    return head + await reader.readexactly(int.from_bytes(head[3:5]))


def offers_pages(record: bytes) -> bool:
    """Return whether a TLS record greets a server as a browser does that loads pages.

    That greeting offers HTTP/2. The one of a websocket does not, as it needs HTTP/1.1, and one
    without TLS is no greeting.
    """
    try:
        return HTTP2 in _protocols(record)
    except (IndexError, ValueError):
        return False


def _protocols(record: bytes) -> list[bytes]:
    """Return the protocols a ClientHello offers. Raises ValueError or IndexError if it is none."""
    if record[0] != RECORD or record[5] != HELLO:
        raise ValueError("not a ClientHello")
    at = 5 + 4 + 2 + 32  # record, handshake, version, random
    at += 1 + record[at]  # session
    at += 2 + int.from_bytes(record[at : at + 2])  # ciphers
    at += 1 + record[at]  # compressions
    end = at + 2 + int.from_bytes(record[at : at + 2])
    at += 2
    while at + 4 <= min(end, len(record)):
        kind, length = int.from_bytes(record[at : at + 2]), int.from_bytes(record[at + 2 : at + 4])
        if kind == ALPN:
            return _names(record[at + 6 : at + 4 + length])
        at += 4 + length
    return []


def _names(listed: bytes) -> list[bytes]:
    names = []
    while listed:
        names.append(listed[1 : 1 + listed[0]])
        listed = listed[1 + listed[0] :]
    return names
