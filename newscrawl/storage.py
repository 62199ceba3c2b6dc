"""What a run writes, so that each line is there once and whole, however the run ends.

Scrapy's feed exports are not the writer: they write from a signal handler, where nothing links a
line to its item, errors are only logged, and a thread cannot be held back until it is whole. Their
exporter makes the lines. A user's own feeds (-o, -O, FEEDS) are Scrapy's as ever.
"""

import json
import logging
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from io import BytesIO
from pathlib import Path

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.exporters import JsonLinesItemExporter
from scrapy.settings import BaseSettings

from newscrawl.arguments import Arguments
from newscrawl.discovery.base import Link
from newscrawl.exits import Exit, Refused
from newscrawl.items import Article, Comment
from newscrawl.state.ledger import Known, Ledger
from newscrawl.state.links import Links
from newscrawl.state.lock import Lock
from newscrawl.state.mend import mend
from newscrawl.state.packing import PACKINGS, Packing
from newscrawl.state.part import Part
from newscrawl.state.runs import Runs

logger = logging.getLogger(__name__)

BATCH = 2**18
"""Bytes of lines that are worth a commit of their own."""


class Unwritten(DropItem):
    """The output cannot be written any more."""


class Output:
    """The lines of one run, and the ledger that vouches for them.

    Lines are collected; `commit` brings them to the disk, then says so in the ledger, in one
    transaction. The comments of an article wait for its last line.
    """

    def __init__(self, ledger: Ledger, lock: Lock | None, packing: Packing) -> None:
        self.ledger, self.runs, self.lock, self.packing = ledger, Runs(ledger), lock, packing
        self.run_id = ""
        self.failed: str | None = None
        """Why nothing more can be written; what was committed before is good."""
        self.on_failure: Callable[[], None] = lambda: None
        self.closed = False
        self._line = BytesIO()
        self._exporter = JsonLinesItemExporter(self._line, encoding="utf-8")
        self._waiting = defaultdict[str, list[tuple[Comment, bytes]]](list)
        self._staged: dict[str, Known] = {}
        self._lines: dict[str, bytearray] = {}
        self._parts: dict[str, Part] = {}

    def begin(self, task: str, started: datetime, since: datetime) -> None:
        """Note the run, and what stopped runs of the same task left to do. Raises sqlite3.Error."""
        before = self.runs.unfinished_since(task)
        self.since = min(since, before) if before else since
        """Since when articles are wanted, by this run or one that was stopped."""
        folder = self.lock.path if self.lock else None
        self.run_id = self.runs.begin(task, started, since, folder)
        self.links = Links(self.ledger, task, started)

    # Links

    def found(self, key: str, url: str, link: Link) -> None:
        """Note an article to be read: what it is known by, and the URL that will be asked for."""
        with suppress(Unwritten), self._guard():
            self.links.found(key, url, link)

    def settled(self, url: str) -> None:
        """Note that an article was read, and is not wanted."""
        with suppress(Unwritten), self._guard():
            self.links.done(url, self.run_id)

    def is_settled(self, key: str) -> bool:
        """Return whether a stopped run of this task was lately done with an article."""
        with suppress(Unwritten), self._guard():
            return self.links.is_done(key)
        return False

    def left(self) -> list[Link]:
        """Return the articles that stopped runs of this task found and never wrote."""
        with suppress(Unwritten), self._guard():
            return list(self.links.waiting())
        return []

    # Items

    def known(self, item: Article | Comment) -> Known | None:
        """Return what was written of an item before, in this run or another."""
        with self._guard():
            if isinstance(item, Article):
                return self.ledger.article(item.id)
            return self._staged.get(item.id) or self.ledger.comment(item.id)

    def seen(self, item: Article | Comment) -> None:
        """Note an item that is as it was; no line is written."""
        with self._guard():
            self.ledger.seen(item)
            if isinstance(item, Article):
                self._end_of(item)

    def add(self, item: Article | Comment) -> None:
        """Take a line. That of a comment waits for the last line of its article."""
        with self._guard():
            self._exporter.export_item(item)
            line = self._line.getvalue()
            self._line.seek(0)
            self._line.truncate()
            if isinstance(item, Comment):
                hash_, first = item.text_hash or "", item.date_first_seen or ""
                self._waiting[item.article_id].append((item, line))
                self._staged[item.id] = Known(hash_, None, item.version, None, first)
                return
            self._put(item, line)
            self._end_of(item)
        if sum(map(len, self._lines.values())) > BATCH:
            self.commit()

    def _end_of(self, article: Article) -> None:
        if article.comments_status is None:
            return  # its thread is still to be walked
        self._release(article.id)
        if article.comments_status != "error":
            self.links.done(article.request_url, self.run_id)

    def _release(self, article_id: str) -> None:
        for comment, line in self._waiting.pop(article_id, ()):
            self._put(comment, line)
            del self._staged[comment.id]

    def _put(self, item: Article | Comment, line: bytes) -> None:
        self.ledger.save(item, self.run_id)
        if self.lock:
            self._lines.setdefault(f"{item.type}s", bytearray()).extend(line)

    # The disk

    def commit(self) -> None:
        """Bring all lines to the disk, then vouch for them. Raises Unwritten."""
        with self._guard():
            if not self.ledger.db.in_transaction:
                return
            for kind, lines in self._lines.items():
                part = self._part(kind)
                end = part.append(self.packing.pack(bytes(lines)))
                self.runs.good(part.name, self.run_id, end)
            self.ledger.db.commit()
            self._lines.clear()
            self._restore()

    def _part(self, kind: str) -> Part:
        if kind not in self._parts:
            assert self.lock  # noqa: S101  (no lines are kept without one)
            name = f"{self.run_id}-{kind}.jsonl{self.packing.suffix}"
            self._parts[kind] = Part(self.lock.path, name)
            self.lock.sync()
        return self._parts[kind]

    def _restore(self) -> None:
        if not self.lock:
            return
        files: list[Ledger | Lock | Part] = [self.ledger, self.lock, *self._parts.values()]
        for file in files:
            if file.restore():
                logger.warning("%s was deleted while it was written; it is there again", file.path)

    @contextmanager
    def _guard(self) -> Iterator[None]:
        if self.failed:
            raise Unwritten("the output failed", log_level="DEBUG")
        try:
            yield
        except (OSError, sqlite3.Error) as problem:
            self.failed = f"the output could not be written: {problem}"
            with suppress(sqlite3.Error):
                self.ledger.db.rollback()
            self.on_failure()
            raise Unwritten(self.failed, log_level="DEBUG") from None

    def end(self, reason: str | None) -> None:
        """Commit, and give the files their names; `reason` is Scrapy's, None if it was cut short.

        A failed output is left as it is: the next run finishes it.
        """
        if self.closed:
            return
        self.closed = True
        with suppress(Unwritten):
            self._end(reason)
        for part in self._parts.values():
            part.file.close()
        self.ledger.close()
        if self.lock:
            self.lock.release()

    def _end(self, reason: str | None) -> None:
        with self._guard():
            for article_id in [*self._waiting] if reason else []:
                self._release(article_id)  # its last line was refused by a pipeline
            self.runs.end(self.run_id, reason or "shutdown")
            if reason == "finished":
                self.links.clear()
        self.commit()
        with self._guard():
            # Comments first: who sees an article finds its thread.
            for _, part in sorted(self._parts.items(), reverse=True):
                part.finish()
                self.runs.finished(part.name)
            if self.lock:
                self.lock.sync()
            self.ledger.db.commit()


def open_output(settings: BaseSettings, arguments: Arguments, started: datetime) -> Output:
    """Begin a run in the folder of its site. Raises Refused with a one-line message.

    If the user gave feeds (-o, -O, FEEDS) nothing else is written. Their file is no earlier
    output of ours: only this run is deduplicated.
    """
    compression = settings.get("OUTPUT_COMPRESSION") or ""
    if compression not in PACKINGS:
        raise Refused(f"OUTPUT_COMPRESSION {compression!r}: gzip, zstd or empty")
    folder = Path(settings["OUTPUT_DIR"]).absolute() / arguments.site.name
    own = bool(settings.getdict("FEEDS"))
    task = json.dumps(arguments.given, sort_keys=True)
    try:
        with ExitStack() as undo:
            ledger, lock = (Ledger(":memory:"), None) if own else _open(folder, undo)
            output = Output(ledger, lock, PACKINGS[compression])
            output.begin(task, started, arguments.window.since)
            undo.pop_all()
    except (OSError, sqlite3.Error) as problem:
        raise Refused(
            f"OUTPUT_DIR: {folder} is not writable ({problem}); mend that, or give another "
            "with -s OUTPUT_DIR=...",
            Exit.DISK,
        ) from None
    return output


def _open(folder: Path, undo: ExitStack) -> tuple[Ledger, Lock]:
    folder.mkdir(parents=True, exist_ok=True)
    lock = Lock(folder)
    undo.callback(lock.release)
    ledger = Ledger(folder / "ledger.sqlite")
    undo.callback(ledger.close)
    for news in mend(ledger, folder):
        logger.warning("%s", news)
    return ledger, lock


def output_of(crawler: Crawler) -> Output:
    """Return the output of a running crawl."""
    output = getattr(crawler.spider, "output", None)
    assert isinstance(output, Output)  # noqa: S101
    return output
