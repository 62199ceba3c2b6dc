"""`newscrawl fleet`: visit every outlet of a file that is due, then end; for one line of cron."""

import argparse
import asyncio
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scrapy.exceptions import UsageError

from newscrawl import clock
from newscrawl.browser.chromium import require_chromium
from newscrawl.checked import check_settings
from newscrawl.command import NewscrawlCommand
from newscrawl.fleet.digest import as_json, digest
from newscrawl.fleet.run import FOLDER, LOG, Came, Plan, due, visit
from newscrawl.net.logs import log_file
from newscrawl.outlets.check import Outlet, check_outlets
from newscrawl.program import typed
from newscrawl.runs import webhook
from newscrawl.runs.exits import Exit, Refused
from newscrawl.state.lock import Lock
from newscrawl.state.storage import check_links

logger = logging.getLogger(__name__)

JOBS = 4
TABS = 2
"""Of each process: four were the fastest on two cores."""


class Command(NewscrawlCommand):
    """Everything is checked before anything is fetched."""

    def syntax(self) -> str:
        return "run FILE [options]"

    def short_desc(self) -> str:
        return "Visit the outlets of a file that are due, several at a time"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--jobs",
            type=int,
            metavar="N",
            default=JOBS,
            help=f"outlets at a time (default {JOBS})",
        )
        parser.add_argument(
            "--processes", type=int, metavar="N", default=os.cpu_count() or 1,
            help="processes that visit them (default: one a core)",
        )  # fmt: skip
        parser.add_argument(
            "--tabs", type=int, metavar="N",
            help=f"browser tabs at a time, over all processes (default: {TABS} each)",
        )  # fmt: skip
        parser.add_argument(
            "--for", dest="longest", metavar="50m", help="end after this time, work saved"
        )
        parser.add_argument("--all", action="store_true", help="visit all but the paused ones")
        parser.add_argument(
            "--skip-bad", action="store_true", help="visit the outlets whose lines are right"
        )
        parser.add_argument(
            "--fail-if-running", action="store_true",
            help=f"end with {int(Exit.RUNNING)} if another run is going on (default: with 0)",
        )  # fmt: skip

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings  # noqa: S101
        if args == ["work"]:  # one of its processes
            from newscrawl.fleet.worker import work  # noqa: PLC0415 - loads the crawl

            work(self.settings)
            return
        if len(args) != 2 or args[0] != "run":
            raise UsageError("give `run FILE`")
        try:
            self._run(Path(args[1]), opts)
        except Refused as refused:
            self._say(refused.status, [str(refused)])

    def _run(self, path: Path, opts: argparse.Namespace) -> None:
        assert self.settings  # noqa: S101
        plan = self._plan(opts)
        check_settings(self.settings)
        found = check_outlets(path, self.settings)
        if found.bad:
            self._say(Exit.USAGE, found.bad)
            if not opts.skip_bad:
                self._say(Exit.USAGE, ["nothing was visited: mend these lines, or give --skip-bad"])
                return
        if any(one.arguments.comments and not one.paused for one in found.good):
            require_chromium(self.settings)
        folder = plan.output / FOLDER
        check_links(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._log(folder)
            lock = Lock(folder)
        except OSError as problem:
            raise Refused(f"OUTPUT_DIR: {folder} is not writable ({problem})", Exit.DISK) from None
        except Refused:
            self._is_running(opts)
            return
        outlets = found.good if opts.all else due(found.good, plan.output, clock.now())
        outlets = [one for one in outlets if not one.paused]
        logger.info("%d of %d outlets are due", len(outlets), len(found.good))
        if outlets:
            self._tell(asyncio.run(visit(outlets, plan)), outlets)
        lock.release()

    def _plan(self, opts: argparse.Namespace) -> Plan:
        assert self.settings  # noqa: S101
        longest = clock.span(opts.longest) if opts.longest else None
        if opts.longest and not longest:
            raise Refused(f"--for {opts.longest!r} is no length of time: write 50m or 6h")
        for name in ("jobs", "processes", "tabs"):
            if (number := getattr(opts, name)) is not None and number < 1:
                raise Refused(f"--{name} {number}: at least 1")
        processes = min(opts.processes, opts.jobs, opts.tabs or opts.jobs)
        tabs = opts.tabs // processes if opts.tabs else TABS
        program = typed("").strip()
        asked = [*opts.set, f"PLAYWRIGHT_MAX_PAGES_PER_CONTEXT={tabs}"]
        given = [word for one in asked for word in ("-s", one)]
        return Plan(
            command=[sys.executable, "-m", program, "fleet", "work", *given],
            output=Path(self.settings["OUTPUT_DIR"]).absolute(),
            processes=processes,
            jobs=opts.jobs,
            longest=longest,
        )

    def _is_running(self, opts: argparse.Namespace) -> None:
        line = "another run of the fleet is going on"
        logger.info(line)
        if opts.fail_if_running:
            self._say(Exit.RUNNING, [line])

    def _log(self, folder: Path) -> None:
        assert self.settings  # noqa: S101
        form = logging.Formatter(self.settings["LOG_FORMAT"], self.settings["LOG_DATEFORMAT"])
        handler = logging.FileHandler(log_file(folder, LOG), encoding="utf-8")
        handler.setFormatter(form)
        logging.getLogger("newscrawl").addHandler(handler)
        logging.getLogger("newscrawl").setLevel(logging.INFO)

    def _tell(self, came: Came, outlets: Sequence[Outlet]) -> None:
        assert self.settings  # noqa: S101
        if came.left:
            logger.info("no time was left for %d outlets", len(came.left))
        if sys.stdout.isatty():
            print(_summary(came, len(outlets)))
        if lines := digest(came.troubles, came.visited):
            self._say(Exit.TROUBLE, [lines[0] + f" (`{typed('status')}` tells more)", *lines[1:]])
            if address := self.settings.get("ALARM_WEBHOOK"):
                webhook.post(address, as_json(came.troubles, came.visited, lines))
        if came.stopped:
            self._say(Exit.INTERRUPTED, ["stopped; what was written is good"])

    def _say(self, status: Exit, lines: Sequence[str]) -> None:
        self.exitcode = int(status)
        for line in lines:
            print(f"newscrawl: {line}", file=sys.stderr)


def _summary(came: Came, due_now: int) -> str:
    figures: Any = came.figures
    left = f", no time for {len(came.left)}" if came.left else ""
    return (
        f"{came.visited} of {due_now} outlets visited{left}: {figures.articles:,} new articles, "
        f"{figures.comments:,} new comments; {len(came.troubles)} had trouble"
    )
