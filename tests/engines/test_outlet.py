"""An ordinary WordPress outlet of two years, with no plugin for metadata, in three themes."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from newscrawl.demo.invent import sentence
from tests.engines import mariadb, wordpress
from tests.engines.wordpress import THEMES, TIME, Outlet
from tests.support.crawling import Row, Run, crawl

pytestmark = pytest.mark.engine

POSTS = 300
AUTHORS = ("Ada Quill", "Bram Fenwick", "Ida Lykt")
SECTIONS = ("Harbour", "Council", "Weather & Tides")
ZONE = "Europe/Oslo"
KEYWORDS = ("boats", "festival", "ferry", "bridge", "orchard")
NOW = datetime.now(UTC).replace(microsecond=0)


def outlet_data() -> dict[str, Any]:
    """Posts from now back over two years: one today, yesterday and the day before, then fewer."""
    rng = Random(7)
    step = timedelta(days=728) / POSTS
    posts = []
    for number in range(POSTS):
        hours = timedelta(hours=1 + 20 * number) if number < 3 else step * number
        published = NOW - hours - timedelta(seconds=rng.randrange(3000))
        local = published.astimezone(ZoneInfo(ZONE))
        if local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset():
            # WordPress cannot tell apart the two hours for which clocks show the same in autumn.
            published -= timedelta(hours=2)
        posts.append(
            {
                "headline": f"{sentence(rng)} {number}",
                "body": "\n\n".join(sentence(rng, words=40) for _ in range(4)),
                "author": rng.choice(AUTHORS),
                "section": rng.choice(SECTIONS),
                "keywords": sorted(rng.sample(KEYWORDS, 2)),
                "published": published.strftime(TIME),
            }
        )
    return {
        "timezone": ZONE,
        "authors": AUTHORS,
        "sections": SECTIONS,
        "posts": posts,
    }


DATA = outlet_data()


@pytest.fixture(scope="module")
def outlet(database: mariadb.Database) -> Iterator[Outlet]:
    with wordpress.outlet(database, DATA) as site:
        yield site


def told(rows: list[Row]) -> dict[str, Row]:
    return {
        row["url"]: {
            "headline": row["headline"],
            "author": [one["name"] for one in row["authors"]],
            "section": row["article_section"],
            "keywords": sorted(row["keywords"]),
            "published": row["date_published"],
        }
        for row in rows
    }


def truth(outlet: Outlet) -> dict[str, Row]:
    return {
        url: {
            "headline": " ".join(post["headline"].split()),
            "author": [post["author"]],
            "section": post["section"],
            "keywords": post["keywords"],
            "published": post["published"].replace(" ", "T") + "Z",
        }
        for url, post in zip(outlet.urls, DATA["posts"], strict=True)
    }


def wrong(outlet: Outlet, run: Run) -> Counter[str]:
    found, right = told(list(run.latest("articles").values())), truth(outlet)
    misses = Counter({"missing": len(right.keys() - found.keys())})
    misses["extra"] = len(found.keys() - right.keys())
    for url in right.keys() & found.keys():
        misses.update(name for name in right[url] if right[url][name] != found[url][name])
    return +misses


@pytest.mark.parametrize("theme", THEMES)
def test_two_years_are_read_whole(outlet: Outlet, theme: str, tmp_path: Path) -> None:
    outlet.switch(theme)
    since = f"{NOW - timedelta(days=760):%Y-%m-%d}"
    run = crawl("news", tmp_path, url=outlet.origin, since=since, comments="no")
    assert (run.status, run.stderr) == (0, "")
    assert wrong(outlet, run) == {}


def test_runs_of_every_hour_read_what_is_new_and_end_well(outlet: Outlet, tmp_path: Path) -> None:
    for _ in range(3):
        run = crawl("news", tmp_path, url=outlet.origin)
        assert (run.status, run.stderr) == (0, "")
    assert told(list(run.latest("articles").values())).keys() == set(outlet.urls[:3])
