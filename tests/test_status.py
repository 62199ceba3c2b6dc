"""`scrapy status`: what stands in the folders, for people and for machines."""

import json
import os
import sqlite3
import subprocess
import time
from contextlib import closing
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from newscrawl.commands.status import show
from newscrawl.record.scopes import scope_meant, scopes_meant
from newscrawl.record.standing import standings
from newscrawl.runs.exits import Refused
from newscrawl.runs.history import History
from newscrawl.state.browser_use import ENOUGH, BrowserUse
from newscrawl.state.ledger import Ledger
from newscrawl.state.lock import Lock
from newscrawl.state.poison import Poisons
from tests.support.outputs import run_line
from tests.support.warm import ran

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
ALARM = {"name": "completeness", "message": "71% of declared comments", "raised": True}


def site(output: Path, name: str, **more: Any) -> Path:
    """Make the folder of a site with one run and a ledger."""
    folder = output / name
    folder.mkdir(parents=True)
    line = run_line(folder).row({"finish_reason": "finished"})
    line |= {"exit_status": 0, "exit_name": "DONE", "date_finished": "2026-03-14T11:18:00Z", **more}
    History(folder).append(line)
    Ledger(folder / "ledger.sqlite").close()
    return folder


def status(output: Path, *options: str) -> subprocess.CompletedProcess[str]:
    words = ("scrapy", "status", "-s", f"OUTPUT_DIR={output}", *options)
    return ran(*words, environment={"NEWSCRAWL_CLOCK": "2026-03-14T12:00:00Z"})


def test_machines_get_json(tmp_path: Path) -> None:
    site(tmp_path, "sputnik", completeness=0.99)
    done = status(tmp_path, "--json")
    (row,) = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert row["scope"] == "sputnik"
    assert row["last_run"]["completeness"] == 0.99
    assert (row["runs"], row["articles"], row["comments"]) == (1, 0, 0)
    assert (row["running_since"], row["next_due"], row["alarms"]) == (None, None, [])


def test_a_run_that_finds_nothing_new_keeps_the_share(tmp_path: Path) -> None:
    folder = site(tmp_path, "sputnik", completeness=0.987)
    History(folder).append({**History(folder).runs()[0], "run_id": "later", "completeness": None})
    assert " 98.7% " in status(tmp_path).stdout
    (row,) = json.loads(status(tmp_path, "--json").stdout)
    assert (row["runs"], row["completeness"], row["last_run"]["completeness"]) == (2, 0.987, None)


def test_kept_pages_are_told(tmp_path: Path) -> None:
    folder = site(tmp_path, "sputnik")
    assert "kept pages" not in status(tmp_path).stdout
    for day in (13, 14):
        (folder / f"202603{day}T120000Z-pages.warc.gz").write_bytes(bytes(2**20))
    (folder / "20260315T120000Z-pages.warc.gz.part").write_bytes(bytes(2**20))
    assert "sputnik: kept pages: 2.0 MiB in 2 files\n" in status(tmp_path).stdout
    (row,) = json.loads(status(tmp_path, "--json").stdout)
    assert row["kept"] == {"files": 2, "bytes": 2**21}


def test_no_output_is_said(tmp_path: Path) -> None:
    (tmp_path / "no_site").mkdir()
    assert standings(tmp_path) == []
    nowhere = tmp_path / "nowhere"
    done = status(nowhere)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"nothing was crawled into {nowhere} yet: `scrapy crawl NAME` begins\n"
    assert not nowhere.exists()


def shown(output: Path, width: int = 100) -> str:
    text = StringIO()
    show(standings(output), NOON, Console(file=text, width=width))
    return text.getvalue()


def test_the_table_has_room_in_80_columns(tmp_path: Path) -> None:
    site(tmp_path, "sputnik", exit_status=6, exit_name="UNREACHABLE", completeness=0.995)
    head, row, _ = shown(tmp_path, 80).splitlines()
    assert head.split()[-3:] == ["comments", "complete", "alarms"]
    assert row.split() == [*"sputnik 42 min ago UNREACHABLE - 1 0 0 99.5% 0".split()]


def test_people_get_a_table_and_what_is_wrong_below_it(tmp_path: Path) -> None:
    site(tmp_path, "ria", exit_status=12, exit_name="ALARM", alarms=[ALARM], completeness=0.71)
    site(tmp_path, "sputnik", exit_status=6, exit_name="UNREACHABLE", message="no answer")
    head, ria, sputnik, *below = (" ".join(line.split()) for line in shown(tmp_path).splitlines())
    assert head == "scope last run outcome next due runs articles comments complete alarms"
    assert ria == "ria 42 min ago ALARM - 1 0 0 71.0% 1"
    assert sputnik == "sputnik 42 min ago UNREACHABLE - 1 0 0 - 0"
    assert below == ["ria: 71% of declared comments", "sputnik: no answer"]


def test_those_whose_last_run_failed_come_first(tmp_path: Path) -> None:
    site(tmp_path, "paper.example")
    site(tmp_path, "sputnik.de", exit_status=6, exit_name="UNREACHABLE", message="no answer")
    site(tmp_path, "ria", exit_status=12, exit_name="ALARM", alarms=[ALARM])
    assert [one.scope for one in standings(tmp_path)] == ["ria", "sputnik.de", "paper.example"]


def test_a_word_means_a_scope_a_host_or_the_editions_of_a_site(tmp_path: Path) -> None:
    names = ["paper.example", "127.0.0.1_8008", "host_ria", "sputnik.de", "sputnik.en", "ukraina.x"]
    for name in names:
        site(tmp_path, name)
    words = ["www.Paper.example", "127.0.0.1:8008", "ria", "sputnik.de", "sputnik", "ukraina"]
    meant = [scopes_meant(tmp_path, word) for word in words]
    addresses = ("https://www.paper.example/world/", "http://127.0.0.1:8008")
    assert [scopes_meant(tmp_path, one) for one in addresses] == meant[:2]
    assert meant == [*([name] for name in names[:4]), names[3:5], names[5:]]
    with pytest.raises(Refused, match=r"give one of sputnik\.de, sputnik\.en"):
        scope_meant(tmp_path, "sputnik")
    with pytest.raises(Refused, match="nothing was crawled of 'pape' into"):
        scope_meant(tmp_path, "pape")


def test_what_is_due_next_stands_in_the_ledger(tmp_path: Path) -> None:
    folder = site(tmp_path, "sputnik")
    with closing(sqlite3.connect(folder / "ledger.sqlite")) as db:
        db.executescript(
            "CREATE TABLE IF NOT EXISTS visit (key TEXT, due TEXT);"
            "CREATE TABLE IF NOT EXISTS thread (article_id TEXT, due TEXT);"
        )
        for table in ("visit", "thread"):
            columns = [row[1:4] for row in db.execute(f"PRAGMA table_info({table})")]
            needed = [name for name, _, required in columns if required and name != "due"]
            for due in (None, "", f"2026-03-14T1{3 + (table == 'thread')}:00:00Z"):
                names = ", ".join([*needed, "due"])
                marks = ", ".join("?" * (len(needed) + 1))
                values = [f"{due}{name}" for name in needed]
                db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", [*values, due])
        db.commit()
    assert standings(tmp_path)[0].next_due == "2026-03-14T13:00:00Z"
    assert "in 60 min" in shown(tmp_path)


def test_a_run_that_goes_on_is_told_from_one_that_died(tmp_path: Path) -> None:
    folder = site(tmp_path, "sputnik")
    run_line(folder).note({})
    began, lock = "2026-03-14T12:00:00Z", Lock(folder)
    one = standings(tmp_path)[0]
    assert (one.running_since, one.killed_since) == (began, None)
    assert "DONE, running" in shown(tmp_path)
    lock.release()  # as its end does, however it comes
    one = standings(tmp_path)[0]
    assert (one.running_since, one.killed_since, one.has_failed) == (None, began, True)
    assert "DONE, killed" in shown(tmp_path)
    assert Lock.is_held(folder) is False
    (folder / "running.json").unlink()
    one = standings(tmp_path)[0]
    assert (one.running_since, one.killed_since, one.has_failed) == (None, None, False)


def test_a_note_that_has_not_moved_for_long_is_of_no_run_that_goes_on(tmp_path: Path) -> None:
    folder = site(tmp_path, "sputnik")
    run_line(folder).note({})
    lock = Lock(folder)  # of the next run, which has noted nothing yet
    os.utime(folder / "running.json", (0, time.time() - 3600))
    assert standings(tmp_path)[0].running_since is None
    lock.release()


def test_a_broken_folder_hides_no_other(tmp_path: Path) -> None:
    site(tmp_path, "sputnik")
    (tmp_path / "broken" / "runs.jsonl").mkdir(parents=True)
    (tmp_path / "broken" / "ledger.sqlite").mkdir()
    assert [(one.scope, one.runs) for one in standings(tmp_path)] == [("broken", 0), ("sputnik", 1)]


def test_a_damaged_ledger_and_a_folder_without_a_run_are_shown(tmp_path: Path) -> None:
    folder = site(tmp_path, "sputnik")
    (folder / "ledger.sqlite").write_bytes(b"x" * 5000)
    (tmp_path / "ria").mkdir()
    Ledger(tmp_path / "ria/ledger.sqlite").close()
    ria, sputnik = standings(tmp_path)
    assert (ria.last_run, ria.articles, ria.runs) == (None, 0, 0)
    assert (sputnik.runs, sputnik.articles, sputnik.comments) == (1, None, None)
    assert "ria" in shown(tmp_path)


def test_kinds_of_pages_that_are_no_longer_opened_are_shown(tmp_path: Path) -> None:
    folder = site(tmp_path, "news")
    with closing(Ledger(folder / "ledger.sqlite")) as ledger:
        use = BrowserUse(ledger, "learned")
        for number in range(ENOUGH):
            use.learn("paper.example, no known system", brought=False)
            use.learn("other.example, isso", brought=number == 3)
        use.keep("paper.example, no known system", "news:1", opened=False)
        use.keep("other.example, isso", "news:2", opened=True)
        ledger.db.commit()
    assert standings(tmp_path)[0].browser == {"paper.example, no known system": 10}
    said = "news: paper.example, no known system: the browser brought nothing on 10 pages, 1 in 20"
    assert said in " ".join(shown(tmp_path).split())
    assert "1 in 20 is opened, 1 were not" in " ".join(shown(tmp_path).split())


def test_what_is_not_read_any_more_is_named(tmp_path: Path) -> None:
    folder = site(tmp_path, "news")
    with closing(Ledger(folder / "ledger.sqlite")) as ledger:
        poisons = Poisons(ledger)
        poisons.note("https://paper.example/1?token=x", "a", "poison", NOON)
        poisons.note("browser https://paper.example/2", "b", "too_slow", NOON)
        poisons.suspect("https://paper.example/3", NOON)
        ledger.db.commit()
    said = " ".join(shown(tmp_path).split())
    assert "news: https://paper.example/1?token=...: a run died while it read this" in said
    assert "news: browser https://paper.example/2: reading this takes too long" in said
    assert "/3" not in said
