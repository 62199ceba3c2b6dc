"""What all commands that start no crawl have in common."""

import argparse
import errno
import sys
from abc import abstractmethod
from collections.abc import Callable

from scrapy.commands import ScrapyCommand
from scrapy.settings import BaseSettings

from newscrawl.addon import add_settings
from newscrawl.checked import check_folder, check_forms, check_names
from newscrawl.program import drop_output
from newscrawl.runs.exits import Exit, Refused

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
"""Why a file takes no more."""


def end_on_wrong(settings: BaseSettings, *checks: Callable[[BaseSettings], None]) -> None:
    """End the program, in one line, on a setting that a check refuses."""
    try:
        for check in checks:
            check(settings)
    except Refused as refused:
        sys.stderr.write(f"newscrawl: {refused}\n")
        sys.exit(int(refused.status))


class NewscrawlCommand(ScrapyCommand):
    """Runs in any folder: in the checkout, in somebody's own project, and in none."""

    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012  (as Scrapy declares it)

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        assert self.settings  # noqa: S101
        add_settings(self.settings)  # Scrapy reads no add-on where there is no crawl
        end_on_wrong(self.settings, check_forms, check_names, check_folder)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do what was asked, and see that what is printed gets where it belongs."""
        try:
            self.act(args, opts)
            sys.stdout.flush()
        except BrokenPipeError:  # `| head` has had enough
            drop_output()
        except OSError as problem:
            if problem.errno not in FULL:
                raise
            drop_output()
            self.exitcode = int(Exit.DISK)
            what = problem.filename or "what is printed"
            sys.stderr.write(f"newscrawl: {what} cannot be written: {problem.strerror}\n")

    @abstractmethod
    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do what was asked."""
