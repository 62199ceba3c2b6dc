"""Where the output goes: the default feeds, their storage, a scope's folder opened for a run."""

import logging
import os
import re
import sqlite3
import sys
from contextlib import ExitStack, suppress
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Self

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.extensions.feedexport import FileFeedStorage
from scrapy.settings import BaseSettings

from newscrawl.plugins import all_sites
from newscrawl.runs.exits import Exit, Refused
from newscrawl.runs.history import History
from newscrawl.sites.arguments import Arguments
from newscrawl.state.files import PACKINGS
from newscrawl.state.ledger import BROKEN, Ledger
from newscrawl.state.lock import Lock
from newscrawl.state.mend import mend
from newscrawl.state.output import Output, Unwritten
from newscrawl.state.poison import Reading
from newscrawl.state.schedule import Schedule
from newscrawl.state.shared_hosts import is_spoilt
from newscrawl.state.takeover import is_record, take_over

logger = logging.getLogger(__name__)

# Comments are closed first: who sees an article finds its thread.
KINDS = {"comments": "newscrawl.items.Comment", "articles": "newscrawl.items.Article"}
ONE_KIND = frozenset({"csv", "xml", "json", "pickle", "marshal"})
"""Formats of Scrapy's in which a comment cannot be told from an article."""
ONCE = "exactly_once"
"""The feed option that marks our feeds; a user's feeds lack it."""


def set_feeds(settings: BaseSettings) -> None:
    """Write both kinds below OUTPUT_DIR, unless the user gave feeds (-o, -O, FEEDS)."""
    if settings.getdict("FEEDS"):
        return
    folder = Path(settings["OUTPUT_DIR"]).absolute().as_posix()
    packing = PACKINGS.get(settings.get("OUTPUT_COMPRESSION") or "", PACKINGS[""])
    feeds = {
        f"{folder}/%(scope)s/%(run_id)s-{kind}.jsonl{packing.suffix}": {
            "format": "jsonlines",
            "item_classes": [item_class],
            "store_empty": False,
            "batch_item_count": 0,
            "uri_params": "newscrawl.state.storage.uri_params",
            # Whole lines of UTF-8, whatever FEED_EXPORT_* say: the next run reads them again.
            "encoding": "utf-8",
            "fields": None,
            "indent": None,
            ONCE: True,
        }
        for kind, item_class in KINDS.items()
    }
    settings.set("FEEDS", feeds, "spider")


def split_feeds(settings: BaseSettings, *, comments: bool) -> None:
    """Give each kind a file of its own where a user's format has room for one kind only.

    `out.csv` becomes `out-articles.csv` and `out-comments.csv`; in JSON Lines each line says what
    it is. Raises Refused where there can be no second file.
    """
    found = dict[str, Any]()
    for uri, options in settings.getdict("FEEDS").items():
        of_one_kind = (options or {}).get("format") in ONE_KIND
        if not of_one_kind or options.get("item_classes") or not comments:
            found[str(uri)] = options
        elif str(uri).startswith("stdout:") or str(uri) == "-":
            form = options["format"]
            raise Refused(
                f"-:{form}: articles and comments are two tables: write to a file, or use -:jsonl"
            )
        else:
            for kind, item_class in KINDS.items():
                path = re.sub(r"(\.[^/]*)?$", rf"-{kind}\1", str(uri), count=1)
                found[path] = {**options, "item_classes": [item_class]}
    if found:
        settings.set("FEEDS", found, settings.getpriority("FEEDS") or 0)


def uri_params(params: dict[str, Any], spider: Any) -> dict[str, Any]:
    """Return what a feed's file name may hold: Scrapy's parameters, `scope` and `run_id`."""
    scope = spider.arguments.scope
    return {**params, "name": spider.name, "scope": scope, "run_id": spider.run_id}


class UsersFile(FileFeedStorage):
    """Scrapy's storage, but a disk that is full when a user's file is closed is reported."""

    def __init__(self, uri: str, output: Output, feed_options: dict[str, Any] | None) -> None:
        super().__init__(uri, feed_options=feed_options)
        self.output = output

    def store(self, file: IO[bytes]) -> None:
        try:
            super().store(file)
        except OSError as problem:
            self.output.fail(problem)


class Storage:
    """A file of the run's output. Files of a user's feeds are UsersFile's."""

    def __init__(self, output: Output, path: Path) -> None:
        self.output, self.path = output, path

    @classmethod
    def from_crawler(
        cls, crawler: Crawler, uri: str, *, feed_options: dict[str, Any] | None = None
    ) -> Self | UsersFile:
        if not (feed_options or {}).get(ONCE):
            return UsersFile(uri, output_of(crawler), feed_options)
        return cls(output_of(crawler), Path(uri))

    def open(self, spider: Spider) -> IO[bytes]:
        return self.output.open(self.path)

    def store(self, file: IO[bytes]) -> None:
        with suppress(Unwritten):  # already reported
            self.output.finish(self.path)


def scope_folder(settings: BaseSettings, scope: str) -> Path:
    """Return where everything of a scope lies."""
    return Path(settings["OUTPUT_DIR"]).absolute() / scope


def has_own_feeds(settings: BaseSettings) -> bool:
    """Return whether the user gave feeds (-o, -O, FEEDS), so that nothing else is written."""
    return not all(options.get(ONCE) for options in settings.getdict("FEEDS").values())


def open_output(
    settings: BaseSettings, arguments: Arguments, started: datetime, *, command: str | None = None
) -> Output:
    """Begin a run in the folder of its scope. Raises Refused with a one-line message.

    A run of a `command` gets its line in `runs.jsonl`. If the user gave feeds (-o, -O, FEEDS)
    nothing else is written, and no such line either. Their file does not count as earlier output:
    only this run is deduplicated.
    """
    compression = settings.get("OUTPUT_COMPRESSION") or ""
    if compression not in PACKINGS:
        raise Refused(f"OUTPUT_COMPRESSION {compression!r}: gzip, zstd or empty")
    folder, own = scope_folder(settings, arguments.scope), has_own_feeds(settings)
    for line in prepare_folder(settings, arguments):
        logger.warning("%s", line)
    schedule = Schedule.read(settings.getdict("REVISIT"), arguments.site.revisit)
    try:
        with ExitStack() as undo:
            opened = (Ledger(":memory:"), None, Reading(None)) if own else _open(folder, undo)
            ledger, lock, reading = opened
            output = Output(ledger, lock, PACKINGS[compression], schedule, reading)
            output.begin(
                arguments.site.name,
                arguments.given,
                started,
                arguments.window.since,
                command=command,
            )
            undo.pop_all()
    except (OSError, sqlite3.Error) as problem:
        if isinstance(problem, sqlite3.Error) and is_spoilt(problem):
            raise Refused(
                f"the ledger in {folder} is damaged ({problem}). {BROKEN}", Exit.DISK
            ) from None
        raise Refused(
            f"OUTPUT_DIR: {folder} is not writable ({problem}); mend that, or give another "
            "with -s OUTPUT_DIR=...",
            Exit.DISK,
        ) from None
    return output


def prepare_folder(settings: BaseSettings, arguments: Arguments) -> list[str]:
    """Check the folder of a scope before anything is written there; take an older one over.

    Return what the user should know. Raises Refused with a one-line message.
    """
    if has_own_feeds(settings):
        return []
    folder = scope_folder(settings, arguments.scope)
    old = folder.with_name(arguments.site.name)
    check_links(folder)
    check_scope(settings, arguments)
    if old == folder or not is_record(old):
        return []
    check_links(old)
    try:
        return [take_over(old, arguments.scope, arguments.site, all_sites(settings))]
    except (OSError, sqlite3.Error) as problem:
        raise Refused(
            f"OUTPUT_DIR: the records in {old} could not get folders of their own ({problem}); "
            "mend that, or give another with -s OUTPUT_DIR=...",
            Exit.DISK,
        ) from None


def check_scope(settings: BaseSettings, arguments: Arguments) -> None:
    """Raise Refused if a scope that the user gave holds the record of another site."""
    folder = scope_folder(settings, arguments.scope)
    before = History(folder).runs()[-1:] if "scope" in arguments.given else []
    if before and before[0]["site"] != arguments.site.name:
        raise Refused(
            f"scope {arguments.scope!r} holds the record of {before[0]['site']}, and this is "
            f"{arguments.site.name}: give another scope="
        )


def check_links(folder: Path) -> None:
    """Raise Refused if another user has put a link where a run would write through it."""
    if sys.platform == "win32":
        return
    with suppress(OSError):  # a folder that cannot be read or written is complained of later
        for path in (folder.parent, folder, *(folder.iterdir() if folder.is_dir() else ())):
            if path.is_symlink() and path.lstat().st_uid not in {0, os.geteuid()}:
                raise Refused(
                    f"OUTPUT_DIR: {path} is a link that another user made, and a run would write "
                    "where it leads; remove it, and let nobody else write to that folder",
                    Exit.DISK,
                )


def _open(folder: Path, undo: ExitStack) -> tuple[Ledger, Lock, Reading]:
    folder.mkdir(parents=True, exist_ok=True)
    lock = Lock(folder)
    undo.callback(lock.release)
    ledger = Ledger(folder / "ledger.sqlite")
    undo.callback(ledger.close)
    for news in mend(ledger, lock):
        logger.warning("%s", news)
    reading = Reading(folder)
    if dead := History(folder).bury(reading.left):
        logger.info("run %s died before its end", dead["run_id"])
    return ledger, lock, reading


def output_of(crawler: Crawler) -> Output:
    """Return the output of a running crawl. Raises NotConfigured where no site is crawled."""
    output = getattr(crawler.spider, "output", None)
    if not isinstance(output, Output):
        raise NotConfigured("not a crawl of a site")
    return output
