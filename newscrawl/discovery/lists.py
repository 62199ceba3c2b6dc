"""A list of articles in any form: sitemap, index, RSS, Atom, JSON Feed, or one address a line.

What a site calls a sitemap may be a feed, and the other way round: the document decides.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from newscrawl.discovery.addresses import is_page
from newscrawl.discovery.base import (
    NOT_A_LIST,
    Entry,
    LeftOut,
    Link,
    ListedSite,
    Source,
    SourceLink,
    Window,
)
from newscrawl.discovery.feeds import Named, json_entries, next_page, xml_entries
from newscrawl.discovery.spans import days_named
from newscrawl.discovery.xml import Element, elements, read_xml, text_at, unpacked
from newscrawl.extract.canonical import absolute
from newscrawl.items import Printed
from newscrawl.page import Page

ROOTS = frozenset({"urlset", "sitemapindex", "rss", "feed", "RDF"})
"""Local names of the elements that a list begins with."""
ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)

MakeSource = Callable[[str], Source]


def read_list(page: Page, site: ListedSite, window: Window, make: MakeSource) -> Iterator[Entry]:
    """Yield what a list names; `make` gives the source of a further list's address."""
    page = unpacked(page)
    start = page.text_content.lstrip()[:1]
    data: Any = page.json if start in {"{", "["} else None
    root = read_xml(page) if start == "<" else None
    children = list(elements(root, "sitemap"))
    named = [*_of_sitemap(root), *xml_entries(root), *json_entries(data), *_of_text(page)]
    if not children and not named and not _is_list(root, data):
        yield LeftOut(NOT_A_LIST)
    yield from _children(children, page, site, window, make)
    links = [_link(one, page, site) for one in named]
    yield from links
    if (href := next_page(root, data)) and _goes_on(links, site, window):
        url = _full(page.url, href, site)
        if url != page.url and _is_near(url, page, site):
            yield SourceLink(url, make(url))


def _is_list(root: Element | None, data: Any) -> bool:
    name = "" if root is None else str(root.tag).rpartition("}")[2]
    return name in ROOTS or (isinstance(data, dict) and isinstance(data.get("items"), list))


def _of_sitemap(root: Element | None) -> Iterator[Named]:
    for entry in elements(root, "url"):
        if loc := text_at(entry, "loc"):
            yield Named(
                [loc],
                None,
                _printed(text_at(entry, "news/publication_date")),
                _printed(text_at(entry, "lastmod")),
                next(elements(entry, "news"), None) is not None,
            )


def _of_text(page: Page) -> Iterator[Named]:
    """Yield the addresses of a text file (sitemaps.org, "Text file")."""
    lines = page.text_content.lstrip("\ufeff \t\r\n")
    for line in lines.splitlines() if ADDRESS.match(lines) else ():
        if ADDRESS.fullmatch(line.strip()):
            yield Named([line.strip()], vouched=False)


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


def _goes_on(links: list[Link | LeftOut], site: ListedSite, window: Window) -> bool:
    """Return whether a feed's next page may hold articles of the window: feeds go back in time."""
    dates = [
        moment for one in links if isinstance(one, Link) and (moment := site.moment(one.published))
    ]
    return min(dates)[1] > window.since if dates else any(isinstance(one, Link) for one in links)


def _children(
    entries: list[Element], page: Page, site: ListedSite, window: Window, make: MakeSource
) -> Iterator[SourceLink | LeftOut]:
    """Yield the lists of an index, the old ones last, the newest of them first.

    Where all are old, the index itself may be: its newest list is then as good as new.
    """
    found = list[tuple[float, SourceLink]]()
    for entry in entries:
        loc = (text_at(entry, "loc") or "").replace("&amp;", "&")
        url = _full(site.url("/"), loc, site)
        if url == page.url:
            continue  # an index that names itself
        if not _is_near(url, page, site):
            yield LeftOut("sources/left_out/elsewhere")
        elif _names_other_days(url, site, window):
            yield LeftOut("sources/left_out/out_of_range")
        else:
            changed = site.moment(_printed(text_at(entry, "lastmod")))
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
