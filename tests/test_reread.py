"""Kept pages are read again: the same code says nothing new, other code what it reads otherwise."""

import gzip
import json
import os
import shutil
import subprocess
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from newscrawl import clock
from newscrawl.demo import Demo
from newscrawl.record.standing import standing
from newscrawl.report.reading import read_scope
from newscrawl.runs.history import History
from newscrawl.state.lock import Lock
from tests.support.crawling import Run, crawl, record_folder
from tests.support.demo_truth import RANGE
from tests.support.rereading import lines_of
from tests.support.small_paper import PATH, SmallPaper, small_paper
from tests.support.warm import ran
from tests.support.watching import wait_for

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
        output, module = f"OUTPUT_DIR={self.run.folder.parent}", f"SITE_MODULES={self.module}"
        return ran("scrapy", "reread", "lantern", *arguments, "-s", output, "-s", module)

    def files(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.run.folder.glob("*-*.*")}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Two runs of a day, four hours and an edit apart."""
    folder = tmp_path_factory.mktemp("crawled")
    none = Run(status=0, stdout="", stderr="", folder=folder)
    with (
        small_paper(SmallPaper(comments={1: "The first word.", 2: "And the second."})) as paper,
        pytest.MonkeyPatch.context() as environment,
    ):
        one = Kept(none, paper, folder / "lantern.py")
        one.rewrite("str")
        for hour in (12, 16):
            environment.setenv(clock.VARIABLE, f"2026-03-14T{hour}:00:00Z")
            settings = (f"SITE_MODULES={one.module}", "KEEP_PAGES=warc", "BROWSER=never")
            run = crawl("lantern", folder / "out", *settings, base_url=paper.base)
            assert (run.status, run.stderr) == (0, "")
            paper.text += " An edit of the afternoon."
        paper.log.clear()
    return one._replace(run=run)


@pytest.fixture
def kept(crawled: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    monkeypatch.setenv(clock.VARIABLE, "2026-03-20T12:00:00Z")
    shutil.copytree(crawled.run.folder, tmp_path / "out" / "lantern")
    run = replace(crawled.run, folder=tmp_path / "out" / "lantern")
    one = Kept(run, crawled.paper, tmp_path / "lantern.py")
    one.rewrite("str")
    return one


@pytest.mark.browser
def test_a_thread_that_a_browser_read_is_read_again_without_one(tmp_path: Path) -> None:
    with Demo(articles=2) as demo:
        live = crawl("sputnik", tmp_path, "KEEP_PAGES=warc", base_url=demo.base_url, **RANGE)
        assert (live.status, live.stderr) == (0, "")
    seen = {one["comments_via"] for one in live.latest("articles").values()}
    assert "browser" in seen
    done = ran(
        *("newscrawl", "reread", live.folder.name, "--to", str(tmp_path / "anew")),
        *("-s", f"OUTPUT_DIR={tmp_path}"),
        environment={"PLAYWRIGHT_BROWSERS_PATH": str(tmp_path / "none")},
    )
    assert (done.returncode, done.stderr) == (0, "")
    anew = Run(status=0, stdout="", stderr="", folder=tmp_path / "anew" / live.folder.name)
    for kind in ("articles", "comments"):
        assert lines_of(anew, kind) == lines_of(live, kind)


def test_the_same_code_writes_nothing(kept: Kept) -> None:
    before = kept.files()
    done = kept.reread()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith(
        ": 1 article read again; 0 articles and 0 comments are read differently now\n"
    )
    assert kept.files() == before
    assert kept.paper.log == []


def test_a_reading_has_its_line_and_is_no_visit(kept: Kept) -> None:
    output = kept.run.folder.parent
    left, others = output / ".reread-left", output / ".reread-others"
    for folder in (left, others):
        (folder / "lantern").mkdir(parents=True)
        os.utime(folder, (0, 0))
    other = Lock(others)  # somebody reads in it
    kept.rewrite("str.upper")
    done = kept.reread()
    assert (done.returncode, done.stderr) == (0, "")
    other.release()
    assert [*output.glob(".reread-*")] == [others]

    *visits, line = kept.run.run_lines()
    assert [one["command"] for one in visits] == ["crawl", "crawl"]
    assert (line["command"], line["exit_name"], line["site"]) == ("reread", "DONE", "lantern")
    assert line["arguments"] == {"base_url": kept.paper.base}
    assert (line["articles"]["changed"], line["comments"]["changed"]) == (1, 0)
    assert line["requests"] == 0
    assert line["duration_seconds"] > 0.1  # of the reading, not of the comparing
    (article,) = kept.run.latest("articles").values()
    assert article["metadata"]["run_id"] == line["run_id"]

    one = standing(kept.run.folder)
    assert one.last_run == visits[-1]
    assert one.last_reread == line
    assert one.runs == len(History(kept.run.folder).visits(1)) + 1 == 2
    figures = read_scope(kept.run.folder)
    assert (len(figures.runs), figures.rereads) == (2, 1)
    told = ran("newscrawl", "status", "-s", f"OUTPUT_DIR={output}").stdout
    assert "lantern: kept pages read again" in told
    assert "1 article and 0 comments were read differently" in told


def test_other_code_tells_what_it_reads_otherwise(kept: Kept) -> None:
    (before,) = kept.run.latest("articles").values()
    assert before["version"] == 2  # the edit of the afternoon
    lines = len(kept.run.lines("articles")), len(kept.run.lines("comments"))
    kept.rewrite("str.upper")
    for told in ("1 article", "0 articles"):
        done = kept.reread()
        assert (done.returncode, done.stderr) == (0, "")
        assert f"; {told} and 0 comments" in done.stdout
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


def test_a_reading_waits_for_a_crawl_that_began_since_and_not_for_one_that_runs(
    kept: Kept,
) -> None:
    output, folder = kept.run.folder.parent, kept.run.folder

    def writes() -> None:
        wait_for(lambda: any(output.glob(".reread-*/*/*")), 60)
        held = Lock(folder)
        wait_for(lambda: not any(output.glob(".reread-*/*/*.part")), 60)
        time.sleep(2)
        held.release()

    (writer := threading.Thread(target=writes)).start()
    done = kept.reread()
    writer.join()
    assert (done.returncode, done.stderr) == (0, "")
    assert "what was read waits for its end\n" in done.stdout
    held = Lock(folder)
    for path in folder.glob("*-pages.warc.gz"):
        path.write_bytes(b"no archive")  # nothing of it is looked at
    done = kept.reread()
    held.release()
    assert (done.returncode, done.stdout) == (9, "")
    assert "another run is writing to" in done.stderr


def test_a_reading_into_elsewhere_that_was_killed_begins_anew(kept: Kept, tmp_path: Path) -> None:
    anew = tmp_path / "anew" / kept.run.folder.name
    shutil.copytree(kept.run.folder, anew, ignore=shutil.ignore_patterns("*-pages.warc.gz"))
    (line,) = kept.run.run_lines()[-1:]
    (anew / "runs.jsonl").unlink()
    for command, status in (("crawl", 2), ("reread", 0)):
        History(anew).note({**line, "command": command})
        done = kept.reread("--to", str(tmp_path / "anew"))
        assert done.returncode == status, done.stderr
    again = Run(status=0, stdout="", stderr="", folder=anew)
    assert lines_of(again, "articles") == lines_of(kept.run, "articles")


def test_all_of_it_can_be_written_elsewhere(kept: Kept, tmp_path: Path) -> None:
    before = kept.files()
    anew = Run(status=0, stdout="", stderr="", folder=tmp_path / "anew" / "lantern")
    done = kept.reread("--to", str(tmp_path / "anew"))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{anew.folder}: 1 article read again\n"
    assert kept.files() == before
    (line,) = anew.run_lines()
    assert (line["command"], standing(anew.folder).runs) == ("reread", 0)
    told = ran("newscrawl", "status", "-s", f"OUTPUT_DIR={tmp_path / 'anew'}")
    assert (told.returncode, told.stderr) == (0, "")
    assert (
        "1 article and 2 comments were written anew; visits of threads: 2 complete" in told.stdout
    )
    for kind in ("articles", "comments"):
        assert lines_of(anew, kind) == lines_of(kept.run, kind)
    runs = (kept.run.folder / "runs.jsonl").read_bytes()
    places = {
        tmp_path / "anew": "has a record of lantern already",  # of other code or settings, perhaps
        kept.run.folder.parent: "has a record of lantern already",
        kept.run.folder / "inner": "is in the record that is read",
    }
    for place, why in places.items():
        done = kept.reread("--to", str(place))
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        assert why in done.stderr
    assert (kept.run.folder / "runs.jsonl").read_bytes() == runs
    assert not (kept.run.folder / "inner").exists()


def test_what_has_no_kept_page_is_counted(kept: Kept) -> None:
    (article,) = kept.run.latest("articles").values()
    others = [
        {**article, "id": f"lantern:{day}", "date_published": f"2026-03-{day}"} for day in (10, 12)
    ]
    text = "".join(json.dumps(one) + "\n" for one in others)
    (kept.run.folder / "20260312T120000Z-articles.jsonl").write_text(text)
    output = kept.run.folder.parent
    away = output.with_name("a, b")  # a comma parts the names of archives
    output.rename(away)
    moved = kept._replace(run=replace(kept.run, folder=away / "lantern"))
    for since, missed in (("2026-03-01", "2 have"), ("2026-03-11", "1 has")):
        done = moved.reread("--since", since)
        assert (done.returncode, done.stderr) == (0, "")
        assert f": 1 article read again; {missed} no kept page and" in done.stdout


@pytest.mark.slow
def test_each_visit_is_made_again_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def visit(moment: str) -> Run:
        monkeypatch.setenv(clock.VARIABLE, f"2026-03-{moment}:00:00Z")
        run = crawl("news", tmp_path, "KEEP_PAGES=warc", "BROWSER=never", url=paper.base)
        assert (run.status, run.stderr) == (0, "")
        return run

    comments = {1: "The first word.", 2: "And the second."}
    with small_paper(SmallPaper(comments=comments)) as paper:
        visit("14T12")
        paper.comments[3] = "A third one."
        paper.asked()
        visit("14T14")
        assert PATH not in dict(paper.asked())  # the thread alone
        paper.text += " An edit of the afternoon."
        visit("14T18")
        paper.comments[1] = "The first word, edited."
        del paper.comments[2]
        paper.asked()
        visit("15T12")
        assert (PATH, 304) in paper.asked()
        paper.status = 404
        live = visit("18T12")
    monkeypatch.delenv(clock.VARIABLE)
    done = ran(
        *("newscrawl", "reread", live.folder.name, "--to", str(tmp_path / "anew")),
        *("-s", f"OUTPUT_DIR={tmp_path}", "-s", "BROWSER=never"),
    )
    assert (done.returncode, done.stderr) == (0, "")
    anew = Run(status=0, stdout="", stderr="", folder=tmp_path / "anew" / live.folder.name)
    for kind in ("articles", "comments"):
        assert lines_of(anew, kind) == lines_of(live, kind)
        assert len(live.lines(kind)) == 5


def test_what_was_moved_away_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with small_paper(SmallPaper(comments={1: "The first word."})) as paper:
        for day in (14, 15):
            monkeypatch.setenv(clock.VARIABLE, f"2026-03-{day}T12:00:00Z")
            settings = ("KEEP_PAGES=warc", "KEEP_PAGES_ONCE=1", "BROWSER=never")
            given = {"url": paper.base, "revisit": "all"}
            run = crawl("news", tmp_path / "out", *settings, **given)
            assert (run.status, run.stderr) == (0, "")
            (page,) = {one["url"] for one in run.lines("articles")}
    monkeypatch.delenv(clock.VARIABLE)
    first, second = sorted(run.folder.glob("*-pages.warc.gz"))
    text = gzip.decompress(second.read_bytes()).decode()
    assert f"WARC-Target-URI: {page}\r\n" in text
    assert "The harbour opened again" not in text
    assert f"WARC-Refers-To-Filename: {first.name}\r\n" in text

    def reread(folder: str) -> subprocess.CompletedProcess[str]:
        return ran(
            *("newscrawl", "reread", run.folder.name, "--to", str(tmp_path / folder)),
            *("-s", f"OUTPUT_DIR={tmp_path / 'out'}", "-s", "BROWSER=never"),
        )

    done = reread("whole")
    assert (done.returncode, done.stderr) == (0, "")
    anew = Run(status=0, stdout="", stderr="", folder=tmp_path / "whole" / run.folder.name)
    assert lines_of(anew, "articles") == lines_of(run, "articles")
    first.rename(tmp_path / first.name)
    done = reread("parts")
    assert done.returncode == 11
    assert done.stderr.count("\n") == 1
    assert f"{first.name}; put them back into {run.folder}, and read again" in done.stderr


@pytest.mark.parametrize(
    ("scope", "why"), [("lantern", "no pages are kept in"), ("nobody", "nothing was crawled of")]
)
def test_what_was_not_kept_is_refused(scope: str, why: str, tmp_path: Path) -> None:
    folder = record_folder(tmp_path, "lantern")
    folder.mkdir()
    (folder / "20260314T120000Z-articles.jsonl").write_text("")
    done = ran("newscrawl", "reread", scope, "-s", f"OUTPUT_DIR={tmp_path}")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert why in done.stderr
