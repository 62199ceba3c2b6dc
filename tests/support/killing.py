"""Ending crawls at random moments, again and again, until one comes to its end: what was lost?"""

import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from itertools import count
from pathlib import Path
from random import Random
from typing import Protocol

from newscrawl.demo import Demo
from newscrawl.runs.exits import Exit
from newscrawl.state.files import packing_of
from tests.support.crawling import Run, ended, record_folder, start
from tests.support.demo_truth import RANGE, all_differences
from tests.support.mixed_paper import Losses
from tests.support.warm import Process

End = Callable[[Process], None]
"""Ends a running crawl, and waits for its end."""


class Paper(Protocol):
    """A newspaper to crawl, and what is missing in the output of a finished crawl."""

    site: str

    @property
    def arguments(self) -> dict[str, str]: ...

    def losses(self, run: Run) -> Losses: ...


class DemoPaper:
    """The demo newspaper, whose old pages and chat are read in the browser."""

    site = "sputnik"

    def __init__(self, demo: Demo) -> None:
        self.truth = demo.truth
        self.arguments = {"base_url": demo.base_url, **RANGE}

    def losses(self, run: Run) -> Losses:
        comments = Counter(row["comment_id"] for row in run.lines("comments"))
        articles = Counter(row["id"].rpartition(":")[2] for row in run.lines("articles"))
        # An article is a line when it is read, and one when its thread was walked.
        twice = sum(number > 2 for number in articles.values())
        return Losses(
            articles=len(articles),
            comments=len(comments),
            missing=len(all_differences(run, self.truth)),
            twice=twice + comments.total() - len(self.truth.comments),
        )


class Killer:
    """Crawls a paper again and again, ending each crawl at a random moment."""

    def __init__(self, paper: Paper, folder: Path, seed: int, *settings: str) -> None:
        self.paper, self.folder, self.random, self.settings = paper, folder, Random(seed), settings
        self.ended: Counter[str] = Counter()
        self.torn = 0
        self.losses: list[Losses] = []
        """Of each crawl that came to its end, in a folder of its own."""

    def run(self, times: int, seconds: tuple[float, float], *ends: End) -> None:
        """End so many crawls, the ways in turn; check what is finished, and begin anew."""
        rounds = (self.folder / f"{number}" for number in count())
        output = next(rounds)
        while (done := self.ended.total()) < times:
            process = self._start(output)
            time.sleep(self.random.uniform(*seconds))
            if process.poll() is None:
                end = ends[done % len(ends)]
                end(process)
                self.ended[end.__name__] += 1
                self.torn += torn(self._record(output))
            else:
                self._finished(process, output)
                output = next(rounds)
        self._finished(self._start(output), output)

    def moments(self) -> tuple[float, float]:
        """Crawl once to the end; return moments within its first fifth, in seconds.

        Machines differ, and so do the neighbours on them. A hundred ends must not take hours.
        """
        begun, output = time.monotonic(), self.folder / "whole"
        self._finished(self._start(output), output)
        return 0.3, min((time.monotonic() - begun) * 0.2, 20.0)

    def _start(self, output: Path) -> Process:
        # A run that goes on may have one article left, and some declare more than they show.
        settings = *self.settings, "MIN_COMPLETENESS=0"
        return start(self.paper.site, output, *settings, **self.paper.arguments)

    def _record(self, output: Path) -> Path:
        return record_folder(output, self.paper.site, **self.paper.arguments)

    def _finished(self, process: Process, output: Path) -> None:
        run = ended(process, self._record(output), 900)
        assert (run.status, run.stderr) == (0, "")
        assert not list(run.folder.glob("*.part"))
        self.torn += torn(run.folder)
        self.losses.append(self.paper.losses(run))

    def __str__(self) -> str:
        sums = {name: sum(getattr(one, name) for one in self.losses) for name in Losses._fields}
        figures = ", ".join(f"{number} {name}" for name, number in sums.items())
        ends = ", ".join(f"{number} {name}" for name, number in self.ended.items())
        return (
            f"{self.paper.site} {' '.join(self.settings)}: {ends}; "
            f"in {len(self.losses)} finished crawls {figures}, {self.torn} torn"
        )

    def check(self) -> None:
        """Assert that nothing was lost, written twice or torn."""
        assert self.losses
        assert [one for one in self.losses if one.missing or one.twice] == []
        assert self.torn == 0


def group(process: Process) -> None:
    """SIGKILL for the crawler and all that it started."""
    os.killpg(process.pid, signal.SIGKILL)
    _gone(process)


def alone(process: Process) -> None:
    """SIGKILL for the crawler alone: its browser is left behind."""
    process.kill()
    _gone(process)


def terminated(process: Process) -> None:
    """SIGTERM: the crawl ends in good order, unless it had hardly begun."""
    process.terminate()
    stderr = process.communicate(timeout=60)[1]
    assert process.returncode in {0, Exit.INTERRUPTED, -signal.SIGTERM}, stderr
    assert stderr.count("\n") <= 1, stderr


def _gone(process: Process) -> None:
    process.wait()
    for pipe in (process.stdout, process.stderr):
        assert pipe
        pipe.close()


def torn(folder: Path) -> int:
    """Count the torn files, lines and threads among what has its final name, run ended or dead."""
    files = [path for path in folder.glob("*-*.jsonl*") if not path.name.endswith(".part")]
    number = sum(packing_of(path.name).whole(path) != path.stat().st_size for path in files)
    run = Run(status=0, stdout="", stderr="", folder=folder)
    collected = {key: row["comments_collected"] for key, row in run.latest("articles").items()}
    threads = Counter(row["article_id"] for row in run.lines("comments"))
    # Comments get their final name first, so one killed in between has no article yet.
    whole = [collected.get(key, found) == found for key, found in threads.items()]
    return number + whole.count(False)
