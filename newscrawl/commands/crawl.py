"""`newscrawl crawl`: Scrapy's command, with checked arguments and a meaningful exit status."""

import argparse
import asyncio
import logging
import sys
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError

from newscrawl import clock
from newscrawl.addon import SPIDERS
from newscrawl.browser.chromium import require_chromium
from newscrawl.checked import check_forms, check_not_kept, check_settings
from newscrawl.command import end_on_wrong, in_one_line, refuse_options
from newscrawl.ending import end_run
from newscrawl.extensions.progress import summary
from newscrawl.net.logs import log_to_folder, without_keys
from newscrawl.outlets.archived import bare, check_given, crawl_all, forget, split, worst
from newscrawl.outlets.check import check_outlets
from newscrawl.plugins import all_sites, broken_plugins, site_named
from newscrawl.program import typed
from newscrawl.runs import webhook
from newscrawl.runs.exits import Exit, Refused
from newscrawl.runs.history import CRAWL, RunLine
from newscrawl.runs.outcome import Minimums, Verdict
from newscrawl.settings import LOG_LEVEL
from newscrawl.sites.arguments import Arguments, read_arguments
from newscrawl.sites.urls import looks_like_address
from newscrawl.state.files import FORM
from newscrawl.state.output import Output
from newscrawl.state.storage import (
    has_own_feeds,
    open_output,
    prepare_folder,
    scope_folder,
    split_feeds,
)

logger = logging.getLogger(__name__)


class Command(ScrapyCrawl):
    """Nothing is fetched or written until everything asked for is known to be possible."""

    command = CRAWL
    """What the line of its run calls it."""

    def syntax(self) -> str:
        return "[options] <site>"

    def short_desc(self) -> str:
        return f"Crawl a site: articles and comments as JSON Lines (`{typed('sites')}` lists sites)"

    def long_desc(self) -> str:
        arguments, sites = typed("sites SITE"), typed("sites")
        return f"Crawl a site. `{sites}` lists the sites, `{arguments}` the arguments (-a) of one."

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        in_one_line(self, parser)

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        assert self.settings  # noqa: S101
        end_on_wrong(self.settings, check_forms)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings  # noqa: S101
        if not self.settings.getlist("SPIDER_MODULES"):
            raise UsageError("no Scrapy project here; `newscrawl crawl` needs none")
        if not self._is_ours(args):
            super().run(args, opts)
            return
        refuse_options(args)
        if len(args) != 1:
            stray = next((word for word in args if "=" in word), None)
            hint = f"; arguments begin with -a, as `-a {stray}`" if stray else ""
            raise UsageError(f"give one site{hint}; `{typed('sites')}` lists them")
        self.settings.set("LOG_LEVEL", LOG_LEVEL, "addon")
        try:
            self._run(args[0], opts)
        except Refused as refused:
            self.say(refused.status, str(refused))
        except KeyboardInterrupt:  # Scrapy hears it as soon as there is a crawl
            self.say(Exit.INTERRUPTED, "stopped before the crawl began; nothing was fetched")

    def _is_ours(self, args: list[str]) -> bool:
        """Return whether a site is meant: this command stands for Scrapy's in any project."""
        # Every start of `scrapy` loads this file; the spider is loaded by now, if it is needed.
        from newscrawl.spiders.news import NewsSpider  # noqa: PLC0415

        assert self.crawler_process  # noqa: S101
        assert self.settings  # noqa: S101
        loader = self.crawler_process.spider_loader
        if args and args[0] in loader.list():
            return issubclass(loader.load(args[0]), NewsSpider)
        return SPIDERS in self.settings.getlist("SPIDER_MODULES")

    def _run(self, name: str, opts: argparse.Namespace) -> None:
        assert self.settings  # noqa: S101
        started = clock.now()
        if looks_like_address(name):
            shown = without_keys(name)
            asked = typed(f"crawl news -a url={shown}")
            raise Refused(f"{shown} is an address, and no site's name: type `{asked}`")
        if name == "news" and "hosts" in opts.spargs:
            self._run_archived(opts)
            return
        site, sites = site_named(name, self.settings), all_sites(self.settings)
        arguments = read_arguments(site, opts.spargs, started, sites=sites)
        minimums = check_settings(self.settings)
        if arguments.is_archived:
            check_not_kept(self.settings)
        split_feeds(self.settings, comments=arguments.comments)
        news = prepare_folder(self.settings, arguments)
        if not has_own_feeds(self.settings):
            log_to_folder(self.settings, scope_folder(self.settings, arguments.scope))
        for line in news:
            logger.warning("%s", line)
        for broken in broken_plugins(self.settings):
            logger.warning("%s", broken)
        if arguments.comments and not arguments.is_archived:
            self._require_chromium(arguments, started)
        output = open_output(self.settings, arguments, started, command=self.command)
        # The next run must not begin before this one's line is written: it would take it for dead.
        with output.lock.held() if output.lock else nullcontext():
            stats = self._crawl(arguments, output)
            status, message = self.judge(stats, minimums, output)
        self._summarise(stats, output)
        log = self.settings.get("LOG_FILE")
        self.say(status, f"{message} (log: {log})" if log and message else message)

    def _summarise(self, stats: dict[str, Any], output: Output) -> None:
        if sys.stdout.isatty():
            print(summary(stats, output.run_line.history.folder if output.run_line else None))

    def _run_archived(self, opts: argparse.Namespace) -> None:
        """Read archives once, and crawl each outlet of a file from its share."""
        assert self.settings  # noqa: S101
        files = check_given(opts.spargs)
        check_settings(self.settings)
        check_not_kept(self.settings)
        found = check_outlets(Path(opts.spargs["hosts"]), self.settings)
        if found.bad:
            raise Refused("; ".join([*found.bad[:3], "nothing was read: mend these lines"]))
        outlets = [one for one in found.good if not one.paused]
        if not outlets:
            raise Refused(f"{opts.spargs['hosts']} names no outlet that is not paused")
        output, archive = Path(self.settings["OUTPUT_DIR"]).absolute(), opts.spargs["archive"]
        bad = split(files, outlets, output) if files else {}
        good, crawled = [str(one) for one in files if one not in bad], []
        told = [f"{file}: {why}" for file, why in bad.items()]
        if files and not good:
            raise Refused("; ".join(told))
        without = bare(outlets, output) if files else []
        outlets = [one for one in outlets if one not in without]
        command = [sys.executable, "-m", typed("").strip(), "crawl"]
        command += [word for one in opts.set for word in ("-s", one)]
        given = {**opts.spargs, "archive": ",".join(good) or archive}
        for one in crawl_all(outlets, command, given, output):
            crawled.append(one)
            if one.status != Exit.NOTHING:  # an archive need not have something of each
                for line in one.lines:
                    print(f"{one.outlet.name}: {line}", file=sys.stderr)
        forget(without, output)
        if not outlets:
            told.append(f"the archive has no page of an outlet of {opts.spargs['hosts']}")
        status = worst(crawled) if outlets else Exit.NOTHING
        self.say(Exit.TROUBLE if bad else status, "; ".join(told))

    def _require_chromium(self, arguments: Arguments, started: datetime) -> None:
        assert self.settings  # noqa: S101
        try:
            require_chromium(self.settings)
        except Refused as refused:
            # `scrapy status` should show a run that cron starts every hour in vain.
            folder, run_id = scope_folder(self.settings, arguments.scope), f"{started:{FORM}}"
            site = arguments.site.name
            RunLine(folder, run_id, site, arguments.given, started).refuse(refused)
            raise

    def _crawl(self, arguments: Arguments, output: Output) -> dict[str, Any]:
        assert self.crawler_process  # noqa: S101
        crawler = self._create_crawler(arguments.site.name)
        self.begun = self.crawler_process.crawl(crawler, arguments=arguments, output=output)
        self.crawler_process.start()
        # Only a second signal leaves it open: whole threads are kept, the rest is redone.
        output.end(None)
        return crawler.stats.get_stats() if crawler.stats else {}

    def judge(self, stats: dict[str, Any], minimums: Minimums, output: Output) -> Verdict:
        """Return what the run came to, which is in `runs.jsonl` then; raise the alarm."""
        assert self.crawler_process  # noqa: S101
        assert self.settings  # noqa: S101
        unstarted = self._unstarted() if self.crawler_process.bootstrap_failed else ""
        verdict, row = end_run(self.settings, stats, output, minimums, unstarted)
        address = self.settings.get("ALARM_WEBHOOK")
        if row and address and any(alarm["raised"] for alarm in row["alarms"]):
            webhook.send(address, row)
        return verdict

    def _unstarted(self) -> str:
        """Return why the crawl could not be started, in one line."""
        task = self.begun if isinstance(self.begun, asyncio.Task) else None
        error = task.exception() if task and task.done() and not task.cancelled() else None
        return " ".join(f"{type(error).__name__}: {error}".split()) if error else "see the log"

    def say(self, status: Exit, message: str) -> None:
        """End with a status, and tell a message, if there is one, on standard error."""
        self.exitcode = int(status)
        if message:
            print(f"newscrawl: {message}", file=sys.stderr)
