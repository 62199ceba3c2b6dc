"""All pages of a ledger are checked once a day and after a kill; else opening reads a few."""

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from newscrawl import clock
from newscrawl.clock import stamp
from newscrawl.settings import REVISIT
from newscrawl.state.ledger import Ledger
from newscrawl.state.schedule import Schedule
from newscrawl.state.visits import Visits
from tests.support.outputs import NOON, begin, die


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements of all ledgers from now on that read every page."""
    found = list[str]()
    connect = sqlite3.connect

    def traced(*args: Any, **options: Any) -> sqlite3.Connection:
        db: sqlite3.Connection = connect(*args, **options)
        db.set_trace_callback(lambda text: found.append(text) if "quick_check" in text else None)
        return db

    monkeypatch.setattr(sqlite3, "connect", traced)
    return found


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setenv(clock.VARIABLE, stamp(moment))


def test_a_ledger_is_checked_once_a_day_and_after_a_kill(
    tmp_path: Path, checked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, NOON)
    begin(tmp_path, NOON).end("finished")
    checked.clear()
    for hours, killed, expected in ((1, False, 0), (2, True, 0), (3, False, 1), (4, False, 1)):
        at(monkeypatch, moment := NOON + timedelta(hours=hours))
        output = begin(tmp_path, moment)
        if killed:
            die(output)
        else:
            output.end("finished")
        assert len(checked) == expected
    at(monkeypatch, moment := NOON + timedelta(hours=27))
    begin(tmp_path, moment).end("finished")
    assert len(checked) == 2
    at(monkeypatch, moment := NOON)  # the clock was set back
    begin(tmp_path, moment).end("finished")
    assert len(checked) == 3


def test_only_a_clock_that_was_set_back_makes_a_run_look_at_all_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, NOON)
    path = tmp_path / "ledger.sqlite"
    Ledger(path).close(NOON)
    for moment, expected in ((NOON + timedelta(hours=1), 0), (NOON - timedelta(hours=1), 2)):
        ledger, statements = Ledger(path), list[str]()
        visits = Visits(ledger, Schedule.read(REVISIT, {}))
        ledger.db.set_trace_callback(statements.append)
        visits.set_back(moment)
        assert sum(text.strip().startswith("UPDATE") for text in statements) == expected
        ledger.close(NOON)
