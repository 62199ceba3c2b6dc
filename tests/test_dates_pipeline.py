import logging

import pytest
from scrapy.statscollectors import MemoryStatsCollector
from scrapy.utils.test import get_crawler

from newscrawl.items import Article, Comment, Metadata
from newscrawl.pipelines.dates import Dates


@pytest.fixture
def pipeline() -> Dates:
    crawler = get_crawler()
    crawler.stats = MemoryStatsCollector(crawler)
    return Dates.from_crawler(crawler)


def article(
    published: str | None = None, modified: str | None = None, timezone: str | None = None
) -> Article:
    url = "https://paper.example/1"
    return Article(
        id="paper:1",
        site="paper",
        url=url,
        canonical_url=url,
        request_url=url,
        date_published_raw=published,
        date_modified_raw=modified,
        in_language="en",
        metadata=Metadata(date_downloaded="2026-03-14T12:34:56Z", timezone=timezone),
    )


def comment(published: str, number: int = 1) -> Comment:
    return Comment(
        id=f"rows:paper:{number}",
        comment_id=str(number),
        article_id="paper:1",
        article_url="https://paper.example/1",
        comment_engine="rows",
        date_published_raw=published,
        metadata=Metadata(date_downloaded="2026-03-14T12:34:56Z", timezone="Europe/Moscow"),
    )


def test_reads_in_the_zone_of_the_item(pipeline: Dates) -> None:
    item = pipeline.process_item(article("10:12 24.02.2017", timezone="+03:00"))
    assert item.date_published == "2017-02-24T07:12:00Z"
    assert item.date_published_precision == "minute"
    assert item.date_published_raw == "10:12 24.02.2017"
    # Nobody knows the zone of this one, so nobody knows the instant.
    unknown = pipeline.process_item(article("10:12 24.02.2017"))
    assert (unknown.date_published, unknown.date_published_precision) == ("2017-02-24", "day")


def test_reads_relative_dates_against_the_download(pipeline: Dates) -> None:
    item = pipeline.process_item(comment("вчера, 14:05"))
    assert (item.date_published, item.date_published_precision) == (
        "2026-03-13T11:05:00Z",
        "minute",
    )
    assert pipeline.stats.get_value("dates/read/comment") == 1


def test_no_other_date_stands_in(pipeline: Dates) -> None:
    item = pipeline.process_item(article(None, "2026-03-14T08:30Z"))
    assert item.date_published is None
    assert item.date_published_precision is None
    assert item.date_modified == "2026-03-14T08:30:00Z"
    assert item.metadata.validation_messages == []


def test_unreadable_is_counted_said_once_and_kept(
    pipeline: Dates, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        items = [pipeline.process_item(comment(f"the {n}. moon", n)) for n in range(9)]
    assert pipeline.stats.get_value("dates/unreadable/comment") == 9
    assert len(caplog.records) == 1
    assert all(item.date_published is None for item in items)
    assert items[3].metadata.validation_messages == ["date not readable: the 3. moon"]


def test_the_future_is_not_believed(pipeline: Dates) -> None:
    item = pipeline.process_item(article("2026-03-20"))
    assert item.date_published is None
    assert item.metadata.validation_messages == ["date_published is in the future: 2026-03-20"]


@pytest.mark.parametrize(
    ("published", "modified", "wrong"),
    [
        ("2026-03-10T08:30Z", "2026-03-09T08:00Z", True),
        ("2026-03-10T08:30Z", "2026-03-09T09:00Z", False),
        ("2026-03-10", "2026-03-09T08:00Z", False),
        ("2026-03-10", "2026-03-08", True),
        ("2026", "2026-01-01", False),
    ],
)
def test_modified_long_before_published(
    pipeline: Dates, published: str, modified: str, wrong: bool
) -> None:
    messages = pipeline.process_item(article(published, modified)).metadata.validation_messages
    assert messages == (["date_modified is before date_published"] if wrong else [])


def test_a_broken_download_time_is_no_time(pipeline: Dates) -> None:
    item = article("2 hours ago")
    item.metadata.date_downloaded = "soon"
    assert pipeline.process_item(item).date_published is None
