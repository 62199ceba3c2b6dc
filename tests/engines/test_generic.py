"""Engines that nobody wrote a file for, read by the generic reader alone, field by field."""

from pathlib import Path

import pytest

from newscrawl.plugins import all_engines
from newscrawl.threads.found import GENERIC
from tests.engines.table import timed
from tests.engines.talk import Seeded, plain
from tests.support.crawling import Row, crawl

OFF = f"COMMENT_ENGINES_OFF={','.join(name for name in all_engines() if name != GENERIC)}"
QUICK = ("DOWNLOAD_DELAY=0", "AUTOTHROTTLE_ENABLED=0", OFF)
PRECISE = {"minute": 16, "day": 10, "month": 7}
"""Characters of a date of each precision that are shown."""

pytestmark = pytest.mark.engine


def seen(rows: list[Row], site: Seeded) -> dict[str, Row]:
    bare = {row["id"]: row["comment_id"] for row in rows}
    return {
        row["comment_id"]: {
            "parent": row["parent_id"] and bare[row["parent_id"]],
            "author": (row["author"] or {}).get("name"),
            "text": plain(row["text"]) if site.lines else " ".join(row["text"].split()),
            "date_published": row["date_published"],
        }
        for row in rows
    }


def check(engine: str, site: Seeded, output: Path, *settings: str) -> None:
    """Crawl a thread twice: all is read exactly, and the second visit writes no line."""
    wanted = site.expected()
    with timed(f"{engine}, generic", wanted) as measured:
        first = crawl("news", output, *QUICK, *settings, urls=site.page_url)
    comments, article = first.lines("comments"), first.lines("articles")[-1]
    found = seen(comments, site)
    precisions = {row["comment_id"]: row["date_published_precision"] for row in comments}
    for key, one in wanted.items():
        size = PRECISE.get(precisions.get(key) or "", 20)
        one["date_published"] = (one["date_published"] or "")[:size]
        if key in found:
            found[key]["date_published"] = (found[key]["date_published"] or "")[:size]
    measured.note(first, found)
    assert found == wanted
    assert len(comments) == len(wanted)
    assert (article["comments_status"], article["comments_collected"]) == ("complete", len(wanted))
    assert (first.status, first.complaints) == (0, [])
    again = crawl("news", output, *QUICK, *settings, urls=site.page_url, revisit="all")
    assert len(again.lines("comments")) == len(wanted)
    assert again.status == 0


def test_rows_within_each_other(nested_site: Seeded, tmp_path: Path) -> None:
    check("django-comments-xtd", nested_site, tmp_path)


def test_definition_lists_in_items_whose_keys_are_theirs(
    items_site: Seeded, tmp_path: Path
) -> None:
    check("django-threadedcomments", items_site, tmp_path)


def test_a_forum_with_quotations_on_numbered_pages(forum_site: Seeded, tmp_path: Path) -> None:
    check("PunkwebBB", forum_site, tmp_path)


def test_a_head_beside_each_text_and_dates_in_titles(trac_site: Seeded, tmp_path: Path) -> None:
    check("Trac", trac_site, tmp_path)


def test_a_flat_list_with_hashes_for_ids(ikiwiki_site: Seeded, tmp_path: Path) -> None:
    check("Ikiwiki", ikiwiki_site, tmp_path)


def test_posts_that_margins_and_links_put_below_each_other(
    fossil_site: Seeded, tmp_path: Path
) -> None:
    check("Fossil", fossil_site, tmp_path)


@pytest.mark.browser
def test_json_that_a_widget_asks_for_as_one_scrolls(artalk_site: Seeded, tmp_path: Path) -> None:
    check("Artalk's client", artalk_site, tmp_path)
