"""What a newspaper declares, and the few things that follow from it. Pure: no I/O, no clock."""

import calendar
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, ClassVar, Self
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit
from zoneinfo import ZoneInfo

from newscrawl.discovery.base import Link, Source, Span, Window
from newscrawl.extract.canonical import clean_url
from newscrawl.extract.dates import read_date
from newscrawl.extract.identity import former_hashes, url_hash
from newscrawl.items import Article, Printed
from newscrawl.net.addresses import has_login, usual_url
from newscrawl.page import Page
from newscrawl.sites.urls import NO_LOGIN

UNKNOWN_ZONE = timedelta(hours=14)
"""The most by which a day in an unknown zone may differ from the same day in UTC."""

DAY = timedelta(days=1)
ZONED = re.compile(r"[+-]\d\d:?\d\d\b|Z$|\bGMT\b|\bUTC\b|^\d{10}$")
"""A printed date that needs no zone from us."""
EARLIEST = datetime.min.replace(tzinfo=UTC)
LATEST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One edition of a newspaper: its own hosts, language and printing zone."""

    code: str
    """As given to `-a edition=`."""
    host: str
    """Its present host."""
    language: str
    """BCP 47 tag."""
    timezone: str = "UTC"
    """IANA name of the zone in which pages print their times."""
    zone_guessed: bool = False
    """True if `timezone` is a guess that no page confirms: days are widened by 14 hours."""
    zones_before: tuple[tuple[date, str], ...] = ()
    """Earlier printing zones, oldest first: (first day it no longer applies, IANA name)."""
    other_hosts: tuple[str, ...] = ()
    """Former hosts, newest first; their articles keep their numbers."""
    last_seen: str = ""
    """The year or month in which `host` was last seen in use: `2026-08`; empty: unknown."""


class Site:
    """One newspaper. A subclass declares it, and overrides what its pages contradict."""

    name: ClassVar[str]
    """As typed after `scrapy crawl`."""
    editions: ClassVar[tuple[Edition, ...]]
    """The first one is the default."""
    sections: ClassVar[tuple[str, ...]] = ()
    """The sections that a user may name; empty: any name is accepted."""
    sources: ClassVar[tuple[Source, ...]] = ()
    guesses: ClassVar[bool] = False
    """True if sources name list pages too: a page without an article is then no loss."""
    believes_claims: ClassVar[bool] = False
    """True if only its page tells an article's own address, not the one by which it was found."""
    engines: ClassVar[tuple[str, ...]] = ()
    """Comment engines in the order they are tried; empty: all that recognise a page."""
    body_css: ClassVar[str] = ""
    article_paths: ClassVar[tuple[str, ...]] = ()
    """Regular expressions on the path of an article's URL, tried in order. They may name the
    groups `id` (the site's number), `day` (YYYYMMDD, as printed) and `section`, which is the
    article's section where the page gives none."""

    front_sections: tuple[str, ...] = ()
    """The section that `front` lists, if it is a section's page; `sections` takes its place."""
    front: str = "/"
    """Address or path of the page that names feeds and articles."""
    revisit: ClassVar[Mapping[str, Any]] = {}
    """Replaces entries of the setting REVISIT; same form."""
    arguments: ClassVar[Mapping[str, str]] = {}
    """Further `-a` arguments of this site, and what they mean."""

    @classmethod
    def from_arguments(cls, given: Mapping[str, str]) -> Self:
        """Return the site that the `-a` arguments ask for. Raises ValueError of one line."""
        return cls(given.get("edition"), given.get("base_url"))

    def __init__(self, edition: str | None = None, base_url: str | None = None) -> None:
        """Raise ValueError of one line for an edition or base URL that cannot be used."""
        known = {one.code: one for one in self.editions}
        if edition is not None and edition not in known:
            raise ValueError(f"{self.name} has no edition {edition!r}; known: {', '.join(known)}")
        self.edition = known[edition] if edition is not None else self.editions[0]
        self.moved = base_url is not None
        """True if `base_url` was given: the site is read from there, as in a demo or a replay."""
        home = f"https://{self.edition.host}" if base_url is None else base_url
        self.base_url = home.rstrip("/")
        if has_login(self.base_url):
            raise ValueError(f"base_url: {NO_LOGIN}")
        parts = _split(self.base_url)
        if not parts or parts.scheme not in {"http", "https"} or not parts.netloc:
            raise ValueError(
                f"base_url {base_url!r} is not a root like https://paper.example: "
                "give scheme and host"
            )
        self.timezone = self.edition.timezone
        self.language = self.edition.language
        self._home = parts
        own = (self.edition.host, *self.edition.other_hosts)
        self.hosts = frozenset([*own, *(f"www.{host}" for host in own), parts.netloc.lower()])

    @property
    def scope(self) -> str:
        """The site part of ids: `sputnik.en`, or the name alone where there is one edition."""
        return f"{self.name}.{self.edition.code}" if len(self.editions) > 1 else self.name

    def name_at(self, url: str) -> str:
        """Return what the line of an article at an address calls the site."""
        return self.name

    def record_scope(self, sites: Collection[str] = ()) -> str:
        """Return what the site's folder is called: see `sites.scopes`."""
        return self.scope

    @property
    def zone(self) -> tzinfo:
        return ZoneInfo(self.timezone)

    def url(self, path: str) -> str:
        """Return an absolute URL; under a given `base_url` the site's own addresses move there.

        A malformed URL becomes an empty string.
        """
        try:
            parts = urlsplit(usual_url(urljoin(f"{self.base_url}/", path.strip())))
            host = parts.netloc
        except ValueError:
            return ""
        if self.moved and host in self.hosts:
            parts = parts._replace(scheme=self._home.scheme, netloc=self._home.netloc)
        return urlunsplit(parts)

    def is_ours(self, url: str) -> bool:
        """Return whether a URL is http(s) and on one of our hosts."""
        try:
            parts = urlsplit(usual_url(url))
        except ValueError:
            return False
        return parts.scheme in {"http", "https"} and parts.netloc.lower() in self.hosts

    def is_former(self, url: str) -> bool:
        """Return whether a URL is on a host that the edition has left."""
        parts = _split(url)
        host = parts.netloc.lower().removeprefix("www.") if parts else ""
        return host in self.edition.other_hosts and host != self._home.netloc.lower()

    def present(self, url: str, other: str) -> str:
        """Return the newer of two addresses of one article: `other` if `url` is on a former host.

        Both name the same number, and `other` is on the present host.
        """
        home = self.url("/")
        moved = self.is_former(url) and other.startswith(home) and self.is_same(url, other)
        return other if moved else url

    def is_same(self, url: str, other: str) -> bool:
        """Return whether two addresses, on whatever hosts, name one of the site's own numbers."""
        number = self._part(url, "id")
        return number is not None and number == self._part(other, "id")

    def welcomes(self, url: str) -> bool:
        """Return whether the host of `url`, to which the front page led, is the site's own now."""
        return False

    def before(self, url: str) -> str | None:
        """Return a URL on the host that the edition had before the URL's own; None: there is none.

        None also under a given `base_url`, where the hosts of the edition are not asked.
        """
        parts = _split(url)
        hosts = (self.edition.host, *self.edition.other_hosts)
        if self.moved or not parts or parts.netloc.lower() not in hosts[:-1]:
            return None
        host = hosts[hosts.index(parts.netloc.lower()) + 1]
        return urlunsplit(parts._replace(netloc=host))

    def number(self, url: str) -> str | None:
        """Return the site's article number, else a hash; None if it cannot be an article's URL."""
        if not self.may_be_article(url):
            return None
        return self._part(url, "id") or url_hash(self.canonical(url))

    def keys(self, url: str) -> Iterator[str]:
        """Yield the keys that identify an article before it is read; the first is mostly its id.

        The others are those of earlier versions: see `extract.identity`.
        """
        scope, number, address = self.scope, self.number(url), self.canonical(url)
        digits = url_hash(address)
        if number and number != digits:
            yield f"{scope}:{number}"
            return
        yield f"{scope}:{digits}"
        yield from (f"{scope}:{one}" for one in (*former_hashes(address), address))

    def may_be_article(self, url: str) -> bool:
        """Return whether an article of the site can have this path."""
        return self._match(url) is not None

    def wants(self, url: str) -> bool:
        return self.is_ours(url) and self.may_be_article(url)

    def section(self, url: str) -> str | None:
        """Return the section named in an article's URL, or None."""
        return self._part(url, "section")

    def in_sections(
        self, wanted: Sequence[str], url: str, article: Article | None = None
    ) -> bool | None:
        """Return whether an article belongs to one of the sections; None: it does not say.

        `article` is None before it is read.
        """
        section = self.section(url)
        return None if section is None else section in wanted

    def day(self, url: str) -> date | None:
        """Return the day in an article's URL, which is a day of the printing zone."""
        try:
            return (
                datetime.strptime(self._part(url, "day") or "", "%Y%m%d").replace(tzinfo=UTC).date()
            )
        except ValueError:
            return None

    def canonical(self, url: str) -> str:
        """Return a URL without fragment and tracking parameters, its host in lower case."""
        cleaned = clean_url(url)
        parts = _split(cleaned)
        return urlunsplit(parts._replace(netloc=parts.netloc.lower())) if parts else cleaned

    def zone_on(self, day: date | None) -> str:
        """Return the zone in which the edition printed on a day; without a day, today's."""
        for until, zone in self.edition.zones_before:
            if day and day < until:
                return zone
        return self.timezone

    def span(self, first: date, last: date) -> Span:
        """Return the range in UTC, end exclusive, that whole printed days can stand for."""
        if self.edition.zone_guessed:
            start, end = _midnight(first, "UTC"), _shifted(_midnight(last, "UTC"), DAY)
            return _shifted(start, -UNKNOWN_ZONE), _shifted(end, UNKNOWN_ZONE)
        names = [self.timezone, *(name for _, name in self.edition.zones_before)]
        return (
            min(_midnight(first, name) for name in names),
            max(_shifted(_midnight(last, name), DAY) for name in names),
        )

    def day_of(self, moment: datetime) -> date:
        """Return the day of a moment in the printing zone."""
        try:
            return moment.astimezone(self.zone).date()
        except OverflowError:
            return moment.date()

    def moment(self, printed: Printed) -> Span | None:
        """Return the range in UTC that a list's date can stand for, or None."""
        guessed = self.edition.zone_guessed and not ZONED.search(printed.raw or "")
        zone = "UTC" if guessed else self.timezone
        reading = read_date(printed.raw or "", timezone=zone, language=self.language)
        if reading is None:
            return None
        start, end = self.span_of(reading.value)
        wide = UNKNOWN_ZONE if guessed and start == end else timedelta()
        return _shifted(start, -wide), _shifted(end, wide)

    def span_of(self, value: str) -> Span:
        """Return the range in UTC that a date as written out can stand for.

        `value` is an instant, or a day, a month or a year, which are those of the printing zone.
        """
        if "T" in value:
            found = datetime.fromisoformat(value)
            return found, found
        year, *rest = map(int, value.split("-"))
        month, day = (*rest, None, None)[:2]
        last = day or calendar.monthrange(year, month or 12)[1]
        return self.span(date(year, month or 1, day or 1), date(year, month or 12, last))

    def in_window(self, link: Link, window: Window) -> bool | None:
        """Return whether a link's article can have been published in the window; None: unknown."""
        day = self.day(link.url)
        span = self.moment(link.published) or (self.span(day, day) if day else None)
        if span:
            return window.holds(span)
        changed = self.moment(link.modified)
        return False if changed and changed[1] < window.since else None

    def article(self, page: Page) -> Article:
        """Return the article on a page, every date as printed."""
        from newscrawl.extract.article import read_article  # noqa: PLC0415 - only to read a page

        article = read_article(
            page,
            site=self.scope,
            article_id=self.number(page.url),
            timezone=None if self.edition.zone_guessed else self.timezone,
            edition=self.edition.code if len(self.editions) > 1 else None,
        )
        article.article_section = article.article_section or self.section(page.url)
        return article

    def is_article(self, page: Page, article: Article) -> bool:
        """Return whether a page that was read is an article at all."""
        return article.headline is not None or article.article_body is not None

    def _part(self, url: str, group: str) -> str | None:
        """Return what a named group of `article_paths` holds, if anything."""
        found = self._match(url)
        return (found.groupdict().get(group) if found else None) or None

    def _match(self, url: str) -> re.Match[str] | None:
        parts = _split(url)
        for pattern in self.article_paths if parts else ():
            if parts and (found := re.search(pattern, parts.path, re.ASCII)):
                return found
        return None


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises if the port is invalid
    except ValueError:
        return None
    return parts


def _midnight(day: date, zone: str) -> datetime:
    return _shifted(datetime.combine(day, time(), UTC), -_offset(day, zone))


def _offset(day: date, zone: str) -> timedelta:
    return datetime.combine(day, time(), ZoneInfo(zone)).utcoffset() or timedelta()


def _shifted(moment: datetime, by: timedelta) -> datetime:
    # The first and the last days of the calendar have no neighbours.
    try:
        return moment + by
    except OverflowError:
        return EARLIEST if by < timedelta() else LATEST
