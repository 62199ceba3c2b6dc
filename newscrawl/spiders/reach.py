"""How far back the lists of a site reach, and what is asked for where that is not far enough."""

from newscrawl.discovery.archives import PostList
from newscrawl.discovery.base import Link, Source, SourceLink
from newscrawl.discovery.sources import Sitemap
from newscrawl.spiders.crawl import Crawl


class Reach:
    """Knows when all lists are read, and whether one went back to the window's beginning."""

    def __init__(self, crawl: Crawl) -> None:
        self.crawl = crawl
        self.open = 0
        """Lists that were asked for and not answered yet."""
        self.enough = False
        self.further: list[SourceLink] = []
        """Lists that reach further back."""

    def saw(self, link: Link, source: Source) -> None:
        """Note a link: sitemaps hold all articles, but for those of the news of two days."""
        whole = isinstance(source, PostList) or (isinstance(source, Sitemap) and not link.vouched)
        moment = self.crawl.site.moment(link.published)
        since = self.crawl.arguments.window.since
        self.enough = self.enough or whole or bool(moment and moment[1] <= since)

    def after_one(self) -> list[SourceLink]:
        """Return what to ask for after one list is done: nothing until it was the last."""
        self.open -= 1
        limit = self.crawl.arguments.limit
        found = self.crawl.stats.get_value("articles/found", 0)
        enough = self.enough or (limit is not None and found >= limit)
        return [self.further.pop(0)] if self.further and not (self.open or enough) else []
