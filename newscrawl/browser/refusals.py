"""What a rendered page may not load, whatever its scripts request: above all, writes."""

import re
from collections.abc import Iterable, Sequence

from newscrawl.engines.base import CommentEngine

HEAVY = frozenset({"image", "media", "font", "manifest", "texttrack"})
ASKED = frozenset({"xhr", "fetch", "ping"})
TRACKERS = re.compile(
    r"^https?://[^/]*\b(google-analytics|doubleclick|googlesyndication|facebook|scorecardresearch|"
    r"mc\.yandex|chartbeat|quantserve|adsystem|taboola|outbrain|criteo)\.\w+/"
)
VERBS = (
    "vote|upvote|downvote|like|dislike|unlike|report|flag|abuse|reply|add|create|delete|remove|edit|"
    "login|signin|signup|register|subscribe|unsubscribe|logout|share"
)
WRITES = re.compile(rf"/(?:{VERBS})(?:/|$|\.\w+$)", re.IGNORECASE)
"""Path segments that write, in systems without an engine of their own; only GET may use them."""
VOTES = re.compile(
    r"/(?:up|down|un|dis)?(?:vote|like|flag)(?:\.php)?/?(?:\?|$)"
    r"|[?&](?:action|act|do|op|cmd)=(?:up|down|un|dis|comment_?)?(?:vote|like|flag|delete|report)\b",
    re.IGNORECASE,
)
"""Addresses that write even by GET, if a script requests them."""
WRITES_INSIDE = re.compile(
    # GraphQL has one address for all.
    r"(?:\b|\\[nrt])mutation\b(?:\s|\\[nrt])*\w*(?:\s|\\[nrt])*(?:\(|@|\{)"
    r'|"operationName"\s*:\s*"(?:\w*Mutation"'
    r"|(?i:create|add|submit|delete|remove|edit|update|vote|upvote|downvote|flag|react)[A-Z_])"
    # Forms and named calls likewise; a name that says get, load, fetch or show only reads.
    r'|(?:^|[&{,])\s*"?(?:action|act|do|op|cmd)"?\s*[=:]\s*"?'
    rf"(?!\w*(?i:get|load|fetch|show))\w*?(?i:{VERBS})(?![a-z])"
)
"""POST bodies that write."""
BODY = 2**16


ACTION = re.compile(
    r"(?:^|[?&{,\s]|name=)\"?(?:action|act|do|op|cmd)\"?\s*(?:=|:\s*\"|\"?\r?\n\r?\n)(?P<name>[\w-]{1,60})"
)
"""What one address is asked to do: in the query, a form or JSON."""


Writes = Sequence[re.Pattern[str]]
"""Patterns searched for in what `called` gives."""


def called(method: str, url: str, body: str = "") -> str:
    """Return a request as `METHOD URL`, and ` action=NAME` where a form names what it does.

    >>> called("POST", "https://a.example/ajax.php", "action=load_comments&post=7")
    'POST https://a.example/ajax.php action=load_comments'
    """
    action = ACTION.search(body[:BODY]) or ACTION.search(url)
    return f"{method} {url} action={action['name']}" if action else f"{method} {url}"


def never(engines: Iterable[CommentEngine]) -> Writes:
    """Return the patterns of all endpoints that the engines list as writing."""
    return [re.compile(pattern) for engine in engines for pattern in engine.never]


def refusal(method: str, url: str, resource_type: str, body: str, writes: Writes) -> str | None:
    """Return why a page's request is refused (`heavy`, `tracker`, `write`), or None.

    `resource_type` is Chromium's word for what is loaded: `image`, `xhr`, `document`, ...
    `writes` is what `never` gives.
    """
    if resource_type in HEAVY:
        return "heavy"
    if not url.startswith(("http:", "https:")):
        return None  # data: and blob: never leave the machine
    if TRACKERS.match(url):
        return "tracker"
    if resource_type in ASKED and VOTES.search(url):
        return "write"
    return "write" if is_write(method, url, body, writes=writes) else None


def is_write(method: str, url: str, body: str = "", *, writes: Writes) -> bool:
    """Return whether a request would change something on the server."""
    if method not in {"GET", "HEAD", "POST", "OPTIONS"}:
        return True
    if any(one.search(called(method, url, body)) for one in writes):
        return True
    # An address inside the query (`?url=https://paper.example/report/`) does not count.
    path = url.partition("?")[0]
    return method == "POST" and bool(WRITES.search(path) or WRITES_INSIDE.search(body[:BODY]))
