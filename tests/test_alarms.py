"""Alarms: a run against the site's own past, made of invented runs."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.runs.alarms import GROUP, REPEAT, Share, alarms, fallen, grouped

Row = dict[str, Any]
START = datetime(2026, 3, 1, tzinfo=UTC)
FIELDS = ("headline", "authors", "keywords")


def run(
    hour: float,
    *,
    new: int = 40,
    fill: float = 1.0,
    complete: float | None = 1.0,
    unreadable: int = 0,
    **more: Any,
) -> Row:
    moment = (START + timedelta(hours=hour)).isoformat()
    return {
        "run_id": moment,
        "arguments": {"since": "2d"},
        "date_started": moment,
        "finish_reason": "finished",
        "articles": {"new": new, "measured": new},
        "comments": {"declared": 10 * new},
        "completeness": complete if new else None,
        "dates": {"read": 10 * new - unreadable, "unreadable": unreadable},
        "fill_rates": {"articles": dict.fromkeys(FIELDS, fill)} if new else {},
        "alarms": [],
        **more,
    }


def names(found: list[Row]) -> list[str]:
    return [alarm["name"] for alarm in found]


PAST = [run(hour) for hour in range(24)]


@pytest.mark.parametrize(
    ("this", "expected"),
    [
        (run(24), []),
        (run(24, fill=0.5), ["fill_rate/articles"]),
        (run(24, complete=0.6), ["completeness"]),
        (run(24, unreadable=200), ["dates_unreadable"]),
        (run(24, fill=0.95, complete=0.97, unreadable=4), []),
        (run(24, fill=0, complete=0), ["fill_rate/articles", "completeness"]),
        (run(24, fill=0, finish_reason="shutdown"), []),
        (run(24, fill=0, arguments={"since": "9d"}), []),
        (run(24, new=2, fill=0), []),
    ],
)
def test_what_is_unlike_the_past_is_told(this: Row, expected: list[str]) -> None:
    assert names(alarms(this, PAST)) == expected


def test_one_alarm_names_all_fields_the_worst_first() -> None:
    this = run(24)
    this["fill_rates"]["articles"] = {"headline": 1.0, "authors": 0.4, "keywords": 0.1}
    (alarm,) = alarms(this, PAST)
    assert alarm["message"] == (
        "articles are filled less: keywords in 10% (usually 100%), authors in 40% (usually 100%)"
    )
    assert (alarm["value"], alarm["usual"], alarm["raised"]) == (0.1, 1.0, True)


def test_of_many_fields_the_five_worst_are_named_and_the_others_counted() -> None:
    fields = [f"field{number}" for number in range(8)]
    full, empty = dict.fromkeys(fields, 1.0), dict.fromkeys(fields, 0.0)
    past = [run(hour, fill_rates={"articles": full}) for hour in range(24)]
    (alarm,) = alarms(run(24, fill_rates={"articles": empty}), past)
    assert alarm["message"].count("usually") == 5
    assert alarm["message"].endswith(" and 3 more fields")


@pytest.mark.parametrize(("hours", "raised"), [(-25, True), (-23, False), (0, False), (5, True)])
def test_an_alarm_is_silent_for_a_day_after_it_was_raised(hours: int, raised: bool) -> None:
    # One of a clock that was ahead silences none.
    told = {"name": "completeness", "raised": True}
    past = [*PAST[:-1], run(100 + hours, alarms=[told])]
    (alarm,) = alarms(run(100, complete=0.5), past)
    assert (alarm["name"], alarm["raised"]) == ("completeness", raised)


def test_a_pause_is_judged_by_five_pauses_of_the_past_at_least() -> None:
    for news, expected in ((5, []), (6, ["no_new_articles"])):
        past = [run(hour) for hour in range(news)]
        quiet = [run(news + hour, new=0) for hour in range(3)]
        assert names(alarms(quiet[2], past + quiet[:2])) == expected


def test_what_is_usual_is_that_of_the_newest_thirty_groups() -> None:
    shares = [0.9] * 40 + [0.7] * 15 + [0.6] * 15
    past = [run(hour, complete=share) for hour, share in enumerate(shares)]
    (alarm,) = alarms(run(99, complete=0.0), past)
    assert alarm["usual"] == 0.65


def test_five_groups_are_a_past() -> None:
    assert fallen(Share(0.0, 400), [Share(1.0, 400)] * 5) == 1.0
    assert fallen(Share(0.0, 400), [Share(1.0, 400)] * 4) is None


def test_a_share_that_was_always_one_may_be_less_by_chance() -> None:
    usual = [Share(1.0, 30)] * 5
    assert fallen(Share(0.8985, 30), usual) is None  # 4 sigma of 0.98 in 30 are 0.1022
    assert fallen(Share(0.8970, 30), usual) == 1.0


def test_a_redesign_is_seen_although_each_run_brings_two_articles() -> None:
    past = [run(hour, new=2) for hour in range(24 * 7)]
    since = next(
        hours
        for hours in range(48)
        if alarms(
            run(24 * 7 + hours, new=2, fill=0),
            past + [run(24 * 7 + hour, new=2, fill=0) for hour in range(hours)],
        )
    )
    assert since == 1  # four of thirty, where there never was one


def test_no_new_article_for_longer_than_ever() -> None:
    # A paper that sleeps at night and on Sunday.
    awake = [h for h in range(24 * 28) if h % 24 > 6 and h % (24 * 7) < 24 * 6]
    past = [run(hour, new=2 if hour in awake else 0) for hour in range(24 * 28)]
    empty = [run(24 * 28 + hour, new=0) for hour in range(100)]
    heard = [
        hours
        for hours in range(100)
        if "no_new_articles" in names(alarms(empty[hours], past + empty[:hours]))
    ]
    longest = 24 + 7
    # The past ends in the middle of a Sunday's pause.
    assert heard[0] == 2 * (longest + 1) - 24
    assert heard == list(range(heard[0], 100))


def test_a_machine_that_was_off_is_no_pause() -> None:
    off = [run(hour + 24 * 30) for hour in range(3)]
    assert alarms(run(24 * 30 + 3, new=0), PAST + off) == []
    quiet = [run(24 * 30 + hour, new=0) for hour in range(3)]
    assert names(alarms(run(24 * 30 + 3, new=0), PAST + quiet)) == ["no_new_articles"]


def months(trouble: float) -> Iterator[tuple[Row, list[Row]]]:
    """Yield each run of two months with its past; from half time on fields are less filled."""
    past: list[Row] = []
    for hour in range(0, 24 * 60, 4):
        this = run(hour, new=12, fill=1.0 if hour < 24 * 30 else trouble)
        yield this, past
        past.append(this)


def test_a_lasting_trouble_is_raised_once_a_day_until_it_is_usual() -> None:
    raised: list[datetime] = []
    for this, past in months(0.3):
        this["alarms"] = alarms(this, past)
        if any(alarm["raised"] for alarm in this["alarms"]):
            raised.append(datetime.fromisoformat(this["date_started"]))
    assert raised
    assert raised[0] < START + timedelta(days=31)
    assert all(later - earlier >= REPEAT for earlier, later in pairwise(raised))
    # Fifteen of the thirty groups that are looked at.
    assert raised[-1] < START + timedelta(days=30 + 15)


def test_chance_alone_raises_an_alarm_in_one_of_a_hundred_runs_at_most() -> None:
    chance, raised = random.Random(1485782), 0

    def one(hour: int, usual: float, noise: float, size: int) -> Row:
        p = min(1.0, max(0.0, chance.gauss(usual, noise)))
        filled = sum(chance.random() < p for _ in range(size)) / size
        return run(hour, new=size, fill=filled, complete=1.0)

    for _ in range(400):
        usual = chance.choice([1.0, chance.random()])
        kind = usual, chance.uniform(0, 0.05), chance.randint(1, 80)
        past = [one(hour, *kind) for hour in range(60)]
        raised += "fill_rate/articles" in names(alarms(one(60, *kind), past))
    assert raised <= 4


@given(st.floats(0.65, 1), st.integers(30, 200), st.integers(0, 2**32))
def test_a_share_that_falls_to_nothing_is_always_told(usual: float, size: int, seed: int) -> None:
    chance = random.Random(seed)
    past = [run(h, new=size, fill=min(1.0, usual + chance.uniform(-0.05, 0.05))) for h in range(30)]
    assert names(alarms(run(30, new=size, fill=0), past)) == ["fill_rate/articles"]


@given(st.lists(st.builds(run, st.integers(0, 500), new=st.integers(0, 90)), max_size=30))
def test_a_short_or_disordered_past_is_no_error_and_names_are_not_repeated(past: list[Row]) -> None:
    found = names(alarms(run(501, fill=0, complete=0), past))
    assert len(found) == len(set(found))
    assert not (len(past) < 5 and found)


@given(st.lists(st.builds(Share, st.floats(0, 1), st.integers(0, 100))))
def test_groups_are_large_enough_and_lose_less_than_one(shares: list[Share]) -> None:
    groups = grouped(shares)
    assert all(group.weight >= GROUP for group in groups)
    assert all(-1e-9 <= group.value <= 1 + 1e-9 for group in groups)
    assert 0 <= sum(s.weight for s in shares) - sum(g.weight for g in groups) < GROUP


@given(st.lists(st.builds(Share, st.floats(0, 1), st.integers(30, 100)), min_size=5), st.data())
def test_who_falls_further_is_told_as_well(past: list[Share], data: st.DataObject) -> None:
    high = data.draw(st.floats(0, 1))
    low = data.draw(st.floats(0, high))
    if fallen(Share(high, 50), past) is not None:
        assert fallen(Share(low, 50), past) is not None
