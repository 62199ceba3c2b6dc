"""Machines of one fleet: processes with folders of their own, one database, one store."""

import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
from scrapy.settings import Settings

from newscrawl.addon import add_settings
from newscrawl.clock import VARIABLE
from newscrawl.machines.database import connect
from newscrawl.machines.heads import Head, Heads
from newscrawl.runs.exits import Exit
from tests.support.crawling import Run
from tests.support.fleets import until
from tests.support.mixed_paper import RANGE, Answer, MixedPaper
from tests.support.postgres import Postgres, postgres
from tests.support.warm import Process, ran, started, started_cold

SECONDS = 120
LATER = {"NEWSCRAWL_CLOCK": "2036-03-15T08:00:00Z"}
LEASE = 15.0
"""Seconds."""


class WatchedPaper(MixedPaper):
    """A paper that notes who asked for what, and when.

    It gives all comments in the HTML, but for those of articles that need the browser. `host` is
    its address of loopback.
    """

    def __init__(
        self, articles: int, comments: int = 20, rendered: int = 0, host: str = "127.0.0.1"
    ) -> None:
        threads = [("html", comments)] * articles + [("browser", comments)] * rendered
        super().__init__(threads, host)
        asked: list[tuple[float, str, str]] = []
        self.asked = asked
        """When, by `time.monotonic`; the name of the machine; the path."""
        self.robots = ""
        """Rules of its robots.txt."""
        self.busy = 0
        """Seconds for which its articles ask to be left alone."""

        paper = self

        class Noting(self._server.RequestHandlerClass):  # type: ignore[name-defined,misc]
            def do_GET(self) -> None:  # noqa: N802 - http.server's name
                name = self.headers.get("User-Agent", "")
                asked.append((time.monotonic(), name, self.path))
                if paper.busy and "/html/" in self.path:
                    self.send_response(503)
                    self.send_header("Retry-After", str(paper.busy))
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                else:
                    super().do_GET()

        self._server.RequestHandlerClass = Noting

    def answer(self, path: str, query: dict[str, list[str]]) -> Answer | None:
        found = super().answer(path, query)
        if path == "/robots.txt" and found:
            return found._replace(body=f"User-agent: *\n{self.robots}\n{found.body}")
        return found

    @property
    def scope(self) -> str:
        return urlsplit(self.base_url).netloc.replace(":", "_")

    def stories(self, name: str = "") -> list[float]:
        """Return when articles were asked for, by one machine or by all."""
        return [at for at, who, path in self.asked if "/html/" in path and name in who]


@dataclass
class Machine:
    """A `fleet work` and all that it started."""

    name: str
    output: Path
    process: Process

    def all(self) -> list[psutil.Process]:
        with suppress(psutil.NoSuchProcess):
            own = psutil.Process(self.process.pid)
            return [own, *own.children(recursive=True)]
        return []

    def signal(self, number: int) -> None:
        """Send a signal to each of its processes."""
        for one in self.all():
            with suppress(psutil.NoSuchProcess):
                one.send_signal(number)

    def kill(self) -> None:
        self.signal(signal.SIGCONT)
        self.signal(signal.SIGKILL)
        self.process.communicate()

    def end(self, status: int = Exit.INTERRUPTED) -> None:
        """Let it end in good order."""
        self.process.terminate()
        _, err = self.process.communicate(timeout=SECONDS)
        assert (self.process.returncode, err.count("\n")) == (status, 1), err


@dataclass
class Machines:
    """The fleet."""

    folder: Path
    server: Postgres
    papers: Sequence[WatchedPaper]
    delay: float = 0.3
    running: list[Machine] = field(default_factory=list)
    lease: float = LEASE
    bucket: str = ""
    """The address of the store, where it is no folder."""
    wires: dict[str, str] = field(default_factory=dict)
    """How machines reach the database, where not directly."""
    inside: dict[str, list[str]] = field(default_factory=dict)
    """What stands before the commands of machines that have a network of their own."""
    stores: dict[str, str] = field(default_factory=dict)
    """Where machines reach the bucket, where it is not AWS_ENDPOINT."""
    clocks: dict[str, int] = field(default_factory=dict)
    """By how many seconds the clocks of machines are wrong."""
    moment: str = ""
    """When it is for all machines, if not now."""
    more: dict[str, Any] = field(default_factory=dict)
    """Further settings of all machines."""

    @property
    def store(self) -> Path:
        return self.folder / "store"

    def options(self, name: str) -> list[str]:
        quick = {
            "FLEET_DATABASE": self.wires.get(name, self.server.address),
            "FLEET_STORE": self.bucket or self.store,
            "FLEET_LEASE": self.lease,
            "FLEET_CHECKPOINT": 1,
            "DOWNLOAD_DELAY": self.delay,
            "AUTOTHROTTLE_ENABLED": 0,
            "RETRY_TIMES": 0,
            "HOST_BACK_OFF": 0,
            "USER_AGENT": name,
            "OUTPUT_DIR": self.folder / name,
            **self.more,
        }
        return [word for key, value in quick.items() for word in ("-s", f"{key}={value}")]

    def start(self, name: str, *options: str) -> Machine:
        """Start a machine."""
        process = self._start(name, "work", "--processes", "1", *options)
        machine = Machine(name, self.folder / name, process)
        self.running.append(machine)
        return machine

    def _start(self, name: str, *words: str) -> Process:
        own = {
            "XDG_STATE_HOME": str(self.folder / f"state-{name}"),
            **({"AWS_ENDPOINT": there} if (there := self.stores.get(name)) else {}),
            **({VARIABLE: self.moment} if self.moment else {}),
            **({VARIABLE: f"{wrong:+}"} if (wrong := self.clocks.get(name)) else {}),
        }
        given = ("newscrawl", "fleet", *words, *self.options(name))
        if inside := self.inside.get(name):
            command = (*inside, sys.executable, "-m", *given)
            return started_cold(*command, cwd=self.folder, environment=own)
        return started(*given, cwd=self.folder, environment=own)

    def order(self, *words: str, name: str = "desk") -> tuple[int, str, str]:
        """Give an order; return status, standard output and standard error."""
        process = self._start(name, *words)
        out, err = process.communicate(timeout=SECONDS)
        return process.returncode, out, err

    def obeyed(self, *words: str, name: str = "desk") -> str:
        """Give an order that goes well; return what it says."""
        status, out, err = self.order(*words, name=name)
        assert (status, err) == (0, "")
        return out

    def command(self, *words: str, name: str, alone: bool = False) -> tuple[int, str, str]:
        """Run any command on a machine, `alone` without the fleet; return as `order` does."""
        options = [f"OUTPUT_DIR={self.folder / name}"] if alone else self.options(name)[1::2]
        given = [word for one in options for word in ("-s", one)]
        done = ran("newscrawl", *words, *given, cwd=self.folder, environment=LATER)
        return done.returncode, done.stdout, done.stderr

    def file(self, **more: str) -> Path:
        """Return an outlets file with all papers."""
        columns = {"comments": "yes", **RANGE, **more}
        lines = [",".join(["name", "base_url", *columns])]
        for number, one in enumerate(self.papers):
            lines.append(",".join([f"Paper {number}", one.base_url, *columns.values()]))
        path = self.folder / "outlets.csv"
        path.write_text("\n".join([*lines, ""]))
        return path

    def settings(self, name: str = "desk") -> Settings:
        """Return the settings of a machine."""
        words = self.options(name)[1::2]
        settings = Settings()
        add_settings(settings)
        for word in words:
            key, _, value = word.partition("=")
            settings.set(key, value, "cmdline")
        return settings

    def head(self, paper: WatchedPaper) -> Head:
        """Return what is written of a paper."""
        with connect(self.settings()) as db:
            head = Heads(db).read(paper.scope)
        assert head
        return head

    def result(self, paper: WatchedPaper) -> dict[str, Any] | None:
        """Return what the last visit of a paper came to."""
        with connect(self.settings()) as db:
            query = "SELECT result FROM newscrawl_scope WHERE scope = %s"
            found: dict[str, Any] | None = Heads(db).ask(query, (paper.scope,))[0][0]
        return found

    def is_done(self, paper: WatchedPaper) -> bool:
        """Return whether a visit of a paper has come to its end."""
        return (self.result(paper) or {}).get("status") == 0

    def visit_again(self, papers: Sequence[WatchedPaper], seconds: float = 60) -> None:
        """Let papers be due at once, and wait until all were visited."""
        with connect(self.settings()) as db:
            ask = Heads(db).ask
            since = ask("SELECT clock_timestamp()")[0][0]
            self.obeyed("run-now", *(paper.scope for paper in papers))
            query = "SELECT count(*) FROM newscrawl_scope WHERE visited > %s"
            until(lambda: ask(query, (since,))[0][0] >= len(papers), seconds)

    def record(self, paper: WatchedPaper, name: str = "reader") -> Run:
        """Return what is written of a paper, fetched anew."""
        self.obeyed("fetch", paper.scope, name=name)
        return Run(status=0, stdout="", stderr="", folder=self.folder / name / paper.scope)

    def is_whole(self, paper: WatchedPaper) -> None:
        """Assert that all is written of a paper, and each line once."""
        losses = paper.losses(self.record(paper))
        assert (losses.missing, losses.twice) == (0, 0), losses


@contextmanager
def machines(
    folder: Path, *papers: WatchedPaper, add: bool = True, **more: Any
) -> Iterator[Machines]:
    """Serve papers, a database and a store as long as the block lasts.

    `more` are fields of `Machines`.
    """
    with ExitStack() as stack:
        server = stack.enter_context(postgres())
        fleet = Machines(folder, server, [stack.enter_context(one) for one in papers], **more)
        fleet.obeyed("init")
        if add:
            fleet.obeyed("add", str(fleet.file()))
        try:
            yield fleet
        finally:
            for one in fleet.running:
                if one.process.poll() is None:
                    one.kill()
