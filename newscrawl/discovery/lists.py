"""A list of articles in any form: sitemap, index, RSS, Atom, JSON Feed, or one address a line.

What a site calls a sitemap may be a feed, and the other way round: the document decides.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from newscrawl.discovery.addresses import is_page
from newscrawl.discovery.base import (
    CUT_OFF,
    NOT_A_LIST,
    TOO_LARGE,
    Entry,
    LeftOut,
    Link,
    ListedSite,
    Source,
    SourceLink,
    Window,
)
from newscrawl.discovery.feeds import Named, json_entries, next_page, xml_entry
from newscrawl.discovery.spans import days_named
from newscrawl.discovery.xml import Document, Element, elements, local_name, text_at, unpacked
from newscrawl.extract.canonical import absolute
from newscrawl.items import Printed
from newscrawl.page import Page

ROOTS = frozenset({"urlset", "sitemapindex", "rss", "feed", "RDF"})
"""Local names of the elements that a list begins with."""
ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
START_OF_TEXT = re.compile(r"[\ufeff \t\r\n]*")
LINE = re.compile(r"[^\r\n]+")
JSON_BYTES = 16 * 2**20
"""A longer list in JSON is not read: it cannot be read piece by piece."""

MakeSource = Callable[[str], Source]


def read_list(page: Page, site: ListedSite, window: Window, make: MakeSource) -> Iterator[Entry]:
    """Yield what a list names; `make` gives the source of a further list's address.

    A long one is not held in memory: what it names of articles is yielded as it is read.
    """
    page = unpacked(page)
    start = page.text_content.lstrip()[:1]
    data: Any = page.json if start in {"{", "["} and len(page.body) <= JSON_BYTES else None
    document = Document(page) if start == "<" else None
    lists, reach, empty = list[Child](), _Reach(site, window), True
    for named in _named(page, document, data):
        empty = False
        if isinstance(named, Child):
            lists.append(named)
        else:
            link = _link(named, page, site)
            reach.saw(link)
            yield link
    root = document.root if document else None
    if _is_cut(page, start, document):
        yield LeftOut(TOO_LARGE)
    elif empty and not _is_list(root, data):
        yield LeftOut(NOT_A_LIST)
    elif document and document.ends_early:
        yield LeftOut(CUT_OFF)
    yield from _children(lists, page, site, window, make)
    if (href := next_page(root, data)) and reach.goes_on:
        url = _full(page.url, href, site)
        if url != page.url and _is_near(url, page, site):
            yield SourceLink(url, make(url))


class Child(NamedTuple):
    """A list that an index names."""

    address: str
    changed: Printed


class _Reach:
    """Whether a feed's next page may hold articles of the window: feeds go back in time."""

    def __init__(self, site: ListedSite, window: Window) -> None:
        self.site, self.window = site, window
        self.oldest: datetime | None = None
        self.any = False

    def saw(self, link: Link | LeftOut) -> None:
        if isinstance(link, Link):
            self.any = True
            if moment := self.site.moment(link.published):
                self.oldest = min(self.oldest or moment[1], moment[1])

    @property
    def goes_on(self) -> bool:
        return self.oldest > self.window.since if self.oldest else self.any


def _is_cut(page: Page, start: str, document: Document | None) -> bool:
    if document:
        return document.is_cut
    return "packed" in page.cuts or (start in {"{", "["} and len(page.body) > JSON_BYTES)


def _is_list(root: Element | None, data: Any) -> bool:
    name = "" if root is None else local_name(root)
    return name in ROOTS or (isinstance(data, dict) and isinstance(data.get("items"), list))


def _named(page: Page, document: Document | None, data: Any) -> Iterator[Named | Child]:
    if document:
        for entry in document.entries("url", "sitemap", "item", "entry"):
            yield from _of_entry(entry)
    yield from json_entries(data)
    yield from _of_text(page)


def _of_entry(entry: Element) -> Iterator[Named | Child]:
    name = local_name(entry)
    if name == "sitemap":
        yield Child(text_at(entry, "loc") or "", _printed(text_at(entry, "lastmod")))
    elif name != "url":
        yield xml_entry(entry)
    elif loc := text_at(entry, "loc"):
        yield Named(
            [loc],
            None,
            _printed(text_at(entry, "news/publication_date")),
            _printed(text_at(entry, "lastmod")),
            next(elements(entry, "news"), None) is not None,
        )


def _of_text(page: Page) -> Iterator[Named]:
    """Yield the addresses of a text file (sitemaps.org, "Text file")."""
    text = page.text_content
    begin = START_OF_TEXT.match(text)
    if begin and ADDRESS.match(text, begin.end()):
        for line in LINE.finditer(text, begin.end()):
            if ADDRESS.fullmatch(line[0].strip()):
                yield Named([line[0].strip()], vouched=False)


def _printed(raw: str | None) -> Printed:
    return Printed(raw, "sitemap") if raw else Printed()


def _link(named: Named, page: Page, site: ListedSite) -> Link | LeftOut:
    """Return an entry's article: the first of its addresses that the site wants."""
    base = page.url if site.is_ours(page.url) else site.url("/")
    # Some encode an ampersand twice.
    given = (one.replace("&amp;", "&") for one in named.addresses)
    found = [site.url(url) for one in given if (url := absolute(named.base or base, one))]
    for url in found:
        if site.wants(url) or (named.vouched and site.guesses and _is_ours(url, site)):
            return Link(
                url=url,
                published=named.published,
                modified=named.modified,
                vouched=named.vouched,
            )
    if not found:
        return LeftOut("links/no_address")
    if any(map(site.is_ours, found)):
        return LeftOut("links/not_article")
    return LeftOut("links/elsewhere", _host(found[0]))


def _is_ours(url: str, site: ListedSite) -> bool:
    return site.is_ours(url) and is_page(url)


def _children(
    lists: list[Child], page: Page, site: ListedSite, window: Window, make: MakeSource
) -> Iterator[SourceLink | LeftOut]:
    """Yield the lists of an index, the old ones last, the newest of them first.

    Where all are old, the index itself may be: its newest list is then as good as new.
    """
    found = list[tuple[float, SourceLink]]()
    for child in lists:
        url = _full(site.url("/"), child.address.replace("&amp;", "&"), site)
        if url == page.url:
            continue  # an index that names itself
        if not _is_near(url, page, site):
            yield LeftOut("sources/left_out/elsewhere")
        elif _names_other_days(url, site, window):
            yield LeftOut("sources/left_out/out_of_range")
        else:
            changed = site.moment(child.changed)
            is_old = changed is not None and changed[1] <= window.since
            age = -changed[1].timestamp() if changed and is_old else float("-inf")
            found.append((age, SourceLink(url, make(url), is_old)))
    links = [link for _, link in sorted(found, key=lambda one: one[0])]
    if links and links[0].is_old:
        links[0] = replace(links[0], is_old=False)
    yield from links


def _full(base: str, address: str, site: ListedSite) -> str:
    """Return the address of a further list, or an empty string."""
    url = absolute(base, address)
    return site.url(url) if url else ""


def _is_near(url: str, page: Page, site: ListedSite) -> bool:
    """Return whether a further list is on one of the site's hosts, or on that of the first one."""
    return bool(url) and (site.is_ours(url) or _host(url) == _host(page.url))


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].lower()


def _names_other_days(url: str, site: ListedSite, window: Window) -> bool:
    """Return whether an address names days that are all outside the window."""
    if not (days := days_named(url)):
        return False
    start, end = site.span(*days)
    return end <= window.since or start >= window.until
