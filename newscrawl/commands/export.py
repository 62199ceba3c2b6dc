"""`newscrawl export`: the record of a scope as one tidy file."""

import argparse
import sqlite3
import sys
from collections import Counter
from pathlib import Path

from scrapy.exceptions import UsageError

from newscrawl.command import NewscrawlCommand
from newscrawl.export.choice import FORMATS, WHAT, Choice, read_choice
from newscrawl.export.target import target
from newscrawl.machines.reading import records_of
from newscrawl.program import drop_output
from newscrawl.record import unfinished
from newscrawl.record.scopes import the_one
from newscrawl.runs.exits import Exit, Refused


class Command(NewscrawlCommand):
    """Reads finished files only; nothing is fetched, and the record is never changed."""

    def syntax(self) -> str:
        return "<scope> [options]"

    def short_desc(self) -> str:
        return "Write what was crawled of an outlet as one file: JSON Lines, CSV or Parquet"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "-o",
            metavar="FILE",
            dest="file",
            default="-",
            help="the file to write, replaced if it exists; its ending gives the format, and .gz "
            "or .zst after .jsonl or .csv compresses it; without -o it is standard output",
        )
        parser.add_argument(
            "--format", choices=FORMATS, help="needed if the file's name does not tell"
        )
        parser.add_argument(
            "--what",
            choices=WHAT,
            help="which lines (default: both); CSV and Parquet hold one kind",
        )
        parser.add_argument(
            "--history", action="store_true", help="every observation, not only the last of each id"
        )
        parser.add_argument(
            "--threads", action="store_true", help="articles with their comments as trees (jsonl)"
        )

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise UsageError("give one scope (the name of a folder below OUTPUT_DIR) or an outlet")
        assert self.settings  # noqa: S101
        try:
            records = records_of(self.settings)
            scope = the_one(records.meant(args), args[0])
            with records.records([scope]) as output:
                _export(output / scope, read_choice(output / scope, opts))
        except Refused as refused:
            self.exitcode = int(refused.status)
            _say(str(refused))
        except KeyboardInterrupt:
            self.exitcode = int(Exit.INTERRUPTED)
            _say("stopped before the end; nothing was written")


def _export(folder: Path, choice: Choice) -> None:
    skipped = Counter[str]()
    try:
        with target(choice.file) as sink:
            choice.write(choice.lines(folder, skipped), choice.kind, sink, skipped)
    except BrokenPipeError:  # `| head` has had enough
        drop_output()
    except (OSError, sqlite3.Error) as problem:
        drop_output()
        place = "standard output" if choice.file == "-" else choice.file
        raise Refused(f"{place} could not be written: {problem}", Exit.DISK) from None
    if parts := unfinished(folder):
        _say(f"not read, as a run is still writing it or died: {', '.join(parts)}")
    for what, number in skipped.items():
        _say(f"{number} {what}")


def _say(message: str) -> None:
    print(f"newscrawl: {message}", file=sys.stderr)
