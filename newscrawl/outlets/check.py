"""An outlets file checked as a whole, before anything is fetched."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from scrapy.settings import BaseSettings

from newscrawl import clock
from newscrawl.outlets.entries import read_entries
from newscrawl.outlets.entry import Entry
from newscrawl.plugins import all_sites, site_named
from newscrawl.runs.exits import Refused
from newscrawl.sites.arguments import ARGUMENTS, Arguments, read_arguments
from newscrawl.sites.base import Site
from newscrawl.sites.news import News
from newscrawl.state.storage import check_scope

COLUMNS = {
    "name": "what it is called; default: its scope",
    "site": "a site that newscrawl knows, with `edition`; else give `url`",
    "language": "BCP 47 tag, for people and programs that read the list",
    "country": "two letters (ISO 3166), likewise",
    "tags": "comma-separated words, likewise",
    "every": "how often it is visited: 30m, 6h, 1d (default 1h)",
    "paused": "yes: it stays in the file, and is not visited",
}
"""What an outlet has beside the `-a` arguments of its crawl."""
SAME = {"title": "name", "address": "url", "link": "url", "website": "url", "interval": "every"}
"""What others call columns of ours."""
LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[A-Za-z0-9]{2,8})*")
COUNTRY = re.compile(r"[A-Za-z]{2}")
EVERY = "1h"


@dataclass(frozen=True)
class Outlet:
    """One outlet, all of it valid."""

    line: int
    """Its number in the file."""
    name: str
    arguments: Arguments
    language: str = ""
    country: str = ""
    tags: tuple[str, ...] = ()
    every: timedelta = timedelta(hours=1)
    paused: bool = False

    @property
    def scope(self) -> str:
        """The name of its folder below OUTPUT_DIR."""
        return self.arguments.scope


@dataclass
class Outlets:
    """What a file comes to: the outlets that can be visited, and what is wrong with the others."""

    path: Path
    good: list[Outlet] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)
    """A line each, with the number of the file's line."""


def check_outlets(
    path: Path,
    settings: BaseSettings,
    entries: Iterable[Entry] | None = None,
    now: datetime | None = None,
) -> Outlets:
    """Return what a file, or what shall be written into it, comes to.

    Raises Refused with a one-line message if the file as a whole cannot be read.
    """
    sites, found = all_sites(settings), Outlets(path)
    entries = read_entries(path) if entries is None else list(entries)
    if not entries:
        raise Refused(f"{path}: no outlet in it: add one, and then begin again")
    known = _known(sites.values())
    for entry in entries:
        if entry.header:  # the name is wrong once, for all
            _columns(entry, known, f"{path}, line {entry.header}: ")
    taken: dict[tuple[str, str], Outlet] = {}
    for entry in entries:
        try:
            _columns(entry, known)
            outlet = _outlet(entry, sites, settings, now or clock.now())
            _alone(outlet, taken)
            found.good.append(outlet)
        except Refused as problem:
            found.bad.append(f"{path}, line {entry.line}: {problem}")
    return found


def _outlet(
    entry: Entry, sites: Mapping[str, type[Site]], settings: BaseSettings, now: datetime
) -> Outlet:
    if entry.wrong:
        raise Refused(entry.wrong)
    given = dict(entry.values)
    own = {name: given.pop(name) for name in COLUMNS if name in given}
    site = _site(own, given, settings)
    for name in ("sections", "urls"):
        if name in given:
            given[name] = given[name].replace(";", ",")
    arguments = read_arguments(site, given, now, sites=sites)
    check_scope(settings, arguments)
    return Outlet(
        line=entry.line,
        name=own.get("name", arguments.scope),
        arguments=arguments,
        language=_form(
            "language", LANGUAGE, own.get("language", ""), "a BCP 47 tag as de or pt-BR"
        ),
        country=_form("country", COUNTRY, own.get("country", ""), "two letters as DE").upper(),
        tags=tuple(tag.strip() for tag in re.split("[,;]", own.get("tags", "")) if tag.strip()),
        every=_every(own.get("every", EVERY)),
        paused=_yes(own.get("paused", "no")),
    )


def _site(own: Mapping[str, str], given: Mapping[str, str], settings: BaseSettings) -> type[Site]:
    name = own.get("site", News.name)
    if name == News.name and not {"url", "urls", "base_url"} & set(given):
        raise Refused("give its url, or the site if newscrawl knows it")
    if name != News.name and "url" in given:
        raise Refused(f"give site {name!r} or a url, not both")
    return site_named(name, settings)


def _known(sites: Iterable[type[Site]]) -> list[str]:
    names = (*COLUMNS, *ARGUMENTS, *(name for one in sites for name in one.arguments))
    return [*dict.fromkeys(names)]


def _columns(entry: Entry, known: Sequence[str], where: str = "") -> None:
    """Raise Refused for a column that no site knows: what is mistyped must not be passed over."""
    for name in entry.values:
        if name not in known:
            close = [SAME[name]] if name in SAME else difflib.get_close_matches(name, known, 1)
            hint = f"is {close[0]!r} meant?" if close else f"known are {', '.join(known)}"
            raise Refused(f"{where}there is no column {name!r}: {hint}")


def _alone(outlet: Outlet, taken: dict[tuple[str, str], Outlet]) -> None:
    for what, value in (("scope", outlet.scope), ("name", outlet.name.casefold())):
        other = taken.setdefault((what, value), outlet)
        if other is outlet:
            continue
        if what == "name":
            raise Refused(f"line {other.line} has the name {outlet.name!r} too")
        raise Refused(
            f"line {other.line} has the folder {value!r} too: give one of them another scope, or "
            "join them"
        )


def _form(name: str, pattern: re.Pattern[str], text: str, wanted: str) -> str:
    if text and not pattern.fullmatch(text):
        raise Refused(f"{name} {text!r}: give {wanted}")
    return text


def _every(text: str) -> timedelta:
    span = clock.span(text)
    if not span:
        raise Refused(f"every {text!r} is no length of time: write 30m, 6h or 1d")
    return span


def _yes(text: str) -> bool:
    known = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
    if text.lower() not in known:
        raise Refused(f"paused {text!r} is neither yes nor no")
    return known[text.lower()]
