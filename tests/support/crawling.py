"""Running `scrapy crawl` as a user does, and reading what it wrote."""

import json
import os
import signal
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newscrawl.plugins import all_sites
from newscrawl.runs.exits import Refused
from newscrawl.sites.arguments import read_arguments
from newscrawl.state.files import packing_of
from tests.support import warm

ROOT = warm.ROOT

Row = dict[str, Any]


@dataclass(kw_only=True)
class Run:
    """A finished crawl."""

    status: int
    stdout: str
    stderr: str
    folder: Path
    """OUTPUT_DIR/<scope>."""

    def lines(self, kind: str) -> list[Row]:
        """Every line of one kind, oldest file first."""
        return [
            json.loads(line)
            for path in sorted(self.folder.glob(f"*-{kind}.jsonl*"))
            if not path.name.endswith(".part")
            for line in packing_of(path.name).lines(path)
        ]

    @property
    def complaints(self) -> list[str]:
        """What it said, but for pages that a busy machine was too slow to read at once."""
        lines = self.stderr.splitlines()
        return [line for line in lines if not line.endswith("reading it took too long")]

    def run_lines(self) -> list[Row]:
        """The lines of `runs.jsonl`, oldest first."""
        return [json.loads(line) for line in (self.folder / "runs.jsonl").read_text().splitlines()]

    def latest(self, kind: str) -> dict[str, Row]:
        """The last line of each id."""
        return {row["id"]: row for row in self.lines(kind)}


def crawl(site: str, output: Path, *settings: str, **arguments: str) -> Run:
    """Run `scrapy crawl SITE` in the repository; `settings` are `NAME=value`."""
    return crawl_as_cron(site, output, "LOG_FILE=", *settings, **arguments)


def crawl_as_cron(site: str, output: Path, *settings: str, **arguments: str) -> Run:
    """Run a crawl as `crawl` does, but log where newscrawl logs by itself."""
    folder = record_folder(output, site, **arguments)
    done = warm.ran(*_words(site, output, *settings, **arguments))
    return Run(status=done.returncode, stdout=done.stdout, stderr=done.stderr, folder=folder)


def record_folder(output: Path, site: str, **arguments: str) -> Path:
    """Return the folder into which a crawl writes; with arguments that are refused, any."""
    sites = all_sites()
    try:
        return output / read_arguments(sites[site], arguments, sites=sites).scope
    except (KeyError, Refused):
        return output / site


def start(
    site: str,
    output: Path,
    *settings: str,
    within: Sequence[str] | None = None,
    **arguments: str,
) -> warm.Process:
    """Start a crawl in a session of its own. It logs to standard error, for tests to see.

    `within` is a command that runs the one after it. Given that, even an empty one, the crawl is a
    child of this process, and its CPU counted.
    """
    words = _words(site, output, "LOG_FILE=", *settings, **arguments)
    if within is not None:
        return warm.started_cold(*within, sys.executable, "-m", *words)
    return warm.started(*words)


def _words(site: str, output: Path, *settings: str, **arguments: str) -> list[str]:
    """Return what stands behind `python -m` to crawl a site."""
    given = [word for setting in settings for word in ("-s", setting)]
    given += [word for name, value in arguments.items() for word in ("-a", f"{name}={value}")]
    return ["scrapy", "crawl", site, "-s", f"OUTPUT_DIR={output}", *given]


def ended(process: warm.Process, folder: Path, seconds: float = warm.SECONDS) -> Run:
    """Wait for the end of a crawl; it is killed after so many seconds."""
    try:
        stdout, stderr = process.communicate(timeout=seconds)
    except BaseException:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise
    return Run(status=process.returncode, stdout=stdout, stderr=stderr, folder=folder)


def wait_for(folder: Path, pattern: str, seconds: float = 60) -> None:
    """Wait until a running crawl has written such a file."""
    until = time.monotonic() + seconds
    while not list(folder.glob(pattern)):
        assert time.monotonic() < until, f"no {pattern} in {folder}"
        time.sleep(0.05)
