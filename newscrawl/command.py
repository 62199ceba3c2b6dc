"""What all commands that start no crawl have in common."""

import argparse
import errno
import re
import sys
from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import NoReturn

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings

from newscrawl.addon import add_settings
from newscrawl.checked import check_folder, check_forms, check_names
from newscrawl.program import drop_output, typed
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


def in_one_line(command: ScrapyCommand, parser: argparse.ArgumentParser) -> None:
    """Let the parser of a command say in one line what is wrong with the words it gets."""
    name = type(command).__module__.rpartition(".")[2]

    def error(message: str) -> NoReturn:
        said, more = message.removeprefix("argument "), typed(f"{name} -h")
        parser.exit(int(Exit.USAGE), f"newscrawl: {said} (`{more}` tells more)\n")

    parser.error = error  # type: ignore[method-assign]  # the parser is made by whoever starts us


def refuse_options(args: Sequence[str]) -> None:
    """Raise UsageError for an option that is none: Scrapy takes it for an argument."""
    if stray := next((word for word in args if re.match(r"-.", word)), None):
        raise UsageError(f"there is no option {stray.partition('=')[0]}")


class NewscrawlCommand(ScrapyCommand):
    """Runs in any folder: in the checkout, in somebody's own project, and in none."""

    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012  (as Scrapy declares it)

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        in_one_line(self, parser)

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        refuse_options(args)
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
