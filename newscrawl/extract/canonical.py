"""Addresses in one form: in full, without tracking parameters; and whether two are of one site."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    from tldextract import TLDExtract

# Parameters that tell who linked, not which page is meant. Not `ref`: it also numbers articles.
TRACKING = re.compile(
    r"(?:utm_|pk_|mtm_|matomo_|hsa_|_hs|at_(?:medium|campaign|custom)|wt_?mc|cmp(?:id)?$|ns_|rcmd_)"
    r"|(?:fb|gb|g|dc|ms|tt|tw|y|wb|ga|sc)clid$|(?:srsltid|gad_source|_ga|_gl|mc_cid|mc_eid|igshid|igsh)$"
    r"|(?:ref_src|ref_url|feature_share|smid|smtyp|ito|ocid|xtor|s_kwcid|guccounter|_openstat|inj|__twitter_impression)$",
    re.IGNORECASE,
)


@cache
def _suffixes() -> TLDExtract:
    from tldextract import TLDExtract  # noqa: PLC0415 - brings an HTTP client, slow to load

    # The public suffix list that comes with the package: nothing is fetched.
    return TLDExtract(suffix_list_urls=(), cache_dir=None)


def clean_url(url: str) -> str:
    """Return `url` without tracking parameters and fragment, the rest unchanged. Never raises.

    >>> clean_url("https://paper.example/a%20b?id=7&utm_source=x#top")
    'https://paper.example/a%20b?id=7'
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        # A repeated parameter is a list: dropping one changes the page.
        pairs = [pair for pair in parts.query.split("&") if not _is_idle(pair)]
        return parts._replace(query="&".join(pairs), fragment="").geturl().strip()
    except ValueError:
        return url.partition("#")[0].strip()


def _is_idle(pair: str) -> bool:
    return not pair.strip() or bool(TRACKING.match(pair.partition("=")[0].strip()))


def absolute(base: str, address: object) -> str | None:
    """Return a web address relative to `base` in full, or None if it is not one."""
    if not isinstance(address, str) or not address.strip():
        return None
    try:
        full = urljoin(base, address.strip())
        parts = urlsplit(full)
    except ValueError:
        return None
    return full if parts.scheme in {"http", "https"} and parts.netloc else None


def same_site(one: str, other: str) -> bool:
    """Return whether two URLs share a registered domain, whatever their ports and subdomains."""
    try:
        hosts = [urlsplit(url).hostname or "" for url in (one, other)]
    except ValueError:
        return False
    if hosts[0] == hosts[1]:
        return bool(hosts[0])
    domains = [_registered(host) for host in hosts]
    return bool(domains[0]) and domains[0] == domains[1]


def _registered(host: str) -> str:
    found = _suffixes()(host)
    if found.suffix or found.ipv4 or found.ipv6:
        return found.top_domain_under_public_suffix
    return ".".join(host.split(".")[-2:])
