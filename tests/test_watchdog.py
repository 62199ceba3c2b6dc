"""A run that hangs is ended, whatever hangs in it, and `runs.jsonl` says how it ended."""

import json
import re
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

import pytest
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.utils.test import get_crawler

from newscrawl.demo import Demo
from newscrawl.extensions.watchdog import Watchdog
from newscrawl.runs.exits import Exit
from newscrawl.runs.history import History
from newscrawl.settings import EXTENSIONS
from tests.support.watching import Crawl, Sick, needs_chromium, running, wait_for

pytestmark = [pytest.mark.browser, needs_chromium]


class Stuck:
    """An extension that sticks for good once the first page was rendered."""

    HOW: dict[str, Callable[[], object]] = {  # noqa: RUF012  (it is not changed)
        "event loop": lambda: time.sleep(3600),
        # Lets no other thread run.
        "regular expression": lambda: re.match(r"(a+)+$", "a" * 60 + "b"),
        # Nobody reads it, and more than a pipe holds.
        "standard error": lambda: sys.stderr.write("x" * 2**20),
    }

    def __init__(self, how: str, folder: Path) -> None:
        self.how, self.folder = how, folder

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        stuck = cls(crawler.settings["STUCK"], Path(crawler.settings["OUTPUT_DIR"]))
        crawler.signals.connect(stuck.stick, signals.response_received)
        return stuck

    def stick(self, request: Request) -> None:
        if "rendering" in request.meta:
            (self.folder / "stuck").touch()
            self.HOW[self.how]()


def stuck(how: str) -> list[str]:
    extensions = {**EXTENSIONS, "tests.test_watchdog.Stuck": 1}
    return [f"EXTENSIONS={json.dumps(extensions)}", f"STUCK={how}"]


def ended(crawl: Crawl) -> tuple[int, str]:
    """Return how the next run says that this one ended; nothing is left of it."""
    assert crawl.left() == []
    assert list(crawl.tmp.iterdir()) == []
    history = History(crawl.folder)
    history.bury()
    (row,) = history.runs()
    assert row["duration_seconds"] > 1
    return row["exit_status"], row["exit_name"]


@pytest.mark.slow
@pytest.mark.parametrize("how", Stuck.HOW)
def test_a_signal_ends_a_process_that_is_stuck(tmp_path: Path, how: str) -> None:
    with Demo(articles=12) as demo, running(demo, tmp_path, *stuck(how)) as crawl:
        wait_for((tmp_path / "stuck").exists, 90)
        time.sleep(6)  # by now it has noted what there is to note
        assert crawl.find("renderer")
        begun = time.monotonic()
        crawl.process.send_signal(signal.SIGTERM)
        assert crawl.process.wait(40) == Exit.INTERRUPTED
        assert time.monotonic() - begun < 20
        assert ended(crawl) == (Exit.INTERRUPTED, "INTERRUPTED")
        if how != "standard error":
            # Once, though a thread and a signal both end it.
            assert crawl.end(10)[1].count("by force") == 1


@pytest.mark.slow
@pytest.mark.parametrize("by_force", [True, False])
def test_a_run_without_progress_is_ended(tmp_path: Path, by_force: bool) -> None:
    settings = ["WATCHDOG_SECONDS=6", *(stuck("regular expression") if by_force else ())]
    with Sick(articles=12) as demo, running(demo, tmp_path, *settings) as crawl:
        begun = time.monotonic()
        status, errors = crawl.end(120)
        assert status == Exit.STALLED
        assert errors.count("by force") == by_force
        assert time.monotonic() - begun < 100
        assert ended(crawl) == (Exit.STALLED, "STALLED")


def test_a_run_that_was_stopped_for_long_is_not_stalled() -> None:
    """As by Ctrl-Z, or with its machine."""
    watchdog = Watchdog(get_crawler(settings_dict={"WATCHDOG_SECONDS": 900}))
    watchdog.looked = time.monotonic() - 2 * watchdog.seconds
    watchdog.look()
    watchdog.look()
    assert watchdog.deadline is None


def test_a_crawl_that_was_ended_is_let_go_by_a_process_that_lives_on() -> None:
    ended, other = (Watchdog(get_crawler()) for _ in range(2))
    for one in (ended, other):
        one.deadline = time.monotonic() - 1, Exit.LIMITED
        Watchdog.alive.add(one)
    ended.end()
    try:
        Watchdog.let_go(ended.crawler)
        # Else its next look would end this process by force.
        assert (ended.over, ended.deadline, Watchdog.alive) == (True, None, {other})
    finally:
        Watchdog.alive.clear()


def test_a_crawl_that_has_ended_is_not_watched() -> None:
    """Its process may go on, and is not ended for it; the thread goes."""
    watchdog = Watchdog(get_crawler(settings_dict={"WATCHDOG_SECONDS": 900}))
    watching = threading.Thread(target=watchdog._watch, daemon=True)
    watching.start()
    watchdog.end()
    watching.join(30)
    assert not watching.is_alive()
    watchdog.quiet = 2 * watchdog.seconds
    watchdog.look()
    assert watchdog.deadline is None
