"""A browser that does not start: one line says why and what mends it; nothing hangs on it."""

import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from newscrawl.demo import Demo
from newscrawl.runs.exits import Exit
from tests.support.watching import Crawl, needs_chromium, running, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow, needs_chromium]

NODE, CHROMIUM = "PLAYWRIGHT_NODEJS_PATH", "NEWSCRAWL_CHROMIUM"
SICK = {
    "no node": (NODE, None, "Cannot launch Node.js"),
    "node ends at once": (NODE, "exit 1", "`python -m playwright --version` shows why"),
    "a library is missing": (CHROMIUM, "echo no libnss3.so >&2; exit 127", "no libnss3.so"),
}


def program(folder: Path, text: str | None) -> str:
    path = folder / "program"
    if text is not None:
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)
    return str(path)


def said_of(crawl: Crawl) -> str:
    """Return the line of a run that did all it could without a browser."""
    status, said = crawl.end()
    assert status == Exit.BROWSER
    (line,) = [one for one in said.splitlines() if one.startswith("newscrawl:")]
    assert line.startswith("newscrawl: Chromium could not be started: ")
    assert "Traceback" not in said
    ways = [row["comments_status"] for row in crawl.rows().values()]
    assert len(ways) == 12
    assert "error" in ways
    assert crawl.left() == []
    assert list(crawl.tmp.iterdir()) == []
    return line


@pytest.mark.parametrize("sick", SICK)
def test_why_it_does_not_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sick: str) -> None:
    variable, text, why = SICK[sick]
    monkeypatch.setenv(variable, program(tmp_path, text))
    with Demo(articles=12) as demo, running(demo, tmp_path) as crawl:
        assert why in said_of(crawl)


@pytest.mark.parametrize("variable", [NODE, CHROMIUM])
def test_a_signal_while_it_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, program(tmp_path, "exec sleep 300"))
    with Demo(articles=12) as demo, running(demo, tmp_path, "LOG_LEVEL=WARNING") as crawl:
        wait_for(lambda: crawl.runs("300"), 90)
        begun = time.monotonic()
        crawl.process.send_signal(signal.SIGTERM)
        status, said = crawl.end(40)
        assert time.monotonic() - begun < 20
        assert status == Exit.INTERRUPTED
        assert "Traceback" not in said
        assert crawl.left() == []
        assert list(crawl.tmp.iterdir()) == []


# A plain user, by the ids of a namespace of its own, in which no further one can be made.
NO_NAMESPACES = "echo 0 > /proc/sys/user/max_user_namespaces"
PLAIN = ("unshare", "-U", "--map-user=65534", "--map-group=65534", "--keep-caps", "sh", "-c")
THEN = 'exec setpriv --inh-caps=-all --ambient-caps=-all "$@"'
WITHOUT = (*PLAIN, f"{NO_NAMESPACES} && {THEN}", "sh")


def test_a_plain_user_who_gets_no_sandbox(tmp_path: Path) -> None:
    able = shutil.which("setpriv") and shutil.which("unshare")
    if not able or subprocess.run([*WITHOUT, "true"], check=False).returncode:
        pytest.skip("no user namespace can be made here to take them away in")
    with Demo(articles=12) as demo, running(demo, tmp_path, prefix=WITHOUT) as crawl:
        line = said_of(crawl)
        assert "sandbox" in line
        assert "apt install chromium-sandbox" in line
