"""`newscrawl reread`: kept pages are read again, by today's code and without network."""

import argparse
import sqlite3
import time
from collections import Counter
from contextlib import nullcontext, suppress
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import Any

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from newscrawl import clock
from newscrawl.archive.capture import LACKING
from newscrawl.command import in_one_line, refuse_options
from newscrawl.commands import crawl
from newscrawl.fleet.kept import FOLDER
from newscrawl.fleet.listed import Listed
from newscrawl.plugins import all_sites, site_named
from newscrawl.program import typed
from newscrawl.record.reread import coverage, kept_files, write_changed
from newscrawl.record.scopes import scope_meant, scopes
from newscrawl.report.words import count
from newscrawl.runs.exits import Exit, Refused
from newscrawl.runs.history import REREAD, History, RunLine
from newscrawl.runs.outcome import Minimums, Verdict
from newscrawl.sites.arguments import read_arguments
from newscrawl.spiders.recorded import RECORD
from newscrawl.state.lock import Lock
from newscrawl.state.output import Output, Unwritten
from newscrawl.state.storage import open_output

OF_THE_SITE = frozenset({"edition", "base_url", "url", "timezone", "scope", "comments"})
"""The arguments of a run that say which site it read, and whether its comments."""
GOOD = frozenset({Exit.DONE, Exit.INCOMPLETE, Exit.LOSSES})
"""How a reading may end whose lines are to be used."""
OF_THE_READING = ("archive", "captures")
"""Arguments that say how it is read, and not of what."""
PREFIX = ".reread-"
"""How the name of a folder begins into which is read what is compared."""
FRESH = 60.0
"""Seconds: a folder that is younger may be about to be held."""
QUIET = {"MIN_COMPLETENESS": 0, "MIN_READ": 0, "ALARM_WEBHOOK": "", "KEEP_PAGES": "no"}


class Command(crawl.Command):
    """Reads the pages as a crawl of their archive does, then compares with the record."""

    command = REREAD
    status = Exit.ERROR
    message = ""
    in_place = False

    def syntax(self) -> str:
        return "SCOPE [options]"

    def short_desc(self) -> str:
        return "Read the pages that a crawl kept (KEEP_PAGES) again, with today's code"

    def long_desc(self) -> str:
        return (
            "Read the kept pages of a scope again, without network, and add a line for what is "
            "read differently now; with --to, write all of it anew elsewhere."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        ScrapyCommand.add_options(self, parser)
        in_one_line(self, parser)
        parser.set_defaults(spargs=[], output=None, overwrite_output=None)
        parser.add_argument(
            "--since", metavar="WHEN", help="only articles that are dated since then"
        )
        parser.add_argument(
            "--until", metavar="WHEN", help="only articles dated until then; a day is included"
        )
        parser.add_argument(
            "--to",
            metavar="DIR",
            help="write all of it into a record below this folder; the one in OUTPUT_DIR stays",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings  # noqa: S101
        refuse_options(args)
        if len(args) != 1:
            raise UsageError(f"give one scope; `{typed('status')}` lists them")
        output = Path(self.settings["OUTPUT_DIR"]).absolute()
        self.started, self.began = clock.now(), time.monotonic()
        try:
            scope = scope_meant(output, args[0], Listed(output / FOLDER).names())
            site = self._prepare(output / scope, opts)
            if opts.to:
                into = _target(output / scope, opts.to)
                self._read(site, into, opts)
                if self.status in GOOD:
                    print(f"{into / scope}: {self._covered(site, into / scope, opts)}")
                self._tell()
                return
            if Lock.is_held(output / scope):
                Lock(output / scope)  # which raises, and says why
            _clear(output)
            with TemporaryDirectory(prefix=PREFIX, dir=output) as folder:
                held = Lock(Path(folder))
                try:
                    self._read(site, Path(folder), opts)
                    self._compare(site, output, Path(folder), opts)
                finally:
                    held.release()
        except (Refused, Unwritten, OSError, sqlite3.Error) as problem:
            self.status = problem.status if isinstance(problem, Refused) else Exit.DISK
            self.message = str(problem)
        self._tell()

    def _prepare(self, folder: Path, opts: argparse.Namespace) -> str:
        """Set the arguments of the reading; return the site. Raises Refused."""
        assert self.settings  # noqa: S101
        if not [*kept_files(folder)]:
            asked = typed("crawl ... -s KEEP_PAGES=warc")
            raise Refused(f"no pages are kept in {folder}: `{asked}` keeps them")
        if not (runs := History(folder).visits(1)):
            raise Refused(f"{folder} has no runs.jsonl that names its site")
        own = OF_THE_SITE | site_named(runs[0]["site"], self.settings).arguments.keys()
        given = {name: text for name, text in runs[0]["arguments"].items() if name in own}
        for name in ("since", "until"):
            if text := getattr(opts, name):
                given[name] = text
        self.kept = folder
        opts.spargs = {**given, "archive": str(folder), "captures": "visits"}
        return str(runs[0]["site"])

    def _read(self, site: str, into: Path, opts: argparse.Namespace) -> None:
        assert self.settings  # noqa: S101
        self.status, self.message = Exit.ERROR, ""
        for name, value in {**QUIET, "OUTPUT_DIR": str(into), RECORD: str(self.kept)}.items():
            self.settings.set(name, value, "cmdline")
        self.in_place = not opts.to
        super().run([site], opts)

    def _compare(self, site: str, output: Path, fresh: Path, opts: argparse.Namespace) -> None:
        """Write what was read differently, and the line of this run.

        Raises Refused, OSError, sqlite3.Error, Unwritten.
        """
        assert self.settings  # noqa: S101
        self.settings.set("OUTPUT_DIR", str(output), "cmdline")
        now, sites = clock.now(), all_sites(self.settings)
        arguments = read_arguments(site_named(site, self.settings), opts.spargs, now, sites=sites)
        _wait(output / arguments.scope)
        record = open_output(self.settings, arguments, now, command=self.command)
        folder, written = output / arguments.scope, Counter[str]()
        run_line = record.run_line
        assert run_line  # noqa: S101  (there are no feeds)
        # Its id is of now: a crawl may have written since the reading began.
        run_line.started, run_line.began = self.started, self.began
        run_line.arguments = {k: v for k, v in opts.spargs.items() if k not in {*OF_THE_READING}}
        run_line.note({})
        with record.lock.held() if record.lock else nullcontext():
            try:
                if self.status in GOOD:
                    written = write_changed(folder, fresh / arguments.scope, record)
            finally:
                record.end("finished")
                if record.failed:
                    self.status, self.message = Exit.DISK, record.failed
                _close(run_line, fresh / arguments.scope, written, self.status, self.message)
        if self.status in GOOD:
            print(
                f"{folder}: {self._covered(site, fresh / arguments.scope, opts)}; "
                f"{count(written['article'], 'article')} and "
                f"{count(written['comment'], 'comment')} are read differently now"
            )

    def _covered(self, site: str, fresh: Path, opts: argparse.Namespace) -> str:
        """Say how much of the record was read again. Raises OSError, sqlite3.Error."""
        assert self.settings  # noqa: S101
        known = all_sites(self.settings)
        arguments = read_arguments(site_named(site, self.settings), opts.spargs, sites=known)
        since, until = arguments.wanted
        read, missed = coverage(self.kept, fresh, clock.stamp(since), clock.stamp(until))
        stay = "has no kept page and stays as it is"
        if missed > 1:
            stay = "have no kept page and stay as they are"
        return f"{count(read, 'article')} read again{f'; {missed} {stay}' if missed else ''}"

    def judge(self, stats: dict[str, Any], minimums: Minimums, output: Output) -> Verdict:
        """Name the files that are not there, and what mends that."""
        verdict = super().judge(stats, minimums, output)
        if (lacking := stats.get(LACKING)) and verdict[0] in {*GOOD, Exit.NOTHING}:
            rest = f" and {len(lacking) - 3} more" if len(lacking) > 3 else ""
            names = f"{', '.join(lacking[:3])}{rest}"
            message = (
                f"what later pages are the same as lies in files that were moved away: {names}; "
                f"put them back into {self.kept}, and read again"
            )
            return Exit.LOSSES, message
        return verdict

    def say(self, status: Exit, message: str) -> None:
        """Keep what the reading came to: its log goes with its folder."""
        self.status = status
        self.message = message.partition(" (log: ")[0] if self.in_place else message

    def _tell(self) -> None:
        if self.status == Exit.INCOMPLETE:
            self.status, self.message = Exit.DONE, ""
        super().say(self.status, self.message)

    def _summarise(self, *_: object) -> None:
        """Say nothing of a reading that is compared: it is no crawl."""


def _target(folder: Path, given: str) -> Path:
    """Return the folder to write all of it into. Raises Refused if a record is there.

    What a reading left there that was killed is removed.
    """
    into = Path(given).absolute()
    if folder in (into, *into.parents):
        raise Refused(f"--to {given!r} is in the record that is read: name a folder elsewhere")
    there = into / folder.name
    if _was_killed(there):
        rmtree(there)
    elif folder.name in scopes(into):
        raise Refused(f"--to {given!r} has a record of {folder.name} already: name another folder")
    return into


def _was_killed(there: Path) -> bool:
    """Return whether a folder has nothing but what one reading wrote before it was killed."""
    history = History(there)
    began, ended = history.ongoing() or {}, history.count()
    return began.get("command") == REREAD and not ended and Lock.is_held(there) is False


def _clear(output: Path) -> None:
    """Remove what a reading left that was killed."""
    for folder in output.glob(f"{PREFIX}*"):
        with suppress(OSError):
            is_old = time.time() - folder.stat().st_mtime > FRESH
            if is_old and Lock.is_held(folder) is False:
                rmtree(folder, ignore_errors=True)


def _wait(folder: Path) -> None:
    """Wait for the end of a crawl that began since: a reading may have taken hours."""
    if Lock.is_held(folder):
        print(
            f"{folder}: another run is writing to it; what was read waits for its end", flush=True
        )
    while Lock.is_held(folder):
        time.sleep(1)


def _close(
    run_line: RunLine, fresh: Path, written: Counter[str], status: Exit, message: str
) -> None:
    """Write the line of a reading: what was read, and how much of it differs."""
    stats: dict[str, object] = {"finish_reason": "finished"}
    for row in History(fresh).last(1):
        stats |= {"articles/read": row["articles"]["read"]}
        stats |= {"comments/collected": row["comments"]["collected"]}
    stats |= {f"{kind}s/changed": written[kind] for kind in ("article", "comment")}
    done = status == Exit.INCOMPLETE  # of the site's comments, which is no trouble of a reading
    run_line.close(stats, Exit.DONE if done else status, "" if done else message, [])
