"""Whether a payload is what its digest says."""

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
    name, _, value = digest.partition(":")
    name, value = name.strip().lower(), value.strip()
    if name not in NAMES:
        return False
    length = hashlib.new(name, usedforsecurity=False).digest_size
    try:
        told = bytes.fromhex(value) if len(value) == 2 * length else _of_base32(value)
    except ValueError:
        return False
    found = (hashlib.new(name, one, usedforsecurity=False).digest() for one in payloads)
    return len(told) == length and all(told != one for one in found)


def _of_base32(text: str) -> bytes:
    return base64.b32decode(text.rstrip("=").upper() + "=" * (-len(text.rstrip("=")) % 8))
