"""`newscrawl sites`: what can be crawled, with which editions, sections, engines and arguments."""

import argparse
import sys

from rich.console import Console
from rich.table import Table
from scrapy.exceptions import UsageError

from newscrawl.command import NewscrawlCommand
from newscrawl.plugins import all_engines, all_sites
from newscrawl.sites.arguments import ARGUMENTS
from newscrawl.sites.base import Site


class Command(NewscrawlCommand):
    """Reads only what the sites declare; nothing is fetched."""

    def syntax(self) -> str:
        return "[site]"

    def short_desc(self) -> str:
        return "List the sites, or the editions, sections, engines and arguments of one"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) > 1:
            raise UsageError("give one site, or none to list all")
        sites = all_sites()
        console = Console(soft_wrap=True)
        if not args:
            console.print(_list(sites))
        elif args[0] in sites:
            _describe(console, sites[args[0]])
        else:
            print(f"newscrawl: no site {args[0]!r}; known are: {', '.join(sites)}", file=sys.stderr)
            self.exitcode = 2


def _list(sites: dict[str, type[Site]]) -> Table:
    table = Table("site", "editions", "comment engines", box=None)
    for name, site in sites.items():
        codes = ", ".join(edition.code for edition in site.editions)
        table.add_row(name, codes or "-", ", ".join(site.engines) or "all that a page shows")
    return table


def _describe(console: Console, site: type[Site]) -> None:
    console.print(f"[b]{site.name}[/b]: {(site.__doc__ or '').strip().splitlines()[0]}\n")
    table = Table("edition", "host", "language", "zone of printed times", box=None)
    for edition in site.editions:
        zone = edition.timezone + (" (guessed)" if edition.zone_guessed else "")
        table.add_row(edition.code, edition.host, edition.language, zone)
    if site.editions:
        console.print(table)
    console.print(f"\n[b]sections[/b]  {', '.join(site.sections) or 'any'}")
    engines = site.engines or tuple(all_engines())
    console.print(f"[b]comment engines[/b]  {', '.join(engines)}\n")
    arguments = Table("argument", "meaning", box=None)
    for name, meaning in {**ARGUMENTS, **site.arguments}.items():
        arguments.add_row(f"-a {name}=", meaning)
    console.print(arguments)
