"""What a run asked of an archive that has nothing of it, in words for its reader."""

from urllib.parse import urlsplit

from newscrawl.archive.captures import Captures
from newscrawl.sites.arguments import Arguments


def lacking_in(captures: Captures, arguments: Arguments) -> str:
    """Return what the archive has none of, and what it has instead. Raises sqlite3.Error."""
    if arguments.urls:
        return "the archive has none of the pages that urls= names"
    host = urlsplit(arguments.site.base_url).netloc
    if any(captures.pages()):
        return f"the archive has pages of {host}, and none that may be an article"
    asked = "url=" if "url" in arguments.given else "base_url="
    # Files that are fetched are chosen by their time, whatever host was asked for.
    others = captures.others().told(asked) if arguments.archive else ""
    return "; ".join(filter(None, [f"the archive has no page of {host}", others]))
