"""The numbers in a run's line of `runs.jsonl`, made from its counters."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, get_args

from newscrawl.items import Article, Comment, CommentsStatus

Stats = Mapping[str, Any]
KINDS = {"articles": Article, "comments": Comment}
NO_CONTENT = frozenset(
    "type schema_version metadata status version content_hash text_hash previous_content_hash "
    "previous_text_hash comments_reason date_first_seen date_last_seen "
    "date_removed_observed".split()
)
"""Fields that do not show how well a page is read: filled always, or only in trouble."""
CONTENT = {
    kind: tuple(f.name for f in fields(item) if f.name not in NO_CONTENT)
    for kind, item in KINDS.items()
}
"""Fields of which fill rates are kept, by kind."""


def counts(stats: Stats) -> dict[str, Any]:
    """Return the counts of a run, by kind and reason.

    Bytes and requests are Scrapy's: what a page's scripts load in the browser is not among them.
    """
    names = (
        "found guessed read new changed known removed undated out_of_range other_section duplicate"
    ).split()
    of_comments = ("declared", "collected", "new", "changed", "known", "removed", "returned")
    return {
        "articles": {
            **{name: stats.get(f"articles/{name}", 0) for name in names},
            "cut": by_reason(stats, "articles/cut/"),
            "failed": by_reason(stats, "articles/failed/"),
        },
        "comments": {name: stats.get(f"comments/{name}", 0) for name in of_comments},
        "canonical": by_reason(stats, "canonical/"),
        "links_left_out": by_reason(stats, "links/"),
        "sources": {
            **{name: stats.get(f"sources/{name}", 0) for name in ("read", "unchanged", "resting")},
            "left_out": by_reason(stats, "sources/left_out/"),
            "by_index": by_reason(stats, "indexes/"),
            "failed": by_reason(stats, "sources/failed/"),
        },
        "kept": {"failed": by_reason(stats, "kept/failed/")},
        "new_hosts": by_reason(stats, "hosts/new/"),
        "threads": threads(stats),
        "completeness": completeness(stats),
        "dates": {name: total(stats, f"dates/{name}/") for name in ("read", "unreadable")},
        "requests": stats.get("downloader/request_count", 0),
        "bytes": stats.get("downloader/response_bytes", 0),
    }


def total(stats: Stats, prefix: str) -> int:
    """Return the sum of all counters below a prefix.

    >>> total({"articles/failed/http_404": 2, "articles/failed/empty": 1}, "articles/failed/")
    3
    """
    return sum(value for name, value in stats.items() if name.startswith(prefix))


def by_reason(stats: Stats, prefix: str) -> dict[str, int]:
    """Return the counters below a prefix, by what follows it.

    >>> by_reason({"threads/complete": 3, "threads/error": 1, "x": 1}, "threads/")
    {'complete': 3, 'error': 1}
    """
    found = {name.removeprefix(prefix): n for name, n in stats.items() if name.startswith(prefix)}
    return dict(sorted(found.items()))


def threads(stats: Stats) -> dict[str, int]:
    """Return how many threads ended with each status; other thread counters are left out.

    >>> threads({"threads/complete": 3, "threads/by_page": 2})
    {'complete': 3}
    """
    found = by_reason(stats, "threads/")
    return {name: number for name, number in found.items() if name in get_args(CommentsStatus)}


def completeness(stats: Stats) -> float | None:
    """Return the share of declared comments that were collected; None if none were declared."""
    declared = stats.get("comments/declared", 0)
    return stats.get("comments/collected_of_declared", 0) / declared if declared else None


def filled(item: Article | Comment) -> list[str]:
    """Return the names of the fields that hold something; 0 and False are something."""
    return [
        name
        for name in CONTENT[f"{item.type}s"]
        if getattr(item, name) is not None and getattr(item, name) not in ("", [], {})
    ]
