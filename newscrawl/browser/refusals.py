"""What a rendered page may not load, whatever its scripts request: above all, writes."""

import re

from newscrawl.writes import PageRequest, Writes, is_write

HEAVY = frozenset({"image", "media", "font", "manifest", "texttrack"})
ASKED = frozenset({"xhr", "fetch", "ping"})
TRACKERS = re.compile(
    r"^https?://[^/]*\b(google-analytics|doubleclick|googlesyndication|facebook|scorecardresearch|"
    r"mc\.yandex|chartbeat|quantserve|adsystem|taboola|outbrain|criteo)\.\w+/"
)


def refusal(request: PageRequest, writes: Writes) -> str | None:
    """Return why a page's request is refused (`heavy`, `tracker`, `speculative`, `write`), or None.

    `writes` is what `writes.never` gives.
    """
    if request.kind in HEAVY:
        return "heavy"
    if not request.url.startswith(("http:", "https:")):
        return None  # data: and blob: never leave the machine
    if TRACKERS.match(request.url):
        return "tracker"
    if any("prefetch" in request.headers.get(name, "") for name in ("sec-purpose", "purpose")):
        return "speculative"
    return "write" if is_write(request, writes) else None
