"""Lists that reach further back than a feed: a system's own JSON list of posts, older pages."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urldefrag

from w3lib.url import add_or_replace_parameter, add_or_replace_parameters, url_query_parameter

from newscrawl.discovery.addresses import looks_like_article
from newscrawl.discovery.base import Entry, LeftOut, Link, ListedSite, SourceLink, Window
from newscrawl.extract.canonical import absolute
from newscrawl.items import Printed
from newscrawl.page import Page
from newscrawl.vocabulary.paging import KEYS, NEXT, OLDER, SAID, STEPS

ROWS = 100
"""Posts in one answer: the most that WordPress gives."""
ANY_ZONE = timedelta(hours=14)
"""WordPress compares with its own local time, whatever that is."""
UNDATED_PAGES = 10
"""Older pages read where they print no dates."""
PAGE_NUMBER = re.compile(
    rf"(?:/(?:{'|'.join(sorted(STEPS - {'p'}))})[/:_-]?"
    rf"|[?&](?:paged|pn|PAGEN_1|{'|'.join(sorted(KEYS - {'p'}))})=)"
    r"(?P<number>\d{1,4})/?(?=$|[/&#])",
    re.IGNORECASE,
)
"""The number of a page in an address; `?p=2` is a post of WordPress."""
PAGE_FILE = re.compile(r"(?:[a-z]|[-_/])\d{1,3}\.(?:html?|php|aspx?)$", re.IGNORECASE)
"""A file that may be the further page of a list: `/news-2.html`."""
NUMBERED = re.compile(r"[?\d]")
NEXT_LINK = (
    "link[rel~=next], a[rel~=next], a.older-posts, .nav-previous a, a.next, .next a, a.older"
)


@dataclass(frozen=True)
class PostList:
    """WordPress' and Ghost's public JSON list of posts, newest first."""

    path: str

    def urls(self, site: ListedSite, window: Window, sections: tuple[str, ...]) -> list[str]:
        return [site.url(self.path)]

    def parse(self, page: Page, site: ListedSite, window: Window) -> Iterator[Entry]:
        data = page.json
        rows = data.get("posts") if isinstance(data, dict) else data
        found = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        for row in found:
            address = row.get("link") or row.get("url")
            url = site.url(address) if isinstance(address, str) else ""
            if not site.is_ours(url):
                yield LeftOut("links/elsewhere")
                continue
            yield Link(
                url=url,
                published=_printed(row, "date_gmt", "published_at"),
                modified=_printed(row, "modified_gmt", "updated_at"),
                vouched=True,
            )
        if len(found) >= ROWS:
            number = int(url_query_parameter(page.url, "page") or "1") + 1
            url = add_or_replace_parameter(page.url, "page", str(number))
            yield SourceLink(url, PostList(url))


@dataclass(frozen=True)
class OlderPages:
    """The pages that follow a front page or a section's page, down to the window's beginning."""

    path: str
    number: int = 2

    def urls(self, site: ListedSite, window: Window, sections: tuple[str, ...]) -> list[str]:
        return [site.url(self.path)]

    def parse(self, page: Page, site: ListedSite, window: Window) -> Iterator[Entry]:
        yield from article_links(page, site)
        if _reaches_back(page, site, window, self.number):
            yield from older_page(page, site, self.number + 1)


def article_links(page: Page, site: ListedSite) -> Iterator[Link]:
    """Yield a page's links that look like articles of the site."""
    for address in addresses(page, "a[href]"):
        url = site.url(address)
        if site.wants(url) and looks_like_article(url):
            yield Link(url=url)


def addresses(page: Page, query: str) -> list[str]:
    """Return the web addresses that elements link to, each once; anything else is left out."""
    base = absolute(page.url, page.attr("base[href]", "href")) or page.url
    hrefs = page.css(query).xpath("@href").getall()
    return list(dict.fromkeys(url for href in hrefs if (url := absolute(base, href))))


def older_page(page: Page, site: ListedSite, number: int = 2) -> Iterator[SourceLink]:
    """Yield the page that follows a page of articles, if it names one."""
    here = urldefrag(page.url)[0]
    stem, current = _numbered(here)
    for url in map(site.url, addresses(page, "a[href], link[rel~=next]")):
        if _numbered(url) == (stem, current + 1) and site.is_ours(url):
            yield SourceLink(url, OlderPages(url, number), is_fallback=True)
            return
    following = (site.url(url) for url in addresses(page, NEXT_LINK) if urldefrag(url)[0] != here)
    for url in (*following, *map(site.url, _said(page))):
        if site.is_ours(url) and (PAGE_FILE.search(url) or not looks_like_article(url)):
            yield SourceLink(url, OlderPages(url, number), is_fallback=True)
            return


def _said(page: Page) -> Iterator[str]:
    """Yield where the links lead that say `Older posts` or `Next page`, in any language."""
    base = absolute(page.url, page.attr("base[href]", "href")) or page.url
    for link in page.root.iter("a"):
        said = " ".join((link.text_content() or link.get("aria-label") or "")[: 2 * SAID].split())
        url = absolute(base, link.get("href")) if 0 < len(said) <= SAID else None
        if not url or urldefrag(url)[0] == urldefrag(page.url)[0]:
            continue
        path = url.partition("://")[2].partition("/")[2]
        if OLDER.fullmatch(said) or (NEXT.match(said) and NUMBERED.search(path)):
            yield url


def post_lists(page: Page, site: ListedSite, window: Window) -> Iterator[SourceLink]:
    """Yield the JSON lists of posts that the system of a page offers."""
    since = window.since
    if api := absolute(page.url, page.attr('link[rel="https://api.w.org/"]', "href")):
        route = {"rest_route": "/wp/v2/posts"} if url_query_parameter(api, "rest_route") else {}
        after = f"{since - ANY_ZONE:%Y-%m-%dT%H:%M:%S}"
        query = {"_fields": "link,date_gmt,modified_gmt", "after": after, "per_page": str(ROWS)}
        yield _posts(api if route else f"{api.rstrip('/')}/wp/v2/posts", query | route, site)
    script = "script[data-ghost][data-key][data-api]"
    if (api := absolute(page.url, page.attr(script, "data-api"))) and "/content" in api:
        query = {
            "key": page.attr(script, "data-key") or "",
            "fields": "url,published_at,updated_at",
            "filter": f"published_at:>'{since:%Y-%m-%d %H:%M:%S}'",
            "limit": str(ROWS),
        }
        yield _posts(f"{api.rstrip('/')}/posts/", query, site)


def _posts(address: str, query: dict[str, str], site: ListedSite) -> SourceLink:
    url = site.url(add_or_replace_parameters(address, query))
    return SourceLink(url, PostList(url), is_fallback=True)


def _numbered(url: str) -> tuple[str, int]:
    """Return an address without its page number, and that number, 1 where there is none.

    >>> _numbered("https://p.example/news/page/2/"), _numbered("https://p.example/news/")
    (('https://p.example/news', 2), ('https://p.example/news', 1))
    """
    found = PAGE_NUMBER.search(url)
    number = int(found["number"]) if found else 1
    stem = url[: found.start()] + url[found.end() :] if found else url
    return stem.rstrip("/?&"), number


def _reaches_back(page: Page, site: ListedSite, window: Window, number: int) -> bool:
    """Return whether a page that follows may hold articles of the window: they go back in time."""
    times = page.css("article time[datetime], li time[datetime], main time[datetime]")
    printed = [Printed(raw, "time") for raw in times.xpath("@datetime").getall()]
    moments = [moment for one in printed if (moment := site.moment(one))]
    return max(moments)[1] > window.since if moments else number < UNDATED_PAGES


def _printed(row: Mapping[str, Any], *names: str) -> Printed:
    raw = next((row[name] for name in names if isinstance(row.get(name), str)), None)
    # WordPress gives UTC without saying so.
    zoned = f"{raw}Z" if raw and re.fullmatch(r"[\d-]+T[\d:]+", raw) else raw
    return Printed(zoned, "api") if zoned else Printed()
