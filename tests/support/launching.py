"""Browsers that tests start without a crawl.

`python -m tests.support.launching PROGRAM ...` starts programs as a crawl does, and prints a line
of JSON for each: why it did not start, or "" where it did.
"""

import asyncio
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scrapy.settings import Settings
from scrapy.utils.project import get_project_settings
from scrapy.utils.reactor import install_reactor

from newscrawl.browser.run_folder import RunFolder
from newscrawl.net.failures import BrowserFailed
from tests.support.crawling import ROOT


@contextmanager
def short_tmp() -> Iterator[dict[str, Any]]:
    """The environment of a browser that Playwright starts for a test, whatever TMPDIR is."""
    folder = RunFolder()
    try:
        yield {**os.environ, "TMPDIR": str(folder.path)}
    finally:
        folder.close()


def launch(programs: Sequence[str], tmp: Path, log: Path) -> list[str]:
    """Start programs one after the other, with a TMPDIR and a log; return why each did not."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.launching", *programs],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp), "LAUNCHING_LOG": str(log)},
        capture_output=True,
        text=True,
        timeout=240,
        check=True,
    )
    assert done.stderr == ""
    return [json.loads(line) for line in done.stdout.splitlines()]


async def main(settings: Settings, programs: Sequence[str]) -> None:
    from newscrawl.browser.driver import Chromium  # noqa: PLC0415  (after the reactor)

    run = RunFolder()
    for number, program in enumerate(programs):
        folder = run.path / str(number)
        folder.mkdir()
        os.environ["NEWSCRAWL_CHROMIUM"] = program
        browser = Chromium(settings, mark=run.mark(number), folder=folder)
        try:
            await browser.launch()
            why = ""
        except BrowserFailed as failed:
            why = str(failed)
        sys.stdout.write(f"{json.dumps(why)}\n")
        await browser.close()
    run.close()


if __name__ == "__main__":
    of_project = get_project_settings()
    install_reactor(of_project["TWISTED_REACTOR"])
    logging.basicConfig(level="DEBUG", filename=os.environ["LAUNCHING_LOG"])
    asyncio.run(main(of_project, sys.argv[1:]))
