"""Refuse what has no identity, make every text fit for UTF-8, and hash what is compared."""

import hashlib
import json
import re
from dataclasses import fields, is_dataclass
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.statscollectors import StatsCollector

from newscrawl.items import Article, Comment

# Lone surrogates cannot be written as UTF-8; control characters stand in no text a reader sees.
UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

LINE_ENDS = re.compile(r"[\x85\u2028\u2029]")
"""JSON leaves them as they are, and many readers of lines (`str.splitlines`) break there."""


class Validate:
    """Drops only an article without id or URL, and a comment without id."""

    def __init__(self, stats: StatsCollector) -> None:
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        assert crawler.stats  # noqa: S101  (Scrapy sets it before pipelines are made)
        return cls(crawler.stats)

    def process_item(self, item: Article | Comment) -> Article | Comment:
        _clean(item)
        if not item.id or (isinstance(item, Article) and not item.url):
            self.stats.inc_value(f"items/without_id/{item.type}")
            raise DropItem(f"{item.type} without id or URL", log_level="ERROR")
        if isinstance(item, Article):
            if item.status == "visible":
                item.content_hash = content_hash(item)
        elif item.text is not None or not item.status.startswith("removed"):
            item.text_hash = _hash(item.text, "visible")
        return item


def content_hash(article: Article) -> str:
    """Return the hash of what an article says; see `Article.content_hash`."""
    return _hash(_clean(article.headline), _clean(article.article_body))


def _hash(*parts: str | None) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode()).hexdigest()


def _clean(value: Any) -> Any:
    """Clean every string of a dataclass in place; return a cleaned plain value."""
    if isinstance(value, str):
        return LINE_ENDS.sub("\n", UNFIT.sub("", value))
    if isinstance(value, list):
        return [_clean(one) for one in value]
    if isinstance(value, dict):
        return {_clean(key): _clean(one) for key, one in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            setattr(value, one.name, _clean(getattr(value, one.name)))
    return value
