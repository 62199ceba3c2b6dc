"""Commands that begin with the libraries loaded: most of what a short crawl costs is loading them.

A server of each test process has loaded what others wrote (Scrapy, Twisted, lxml, ...) and of this
package the rooms of pure functions, which ask neither the environment nor the clock as they are
loaded, and forks for each command. What runs is the command itself, in a process of its own, with
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
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import ClassVar, Self

LIBRARIES = (
    *("babel.core", "charset_normalizer", "cryptography.x509", "itemadapter", "jmespath"),
    *("json_repair", "lxml.cssselect", "lxml.html", "lxml_html_clean", "platformdirs"),
    *("playwright.async_api", "protego", "psutil", "rich.console", "rich.progress"),
    *("scrapy.cmdline", "scrapy.commands.crawl", "scrapy.core.downloader.handlers.http11"),
    *("scrapy.core.engine", "scrapy.shell", "scrapy.utils.test", "sqlite3", "tldextract"),
    *("statistics", "tomli_w", "trafilatura", "twisted.internet.asyncioreactor"),
    *("twisted.web.client", "unittest"),
)
ROOMS = ("discovery", "engines", "extract", "generic", "threads", "vocabulary")
"""Rooms of this package that are loaded before; what each command has of its own is in others."""
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

    def run(
        self, arguments: Sequence[str], cwd: Path, environment: Mapping[str, str], seconds: float
    ) -> "subprocess.CompletedProcess[str]":
        """Run `python -m ARGUMENTS` to its end; it is killed after so many seconds.

        Raises subprocess.TimeoutExpired.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with ours, theirs, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            order = json.dumps([*map(str, (cwd, *arguments))]), json.dumps({**environment})
            files = array("i", [theirs.fileno(), out.fileno(), err.fileno()])
            right = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, files)]
            self._orders.sendmsg(["\n".join(order).encode()], right)
            theirs.close()
            pid = int(ours.recv(100))
            ours.settimeout(seconds)
            try:
                status = int(ours.recv(100))
            except BaseException as error:
                with suppress(ProcessLookupError):
                    os.killpg(pid, signal.SIGKILL)
                if isinstance(error, TimeoutError):
                    raise subprocess.TimeoutExpired([*arguments], seconds) from None
                raise
            for file in (out, err):
                file.seek(0)
            said = [file.read().decode() for file in (out, err)]
            return subprocess.CompletedProcess([*arguments], status, *said)


def ran(
    *words: str,
    cwd: Path = ROOT,
    environment: Mapping[str, str] | None = None,
    seconds: float = SECONDS,
) -> "subprocess.CompletedProcess[str]":
    """Run `python -m WORDS` to its end, with what is given in its environment, too.

    Raises subprocess.TimeoutExpired, with the command killed.
    """
    env = {**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})}
    warm = Warm.running
    if warm and warm.can_run(env) and env["PYTHONPATH"] == str(ROOT):
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


def load() -> None:
    """Load what all commands need."""
    for library in LIBRARIES:
        import_module(library)
    import_module("trafilatura.external").jt_stoplist_init()  # else at the first page of each
    for room in ROOMS:
        package = import_module(f"newscrawl.{room}")
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    gc.collect()
    gc.freeze()  # no command looks through all of this again


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
            answer.send(str(pid).encode())
            status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            with suppress(OSError):  # nobody waits any more
                answer.send(str(status).encode())
        os._exit(0)
    os.setsid()
    os.close(told)
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
    load()
    assert "twisted.internet.reactor" not in sys.modules  # each command installs its own
    with socket.socket(fileno=int(sys.argv[1])) as given:
        serve(given)
