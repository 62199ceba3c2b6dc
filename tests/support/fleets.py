"""A fleet of small papers on loopback, and `newscrawl fleet run` as cron starts it."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any, Generic, Protocol, TypeVar
from urllib.parse import urlsplit

import psutil

from newscrawl.fleet.plan import PROCESS
from newscrawl.outlets.check import Outlet
from newscrawl.runs.exits import Exit
from newscrawl.sites.arguments import read_arguments
from newscrawl.sites.news import News
from tests.support.crawling import Row, Run
from tests.support.small_paper import SmallPaper, small_paper
from tests.support.warm import Process, ran, started

SECONDS = 300
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass
class Slow(SmallPaper):
    """A paper that gives its article only once it is told to."""

    go: Event = field(default_factory=Event)

    def answer(self, path: str, query: dict[str, list[str]]) -> tuple[int, str, dict[str, str]]:
        if path.startswith("/2026"):
            self.go.wait(SECONDS)
        return super().answer(path, query)


class Paper(Protocol):
    """A server of an outlet."""

    @property
    def base(self) -> str:
        """Its address."""


P = TypeVar("P", bound=Paper)


@dataclass
class Fleet(Generic[P]):
    """The papers, the file that names them, and what was written."""

    folder: Path
    papers: list[P]
    more: list[str] = field(default_factory=list)
    """Further lines of the file: name, url, paused."""
    known_sites: list[str] = field(default_factory=list)
    """The same of sites that newscrawl knows: name, site, edition, base_url, since, until."""

    @property
    def file(self) -> Path:
        """The outlets file, as it stands now."""
        lines = [f"Paper {n},{one.base}," for n, one in enumerate(self.papers)]
        path = self.folder / "outlets.csv"
        rows = [f"{line},2026-03-01,{'no' if 'no-comments' in line else 'yes'}" for line in lines]
        rows += [f"{line},2026-03-01,no" for line in self.more]
        head = "name,url,paused,since,comments"
        if self.known_sites:
            head += ",site,edition,base_url,until"
            for line in self.known_sites:
                name, site, edition, base_url, since, last = line.split(",")
                rows.append(f"{name},,,{since},yes,{site},{edition},{base_url},{last}")
        path.write_text("\n".join([head, *rows, ""]))
        return path

    def start(self, *options: str, now: str = "") -> Process:
        """Start a run."""
        moved = {"NEWSCRAWL_CLOCK": now} if now else {}
        return started(*self._words(*options), cwd=self.folder, environment=moved)

    def run(self, *options: str, now: str = "") -> tuple[int, str, str]:
        """Run to the end; return status, standard output and standard error."""
        moved = {"NEWSCRAWL_CLOCK": now} if now else {}
        done = ran(*self._words(*options), cwd=self.folder, environment=moved, seconds=SECONDS)
        return done.returncode, done.stdout, done.stderr

    def _words(self, *options: str) -> list[str]:
        quick = ("RETRY_TIMES=0", "HOST_BACK_OFF=0", f"OUTPUT_DIR={self.folder / 'output'}")
        words = [word for one in quick for word in ("-s", one)]
        return ["newscrawl", "fleet", "run", str(self.file), *options, *words]

    def record(self, paper: Paper) -> Run:
        """Return what was written of a paper."""
        scope = urlsplit(paper.base).netloc.replace(":", "_")
        return Run(status=0, stdout="", stderr="", folder=self.folder / "output" / scope)

    def comments(self, paper: Paper) -> list[str]:
        """Return the texts of a paper's comments, one a line that was written."""
        return sorted(row["text"] for row in self.record(paper).lines("comments"))

    def ends(self, paper: Paper) -> list[str]:
        """Return how the paper's runs ended, oldest first."""
        rows: list[Row] = self.record(paper).run_lines()
        return [row["exit_name"] for row in rows]


@contextmanager
def fleet(folder: Path, *papers: SmallPaper) -> Iterator[Fleet[SmallPaper]]:
    """Serve papers as long as the block lasts."""
    with ExitStack() as stack:
        yield Fleet(folder, [stack.enter_context(small_paper(one)) for one in papers])


def workers(process: Process) -> list[psutil.Process]:
    """Return the processes of a run that visit outlets."""
    children = psutil.Process(process.pid).children()
    return [one for one in children if PROCESS in one.cmdline()]


def until(condition: object, seconds: float = SECONDS) -> None:
    """Wait for a condition: something to call."""
    assert callable(condition)
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


def outlet(
    host: str = "paper.example", every: timedelta = timedelta(hours=1), **more: Any
) -> Outlet:
    """Return an outlet as its line in a file comes to."""
    arguments = read_arguments(News, {"url": f"https://{host}"}, NOON)
    return Outlet(line=2, name=host, arguments=arguments, every=every, **more)


def line(began: datetime, exit_: Exit | str = Exit.DONE, new: int = 0, known: int = 9) -> Any:
    """Return a line of an outlet's history; `exit_` may be a name that has no status."""
    counts = {"new": new, "known": known}
    name = exit_ if isinstance(exit_, str) else exit_.name
    status = None if isinstance(exit_, str) else int(exit_)
    row: dict[str, Any] = {
        "type": "run",
        "run_id": "x",
        "site": "news",
        "arguments": {},
        "finish_reason": "x",
    }
    row |= {"completeness": None, "dates": {}, "fill_rates": {}, "alarms": []}
    row |= {"date_started": began.isoformat(), "exit_status": status, "exit_name": name}
    return row | {"articles": counts, "comments": counts}
