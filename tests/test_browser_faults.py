"""Real signals at real processes: healthy threads are complete, nothing is left behind."""

import json
import os
import random
import signal
import subprocess
import tempfile
import threading
import time
from contextlib import suppress
from functools import cached_property
from pathlib import Path

import pytest

from newscrawl.browser.processes import VARIABLE, marked
from newscrawl.browser.run_folder import clear_orphans
from newscrawl.demo import Demo
from newscrawl.demo.paper import Story
from newscrawl.demo.routes import Answer
from newscrawl.demo.server import Handler
from newscrawl.runs.exits import Exit
from tests.support.watching import Crawl, Sick, check, needs_chromium, opened, running, wait_for

pytestmark = [pytest.mark.browser, needs_chromium]
SLOW = pytest.mark.slow


RETRY_AFTER = 7
"""Seconds; AutoThrottle and DOWNLOAD_DELAY alone would wait for about one."""


class Ill(Handler):
    """What a server does wrong below the level of HTTP."""

    def _serve(self) -> None:
        fault = self.server.demo.fault(self.path)  # type: ignore[attr-defined]
        if fault:
            with suppress(OSError):
                getattr(self, f"answer_{fault}")()
            self.close_connection = True
        else:
            super()._serve()

    def _head(self, status: int, **headers: object) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "text/html", **headers}.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()

    def answer_http_429(self) -> None:
        self._head(429, Retry_After=RETRY_AFTER, Content_Length=0)

    def answer_http_500(self) -> None:
        self._head(500, Content_Length=0)

    def answer_garbage(self) -> None:
        self.wfile.write(b"\x00\xff\x13 this is not HTTP \r\n\r\n" * 9)

    def answer_not_html(self) -> None:
        self._head(200, Content_Length=4096)
        self.wfile.write(random.Random(4).randbytes(4096).replace(b"<", b""))
        self.wfile.write(b"x" * 4096)

    def answer_cut_off(self) -> None:
        self._head(200, Content_Length=100_000)
        self.wfile.write(b"<!DOCTYPE html><p>" * 99)

    def answer_timeout(self) -> None:
        self._head(200, Transfer_Encoding="chunked")
        while True:
            self.wfile.write(b"3\r\n<p>\r\n")
            self.wfile.flush()
            time.sleep(0.2)


class Faulty(Demo):
    """Answers a few articles wrongly, and holds two against the browser alone."""

    FAULTS = ("http_500", "garbage", "not_html", "cut_off", "timeout", "http_429")

    def __init__(self, articles: int) -> None:
        super().__init__(articles=articles)
        self._server.RequestHandlerClass = Ill
        self.loops, self.never, *rest = opened(self)
        self.faults = dict(zip(self.FAULTS, rest, strict=False))
        self.asked: list[tuple[str, float]] = []
        """The articles with a fault, by its name, and when they were asked for."""

    def fault(self, target: str) -> str | None:
        names = [name for name, story in self.faults.items() if story.path in target]
        self.asked += [(name, time.monotonic()) for name in names]
        # It asks for a wait once, and then it answers.
        over = names == ["http_429"] and len(self.moments("http_429")) > 1
        return names[0] if names and not over else None

    def moments(self, name: str) -> list[float]:
        return [moment for fault, moment in self.asked if fault == name]

    def answer(self, method: str, target: str, form: str) -> Answer:
        answer = super().answer(method, target, form)
        if self.loops.path in target:
            return answer._replace(body=answer.body.replace("</body>", "<script>for(;;);</script>"))
        if self.never.path in target and self.requests[method, target.partition("?")[0]] > 1:
            time.sleep(30)
        return answer


FAST = ("PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT=5000", "DOWNLOAD_TIMEOUT=5", "LOG_LEVEL=INFO")


@pytest.mark.slow
def test_every_fault_in_one_crawl(tmp_path: Path) -> None:
    with Faulty(articles=66) as demo, running(demo, tmp_path, *FAST) as crawl:
        log = threading.Thread(target=lambda: ended.append(crawl.end(500)))
        ended: list[tuple[int, str]] = []
        log.start()
        for number in (signal.SIGKILL, signal.SIGSTOP):
            for kind in ("renderer", "browser", "network", "driver"):
                before = crawl.walked()
                crawl.hit(kind, number)
                wait_for(lambda before=before: crawl.walked() > before, 120)  # type: ignore[misc]
        log.join()
        ((status, said),) = ended
        assert status == Exit.BROWSER
        lost = {name: story for name, story in demo.faults.items() if name != "http_429"}
        for name, story in lost.items():
            (line,) = [one for one in said.splitlines() if "not read" in one and story.path in one]
            assert line.endswith(f"({'cut_off' if name == 'garbage' else name})")
        first, second, *_ = demo.moments("http_429")
        assert second - first >= RETRY_AFTER
        check(
            crawl,
            demo,
            sick=dict.fromkeys((str(demo.loops.number), str(demo.never.number)), "tries)"),
            lost={str(story.number) for story in lost.values()},
        )


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_a_run_that_hangs_in_a_page(tmp_path: Path, number: int) -> None:
    with Sick(articles=12) as demo, running(demo, tmp_path) as crawl:
        wait_for(lambda: crawl.walked() >= 2 and bool(crawl.find("renderer")), 90)
        begun = time.monotonic()
        crawl.process.send_signal(number)
        status, errors = crawl.end(25)
        assert time.monotonic() - begun < 20
        assert status == Exit.INTERRUPTED
        assert "what was written is good" in errors
        assert crawl.left() == []
        assert list(crawl.tmp.iterdir()) == []


@pytest.mark.slow
def test_ctrl_c_at_a_terminal_reaches_all_of_a_run_and_spoils_no_page(tmp_path: Path) -> None:
    with Demo(articles=24) as demo, running(demo, tmp_path, "LOG_LEVEL=INFO") as crawl:
        wait_for(lambda: crawl.walked() >= 2 and bool(crawl.find("renderer")), 90)
        os.killpg(crawl.process.pid, signal.SIGINT)
        status, log = crawl.end(25)
        assert status == Exit.INTERRUPTED
        assert "page failed" not in log
        assert crawl.left() == []


@pytest.mark.slow
def test_a_frozen_driver_does_not_hold_up_the_end(tmp_path: Path) -> None:
    with Sick(articles=12) as demo, running(demo, tmp_path) as crawl:
        wait_for(lambda: crawl.walked() >= 2 and bool(crawl.find("renderer")), 90)
        begun = time.monotonic()
        crawl.hit("driver", signal.SIGSTOP)
        crawl.process.terminate()
        assert crawl.end(25)[0] == Exit.INTERRUPTED
        assert time.monotonic() - begun < 20
        assert crawl.left() == []
        assert list(crawl.tmp.iterdir()) == []


def folder_of(crawl: Crawl) -> Path:
    """Return the folder of a run whose browser is open: in its TMPDIR if that is short."""
    name = crawl.find("driver")[0].environ()[VARIABLE].partition(".")[0]
    (folder,) = [one for one in (crawl.tmp / name, Path("/tmp", name)) if one.exists()]
    return folder


@pytest.mark.parametrize("tmp", ["long", pytest.param("short", marks=SLOW)])
def test_the_next_start_ends_what_a_killed_run_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tmp: str
) -> None:
    short = Path(tempfile.mkdtemp(dir="/tmp")) if tmp == "short" else None
    with Sick(articles=12) as demo, running(demo, tmp_path, tmp=short) as crawl:
        wait_for(lambda: bool(crawl.find("renderer")), 90)
        folder = folder_of(crawl)
        assert folder.parent == (short or Path("/tmp"))
        assert folder.stat().st_mode & 0o777 == 0o700
        for one in crawl.below():  # frozen, so that none of them notices its end
            one.suspend()
        crawl.process.kill()
        crawl.process.wait(10)
        assert crawl.left()
        stranger = subprocess.Popen(["sleep", "60"], env={**os.environ, VARIABLE: "other"})
        # Found in /tmp whatever TMPDIR is now.
        monkeypatch.setattr("tempfile.tempdir", str(short or tmp_path))
        assert clear_orphans() >= 1
        assert crawl.left() == []
        assert not folder.exists()
        assert list(crawl.tmp.iterdir()) == []
        assert stranger.poll() is None
        stranger.kill()
        stranger.wait()
    if short:
        short.rmdir()


@pytest.mark.slow
def test_a_living_run_is_no_orphan(tmp_path: Path) -> None:
    with Demo(articles=12) as demo, running(demo, tmp_path) as crawl:
        wait_for(lambda: bool(crawl.find("renderer")), 90)
        folder = folder_of(crawl)
        clear_orphans()
        assert folder.exists()
        assert marked(folder.name)
        assert crawl.end() == (Exit.DONE, "")


@pytest.mark.parametrize(
    ("limit", "why"),
    [
        pytest.param("BROWSER_MAX_PAGES=3", "'browser/replaced/pages': 3", marks=SLOW),
        pytest.param("BROWSER_MAX_MINUTES=0.05", "'browser/replaced/minutes'", marks=SLOW),
        pytest.param("BROWSER_MAX_MIB=100", "'browser/replaced/memory'", marks=SLOW),
    ],
)
def test_a_browser_is_replaced_between_pages(tmp_path: Path, limit: str, why: str) -> None:
    with (
        Demo(articles=24 if "MIB" in limit else 12) as demo,
        running(demo, tmp_path, limit, "STATS_DUMP=1", "LOG_LEVEL=INFO") as crawl,
    ):
        status, log = crawl.end()
        assert status == Exit.DONE
        assert why in log
        assert "browser/failed_tries" not in log
        check(crawl, demo)


class Downloading(Demo):
    """An article that starts a download before it is read, and one that becomes a download."""

    STARTS = """<a id="file" href="/file" download>A</a><script>file.click()</script>
        <script src="/late.js"></script></body>"""

    def answer(self, method: str, target: str, form: str) -> Answer:
        answer = super().answer(method, target, form)
        starts, becomes = self.sick
        if target == "/late.js":
            time.sleep(1)
        if starts.path in target:
            return answer._replace(body=answer.body.replace("</body>", self.STARTS))
        again = self.requests[method, target.partition("?")[0]] > 1
        if target == "/file" or (becomes.path in target and again):
            return Answer("PK" * 99, headers=(("Content-Disposition", "attachment"),))
        return answer

    @cached_property
    def sick(self) -> tuple[Story, Story]:
        starts, becomes, *_ = opened(self)
        return starts, becomes


@pytest.mark.slow
def test_a_download_is_no_failure_of_its_page(tmp_path: Path) -> None:
    with Downloading(articles=12) as demo, running(demo, tmp_path) as crawl:
        status, said = crawl.end()
        assert status == Exit.BROWSER
        assert "Chromium failed on" in said
        assert demo.requests["GET", "/file"]
        check(crawl, demo, sick={str(demo.sick[1].number): "is a file to download"})


class Crashing(Demo):
    """An article whose script takes more memory than a renderer may have."""

    EATS = "<script>const all = []; for (;;) all.push(Array(1e4).fill(all.length));</script></body>"

    def answer(self, method: str, target: str, form: str) -> Answer:
        answer = super().answer(method, target, form)
        if self.sick.path in target:
            return answer._replace(body=answer.body.replace("</body>", self.EATS))
        return answer

    @cached_property
    def sick(self) -> Story:
        return opened(self)[0]


@pytest.mark.slow
def test_a_page_that_crashes_its_renderer_again_and_again(tmp_path: Path) -> None:
    little = {"args": ["--disable-dev-shm-usage", "--js-flags=--max-old-space-size=64"]}
    setting = f"PLAYWRIGHT_LAUNCH_OPTIONS={json.dumps(little)}"
    with Crashing(articles=24) as demo, running(demo, tmp_path, setting) as crawl:
        status, said = crawl.end()
        assert status == Exit.BROWSER
        assert "Chromium failed on" in said
        check(crawl, demo, sick={str(demo.sick.number): "crashed"})
