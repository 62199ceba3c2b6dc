"""Commands that begin with the libraries loaded see what they would see in a new process."""

import os
import subprocess
import time
from pathlib import Path

import psutil
import pytest

from tests.support.warm import Warm

SHOWS = """
import os, sys
print(sys.argv[1:], os.getcwd(), os.environ["WHO"], __name__, os.getsid(0) == os.getpid())
own = {"browser", "commands", "middlewares", "pipelines", "settings", "sites", "spiders", "state"}
print([n for n in sys.modules if n.startswith("tests") or own.intersection(n.split(".")[1:2])
       and n.startswith("newscrawl.")])
print("twisted.internet.reactor" in sys.modules, "scrapy" in sys.modules)
sys.exit("a complaint")
"""


@pytest.fixture
def server() -> Warm:
    assert Warm.running
    return Warm.running


def test_a_command_sees_what_it_is_given(server: Warm, tmp_path: Path) -> None:
    (tmp_path / "shows.py").write_text(SHOWS)
    environment = {**os.environ, "WHO": "Ada"}
    done = server.run(["shows", "one", "zwei drei"], tmp_path, environment, 60)
    seen = f"['one', 'zwei drei'] {tmp_path.resolve()} Ada __main__ True\n[]\nFalse True\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, seen, "a complaint\n")


def test_a_command_that_takes_too_long_is_killed(server: Warm, tmp_path: Path) -> None:
    (tmp_path / "sleeps.py").write_text(
        "import os, time\nopen('pid', 'w').write(str(os.getpid()))\ntime.sleep(600)\n"
    )
    with pytest.raises(subprocess.TimeoutExpired):
        server.run(["sleeps"], tmp_path, os.environ, 2)
    pid = int((tmp_path / "pid").read_text())
    until = time.monotonic() + 20
    while psutil.pid_exists(pid):
        assert time.monotonic() < until
        time.sleep(0.05)


def test_what_python_reads_at_its_start_needs_a_new_process(server: Warm) -> None:
    assert server.can_run({**os.environ, "TMPDIR": "/elsewhere", "PYTHONPATH": "/here"})
    assert not server.can_run({**os.environ, "LC_ALL": "C"})
    assert not server.can_run({**os.environ, "PYTHONUTF8": "0"})
