"""Many outlets by one command: what it visits, what it tells, what it is told wrongly."""

from pathlib import Path

import pytest

from newscrawl.runs.exits import Exit
from tests.support.fleets import NOON, Slow, fleet, until
from tests.support.small_paper import SmallPaper


def test_a_full_disk_is_named_and_the_digest_told_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "output" / ".fleet").mkdir(parents=True)
    (tmp_path / "output" / ".fleet" / "told.new").symlink_to("/dev/full")
    with fleet(tmp_path) as ours:
        ours.more = ["Dead,http://127.0.0.1:9,"]
        status, _, err = ours.run()
    assert status == Exit.DISK
    assert "no answer: 1: Dead" in err
    assert f"{tmp_path}/output/.fleet/told.json cannot be written: No space left" in err
    assert "Traceback" not in err


def test_a_fleet_visits_what_is_due_and_tells_what_is_wrong(tmp_path: Path) -> None:
    texts = {1: "Who pays for it?", 2: "See you there."}
    with fleet(tmp_path, *(SmallPaper(comments=dict(texts)) for _ in range(3))) as ours:
        ours.more = ["Dead,http://127.0.0.1:9,", "Resting,http://127.0.0.1:19,yes"]
        status, out, err = ours.run(now="2026-03-15T08:00:00Z")
        assert (status, out) == (Exit.TROUBLE, "")
        assert err.splitlines()[:2] == [
            "newscrawl: 1 of 5 outlets had trouble (`newscrawl status` tells more)",
            "newscrawl: no answer: 1: Dead",
        ]
        assert "127.0.0.1:9 refuses the connection" in err
        for paper in ours.papers:
            assert ours.comments(paper) == sorted(texts.values())
            assert ours.ends(paper) == ["DONE"]
        # What is not due is not asked for anything.
        for paper in ours.papers:
            paper.asked()
        assert ours.run(now="2026-03-15T08:01:00Z") == (0, "", "")
        assert [paper.asked() for paper in ours.papers] == [[], [], []]
        ours.papers[1].comments[3] = "I am late."
        status, out, err = ours.run(now="2026-03-15T14:00:00Z")
        assert (status, out) == (Exit.TROUBLE, "")
        assert err.splitlines()[1:] == ["newscrawl: no answer: 1 told before"]
        added = [sorted(set(ours.comments(one)) - set(texts.values())) for one in ours.papers]
        assert added == [[], ["I am late."], []]
        assert len(ours.comments(ours.papers[1])) == 3


@pytest.mark.parametrize("whole", [True, False])
def test_a_bad_line_is_named_before_anything_is_asked(tmp_path: Path, *, whole: bool) -> None:
    with fleet(tmp_path, SmallPaper()) as ours:
        ours.more = ["Bad,paper,", "Also bad,http://127.0.0.1:x,"]
        options = [] if whole else ["--skip-bad"]
        status, _, err = ours.run(*options)
        assert "outlets.csv, line 3: url 'paper' is not an address" in err
        assert "outlets.csv, line 4: " in err
        assert status == (2 if whole else Exit.TROUBLE)
        assert bool(ours.papers[0].log) != whole
        if not whole:  # they were told, and passing them over was asked for
            assert ours.run(*options, "--all") == (0, "", "")


WRONG = [
    (["--for", "soon"], "--for: 'soon' is no length of time"),
    (["--jobs", "0"], "--jobs: '0' is no whole number of at least 1"),
    (["--tabs", "x"], "--tabs: 'x' is no whole number"),
    (["--tabbs", "2"], "there is no option --tabbs (`newscrawl fleet -h` tells more)"),
    (["-s", "MIN_READ=2"], "MIN_READ '2': a share between 0 and 1"),
]


@pytest.mark.parametrize(("options", "why"), WRONG)
def test_a_wrong_option_is_told_in_one_line(tmp_path: Path, options: list[str], why: str) -> None:
    with fleet(tmp_path) as ours:
        status, out, err = ours.run(*options)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert why in err


@pytest.mark.slow
def test_a_second_run_leaves_the_first_alone(tmp_path: Path) -> None:
    with fleet(tmp_path, Slow()) as ours:
        (paper,) = ours.papers
        assert isinstance(paper, Slow)
        first = ours.start()
        until(lambda: paper.log)
        assert ours.run() == (0, "", "")
        status, _, err = ours.run("--fail-if-running")
        assert (status, err) == (Exit.RUNNING, "newscrawl: another run of the fleet is going on\n")
        paper.go.set()
        assert (first.wait(120), ours.ends(paper)) == (0, ["DONE"])
        first.communicate()


@pytest.mark.slow
def test_after_an_outage_of_all_nobody_waits_for_long(tmp_path: Path) -> None:
    with fleet(tmp_path) as ours:
        ours.more = [f"Paper {n},http://127.0.0.{n}:9," for n in range(2, 8)]
        for hour in (8, 10, 12):
            status, _, err = ours.run(
                "-s", "HOST_BACK_OFF=1800", now=NOON.replace(hour=hour).isoformat()
            )
            assert status == Exit.TROUBLE
            assert "no answer: all 6: this machine or its network?" in err
            assert "refuses the connection" in err  # each was asked, and none was left alone
