"""Kept pages are read again: the same code says nothing new, other code what it reads otherwise."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from newscrawl import clock
from tests.support.crawling import ROOT, Run, ended, record_folder, start
from tests.support.small_paper import SmallPaper, small_paper

SITE = """
from newscrawl.discovery.open_web import FrontPage, RobotsTxt
from newscrawl.sites.base import Edition, Site

class Lantern(Site):
    name = "lantern"
    editions = (Edition(code="", host="lantern.example", language="en", timezone="UTC"),)
    sources = (RobotsTxt(), FrontPage())
    article_paths = (r"^/20\\d\\d/",)

    def article(self, page):
        found = super().article(page)
        found.headline = CHANGE(found.headline)
        return found
"""


class Kept(NamedTuple):
    """A crawl whose pages are kept, and the paper, which is gone by now."""

    run: Run
    paper: SmallPaper
    module: Path

    def rewrite(self, change: str) -> None:
        self.module.write_text(SITE.replace("CHANGE", change))

    def reread(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "scrapy", "reread", "lantern", *arguments]
        command += [
            "-s",
            f"OUTPUT_DIR={self.run.folder.parent}",
            "-s",
            f"SITE_MODULES={self.module}",
        ]
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        return subprocess.run(
            command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False
        )

    def files(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.run.folder.glob("*-*.*")}


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    module = tmp_path / "lantern.py"
    with small_paper(SmallPaper(comments={1: "The first word.", 2: "And the second."})) as paper:
        given = {"base_url": paper.base}
        one = Kept(
            Run(status=0, stdout="", stderr="", folder=tmp_path / "out" / "lantern"), paper, module
        )
        one.rewrite("str")
        for hour in (12, 16):
            monkeypatch.setenv(clock.VARIABLE, f"2026-03-14T{hour}:00:00Z")
            settings = (f"SITE_MODULES={module}", "KEEP_PAGES=warc", "BROWSER=never")
            process = start("lantern", tmp_path / "out", *settings, **given)
            run = ended(process, one.run.folder)
            assert (run.status, run.stderr) == (0, "")
            paper.text += " An edit of the afternoon."
        paper.log.clear()
    monkeypatch.setenv(clock.VARIABLE, "2026-03-20T12:00:00Z")
    return one._replace(run=run)


def test_the_same_code_writes_nothing(kept: Kept) -> None:
    before = kept.files()
    done = kept.reread()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("0 articles and 0 comments are read differently now\n")
    assert kept.files() == before
    assert kept.paper.log == []


def test_other_code_tells_what_it_reads_otherwise(kept: Kept) -> None:
    (before,) = kept.run.latest("articles").values()
    assert before["version"] == 2  # the edit of the afternoon
    lines = len(kept.run.lines("articles")), len(kept.run.lines("comments"))
    kept.rewrite("str.upper")
    for told in (1, 0):
        done = kept.reread()
        assert (done.returncode, done.stderr) == (0, "")
        assert f": {told} articles and 0 comments" in done.stdout
    (now,) = kept.run.latest("articles").values()
    assert now["headline"] == before["headline"].upper() != before["headline"]
    same = {name for name in before if before[name] == now[name]}
    assert {*before} - same == {"headline", "content_hash", "metadata"}
    metadata = now["metadata"]
    assert metadata["reread_of"] == before["metadata"]["warc_record_id"]
    assert metadata["date_downloaded"] == before["metadata"]["date_downloaded"]
    assert metadata["reader"] != before["metadata"]["reader"]
    assert metadata["archive"] is None
    after = len(kept.run.lines("articles")), len(kept.run.lines("comments"))
    assert after == (lines[0] + 1, lines[1])


def test_all_of_it_can_be_written_elsewhere(kept: Kept, tmp_path: Path) -> None:
    before = kept.files()
    done = kept.reread("--to", str(tmp_path / "anew"))
    assert (done.returncode, done.stderr) == (0, "")
    assert kept.files() == before
    anew = Run(status=0, stdout="", stderr="", folder=tmp_path / "anew" / "lantern")
    for kind in ("articles", "comments"):
        ours, theirs = kept.run.latest(kind), anew.latest(kind)
        assert ours.keys() == theirs.keys()
        for key, row in ours.items():
            differing = {name for name in row if row[name] != theirs[key][name]}
            assert differing <= {"request_url", "metadata"}


@pytest.mark.parametrize(
    ("scope", "why"), [("lantern", "no pages are kept in"), ("nobody", "nothing was crawled of")]
)
def test_what_was_not_kept_is_refused(scope: str, why: str, tmp_path: Path) -> None:
    folder = record_folder(tmp_path, "lantern")
    folder.mkdir()
    (folder / "20260314T120000Z-articles.jsonl").write_text("")
    command = [sys.executable, "-m", "newscrawl", "reread", scope, "-s", f"OUTPUT_DIR={tmp_path}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert why in done.stderr
