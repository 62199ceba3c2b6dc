"""Many crawls, one after the other, in one process with one reactor: as cron would, but at once.

`python -m tests.support.hourly` reads an order a line (JSON: clock, output, arguments) and answers
with a line of stats. Chromium is never started: a thread that cannot be had without it is not had.
"""

import asyncio
import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.log import configure_logging
from scrapy.utils.project import get_project_settings
from scrapy.utils.reactor import install_reactor
from twisted.internet import task
from twisted.internet.defer import Deferred

from newscrawl import clock
from tests.support.crawling import ROOT

Stats = dict[str, Any]


class Hourly:
    """The other process. `with Hourly(output) as hourly: hourly.crawl(moment, {"url": ...})`."""

    def __init__(self, output: Path) -> None:
        self.output = output

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.hourly"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.communicate()

    def crawl(
        self, moment: datetime, arguments: dict[str, str], output: Path | None = None
    ) -> Stats:
        """Run `scrapy crawl news` at a moment, to its end; return its stats."""
        order = {
            "clock": clock.stamp(moment),
            "output": str(output or self.output),
            "arguments": arguments,
        }
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps(order), file=self._process.stdin, flush=True)
        answer = self._process.stdout.readline()
        assert answer, "the crawling process ended: see its standard error above"
        stats: Stats = json.loads(answer)
        return stats


class NoBrowser:
    """Refuses what only a browser could do."""

    def process_request(self, request: Request) -> None:
        if "browser" in request.meta:
            raise IgnoreRequest("no browser here")


async def main() -> None:
    """Crawl as ordered until standard input ends."""
    settings = get_project_settings()
    # What fails in an outage is no news here; a defect is in the stats.
    settings.set("LOG_LEVEL", "CRITICAL", "cmdline")
    settings["DOWNLOADER_MIDDLEWARES"]["tests.support.hourly.NoBrowser"] = 50
    for line in sys.stdin:
        order = json.loads(line)
        os.environ[clock.VARIABLE] = order["clock"]
        settings.set("OUTPUT_DIR", order["output"], "cmdline")
        runner = AsyncCrawlerRunner(settings)
        crawler = runner.create_crawler("news")
        await runner.crawl(crawler, **order["arguments"])
        stats = crawler.stats.get_stats() if crawler.stats else {}
        sys.stdout.write(json.dumps(stats, default=str) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    configure_logging({"LOG_LEVEL": "CRITICAL"})
    task.react(lambda _: Deferred.fromFuture(asyncio.ensure_future(main())))
