"""What holds of every date, thread and line, whatever went in."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from itemadapter import ItemAdapter
from scrapy.exceptions import DropItem
from scrapy.exporters import JsonLinesItemExporter
from scrapy.settings import Settings
from scrapy.statscollectors import StatsCollector

from newscrawl.extract.dates import Reading
from newscrawl.extract.finishing import UNFIT
from newscrawl.items import Article, Comment
from newscrawl.pipelines.dates import Dates
from newscrawl.pipelines.validate import Validate
from newscrawl.threads.forest import Threading, build

FORMS = {
    "year": r"\d{4}",
    "month": r"\d{4}-\d\d",
    "day": r"\d{4}-\d\d-\d\d",
    "hour": r"\d{4}-\d\d-\d\dT\d\d:00:00Z",
    "minute": r"\d{4}-\d\d-\d\dT\d\d:\d\d:00Z",
    "second": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
}
FETCHED = datetime(2026, 3, 14, 12, tzinfo=UTC)
Test = TypeVar("Test", bound=Callable[..., Any])


def many(test: Test) -> Test:
    """Try six times as many examples as the profile says: 600, or more under `make fuzz`."""
    profile = settings.get_profile(settings.get_current_profile_name())
    tried: Test = settings(
        max_examples=6 * profile.max_examples,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )(test)
    return tried


def few(test: Test) -> Test:
    """Try a quarter of the examples that the profile says, for tests of each engine."""
    profile = settings.get_profile(settings.get_current_profile_name())
    tried: Test = settings(
        max_examples=profile.max_examples // 4,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )(test)
    return tried


def is_date(reading: Reading | None, now: datetime | None = None) -> None:
    """A date is None, or ISO 8601 of its precision, in UTC, and not after the fetch."""
    if reading is None:
        return
    assert re.fullmatch(FORMS[reading.precision], reading.value, re.ASCII), reading
    padded = reading.value + "-01-01"[len(reading.value) - 4 :] if len(reading.value) < 10 else ""
    assert date.fromisoformat(padded or reading.value[:10])
    if "T" in reading.value:
        moment = datetime.fromisoformat(reading.value)
        assert moment.utcoffset() == timedelta(0)
        assert now is None or moment <= now + timedelta(days=1)


def is_forest(result: Threading, given: list[str]) -> None:
    """Each id once, in order; parents are there or orphans counted; depth is the parent's + 1."""
    by_id = {comment.id: comment for comment in result.comments}
    assert list(by_id) == list(dict.fromkeys(given))
    assert result.duplicates == len(given) - len(by_id)
    assert [comment.position for comment in result.comments] == list(range(len(by_id)))
    unknown = 0
    for comment in result.comments:
        parent = by_id.get(comment.parent_id or "")
        unknown += comment.parent_id is not None and parent is None
        if parent:
            assert comment.root_id == parent.root_id
            assert comment.depth == (None if parent.depth is None else parent.depth + 1)
        elif comment.depth is not None:
            assert (comment.parent_id, comment.depth, comment.root_id) == (None, 0, comment.id)
        assert _ends(comment, by_id)
    assert unknown <= result.orphans <= len(by_id)


def _ends(comment: Comment, by_id: dict[str, Comment]) -> bool:
    step: Comment | None = comment
    for _ in by_id:
        step = by_id.get(step.parent_id or "") if step else None
    return step is None


def are_written(comments: list[Comment]) -> None:
    """Any comments of a system become a forest, and each of them one line that is read back."""
    result = build(comments)
    is_forest(result, [comment.id for comment in comments])
    for comment in result.comments:
        is_line(comment)


def is_line(item: Article | Comment) -> None:
    """An item passes the pipelines or is refused, and becomes one line of JSON in UTF-8."""
    item.metadata.date_downloaded = FETCHED.isoformat()
    stats = _Stats()
    try:
        Validate(stats).process_item(item)
    except DropItem:
        return
    Dates(stats).process_item(item)
    for name in ("date_published", "date_modified"):
        if value := getattr(item, name):
            is_date(Reading(value, getattr(item, f"{name}_precision")), FETCHED)
    file = BytesIO()
    JsonLinesItemExporter(file, encoding="utf-8").export_item(item)
    line = file.getvalue()
    assert line.endswith(b"\n")
    assert len(line.splitlines()) == 1
    row = json.loads(line.decode("utf-8"))
    assert list(row) == list(ItemAdapter(item).field_names())
    assert not UNFIT.search(json.dumps(row, ensure_ascii=False))


class _Stats(StatsCollector):
    """Counts without a crawl."""

    def __init__(self) -> None:
        self._stats: dict[str, Any] = {}
        self._dump = Settings().getbool("STATS_DUMP")
