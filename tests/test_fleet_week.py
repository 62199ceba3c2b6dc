"""A fleet over days, four rounds a day: what is written equals what each paper said.

The short form takes twelve papers through two days, with four kills; the long one (`make chaos`)
sixty through a week, with thirty.
"""

import random
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest

from newscrawl.runs.exits import Exit
from tests.support.fleets import Fleet, fleet, until, workers
from tests.support.hosts import self_signed
from tests.support.sick_papers import Sharer, Sick, Talk
from tests.support.small_paper import SmallPaper, small_paper

START = datetime(2026, 3, 15, 6, tzinfo=UTC)
DELAY = 0.3
FOR_A_TIME = ("overloaded", "hanging", "busy", "redesign")
"""Troubles that are over after some rounds."""
FOR_GOOD = ("robots", "endless", "flood", "huge")
FORBIDDEN = ("robots",)
QUICK = [
    *("-s", f"DOWNLOAD_DELAY={DELAY}", "-s", "AUTOTHROTTLE_ENABLED=0", "-s", "DOWNLOAD_TIMEOUT=3"),
    *("-s", "RUN_SECONDS=12", "--jobs", "6"),
]


@dataclass
class Week:
    """A fleet of papers over some days."""

    ours: Fleet[SmallPaper]
    talk: Talk
    days: int
    kills: int
    rng: random.Random = field(default_factory=lambda: random.Random(15))
    killed: int = 0

    @property
    def rounds(self) -> list[datetime]:
        return [START + timedelta(hours=6 * number) for number in range(4 * self.days)]

    def thread(self, paper: SmallPaper) -> dict[int, str]:
        """Return the comments of a paper, wherever they are."""
        if isinstance(paper, Sharer):
            return self.talk.threads[urlsplit(paper.talk).path]
        return paper.comments

    def go_on(self, number: int) -> None:
        """Let papers say something new, fall ill and get well."""
        for place, paper in enumerate(self.ours.papers):
            said = self.thread(paper)
            if number < 4 * (self.days - 1) and (number + place) % 3 == 0:
                said[len(said) + 1] = f"Number {len(said) + 1} of {place}."
            if isinstance(paper, Sick) and paper.trouble in FOR_A_TIME:
                third = len(self.rounds) // 3
                paper.is_sick = third <= number < 2 * third
                (paper.go.clear if paper.is_sick else paper.go.set)()

    def round(self, now: datetime, *more: str) -> tuple[int, str]:
        """Visit all that is due, however often the fleet is killed meanwhile."""
        moment = now.isoformat().replace("+00:00", "Z")
        share = self.kills / len(self.rounds)
        kills = int(share) + (self.rng.random() < share % 1)
        for _ in range(min(kills, self.kills - self.killed)):
            self.kill(moment)
        status, _, err = self.ours.run(*QUICK, *self.allowed, *more, now=moment)
        return status, err

    @property
    def allowed(self) -> list[str]:
        return ["-s", f"LOCAL_ADDRESSES={urlsplit(self.talk.base).netloc}"]

    def kill(self, moment: str) -> None:
        """Kill the command or one of its processes, at a moment of chance."""
        run = self.ours.start(*QUICK, *self.allowed, now=moment)
        asked = sum(len(one.times) for one in self.ours.papers) + self.rng.randint(1, 40)
        until(
            lambda: (
                sum(len(one.times) for one in self.ours.papers) >= asked or run.poll() is not None
            )
        )
        helpers = workers(run) if run.poll() is None else []
        if helpers and self.rng.random() < 0.5:
            self.rng.choice(helpers).send_signal(signal.SIGKILL)
        else:
            run.kill()
        run.communicate()
        assert psutil.wait_procs(helpers, 60)[1] == []
        self.killed += 1


@contextmanager
def week(folder: Path, papers: int, days: int, kills: int) -> Iterator[Week]:
    """Serve papers on hosts of their own; every fourth has its comments on one that they share."""
    sick = [Sick(trouble=one, is_sick=one in FOR_GOOD) for one in (*FOR_A_TIME, *FOR_GOOD)]
    others = [
        Sharer() if place % 4 == 0 else SmallPaper() for place in range(papers - len(sick) - 2)
    ]
    every = [*sick, *others]
    with (
        small_paper(Talk(host="127.0.1.1")) as talk,
        untrusted(folder) as address,
    ):
        assert isinstance(talk, Talk)
        for place, paper in enumerate(every):
            paper.host = f"127.0.0.{place + 2}"
            if isinstance(paper, Sharer):
                talk.threads[f"/paper{place}"] = {}
                paper.talk = f"{talk.base}/paper{place}"
        with fleet(folder, *every) as ours:
            ours.more = ["Nowhere,http://no-such-paper.invalid,", f"Untrusted,{address},"]
            yield Week(ours, talk, days, kills)


@contextmanager
def untrusted(folder: Path) -> Iterator[str]:
    """Listen with a certificate that nobody vouches for."""
    context, _ = self_signed({"paper.example"}, folder)
    with socket.create_server(("127.0.1.2", 0)) as server:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    with suppress(OSError), context.wrap_socket(connection, server_side=True):
                        pass

        threading.Thread(target=serve, daemon=True).start()
        yield f"https://127.0.1.2:{server.getsockname()[1]}"


SIZES = [
    pytest.param(12, 2, 4, marks=pytest.mark.slow, id="two days"),
    pytest.param(60, 7, 30, marks=pytest.mark.chaos, id="a week"),
]


@pytest.mark.parametrize(("papers", "days", "kills"), SIZES)
def test_days_of_a_fleet(tmp_path: Path, papers: int, days: int, kills: int) -> None:
    begun = time.monotonic()
    with week(tmp_path, papers, days, kills) as ours:
        for number, now in enumerate(ours.rounds):
            ours.go_on(number)
            status, err = ours.round(now)
            assert status in {Exit.DONE, Exit.TROUBLE}, err
            assert (err == "") == (status == Exit.DONE)
            print(f"{number}: {time.monotonic() - begun:.0f} s, {len(err.splitlines())} lines")  # noqa: T201
        status, err = ours.round(START + timedelta(days=days + 5), "--all")
        print(err)  # noqa: T201
        assert "no-such-paper.invalid" in err or "told before" in err
        compare(ours)


def compare(ours: Week) -> None:
    """Compare what was written with what each paper said, and what its server saw."""
    for place, paper in enumerate(ours.ours.papers):
        name = f"{place}: {getattr(paper, 'trouble', 'well')}"
        said = [] if getattr(paper, "trouble", "") in FORBIDDEN else ours.thread(paper).values()
        written = ours.ours.comments(paper)
        if getattr(paper, "trouble", "") == "endless":  # nobody could read all of it
            assert written, name
            said = set(said) & set(written)
        assert written == sorted(said), name
        rows = ours.ours.record(paper)
        ids = [row["id"] for row in rows.lines("comments")]
        assert len(ids) == len(set(ids)), name
        begun = [datetime.fromisoformat(row["date_started"]) for row in rows.run_lines()]
        begun = [moment for moment in begun if moment <= ours.rounds[-1]]  # the last one is later
        assert max(later - earlier for earlier, later in pairwise(begun)) <= timedelta(days=1)
    for paper in [*ours.ours.papers, ours.talk]:
        gaps = [later - earlier for earlier, later in pairwise(sorted(paper.times))]
        # A request may be late on its way, and the next one not.
        assert sum(gap < 0.8 * DELAY for gap in gaps) <= 0.02 * len(gaps) + 1, paper
        asked = [path for path, _ in paper.log].count("/robots.txt")
        lost = ours.kills  # a run that is killed may have asked, and kept nothing
        assert asked <= ours.days + 2 + lost or getattr(paper, "trouble", "") == "overloaded"
