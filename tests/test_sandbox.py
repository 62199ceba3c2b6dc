"""Chromium's sandbox is on for a plain user; a test run as root becomes one for this."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from newscrawl.browser.processes import is_alive
from newscrawl.demo import Demo
from newscrawl.runs.exits import Exit
from tests.support.watching import check, needs_chromium, running, wait_for

NOBODY = 65534
AS_NOBODY = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
# It may read what root may: Python itself may lie in root's closed home.
READING = ("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search")
PREFIX = () if os.geteuid() else (*AS_NOBODY, *READING)
pytestmark = [pytest.mark.browser, pytest.mark.slow, needs_chromium]


@pytest.fixture
def plain() -> Iterator[Path]:
    """A folder that a plain user may write to; pytest's own are closed to others."""
    able = shutil.which("setpriv") and shutil.which("unshare")
    if not able or subprocess.run([*PREFIX, "unshare", "-Ur", "true"], check=False).returncode:
        pytest.skip("plain users get no user namespaces here")
    folder = Path(tempfile.mkdtemp(prefix="sandbox-", dir="/tmp"))
    (folder / "tmp").mkdir()
    for one in (folder, folder / "tmp") if PREFIX else ():
        os.chown(one, NOBODY, NOBODY)
    yield folder
    shutil.rmtree(folder)


def test_strangers_scripts_run_in_the_sandbox(plain: Path) -> None:
    prefix = (*PREFIX, "env", f"HOME={plain}")
    with Demo(articles=12) as demo, running(demo, plain, prefix=prefix) as crawl:
        wait_for(lambda: bool(crawl.find("renderer")), 90)
        renderers = crawl.find("renderer")
        # One that has just been started goes in before it is given a page.
        wait_for(lambda: all(in_sandbox(one) for one in renderers if is_alive(one)), 10)
        assert any(is_alive(one) for one in renderers)
        assert crawl.end() == (Exit.DONE, "")
        check(crawl, demo)


def in_sandbox(renderer: psutil.Process) -> bool:
    """Return whether it has user and process ids of its own, and a filter of system calls."""
    mine, its = Path("/proc/self"), Path(f"/proc/{renderer.pid}")
    with suppress(OSError):  # gone meanwhile
        spaces = [(mine / "ns" / one, its / "ns" / one) for one in ("user", "pid")]
        apart = all(one.readlink() != other.readlink() for one, other in spaces)
        return apart and "Seccomp:\t2" in (its / "status").read_text("utf-8")
    return False
