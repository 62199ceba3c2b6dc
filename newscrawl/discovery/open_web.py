"""Sources for a site nobody has described: robots.txt, its front page, and what these name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from newscrawl.discovery.archives import addresses, article_links, older_page, post_lists
from newscrawl.discovery.base import NOT_HTML, Entry, LeftOut, ListedSite, SourceLink, Window
from newscrawl.discovery.sources import Feed, GuessedSitemap, Sitemap
from newscrawl.extract.canonical import absolute
from newscrawl.page import Page

SITEMAP_LINE = re.compile(r"(?:^|[\r\n])[^\S\r\n]*sitemap\s*:\s*(\S+)", re.IGNORECASE)
USUAL = ("/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_index.xml", "/sitemap.xml")
"""Usual places of sitemaps, asked for only if robots.txt names none."""
FEEDS = ", ".join(
    f'link[rel~="alternate"][type*="{kind}"]'
    for kind in ("rss+xml", "atom+xml", "rdf+xml", "feed+json")
)
FEED_PATH = re.compile(
    r"/(?:rss|feeds?|atom|index)(?:\.(?:xml|rss|atom|rdf))$|/(?:rss|feed|atom)/?$|\.(?:rss|atom|rdf)$",
    re.IGNORECASE,
)
"""The path of a feed to which a page links, where its head names none."""
MOST_FEEDS = 5
"""Feeds of a front page whose head names none: one that lists them all is no front page."""


@dataclass(frozen=True)
class RobotsTxt:
    """The sitemaps that robots.txt names (sitemaps.org, "Submitting your Sitemaps")."""

    def urls(self, site: ListedSite, window: Window, sections: tuple[str, ...]) -> list[str]:
        return [site.url("/robots.txt")]

    def parse(self, page: Page, site: ListedSite, window: Window) -> Iterator[Entry]:
        named = SITEMAP_LINE.findall(page.text_content)
        kind = Sitemap if named else GuessedSitemap
        for address in dict.fromkeys(named) or USUAL:
            # On another host too: the lines are the site's own word.
            if url := absolute(page.url, address):
                yield SourceLink(site.url(url), kind(site.url(url)))


@dataclass(frozen=True)
class FrontPage:
    """The feeds a page names, its links that look like articles, and what reaches further back."""

    def urls(self, site: ListedSite, window: Window, sections: tuple[str, ...]) -> list[str]:
        return [site.url(site.front)]

    def parse(self, page: Page, site: ListedSite, window: Window) -> Iterator[Entry]:
        if not page.may_be_html:
            yield LeftOut(NOT_HTML)
            return
        named = addresses(page, FEEDS)
        linked = [url for url in addresses(page, "a[href]") if FEED_PATH.search(urlsplit(url).path)]
        for _ in [] if named else linked[MOST_FEEDS:]:
            yield LeftOut("sources/left_out/too_many")
        for address in named or linked[:MOST_FEEDS]:
            url = site.url(address)
            # The feed of an article's comments holds no articles.
            if url and "comment" not in url.lower():
                yield SourceLink(url, Feed(url))
        yield from article_links(page, site)
        yield from post_lists(page, site, window)
        yield from older_page(page, site)
