"""The end of a run: what it came to, from its counters and its past, into `runs.jsonl`."""

import logging

from scrapy.settings import BaseSettings

from newscrawl.browser.chromium import chromium_version, find_chromium
from newscrawl.items import Row
from newscrawl.runs.alarms import alarms
from newscrawl.runs.counters import Stats
from newscrawl.runs.exits import Exit
from newscrawl.runs.outcome import Minimums, Verdict, firsts, outcome
from newscrawl.state.output import Output

logger = logging.getLogger(__name__)

NO_FEEDS = (
    "nothing was fetched, as there is nowhere to write it: a feed cannot be set up. See the "
    "log, and FEEDS, -o, FEED_EXPORTERS, FEED_STORAGES and EXTENSIONS of this run"
)


def end_run(
    settings: BaseSettings,
    stats: Stats,
    output: Output,
    minimums: Minimums,
    unstarted: str = "",
) -> tuple[Verdict, Row | None]:
    """Return what a run came to, and its line, which is written; None if it writes none.

    `stats` are Scrapy's counters; `unstarted` says why the crawl could not be started, if so.
    """
    run_line = output.run_line
    found = alarms(run_line.row(stats), run_line.history.visits()) if run_line else []
    for alarm in found:
        logger.warning("alarm %s: %s", alarm["name"], alarm["message"])
    raised = [alarm["message"] for alarm in found if alarm["raised"]]
    status, message = outcome(stats, minimums, raised)
    if unstarted:
        status, message = Exit.ERROR, f"the crawl could not be started: {unstarted}"
    elif not output.exported:
        status, message = Exit.USAGE, NO_FEEDS
    if message and settings.get("LOG_FILE"):  # the message names it
        for line in (message, *firsts(stats)):
            logger.warning("%s", line)
    if not run_line:
        return (status, message), None
    row = run_line.close(stats, status, message, found, _chromium(settings, stats))
    return (status, message), row


def _chromium(settings: BaseSettings, stats: Stats) -> str | None:
    """Return the version of the Chromium that was started, if one was."""
    found = find_chromium(settings) if stats.get("playwright/page_count") else None
    return chromium_version(found) if found else None
