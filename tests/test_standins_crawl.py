"""`scrapy crawl news` on every stand-in of a comment widget: whole, or truthfully reported."""

from collections import Counter
from pathlib import Path

import pytest

from tests.standins import StandIns
from tests.support.crawling import Row, crawl

NAMED = "disqus,openweb,coral,viafoura,ghost"
"""Their files ask the real hosts; here the generic reader has to do without them."""
STATUS = {
    "login_wall": {"partial"},
    "declared_more": {"partial"},
    "empty": {"none"},
    "closed": {"none", "closed"},
}


def words(text: str | None) -> str:
    return " ".join((text or "").split())


@pytest.mark.slow
@pytest.mark.browser
def test_every_standin_is_whole_or_truthfully_reported(tmp_path: Path) -> None:
    with StandIns() as lab:
        urls = {scenario.url: scenario for scenario in lab.scenarios.values()}
        run = crawl(
            "news",
            tmp_path,
            f"COMMENT_ENGINES_OFF={NAMED}",
            f"LOCAL_ADDRESSES={lab.vendor.removeprefix('http://')}",
            urls=",".join(urls),
        )
        assert lab.writes == 0
    articles = {row["request_url"]: row for row in run.latest("articles").values()}
    threads: dict[str, list[Row]] = {}
    for row in run.lines("comments"):
        threads.setdefault(row["article_id"], []).append(row)
    wrong = []
    for url, scenario in urls.items():
        article = articles[url]
        rows = threads.get(article["id"], [])
        truth = Counter(words(one["text"]) for one in scenario.truth if one["text"])
        found = Counter(words(row["text"]) for row in rows if row["text"])
        status = STATUS.get(scenario.name, {"complete"})
        if found != truth or article["comments_status"] not in status:
            missing, extra = truth - found, found - truth
            wrong.append(
                f"{scenario.name}: {article['comments_status']} ({article['comments_reason']}), "
                f"{missing.total()} missing, {extra.total()} extra: {list(extra)[:2]}"
            )
    assert wrong == []
