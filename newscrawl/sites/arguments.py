"""The `-a` arguments of every spider, checked before anything is fetched."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from newscrawl import clock
from newscrawl.archive.files import CC_NEWS, SERVICES, WAYBACK, archive_files, check_is_archive
from newscrawl.discovery.base import Window
from newscrawl.discovery.indexes import INDEXES
from newscrawl.runs.exits import Refused
from newscrawl.sites.base import LATEST, Site
from newscrawl.sites.scopes import read_scope
from newscrawl.sites.urls import read_urls

ARGUMENTS = {
    "base_url": "another root for the site, as http://127.0.0.1:8008 (the only way to loopback)",
    "edition": "edition of the site; the command `sites NAME` lists them",
    "since": "first day or moment: 2026-03-01, 2026-03-01T12:00, 2d or 12h ago (default 2d)",
    "until": "end of the range: a day is included, a moment is not (default: now)",
    "sections": "comma-separated sections; others are not read",
    "urls": "comma-separated article URLs, or a file with one a line; only these are read",
    "scope": "name of the folder below OUTPUT_DIR, so that a new domain keeps its record (default: "
    "the site with its edition, or the host)",
    "comments": "yes or no (default yes)",
    "limit": "at most this many new articles",
    "archive": "WARC or WACZ files, folders of them, or globs; or wayback, a web archive; or "
    "cc-news, Common Crawl's: what is there is read, and the site is asked for nothing (since= is "
    "then all)",
    "discover": "wayback, cc-index, gdelt: indexes that are asked, too, which articles there were",
    "hosts": "an outlets file, with archive=: its files are read once, for all outlets in it",
    "captures": "with archive=: newest (default), all, each one a visit at its time, or visits, "
    "those of a crawl of ours, made again as it made them",
    "revisit": "known articles and threads: due (default), all, or none; with urls= the default "
    "is all",
}
"""Name and meaning of each argument, for help texts and the README."""

Revisit = Literal["due", "all", "none"]
Captured = Literal["newest", "all", "visits"]


@dataclass(frozen=True, kw_only=True)
class Arguments:
    """What the user asked for, all of it valid."""

    site: Site
    scope: str
    """The name of the folder below OUTPUT_DIR: see `sites.scopes`."""
    window: Window
    sections: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    comments: bool = True
    limit: int | None = None
    revisit: Revisit = "due"
    """Which of the known articles and threads are visited again."""
    archive: tuple[Path, ...] = ()
    """Files that are read instead of the site."""
    service: str = ""
    """The archive on the network that is asked instead of the site."""
    discover: tuple[str, ...] = ()
    """The indexes that are asked for addresses, besides the site's own lists."""
    captures: Captured = "newest"
    """Which captures of a page are read."""
    given: Mapping[str, str] = field(default_factory=dict)

    @property
    def reads_all(self) -> bool:
        """True if what is known of a thread does not spare reading it: an archive is no burden."""
        return self.revisit == "all" or (self.is_archived and not self.is_again)

    @property
    def is_again(self) -> bool:
        """True if the visits of a crawl that kept its pages are made again, as it made them."""
        return self.captures == "visits"

    @property
    def is_archived(self) -> bool:
        """True if an archive is read, and the site is asked for nothing."""
        return bool(self.archive or self.service)

    @property
    def wanted(self) -> Window:
        """The window of the dates that lists and pages print.

        Without `until` it has no end: a clock may run ahead, and what is listed is there.
        """
        return self.window if "until" in self.given else self.window._replace(until=LATEST)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every URL that the user named, and the root of the site."""
        return (self.site.base_url, *self.urls, self.given.get("url", ""))


def read_arguments(
    site_class: type[Site],
    given: Mapping[str, str],
    now: datetime | None = None,
    *,
    sites: Collection[str] = (),
) -> Arguments:
    """Return the checked arguments. Raises Refused with a one-line message.

    `sites` are the names of all sites, which no host's folder takes.
    """
    now = now or clock.now()
    known = {**ARGUMENTS, **site_class.arguments}
    for name in given:
        if name not in known:
            raise Refused(f"unknown argument {name!r}; known are: {', '.join(known)}")
    try:
        site = site_class.from_arguments(given)
        scope = read_scope(given["scope"]) if "scope" in given else site.record_scope(sites)
    except ValueError as problem:
        raise Refused(str(problem)) from None
    if "hosts" in given:
        raise Refused("hosts= is for `crawl news` on the command line, with archive=")
    service = _service(given.get("archive", ""))
    return Arguments(
        site=site,
        scope=scope,
        window=_window(site, given, now),
        sections=_sections(site, given.get("sections", "")) or site.front_sections,
        urls=_urls(site, given.get("urls", "")),
        comments=_yes(given.get("comments", "yes")),
        limit=_limit(given.get("limit")),
        service=service,
        discover=_discover(given),
        captures=_captures(given),
        revisit=_revisit(given.get("revisit", "all" if given.get("urls") else "due")),
        archive=_archive(given, service),  # last: a file is looked into
        given=dict(given),
    )


def _window(site: Site, given: Mapping[str, str], now: datetime) -> Window:
    ago = "9999d" if "archive" in given else "2d"
    since = read_moment("since", given.get("since", ago), _zone(site), now)
    until = now
    if "until" in given:
        until = read_moment("until", given["until"], _zone(site), now, end=True)
    if since >= until:
        raise Refused(
            f"since ({since:%Y-%m-%d %H:%M} UTC) is not before until ({until:%Y-%m-%d %H:%M} UTC)"
        )
    return Window(since, until)


def read_moment(
    name: str, text: str, zone: ZoneInfo, now: datetime, *, end: bool = False
) -> datetime:
    """Return the moment that `since` or `until` names. Raises Refused if it names none.

    A day counts in `zone`; as the `end` of a range it is a whole one.
    """
    text = text.strip()
    if (ago := clock.span(text)) is not None:
        return now - ago
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(
            f"{name} {text!r} is not a date: write 2026-03-01, 2026-03-01T12:00, 2d or 12h"
        ) from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    if end and len(text) <= 10:
        moment += timedelta(days=1)
    return moment.astimezone(UTC)


def _zone(site: Site) -> ZoneInfo:
    """Return the site's own zone: its days are those that its readers see."""
    return ZoneInfo(site.timezone)


def _sections(site: Site, text: str) -> tuple[str, ...]:
    wanted = tuple(part.strip() for part in text.split(",") if part.strip())
    for section in wanted:
        if site.sections and section not in site.sections:
            raise Refused(
                f"unknown section {section!r} of {site.name}; known are: {', '.join(site.sections)}"
            )
    return wanted


def _urls(site: Site, text: str) -> tuple[str, ...]:
    try:
        urls = read_urls(text)
    except ValueError as problem:
        raise Refused(str(problem)) from None
    for url in urls:
        if not site.is_ours(url):
            raise Refused(
                f"urls: {url!r} is not on {', '.join(sorted(site.hosts))}; "
                "give edition= or base_url= if it belongs to this site"
            )
    return urls


def _service(text: str) -> str:
    return text if text in SERVICES else ""


def _archive(given: Mapping[str, str], service: str) -> tuple[Path, ...]:
    if "archive" not in given or service == WAYBACK:
        return ()
    if find_spec("fastwarc") is None:
        raise Refused("archive= needs fastwarc: pip install 'newscrawl[archive]'")
    if service == CC_NEWS:
        if "since" not in given:
            raise Refused("archive=cc-news needs since=: a month of it has about 400 gigabytes")
        return ()
    try:
        files = archive_files(given["archive"])
        check_is_archive(given["archive"])
    except ValueError as problem:
        raise Refused(str(problem)) from None
    return files


def _discover(given: Mapping[str, str]) -> tuple[str, ...]:
    names = tuple(filter(None, (one.strip() for one in given.get("discover", "").split(","))))
    for name in names:
        if name not in INDEXES:
            raise Refused(f"discover {name!r} is none of: {', '.join(INDEXES)}")
    for other in ("archive", "urls"):
        if names and other in given:
            raise Refused(f"discover= and {other}= exclude each other: one names what to look for")
    return names


def _captures(given: Mapping[str, str]) -> Captured:
    text = given.get("captures", "newest")
    if "captures" in given and "archive" not in given:
        raise Refused("captures= says which captures of an archive are read: give archive=, too")
    for choice in get_args(Captured):
        if text == choice:
            return choice  # type: ignore[no-any-return]
    raise Refused(f"captures {text!r} is none of: {', '.join(get_args(Captured))}")


def _yes(text: str) -> bool:
    if text.lower() in {"yes", "true", "1"}:
        return True
    if text.lower() in {"no", "false", "0"}:
        return False
    raise Refused(f"comments {text!r} is neither yes nor no")


def _revisit(text: str) -> Revisit:
    for choice in get_args(Revisit):
        if text == choice:
            return choice  # type: ignore[no-any-return]
    raise Refused(f"revisit {text!r} is none of: {', '.join(get_args(Revisit))}")


def _limit(text: str | None) -> int | None:
    if text is None:
        return None
    if not text.isdecimal() or not int(text):
        raise Refused(f"limit {text!r} is not a number of articles above 0")
    return int(text)
