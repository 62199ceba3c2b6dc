"""What a run came to, from its stats alone: the exit status, and why in one line."""

from collections.abc import Sequence
from typing import NamedTuple

from newscrawl.net.failures import SILENT
from newscrawl.runs.archived import archive_lacks, archive_losses
from newscrawl.runs.counters import Stats, by_reason, completeness, threads, total
from newscrawl.runs.exits import Exit

Verdict = tuple[Exit, str]

ENDINGS = {
    "shutdown": (Exit.INTERRUPTED, "stopped before the end; what was written is good"),
    "stalled": (Exit.STALLED, "nothing moved for WATCHDOG_SECONDS; what was written is good"),
    "out_of_time": (
        Exit.LIMITED,
        "it took longer than RUN_SECONDS (`--each` of a fleet); the next run goes on",
    ),
}
"""Reasons for which a run ends early although nothing is wrong."""
NO_LOSS = frozenset(
    "http_404 http_410 robots not_html redirected_away guessed former_host still_poison "
    "still_too_slow other_capture".split()
)
"""Why something is not read without being lost: it is gone, forbidden, no article, or known and
only its former host was asked; or its loss was told when it was met first; or an archive has
something else of that time."""
LIST_LOST = (
    *("http_3", "http_5", "too_large", "too_many", "redirects", "endless", "error"),
    *("blocked", "poison", "too_slow", "still_", "index_", *SILENT),
)
"""Why a list was not read although it is there. A missing or a forbidden one hides nothing new,
but for an index (`discover=`), which was asked for."""
GONE = frozenset({"http_404", "http_410"})
KNOWN = ("links/known", "links/done", "articles/known", "articles/duplicate", "sources/unchanged")
"""Counters of articles that an earlier run has read, or this one."""
WANTED_NOT = tuple(
    f"{kind}/{why}" for kind in ("articles", "links") for why in ("out_of_range", "other_section")
)
"""Counters of articles that were seen, and are none of those asked for."""
SEEN = ("sources/read", "articles/guessed", *WANTED_NOT)
"""Counters of answers in which no such article was."""
REFUSED = frozenset({"robots", "blocked", "http_401", "http_403", "http_429"})
FEW = 5
"""Of this many articles found at least one should be read; fewer may all be gone or broken."""


class Minimums(NamedTuple):
    """The shares that a run must reach."""

    completeness: float
    """Of the declared comments; of the threads, where none are declared."""
    read: float
    """Of the articles found."""


def outcome(stats: Stats, minimums: Minimums, alarms: Sequence[str] = ()) -> Verdict:
    """Return the exit status of a finished run and a line for the user (empty if all is well).

    A run that did not finish has one reason. For one that did, everything wrong with what it
    brought is said; the status is that of the first: an alarm is a change, the others may have
    lasted for long.
    """
    for judge in (_disk, _held_back, _trouble, _nothing):
        if verdict := judge(stats):
            return verdict
    found = [(Exit.ALARM, alarm) for alarm in alarms]
    found += [v for v in (_incomplete(stats, minimums), _lost(stats, minimums)) if v]
    if not found:
        return Exit.DONE, ""
    return found[0][0], ". ".join(message for _, message in found)


def _disk(stats: Stats) -> Verdict | None:
    if failed := stats.get("output/failed"):
        return Exit.DISK, f"{failed}; what was committed is good, and the next run goes on"
    if total(stats, "feedexport/failed_count"):
        return Exit.DISK, "an output file could not be completed: see the log; is the disk full?"
    return None


def _held_back(stats: Stats) -> Verdict | None:
    if stats.get("finish_reason") not in {"budget", "back_off"}:
        return None
    status = Exit.LOSSES if stats.get("articles/read") else Exit.UNREACHABLE
    if stats["finish_reason"] == "budget":
        status = Exit.LOSSES
    held, why = stats.get("hosts/held"), _silence(stats)
    return status, "; ".join(filter(None, [held, why, "what is left is for a later run"]))


def _trouble(stats: Stats) -> Verdict | None:
    reason = stats.get("finish_reason")
    if total(stats, "spider_exceptions/") or stats.get("items/failed"):
        return Exit.ERROR, "newscrawl failed on some pages: please report what the log says"
    if reason in ENDINGS:
        return _unanswered(stats) or ENDINGS[reason]
    if ("start_time" in stats and reason is None) or _was_stopped(stats):
        return ENDINGS["shutdown"]
    if stats.get("comments/failed/browser"):
        number, unstarted = stats["comments/failed/browser"], stats.get("browser/unstarted")
        why = f"could not be started: {unstarted}" if unstarted else f"failed on {number} pages"
        return Exit.BROWSER, f"Chromium {why}; threads that needed it are marked `error`"
    if reason not in {"finished", None}:
        return Exit.ERROR, f"the crawl ended early: {reason}"
    return None


def _was_stopped(stats: Stats) -> bool:
    """Return whether the run was told to stop: it may have nothing left to do before it ends."""
    return any(stats.get(f"{what}/failed/stopped") for what in ("sources", "articles", "comments"))


def _unanswered(stats: Stats) -> Verdict | None:
    """Return that the site hangs, if a run waited for its first answer until it was ended."""
    asked, answered = (stats.get(f"downloader/{name}_count") for name in ("request", "response"))
    if stats["finish_reason"] == "shutdown" or not asked or answered:
        return None
    return Exit.UNREACHABLE, _no_answer(stats, "it hangs")


def _nothing(stats: Stats) -> Verdict | None:
    if stats.get("articles/read"):
        return None
    articles, lists = by_reason(stats, "articles/failed/"), by_reason(stats, "sources/failed/")
    failed = {*articles, *lists}
    known = _met(stats, KNOWN)
    answered = known or _met(stats, SEEN) or total(stats, "links/")
    # A source that rests was not asked: it says that there are articles, not that the site is up.
    if not answered and failed and failed <= SILENT:
        return Exit.UNREACHABLE, _no_answer(stats, "is base_url right, and the server up?")
    few = sum(articles.values()) < FEW
    there = known or stats.get("sources/resting") or (not articles and _met(stats, WANTED_NOT))
    if failed and failed <= REFUSED and not (few and there):
        return Exit.BLOCKED, _refused(failed)
    if known or (few and _is_quiet(stats)):
        return None  # there are articles, but none is new or was asked for
    if lost := archive_losses(stats):
        lacking = [str(stats["archive/lacking"])] if "archive/lacking" in stats else []
        return Exit.LOSSES, f"no article was found: {'; '.join([*lacking, *lost])}"
    cause = archive_lacks(stats) or _cause(stats, articles, lists)
    return Exit.NOTHING, f"no article was found{cause}"


def _met(stats: Stats, names: Sequence[str]) -> bool:
    return any(stats.get(name) for name in names) or any(threads(stats).values())


def _is_quiet(stats: Stats) -> bool:
    """Return whether there is nothing to read at the moment, for a site that was read before."""
    out_of_range = stats.get("links/out_of_range") and not stats.get("record/empty")
    return bool(out_of_range or stats.get("links/other_section") or stats.get("sources/resting"))


def _no_answer(stats: Stats, otherwise: str) -> str:
    who = "archive" if stats.get("archive/asked") else "site"
    return f"the {who} did not answer: {_silence(stats) or otherwise}"


def _silence(stats: Stats) -> str:
    told = dict.fromkeys(
        str(text) for name, text in stats.items() if name.startswith("hosts/silent/")
    )
    return "; ".join([*told][:3])


def _refused(failed: set[str]) -> str:
    if failed == {"robots"}:
        return "robots.txt forbids everything that was asked for; nothing was fetched"
    if failed == {"http_429"}:
        why = "the site says that it is asked too often (429); nothing was read"
        return f"{why}. The next run tries again; a larger DOWNLOAD_DELAY asks less often"
    if failed == {"blocked"}:
        return "the site answers with a bot wall; nothing was read"
    return f"the site refuses us ({', '.join(sorted(failed))}); nothing was read"


def _cause(stats: Stats, articles: dict[str, int], lists: dict[str, int]) -> str:
    """Return why nothing was found, the surest cause first."""
    if newest := stats.get("out_of_range/newest"):
        return (
            f" in the time asked for, the newest one seen is of {newest}: look at since and until"
        )
    if hosts := by_reason(stats, "elsewhere/"):
        host = max(hosts, key=lambda name: hosts[name])
        said = f"what the site names is on {host}: if that is the same site"
        return f": {said}, give https://{host} as url= or base_url="
    if {*articles} == {"not_html"} or ("not_html" in lists and not articles):
        where = stats.get("first/articles/not_html" if articles else "first/sources/not_html")
        return f": {where} is no page of HTML: give the address of one"
    if others := stats.get("articles/other_section"):
        return f" in the sections asked for; {others} articles are of others: look at sections, url"
    if stats.get("sources/read"):
        # Links that only look like articles' may lead nowhere.
        articles = {name: number for name, number in articles.items() if name not in GONE}
    reasons = {**lists, **articles}
    if guessed := stats.get("articles/guessed"):
        reasons[f"{guessed} pages that are no articles"] = guessed
    why = f" ({', '.join(sorted(reasons))})" if reasons else ""
    return f"{why}: look at since, until, sections and urls"


def _incomplete(stats: Stats, minimums: Minimums) -> Verdict | None:
    share, asked = completeness(stats), f"MIN_COMPLETENESS asks for {minimums.completeness:.0%}"
    known = stats.get("comments/known_missing", 0)
    if share is not None and share + known / stats["comments/declared"] < minimums.completeness:
        declared = stats["comments/declared"]
        collected = stats.get("comments/collected_of_declared", 0)
        before = f" ({known} were missing before)" if known else ""
        return Exit.INCOMPLETE, (
            f"{collected} of {declared} declared comments were collected, {share:.1%}{before}; "
            f"{asked}. comments_reason of an article says why"
        )
    # Where nothing is declared, nobody knows what a thread that could not be loaded has lost.
    walked, broken = sum(threads(stats).values()), stats.get("threads/error", 0)
    if broken > walked * (1 - minimums.completeness):
        return Exit.INCOMPLETE, f"{broken} of {walked} threads could not be loaded; {asked}"
    return None


def _lost(stats: Stats, minimums: Minimums) -> Verdict | None:
    lost, read = losses(stats), stats.get("articles/read", 0)
    articles, lists = sum(lost.values()), by_reason(stats, "sources/failed/")
    missing = {why: number for why, number in lists.items() if why.startswith(LIST_LOST)}
    told = []
    if articles and read / (read + articles) < minimums.read:
        reasons = ", ".join(f"{number} {reason}" for reason, number in lost.items())
        told.append(f"{articles} of {read + articles} articles could not be read ({reasons})")
    if missing:
        reasons = ", ".join(f"{number} {why}" for why, number in missing.items())
        many = sum(missing.values())
        told.append(f"{many} list{'s' * (many > 1)} of articles could not be read ({reasons})")
    again = ". The next run tries again" if told else ""
    told += archive_losses(stats)
    if full := stats.get("kept/failed/full"):
        were = "answer was" if full == 1 else "answers were"
        told.append(f"{full} {were} not kept: the file of the run is full (KEEP_PAGES_MIB)")
    if failed := stats.get("kept/failed/screenshot"):
        told.append(f"{failed} screenshot{'s' * (failed > 1)} could not be taken")
    return (Exit.LOSSES, "; ".join(told) + again) if told else None


def firsts(stats: Stats) -> list[str]:
    """Return for the log, of each kind and reason, what was not read first.

    >>> firsts({"sources/failed/dns": 3, "first/sources/dns": "https://paper.example/robots.txt"})
    ['sources: 3 dns, the first: https://paper.example/robots.txt']
    """
    found = sorted(by_reason(stats, "first/").items())
    told = []
    for name, where in found:
        kind, reason = name.split("/", 1)
        number = stats.get(f"{kind}/failed/{reason}") or stats.get(f"{kind}/{reason}", 1)
        told.append(f"{kind}: {number} {reason}, the first: {where}")
    return told


def losses(stats: Stats) -> dict[str, int]:
    """Return how many articles were lost, by reason.

    >>> losses({"articles/failed/http_500": 2, "articles/failed/http_404": 7})
    {'http_500': 2}
    """
    failed = by_reason(stats, "articles/failed/")
    return {reason: number for reason, number in failed.items() if reason not in NO_LOSS}
