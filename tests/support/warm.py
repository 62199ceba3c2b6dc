"""Commands that begin with the libraries loaded: most of what a short crawl costs is loading them.

A server of each test process has loaded what others wrote (Scrapy, Twisted, lxml, ...) and most of
this package, which asks neither the environment nor the clock as it is loaded, and forks for each
command. What runs is the command itself, in a process of its own, with
the arguments, the environment, the folder and the streams it is given.
"""

import gc
import json
import os
import pkgutil
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
import time
from array import array
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, ClassVar, Protocol, Self

LIBRARIES = (
    *("_strptime", "babel.core", "charset_normalizer", "cryptography.x509", "encodings.charmap"),
    *("itemadapter", "jinja2", "jmespath", "json_repair", "lxml.cssselect", "lxml.html"),
    *("lxml_html_clean", "platformdirs", "playwright.async_api", "protego", "psutil"),
    *("rich.console", "rich.progress", "scrapy.cmdline", "scrapy.core.downloader.handlers.http11"),
    *("scrapy.core.engine", "scrapy.dupefilters", "scrapy.exporters"),
    *("scrapy.extensions.closespider", "scrapy.extensions.corestats", "scrapy.extensions.logcount"),
    *("scrapy.extensions.logstats", "scrapy.extensions.memdebug", "scrapy.extensions.memusage"),
    *("scrapy.extensions.spiderstate", "scrapy.extensions.telnet", "scrapy.extensions.throttle"),
    *("scrapy.logformatter",),
    *("scrapy.pqueues", "scrapy.robotstxt", "scrapy.shell", "scrapy.squeues"),
    *("scrapy.statscollectors", "scrapy.utils.test", "sqlite3", "statistics", "tldextract"),
    *("tomli_w", "tomllib", "trafilatura", "twisted.conch.telnet"),
    *("twisted.internet.asyncioreactor", "twisted.web.client", "unittest", "xml.etree.ElementTree"),
    *("xml.sax.saxutils",),
)
PACKAGES = ("scrapy.commands", "scrapy.downloadermiddlewares", "scrapy.spidermiddlewares")
"""Of these all modules are loaded."""
ROOMS = (
    *("archive", "browser", "commands", "discovery", "engines", "extensions", "extract"),
    *("fleet", "generic", "middlewares", "net", "outlets", "pipelines", "plugins", "record"),
    *("report", "runs", "sites", "spiders", "state", "threads", "vocabulary"),
)
"""The same of this package: a test sees that none of them asks for anything as it is loaded."""
AT_START = ("PYTHON", "LC_", "LANG", "LD_")
"""Beginnings of the variables that Python reads as it starts."""
ROOT = Path(__file__).parents[2]
SECONDS = 900
LONGEST = 200_000
"""Bytes of an order."""


class Warm:
    """The server, as its test process sees it: `with Warm(): ...`."""

    running: ClassVar["Warm | None"] = None

    def __enter__(self) -> Self:
        self._orders, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.support.warm", str(theirs.fileno())],
                cwd=ROOT,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        self._environment = dict(os.environ)
        Warm.running = self
        return self

    def __exit__(self, *_: object) -> None:
        Warm.running = None
        self._orders.close()
        self._process.wait()

    def can_run(self, environment: Mapping[str, str]) -> bool:
        """Return whether a command would find what the server found when it started."""
        changed = dict(environment.items() ^ self._environment.items())
        changed.pop("PYTHONPATH", None)  # the root of the repository, where the server is at home
        return not any(name.startswith(AT_START) for name in changed)

    def start(
        self, arguments: Sequence[str], cwd: Path, environment: Mapping[str, str]
    ) -> "Started":
        """Begin `python -m ARGUMENTS`, in a session of its own."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        out, err = TemporaryFile("w+"), TemporaryFile("w+")  # noqa: SIM115 - till `communicate`
        order = json.dumps([*map(str, (cwd, *arguments))]), json.dumps({**environment})
        with theirs:
            files = array("i", [theirs.fileno(), out.fileno(), err.fileno()])
            right = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, files)]
            self._orders.sendmsg(["\n".join(order).encode()], right)
        return Started([*arguments], ours, out, err)

    def run(
        self, arguments: Sequence[str], cwd: Path, environment: Mapping[str, str], seconds: float
    ) -> "subprocess.CompletedProcess[str]":
        """Run `python -m ARGUMENTS` to its end; it is killed after so many seconds.

        Raises subprocess.TimeoutExpired.
        """
        process = self.start(arguments, cwd, environment)
        try:
            said = process.communicate(timeout=seconds)
        except BaseException:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            raise
        return subprocess.CompletedProcess([*arguments], process.wait(), *said)


class Process(Protocol):
    """A command that runs: what tests use of subprocess.Popen."""

    @property
    def pid(self) -> int: ...
    @property
    def returncode(self) -> int | Any: ...
    @property
    def stdout(self) -> IO[str] | None: ...
    @property
    def stderr(self) -> IO[str] | None: ...

    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def communicate(self, *, timeout: float | None = None) -> tuple[str, str]: ...
    def send_signal(self, sig: int) -> None: ...
    def terminate(self) -> None: ...
    def kill(self) -> None: ...


class Started:
    """A command that the server began. It is no child of the test process."""

    def __init__(self, args: list[str], told: socket.socket, out: IO[str], err: IO[str]) -> None:
        self.args, self._told, self.stdout, self.stderr = args, told, out, err
        self.returncode: int | None = None
        self._said: tuple[str, str] | None = None
        self.pid = int(told.recv(100))

    def poll(self) -> int | None:
        """Return its status, or None while it runs."""
        with suppress(subprocess.TimeoutExpired):
            return self.wait(0)
        return None

    def wait(self, timeout: float | None = None) -> int:
        """Return its status once it has ended. Raises subprocess.TimeoutExpired."""
        if self.returncode is None:
            self._told.settimeout(timeout)
            try:
                self.returncode = int(self._told.recv(100))
            except (BlockingIOError, TimeoutError):
                raise subprocess.TimeoutExpired(self.args, timeout or 0) from None
            self._told.close()
        return self.returncode

    def communicate(self, *, timeout: float | None = None) -> tuple[str, str]:
        """Return what it printed once it has ended. Raises subprocess.TimeoutExpired."""
        self.wait(timeout)
        if not self._said:
            with self.stdout as out, self.stderr as err:
                out.seek(0)
                err.seek(0)
                self._said = out.read(), err.read()
        return self._said

    def send_signal(self, sig: int) -> None:
        """Send it a signal if it still runs."""
        if self.poll() is None:
            os.kill(self.pid, sig)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def ran(
    *words: str,
    cwd: Path = ROOT,
    environment: Mapping[str, str] | None = None,
    seconds: float = SECONDS,
) -> "subprocess.CompletedProcess[str]":
    """Run `python -m WORDS` to its end, with what is given in its environment, too.

    Raises subprocess.TimeoutExpired, with the command killed.
    """
    env, warm = _server_for(environment)
    if warm:
        return warm.run(words, cwd, env, seconds)
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )


def started(*words: str, cwd: Path = ROOT, environment: Mapping[str, str] | None = None) -> Process:
    """Begin `python -m WORDS` in a session of its own."""
    env, warm = _server_for(environment)
    if warm:
        return warm.start(words, cwd, env)
    return started_cold(sys.executable, "-m", *words, cwd=cwd, environment=environment)


def started_cold(
    *command: str, cwd: Path = ROOT, environment: Mapping[str, str] | None = None
) -> "subprocess.Popen[str]":
    """Begin a command that is a child of this process, in a session of its own."""
    return subprocess.Popen(
        command,
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})},
        start_new_session=True,
    )


def _server_for(given: Mapping[str, str] | None) -> tuple[dict[str, str], Warm | None]:
    """Return a command's environment, and the server if it can begin the command there."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), **(given or {})}
    warm = Warm.running
    usable = warm and warm.can_run(env) and env["PYTHONPATH"] == str(ROOT)
    return env, warm if usable else None


def load_libraries() -> None:
    """Load what others wrote."""
    for library in LIBRARIES:
        import_module(library)
    import_module("trafilatura.external").jt_stoplist_init()  # else at the first page of each
    _load_all(PACKAGES)


def load_rooms() -> None:
    """Load what is of this package."""
    _load_all(f"newscrawl.{room}" for room in ROOMS)


def _load_all(packages: Iterable[str]) -> None:
    for name in packages:
        package = import_module(name)
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            import_module(module.name)


def serve(orders: socket.socket) -> None:
    """Take orders until the test process ends."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # who waits for a command is never waited for
    while True:
        order, files, *_ = socket.recv_fds(orders, LONGEST, 3)
        if not order:
            return
        if os.fork() == 0:
            orders.close()
            _obey(order.decode(), *files)
        for one in files:
            os.close(one)


def _obey(order: str, told: int, out: int, err: int) -> None:
    """Run a command, and tell its process and its status; never returns."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    where, environment = map(json.loads, order.split("\n"))
    pid = os.fork()
    if pid:
        with socket.socket(fileno=told) as answer:
            status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            with suppress(OSError):  # nobody waits any more
                answer.send(str(status).encode())
        os._exit(0)
    os.setsid()
    with socket.socket(fileno=told) as answer:
        answer.send(str(os.getpid()).encode())
    os.dup2(out, 1)
    os.dup2(err, 2)
    os.close(out)
    os.close(err)
    _command(where, environment)


def _command(where: list[str], environment: dict[str, str]) -> None:
    """Do as `python -m` does in a new process, as far as it can be seen from inside."""
    folder, module, *sys.argv[1:] = where
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    tempfile.tempdir = None
    sys.path[0] = folder
    for name in [name for name in sys.modules if name.partition(".")[0] == "tests"]:
        del sys.modules[name]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    load_libraries()
    load_rooms()
    gc.collect()
    gc.freeze()  # no command looks through all of this again
    assert "twisted.internet.reactor" not in sys.modules  # each command installs its own
    with socket.socket(fileno=int(sys.argv[1])) as given:
        serve(given)
