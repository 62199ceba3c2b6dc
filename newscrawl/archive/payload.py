"""The payload of an answer in an archive: its encodings undone, and whether it is all of it.

Whoever made the archive may have undone an encoding and left its header, so each is undone only
where the bytes are so encoded. What ends too early is read as far as it goes, and told.
"""

import re
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

import brotli

if sys.version_info >= (3, 14):
    from compression.zstd import ZstdDecompressor, ZstdError
else:
    from backports.zstd import ZstdDecompressor, ZstdError

MOST_BYTES = 64 * 2**20
"""Bytes of a payload, as it is and decoded; a page or an answer is shorter."""
PIECE = 2**14
CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
"""What no text has, and the beginning of what is packed does."""
LOOK = 256
GZIP = b"\x1f\x8b"
FAULTS = (zlib.error, brotli.error, ZstdError, EOFError)


class Payload(NamedTuple):
    """What was answered."""

    body: bytes
    torn: str
    """Why this is not all of it; "" if nothing says so."""


class TooLarge(ValueError):  # noqa: N818  (it is what a record is)
    """A payload that unpacks to more than MOST_BYTES."""


def read_payload(raw: bytes, headers: Iterable[tuple[str, str]]) -> Payload:
    """Return the payload behind the HTTP headers of an answer, decoded.

    Raises TooLarge; ValueError for what cannot be decoded at all.

    >>> read_payload(b"<p>on", [("Content-Length", "6")])
    Payload(body=b'<p>on', torn='5 of 6 bytes')
    """
    fields = dict[str, str]()
    for name, value in headers:
        key = name.lower()
        fields[key] = f"{fields[key]}, {value}" if key in fields else value
    body, torn, length = raw, "", fields.get("content-length", "").strip()
    if "chunked" in fields.get("transfer-encoding", "").lower():
        length, (body, torn) = "", joined(raw)
    for name in reversed(fields.get("content-encoding", "").lower().split(",")):
        if not (made := UNPACKERS.get(name.strip())):
            continue
        if (found := _unpacked(body, made)) is None:
            length = ""  # it is that of the packed payload
        else:
            body, torn = found.body, torn or found.torn
    if length.isdecimal() and len(raw) < int(length):
        torn = f"{len(raw)} of {int(length)} bytes"
    return Payload(body, torn)


def joined(raw: bytes) -> Payload:
    """Return what chunks hold (RFC 9112, 7.1); what is not in chunks any more as it is."""
    if not CHUNK.match(raw):
        return Payload(raw, "")
    pieces, place = list[bytes](), 0
    while head := CHUNK.match(raw, place):
        size, start = int(head[1], 16), head.end()
        if not size:
            return Payload(b"".join(pieces), "")
        pieces.append(raw[start : start + size])
        place = start + size
        end = 2 if raw.startswith(b"\r\n", place) else raw.startswith(b"\n", place)
        if len(pieces) == 1 and place < len(raw) and not end:
            return Payload(raw, "")  # a text that begins with a number
        place += end
    return Payload(b"".join(pieces), "it ends before its last chunk")


def _unpacked(raw: bytes, made: Callable[[bytes], Iterator[bytes]]) -> Payload | None:
    """Return `raw` unpacked; None if it is not packed. Raises ValueError if it is damaged."""
    if not raw:
        return Payload(raw, "")
    pieces, size, torn = list[bytes](), 0, ""
    try:
        for piece in made(raw):
            pieces.append(piece)
            size += len(piece)
            if size > MOST_BYTES:
                raise TooLarge(f"unpacks to more than {MOST_BYTES >> 20} MiB")
    except FAULTS:
        torn = "what it is packed in is cut short"
        if not CONTROL.search(raw[:LOOK]):
            return None
        if not size:
            raise ValueError("cannot be unpacked") from None
    return Payload(b"".join(pieces), torn)


def _inflated(raw: bytes, bits: int) -> Iterator[bytes]:
    """Yield zlib's data, one member or more. Raises zlib.error, EOFError."""
    while raw:
        unpacker, place = zlib.decompressobj(bits), 0
        while not unpacker.eof:
            fed = unpacker.unconsumed_tail
            if not fed:
                fed, place = raw[place : place + PIECE], place + PIECE
                if not fed:
                    raise EOFError
            yield unpacker.decompress(fed, MOST_BYTES)
        raw = unpacker.unused_data + raw[place:]
        if not raw.startswith(GZIP):
            return  # padding


def _gzip(raw: bytes) -> Iterator[bytes]:
    return _inflated(raw, 31)


def _deflate(raw: bytes) -> Iterator[bytes]:
    """Yield it, with the head of zlib or, as some servers send it, without."""
    is_headed = raw[0] & 15 == 8 and int.from_bytes(raw[:2], "big") % 31 == 0
    return _inflated(raw, 15 if is_headed else -15)


def _brotli(raw: bytes) -> Iterator[bytes]:
    unpacker = brotli.Decompressor()
    for place in range(0, len(raw), PIECE):
        piece = raw[place : place + PIECE]
        yield unpacker.process(piece, output_buffer_limit=MOST_BYTES)
        while not unpacker.can_accept_more_data():
            yield unpacker.process(b"", output_buffer_limit=MOST_BYTES)
    if not unpacker.is_finished():
        raise EOFError


def _zstd(raw: bytes) -> Iterator[bytes]:
    while raw:
        unpacker: Any = ZstdDecompressor()
        for place in range(0, len(raw), PIECE):
            yield unpacker.decompress(raw[place : place + PIECE], MOST_BYTES)
            while not (unpacker.eof or unpacker.needs_input):
                yield unpacker.decompress(b"", MOST_BYTES)
            if unpacker.eof:
                break
        if not unpacker.eof:
            raise EOFError
        raw = unpacker.unused_data + raw[place + PIECE :]


UNPACKERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
