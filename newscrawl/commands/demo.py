"""`newscrawl demo`: crawl a newspaper of invented words on loopback, and show what came out."""

import argparse
from pathlib import Path

from newscrawl.command import NewscrawlCommand


class Command(NewscrawlCommand):
    """A first look that contacts nobody's server."""

    def short_desc(self) -> str:
        return "Crawl a newspaper of invented words on this machine, and show what comes out"

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        from newscrawl.demo.tour import tour  # noqa: PLC0415  (a whole newspaper)

        assert self.settings  # noqa: S101
        self.exitcode = tour(Path(self.settings["OUTPUT_DIR"]) / "demo")
