"""How a run ends: the exit statuses of `scrapy crawl`, and the error that carries one."""

from enum import IntEnum

STOPPING = object()
"""Scrapy's signal for a run that is to end at once (extensions/watchdog.py). No arguments."""


class Exit(IntEnum):
    """Exit status of `scrapy crawl`. The table in OPERATION.md is made from these lines."""

    DONE = 0, "everything found was read and written"
    ERROR = 1, "a defect of newscrawl: please report it"
    USAGE = 2, "an argument or a setting is wrong; nothing was fetched"
    INCOMPLETE = 3, "fewer of the declared comments than MIN_COMPLETENESS asks for"
    NOTHING = 4, "no article found although the site answered"
    BLOCKED = 5, "robots.txt or the site forbids everything that was asked for"
    UNREACHABLE = 6, "the site did not answer"
    BROWSER = 7, "no Chromium, or pages it could not render"
    DISK = 8, "the output or the ledger could not be written"
    LOCKED = 9, "another run is writing to the same folder"
    STALLED = 10, "no progress for WATCHDOG_SECONDS; what was written is good"
    LOSSES = 11, "done, but fewer articles than MIN_READ were read, or not all of a list or archive"
    ALARM = 12, "done, but unlike the site's earlier runs"
    RUNNING = 13, "another run of the fleet is going on, and --fail-if-running was given"
    TROUBLE = 14, "a fleet: some outlets had trouble; standard error says which"
    LIMITED = 15, "ended at its limit of time or memory; what was written is good"
    INTERRUPTED = 130, "stopped by Ctrl-C or SIGTERM; what was written is good"

    def __new__(cls, value: int, meaning: str) -> "Exit":
        status = int.__new__(cls, value)
        status._value_ = value
        status.meaning = meaning
        return status

    meaning: str


class Refused(Exception):  # noqa: N818  (it is an answer to the user, not a defect)
    """What was asked cannot be done. The message is one line: what is wrong and how to mend it."""

    def __init__(self, message: str, status: Exit = Exit.USAGE) -> None:
        super().__init__(message)
        self.status = status
