"""What a rendered page may not load, whatever its scripts want: writes above all."""

import re
from functools import cache

from newscrawl.comments import all_engines

HEAVY = frozenset({"image", "media", "font", "manifest", "texttrack"})
TRACKERS = re.compile(
    r"^https?://[^/]*\b(google-analytics|doubleclick|googlesyndication|facebook|scorecardresearch|"
    r"mc\.yandex|chartbeat|quantserve|adsystem|taboola|outbrain|criteo)\.\w+/"
)
WRITES = re.compile(
    r"/(vote|upvote|downvote|like|dislike|report|flag|abuse|reply|add|create|delete|remove|edit|"
    r"login|signin|signup|register|subscribe|unsubscribe|logout|share)(/|$|\?)",
    re.IGNORECASE,
)
"""Last steps of paths that write in systems nobody wrote a file for; refused unless read by GET."""


def refusal(method: str, url: str, resource_type: str) -> str | None:
    """Return why a page's request is refused (`heavy`, `tracker`, `write`), or None.

    `resource_type` is Chromium's word for what is loaded: `image`, `xhr`, `document`, ...
    """
    if resource_type in HEAVY:
        return "heavy"
    if not url.startswith(("http:", "https:")):
        return None  # data: and blob: never leave the machine
    if TRACKERS.match(url):
        return "tracker"
    return "write" if is_write(method, url) else None


def is_write(method: str, url: str) -> bool:
    """Return whether a request would change something on the server."""
    if method not in {"GET", "HEAD", "POST", "OPTIONS"}:
        return True
    return bool(_never().search(f"{method} {url}") or (method == "POST" and WRITES.search(url)))


@cache
def _never() -> re.Pattern[str]:
    patterns = [pattern for engine in all_engines().values() for pattern in engine.never]
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)")
