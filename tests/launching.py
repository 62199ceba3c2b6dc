"""Start a browser as a crawl does, without a crawl: `python -m tests.launching PROGRAM ...`.

Prints a line of JSON for each program: why it did not start, or "" where it did.
"""

import asyncio
import json
import logging
import os
import subprocess
import sys
from collections.abc import Sequence

from scrapy.settings import Settings
from scrapy.utils.project import get_project_settings
from scrapy.utils.reactor import install_reactor

from tests.crawling import ROOT


def launch(programs: Sequence[str], **environment: str) -> tuple[list[str], str]:
    """Start programs one after the other; return why each did not, and all of standard error."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.launching", *programs],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        timeout=240,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()], done.stderr


async def main(settings: Settings, programs: Sequence[str]) -> None:
    from scrapy import Spider  # noqa: PLC0415  (after the reactor)
    from scrapy.crawler import Crawler  # noqa: PLC0415

    from newscrawl.browser.driver import Chromium  # noqa: PLC0415
    from newscrawl.browser.run_folder import RunFolder  # noqa: PLC0415
    from newscrawl.failures import BrowserFailed  # noqa: PLC0415
    from newscrawl.net.forward import Forward  # noqa: PLC0415
    from newscrawl.net.gate import Gate  # noqa: PLC0415

    async def nothing(_url: str) -> bool:
        return False

    crawler = Crawler(Spider, settings)
    crawler._apply_settings()
    forward, run = Forward(Gate(crawler)), RunFolder()
    for number, program in enumerate(programs):
        settings = crawler.settings
        folder = run.path / str(number)
        folder.mkdir()
        os.environ["NEWSCRAWL_CHROMIUM"] = program
        browser = Chromium(crawler, forward, nothing, mark=run.mark(number), folder=folder)
        try:
            await browser.launch()
            why = ""
        except BrowserFailed as failed:
            why = str(failed)
        print(json.dumps(why), flush=True)
        await browser.close()
    run.close()
    await forward.close()


if __name__ == "__main__":
    of_project = get_project_settings()
    install_reactor(of_project["TWISTED_REACTOR"])
    logging.basicConfig(level=os.environ.get("LEVEL", "INFO"))
    asyncio.run(main(of_project, sys.argv[1:]))
