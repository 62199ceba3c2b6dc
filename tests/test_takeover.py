"""A folder of an earlier version, in which editions or hosts were mixed, becomes one a scope."""

import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import Settings

from newscrawl.plugins import all_sites
from newscrawl.record import lines
from newscrawl.record.scopes import scopes
from newscrawl.runs.exits import Exit, Refused
from newscrawl.runs.history import History
from newscrawl.sites.arguments import read_arguments
from newscrawl.sites.news import News
from newscrawl.sites.sputnik import Sputnik
from newscrawl.state.storage import prepare_folder
from newscrawl.state.takeover import is_record, take_over
from tests.support.crawling import crawl, record_folder
from tests.support.outputs import NOON, article, begin, comment, die, run_line
from tests.support.small_paper import small_paper

EDITIONS = ("en", "de", "fr")
SINCE = "2026-03-01"


class Stopped(BaseException):
    """As a kill, at one of the steps on the disk."""


class Steps:
    """Ends this process' work below a folder at its n-th step on the disk."""

    STEPS = ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "open", "sqlite3.connect")

    def __init__(self) -> None:
        self.folder, self.left = "", -1
        sys.addaudithook(self.step)

    def step(self, event: str, args: tuple[Any, ...]) -> None:
        if self.left >= 0 and event in self.STEPS and self.folder in str(args[0]):
            self.left -= 1
            if self.left < 0:
                raise Stopped

    @contextmanager
    def stopping(self, folder: Path, at: int) -> Iterator[None]:
        self.folder, self.left = str(folder), at
        try:
            yield
        finally:
            self.left = -1


STEPS = Steps()


def mixed(folder: Path) -> None:
    """Two runs of each edition into one folder, the last one killed, and one that never began."""
    for number, edition in enumerate(EDITIONS * 2):
        moment = NOON + timedelta(hours=number)
        output = begin(folder, moment, scope="sputnik", edition=edition)
        first, one = article(number, walked=1), comment(1, number)
        first.id = one.article_id = f"sputnik.{edition}:{number}"
        one.id = f"talk:{edition}:{number}"
        for item in (one, first):
            output.add(item)
        output.commit()
        if number < 5:
            output.end("finished")
        else:
            die(output)
    never = run_line(folder / "sputnik", "20260313T000000Z", edition="de")
    never.close({}, Exit.BROWSER, "no Chromium", [])


def content(output: Path) -> dict[str, list[bytes]]:
    kinds = ("articles", "comments")
    return {
        scope: sorted(line for kind in kinds for line, _ in lines(output / scope, kind))  # type: ignore[arg-type]
        for scope in scopes(output)
    }


def run_ids(output: Path) -> dict[str, list[str]]:
    return {
        scope: [row["run_id"] for row in History(output / scope).runs()] for scope in scopes(output)
    }


def taken(output: Path) -> str:
    return take_over(output / "sputnik", "sputnik.en", Sputnik("en"), all_sites())


def test_each_edition_gets_what_is_its_own(tmp_path: Path) -> None:
    mixed(tmp_path)
    (tmp_path / "sputnik" / "notes.txt").write_text("mine")
    assert "sputnik.de, " in taken(tmp_path)
    assert scopes(tmp_path) == [f"sputnik.{edition}" for edition in sorted(EDITIONS)]
    for scope, found in content(tmp_path).items():
        ids = {json.loads(line)["id"].rpartition(":")[0] for line in found}
        assert ids == {scope, scope.replace("sputnik.", "talk:")}
        assert len(found) == 4
    assert [path.name for path in (tmp_path / "sputnik").iterdir()] == ["notes.txt"]
    # The ledger knows its own, and nothing else.
    again = begin(tmp_path, NOON + timedelta(days=1), edition="de")
    known = again.ledger.db.execute("SELECT id FROM article ORDER BY id").fetchall()
    assert known == [("sputnik.de:1",), ("sputnik.de:4",)]
    assert again.known(article(1)) is None
    again.end("finished")


@pytest.mark.slow
def test_it_may_be_killed_at_any_step_and_repeated(tmp_path: Path) -> None:
    mixed(tmp_path / "whole")
    shutil.copytree(tmp_path / "whole", tmp_path / "undisturbed")
    taken(tmp_path / "undisturbed")
    expected, killed = content(tmp_path / "undisturbed"), 0
    ids = run_ids(tmp_path / "undisturbed")
    assert "20260313T000000Z" in ids["sputnik.de"]
    while True:
        output = tmp_path / f"{killed}"
        shutil.copytree(tmp_path / "whole", output)
        try:
            with STEPS.stopping(output, killed):
                taken(output)
            break
        except Stopped:
            killed += 1
        if is_record(output / "sputnik"):
            taken(output)
        assert content(output) == expected
        assert run_ids(output) == ids
        shutil.rmtree(output)
    assert killed > 30


def test_a_folder_of_one_edition_gets_another_name(tmp_path: Path) -> None:
    output = begin(tmp_path, scope="sputnik")
    output.add(article(1, walked=0))
    output.end("finished")
    assert "is " in taken(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["sputnik.en"]


def test_a_record_that_is_there_already_is_not_touched(tmp_path: Path) -> None:
    begin(tmp_path, edition="de").end("finished")
    mixed(tmp_path)
    before = (tmp_path / "sputnik.de" / "ledger.sqlite").read_bytes()
    taken(tmp_path)
    assert (tmp_path / "sputnik.de" / "ledger.sqlite").read_bytes() == before
    assert len(content(tmp_path)["sputnik.de.before"]) == 4


def test_a_scope_is_not_another_sites(tmp_path: Path) -> None:
    (folder := tmp_path / "sputnik.en").mkdir()
    run_line(folder).close({}, Exit.DONE, "", [])
    settings, given = Settings({"OUTPUT_DIR": str(tmp_path)}), {"url": "https://paper.example"}
    with pytest.raises(
        Refused, match=r"'sputnik.en' holds the record of sputnik, and this is news"
    ):
        prepare_folder(settings, read_arguments(News, {**given, "scope": "sputnik.en"}))
    assert prepare_folder(settings, read_arguments(News, {**given, "scope": "other"})) == []


def test_a_run_that_goes_on_there_is_waited_for(tmp_path: Path) -> None:
    output = begin(tmp_path, scope="sputnik")
    with pytest.raises(Refused, match="another run is writing"):
        taken(tmp_path)
    output.end("finished")


@pytest.mark.slow
def test_two_hosts_that_shared_a_folder_go_on_apart(tmp_path: Path) -> None:
    with small_paper() as one, small_paper() as other:
        both = [one.base, other.base]
        for base in both:
            assert (
                crawl("news", tmp_path, url=base, since=SINCE, comments="no", scope="news").status
                == 0
            )
        runs = [crawl("news", tmp_path, url=base, since=SINCE, comments="no") for base in both]
        folders = [record_folder(tmp_path, "news", url=base) for base in both]
    assert [run.status for run in runs] == [0, 0], [run.stderr for run in runs]
    assert "was of an earlier version" in runs[0].stderr
    assert [len(run.lines("articles")) for run in runs] == [1, 1]
    assert [len(run.run_lines()) for run in runs] == [2, 2]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(one.name for one in folders)
