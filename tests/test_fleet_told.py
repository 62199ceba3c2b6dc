"""What a fleet tells: one digest, new troubles first, each only once."""

from pathlib import Path

import pytest

from newscrawl.fleet.digest import Told, Trouble, digest
from newscrawl.fleet.result import Result
from newscrawl.runs.exits import Exit


def trouble(name: str, kind: str = "no answer", *, new: bool = True) -> Trouble:
    return Trouble(name, kind, f"{name} is down", new)


def test_the_digest_tells_kinds_and_new_ones_first() -> None:
    found = [trouble(f"Paper {n}", new=n > 11) for n in range(14)]
    found += [trouble("Old", "forbidden", new=False), trouble("Field", "unlike its past: authors")]
    assert digest(found, 30, 40) == [
        "16 of 40 outlets had trouble",
        "no answer: 14: Paper 12, Paper 13, and 12 told before",
        "  Paper 12: Paper 12 is down",
        "  Paper 13: Paper 13 is down",
        "unlike its past: authors: 1: Field",
        "  Field: Field is down",
        "forbidden: 1 told before",
    ]


def test_a_trouble_of_all_is_told_once() -> None:
    down = [trouble(f"Paper {n}", new=n > 4) for n in range(50)]
    assert digest(down, 52, 60, outage=True) == [
        "50 of 60 outlets had trouble",
        "no answer: 50 of 52 (5 told before): this machine or its network?",
        "  the first, Paper 5: Paper 5 is down",
    ]
    # They have been down for long: nothing happened to all at once.
    assert digest(down, 52, 60)[1].startswith("no answer: 50: Paper 5, ")
    none = [trouble(f"Paper {n}", "no article found") for n in range(50)]
    assert digest(none, 50, 60)[1] == "no article found: all 50: a setting, or newscrawl itself?"
    assert digest([], 50, 60) == []


def test_causes_that_differ_are_told_each_and_one_for_all_once() -> None:
    found = [trouble(f"Paper {n}") for n in range(8)]
    lines = digest(found, 40, 40)
    assert lines[2:] == [*(f"  Paper {n}: Paper {n} is down" for n in range(5)), "  and 3 more"]
    same = [one._replace(message="the network is down") for one in found]
    assert digest(same, 40, 40)[2:] == ["  Paper 0: the network is down"]


def test_what_was_told_is_remembered_until_it_is_well_again(tmp_path: Path) -> None:
    path = tmp_path / "told.json"
    path.write_text("no JSON")
    bad, well = Result("a", 6, "gone", [], 0, 0, 0), Result("a", 0, "", [], 0, 0, 0)
    worse = Result("a", 12, "fewer authors", ["fields"], 0, 0, 0)
    seen = []
    for result in (bad, bad, worse, well, bad):
        told = Told(path)
        one = told.trouble("A", result)
        seen.append(one and (one.kind, one.is_new))
        told.save()
    assert seen == [
        ("no answer", True),
        ("no answer", False),
        ("unlike its past: fields", True),
        None,
        ("no answer", True),
    ]


@pytest.mark.parametrize("status", [Exit.DONE, Exit.INTERRUPTED, Exit.LOCKED])
def test_what_goes_on_later_or_elsewhere_is_no_trouble(tmp_path: Path, status: Exit) -> None:
    result = Result("a", int(status), "another run", [], 0, 0, 0)
    assert Told(tmp_path / "told.json").trouble("A", result) is None
