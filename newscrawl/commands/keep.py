"""`newscrawl keep`: what is done with the pages that crawls kept."""

import argparse
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from scrapy.exceptions import UsageError

from newscrawl import clock
from newscrawl.archive.files import WACZ
from newscrawl.command import NewscrawlCommand
from newscrawl.fleet.kept import FOLDER
from newscrawl.fleet.listed import Listed
from newscrawl.program import typed
from newscrawl.record import observations
from newscrawl.record.reread import kept_files
from newscrawl.record.scopes import scope_meant
from newscrawl.report.words import count
from newscrawl.runs.exits import Exit, Refused
from newscrawl.sites.arguments import read_moment
from newscrawl.state.files import FORM, PART

if TYPE_CHECKING:  # it is an extra
    from newscrawl.archive.wacz import Described


class Command(NewscrawlCommand):
    """Reads finished files only; nothing is fetched, and the record is never changed."""

    def syntax(self) -> str:
        return "wacz SCOPE [options]"

    def short_desc(self) -> str:
        return "Make one file (WACZ) of the pages that were kept of an outlet (KEEP_PAGES)"

    def long_desc(self) -> str:
        return (
            "wacz SCOPE: pack the finished files of kept pages of a scope as one WACZ file, with "
            "an index and a list of the articles: for ReplayWeb.page, and `-a archive=` reads it."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--since", metavar="WHEN", help="only of runs that began since then (a day is UTC's)"
        )
        parser.add_argument(
            "--until", metavar="WHEN", help="only of runs that began until then; a day is included"
        )
        parser.add_argument(
            "--to",
            metavar="FILE",
            help="the file to write, replaced if it exists (default SCOPE.wacz in this folder)",
        )

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        match args:
            case ["wacz", word]:
                pass
            case _:
                raise UsageError(f"give `wacz` and one scope; `{typed('status')}` lists them")
        assert self.settings  # noqa: S101
        output = Path(self.settings["OUTPUT_DIR"]).absolute()
        try:
            scope = scope_meant(output, word, Listed(output / FOLDER).names())
            _write(output / scope, _target(output / scope, opts.to), opts)
        except Refused as refused:
            self.exitcode = int(refused.status)
            _say(str(refused))
        except KeyboardInterrupt:
            self.exitcode = int(Exit.INTERRUPTED)
            _say("stopped before the end; nothing was written")


def _target(folder: Path, given: str | None) -> Path:
    """Return the file to write. Raises Refused."""
    file = Path(given or f"{folder.name}{WACZ}").absolute()
    if file.suffix != WACZ:
        raise Refused(f"--to {given!r}: the name of such a file ends in {WACZ}")
    if folder in file.parents:
        raise Refused(
            f"--to {given!r}: `{typed('reread')}` would read it, too: name a file elsewhere"
        )
    if not file.parent.is_dir():
        raise Refused(f"--to {given}: there is no folder {file.parent}")
    return file


def _write(folder: Path, file: Path, opts: argparse.Namespace) -> None:
    """Write the package, and say what is in it. Raises Refused."""
    kept = [*kept_files(folder)]
    if not kept:
        asked = typed("crawl ... -s KEEP_PAGES=warc")
        raise Refused(f"no pages are kept in {folder}: `{asked}` keeps them")
    if find_spec("fastwarc") is None:
        raise Refused("keep wacz needs fastwarc: pip install 'newscrawl[archive]'")
    from newscrawl.archive.wacz import write_wacz  # noqa: PLC0415  (it is an extra)

    chosen = [path for path in kept if _is_within(path, opts)]
    if not chosen:
        raise Refused(
            f"no run that kept pages began then: the first one did at {kept[0].name[:16]}"
        )
    part = file.with_name(file.name + PART)
    try:
        with part.open("wb") as target:
            made = write_wacz(target, chosen, _described(folder), folder.name, clock.now())
        part.replace(file)
    except (OSError, sqlite3.Error) as problem:
        raise Refused(f"{file} could not be written: {problem}", Exit.DISK) from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    pages, captures = count(made.pages, "page"), count(made.captures, "capture")
    print(f"{file}: {pages} of articles, {captures} in {count(len(chosen), 'file')}")


def _is_within(path: Path, opts: argparse.Namespace) -> bool:
    """Return whether a file is of a run that began when it is asked for. Raises Refused."""
    now, run = clock.now(), path.name.partition("-")[0]
    since, until = "", "9"
    if opts.since:
        since = f"{read_moment('since', opts.since, ZoneInfo('UTC'), now):{FORM}}"
    if opts.until:
        until = f"{read_moment('until', opts.until, ZoneInfo('UTC'), now, end=True):{FORM}}"
    return since <= run < until


def _described(folder: Path) -> "Iterator[Described]":
    """Yield the records that articles were read from. Raises OSError."""
    from newscrawl.archive.wacz import Described  # noqa: PLC0415  (it is an extra)

    for row in observations(folder, "articles"):
        record_id = (row.get("metadata") or {}).get("warc_record_id")
        if record_id:
            yield Described(record_id, row.get("headline") or row.get("url") or "")


def _say(message: str) -> None:
    print(f"newscrawl: {message}", file=sys.stderr)
