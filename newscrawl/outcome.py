"""What a run came to, from its stats alone: the exit status, and why in one line."""

from collections.abc import Mapping
from typing import Any

from newscrawl.exits import Exit

Stats = Mapping[str, Any]


def outcome(stats: Stats, min_completeness: float) -> tuple[Exit, str]:
    """Return the exit status of a finished run and a line for the user (empty if all is well)."""
    for judge in (_disk, _trouble, _nothing, _incomplete):
        if verdict := judge(stats, min_completeness):
            return verdict
    return Exit.DONE, ""


def total(stats: Stats, prefix: str) -> int:
    """Return the sum of all counters below a prefix.

    >>> total({"articles/failed/http_404": 2, "articles/failed/empty": 1}, "articles/failed/")
    3
    """
    return sum(value for name, value in stats.items() if name.startswith(prefix))


def completeness(stats: Stats) -> float | None:
    """Return the share of declared comments that were collected; None if none were declared."""
    declared = stats.get("comments/declared", 0)
    return stats.get("comments/collected_of_declared", 0) / declared if declared else None


def _disk(stats: Stats, _: float) -> tuple[Exit, str] | None:
    if failed := stats.get("output/failed"):
        return Exit.DISK, f"{failed}; what was committed is good, and the next run goes on"
    if total(stats, "feedexport/failed_count"):
        return Exit.DISK, "an output file could not be completed: see the log; is the disk full?"
    return None


def _trouble(stats: Stats, _: float) -> tuple[Exit, str] | None:
    reason = stats.get("finish_reason")
    if total(stats, "spider_exceptions/") or stats.get("items/failed"):
        return Exit.ERROR, "newscrawl failed on some pages: run with -s LOG_LEVEL=ERROR and report"
    if reason == "shutdown" or ("start_time" in stats and reason is None):
        return Exit.INTERRUPTED, "stopped before the end; what was written is good"
    if stats.get("comments/failed/browser"):
        number = stats["comments/failed/browser"]
        return Exit.BROWSER, f"Chromium failed on {number} pages; their threads are marked `error`"
    if reason not in {"finished", None}:
        return Exit.ERROR, f"the crawl ended early: {reason}"
    return None


def _nothing(stats: Stats, _: float) -> tuple[Exit, str] | None:
    signs = ("articles/read", "sources/unchanged", "links/known")
    if any(stats.get(name) for name in signs) or total(stats, "threads/"):
        return None  # nothing may be new
    failed = {
        name.rpartition("/")[2]
        for name in stats
        if name.startswith(("sources/failed/", "articles/failed/"))
    }
    answered = stats.get("sources/read") or stats.get("articles/duplicate")
    if not answered and failed and failed <= {"unreachable", "timeout", "cut_off"}:
        return Exit.UNREACHABLE, "the site did not answer: is base_url right, and the server up?"
    if not answered and failed and failed <= {"robots", "http_401", "http_403", "http_429"}:
        if "robots" in failed:
            return Exit.BLOCKED, "robots.txt forbids everything that was asked; nothing was fetched"
        return Exit.BLOCKED, f"the site refuses us ({', '.join(sorted(failed))}); nothing was read"
    if total(stats, "links/") and not failed:
        return None  # there are articles, and none of them was asked for
    why = f" ({', '.join(sorted(failed))})" if failed else ""
    return Exit.NOTHING, f"no article was found{why}: look at since, until, sections and urls"


def _incomplete(stats: Stats, min_completeness: float) -> tuple[Exit, str] | None:
    share = completeness(stats)
    if share is None or share >= min_completeness:
        return None
    declared, collected = stats["comments/declared"], stats.get("comments/collected_of_declared", 0)
    return Exit.INCOMPLETE, (
        f"{collected} of {declared} declared comments were collected, {share:.1%}; "
        f"MIN_COMPLETENESS asks for {min_completeness:.0%}. comments_reason of an article says why"
    )
