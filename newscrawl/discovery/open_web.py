"""Sources for a site nobody has described: robots.txt, its front page, and what these name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from newscrawl.discovery.base import Link, ListedSite, SourceLink, Window
from newscrawl.discovery.sources import Feed, Sitemap
from newscrawl.extract.canonical import absolute
from newscrawl.page import Page

SITEMAP_LINE = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
USUAL = ("/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_index.xml", "/sitemap.xml")
"""Usual places of sitemaps, asked for only if robots.txt names none."""
FEEDS = 'link[rel~="alternate"][type$="rss+xml"], link[rel~="alternate"][type$="atom+xml"]'

NOT_ARTICLES = re.compile(
    r"^/$|/(?:tags?|topics?|categor(?:y|ies)|authors?|search|login|signin|register|account|"
    r"subscribe|newsletters?|about(?:-us)?|contact|privacy|terms|impressum|datenschutz|jobs|"
    r"advertis\w*|feed|rss|wp-\w+|cart|shop|members?|users?|profile|page/\d+)(?:[/.]|$)",
    re.IGNORECASE,
)
FILES = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|css|js|json|xml|pdf|zip|mp[34]|m4a|ogg|webm|docx?|xlsx?)$",
    re.IGNORECASE,
)
DAY_IN_PATH = re.compile(
    r"/(?:19|20)\d\d[/-]?(?:0?[1-9]|1[0-2])(?:[/-]?(?:0?[1-9]|[12]\d|3[01]))?\b"
)


@dataclass(frozen=True)
class RobotsTxt:
    """The sitemaps that robots.txt names (sitemaps.org, "Submitting your Sitemaps")."""

    def urls(self, site: ListedSite, window: Window, sections: tuple[str, ...]) -> list[str]:
        return [site.url("/robots.txt")]

    def parse(self, page: Page, site: ListedSite, window: Window) -> Iterator[Link | SourceLink]:
        named = SITEMAP_LINE.findall(page.text_content)
        for address in dict.fromkeys(named) or USUAL:
            url = site.url(address)
            if site.is_ours(url):
                yield SourceLink(url, Sitemap(url))


@dataclass(frozen=True)
class FrontPage:
    """The feeds a page names, then its links that look like articles."""

    def urls(self, site: ListedSite, window: Window, sections: tuple[str, ...]) -> list[str]:
        return [site.url(site.front)]

    def parse(self, page: Page, site: ListedSite, window: Window) -> Iterator[Link | SourceLink]:
        for address in _addresses(page, FEEDS):
            url = site.url(address)
            # The feed of an article's comments holds no articles.
            if site.is_ours(url) and "comment" not in url.lower():
                yield SourceLink(url, Feed(url))
        for address in _addresses(page, "a[href]"):
            url = site.url(address)
            if site.wants(url) and looks_like_article(url):
                yield Link(url=url)


def _addresses(page: Page, query: str) -> list[str]:
    """Return the web addresses that elements link to, each once; anything else is left out."""
    base = absolute(page.url, page.attr("base[href]", "href")) or page.url
    hrefs = page.css(query).xpath("@href").getall()
    return list(dict.fromkeys(url for href in hrefs if (url := absolute(base, href))))


def can_be_article(url: str) -> bool:
    """Return False if the address alone shows that it is no article. Never raises.

    >>> can_be_article("https://paper.example/harbour"), can_be_article("https://paper.example/tag/x")
    (True, False)
    """
    path = _path(url)
    return not (NOT_ARTICLES.search(path) or FILES.search(path))


def _path(url: str) -> str:
    try:
        return urlsplit(url).path or "/"
    except ValueError:
        return "/"


def looks_like_article(url: str) -> bool:
    """Return whether an address found among links is likely to be an article's.

    >>> looks_like_article("https://paper.example/2026/03/14/harbour")
    True
    >>> looks_like_article("https://paper.example/world/"), looks_like_article("https://p.example/")
    (False, False)
    """
    if not can_be_article(url):
        return False
    path = PurePosixPath(_path(url))
    words = [word for word in re.split(r"[-_]", path.stem) if word]
    return bool(
        DAY_IN_PATH.search(str(path))
        or len(words) >= 4
        or re.search(r"\d{5,}", path.name)
        or path.suffix in {".html", ".htm", ".shtml", ".php"}
    )
