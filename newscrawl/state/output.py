"""What a run writes, so that each line is there once and whole, however the run ends.

Scrapy's feed exports make the lines (extensions/feeds.py) and leave them in the files opened here.
Between them lies what feed exports lack: a thread is written when it is whole, and the bytes and
the ledger that vouches for them reach the disk together.
"""

import json
import logging
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from io import BytesIO
from pathlib import Path

from scrapy.exceptions import DropItem

from newscrawl import clock
from newscrawl.deadline import HELD
from newscrawl.discovery.base import Link
from newscrawl.items import Article, Comment
from newscrawl.net.term import Term
from newscrawl.runs.history import RunLine
from newscrawl.state.files import Packing, Part, kept_name
from newscrawl.state.ledger import Known, Ledger, votes_of
from newscrawl.state.lock import Lock
from newscrawl.state.owners import Owners
from newscrawl.state.pending import Pending
from newscrawl.state.poison import Poisons, Reading
from newscrawl.state.schedule import Schedule
from newscrawl.state.spill import Spill
from newscrawl.state.tasks import Links, Runs, Waiting
from newscrawl.state.visits import Visits

logger = logging.getLogger(__name__)

BATCH = 2**18
"""This many bytes of lines are worth a commit of their own."""


class Unwritten(DropItem):
    """The output can no longer be written."""


class Output:
    """The lines of one run, and the ledger that vouches for them.

    Lines are collected; `commit` brings them to the disk, then says so in the ledger, in one
    transaction. The comments of an article wait for its last line.
    """

    def __init__(
        self,
        ledger: Ledger,
        lock: Lock | None,
        packing: Packing,
        schedule: Schedule,
        reading: Reading,
    ) -> None:
        self.ledger, self.runs, self.lock, self.packing = ledger, Runs(ledger), lock, packing
        self.reading, self.poisons = reading, Poisons(ledger)
        self.visits, self.owners = Visits(ledger, schedule), Owners(ledger)
        self.reread: set[str] = set()
        """Articles whose comments were read another way than last time."""
        self.run_id = ""
        self.failed: str | None = None
        """Why nothing more can be written; what was committed before is good."""
        self.run_line: RunLine | None = None
        """This run's line in `runs.jsonl`; None if it gets none: see `begin`."""
        self.term: Term | None = None
        """Until when the scope is this run's, where several machines visit it."""
        self.exported = False
        """Whether feed exports make the lines; settings can switch them off."""
        self._write: Callable[[Article | Comment], None] | None = None
        self._on_failure: Callable[[], None] | None = None
        self.concluded = self.ended = False
        self._threads = defaultdict[str, Pending](lambda: Pending(self._spill()))
        self._staged: dict[str, Known] = {}
        self._lines: dict[Path, BytesIO] = {}
        self._parts: dict[Path, Part] = {}

    def begin(
        self,
        site: str,
        given: Mapping[str, str],
        started: datetime,
        since: datetime,
        *,
        command: str | None = None,
    ) -> None:
        """Note the run, and what stopped runs of the same task left to do. Raises sqlite3.Error.

        `given` are the arguments as the user gave them. A run of a `command` gets its line in
        `runs.jsonl`, but not if the user has feeds of their own: these have no folder.
        """
        self.task = task = json.dumps(dict(given), sort_keys=True)
        # Not `started`: the run before may have ended since.
        if pages := self.visits.set_back(clock.now()):
            logger.warning("the clock was set back: pages to be visited again: %d", pages)
        if self.reading.left:
            self.poisons.suspect(self.reading.left, clock.now())
        before = self.runs.unfinished_since(task)
        self.since = min(since, before) if before else since
        """From when on articles are wanted, by this run or a stopped one."""
        folder = self.lock.path if self.lock else None
        self.run_id = self.runs.begin(task, started, since, folder)
        self.links = Links(self.ledger, task, started, self.run_id)
        if command and folder:
            self.run_line = RunLine(folder, self.run_id, site, given, started)
            self.run_line.command = command
            self.run_line.note({})

    def export_to(
        self, write: Callable[[Article | Comment], None] | None, on_failure: Callable[[], None]
    ) -> None:
        """Set what makes the lines, and what is called once if they cannot be written.

        `write` makes the line of an item in a file of `open`; None where the user has own feeds.
        """
        self._write, self._on_failure, self.exported = write, on_failure, True

    # Links

    def meet(self, key: str) -> bool:
        """Note that this run met a link; return whether for the first time."""
        with suppress(Unwritten), self._guard():
            return self.links.meet(key)
        return False

    def found(self, key: str, url: str, link: Link, day: str = "") -> None:
        """Note an article to be read: its key, its URL, and the day that its list prints."""
        with suppress(Unwritten), self._guard():
            self.links.found(key, url, link, day)

    def newest(self) -> Waiting | None:
        """Return the newest article that was found and not asked for yet."""
        with suppress(Unwritten), self._guard():
            return self.links.newest()
        return None

    def asked(self, key: str, url: str) -> None:
        """Note that an article is asked for at this URL."""
        with suppress(Unwritten), self._guard():
            self.links.asked(key, url)

    def settled(self, url: str) -> None:
        """Note that an article was read, and is not wanted."""
        with suppress(Unwritten), self._guard():
            self.links.done(url, self.run_id)

    def state_of(self, key: str) -> str | None:
        """Return whether an article waits, or a stopped run of this task was done with it."""
        with suppress(Unwritten), self._guard():
            return self.links.state(key)
        return None

    # Visits

    def note(self, what: Callable[[], None]) -> None:
        """Tell the ledger something on which no line depends."""
        with suppress(Unwritten), self._guard():
            what()

    def when_whole(self, article_id: str, what: Callable[[], None]) -> None:
        """Tell the ledger something when all lines of a thread are written, in one commit."""
        self._threads[article_id].notes.append(what)

    def announce(self, article_id: str, comments: Iterable[str]) -> None:
        """Announce the comments of a thread whose article gets no line."""
        thread = self._threads[article_id]
        thread.announced = True
        thread.coming |= set(comments)
        with suppress(Unwritten), self._guard():
            self._release(article_id)

    # Items

    def known(self, item: Article | Comment) -> Known | None:
        """Return what was last written of an item, in this run or another."""
        with self._guard():
            if isinstance(item, Article):
                return self.ledger.article(item.id)
            return self._staged.get(item.id) or self.ledger.comment(item.id)

    def known_article(self, ids: Iterable[str]) -> str | None:
        """Return the first of some ids under which an article was written."""
        with self._guard():
            return next((one for one in ids if self.ledger.article(one)), None)

    def keep_texts(self) -> Callable[[Comment], None]:
        """Return what keeps the comments of a thread that is being read: see `Spill`."""
        spill = self._spill()

        def keep(comment: Comment) -> None:
            with self._guard():
                spill.keep(comment)

        return keep

    def _spill(self) -> Spill:
        return Spill(self.lock.path if self.lock else None)

    def seen(self, item: Article | Comment) -> None:
        """Note an item that is unchanged; no line is written."""
        with self._guard():
            self.ledger.seen(item)
            if isinstance(item, Article):
                self._last(item)

    def expect(self, item: Article | Comment) -> None:
        """Expect a line, for `add` or `refuse`; the rest of its thread waits for it."""
        if isinstance(item, Comment):
            self._staged[item.id] = Known(
                item.text_hash,
                None,
                item.version,
                item.previous_text_hash,
                item.date_first_seen or "",
                item.status,
                item.date_removed_observed,
                votes_of(item),
                item.metadata.reader,
                item.date_last_seen,
            )
            self._threads[item.article_id].coming.add(item.id)

    def refuse(self, item: Article | Comment) -> None:
        """Note that an expected line will not come: a pipeline dropped it."""
        if isinstance(item, Comment) and item.id in self._threads[item.article_id].coming:
            self._staged.pop(item.id, None)
            self._threads[item.article_id].coming.remove(item.id)
            with self._guard():
                self._release(item.article_id)

    def add(self, item: Article | Comment) -> None:
        """Take a line. A comment's line waits for the last line of its article."""
        with self._guard():
            if isinstance(item, Comment):
                self.expect(item)
                thread = self._threads[item.article_id]
                thread.here.append(item)
                thread.spill.keep(item)
                thread.coming.remove(item.id)
                self._release(item.article_id)
            elif item.comments_status is None:
                self._put(item)  # its thread is still to be walked
            else:
                self._threads[item.id].here.append(item)
                self._last(item)
        if self._is_full():
            self.commit()

    def _last(self, article: Article) -> None:
        if article.comments_status is not None:
            self._threads[article.id].last = article
            self._release(article.id)

    def _release(self, article_id: str, *, anyway: bool = False) -> None:
        thread = self._threads[article_id]
        whole = thread.whole
        if not (whole or anyway):
            return
        del self._threads[article_id]
        for item in thread.here:
            self._put(item)
            self._staged.pop(item.id, None)
            if self._is_full():
                self._flush()  # the ledger vouches for it with the rest of the thread
        self.owners.release(article_id)
        for note in thread.notes if whole else []:
            note()
        if whole and thread.last and thread.last.comments_status != "error":
            self.links.done(thread.last.request_url, self.run_id)

    def _put(self, item: Article | Comment) -> None:
        if self._write:
            self._write(item)
        self.ledger.save(item, self.run_id)

    def keep(self, records: bytes) -> None:
        """Take records of the run's file of kept pages, packed. They count with its next lines."""
        if self.lock:
            with self._guard():
                self.open(self.lock.path / kept_name(self.run_id)).write(records)
            if self._is_full():
                self.commit()

    # The disk

    def open(self, path: Path) -> BytesIO:
        """Return the file that collects the lines of an output file until they are committed."""
        return self._lines.setdefault(path, BytesIO())

    def commit(self) -> None:
        """Bring all lines to the disk, then vouch for them. Raises Unwritten."""
        with self._guard():
            if not (self.ledger.db.in_transaction or self._waiting()):
                return
            self._flush()
            self.ledger.db.commit()
            self._restore()

    def _is_full(self) -> bool:
        return self._waiting() > BATCH

    def _waiting(self) -> int:
        return sum(lines.tell() for lines in self._lines.values())

    def _flush(self) -> None:
        """Append the lines to their files. They count once the ledger is committed."""
        for path, lines in self._lines.items():
            if lines.tell():
                is_packed = path.name == kept_name(self.run_id)
                piece = lines.getvalue() if is_packed else self.packing.pack(lines.getvalue())
                end = self._part(path).append(piece)
                self.runs.good(path.name, self.run_id, end, finished=self.concluded)
                lines.seek(0)
                lines.truncate()

    def _part(self, path: Path) -> Part:
        if path not in self._parts:
            self._parts[path] = Part(path.parent, path.name)
            if self.lock:
                self.lock.sync()
        return self._parts[path]

    def _restore(self) -> None:
        if not self.lock:
            return
        files: list[Ledger | Lock | Part] = [self.ledger, self.lock, *self._parts.values()]
        for file in files:
            if file.restore():
                logger.warning(
                    "%s was deleted while it was being written; it has been restored", file.path
                )

    @contextmanager
    def _guard(self) -> Iterator[None]:
        if self.failed:
            raise Unwritten("the output failed", log_level="DEBUG")
        HELD.append(self)
        try:
            yield
        except (OSError, sqlite3.Error) as problem:
            self.fail(problem)
            raise Unwritten("the output failed", log_level="DEBUG") from None
        finally:
            HELD.pop()

    def fail(self, problem: Exception) -> None:
        """Accept no more lines; what was committed is good."""
        if not self.failed:
            self.failed = f"the output could not be written: {problem}"
            with suppress(sqlite3.Error):
                self.ledger.db.rollback()
            if self._on_failure:
                self._on_failure()

    def conclude(self, reason: str | None) -> None:
        """Commit what there is; `reason` is Scrapy's, None if the run was cut short."""
        if self.concluded:
            return
        self.concluded = True
        with suppress(Unwritten):
            with self._guard():
                for article_id in [*self._threads] if reason else []:
                    self._release(article_id, anyway=True)  # a pipeline refused its last line
                self.runs.end(self.run_id, reason or "shutdown")
                if reason == "finished":
                    self.links.clear()
            self.commit()

    def finish(self, path: Path) -> None:
        """Give a file the name its readers look for. Raises Unwritten."""
        with self._guard():
            if path in self._parts:
                self._restore()
                self._parts.pop(path).finish()

    def end(self, reason: str | None) -> None:
        """Conclude, finish all files and release the folder.

        A failed output is left as it is: the next run finishes it.
        """
        if self.ended:
            return
        self.ended = True
        self.conclude(reason)
        with suppress(Unwritten):
            # Comments first: who sees an article finds its thread.
            for path in sorted(self._parts, reverse=True):
                self.finish(path)
            with self._guard():
                if self.lock:
                    self.lock.sync()
        for part in self._parts.values():
            part.file.close()
        self.ledger.close(None if self.failed else clock.now())
        self.reading.close()
        if self.lock:
            self.lock.release()
