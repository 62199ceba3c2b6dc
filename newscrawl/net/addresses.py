"""Which addresses a crawl may open: public ones, and the loopback server the user named. Pure."""

import re
import socket
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit, urlunsplit

import idna

Address = IPv4Address | IPv6Address
Allowed = frozenset[tuple[str, int]]

PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}
NOTHING: Allowed = frozenset()
METADATA = frozenset(
    map(
        ip_address,
        # Most clouds; Alibaba; Oracle; AWS over IPv6; Azure, whose address is public.
        ("169.254.169.254", "100.100.100.200", "192.0.0.192", "fd00:ec2::254", "168.63.129.16"),
    )
)
MORE_PRIVATE = (  # not known to every Python 3.11
    IPv4Network("192.0.0.0/24"),  # RFC 6890
    IPv6Network("3fff::/20"),  # RFC 9637
    IPv6Network("5f00::/16"),  # RFC 9602
    IPv6Network("64:ff9b:1::/48"),  # RFC 8215
)
ISATAP = frozenset({0x00005EFE, 0x02005EFE})
"""The 32 bits before an IPv4 address embedded in an IPv6 one (RFC 5214, 6.1)."""
NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052
COMPATIBLE = IPv6Network("::/96")  # IPv4-compatible, RFC 4291, 2.5.5.1


def forbidden(host: str, port: int, allowed: Allowed = NOTHING) -> str | None:
    """Return what forbids a host name or address, in one word, or None. Never raises.

    A name that is not an address is not forbidden here: check the addresses it resolves to.

    >>> forbidden("127.0.0.1", 8008), forbidden("127.0.0.1", 8008, frozenset({("127.0.0.1", 8008)}))
    ('loopback', None)
    >>> forbidden("0x7f.1", 80), forbidden("[::ffff:169.254.169.254]", 80), forbidden("8.8.8.8", 80)
    ('loopback', 'metadata', None)
    """
    name = plain(host)
    if (name, port) in allowed:
        return None
    if not name or not 0 < port < 65536:
        return "malformed"
    if name == "localhost" or name.endswith(".localhost"):
        return "loopback"
    address = read_address(name)
    return kind(address) if address else None


def forbidden_url(url: str, allowed: Allowed = NOTHING) -> str | None:
    """Return the same for a URL; `scheme` if it is neither http nor https (nor a websocket's).

    >>> forbidden_url("file:///etc/passwd"), forbidden_url("http://2130706433/")
    ('scheme', 'loopback')
    """
    try:
        parts = urlsplit(url)
        if parts.scheme not in PORTS:
            return "scheme"
        return forbidden(parts.hostname or "", parts.port or PORTS[parts.scheme], allowed)
    except ValueError:
        return "malformed"


def target(url: str) -> tuple[str, int]:
    """Return a URL's host and port (its scheme's port if it gives none). Raises ValueError."""
    parts = urlsplit(url)
    return plain(parts.hostname or ""), parts.port or PORTS.get(parts.scheme, 0)


def kind(address: Address) -> str | None:
    """Return the word for an address that is not an ordinary public one."""
    found = {_word(one) for one in _carried(address)}
    return next((word for word in WORDS if word in found), None)


WORDS = ("metadata", "loopback", "unspecified", "link_local", "multicast", "private")


def _word(address: Address) -> str | None:
    checks = (
        address in METADATA,
        address.is_loopback,
        address.is_unspecified,
        address.is_link_local,
        address.is_multicast,
        not address.is_global
        or address.is_reserved
        or getattr(address, "is_site_local", False)
        or any(address in block for block in MORE_PRIVATE),
    )
    return next((word for word, true in zip(WORDS, checks, strict=True) if true), None)


def _carried(address: Address) -> Iterable[Address]:
    """Yield an address, or the IPv4 addresses that an IPv6 address stands for."""
    if isinstance(address, IPv4Address):
        yield address
        return
    inner: list[Address | None] = [address.ipv4_mapped, address.sixtofour]
    inner += address.teredo or ()
    tunnelled = int(address) >> 32 & 0xFFFFFFFF in ISATAP
    if tunnelled or address in NAT64 or (address in COMPATIBLE and int(address) > 1):
        inner.append(IPv4Address(int(address) & 0xFFFFFFFF))
    carried = [one for one in inner if one]
    # A translated address is as public as the address it leads to; all others are judged as such.
    if not (address.ipv4_mapped or address in NAT64):
        yield address
    yield from carried


def read_address(text: str) -> Address | None:
    """Return a host as an address, in any form a resolver takes: dotted, decimal, octal, hex."""
    try:
        return ip_address(text.partition("%")[0])
    except ValueError:
        pass
    try:
        # Read as the C library reads it, since that is the address a connection would use.
        return IPv4Address(socket.inet_aton(text)) if text[:1].isdigit() else None
    except (OSError, ValueError):
        return None


def plain(host: str) -> str:
    """Return a host in one spelling: lower case, no brackets, no dot at the end, no wide digits."""
    text = unicodedata.normalize("NFKC", host).strip().lower()
    return text.removeprefix("[").removesuffix("]").rstrip(".")


def usual_url(url: str) -> str:
    """Return a URL with its host in the form in which requests are made, and hosts are compared.

    Raises ValueError if it is malformed.

    >>> usual_url("HTTPS://Häuser.example.:443/Ä"), usual_url("http://[::1]:8080/")
    ('https://xn--huser-gra.example/Ä', 'http://[::1]:8080/')
    """
    parts = urlsplit(url)
    name, port = (parts.hostname or "").rstrip("."), parts.port
    if not name or "@" in parts.netloc:
        return url
    if not name.isascii():
        with suppress(idna.IDNAError):
            name = idna.encode(name, uts46=True).decode()
    shown = f"[{name}]" if ":" in name else name
    if port is not None and port != PORTS.get(parts.scheme):
        shown += f":{port}"
    return urlunsplit(parts._replace(netloc=shown))


def has_login(url: str) -> bool:
    """Return whether an address holds a name or a password, also without its scheme.

    >>> has_login("https://me:secret@paper.example"), has_login("me:secret@paper.example/a")
    (True, True)
    >>> has_login("https://paper.example/@me")
    False
    """
    host = url.partition("//")[2] if "//" in url else url
    return "@" in re.split(r"[/?#\\]", host, maxsplit=1)[0]


def is_loopback(url: str) -> bool:
    """Return whether a URL names this machine.

    >>> is_loopback("http://127.0.0.1:8008/"), is_loopback("https://paper.example/")
    (True, False)
    """
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
