"""Let through what is new or changed; everything else is counted and met again next time."""

from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from newscrawl import clock
from newscrawl.items import Article, Comment
from newscrawl.state.ledger import Known, thread_of
from newscrawl.state.output import Output
from newscrawl.storage import output_of


class Dedupe:
    """Compares with what this run and those before it wrote."""

    def __init__(self, crawler: Crawler, output: Output) -> None:
        self.crawler, self.output = crawler, output

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler, output_of(crawler))

    def process_item(self, item: Article | Comment) -> Article | Comment:
        item.date_first_seen = item.date_last_seen = item.metadata.date_downloaded or clock.stamp()
        known = self.output.known(item)
        text = item.content_hash if isinstance(item, Article) else item.text_hash
        if known:
            if _unchanged(item, known):
                self.output.seen(item)
                self._count(item, "known")
                raise DropItem(f"already written: {item.id}", log_level="DEBUG")
            item.date_first_seen = known.date_first_seen
            item.version = known.version + (known.hash != text)
            if isinstance(item, Article):
                changed = known.hash != text
                item.previous_content_hash = known.hash if changed else known.previous_hash
        self.output.expect(item)
        # A line that only tells how the walk through the thread ended is no changed article.
        same = known and known.hash == text
        self._count(item, "walked" if same else "changed" if known else "new")
        return item

    def _count(self, item: Article | Comment, what: str) -> None:
        assert self.crawler.stats  # noqa: S101
        self.crawler.stats.inc_value(f"{item.type}s/{what}")


def _unchanged(item: Article | Comment, known: Known) -> bool:
    if isinstance(item, Comment):
        return known.hash == item.text_hash
    thread = thread_of(item)
    # An article is written when read, and again when its thread was walked.
    return known.hash == item.content_hash and thread in {None, known.thread}
