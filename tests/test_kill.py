"""Crawls that are killed and stopped, then finished: nothing lost, nothing twice, nothing torn.

Real processes and real signals. This is the short form; the long one is `make chaos`.
"""

import os
import signal
import time
from pathlib import Path

import pytest

from newscrawl.demo import Demo
from newscrawl.runs.exits import Exit
from tests.support.crawling import crawl, ended, start, wait_for
from tests.support.demo_truth import RANGE, articles_of, check
from tests.support.killing import DemoPaper, Killer, alone, group, terminated
from tests.support.mixed_paper import MixedPaper


@pytest.mark.slow
@pytest.mark.browser
def test_a_few_kills_with_a_browser(tmp_path: Path) -> None:
    with Demo(articles=8) as demo:
        killer = Killer(DemoPaper(demo), tmp_path, 1)
        killer.run(3, (0.3, 4.5), group, alone)
        killer.check()


@pytest.mark.parametrize("packing", ["gzip", pytest.param("zstd", marks=pytest.mark.slow)])
def test_a_few_kills_among_many_threads(tmp_path: Path, packing: str) -> None:
    with MixedPaper([("html", 15), ("api", 45)] * 15) as paper:
        killer = Killer(paper, tmp_path, 2, f"OUTPUT_COMPRESSION={packing}")
        killer.run(4, (0.3, 2.5), group, terminated)
        killer.check()


@pytest.mark.slow
@pytest.mark.parametrize("signals", [1, 2])
def test_sigterm_keeps_what_was_written(tmp_path: Path, signals: int) -> None:
    with Demo(articles=200) as demo:
        arguments = {"base_url": demo.base_url, "comments": "no", **RANGE}
        process = start("sputnik", tmp_path, **arguments)
        wait_for(tmp_path / "sputnik.en", "*-articles.jsonl.part")
        for _ in range(signals):
            process.send_signal(signal.SIGTERM)
            time.sleep(0.05)
        stopped = ended(process, tmp_path / "sputnik.en", 30)
        assert stopped.status == Exit.INTERRUPTED
        assert stopped.stderr.startswith("newscrawl: stopped")
        assert not list(stopped.folder.glob("*.part"))
        assert 0 < len(stopped.lines("articles")) < 200
        done, asked = stopped.lines("articles"), len(demo.log)
        run = crawl("sputnik", tmp_path, **arguments)
        assert (run.status, run.stderr) == (0, "")
        assert articles_of(run) == articles_of(demo.truth)
        again = " ".join(path for _, path in demo.log[asked:])
        assert not [row["id"] for row in done if row["id"].rpartition(":")[2] in again]


def test_ctrl_c_before_the_crawl_is_said_in_one_line(tmp_path: Path) -> None:
    (folder := tmp_path / "sputnik.en").mkdir()
    os.mkfifo(folder / "20260314T120000Z-articles.jsonl")  # what is read never ends
    process = start("sputnik", tmp_path)
    wait_for(folder, "ledger.sqlite")
    process.send_signal(signal.SIGINT)
    stopped = ended(process, folder, 30)
    assert stopped.status == Exit.INTERRUPTED
    assert stopped.stderr.startswith("newscrawl: stopped before")
    assert stopped.stderr.count("\n") == 1


@pytest.mark.slow
@pytest.mark.browser
def test_ctrl_c_in_the_midst_of_threads(tmp_path: Path) -> None:
    with Demo(articles=12) as demo:
        arguments = {"base_url": demo.base_url, **RANGE}
        process = start("sputnik", tmp_path, **arguments)
        wait_for(tmp_path / "sputnik.en", "*-comments.jsonl.part")
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: the browser has it, too
        stopped = ended(process, tmp_path / "sputnik.en", 60)
        assert stopped.status == Exit.INTERRUPTED
        assert not list(stopped.folder.glob("*.part"))
        run = crawl("sputnik", tmp_path, **arguments)
        assert (run.status, run.stderr) == (0, "")
        check(run, demo.truth)
