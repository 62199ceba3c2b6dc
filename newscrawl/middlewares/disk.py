"""A disk that fails while a page is read: not a defect of the page's reader."""

import sqlite3
from collections.abc import AsyncIterator
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.http import Response

from newscrawl.state.output import Output, Unwritten
from newscrawl.state.storage import output_of


class Disk:
    """Has the output report once what is wrong with the ledger, whichever callback met it."""

    def __init__(self, output: Output) -> None:
        self.output = output

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(output_of(crawler))

    async def process_start(self, start: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """Pass on the spider's first requests, until the output fails."""
        try:
            async for one in start:
                yield one
        except (sqlite3.Error, Unwritten) as problem:
            self.output.fail(problem)

    def process_spider_exception(
        self, response: Response, exception: Exception
    ) -> list[Any] | None:
        """Return no items where the output has failed; other exceptions go on."""
        if isinstance(exception, sqlite3.Error):
            self.output.fail(exception)
        return [] if isinstance(exception, (sqlite3.Error, Unwritten)) else None
