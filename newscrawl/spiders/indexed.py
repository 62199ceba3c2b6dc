"""What indexes of others name of a site that its own lists do not."""

from newscrawl.discovery.base import Link, Source
from newscrawl.discovery.indexes import KINDS, CdxList
from newscrawl.spiders.crawl import Crawl

HIDING = ("not_a_list", "cut_off", "robots", "http_4")
"""Why a list of the site's own is no loss; an index hides what nothing else names."""
GONE = frozenset({"http_404", "http_410"})


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


def fault(source: Source, reason: str) -> str:
    """Return the word for why a source was not read: that of an index, which was asked for by name.

    That it has nothing of a site it may say by 404, but not where it said that it goes on.
    """
    if not isinstance(source, KINDS) or not reason.startswith(HIDING):
        return reason
    is_empty = reason in GONE and not (isinstance(source, CdxList) and source.goes_on)
    return reason if is_empty else f"index_{reason}"
