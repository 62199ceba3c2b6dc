"""Crawls that are killed, stopped and starved, then finished: nothing lost, twice or torn.

Real processes and real signals. The short form runs in `make test`, the long one is `make chaos`.
"""

import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from random import Random

import pytest

from newscrawl.demo import Demo
from newscrawl.exits import Exit
from newscrawl.state.history import History
from newscrawl.state.packing import packing_of
from tests.crawling import Run, crawl, ended, start
from tests.test_demo_crawl import RANGE, check

LONGEST = 900


class Killer:
    """Crawls the demo again and again, ending each crawl at a random moment."""

    def __init__(self, demo: Demo, folder: Path, seed: int, packing: str, comments: str) -> None:
        self.demo, self.folder, self.random = demo, folder, Random(seed)
        self.settings = [f"OUTPUT_COMPRESSION={packing}"]
        self.arguments = {"base_url": demo.base_url, "comments": comments, **RANGE}
        self.died: Counter[str] = Counter()

    def run(self, kills: int, seconds: tuple[float, float]) -> None:
        """Kill so many crawls; one that came to its end before is checked, and a new one begun."""
        rounds = (self.folder / f"{number}" for number in count())
        output = next(rounds)
        while self.died.total() < kills:
            process = start("sputnik", output, *self.settings, **self.arguments)
            time.sleep(self.random.uniform(*seconds))
            if process.poll() is None:
                self._kill(process)
                torn_lines(output / "sputnik")
            else:
                self._finished(ended(process, output / "sputnik"))
                output = next(rounds)
        self._finished(crawl("sputnik", output, *self.settings, **self.arguments))

    def _kill(self, process: subprocess.Popen[str]) -> None:
        how = ["group", "alone"][self.died.total() % 2]
        if how == "group":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()
        for pipe in (process.stdout, process.stderr):
            assert pipe
            pipe.close()
        self.died[how] += 1

    def _finished(self, run: Run) -> None:
        assert (run.status, run.stderr) == (0, "")
        assert not list(run.folder.glob("*.part"))
        whole(run, self.demo, comments=self.arguments["comments"] == "yes")


def whole(run: Run, demo: Demo, *, comments: bool) -> None:
    """Everything that stands on the paper is there, once."""
    torn_lines(run.folder)
    if comments:
        check(run, demo.truth)
        return
    ids = [row["id"].rpartition(":")[2] for row in run.lines("articles")]
    assert sorted(ids) == sorted(str(one["number"]) for one in demo.truth.articles)


def torn_lines(folder: Path) -> None:
    """What has its final name is whole, even of a run that died: files, lines, and threads."""
    for path in folder.glob("*.jsonl*"):
        if not path.name.endswith(".part"):
            assert packing_of(path.name).whole(path) == path.stat().st_size
    run = Run(status=0, stdout="", stderr="", folder=folder)
    articles = run.latest("articles")
    threads = Counter(row["article_id"] for row in run.lines("comments"))
    for article_id, number in threads.items():
        assert articles[article_id]["comments_collected"] == number


@pytest.mark.browser
@pytest.mark.parametrize(("packing", "kills"), [("", 3), ("gzip", 2)])
def test_a_few_kills(tmp_path: Path, packing: str, kills: int) -> None:
    with Demo(articles=8) as demo:
        killer = Killer(demo, tmp_path, 1, packing, "yes")
        killer.run(kills, (1.5, 6))


@pytest.mark.parametrize("packing", ["", "zstd"])
def test_a_few_kills_without_comments(tmp_path: Path, packing: str) -> None:
    with Demo(articles=120) as demo:
        Killer(demo, tmp_path, 2, packing, "no").run(4, (0.8, 2.5))


@pytest.mark.chaos
@pytest.mark.browser
@pytest.mark.parametrize("packing", ["", "gzip"])
def test_a_hundred_kills(tmp_path: Path, packing: str) -> None:
    with Demo(articles=300) as demo:
        assert len(demo.truth.comments) > 8000
        killer = Killer(demo, tmp_path, 3, packing, "yes")
        killer.run(100, (0.5, 10))
        assert killer.died == {"group": 50, "alone": 50}


@pytest.mark.parametrize("signals", [1, 2])
def test_sigterm_keeps_what_was_written(tmp_path: Path, signals: int) -> None:
    with Demo(articles=200) as demo:
        arguments = {"base_url": demo.base_url, "comments": "no", **RANGE}
        process = start("sputnik", tmp_path, **arguments)
        wait_for(tmp_path / "sputnik", "*-articles.jsonl.part")
        for _ in range(signals):
            process.send_signal(signal.SIGTERM)
            time.sleep(0.05)
        stopped = ended(process, tmp_path / "sputnik", 30)
        assert stopped.status == Exit.INTERRUPTED
        assert stopped.stderr.startswith("newscrawl: stopped")
        assert not list(stopped.folder.glob("*.part"))
        assert 0 < len(stopped.lines("articles")) < 200
        done, asked = stopped.lines("articles"), len(demo.log)
        run = crawl("sputnik", tmp_path, **arguments)
        assert (run.status, run.stderr) == (0, "")
        whole(run, demo, comments=False)
        again = " ".join(path for _, path in demo.log[asked:])
        assert not [row["id"] for row in done if row["id"].rpartition(":")[2] in again]


@pytest.mark.browser
def test_ctrl_c_in_the_midst_of_threads(tmp_path: Path) -> None:
    with Demo(articles=12) as demo:
        arguments = {"base_url": demo.base_url, **RANGE}
        process = start("sputnik", tmp_path, **arguments)
        wait_for(tmp_path / "sputnik", "*-comments.jsonl.part")
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: the browser has it, too
        stopped = ended(process, tmp_path / "sputnik", 60)
        assert stopped.status == Exit.INTERRUPTED
        assert not list(stopped.folder.glob("*.part"))
        run = crawl("sputnik", tmp_path, **arguments)
        assert (run.status, run.stderr) == (0, "")
        whole(run, demo, comments=True)


def wait_for(folder: Path, pattern: str, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not list(folder.glob(pattern)):
        assert time.monotonic() < until, f"no {pattern} in {folder}"
        time.sleep(0.05)


def test_a_second_run_of_a_site_at_once_is_refused(tmp_path: Path) -> None:
    with Demo(articles=200) as demo:
        arguments = {"base_url": demo.base_url, "comments": "no", **RANGE}
        first = start("sputnik", tmp_path, **arguments)
        wait_for(tmp_path / "sputnik", "*-articles.jsonl.part")
        second = crawl("sputnik", tmp_path, **arguments)
        assert second.status == Exit.LOCKED
        assert second.stderr.count("\n") == 1
        assert "another run is writing" in second.stderr
        run = ended(first, tmp_path / "sputnik")
        assert (run.status, run.stderr) == (0, "")
        whole(run, demo, comments=False)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 640 KiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not mount("-t", "tmpfs", "-o", "size=640k", "tmpfs", str(folder)):
        pytest.skip("mounting a small tmpfs needs root")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def mount(*arguments: str) -> bool:
    return not subprocess.run(["mount", *arguments], capture_output=True, check=False).returncode


@pytest.mark.parametrize("packing", ["", "gzip"])
def test_a_full_disk_ends_the_run_and_the_next_goes_on(small_disk: Path, packing: str) -> None:
    with Demo(articles=200) as demo:
        arguments = {"base_url": demo.base_url, "comments": "no", **RANGE}
        ballast = small_disk / "ballast"
        ballast.write_bytes(bytes(2**18 if packing else 2**16))
        full = crawl("sputnik", small_disk, f"OUTPUT_COMPRESSION={packing}", **arguments)
        assert full.status == Exit.DISK
        assert full.stderr.count("\n") == 1
        assert "could not be written" in full.stderr
        assert list(full.folder.glob("*.part"))
        ballast.unlink()
        assert mount("-o", "remount,size=64m", str(small_disk))
        run = crawl("sputnik", small_disk, f"OUTPUT_COMPRESSION={packing}", **arguments)
        assert (run.status, run.stderr) == (0, "")
        # The first run's file is there if it came to a commit before the disk was full.
        assert len(list(run.folder.glob("*-articles.jsonl*"))) in {1, 2}
        assert [one["exit_name"] for one in History(run.folder).runs()] == ["DISK", "DONE"]
        whole(run, demo, comments=False)


def test_a_read_only_disk_is_said_in_one_line(small_disk: Path) -> None:
    with Demo(articles=6) as demo:
        arguments = {"base_url": demo.base_url, "comments": "no", **RANGE}
        assert crawl("sputnik", small_disk, **arguments).status == 0
        assert mount("-o", "remount,ro", str(small_disk))
        refused = crawl("sputnik", small_disk, **arguments)
        assert refused.status == Exit.DISK
        assert refused.stderr.count("\n") == 1
        assert mount("-o", "remount,rw", str(small_disk))
        run = crawl("sputnik", small_disk, **arguments)
        assert (run.status, run.stderr) == (0, "")
        whole(run, demo, comments=False)
