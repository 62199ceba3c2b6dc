"""`newscrawl outlets`: the file of the sites that somebody follows."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from scrapy.exceptions import UsageError

from newscrawl.command import NewscrawlCommand
from newscrawl.outlets.check import COLUMNS, Outlet, Outlets, check_outlets
from newscrawl.outlets.csv_form import csv_lines
from newscrawl.outlets.entries import add_entry, form_of, read_entries, write_entries
from newscrawl.outlets.entry import Entry
from newscrawl.record.standing import Standing, standings
from newscrawl.runs.exits import Exit, Refused

ACTIONS = {
    "check": ("FILE", "say what is wrong with it, line by line; nothing is fetched"),
    "list": ("FILE", "show its outlets, and how each stands; then records without a line in it"),
    "add": ("FILE COLUMN=VALUE ...", "check an outlet and add it"),
    "find": ("URL ...", "look at front pages, and print a line for each with what was found"),
    "convert": ("FILE NEW_FILE", "write it in another form: .csv, .toml or .opml"),
}


class Command(NewscrawlCommand):
    """Only `find` asks sites for anything; only `add` and `convert` write."""

    as_json, into = False, ""

    def syntax(self) -> str:
        return " | ".join(f"{name} {wanted}" for name, (wanted, _) in ACTIONS.items())

    def short_desc(self) -> str:
        return "Check, list and fill a file of outlets (.csv, .toml, .opml)"

    def long_desc(self) -> str:
        lines = [f"{name} {wanted}: {meaning}." for name, (wanted, meaning) in ACTIONS.items()]
        columns = [f"`{name}`: {meaning}." for name, meaning in COLUMNS.items()]
        return " ".join([*lines, "Columns:", *columns, "Any -a argument of `crawl` is one too."])

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="list: for machines")
        parser.add_argument("--add", metavar="FILE", help="find: add what is found to a file")

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        action, *rest = args or [""]
        wanted = ACTIONS.get(action, ("", ""))[0].split()
        if not wanted or len(rest) < len(wanted) - ("..." in wanted):
            raise UsageError("give one of: " + "; ".join(self.syntax().split(" | ")))
        if "..." not in wanted and len(rest) > len(wanted):
            raise UsageError(f"{action} takes {' '.join(wanted)}, and no {rest[len(wanted)]!r}")
        self.as_json, self.into = opts.json, opts.add
        try:
            getattr(self, f"_{action}")(*rest)
        except Refused as refused:
            self.exitcode = int(refused.status)
            print(f"newscrawl: {refused}", file=sys.stderr)

    def _checked(self, path: Path, entries: list[Entry] | None = None) -> Outlets:
        assert self.settings  # noqa: S101
        return check_outlets(path, self.settings, entries)

    def _say_bad(self, found: Outlets) -> None:
        for line in found.bad:
            print(f"newscrawl: {line}", file=sys.stderr)
            self.exitcode = int(Exit.USAGE)

    def _check(self, file: str) -> None:
        found = self._checked(Path(file))
        paused = sum(outlet.paused for outlet in found.good)
        all_of = len(found.good) + len(found.bad)
        print(f"{len(found.good)} of {all_of} outlets can be visited, {paused} of them paused")
        self._say_bad(found)

    def _list(self, file: str) -> None:
        assert self.settings  # noqa: S101
        found = self._checked(Path(file))
        output = Path(self.settings["OUTPUT_DIR"]).absolute()
        standing = {one.scope: one for one in standings(output)}
        rows = [_row(one, standing.pop(one.scope, None)) for one in found.good]
        if self.as_json:
            print(json.dumps(rows, ensure_ascii=False, indent=2))
        else:
            _show(rows)
            for scope in standing:
                print(f"{scope}: has a record in {output}, and no line in {file}")
        self._say_bad(found)

    def _add(self, file: str, *given: str) -> None:
        path = Path(file)
        form_of(path)
        before = read_entries(path) if path.exists() else []
        values = dict(_pair(word) for word in given)
        last = max((entry.line for entry in before), default=0)
        entry = Entry(last + 1, values)
        found = self._checked(path, [*before, entry])
        wrong = [line for line in found.bad if f", line {entry.line}: " in line]
        if wrong:
            raise Refused(wrong[0].replace(f", line {entry.line}: ", ": not added: "))
        add_entry(path, values)
        print(f"{found.good[-1].name} is added to {file}; its folder is {found.good[-1].scope}")

    def _convert(self, file: str, new: str) -> None:
        entries = read_entries(Path(file))
        if Path(new).exists():
            raise Refused(f"{new} is there already: give another name")
        self._say_bad(self._checked(Path(file), entries))
        if any(entry.wrong for entry in entries):
            raise Refused(f"{new} is not written: mend these lines first")
        write_entries(Path(new), [entry.values for entry in entries])
        print(f"{len(entries)} outlets are in {new}")

    def _find(self, *urls: str) -> None:
        from newscrawl.outlets.find import look_at  # noqa: PLC0415 - loads the crawl
        from newscrawl.sites.urls import read_url  # noqa: PLC0415

        assert self.settings  # noqa: S101
        try:
            looks = look_at([read_url("url", url) for url in urls], self.settings)
        except ValueError as problem:
            raise Refused(str(problem)) from None
        columns = ("name", "url", "timezone", "language", "country")
        print(csv_lines([columns]), end="")
        for look in looks:
            if look.trouble:
                print(f"newscrawl: {look.url} could not be read: {look.trouble}", file=sys.stderr)
                self.exitcode = int(Exit.UNREACHABLE)
                continue
            print("".join(f"# {line}\n" for line in look.evidence()), end="")
            values = look.values()
            print(csv_lines([[values.get(name, "") for name in columns]]), end="")
            if self.into:
                self._add(self.into, *(f"{name}={text}" for name, text in values.items()))


def _pair(word: str) -> tuple[str, str]:
    name, sign, value = word.partition("=")
    if not sign or not name or not value:
        raise Refused(f"{word!r} is no COLUMN=VALUE, as url=https://paper.example")
    return name.strip().lower(), value.strip()


def _row(outlet: Outlet, standing: Standing | None) -> dict[str, Any]:
    run = standing.last_run if standing else None
    return {
        "line": outlet.line,
        "name": outlet.name,
        "scope": outlet.scope,
        "site": outlet.arguments.site.name,
        "arguments": dict(outlet.arguments.given),
        "language": outlet.language,
        "country": outlet.country,
        "tags": list(outlet.tags),
        "every_seconds": int(outlet.every.total_seconds()),
        "paused": outlet.paused,
        "last_run": run and run["date_finished"],
        "outcome": run and run["exit_name"],
        "articles": standing and standing.articles,
        "comments": standing and standing.comments,
    }


def _show(rows: list[dict[str, Any]]) -> None:
    console = Console()
    if not console.is_terminal:
        console.width = 160  # a file has no edge
    table = Table("name", "scope", "tags", "every", "last run", "outcome", box=None, pad_edge=False)
    for row in rows:
        table.add_row(
            row["name"],
            row["scope"],
            ", ".join(row["tags"]),
            "paused" if row["paused"] else f"{row['every_seconds'] // 60} min",
            row["last_run"] or "never",
            row["outcome"] or "-",
        )
    console.print(table)
