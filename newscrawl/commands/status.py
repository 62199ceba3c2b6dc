"""`newscrawl status`: every scope, its last run, what is due next, totals, alarms."""

import argparse
import json
import sys
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from newscrawl import clock
from newscrawl.clock import stamp
from newscrawl.command import NewscrawlCommand
from newscrawl.fleet.due import NEVER
from newscrawl.fleet.kept import FOLDER
from newscrawl.fleet.listed import Followed, Listed
from newscrawl.fleet.run import moments_of
from newscrawl.items import Row
from newscrawl.machines.database import is_shared
from newscrawl.net.logs import without_keys
from newscrawl.program import typed
from newscrawl.record.scopes import scopes_meant
from newscrawl.record.standing import Standing, standings
from newscrawl.report.words import count
from newscrawl.runs.exits import Exit, Refused
from newscrawl.state.browser_use import ONE_IN

STYLES = {"DONE": "green", "LOSSES": "yellow", "INCOMPLETE": "yellow", "ALARM": "bold red"}
"""Everything else is red."""
POISON = {
    "poison": "a run died while it read this, and so would this one",
    "too_slow": "reading this takes too long",
}


class Command(NewscrawlCommand):
    """Reads what runs left in OUTPUT_DIR; may be called while they are running."""

    def syntax(self) -> str:
        return "[scope ...] [options]"

    def short_desc(self) -> str:
        return "Show every outlet that was crawled, failing ones first: last run, totals, alarms"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="for machines: a list of scopes")

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings  # noqa: S101
        try:
            if is_shared(self.settings):
                self._of_all_machines(args, opts)
            else:
                self._of_this_one(args, opts)
        except Refused as refused:
            print(f"newscrawl: {refused}", file=sys.stderr)
            self.exitcode = int(refused.status)

    def _of_all_machines(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings  # noqa: S101
        from newscrawl.machines.reading import Shared  # noqa: PLC0415 - an extra

        shared = Shared(self.settings)
        found = shared.standings(shared.meant(args))
        nothing = f"nothing of this fleet is in the store yet: `{typed('fleet work')}` begins"
        self._show(found, shared.names, shared.removed, opts, nothing)

    def _of_this_one(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings  # noqa: S101
        output = Path(self.settings["OUTPUT_DIR"]).absolute()
        listed = Listed(output / FOLDER)
        names, removed = listed.names(), listed.removed()
        named = {scope for word in args for scope in scopes_meant(output, word, names)}
        found = [one for one in standings(output) if not args or one.scope in named]
        found = [*_as_fleet_visits(found, listed.outlets(), removed, output)]
        nothing = f"nothing was crawled into {output} yet: `{typed('crawl NAME')}` begins"
        self._show(found, names, removed, opts, nothing)

    def _show(
        self,
        found: list[Standing],
        names: Mapping[str, str],
        removed: Mapping[str, str],
        opts: argparse.Namespace,
        nothing: str,
    ) -> None:
        if opts.json:
            rows = [
                {**one._asdict(), "alarms": one.alarms, "removed_from": removed.get(one.scope)}
                for one in found
            ]
            print(json.dumps(rows, ensure_ascii=False, indent=2))
        elif not found:
            print(nothing)
        else:
            console = Console()
            if not console.is_terminal:
                console.width = 120  # a file has no edge
            show(found, clock.now(), console, {scope: name for name, scope in names.items()})
            for one in found:
                if file := removed.get(one.scope):
                    line = f"no longer in {file}, so the fleet does not visit it; its record stays"
                    console.print(Text.assemble((f"{one.scope}: ", "bold"), line), soft_wrap=True)


def _as_fleet_visits(
    found: list[Standing],
    outlets: Mapping[str, Followed],
    removed: Collection[str],
    output: Path,
) -> Iterator[Standing]:
    """Yield each with when the fleet visits it next; a paused or removed one it never does."""
    listed = [outlets[one.scope] for one in found if one.scope in outlets]
    moments = moments_of(listed, output, clock.now())
    for one in found:
        followed = outlets.get(one.scope)
        if one.scope in removed or (followed and followed.paused):
            yield one._replace(next_due=None)
        elif not followed:
            yield one
        else:
            moment = moments[one.scope]
            yield one._replace(next_due=stamp(clock.now() if moment == NEVER else moment))


def show(
    found: list[Standing], now: datetime, console: Console, names: Mapping[str, str] | None = None
) -> None:
    """Print a table of scopes, and below it what is wrong with their last runs.

    `names` are those of the outlets, by their scopes: a fleet's digest has these alone.
    """
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    for name in ("scope", "last run", "outcome", "next due"):
        table.add_column(name, no_wrap=True)
    for name in ("runs", "articles", "comments", "complete", "alarms"):
        table.add_column(name, justify="right", no_wrap=True)
    for one in found:
        table.add_row(*_cells(one, now))
    console.print(table)
    for one in found:
        called = (names or {}).get(one.scope)
        label = f"{one.scope} ({called}): " if called else f"{one.scope}: "
        for line in (*_troubles(one), *_reread(one, now)):
            console.print(Text.assemble((label, "bold"), line), soft_wrap=True)
        for line in (*_kept(one), *_browser(one)):
            console.print(Text.assemble((f"{one.scope}: ", "bold"), line), soft_wrap=True)
        for what, word in one.poison.items():
            line = f"{without_keys(what)}: {POISON[word]}; it is read again once it changes"
            console.print(Text.assemble((f"{one.scope}: ", "bold"), line), soft_wrap=True)


def _cells(one: Standing, now: datetime) -> list[str | Text]:
    run = one.last_run
    return [
        one.scope,
        ago(run["date_finished"], now) if run else "-",
        _outcome(one),
        ahead(one.next_due, now),
        f"{one.runs:,}",
        "-" if one.articles is None else f"{one.articles:,}",
        "-" if one.comments is None else f"{one.comments:,}",
        "-" if one.completeness is None else f"{one.completeness:.1%}",
        Text(str(len(one.alarms)), "bold red") if one.alarms else "0",
    ]


def _reread(one: Standing, now: datetime) -> Iterator[str]:
    """Yield what the last reading of kept pages came to; nothing if a run was made since."""
    run = one.last_reread
    if not run or (one.last_run and one.last_run["date_started"] > run["date_started"]):
        return
    told = run["message"] or (_changed(run) if one.last_run else _anew(one, run))
    yield f"kept pages read again {ago(run['date_finished'], now)}: {told}"


def _changed(run: Row) -> str:
    articles, comments = run["articles"]["changed"], run["comments"]["changed"]
    return f"{count(articles, 'article')} and {count(comments, 'comment')} were read differently"


def _anew(one: Standing, run: Row) -> str:
    """Return what was written elsewhere (`--to`), and how its threads came out at each visit."""
    articles, comments = count(one.articles or 0, "article"), count(one.comments or 0, "comment")
    written = f"{articles} and {comments} were written anew"
    threads = ", ".join(f"{number:,} {name}" for name, number in run["threads"].items())
    return f"{written}; visits of threads: {threads}" if threads else written


def _kept(one: Standing) -> Iterator[str]:
    if files := one.kept["files"]:
        size = one.kept["bytes"] / 2**20
        yield f"kept pages: {size:,.1f} MiB in {files:,} {'file' if files == 1 else 'files'}"


def _browser(one: Standing) -> Iterator[str]:
    for kind, barren in one.browser.items():
        waiting = one.unopened.get(kind, 0)
        waits = f", {waiting:,} were not" if waiting else ""
        yield (
            f"{kind}: the browser brought nothing on {barren} pages, 1 in {ONE_IN} is opened{waits}"
        )
    for kind, waiting in one.unopened.items():
        if kind not in one.browser:
            yield f"{kind}: the browser brings comments again, {waiting:,} pages are to be opened"


def _outcome(one: Standing) -> Text:
    name = one.last_run["exit_name"] if one.last_run else "-"
    text = Text(name, STYLES.get(name, "red") if one.last_run else "")
    if one.killed_since:
        return text.append(", killed", "red")
    return text.append(", running", "cyan") if one.running_since else text


def _troubles(one: Standing) -> list[str]:
    if not one.last_run:
        return []
    alarms = [alarm["message"] for alarm in one.alarms]
    said = one.last_run["message"] or ""
    if one.last_run["exit_status"] in {Exit.DONE, Exit.ALARM}:
        return alarms
    return [said, *(alarm for alarm in alarms if alarm not in said)]


def ago(moment: str, now: datetime) -> str:
    """Return how long ago something was.

    >>> ago("2026-03-14T08:30:00Z", datetime.fromisoformat("2026-03-14T11:40:00Z"))
    '3 h ago'
    """
    return f"{_span(now - datetime.fromisoformat(moment))} ago"


def ahead(moment: str | None, now: datetime) -> str:
    """Return in how long something is due.

    >>> ahead("2026-03-14T08:30:00Z", datetime.fromisoformat("2026-03-14T08:20:00Z"))
    'in 10 min'
    """
    if moment is None:
        return "-"
    rest = datetime.fromisoformat(moment) - now
    return f"in {_span(rest)}" if rest > timedelta(0) else "now"


def _span(span: timedelta) -> str:
    minutes = max(0, int(span.total_seconds() // 60))
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // (24 * 60)} days"
