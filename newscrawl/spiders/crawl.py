"""What the parts of one crawl share."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.settings import BaseSettings
from scrapy.statscollectors import StatsCollector
from twisted.python.failure import Failure

from newscrawl.items import Article, Comment, Metadata
from newscrawl.net.failures import request_of, silence_of
from newscrawl.net.logs import without_keys
from newscrawl.reader import CUT, reader_version
from newscrawl.sites.arguments import Arguments
from newscrawl.sites.base import Site
from newscrawl.state.output import Output

Yielded = Request | Article | Comment | None
"""What a callback gives; None where it may pause, for others to have their turn."""


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
    is_first: bool = True
    """True if no run before this one has written an article."""

    def __post_init__(self) -> None:
        self.stats.set_value("record/empty", self.is_first)

    def unread(self, kind: str, reason: str, where: str) -> None:
        """Count what was not read."""
        self.stats.inc_value(f"{kind}/failed/{reason}")
        self.keep_first(kind, reason, where)

    def keep_first(self, kind: str, reason: str, where: str) -> None:
        """Keep the first of what went wrong for each reason, for the log to name."""
        if not self.stats.get_value(f"first/{kind}/{reason}"):
            self.stats.set_value(f"first/{kind}/{reason}", without_keys(where))

    def note_silence(self, failure: Failure) -> None:
        """Note why a host of the site gave no answer, if it did not."""
        url = request_of(failure).url
        error = failure.value
        if error and (silence := silence_of(error, url)) and self.site.is_ours(url):
            self.stats.set_value(f"hosts/silent/{urlsplit(url).netloc}", silence[1])

    def note_date(self, printed: str | None) -> None:
        """Note the date of an article out of range: the newest says how far off it is."""
        if printed:
            self.stats.max_value("out_of_range/newest", printed)

    def sign(self, metadata: Metadata, *engines: type, torn: str = "") -> None:
        """Note in a line's metadata which spider, run and code it is from.

        `engines` are the classes that read its comments, for a line of one; `torn` is why only a
        part of the answer is there.
        """
        metadata.spider, metadata.run_id = self.spider, self.output.run_id
        metadata.reader = reader_version(type(self.site), *engines) + (CUT if torn else "")
