"""`scrapy report`: its figures against DuckDB's, its words, and what it says when it cannot."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from newscrawl.commands.report import write
from newscrawl.report.figures import LAGS, Figures
from newscrawl.report.page import page
from newscrawl.report.reading import read_runs
from newscrawl.report.scale import calendar, ticks
from newscrawl.runs.exits import Exit, Refused
from tests.support.invented_record import BEGIN, Site, write_record
from tests.support.warm import ran

SITES = (
    Site("harbour_post", articles_a_day=4, comments_an_article=7, runs_a_day=2),
    Site("daily_lantern", articles_a_day=2, comments_an_article=12, runs_a_day=1),
    Site("bakery", articles_a_day=1, comments_an_article=3, runs_a_day=1),
)


def report(*arguments: str) -> subprocess.CompletedProcess[str]:
    return ran("scrapy", "report", *arguments)


def embedded(html: str) -> dict[str, dict[str, Any]]:
    found = re.search(
        r'<script type="application/json" id="figures">(.*?)</script>', html, re.DOTALL
    )
    assert found
    return dict(json.loads(found[1]))


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("record") / "output"
    write_record(folder, days=90, sites=SITES)
    return folder


@pytest.fixture(scope="module")
def figures(output: Path) -> dict[str, dict[str, Any]]:
    done = report("-s", f"OUTPUT_DIR={output}")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{output}/report.html\n"
    return embedded((output / "report.html").read_text(encoding="utf-8"))


@pytest.fixture(scope="module", params=[site.name for site in SITES])
def both(
    request: pytest.FixtureRequest, output: Path, figures: dict[str, dict[str, Any]]
) -> Iterator[tuple[duckdb.DuckDBPyConnection, dict[str, Any]]]:
    """The lines of a site in DuckDB (all, and the current ones), and its figures in the report."""
    with duckdb.connect() as db:
        for kind in ("articles", "comments"):
            files = f"{output}/{request.param}/*-{kind}.jsonl"
            db.execute(
                f"CREATE TABLE {kind}_lines AS SELECT *, row_number() OVER () AS line FROM "
                f"read_json_auto('{files}', filename = true, sample_size = -1)"
            )
            db.execute(
                f"CREATE VIEW {kind} AS SELECT * FROM {kind}_lines QUALIFY row_number() "
                "OVER (PARTITION BY id ORDER BY filename DESC, line DESC) = 1"
            )
        # A line of removal may lack its date: the last line that has one tells.
        db.execute(
            "CREATE VIEW dated AS SELECT id, article_id, last(date_published ORDER BY line) AS "
            "published, last(date_published_precision ORDER BY line) AS precision "
            "FROM comments_lines WHERE date_published IS NOT NULL GROUP BY ALL"
        )
        runs = f"{output}/{request.param}/runs.jsonl"
        db.execute(f"CREATE TABLE runs AS SELECT * FROM read_json_auto('{runs}')")
        yield db, figures[request.param]


Both = tuple[duckdb.DuckDBPyConnection, dict[str, Any]]


def pairs(db: duckdb.DuckDBPyConnection, query: str) -> dict[str, int]:
    return dict(db.execute(query).fetchall())


def one(db: duckdb.DuckDBPyConnection, query: str) -> Any:
    row = db.execute(query).fetchone()
    assert row
    return row[0]


GONE = "status LIKE 'removed%' AND date_removed_observed IS NOT NULL AND text_hash IS NOT NULL"


def test_totals(both: Both) -> None:
    db, found = both
    assert found["comments"] > 100
    for name, query in {
        "articles": "SELECT count(*) FROM articles",
        "articles_removed": "SELECT count(*) FROM articles WHERE status = 'removed'",
        "comments": "SELECT count(*) FROM comments",
        "comments_removed": f"SELECT count(*) FROM comments WHERE {GONE}",
        "comments_removed_before": "SELECT count(*) FROM comments "
        f"WHERE status LIKE 'removed%' AND NOT ({GONE})",
        "comments_edited": "SELECT count(*) FROM comments WHERE is_edited::VARCHAR = 'true'",
        "declared": "SELECT sum(comment_count) FROM articles",
        "present": "SELECT sum(least(n, comment_count)) FROM articles JOIN "
        "(SELECT article_id, count(*) AS n FROM comments GROUP BY 1) c ON c.article_id = id",
        "runs": "SELECT count(*) FROM runs",
    }.items():
        assert found[name] == one(db, query), name
    assert found["completeness"] == found["present"] / found["declared"]


def test_days(both: Both) -> None:
    db, found = both
    by_day = "SELECT published[:10], count(*) FROM {} WHERE length(published) >= 10 GROUP BY 1"
    assert found["comments_by_day"] == pairs(db, by_day.format("dated"))
    articles = "(SELECT date_published::VARCHAR AS published FROM articles)"
    assert found["articles_by_day"] == pairs(db, by_day.format(articles))
    undated = "SELECT count(*) FROM dated WHERE length(published) < 10"
    assert found["undated"].get("comments", 0) == one(db, undated)


def test_arrival_and_week(both: Both) -> None:
    db, found = both
    timed = (
        "SELECT date_diff('second', a.date_published::TIMESTAMPTZ, published::TIMESTAMPTZ) AS lag "
        "FROM dated c JOIN articles a ON a.id = c.article_id "
        "WHERE c.precision = 'second' AND a.date_published_precision = 'second'"
    )
    assert sum(found["arrival"]) > 100
    for i, minutes in enumerate(LAGS):
        within = f"SELECT count(*) FROM ({timed}) WHERE lag BETWEEN 0 AND {minutes * 60}"
        assert sum(found["arrival"][: i + 1]) == one(db, within), minutes
    db.execute("SET TimeZone = 'UTC'")
    week = pairs(
        db,
        "SELECT (isodow(t) - 1) || ' ' || hour(t), count(*) FROM (SELECT published::TIMESTAMPTZ "
        "AS t FROM dated WHERE precision = 'second') GROUP BY 1",
    )
    shown = {f"{d} {h}": n for d, row in enumerate(found["week"]) for h, n in enumerate(row) if n}
    assert shown == week


def test_removals_and_returns(both: Both) -> None:
    db, found = both
    removed = (
        "SELECT DISTINCT id, date_removed_observed::VARCHAR AS observed, status "
        f"FROM comments_lines WHERE {GONE}"
    )
    days = {
        f"{day} {kind}": n
        for day, kinds in found["removals_by_day"].items()
        for kind, n in kinds.items()
        if kind != "returned"
    }
    assert days == pairs(
        db, f"SELECT observed[:10] || ' ' || status, count(*) FROM ({removed}) GROUP BY 1"
    )
    returned = sum(kinds.get("returned", 0) for kinds in found["removals_by_day"].values())
    earlier = "lag(status) OVER (PARTITION BY id ORDER BY line)"
    assert returned == one(
        db,
        f"SELECT count(*) FROM (SELECT status, {earlier} AS earlier FROM comments_lines) "
        "WHERE status = 'visible' AND earlier LIKE 'removed%'",
    )


def test_threads_fields_and_failures(both: Both) -> None:
    db, found = both
    assert found["threads"] == pairs(
        db, "SELECT comments_status, count(*) FROM articles GROUP BY 1"
    )
    standing = "FROM comments WHERE status NOT LIKE 'removed%'"
    assert found["standing"]["comments"] == one(db, f"SELECT count(*) {standing}")
    for name in ("text", "author", "upvote_count", "is_edited", "date_published"):
        filled = one(db, f"SELECT count({name}) {standing}")
        assert found["filled"]["comments"].get(name, 0) == filled, name
    failed = pairs(
        db,
        "SELECT r.reason, sum((failed->>r.reason)::INT) FROM (SELECT to_json(articles.failed) AS "
        "failed FROM runs), (SELECT unnest(['http_404', 'timeout', 'http_403', 'empty']) AS reason)"
        " r GROUP BY 1 HAVING sum((failed->>r.reason)::INT) > 0",
    )
    assert found["failures"] == failed


def test_a_site_of_its_own_goes_to_its_folder(output: Path) -> None:
    path = write(output, "bakery", None)
    assert path == output / "bakery" / "report.html"
    assert list(embedded(path.read_text(encoding="utf-8"))) == ["bakery"]


def test_a_mistake_is_one_line(output: Path) -> None:
    done = report("-s", f"OUTPUT_DIR={output}", "nowhere")
    assert (done.returncode, done.stdout) == (Exit.USAGE, "")
    assert done.stderr == (
        f"newscrawl: nothing was crawled of 'nowhere' into {output}; "
        "there are: bakery, daily_lantern, harbour_post (-s OUTPUT_DIR=... for another)\n"
    )


def test_what_cannot_be_made_is_refused(output: Path) -> None:
    with pytest.raises(Refused, match="could not be made") as refused:
        write(output, "bakery", "/proc/report.html")
    assert refused.value.status is Exit.DISK
    with pytest.raises(Refused, match="run `newscrawl crawl` first"):
        write(output / "nothing", None, None)


def test_a_site_without_anything_says_so_in_every_chart() -> None:
    html = page([Figures(scope="silent")], BEGIN)
    assert html.count('class="empty"') == html.count("<figure") == 11
    assert "No removals seen yet." in html


def test_years_are_drawn_by_week_or_month() -> None:
    day = {"2026-01-31": 2, "2026-02-01": 3}
    assert calendar("2026-01-31", "2026-02-01").sums(day) == [2, 3]
    axis = calendar("2025-06-01", "2026-02-01")
    assert axis.unit == "week"
    assert sum(axis.sums(day)) == 5
    assert calendar("2020-01-01", "2026-02-01").sums(day)[-2:] == [2, 3]
    assert [text for _, text in calendar("2026-03-01", "2026-03-03").marks(5)] == [
        "1 Mar",
        "2 Mar",
        "3 Mar",
    ]


@pytest.mark.parametrize("high", [0.3, 1, 7, 99, 100, 101, 12345])
def test_an_axis_is_short_and_reaches_its_highest_value(high: float) -> None:
    found = ticks(high, 3, least_step=1)
    assert found[-1] >= high
    assert 2 <= len(found) <= 5
    assert found == [int(one) for one in found]


def test_list_pages_are_no_failures_in_the_lines_of_an_older_version() -> None:
    line = {
        "run_id": "20260314T083000Z",
        "date_started": "2026-03-14T08:30:00Z",
        "articles": {"new": 1, "failed": {"guessed": 40, "http_500": 2}},
    }
    [run] = read_runs([line])
    assert run.failed == {"http_500": 2}
