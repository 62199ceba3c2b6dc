"""`newscrawl sites`: what can be crawled, with which editions, sections, engines and arguments."""

import argparse
import sys

from rich.console import Console
from rich.table import Table
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings

from newscrawl.command import NewscrawlCommand
from newscrawl.plugins import (
    OURS,
    all_engines,
    all_sites,
    found_engines,
    found_sites,
    names_engines,
    site_named,
)
from newscrawl.runs.exits import Refused
from newscrawl.sites.arguments import ARGUMENTS
from newscrawl.sites.base import Site


class Command(NewscrawlCommand):
    """Reads only what the sites declare; nothing is fetched."""

    def syntax(self) -> str:
        return "[site]"

    def short_desc(self) -> str:
        return "List the sites, or the editions, sections, engines and arguments of one"

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) > 1:
            raise UsageError("give one site, or none to list all")
        assert self.settings  # noqa: S101
        console = Console(soft_wrap=True)
        if not console.is_terminal:
            console.width = 160  # a file has no edge
        try:
            if args:
                _describe(console, site_named(args[0], self.settings), self.settings)
            else:
                _list(console, self.settings)
        except Refused as refused:
            print(f"newscrawl: {refused}", file=sys.stderr)
            self.exitcode = int(refused.status)


def _list(console: Console, settings: BaseSettings) -> None:
    found = found_sites(settings)
    table = Table("site", "editions", "comment engines", "from", box=None)
    for name, site in all_sites(settings).items():
        codes = ", ".join(edition.code for edition in site.editions)
        systems = ", ".join(site.engines) or "any that a page uses"
        table.add_row(name, codes or "-", systems, found.origins[name])
    console.print(table)
    broken = list(found.broken)
    if names_engines(settings):  # else ours need not be loaded to say that they are all
        engines = found_engines(settings)
        broken += engines.broken
        table = Table("comment engine", "from", box=None)
        for name, origin in engines.origins.items():
            if origin != OURS:
                table.add_row(name, origin)
        console.print()
        console.print(table)
    for one in broken:
        print(f"newscrawl: {one}", file=sys.stderr)


def _editions(site: type[Site]) -> Table:
    table = Table("edition", "host", "last seen", "language", "zone of printed times", box=None)
    table.add_column("former hosts, newest first")
    for edition in site.editions:
        zone = edition.timezone + (" (guessed)" if edition.zone_guessed else "")
        former = ", ".join(edition.other_hosts)
        table.add_row(
            edition.code, edition.host, edition.last_seen or "-", edition.language, zone, former
        )
    return table


def _describe(console: Console, site: type[Site], settings: BaseSettings) -> None:
    console.print(f"[b]{site.name}[/b]: {(site.__doc__ or '').strip().splitlines()[0]}\n")
    if any(edition.host for edition in site.editions):  # else the host comes with `-a url=`
        console.print(_editions(site), "")
    console.print(f"[b]sections[/b]  {', '.join(site.sections) or 'any'}")
    engines = site.engines or tuple(all_engines(settings))
    console.print(f"[b]comment engines[/b]  {', '.join(engines)}\n")
    arguments = Table("argument", "meaning", box=None)
    for name, meaning in {**site.arguments, **ARGUMENTS}.items():
        if name != "edition" or len(site.editions) > 1:
            arguments.add_row(f"-a {name}=", meaning)
    console.print(arguments)
