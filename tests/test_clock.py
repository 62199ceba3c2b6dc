"""The clock: the real one, and one that tests move."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from newscrawl import clock

MOMENT = "2026-03-14T09:30:00+01:00"


def test_without_the_variable_it_is_the_time_of_the_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(clock.VARIABLE, raising=False)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_it_stands_where_it_was_put_and_in_processes_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.VARIABLE, MOMENT)
    assert clock.now() == datetime(2026, 3, 14, 8, 30, tzinfo=UTC)
    script = "from newscrawl import clock; print(clock.stamp())"
    shown = subprocess.check_output([sys.executable, "-c", script], text=True)
    assert shown.strip() == clock.stamp() == "2026-03-14T08:30:00Z"


@pytest.mark.parametrize("seconds", [120, -120])
def test_it_goes_but_is_wrong(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    monkeypatch.setenv(clock.VARIABLE, f"{seconds:+}")
    wrong = clock.now() - datetime.now(UTC)
    assert abs(wrong - timedelta(seconds=seconds)) < timedelta(seconds=5)


def test_a_moment_without_zone_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2026-03-14T08:30:00")
    with pytest.raises(ValueError, match="no zone"):
        clock.now()
