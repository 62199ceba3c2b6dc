"""A crawl of the demo that is watched, and hit, while it runs."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest

from newscrawl.browser.processes import (
    is_alive,
    is_core,
    tree,
)
from newscrawl.demo import Demo
from newscrawl.demo.paper import Story
from newscrawl.demo.routes import Answer
from tests.support.crawling import ROOT, Row

CHROMIUM = any(Path("/usr/bin", name).exists() for name in ("chromium-headless-shell", "chromium"))
needs_chromium = pytest.mark.skipif(not CHROMIUM, reason="needs a Chromium in /usr/bin")
RANGE = ("-a", "since=2020-12-01", "-a", "until=2021-02-28")


def words_of(process: psutil.Process) -> list[str]:
    """Return its command line; none if it ended meanwhile."""
    with suppress(psutil.Error):
        return process.cmdline()
    return []


class Crawl:
    """A crawl of the demo that runs while the test does something to it."""

    def __init__(
        self,
        demo: Demo,
        folder: Path,
        *settings: str,
        prefix: Collection[str] = (),
        tmp: Path | None = None,
    ) -> None:
        self.folder, self.tmp = folder / "sputnik.en", tmp or folder / "tmp"
        self.tmp.mkdir(exist_ok=True)
        command = [*prefix, sys.executable, "-m", "scrapy", "crawl", "sputnik", *RANGE]
        command += ["-a", f"base_url={demo.base_url}"]
        for setting in (f"OUTPUT_DIR={folder}", *settings):
            command += ["-s", setting]
        self.process = psutil.Popen(
            command,
            cwd=ROOT,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,  # a group of its own, as a shell gives it
            env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(self.tmp)},
        )
        self.seen: set[psutil.Process] = set()

    def below(self) -> list[psutil.Process]:
        found = [one for one in tree(self.process) if one.pid != self.process.pid]
        self.seen |= set(found)
        return found

    def runs(self, word: str) -> bool:
        """Whether a process below it has a word in its command line."""
        return any(word in words_of(one) for one in self.below())

    def find(self, kind: str) -> list[psutil.Process]:
        """Processes of a kind: driver, browser, network, renderer."""
        found = []
        for one in self.below():
            words = words_of(one)
            with_type = [word for word in words if word.startswith("--type=")]
            kinds = {
                "driver": any("run-driver" in word for word in words),
                "browser": not with_type and any("user-data-dir" in word for word in words),
                "network": "--type=utility" in with_type and is_core(one),
                "renderer": "--type=renderer" in with_type,
            }
            found += [one] * kinds[kind]
        return found

    def hit(self, kind: str, number: int) -> None:
        wait_for(lambda: self._hit(kind, number), 60)

    def _hit(self, kind: str, number: int) -> bool:
        try:
            found = self.find(kind)
            if found and self.find("renderer"):
                found[-1].send_signal(number)
                return True
        except psutil.Error:
            pass
        return False

    def rows(self) -> dict[str, Row]:
        """The articles as they are now, by the site's number."""
        lines = [
            line
            for path in sorted(self.folder.glob("*articles*.jsonl*"))
            for line in path.read_text("utf-8").splitlines()
        ]
        rows = (json.loads(line) for line in lines if line.endswith("}"))
        return {row["id"].rpartition(":")[2]: row for row in rows}

    def walked(self) -> int:
        return sum(row["comments_status"] not in {None, "none"} for row in self.rows().values())

    def end(self, seconds: float = 240) -> tuple[int, str]:
        _, errors = self.process.communicate(timeout=seconds)
        return self.process.returncode, errors

    def left(self) -> list[psutil.Process]:
        return [one for one in self.seen if is_alive(one)]


def wait_for(true: Callable[[], bool], seconds: float) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it did not come to that"
        time.sleep(0.1)


@contextmanager
def running(
    demo: Demo,
    folder: Path,
    *settings: str,
    prefix: Collection[str] = (),
    tmp: Path | None = None,
) -> Iterator[Crawl]:
    crawl = Crawl(demo, folder, *settings, prefix=prefix, tmp=tmp)
    try:
        yield crawl
    finally:
        for one in [*tree(crawl.process), *crawl.left()]:
            one.kill()
        crawl.process.communicate()


def check(
    crawl: Crawl, demo: Demo, sick: dict[str, str] | None = None, lost: Collection[str] = ()
) -> None:
    """Every healthy thread is whole, every other has its reason, and nothing is left."""
    rows, wrong = crawl.rows(), {}
    for article in demo.truth.articles:
        if str(article["number"]) in lost:
            assert str(article["number"]) not in rows
            continue
        row = rows[str(article["number"])]
        if str(article["number"]) in (sick or {}):
            assert row["comments_status"] == "error"
            assert (sick or {})[str(article["number"])] in row["comments_reason"]
        elif row["comments_collected"] != article["comments_visible"]:
            wrong[article["number"]] = row["comments_status"], row["comments_reason"]
    assert wrong == {}
    assert len(rows) == len(demo.truth.articles) - len(lost)
    assert crawl.left() == []
    assert list(crawl.tmp.iterdir()) == []


def opened(demo: Demo) -> list[Story]:
    """The articles whose threads have comments to open."""
    return [one for one in demo.routes.paper.stories if one.size and one.declared]


class Sick(Demo):
    """Two articles that are read over HTTP, and that no browser can open."""

    def answer(self, method: str, target: str, form: str) -> Answer:
        answer = super().answer(method, target, form)
        loops, never = self.sick
        if loops in target:
            return answer._replace(body=answer.body.replace("</body>", "<script>for(;;);</script>"))
        if never in target and self.requests[method, target.partition("?")[0]] > 1:
            time.sleep(30)
        return answer

    @property
    def sick(self) -> tuple[str, str]:
        loops, never, *_ = opened(self)
        return loops.path, never.path
