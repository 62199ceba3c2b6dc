"""The progress line on a real pseudo-terminal."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from newscrawl.demo import Demo
from newscrawl.extensions.progress import line, summary
from tests.support.crawling import ROOT


def on_a_terminal(command: list[str]) -> tuple[int, str]:
    """Run a command with standard error on a terminal; return its status and what was shown."""
    master, slave = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "160"}
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=slave, env=environment
    ) as process:
        os.close(slave)
        shown = b""
        while True:
            try:
                piece = os.read(master, 4096)
            except OSError:  # Linux' way to say that nobody writes any more
                break
            if not piece:
                break
            shown += piece
    os.close(master)
    return process.returncode, shown.decode(errors="replace")


@pytest.mark.slow
def test_a_terminal_sees_how_far_the_crawl_is(tmp_path: Path) -> None:
    with Demo() as demo:
        status, shown = on_a_terminal(
            [
                *(sys.executable, "-m", "scrapy", "crawl", "sputnik", "-a", "comments=no"),
                *("-a", f"base_url={demo.base_url}", "-a", "since=2021-02-01"),
                *("-a", "until=2021-02-28", "-s", f"OUTPUT_DIR={tmp_path}"),
                *("-s", "DOWNLOAD_DELAY=0.3", "-s", "AUTOTHROTTLE_ENABLED=False"),
            ]
        )
    assert status == 0
    text = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown)
    read = [int(number) for number in re.findall(r"(\d+) of \d+ articles", text)]
    assert read == sorted(read)
    assert read[-1] >= 10
    assert re.search(r"\d+ queued, \d+ articles a minute, \d+ s left", text)


def test_the_summary_says_where_the_output_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert summary({}, tmp_path / "output" / "ria").split()[-2:] == ["folder", "output/ria"]
    assert "folder" not in summary({}, None)


def test_time_left_is_told_only_when_it_is_known() -> None:
    few = {"articles/read": 2, "articles/found": 50}
    assert line(few, 30) == "2 of 50 articles, 0 comments"
    assert line({**few, "articles/failed/timeout": 8}, 30).endswith(
        "20 articles a minute, 2 min left"
    )
    assert line({"articles/read": 50, "articles/found": 50}, 60).endswith("50 articles a minute")
