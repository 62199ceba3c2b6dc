"""`newscrawl save`: save a page as a case of a site or of a comment engine."""

import argparse
import sys
from pathlib import Path

from scrapy.exceptions import UsageError

from newscrawl.command import NewscrawlCommand
from newscrawl.net.logs import without_keys
from newscrawl.runs.exits import Exit, Refused
from newscrawl.sites.urls import read_urls


class Command(NewscrawlCommand):
    """Fetches one page as a crawl would, and writes what is read of it, for a person to check."""

    def syntax(self) -> str:
        return "URL [options]"

    def short_desc(self) -> str:
        return "Save a page as a case: what a site or engine reads there is then tested"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        whose = parser.add_mutually_exclusive_group()
        whose.add_argument(
            "--site", metavar="NAME", help="whose page it is, if its host is no clue"
        )
        whose.add_argument("--engine", metavar="NAME", help="the comment engine that reads it")
        parser.add_argument(
            "--into", metavar="DIR", help="the folder of cases (default: beside the site's file)"
        )
        parser.add_argument(
            "--rendered", action="store_true", help="save the document that a browser draws"
        )

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise UsageError("give one URL")
        try:
            self._save(args[0], opts)
        except Refused as refused:
            self.exitcode = int(refused.status)
            print(f"newscrawl: {refused}", file=sys.stderr)
        except OSError as problem:
            self.exitcode = int(Exit.DISK)
            print(f"newscrawl: the case could not be written: {problem}", file=sys.stderr)

    def _save(self, url: str, opts: argparse.Namespace) -> None:
        # They load the crawl, which the list of commands does not need.
        from newscrawl.testing.fetching import fetch  # noqa: PLC0415
        from newscrawl.testing.saving import cases_folder, make_case, reader_of  # noqa: PLC0415

        assert self.settings  # noqa: S101
        try:
            (url,) = read_urls(url)
        except ValueError:
            raise Refused(f"{without_keys(url)!r} is not one http(s) URL") from None
        named = opts.site or opts.engine
        reader = reader_of(url, self.settings, opts.site, opts.engine) if named else None
        # A page that is not there needs no reader: its own trouble is said first.
        response = fetch(url, self.settings, rendered=opts.rendered)
        reader = reader or reader_of(url, self.settings)
        case = make_case(response, reader, Path(opts.into) if opts.into else cases_folder(reader))
        print(case.folder)
        print(f"Now read {case.expected}: it says what {reader.name} reads there, right or wrong.")
