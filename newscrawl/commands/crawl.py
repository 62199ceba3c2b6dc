"""`scrapy crawl`: Scrapy's command, with arguments checked first and an exit status that tells."""

import argparse
import sys
from datetime import UTC, datetime

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError

from newscrawl.arguments import read_arguments
from newscrawl.chromium import require_chromium
from newscrawl.exits import Exit, Refused
from newscrawl.extensions.progress import summary
from newscrawl.outcome import outcome
from newscrawl.sites import all_sites
from newscrawl.state.output import Output
from newscrawl.storage import open_output

NO_FEEDS = (
    "nothing was fetched, as it would be written nowhere: a feed cannot be set up. See what the "
    "log says, and FEEDS, -o, FEED_EXPORTERS, FEED_STORAGES and EXTENSIONS of this run"
)


class Command(ScrapyCrawl):
    """Nothing is fetched and nothing is written before all that was asked for is possible."""

    def short_desc(self) -> str:
        return "Crawl a site: articles and comments as JSON Lines (`scrapy sites` lists sites)"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise UsageError("give one site; `scrapy sites` lists them")
        try:
            output = self._check(args[0], opts)
        except Refused as refused:
            self._say(refused.status, str(refused))
            return
        assert self.crawler_process  # noqa: S101
        assert self.settings  # noqa: S101
        crawler = self._create_crawler(args[0])
        self.crawler_process.crawl(crawler, output=output, **opts.spargs)
        self.crawler_process.start()
        # Only a second signal leaves it open: whole threads are kept, the rest is crawled again.
        output.end(None)
        stats = crawler.stats.get_stats() if crawler.stats else {}
        if sys.stdout.isatty():
            print(summary(stats))
        status, message = outcome(stats, self.settings.getfloat("MIN_COMPLETENESS"))
        if self.crawler_process.bootstrap_failed:
            status, message = Exit.ERROR, "the crawl could not be started: see the log"
        elif not output.exported:
            status, message = Exit.USAGE, NO_FEEDS
        self._say(status, message)

    def _say(self, status: Exit, message: str) -> None:
        self.exitcode = int(status)
        if message:
            print(f"newscrawl: {message}", file=sys.stderr)

    def _check(self, name: str, opts: argparse.Namespace) -> Output:
        sites = all_sites()
        if name not in sites:
            raise Refused(f"no site {name!r}; known are: {', '.join(sites)}")
        settings, started = self.settings, datetime.now(UTC)
        assert settings  # noqa: S101
        arguments = read_arguments(sites[name], opts.spargs, started)
        if settings.get("BROWSER_ROBOTS") not in {"page", "strict"}:
            raise Refused(f"BROWSER_ROBOTS {settings.get('BROWSER_ROBOTS')!r}: page or strict")
        if arguments.comments:
            require_chromium(settings)
        return open_output(settings, arguments, started)
