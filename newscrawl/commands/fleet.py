"""`newscrawl fleet`: visit every outlet of a file that is due, then end; for one line of cron.

With FLEET_DATABASE and FLEET_STORE several machines visit them: see MACHINES.md.
"""

import argparse
import asyncio
import logging
import os
import re
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from scrapy.exceptions import UsageError

from newscrawl import clock
from newscrawl.browser.chromium import require_chromium
from newscrawl.checked import check_settings
from newscrawl.command import NewscrawlCommand
from newscrawl.fleet.digest import Told, Trouble, as_json, digest, is_news
from newscrawl.fleet.kept import FOLDER
from newscrawl.fleet.listed import Listed
from newscrawl.fleet.plan import PROCESS, TABS, Plan, read_plan
from newscrawl.fleet.run import LOG, Came, due, visit
from newscrawl.machines.database import is_shared
from newscrawl.machines.metrics import read_address
from newscrawl.net.logs import log_file
from newscrawl.outlets.check import Outlet, Outlets, check_outlets
from newscrawl.program import typed
from newscrawl.runs import notify, webhook
from newscrawl.runs.exits import Exit, Refused
from newscrawl.state.lock import Lock
from newscrawl.state.storage import check_links

logger = logging.getLogger(__name__)

JOBS = 4
MEMORY = 1_000
ANY = 10**6
WORDS = {
    "run": (1, 1),
    "init": (0, 0),
    "add": (1, 1),
    "work": (0, 0),
    "status": (0, 0),
    "tell": (0, 0),
    "pause": (1, ANY),
    "resume": (1, ANY),
    "remove": (1, ANY),
    "run-now": (1, ANY),
    "drain": (0, 0),
    "import": (1, 1),
    "fetch": (1, ANY),
    "clean": (0, 0),
}
"""How many words may follow each."""
FORMS = {
    "--json": "for machines, a list of outlets",
    "--prometheus": "how many outlets stand how, in Prometheus's text format",
    "--prometheus-orphans": "as --prometheus, with what `clean` would remove: lists all the store",
}
"""Of `status`."""


class Command(NewscrawlCommand):
    """Everything is checked before anything is fetched."""

    def syntax(self) -> str:
        return "run FILE [options] | ORDER ..."

    def short_desc(self) -> str:
        return "Visit the outlets of a file that are due, several at a time"

    def long_desc(self) -> str:
        line = typed("fleet run outlets.csv --for 50m")
        return (
            f"Visit the outlets of FILE that are due, several at a time, then end. Made for one "
            f"line of cron: `*/10 * * * * {line}`. Ends with 0, and says nothing, if all is well; "
            f"else with {int(Exit.TROUBLE)}, and tells in one digest what is wrong with which. "
            f"`{typed('outlets')}` makes and checks the file. Where FLEET_DATABASE and FLEET_STORE "
            "are set, several machines visit the outlets (MACHINES.md): `init`, `add FILE`, "
            "`work`, `status`, `tell`, `pause`, `resume`, `remove` and `run-now` OUTLET ..., "
            "`drain`, `import FOLDER`, `fetch SCOPE ...`, `clean`."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--jobs",
            type=_number,
            metavar="N",
            default=JOBS,
            help=f"outlets at a time (default {JOBS})",
        )
        parser.add_argument(
            "--processes", type=_number, metavar="N", default=os.cpu_count() or 1,
            help="processes that visit them (default: one a core)",
        )  # fmt: skip
        parser.add_argument(
            "--tabs", type=_number, metavar="N",
            help=f"browser tabs at a time, over all processes (default: {TABS} each)",
        )  # fmt: skip
        parser.add_argument(
            "--for", dest="longest", type=_span, metavar="50m",
            help="end after this time, work saved",
        )  # fmt: skip
        parser.add_argument(
            "--each", type=_span, metavar="1h",
            help="end a visit after this time, work saved (default 1h)",
        )  # fmt: skip
        parser.add_argument(
            "--memory", type=_number, metavar="MIB", default=MEMORY,
            help=f"memory of a process, without its browser, at most (default {MEMORY})",
        )  # fmt: skip
        parser.add_argument("--all", action="store_true", help="visit all but the paused ones")
        parser.add_argument(
            "--skip-bad",
            action="store_true",
            help="visit the outlets whose lines are right; a bad line is told once",
        )
        parser.add_argument(
            "--fail-if-running", action="store_true",
            help=f"end with {int(Exit.RUNNING)} if another run is going on (default: with 0)",
        )  # fmt: skip
        for option, meaning in FORMS.items():
            parser.add_argument(
                option, dest="form", action="store_const", const=option, help=f"status: {meaning}"
            )
        parser.add_argument(
            "--metrics", type=_address, metavar="HOST:PORT", help="work: answer Prometheus there"
        )

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings  # noqa: S101
        if args[:1] == [PROCESS]:
            self._be_process(*args[1:])
            return
        order, *words = args or [""]
        number = WORDS.get(order, "no such order")
        if isinstance(number, str) or not number[0] <= len(words) <= number[1]:
            raise UsageError(f"give `run FILE`, or one of {', '.join(WORDS)}")
        for given, whose in ((opts.form, "status"), (opts.metrics and "--metrics", "work")):
            if given and order != whose:
                raise UsageError(f"{given} is for `{whose}`")
        try:
            if order == "run":
                self._run(Path(words[0]), opts)
            else:
                self._order(order, words, opts)
        except Refused as refused:
            self._say(refused.status, str(refused).splitlines())

    def _be_process(self, holder: str = "") -> None:
        from newscrawl.fleet.worker import work  # noqa: PLC0415 - loads the crawl

        assert self.settings  # noqa: S101
        lend = None
        if holder:
            from newscrawl.machines.lease import Leases  # noqa: PLC0415 - an extra

            lend = Leases(self.settings, holder)
        work(self.settings, lend)

    def _order(self, order: str, words: list[str], opts: argparse.Namespace) -> None:
        assert self.settings  # noqa: S101
        check_settings(self.settings)
        if not is_shared(self.settings):
            raise Refused(f"`{order}` is for several machines: set FLEET_DATABASE and FLEET_STORE")
        if order == "work":
            self._work(opts)
            return
        if order == "tell":
            self._tell_all()
            return
        from newscrawl.machines.orders import obey  # noqa: PLC0415 - an extra

        for line in obey(order, words, self.settings, opts.form):
            print(line)

    def _tell_all(self) -> None:
        """Tell what is wrong with the outlets of all machines, if something of it is new."""
        assert self.settings  # noqa: S101
        from newscrawl.machines.orders import results  # noqa: PLC0415 - an extra

        notify.check(self.settings.getlist("NOTIFY_URLS"))
        folder = Path(self.settings["OUTPUT_DIR"]).absolute() / FOLDER
        check_links(folder)
        folder.mkdir(parents=True, exist_ok=True)
        told, found = Told(folder / "told.json"), results(self.settings)
        troubles = [one for name, result in found if (one := told.trouble(name, result))]
        if any(one.is_new for one in troubles):
            self._send(troubles, len(found), digest(troubles, len(found), len(found)))
        told.save()

    def _work(self, opts: argparse.Namespace) -> None:
        assert self.settings  # noqa: S101
        from newscrawl.machines.machine import Machine  # noqa: PLC0415 - an extra

        plan = read_plan(opts, self.settings, typed("").strip())
        require_chromium(self.settings)
        opts.fail_if_running = False
        if not (lock := self._lock(plan.output / FOLDER, opts)):
            raise Refused(f"another `fleet work` writes to {plan.output}", Exit.LOCKED)
        machine = Machine(self.settings, plan, opts.metrics)
        asyncio.run(machine.run())
        lock.release()
        if machine.stopped:
            self._say(Exit.INTERRUPTED, ["stopped; what was written is good"])

    def _run(self, path: Path, opts: argparse.Namespace) -> None:
        assert self.settings  # noqa: S101
        if is_shared(self.settings):
            raise Refused(
                "FLEET_DATABASE is set: `fleet add FILE` adds outlets, `fleet work` visits"
            )
        plan = read_plan(opts, self.settings, typed("").strip())
        found = self._checked(path, opts)
        if found and (lock := self._lock(plan.output / FOLDER, opts)):
            self._visit(path, plan, found, opts)
            lock.release()

    def _checked(self, path: Path, opts: argparse.Namespace) -> Outlets | None:
        """Return what is in the file; None, and told, if that is not to be visited as it is."""
        assert self.settings  # noqa: S101
        check_settings(self.settings)
        notify.check(self.settings.getlist("NOTIFY_URLS"))
        found = check_outlets(path, self.settings)
        if found.bad and not (opts.skip_bad and found.good):
            skip = "" if opts.skip_bad else ", or give --skip-bad"
            self._say(Exit.USAGE, [*found.bad, f"nothing was visited: mend these lines{skip}"])
            return None
        if any(one.arguments.comments and not one.paused for one in found.good):
            require_chromium(self.settings)
        return found

    def _lock(self, folder: Path, opts: argparse.Namespace) -> Lock | None:
        """Return the lock of this run; None if another run has it."""
        check_links(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._log(folder)
            return Lock(folder)
        except OSError as problem:
            raise Refused(f"OUTPUT_DIR: {folder} is not writable ({problem})", Exit.DISK) from None
        except Refused:
            self._is_running(opts)
            return None

    def _visit(self, path: Path, plan: Plan, found: Outlets, opts: argparse.Namespace) -> None:
        outlets = found.good if opts.all else due(found.good, plan.output, clock.now())
        outlets = [one for one in outlets if not one.paused]
        logger.info("%d of %d outlets are due", len(outlets), len(found.good))
        if not found.bad:
            Listed(plan.output / FOLDER).note(path, found.good)
        if outlets or found.bad:
            self._tell(asyncio.run(visit(outlets, plan, found.bad)), outlets, found)
        elif sys.stdout.isatty():
            print(f"none of {len(found.good)} outlets is due; --all visits all but the paused ones")

    def _is_running(self, opts: argparse.Namespace) -> None:
        line = "another run of the fleet is going on"
        logger.info(line)
        if opts.fail_if_running:
            self._say(Exit.RUNNING, [line])

    def _log(self, folder: Path) -> None:
        assert self.settings  # noqa: S101
        form = logging.Formatter(self.settings["LOG_FORMAT"], self.settings["LOG_DATEFORMAT"])
        given = self.settings.get("LOG_FILE")
        handler = logging.FileHandler(given or log_file(folder, LOG), encoding="utf-8")
        handler.setFormatter(form)
        logging.raiseExceptions = False  # a full disk is told in one line, by what needs it
        for name in ("newscrawl", "procrastinate", "psycopg"):
            logging.getLogger(name).addHandler(handler)
        level = self.settings["LOG_LEVEL"] if self.settings["LOG_ENABLED"] else logging.INFO
        logging.getLogger("newscrawl").setLevel(level)

    def _tell(self, came: Came, outlets: Sequence[Outlet], found: Outlets) -> None:
        assert self.settings  # noqa: S101
        if came.left and not came.stopped:
            logger.info("no time was left for %d outlets", len(came.left))
        if sys.stdout.isatty():
            print(_summary(came, len(outlets)))
        seen, listed = came.visited + len(found.bad), len(found.good) + len(found.bad)
        if is_news(came.troubles) and (
            lines := digest(came.troubles, seen, listed, outage=came.outage)
        ):
            self._send(came.troubles, seen, lines)
        if came.unkept:
            self._say(came.unkept.status, [str(came.unkept)])
        if came.stopped:
            self._say(Exit.INTERRUPTED, ["stopped; what was written is good"])

    def _send(self, troubles: Sequence[Trouble], seen: int, lines: list[str]) -> None:
        """Tell a digest, here and wherever the settings say."""
        assert self.settings  # noqa: S101
        more = typed("fleet status" if self.settings.get("FLEET_DATABASE") else "status")
        self._say(Exit.TROUBLE, [lines[0] + f" (`{more}` tells more)", *lines[1:]])
        if address := self.settings.get("ALARM_WEBHOOK"):
            webhook.post(address, as_json(troubles, seen, lines))
        if addresses := self.settings.getlist("NOTIFY_URLS"):
            notify.tell(addresses, f"newscrawl: {lines[0]}", "\n".join(lines[1:]))

    def _say(self, status: Exit, lines: Sequence[str]) -> None:
        self.exitcode = int(status)
        for line in lines:
            print(f"newscrawl: {line}", file=sys.stderr)


def _number(text: str) -> int:
    if not re.fullmatch(r"0*[1-9][0-9]*", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number of at least 1")
    return int(text)


def _address(text: str) -> tuple[str, int]:
    if not (address := read_address(text)):
        raise argparse.ArgumentTypeError(f"{text!r} is no HOST:PORT: write 127.0.0.1:9464")
    return address


def _span(text: str) -> timedelta:
    span = clock.span(text)
    if not span:
        raise argparse.ArgumentTypeError(f"{text!r} is no length of time: write 50m or 6h")
    return span


def _summary(came: Came, due_now: int) -> str:
    figures: Any = came.figures
    left = f", no time for {len(came.left)}" if came.left else ""
    return (
        f"{came.visited} of {due_now} outlets visited{left}: {figures.articles:,} new articles, "
        f"{figures.comments:,} new comments; {len(came.troubles)} had trouble"
    )
