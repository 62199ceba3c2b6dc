"""Settings of feeds that would switch ours off, or bend their lines: refused, or without effect."""

import json
from pathlib import Path

import pytest

from newscrawl.demo import Demo
from newscrawl.runs.exits import Exit
from tests.support.crawling import crawl
from tests.support.demo_truth import RANGE, articles_of
from tests.support.disks import small_disk

DISTURBING = {
    "FEED_EXPORT_FIELDS": "id",
    "FEED_EXPORT_ENCODING": "utf-16",
    "FEED_EXPORT_INDENT": 4,
    "FEED_EXPORT_BATCH_ITEM_COUNT": 2,
    "FEED_STORE_EMPTY": True,
}


def test_settings_of_other_feeds_do_not_touch_ours(tmp_path: Path) -> None:
    given = [f"{name}={value}" for name, value in DISTURBING.items()]
    with Demo(articles=6) as demo:
        run = crawl("sputnik", tmp_path, *given, base_url=demo.base_url, comments="no", **RANGE)
        assert (run.status, run.stderr) == (0, "")
        assert articles_of(run) == articles_of(demo.truth)
        assert all(row["headline"] for row in run.lines("articles"))


@pytest.mark.parametrize(
    "setting",
    [
        'FEED_EXPORTERS={"jsonlines": null}',
        *(
            pytest.param(one, marks=pytest.mark.slow)
            for one in (
                'FEED_STORAGES={"": null, "file": null}',
                'EXTENSIONS={"newscrawl.extensions.feeds.Feeds": null}',
                'FEEDS={"own.tablecloth": {}}',
                "FEEDS={}",
            )
        ),
    ],
)
def test_a_run_that_could_not_write_fetches_nothing(tmp_path: Path, setting: str) -> None:
    with Demo(articles=6) as demo:
        run = crawl("sputnik", tmp_path, setting, base_url=demo.base_url, comments="no", **RANGE)
        assert run.status == Exit.USAGE
        assert run.stderr.splitlines()[-1].startswith("newscrawl: nothing was fetched")
        assert "Traceback" not in run.stderr
        assert not demo.log


@pytest.mark.slow
def test_a_full_disk_under_a_users_own_feed_is_said(tmp_path: Path) -> None:
    with Demo(articles=60) as demo, small_disk(tmp_path / "disk", 64) as disk:
        feeds = json.dumps({f"{disk}/own.jsonl": {"format": "jsonlines"}})
        arguments = {"base_url": demo.base_url, "comments": "no", **RANGE}
        run = crawl("sputnik", tmp_path, f"FEEDS={feeds}", **arguments)
        assert run.status == Exit.DISK
        assert run.stderr.count("\n") == 1
        assert "No space left" in run.stderr
