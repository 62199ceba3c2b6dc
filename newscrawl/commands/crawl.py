"""`scrapy crawl`: Scrapy's command, with arguments checked first and an exit status that tells."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings

from newscrawl.arguments import read_arguments
from newscrawl.chromium import require_chromium
from newscrawl.exits import Exit, Refused
from newscrawl.extensions.progress import summary
from newscrawl.outcome import outcome
from newscrawl.sites import all_sites
from newscrawl.state.ledger import Ledger


class Command(ScrapyCrawl):
    """Nothing is fetched and nothing is written before all that was asked for is possible."""

    def short_desc(self) -> str:
        return "Crawl a site: articles and comments as JSON Lines (`scrapy sites` lists sites)"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise UsageError("give one site; `scrapy sites` lists them")
        try:
            self._check(args[0], opts)
        except Refused as refused:
            self._say(refused.status, str(refused))
            return
        assert self.crawler_process  # noqa: S101
        assert self.settings  # noqa: S101
        crawler = self._create_crawler(args[0])
        self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        stats = crawler.stats.get_stats() if crawler.stats else {}
        if sys.stdout.isatty():
            print(summary(stats))
        status, message = outcome(stats, self.settings.getfloat("MIN_COMPLETENESS"))
        if self.crawler_process.bootstrap_failed:
            status, message = Exit.ERROR, "the crawl could not be started: see the log"
        self._say(status, message)

    def _say(self, status: Exit, message: str) -> None:
        self.exitcode = int(status)
        if message:
            print(f"newscrawl: {message}", file=sys.stderr)

    def _check(self, name: str, opts: argparse.Namespace) -> None:
        sites = all_sites()
        if name not in sites:
            raise Refused(f"no site {name!r}; known are: {', '.join(sites)}")
        settings = self.settings
        assert settings  # noqa: S101
        arguments = read_arguments(sites[name], opts.spargs)
        if settings.get("BROWSER_ROBOTS") not in {"page", "strict"}:
            raise Refused(f"BROWSER_ROBOTS {settings.get('BROWSER_ROBOTS')!r}: page or strict")
        if arguments.comments:
            require_chromium(settings)
        if not settings.getdict("FEEDS"):
            _check_output(settings, name)


def _check_output(settings: BaseSettings, site: str) -> None:
    folder = Path(settings["OUTPUT_DIR"]).absolute() / site
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Root may write where the mode forbids it; only trying tells.
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".writable-"):
            pass
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(13, "Permission denied")
    except OSError as problem:
        raise Refused(
            f"OUTPUT_DIR: {folder} is not writable ({problem.strerror}); "
            "give another with -s OUTPUT_DIR=...",
            Exit.DISK,
        ) from None
    Ledger(folder / "ledger.sqlite").close()
