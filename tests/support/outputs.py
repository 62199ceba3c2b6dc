"""Outputs without a crawl: opened, filled with threads, killed, and what is then on the disk."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from scrapy.crawler import Crawler
from scrapy.extensions.feedexport import FeedExporter
from scrapy.settings import Settings

from newscrawl import settings
from newscrawl.discovery.base import Link
from newscrawl.extensions.feeds import Feeds
from newscrawl.items import Article, Comment
from newscrawl.runs.history import RunLine
from newscrawl.sites.arguments import read_arguments
from newscrawl.sites.sputnik import Sputnik
from newscrawl.spiders.loader import spider_of
from newscrawl.state.files import packing_of
from newscrawl.state.output import Output
from newscrawl.state.storage import open_output

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


def begin(
    folder: Path,
    moment: datetime = NOON,
    packing: str = "",
    on_failure: Callable[[], None] = lambda: None,  # there is no crawl to end
    **arguments: str,
) -> Output:
    """Open an output with Scrapy's feed exports behind it, but without a crawl."""
    given = Settings()
    given.setmodule(settings)
    given.update({"OUTPUT_DIR": str(folder), "OUTPUT_COMPRESSION": packing}, "cmdline")
    crawler = Crawler(spider_of(Sputnik), given)
    output = open_output(crawler.settings, read_arguments(Sputnik, arguments, moment), moment)
    crawler.spider = crawler.spidercls.from_crawler(crawler, output=output, **arguments)
    feeds = Feeds(crawler)
    FeedExporter.open_spider(feeds, crawler.spider)
    output.export_to(feeds.write, on_failure)
    return output


def die(output: Output) -> None:
    """End as SIGKILL does: nothing is committed, the kernel frees the lock."""
    output.ledger.db.rollback()
    output.ledger.db.close()
    for part in output._parts.values():
        part.file.close()
    assert output.lock
    output.lock.release()


def article(number: int, *, walked: int | None = None) -> Article:
    url = f"https://paper.example/{number}"
    return Article(
        id=f"sputnik:{number}",
        site="sputnik",
        url=url,
        canonical_url=url,
        request_url=url,
        content_hash=f"{number}",
        comments_status=None if walked is None else "complete",
        comments_collected=walked,
        date_first_seen="2026-03-14T12:00:00Z",
        date_last_seen="2026-03-14T12:00:00Z",
    )


def comment(number: int, of: int) -> Comment:
    return Comment(
        id=f"talk:{of}:{number}",
        comment_id=f"{number}",
        article_id=f"sputnik:{of}",
        article_url=f"https://paper.example/{of}",
        comment_engine="talk",
        text_hash=f"{number}",
        text="ж\u2028\x85" * number,
        date_first_seen="2026-03-14T12:00:00Z",
        date_last_seen="2026-03-14T12:00:00Z",
    )


def write_thread(output: Output, number: int, comments: int) -> None:
    """What the spider and Dedupe do, for a thread that may be known."""
    items: list[Article | Comment] = [
        article(number),
        *(comment(n, number) for n in range(comments)),
    ]
    for item in [*items, article(number, walked=comments)]:
        known = output.known(item)
        known_thread = f"complete/None/{comments}"
        walked = isinstance(item, Article) and item.comments_status
        if known and not (walked and known.thread != known_thread):
            output.seen(item)
        else:
            output.add(item)


def written(folder: Path) -> list[str]:
    """The ids of all finished lines; of an article only the last line counts."""
    found = []
    for path in sorted((folder / "sputnik.en").glob("*-*.jsonl*")):
        if not path.name.endswith(".part"):
            rows = [json.loads(line) for line in packing_of(path.name).lines(path)]
            found += [r["id"] for r in rows if r["type"] == "comment" or r["comments_status"]]
    return sorted(found)


def expected(threads: int, comments: int = 5) -> list[str]:
    ids = [article(number).id for number in range(threads)]
    return sorted(ids + [comment(n, of).id for of in range(threads) for n in range(comments)])


@contextmanager
def dead_run(folder: Path, *, lost: bool) -> Iterator[Path]:
    """Yield the folder of a run that died after three committed threads; crawl them again.

    `lost` says whether the new run must know that the first one is no longer done.
    """
    output = begin(folder)
    output.found("0", "https://paper.example/0", Link(url="https://paper.example/0"))
    for number in range(3):
        write_thread(output, number, 5)
        output.commit()
    die(output)
    yield folder / "sputnik.en"
    again = begin(folder, NOON + timedelta(hours=1))
    assert again.links.waiting() == lost
    for number in range(3):
        write_thread(again, number, 5)
    again.end("finished")


LATER = [NOON + timedelta(hours=hours) for hours in range(4)]


def changed(number: int, **fields: object) -> Comment:
    item = comment(number, 0)
    for name, value in fields.items():
        setattr(item, name, value)
    return item


def write_one(output: Output, item: Comment) -> None:
    output.add(item)
    output.announce(item.article_id, [])


def run_line(folder: Path, run_id: str = "20260314T120000Z", **given: str) -> RunLine:
    return RunLine(folder, run_id, "sputnik", given, NOON)
