"""A crawl stays small, however much a list names and however much readers write."""

import json
from pathlib import Path

import pytest

from newscrawl.threads.bounds import WalkLimits
from tests.support.crawling import crawl
from tests.support.heavy_thread import heavy_thread, text_of
from tests.support.large_paper import large_paper

pytestmark = pytest.mark.slow
MIB = 2**20
MOST = 350
"""Mebibytes of a crawl without a browser; it has about 130 when it begins."""
EVER = 1024
"""The same with a thread that is cut, whatever readers write."""
LETTERS = 150_000


def peak(folder: Path) -> float:
    row = json.loads((folder / "runs.jsonl").read_text("utf-8"))
    return float(row["peak_memory_bytes"] / MIB)


def test_a_sitemap_of_a_hundred_thousand_articles_does_not_lie_in_memory(tmp_path: Path) -> None:
    with large_paper(100_000) as paper:
        run = crawl("news", tmp_path, url=paper.base, since="40d", limit="20", comments="no")
    assert (run.status, len(run.latest("articles"))) == (0, 20)
    # 3 KB each would be 300 MiB more.
    assert peak(run.folder) < MOST


def test_a_long_list_of_what_is_old_is_read_to_its_end(tmp_path: Path) -> None:
    number = 30_000
    with large_paper(number, days=3000) as paper:
        run = crawl(
            "news", tmp_path, "WATCHDOG_SECONDS=8", url=paper.base, since="3d", comments="no"
        )
    row = run.run_lines()[-1]
    assert run.status == 0
    # Nothing else moves meanwhile, for longer than a run may stand still.
    assert row["duration_seconds"] > 8
    read, old = len(run.latest("articles")), row["links_left_out"]["out_of_range"]
    assert read >= 30
    # What is of the first day was asked for, and may be too old by its hour.
    assert read + row["articles"]["out_of_range"] + old == number
    assert peak(run.folder) < MOST


@pytest.mark.parametrize("comments", [400, 1000])
def test_a_thread_of_very_long_comments_does_not_lie_in_memory(
    tmp_path: Path, comments: int
) -> None:
    with heavy_thread(comments, LETTERS) as url:
        base = url.rsplit("/2026", 1)[0]
        run = crawl("news", tmp_path, "BROWSER=never", url=base, urls=url)
    (article,) = run.latest("articles").values()
    kept = article["comments_collected"]
    if comments * 2 * LETTERS < WalkLimits().letters:
        assert (run.status, article["comments_status"], kept) == (0, "complete", comments)
    else:
        assert article["comments_status"] == "partial"
        assert "million letters" in article["comments_reason"]
    number = 0
    with next(run.folder.glob("*-comments.jsonl")).open("rb") as lines:
        for line in lines:
            comment = json.loads(line)
            number += 1
            assert comment["text"] == text_of(int(comment["comment_id"]), LETTERS)
    assert number == kept
    assert peak(run.folder) < (MOST if kept == comments else EVER)
