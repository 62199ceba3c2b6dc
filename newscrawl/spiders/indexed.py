"""What indexes of others name of a site that its own lists do not."""

from newscrawl.discovery.base import Link
from newscrawl.spiders.crawl import Crawl


class Indexed:
    """Counts what each index brought, whoever answers first: an index, or the site."""

    def __init__(self, crawl: Crawl) -> None:
        self.crawl = crawl
        self.brought: dict[str, str] = {}
        """The index that named an article first, by the article's key."""

    def saw(self, link: Link, index: str, is_new: bool) -> None:
        """Note a link of an index, or of a list of the site's own (""); `is_new` to this run."""
        if not (self.brought or (index and is_new)):
            return
        key = next(iter(self.crawl.site.keys(self.crawl.site.url(link.url))))
        if index and is_new:
            self.brought[key] = index
            self.crawl.stats.inc_value(f"indexes/{index}")
        elif not index and (before := self.brought.pop(key, "")):
            self.crawl.stats.inc_value(f"indexes/{before}", -1)
