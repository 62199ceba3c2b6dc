"""An article's address: the one the page declares, else the URL without tracking parameters."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from newscrawl.page import Page

if TYPE_CHECKING:
    from tldextract import TLDExtract

# Parameters that tell who linked, not which page is meant. Not `ref`: it also numbers articles.
TRACKING = re.compile(
    r"(?:utm_|pk_|mtm_|matomo_|hsa_|_hs|at_(?:medium|campaign|custom)|wt_?mc|cmp(?:id)?$|ns_|rcmd_)"
    r"|(?:fb|gb|g|dc|ms|tt|tw|y|wb|ga|sc)clid$|(?:srsltid|gad_source|_ga|_gl|mc_cid|mc_eid|igshid|igsh)$"
    r"|(?:ref_src|ref_url|feature_share|smid|smtyp|ito|ocid|xtor|s_kwcid|guccounter|_openstat|inj|__twitter_impression)$",
    re.IGNORECASE,
)

SCRIPT = re.compile(r"\.(?:php\d?|aspx?|jspx?|cgi|cfml?|do|pl|dll)$", re.IGNORECASE)
TELLING = re.compile(r"\d{3}|(?<![^\W\d_])[^\W\d_]{2,}(?:[-_+][^\W_]+){2}")
"""A number or at least three words in the last step of a path: it names an article itself."""
NAMES_ARTICLE = re.compile(
    r"(?:(?:article|art|story|news|post|item|doc|content|entry|node|text|a|n|s)?_?id|p|n|a|art|nr|no|"
    r"num|number|key|slug|article|story|news|post|item|doc|title)=.+"
    r"|[^=]+=(?:\d{2,}|[a-z]+(?:[-_+][a-z0-9]+){2,})",
    re.IGNORECASE,
)
"""A parameter with a name for articles, or whose value is a number or some words."""
VIEW = re.compile(
    r"(?:page|paged|pg|start|offset|print\w*|amp|output|view|mode|lang\w*|hl|sort\w*|order|share\w*|"
    r"replytocom|cpage|comment\w*|from|src|source|via|sess\w*|phpsessid|sid|user\w*|ts|time\w*|"
    r"cb|nocache|v|ver)=",
    re.IGNORECASE,
)
"""A parameter that shows the same article in another way."""


@cache
def _suffixes() -> TLDExtract:
    from tldextract import TLDExtract  # noqa: PLC0415 - brings an HTTP client, slow to load

    # The public suffix list that comes with the package: nothing is fetched.
    return TLDExtract(suffix_list_urls=(), cache_dir=None)


def canonical_url(page: Page) -> str:
    """Return the address that the page declares, if it is plausible, else `clean_url`."""
    links = page.css('link[rel~="canonical"]')
    declared = [links[0].attrib.get("href", "") if links else "", page.meta("og:url") or ""]
    found = [absolute(page.url, address) for address in declared]
    agreed = bool(found[0]) and found[0] == found[1]
    for address in found:
        if address and _plausible(page.url, address, agreed=agreed):
            return clean_url(address)
    return clean_url(page.url)


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


def _plausible(url: str, declared: str, *, agreed: bool) -> bool:
    """Return whether `declared` can be the article's: templates also declare front pages."""
    if not same_site(url, declared):
        return False
    own, other = _steps(url), _steps(declared)
    if own == other and _loses_article(url, declared):
        return False
    if own == other:
        return True
    if own[: len(other)] == other and not urlsplit(declared).query:
        # The declared path is a beginning of ours: the front page or a section, unless ours adds
        # only one short word or number, as a print view or an article's second page does.
        return bool(other) and len(own) == len(other) + 1 and _is_view(own[-1])
    return agreed or bool(_marks(url) & _marks(declared)) or not (_marks(url) and _marks(declared))


def _loses_article(url: str, declared: str) -> bool:
    """Return whether `declared`, of the same path, lacks the parameter that names our article.

    Templates forget the query of `/article.php?id=7`; the page of another article does the same.
    """
    step = urlsplit(url).path.rstrip("/").rpartition("/")[2]
    if not SCRIPT.search(step) and TELLING.search(step):
        return False  # what else is in the query is a view of this article
    own, other = _names(clean_url(url)), _names(declared)
    return bool(own) and not own & other


def _names(url: str) -> set[str]:
    """Return the parameters of a URL that may name its article."""
    pairs = urlsplit(url).query.split("&")
    return {pair for pair in pairs if NAMES_ARTICLE.fullmatch(pair) and not VIEW.match(pair)}


def _steps(url: str) -> list[str]:
    return [step for step in urlsplit(url).path.split("/") if step]


def _is_view(step: str) -> bool:
    return bool(re.fullmatch(r"(?:amp|print|page-?)?\d{0,2}|amp\.html|index\.\w+", step))


def _marks(url: str) -> set[str]:
    """Return what distinguishes an article: long numbers and the words of its slug."""
    parts = urlsplit(url)
    numbers = re.findall(r"\d{5,}", parts.path + "?" + parts.query)
    slug = max(re.split(r"[/.]", parts.path), key=len)
    words = re.findall(r"[^\W\d_]{4,}", slug.lower())
    return {*numbers, *words}
