"""Let through what is new or changed; everything else is counted and met again next time."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from newscrawl.items import Article, Comment
from newscrawl.state.ledger import Known, Ledger, thread_of


class Dedupe:
    """Compares with the ledger. A line counts as written only once the feeds have it."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.ledger = Ledger(ledger_path(crawler))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        pipeline = cls(crawler)
        crawler.signals.connect(pipeline.item_scraped, signals.item_scraped)
        return pipeline

    def process_item(self, item: Article | Comment) -> Article | Comment:
        now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        item.date_first_seen = item.date_last_seen = item.metadata.date_downloaded or now
        if isinstance(item, Article):
            known, text = self.ledger.article(item.id), item.content_hash
        else:
            known, text = self.ledger.comment(item.id), item.text_hash
        if known:
            if _unchanged(item, known):
                self.ledger.seen(item)
                self._count(item, "known")
                raise DropItem(f"already written: {item.id}", log_level="DEBUG")
            item.date_first_seen = known.date_first_seen
            item.version = known.version + (known.hash != text)
            if isinstance(item, Article):
                changed = known.hash != text
                item.previous_content_hash = known.hash if changed else known.previous_hash
        # A line that only tells how the walk through the thread ended is no changed article.
        same = known and known.hash == text
        self._count(item, "walked" if same else "changed" if known else "new")
        return item

    def item_scraped(self, item: Article | Comment) -> None:
        self.ledger.save(item)

    def close_spider(self) -> None:
        self.ledger.close()

    def _count(self, item: Article | Comment, what: str) -> None:
        assert self.crawler.stats  # noqa: S101
        self.crawler.stats.inc_value(f"{item.type}s/{what}")


def ledger_path(crawler: Crawler) -> str:
    """Return where a crawl keeps its ledger; `:memory:` where the user has feeds of their own."""
    settings, spider = crawler.settings, crawler.spider
    assert isinstance(spider, Spider)  # noqa: S101
    if settings.get("LEDGER") == ":memory:":
        return ":memory:"
    return str(Path(settings["OUTPUT_DIR"]).absolute() / spider.name / "ledger.sqlite")


def _unchanged(item: Article | Comment, known: Known) -> bool:
    if isinstance(item, Comment):
        return known.hash == item.text_hash
    thread = thread_of(item)
    # An article is written when read, and again when its thread was walked.
    return known.hash == item.content_hash and thread in {None, known.thread}
