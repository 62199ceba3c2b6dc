"""Which processes a browser cannot do without, told from real ones; and how they are ended."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from newscrawl.browser.generation import Generation
from newscrawl.browser.processes import VARIABLE, end, is_alive, tree
from tests.support.watching import wait_for

CORE = [sys.executable, "-c", "import time; time.sleep(60)"]
# It looks like its parent, which has no --type, until it becomes a renderer.
CHILD = ["sh", "-c", 'read _; exec "$0" "$@" --type=renderer', *CORE]
STARTER = """
import subprocess, sys
network = subprocess.Popen(CORE)
sys.stdin.readline()
child = subprocess.Popen(CHILD, stdin=subprocess.PIPE)
sys.stdin.readline()
child.stdin.write(b"\\n"); child.stdin.close()
sys.stdin.readline()
"""


@pytest.fixture
def driver() -> Iterator[psutil.Popen]:
    text = STARTER.replace("CORE", repr(CORE)).replace("CHILD", repr(CHILD))
    driver = psutil.Popen([sys.executable, "-c", text], stdin=subprocess.PIPE)
    yield driver
    for one in tree(driver):
        one.kill()
    driver.communicate()


def generation_of(driver: psutil.Process) -> Generation:
    nothing: Any = None
    return Generation(nothing, "", Path(), nothing, driver)


@pytest.mark.parametrize("looks", [1, 2, 3])
def test_a_renderer_that_looked_like_its_parent_may_go(driver: psutil.Popen, looks: int) -> None:
    wait_for(lambda: len(tree(driver)) == 2, 20)
    generation = generation_of(driver)
    assert generation.look() == ""
    step(driver)
    # Between fork and exec it still has the name of the driver.
    wait_for(lambda: any(one.name() == "sh" for one in tree(driver)[1:]), 20)
    child = next(one for one in tree(driver)[1:] if one.name() == "sh")
    for _ in range(looks):
        assert generation.look() == ""
    if looks > 1:
        step(driver)
        wait_for(lambda: "--type=renderer" in child.cmdline(), 20)
        assert generation.look() == ""
    child.kill()
    wait_for(lambda: not is_alive(child), 20)
    assert generation.look() == ""
    assert not generation.lost()
    # What is like its parent for good is missed.
    (network,) = [one for one in tree(driver)[1:] if is_alive(one)]
    os.kill(network.pid, signal.SIGKILL)
    wait_for(lambda: not is_alive(network), 20)
    assert generation.look() == "dead"


def step(driver: psutil.Popen) -> None:
    driver.stdin.write(b"\n")
    driver.stdin.flush()


def test_who_ends_processes_waits_for_those_that_somebody_else_killed() -> None:
    """A process that dies has lost its mark, and may take a while: here it has a large memory."""
    text = "import sys; held = b'x' * 2**29; print(flush=True); sys.stdin.read()"
    env = {**os.environ, VARIABLE: "mark-of-a-test"}
    with psutil.Popen(
        [sys.executable, "-c", text], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as large:
        large.stdout.readline()
        other = threading.Thread(target=end, args=("mark-of-a-test",))
        other.start()
        while is_alive(large):
            if not large.cmdline():
                assert end("mark-of-a-test") == []
                assert not is_alive(large)
        other.join()
