"""What a system refused at a visit is refused where that visit is read again."""

from pathlib import Path

import pytest

from newscrawl import clock
from tests.support.crawling import Run, crawl
from tests.support.rereading import lines_of, reread
from tests.support.small_paper import SmallPaper, small_paper


def visit(paper: SmallPaper, folder: Path) -> Run:
    run = crawl("news", folder, "KEEP_PAGES=warc", "BROWSER=never", url=paper.base)
    assert (run.status, run.stderr) == (0, "")
    return run


@pytest.mark.parametrize(
    "edited",
    [
        pytest.param(True, marks=pytest.mark.slow, id="with its page"),
        pytest.param(False, id="the thread alone"),
    ],
)
def test_a_refusal_is_read_as_of_its_visit(
    edited: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_paper(SmallPaper(comments={1: "The first word."})) as paper:
        monkeypatch.setenv(clock.VARIABLE, "2026-03-14T12:00:00Z")
        visit(paper, tmp_path / "out")
        paper.refusal = 403
        paper.text += " An edit." if edited else ""
        monkeypatch.setenv(clock.VARIABLE, "2026-03-14T18:00:00Z")
        visit(paper, tmp_path / "out")
        paper.refusal = 0
        paper.comments[2] = "The second one."
        monkeypatch.setenv(clock.VARIABLE, "2026-03-15T18:00:00Z")
        live = visit(paper, tmp_path / "out")
    monkeypatch.delenv(clock.VARIABLE)
    anew = reread(live, tmp_path / "anew")
    assert (anew.status, anew.stderr) == (0, "")
    for kind in ("articles", "comments"):
        assert lines_of(anew, kind) == lines_of(live, kind)
    seen = [one["comments_status"] for one in live.lines("articles") if one["comments_status"]]
    assert seen == ["complete", "blocked", "complete"]
