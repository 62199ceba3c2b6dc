"""Let through what is new or changed; everything else is only counted."""

from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from newscrawl import clock
from newscrawl.items import Article, Comment
from newscrawl.state.changes import Change, compare, describe, is_part
from newscrawl.state.ledger import Known
from newscrawl.state.output import Output
from newscrawl.state.storage import output_of


class Dedupe:
    """Compares with what this run and those before it wrote."""

    def __init__(self, crawler: Crawler, output: Output) -> None:
        self.crawler, self.output = crawler, output

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler, output_of(crawler))

    def process_item(self, item: Article | Comment) -> Article | Comment:
        moment = item.metadata.date_downloaded or clock.stamp()
        item.date_first_seen = item.date_last_seen = moment
        known = self.output.known(item)
        change = self._change(item, known)
        if known and is_part(item, known):
            item.metadata.reader = known.reader  # its text is still the one read as a whole
        if change is None:
            self.output.seen(item)
            self._count(item, "known")
            raise DropItem(f"already written: {item.id}", log_level="DEBUG")
        describe(item, known, change, moment)
        self.output.expect(item)
        self._count(item, change)
        return item

    def _change(self, item: Article | Comment, known: Known | None) -> Change | None:
        change = compare(item, known)
        if change == "changed" and isinstance(item, Comment):
            return "reread" if item.article_id in self.output.reread else change
        return change

    def _count(self, item: Article | Comment, what: str) -> None:
        assert self.crawler.stats  # noqa: S101
        self.crawler.stats.inc_value(f"{item.type}s/{what}")
