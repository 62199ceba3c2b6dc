"""Commands that begin with the libraries loaded see what they would see in a new process."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.support.warm import ROOT, Warm

SHOWS = """
import os, sys
print(sys.argv[1:], os.getcwd(), os.environ["WHO"], __name__, os.getsid(0) == os.getpid())
print([n for n in sys.modules if n.startswith("tests")])
print("twisted.internet.reactor" in sys.modules, "scrapy" in sys.modules)
sys.exit("a complaint")
"""

LOADS = """
import os, sys
from tests.support.warm import load_libraries, load_rooms
load_libraries()
from newscrawl import clock

class Refuses:
    def __init__(self, name): self.name = name
    def __call__(self, *_): sys.exit(f"{self.name} is asked for")
    def __getattr__(self, _): self()
    __getitem__ = __iter__ = __contains__ = __call__

for module, name in ((os, "environ"), (os, "getcwd"), (clock, "now"), (sys, "argv")):
    setattr(module, name, Refuses(name))
load_rooms()
print(len([name for name in sys.modules if name.startswith("newscrawl.")]))
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


def test_no_room_that_is_loaded_before_asks_for_what_a_command_may_change() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADS], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert int(done.stdout) > 300


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


def test_a_command_that_was_begun_is_watched_and_ended(server: Warm, tmp_path: Path) -> None:
    (tmp_path / "says.py").write_text("import time\nprint('here', flush=True)\ntime.sleep(600)\n")
    process = server.start(["says"], tmp_path, os.environ)
    assert process.poll() is None
    with pytest.raises(subprocess.TimeoutExpired):
        process.communicate(timeout=2)
    process.terminate()
    assert process.communicate(timeout=20) == ("here\n", "")
    assert process.returncode == process.poll() == -signal.SIGTERM
    process.terminate()  # of what has ended, nothing more


def test_what_python_reads_at_its_start_needs_a_new_process(server: Warm) -> None:
    assert server.can_run({**os.environ, "TMPDIR": "/elsewhere", "PYTHONPATH": "/here"})
    assert not server.can_run({**os.environ, "LC_ALL": "C"})
    assert not server.can_run({**os.environ, "PYTHONUTF8": "0"})
