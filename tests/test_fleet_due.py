"""When an outlet is visited again: from its own past, never late, never all at once."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.fleet.due import BUSY, NEVER, due_at
from newscrawl.fleet.outages import Outages
from newscrawl.fleet.run import due, is_outage
from newscrawl.runs.exits import Exit
from newscrawl.runs.history import History
from tests.support.fleets import NOON, line, outlet

HOUR = timedelta(hours=1)


@given(st.text("abcdefgh", min_size=1), st.integers(5, 3000), st.integers(0, 10**6))
def test_a_visit_is_never_later_than_asked_for(host: str, minutes: int, second: int) -> None:
    every, began = timedelta(minutes=minutes), NOON + timedelta(seconds=second)
    moment = due_at(outlet(f"{host}.example", every), [line(began)])
    assert began + every / 4 <= moment <= began + every
    # From then on the outlet has its own moment.
    assert due_at(outlet(f"{host}.example", every), [line(moment)]) - moment <= every


def test_outlets_that_were_visited_together_spread_over_their_time() -> None:
    began = [NOON] * 200
    for _ in range(3):
        began = [due_at(outlet(f"p{n}.example"), [line(one)]) for n, one in enumerate(began)]
    minutes = [one.minute // 10 for one in began]
    assert all(minutes.count(tenth) > 10 for tenth in range(6))


WHEN = [
    ([], None, "at once, if it was never visited"),
    ([line(NOON, "KILLED")], timedelta(0), "at once, to go on"),
    ([line(NOON, Exit.INTERRUPTED)], timedelta(0), "at once, to go on"),
    ([line(NOON, Exit.UNREACHABLE)], 2 * HOUR, "later after a failure"),
    ([line(NOON, Exit.UNREACHABLE)] * 3, 8 * HOUR, "much later after three"),
    ([line(NOON, Exit.BLOCKED)] * 9, 24 * HOUR, "once a day in the end"),
    ([line(NOON, Exit.UNREACHABLE), line(NOON)], HOUR, "as ever, once it is well again"),
    ([line(NOON, Exit.LOSSES)] * 3, HOUR, "as ever, where something was read"),
    ([line(NOON, new=BUSY)] * 5, HOUR / 2, "sooner, where much is new"),
    ([line(NOON, new=999, known=0)], HOUR, "as ever after the first visit, which brings all"),
]


@pytest.mark.parametrize(("runs", "after", "why"), WHEN, ids=[why for *_, why in WHEN])
def test_when_an_outlet_is_due(runs: list[Any], after: timedelta | None, why: str) -> None:
    moment = due_at(outlet(), runs)
    if after is None:
        assert moment == NEVER
    else:
        assert NOON + after / 4 <= moment <= NOON + after, why
        assert (moment == NOON + after) or after <= HOUR, why


def test_a_failure_of_all_at_once_puts_off_no_visit(tmp_path: Path) -> None:
    (tmp_path / ".fleet").mkdir()
    Outages(tmp_path / ".fleet").add(NOON - HOUR, NOON)
    outages = Outages(tmp_path / ".fleet")
    later = NOON + 2 * HOUR
    ours, theirs = [line(NOON, Exit.UNREACHABLE)] * 3, line(later, Exit.UNREACHABLE)
    assert due_at(outlet(), ours, outages.covers) <= NOON + HOUR
    assert due_at(outlet(), [*ours, theirs], outages.covers) == later + 2 * HOUR


@pytest.mark.parametrize(
    ("well", "dead", "silent", "is_one"),
    [
        (6, 3, 6, True),  # some were dead before: they count for nothing
        (6, 3, 5, True),
        (6, 3, 4, False),
        (1, 9, 1, False),  # one more is down
        (4, 0, 4, False),  # few may be down by chance
        (0, 9, 0, False),
    ],
)
def test_an_outage_is_of_those_that_were_well(
    tmp_path: Path, well: int, dead: int, silent: int, is_one: bool
) -> None:
    scopes = [f"p{n}.example" for n in range(well + dead)]
    for number, scope in enumerate(scopes):
        (tmp_path / scope).mkdir()
        history = History(tmp_path / scope)
        history.append(line(NOON - HOUR, Exit.DONE if number < well else Exit.UNREACHABLE))
        history.append(line(NOON + HOUR, Exit.UNREACHABLE))  # this run's own
    found = {*scopes[:silent], *scopes[well:]}
    assert is_outage(found, {*scopes}, tmp_path, NOON) == is_one


def test_a_clock_that_ran_ahead_keeps_nobody_from_a_visit(tmp_path: Path) -> None:
    for host, exit_ in (("a", Exit.DONE), ("b", Exit.UNREACHABLE)):
        (tmp_path / f"{host}.example").mkdir()
        History(tmp_path / f"{host}.example").append(line(NOON + 7000 * HOUR, exit_))
    found = [outlet("a.example"), outlet("b.example")]
    assert due(found, tmp_path, NOON) == found


def test_who_has_waited_longest_comes_first(tmp_path: Path) -> None:
    hosts = ["a", "b", "c", "d", "e"]
    found = [outlet(f"{host}.example", paused=host == "e") for host in hosts]
    for host, hours in (("a", 2), ("b", 9), ("d", 0)):
        (tmp_path / f"{host}.example").mkdir()
        History(tmp_path / f"{host}.example").append(line(NOON - hours * HOUR))
    names = [one.name[0] for one in due(found, tmp_path, NOON)]
    assert names == ["c", "b", "a"]


def broken(folder: Path, how: str) -> None:
    if how == "file":
        folder.write_text("x")
        return
    folder.mkdir()
    if how == "folder":
        (folder / "runs.jsonl").mkdir()
    elif how == "garbage":
        (folder / "runs.jsonl").write_bytes(b"\x00\xff\n{]\n" + b"[" * 100_000 + b"\n7\n")
    else:
        kept = line(NOON) | {"date_started": how, "articles": 3}
        (folder / "runs.jsonl").write_text(json.dumps(kept) + "\n")


@pytest.mark.parametrize("how", ["file", "folder", "garbage", "soon", "2026-11-26"])
def test_an_outlet_whose_past_cannot_be_read_is_due_like_a_new_one(
    tmp_path: Path, how: str
) -> None:
    broken(tmp_path / "a.example", how)
    (tmp_path / "b.example").mkdir()
    History(tmp_path / "b.example").append(line(NOON - 3 * HOUR))
    found = [outlet("a.example"), outlet("b.example")]
    assert [one.name for one in due(found, tmp_path, NOON)] == ["a.example", "b.example"]
