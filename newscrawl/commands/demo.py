"""`newscrawl demo`: crawl a newspaper of invented words on loopback, and show what came out."""

import argparse
import sys
from pathlib import Path

from scrapy.exceptions import UsageError

from newscrawl.command import NewscrawlCommand
from newscrawl.runs.exits import Refused

KEEPING = ("KEEP_PAGES", "KEEP_PAGES_MIB", "KEEP_PAGES_ONCE", "KEEP_SCREENSHOTS")
"""Settings that the crawl is given, too."""


class Command(NewscrawlCommand):
    """A first look that contacts nobody's server."""

    def short_desc(self) -> str:
        return "Crawl a newspaper of invented words on this machine, and show what comes out"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--serve",
            action="store_true",
            help="only keep the newspaper up, for you to crawl, until Ctrl-C",
        )
        parser.add_argument(
            "--port", type=int, help="with --serve: the port on loopback (default: a free one)"
        )

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        from newscrawl.demo.tour import serve, tour  # noqa: PLC0415  (a whole newspaper)

        assert self.settings  # noqa: S101
        if opts.port is not None and not (opts.serve and 0 < opts.port < 2**16):
            raise UsageError("--port goes with --serve, and is a number from 1 to 65535")
        if opts.serve:
            try:
                serve(opts.port or 0)
            except Refused as refused:
                self.exitcode = int(refused.status)
                sys.stderr.write(f"newscrawl: {refused}\n")
            return
        keep = self.settings.get("KEEP_PAGES") != "no"
        given = {name: str(self.settings[name]) for name in KEEPING} if keep else {}
        self.exitcode = tour(Path(self.settings["OUTPUT_DIR"]) / "demo", given)
