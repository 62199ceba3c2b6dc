"""Scopes: what one record is kept of, and the name of its folder below OUTPUT_DIR.

An edition of a site with several is a scope (`sputnik.en`), a site with one is (`ria`), and so is
the host of any other site (`paper.example`). Each has its own files, ledger, lock and runs.
"""

import ipaddress
import re
from collections.abc import Collection
from contextlib import suppress

GIVEN = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9])?")
"""What a user may give with `-a scope=`: safe as a folder's name on any system."""


def scope_of_host(host: str, sites: Collection[str] = ()) -> str:
    """Return the scope of a host, which is in the form used in ids (`plain_host`).

    `sites` are the names of all sites: what one of their scopes may be called is no host's.

    >>> scope_of_host("paper.example"), scope_of_host("127.0.0.1:8008"), scope_of_host("[::1]:80")
    ('paper.example', '127.0.0.1_8008', 'ipv6_--1_80')
    >>> scope_of_host("ria", ["ria"]), scope_of_host("ria.example", ["ria"])
    ('host_ria', 'host_ria.example')
    """
    if host.startswith("["):
        inside, _, port = host[1:].partition("]")
        with suppress(ValueError):  # of several spellings of one address, the shortest
            inside = ipaddress.IPv6Address(inside).compressed
        host = f"ipv6_{inside.replace(':', '-')}{port}"
    name = re.sub(r"[^a-z0-9._-]", "_", host.lower())
    is_taken = not name[:1].isalnum() or any(
        name == site or name.startswith(f"{site}.") for site in sites
    )
    return f"host_{name}" if is_taken else name


def read_scope(text: str) -> str:
    """Return the scope that a user gave. Raises ValueError with a one-line message."""
    if not GIVEN.fullmatch(text):
        raise ValueError(
            f"scope {text!r} is no name for a folder: use small letters a-z, digits, and between "
            "them . _ or -, at most 100"
        )
    return text
