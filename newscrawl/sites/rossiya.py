"""The platform of Rossiya Segodnya, on which Sputnik and RIA run: addresses, dates, articles."""

import re
from datetime import date
from typing import ClassVar

from parsel import Selector

from newscrawl.extract.dates import page_offset
from newscrawl.extract.identity import url_hash
from newscrawl.items import Article, Metadata, Printed
from newscrawl.page import Page
from newscrawl.sites import designs, fields
from newscrawl.sites.base import Site
from newscrawl.sites.markup import number, printed, text

OFFSET = re.compile(r"T\d\d:?\d\d(?::?\d\d)?([+-]\d\d):?(\d\d)", re.ASCII)
PAGE_CLOCK = re.compile(r"\bGMT(?:\s*([+-])\s*(\d{1,2}))?", re.ASCII)
NO_OFFSET = {"+00:00", "UTC"}


class Rossiya(Site):
    """A site of this platform. `name`, `editions` and `sources` are the newspaper's own."""

    engines: ClassVar[tuple[str, ...]] = ("riacomments", "riachat")
    body_css: ClassVar[str] = ", ".join([*designs.BODY, designs.BLOCKS])
    # Numbers have 10 digits mostly, 9 in German, 8 on hosts of 2026, 7 in India: their place tells
    # them from a day.
    article_paths: ClassVar[tuple[str, ...]] = (
        r"^/(?:amp/)?(?P<day>\d{8})/(?:[^/]*-)?(?P<id>\d{7,12})\.html$",
        r"^/(?:amp/)?(?P<section>[^/]+)/(?P<day>\d{8})/(?P<id>\d{7,12})\.html$",
        r"^/(?:amp/)?(?:(?P<section>[^/]+)/)?(?P<day>\d{8})(?P<id>\d{7,10})(?:-[^/]*)?/?$",
    )

    def canonical(self, url: str) -> str:
        # The path identifies the article; what follows it only tells who linked to it.
        if self._match(url):
            url = re.sub(r"^(\w+://[^/]+)/amp/", r"\1/", url.partition("#")[0].partition("?")[0])
        return super().canonical(url)

    def article(self, page: Page) -> Article:
        own = self._own_address(page)
        ident = self.number(page.url) or self.number(own) or fields.declared_id(page)
        item = fields.item_of(page, ident)
        dates = PageDates(self, page, item, ident)
        headline = text(item, *designs.HEADLINE) or page.meta("og:title")
        body, notes = fields.body(item)
        main_image, images = fields.images(page, item)
        if dates.guessed:
            notes.append(f"timezone: the zone in which {self.scope} prints is a guess")
        return Article(
            id=f"{self.scope}:{ident or url_hash(own)}",
            site=self.name,
            edition=self.edition.code if len(self.editions) > 1 else None,
            url=page.url,
            canonical_url=own,
            request_url=page.request_url,
            headline=headline,
            alternative_headline=fields.other_title(page, item, headline),
            description=fields.description(page, item),
            article_body=body,
            article_section=text(item, designs.SECTION)
            or page.meta("analytics:rubric")
            or self.section(page.url),
            breadcrumbs=fields.breadcrumbs(page, item),
            keywords=fields.keywords(page, item),
            authors=fields.authors(page, item),
            publisher=fields.publisher(page, item),
            date_published_raw=dates.published.raw,
            date_published_source=dates.published.source,
            date_modified_raw=dates.modified.raw,
            date_modified_source=dates.modified.source,
            in_language=page.attr("html[lang]", "lang") or self.language,
            main_image=main_image,
            images=images,
            discussion_url=fields.discussion(page, item),
            comment_count=number(text(item, *designs.COUNTS)),
            # Facebook's own frame, keyed by the address: seen, never fetched.
            comment_systems=["facebook"] if page.css("#commentsFB .fb-comments") else [],
            metadata=Metadata(
                extractor=self.name, timezone=dates.timezone, validation_messages=notes
            ),
        )

    def _own_address(self, page: Page) -> str:
        asked = self.number(page.url)
        places = (("link[rel=canonical]", "href"), ('meta[property="og:url"]', "content"))
        for css, name in places:
            url = fields.absolute(page, page.attr(css, name)) or ""
            found = self.number(url)
            if found and (found == asked or (asked is None and self.is_ours(url))):
                return self.canonical(url)
        return self.canonical(page.url)


class PageDates:
    """The dates of one page, as printed, the safest form first, and the zone the page prints in.

    Unix time first, then a form with an offset, then microdata, then forms without a zone. The
    printed time minus the Unix time is the page's own offset, rounded to quarters of an hour.
    """

    def __init__(self, site: Site, page: Page, item: Selector, ident: str | None) -> None:
        self.page = page
        self.item = item
        self.unix = self._unix(ident)
        self.local = printed(item, designs.PUBLISHED)
        self.meta = page.meta("datePublished")
        day = site.day(page.url)
        own_offset = (
            self._offset_by_unix() or _stated(self._open_graph("published")) or self._clock()
        )
        self.timezone = own_offset or site.zone_on(day)
        self.guessed = own_offset is None and site.edition.zone_guessed
        self.published = self._published(day)
        self.modified = self._modified()

    def _unix(self, ident: str | None) -> Printed:
        # Of several articles in one document the head describes the one that was asked for.
        foreign = (self.page.meta("analytics:article_id") or ident) != ident
        head = _unix_time(printed(self.page.selector, designs.UNIX))
        return (
            head if head.raw and not foreign else _unix_time(printed(self.item, designs.ITEM_UNIX))
        )

    def _offset_by_unix(self) -> str | None:
        if not self.unix.raw:
            return None
        for raw in (self.local.raw, self.meta):
            if raw and (offset := page_offset(raw.removesuffix("Z"), self.unix.raw)):
                return offset
        return None

    def _clock(self) -> str | None:
        # One text node at a time: joined, the clock and the date read `GMT +324 February`.
        for piece in self.page.css(".b-sitenav__time ::text").getall():
            if found := PAGE_CLOCK.search(piece):
                return f"{found[1] or '+'}{int(found[2] or 0):02}:00"
        return None

    def _open_graph(self, what: str) -> Printed:
        raw = self.page.meta(f"article:{what}_time")
        return Printed(raw, "meta") if raw else Printed()

    def _zulu_is_true(self) -> bool:
        """Whether the `Z` of the microdata means UTC: in 2019 it marked Moscow times."""
        if self.meta is None or self.timezone in NO_OFFSET:
            return self.timezone in NO_OFFSET
        if self.unix.raw:
            return page_offset(self.meta.removesuffix("Z"), self.unix.raw) == "+00:00"
        return self.meta[:16] != (self.local.raw or "")[:16]

    def _microdata(self, raw: str | None, unzoned: Printed) -> Printed:
        if raw and raw.endswith("Z") and not self._zulu_is_true():
            # As printed it would be read as UTC; the same time stands elsewhere without a zone.
            return unzoned if unzoned.raw else Printed(raw.removesuffix("Z"), "meta")
        return Printed(raw, "meta") if raw else Printed()

    def _published(self, day: date | None) -> Printed:
        stated = self._open_graph("published")
        candidates = (
            self.unix,
            stated if _stated(stated) else Printed(),
            self._microdata(self.meta, self.local),
            self.local,
            stated,
            Printed(day.isoformat(), "url") if day else Printed(),
        )
        return next((one for one in candidates if one.raw), Printed())

    def _modified(self) -> Printed:
        stated = self._open_graph("modified")
        local = printed(self.item, designs.MODIFIED)
        candidates = (
            stated if _stated(stated) else Printed(),
            self._microdata(self.page.meta("dateModified"), local),
            local,
            stated,
        )
        return next((one for one in candidates if one.raw), Printed())


def _unix_time(found: Printed) -> Printed:
    # Ten digits: 2001 to 2286.
    return found if re.fullmatch(r"[1-9]\d{9}", found.raw or "", re.ASCII) else Printed()


def _stated(stamp: Printed) -> str | None:
    """Return the offset a stamp states; RIA of 2017 wrote `20171116T1100+0300Z`, meaning +03:00."""
    found = OFFSET.search(stamp.raw or "")
    return f"{found[1]}:{found[2]}" if found else None
