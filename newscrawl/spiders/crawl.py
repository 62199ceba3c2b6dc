"""What the parts of one crawl share."""

from dataclasses import dataclass

from scrapy import Request
from scrapy.settings import BaseSettings
from scrapy.statscollectors import StatsCollector

from newscrawl.items import Article, Comment, Metadata
from newscrawl.sites.arguments import Arguments
from newscrawl.sites.base import Site
from newscrawl.state.output import Output

Yielded = Request | Article | Comment


@dataclass(frozen=True, kw_only=True)
class Crawl:
    """One crawl of one site: what was asked for, and where it is written and counted."""

    spider: str
    """The spider's name."""
    site: Site
    arguments: Arguments
    output: Output
    settings: BaseSettings
    stats: StatsCollector

    def sign(self, metadata: Metadata) -> None:
        """Note in a line's metadata which spider and run it is from."""
        metadata.spider, metadata.run_id = self.spider, self.output.run_id
