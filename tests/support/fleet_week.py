"""A fleet of papers over some days: they say new things, fall ill, and their visits are killed."""

import random
import re
import signal
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from newscrawl.demo import Demo
from tests.support.fleets import Fleet, fleet, until, workers
from tests.support.hosts import self_signed
from tests.support.sick_papers import Sharer, Sick, Talk
from tests.support.small_paper import SmallPaper, small_paper

START = datetime(2026, 3, 15, 6, tzinfo=UTC)
DELAY = 0.3
FOR_A_TIME = ("overloaded", "hanging", "busy", "redesign")
"""Troubles that are over after some rounds."""
FOR_GOOD = ("robots", "endless", "flood", "huge")
SINCE, UNTIL = "2021-01-06", "2021-01-26"
"""What is read of the editions of the demo: a few articles of each design."""
UNSERVED = 2
"""Two more have a name that leads nowhere, and a certificate that nobody vouches for."""
QUICK = [
    *("-s", f"DOWNLOAD_DELAY={DELAY}", "-s", "AUTOTHROTTLE_ENABLED=0", "-s", "DOWNLOAD_TIMEOUT=10"),
    *("--jobs", "6"),
]


@dataclass
class Week:
    """A fleet of papers over some days."""

    ours: Fleet[SmallPaper]
    talk: Talk
    demos: Sequence[Demo]
    days: int
    kills: int
    seconds: int
    """Of a visit, at most: the endless paper takes all of them."""
    rng: random.Random = field(default_factory=lambda: random.Random(15))
    killed: int = 0
    number: int = 0
    """Of the round."""
    noticed: list[str] = field(default_factory=list)
    """What was told, and should not have been."""

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
        self.number = number
        for place, paper in enumerate(self.ours.papers):
            said = self.thread(paper)
            if number < max(4 * (self.days - 1), 2) and (number + place) % 3 == 0:
                said[len(said) + 1] = f"Number {len(said) + 1} of {place}."
            if isinstance(paper, Sick) and paper.trouble in FOR_A_TIME:
                third = len(self.rounds) // 3
                paper.is_sick = third <= number < 2 * third
                (paper.go.clear if paper.is_sick else paper.go.set)()

    def round(self, now: datetime, *more: str) -> tuple[int, str]:
        """Visit all that is due, however often the fleet is killed meanwhile."""
        moment = now.isoformat().replace("+00:00", "Z")
        while self.killed < self.kills * (self.number + 1) // len(self.rounds):
            self.kill(moment)
        status, _, err = self.ours.run(*self.options, *more, now=moment)
        self.read(err)
        return status, err

    @property
    def options(self) -> list[str]:
        talk = f"LOCAL_ADDRESSES={urlsplit(self.talk.base).netloc}"
        return [*QUICK, "-s", f"RUN_SECONDS={self.seconds}", "-s", talk]

    def asked(self) -> int:
        """Return how many requests came to all papers."""
        return sum(len(one.times) for one in self.ours.papers)

    def kill(self, moment: str) -> None:
        """Kill the command or one of its processes, at a moment of chance."""
        run = self.ours.start(*self.options, now=moment)
        asked = self.asked() + self.rng.randint(1, 40)
        until(lambda: self.asked() >= asked or run.poll() is not None)
        helpers = workers(run) if run.poll() is None else []
        if helpers and self.rng.random() < 0.5:
            self.rng.choice(helpers).send_signal(signal.SIGKILL)
        else:
            run.kill()
        _, err = run.communicate()
        assert psutil.wait_procs(helpers, 60)[1] == []
        self.killed += 1
        self.read(err)

    def read(self, err: str) -> None:
        """Notice what a digest says of papers that are well, and whatever else is printed."""
        for line in err.splitlines():
            named = {int(number) for number in re.findall(r"\bPaper (\d+)", line)}
            well = any(not isinstance(self.ours.papers[one], Sick) for one in named)
            slow = re.search("more than a visit may take|it took longer than", line)
            ill = "Demo" in line and not slow  # a busy machine, and its browser
            if well or ill or not line.startswith("newscrawl: "):
                self.noticed.append(f"round {self.number}: {line}")


@contextmanager
def week(
    folder: Path,
    papers: int,
    days: int,
    kills: int,
    seconds: int,
    editions: Sequence[str] = (),
    troubles: Sequence[str] = (*FOR_A_TIME, *FOR_GOOD),
) -> Iterator[Week]:
    """Serve papers on hosts of their own; every fourth has its comments on one that they share."""
    sick = [Sick(trouble=one, is_sick=one in FOR_GOOD) for one in troubles]
    others = papers - len(sick) - len(editions) - UNSERVED
    every = [*sick, *(Sharer() if place % 4 == 0 else SmallPaper() for place in range(others))]
    with ExitStack() as stack:
        talk = stack.enter_context(small_paper(Talk(host="127.0.1.1")))
        address = stack.enter_context(untrusted(folder))
        demos = [stack.enter_context(Demo(edition=one, articles=24)) for one in editions]
        assert isinstance(talk, Talk)
        for place, paper in enumerate(every):
            paper.host = f"127.0.0.{place + 2}"
            if isinstance(paper, Sharer):
                talk.threads[f"/paper{place}"] = {}
                paper.talk = f"{talk.base}/paper{place}"
        ours = stack.enter_context(fleet(folder, *every))
        ours.more = ["Nowhere,http://no-such-paper.invalid,", f"Untrusted,{address},"]
        ours.known_sites = [
            f"Demo {edition},sputnik,{edition},{demo.base_url},{SINCE},{UNTIL}"
            for edition, demo in zip(editions, demos, strict=True)
        ]
        yield Week(ours, talk, demos, days, kills, seconds)


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
