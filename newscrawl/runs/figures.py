"""What the counters of a run come to: the figures of its line in `runs.jsonl`."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from newscrawl.items import Article, Comment
from newscrawl.runs.outcome import by_reason, completeness, threads, total

Stats = Mapping[str, Any]
KINDS = {"articles": Article, "comments": Comment}
NO_CONTENT = frozenset(
    "type schema_version metadata status version content_hash text_hash previous_content_hash "
    "previous_text_hash comments_reason date_first_seen date_last_seen "
    "date_removed_observed".split()
)
"""Fields that say nothing of how well a page is read: always filled, or only when trouble is."""
CONTENT = {
    kind: tuple(f.name for f in fields(item) if f.name not in NO_CONTENT)
    for kind, item in KINDS.items()
}
"""Fields of which fill rates are kept, by kind."""


def figures(stats: Stats) -> dict[str, Any]:
    """Return the counts of a run, by kind and reason.

    Bytes and requests are Scrapy's: what a page's scripts load in the browser is not among them.
    """
    names = ("found", "read", "new", "changed", "known", "removed")
    of_comments = ("declared", "collected", "new", "changed", "known", "removed", "returned")
    return {
        "articles": {
            **{name: stats.get(f"articles/{name}", 0) for name in names},
            "failed": by_reason(stats, "articles/failed/"),
        },
        "comments": {name: stats.get(f"comments/{name}", 0) for name in of_comments},
        "sources": {
            "read": stats.get("sources/read", 0),
            "failed": by_reason(stats, "sources/failed/"),
        },
        "threads": threads(stats),
        "completeness": completeness(stats),
        "dates": {name: total(stats, f"dates/{name}/") for name in ("read", "unreadable")},
        "requests": stats.get("downloader/request_count", 0),
        "bytes": stats.get("downloader/response_bytes", 0),
    }


def filled(item: Article | Comment) -> list[str]:
    """Return the names of the fields that hold something; 0 and False are something."""
    return [
        name
        for name in CONTENT[f"{item.type}s"]
        if getattr(item, name) is not None and getattr(item, name) not in ("", [], {})
    ]
