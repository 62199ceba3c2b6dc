"""What makes a read item a finished one: its dates read, its texts fit for UTF-8, its hash."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from newscrawl.extract.dates import Reading, read_date
from newscrawl.items import Article, Comment, Metadata

# Lone surrogates cannot be written as UTF-8; control characters stand in no text a reader sees.
UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

LINE_ENDS = re.compile(r"[\x85\u2028\u2029]")
"""JSON leaves them as they are, and many readers of lines (`str.splitlines`) break there."""


OLD = timedelta(days=1)
"""A page that was made so long before it came in does not tell the time by it."""


def finish(item: Article | Comment) -> None:
    """Clean an item, hash it and read its dates, in place: what a crawl does before it writes."""
    clean(item)
    fill_hash(item)
    for _ in fill_dates(item):
        pass


def fill_dates(item: Article | Comment) -> Iterator[tuple[str, str | None]]:
    """Read the dates of an item in place; yield each as printed, and why it could not be read.

    Nothing else is a source: no crawl time, no modification date for a missing publication date.
    """
    if raw := item.date_published_raw:
        reading, problem = _read(item, "date_published", raw)
        item.date_published, item.date_published_precision = reading
        yield raw, problem
    if raw := item.date_modified_raw:
        reading, problem = _read(item, "date_modified", raw)
        item.date_modified, item.date_modified_precision = reading
        yield raw, problem
    if _backwards(item.date_published, item.date_modified):
        item.metadata.validation_messages.append("date_modified is before date_published")


def _read(
    item: Article | Comment, field: str, raw: str
) -> tuple[Reading | tuple[None, None], str | None]:
    if reading := read_printed(item, raw):
        return reading, None
    future = _fetched(item.metadata) and read_date(
        raw, timezone=item.metadata.timezone, language=_language(item)
    )
    problem = f"{field} is in the future" if future else "date not readable"
    item.metadata.validation_messages.append(f"{problem}: {raw[:100]}")
    return (None, None), problem


def read_printed(item: Article | Comment, raw: str) -> Reading | None:
    """Return a date that an item prints, read in the item's zone and language.

    "2 hours ago" is counted from when the answer with the item came in, and nothing later than that
    is accepted: here, and where the spider decides whether an article is in the range asked for.
    """
    fetched, zone, language = _fetched(item.metadata), item.metadata.timezone, _language(item)
    reading = _once(raw, zone, fetched, language)
    if not (reading and fetched) or _once(raw, zone, None, language):
        return reading  # what is printed is whole, whenever that was
    if item.metadata.date_served:
        served = _moment(item.metadata.date_served)
        fresh = served and fetched - served <= OLD
        reading = _once(raw, zone, served, language) if fresh else None
    return None if reading and _is_outdated(item, reading) else reading


def _is_outdated(item: Article | Comment, reading: Reading) -> bool:
    """Return whether a page that prints "2 hours ago" was last changed long before that."""
    changed = item.date_modified_raw if isinstance(item, Article) else None
    last = _once(changed, item.metadata.timezone, None, _language(item)) if changed else None
    if not last or len(last.value) < len("2026-03-14") or len(reading.value) < len("2026-03-14"):
        return False
    apart = datetime.fromisoformat(reading.value[:10]) - datetime.fromisoformat(last.value[:10])
    return apart > OLD


@lru_cache(maxsize=64)
def _once(
    raw: str, timezone: str | None, now: datetime | None, language: str | None
) -> Reading | None:
    # An article passes three times: for the range check, after reading, after its thread's walk.
    return read_date(raw, timezone=timezone, now=now, language=language)


def fill_hash(item: Article | Comment) -> None:
    """Set the hash by which two texts of one item are compared."""
    if isinstance(item, Article):
        if item.status == "visible":
            item.content_hash = content_hash(item)
    elif item.text is not None or not item.status.startswith("removed"):
        item.text_hash = _hash(item.text, "visible")


def content_hash(article: Article) -> str:
    """Return the hash of what an article says; see `Article.content_hash`."""
    return _hash(clean(article.headline), clean(article.article_body))


def _hash(*parts: str | None) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode()).hexdigest()


def clean(value: Any) -> Any:
    """Clean every string of a dataclass in place; return a cleaned plain value."""
    if isinstance(value, str):
        return LINE_ENDS.sub("\n", UNFIT.sub("", value))
    if isinstance(value, list):
        return [clean(one) for one in value]
    if isinstance(value, dict):
        return {clean(key): clean(one) for key, one in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            setattr(value, one.name, clean(getattr(value, one.name)))
    return value


def _language(item: Article | Comment) -> str | None:
    return item.metadata.language or item.in_language


def _fetched(metadata: Metadata) -> datetime | None:
    return _moment(metadata.date_downloaded)


def _moment(stamp: str | None) -> datetime | None:
    try:
        fetched = datetime.fromisoformat(stamp or "")
    except ValueError:
        return None
    return fetched if fetched.tzinfo else None


def _backwards(published: str | None, modified: str | None) -> bool:
    """Return whether the change is surely more than a day before the publication."""
    if not (published and modified) or min(len(published), len(modified)) < len("2026-03-14"):
        return False
    exact = "T" in published and "T" in modified
    first, then = (datetime.fromisoformat(d if exact else d[:10]) for d in (published, modified))
    return first - then > timedelta(days=1)
