"""`newscrawl report`: one page of HTML with charts of what was crawled."""

import argparse
import os
import sqlite3
import sys
from pathlib import Path

from scrapy.exceptions import UsageError

from newscrawl import clock
from newscrawl.command import NewscrawlCommand
from newscrawl.machines.reading import Own, Shared, records_of
from newscrawl.program import typed
from newscrawl.record.scopes import the_one
from newscrawl.report.page import page
from newscrawl.report.reading import read_scope
from newscrawl.runs.exits import Exit, Refused


class Command(NewscrawlCommand):
    """Reads the output only; nothing is fetched, and the page loads nothing either."""

    def syntax(self) -> str:
        return "[scope]"

    def short_desc(self) -> str:
        return "Write a page of HTML with charts of an outlet, or of all (needs no network)"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "-o", "--output", metavar="FILE", help="where to write it (default: in OUTPUT_DIR)"
        )

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) > 1:
            raise UsageError("give one scope, or none for all")
        assert self.settings  # noqa: S101
        try:
            output, word = Path(self.settings["OUTPUT_DIR"]), args[0] if args else None
            print(write(output, word, opts.output, records_of(self.settings)))
        except Refused as refused:
            self.exitcode = int(refused.status)
            print(f"newscrawl: {refused}", file=sys.stderr)


def write(
    output: Path, word: str | None, file: str | None, records: Own | Shared | None = None
) -> Path:
    """Write the report of one scope or of all; return where. Raises Refused.

    `records` are those of a fleet; without them those below `output`.
    """
    records = records or Own(output)
    if not (found := records.meant([])):
        where = f"in {output}/" if isinstance(records, Own) else "in the store"
        raise Refused(
            f"nothing {where} to report on: run `{typed('crawl')}` first, "
            "or name the folder with -s OUTPUT_DIR=..."
        )
    scope = the_one(records.meant([word]), word) if word else ""
    path = Path(file) if file else output / scope / "report.html"
    wanted = [scope] if scope else found
    try:
        with records.records(wanted) as folder:
            text = page([read_scope(folder / one) for one in wanted], clock.now())
        if not file:
            path.parent.mkdir(parents=True, exist_ok=True)
        # Replaced in one step: no reader or web server ever sees half of it.
        part = path.with_name(f"{path.name}.part")
        part.write_text(text, encoding="utf-8")
        os.replace(part, path)  # noqa: PTH105  (the name says that it is one step)
    except (OSError, sqlite3.Error) as problem:
        raise Refused(f"{path} could not be made: {problem}", Exit.DISK) from None
    return path
