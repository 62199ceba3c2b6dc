"""Digests of payloads: whether one is that of a payload, or the same as another one."""

import base64
import hashlib
from collections.abc import Iterable

NAMES = frozenset({"md5", "sha1", "sha256", "sha512"})
"""Those that can be checked; a record with another one is no worse for it."""


def differs(digest: str, payloads: Iterable[bytes]) -> bool:
    """Return whether a digest (`sha1:...`, in base 32 or 16) is that of none of the payloads.

    Makers of archives mean the payload before or after its encodings are undone. A digest that
    cannot be read differs from nothing.

    >>> differs("SHA1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", [b""])
    False
    >>> differs("md5:d41d8cd98f00b204e9800998ecf8427e", [b""])
    False
    >>> differs("md5:d41d8cd98f00b204e9800998ecf8427e", [b"x"])
    True
    """
    told = _read(digest)
    if told is None:
        return False
    name, value = told
    return all(hashlib.new(name, one, usedforsecurity=False).digest() != value for one in payloads)


def usual_digest(digest: str) -> str:
    """Return a digest in one form, whoever wrote it; what cannot be read as it is.

    >>> usual_digest("SHA1:3i42h3s6nnfq2msvx7xzkyaysCX5QBYJ ")
    'sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709'
    >>> usual_digest("sha1:DA39A3EE5E6B4B0D3255BFEF95601890AFD80709")
    'sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709'
    """
    told = _read(digest)
    return f"{told[0]}:{told[1].hex()}" if told else digest.strip().lower()


def _read(digest: str) -> tuple[str, bytes] | None:
    """Return the name of the algorithm and what it gave; None if that cannot be checked."""
    name, _, value = digest.partition(":")
    name, value = name.strip().lower(), value.strip()
    if name not in NAMES:
        return None
    length = hashlib.new(name, usedforsecurity=False).digest_size
    try:
        told = bytes.fromhex(value) if len(value) == 2 * length else _of_base32(value)
    except ValueError:
        return None
    return (name, told) if len(told) == length else None


def _of_base32(text: str) -> bytes:
    return base64.b32decode(text.rstrip("=").upper() + "=" * (-len(text.rstrip("=")) % 8))
