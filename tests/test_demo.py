"""The demo paper must be what it says it is, or every test that crawls it proves nothing."""

import json
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from subprocess import PIPE
from typing import Any

import lxml.html
import pytest
from parsel import Selector

from newscrawl.demo import Demo
from newscrawl.extract.text import text_of


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with Demo() as demo:
        yield demo


def fetch(demo: Demo, target: str, method: str = "GET", **form: Any) -> str:
    body = urllib.parse.urlencode(form).encode() if form else None
    url = urllib.parse.urljoin(demo.base_url, target)
    request = urllib.request.Request(url, data=body, method="POST" if form else method)
    with urllib.request.urlopen(request, timeout=20) as answer:
        return str(answer.read().decode())


def article(demo: Demo, design: str, size: int) -> dict[str, Any]:
    found = [a for a in demo.truth.articles if a["design"] == design]
    return next(a for a in found if a["comments_visible"] == size)


def ids(demo: Demo, one: dict[str, Any]) -> set[str]:
    return {comment["comment_id"] for comment in demo.truth.thread(one["number"])}


def test_the_truth_agrees_with_itself(demo: Demo) -> None:
    articles = {a["number"]: a for a in demo.truth.articles}
    comments = {(c["article"], c["comment_id"]): c for c in demo.truth.comments}
    assert len(articles) == 66
    assert 1900 < len(comments) == len(demo.truth.comments) < 2100
    sizes = Counter(c["article"] for c in demo.truth.comments)
    assert {n: a["comments_visible"] for n, a in articles.items()} == {
        number: sizes[number] for number in articles
    }
    orphans = 0
    for (number, _), comment in comments.items():
        parent = comments.get((number, comment["parent_id"]))
        if comment["parent_id"] is None:
            assert (comment["depth"], comment["root_id"]) == (0, comment["comment_id"])
        elif parent is None:
            orphans += 1
            assert comment["depth"] is None
            assert comment["root_id"] is None
        elif parent["depth"] is not None:
            assert comment["depth"] == parent["depth"] + 1
            assert comment["root_id"] == parent["root_id"]
            assert comment["date_published"] >= parent["date_published"]
    assert orphans >= 2
    assert Counter(c["status"] for c in comments.values())["removed_unknown"] > 5


def test_every_trouble_is_there(demo: Demo) -> None:
    articles = demo.truth.articles
    for design in ("old", "new"):
        mine = [a for a in articles if a["design"] == design]
        assert {0, 1, 2, 19, 20, 21, 29, 30, 31, 60, 61, 65, 90, 120, 300} <= {
            a["comments_visible"] for a in mine
        }
        assert {0, 1, 2} <= {len(a["authors"]) for a in mine}
        assert {bool(a["date_modified"]) for a in mine} == {True, False}
        assert any(not a["keywords"] for a in mine)
    assert [
        a["comment_count"]
        for a in articles
        if a["comment_count"] not in {a["comments_visible"], None}
    ] == [12]


@pytest.mark.parametrize("edition", ["en", "ar", "cn", "de"])
def test_a_page_says_what_the_truth_says(edition: str) -> None:
    with Demo(edition, articles=40) as demo:
        days = Counter[bool]()
        for truth in demo.truth.articles:
            page = Selector(fetch(demo, truth["url"]), type="html")
            own = truth["design"] == "old"
            assert page.css("link[rel=canonical]::attr(href)").get() == truth["url"]
            title = page.css(".b-article__header-title h1" if own else ".article__title")
            assert title.css("::text").get() == truth["headline"]
            assert _body(page, own) == " ".join(truth["article_body"].split())
            seconds = page.css('meta[name="analytics:p_ts"]::attr(content)').get("")
            moment = datetime.fromtimestamp(int(seconds), UTC)
            assert f"{moment:%Y-%m-%dT%H:%M:%SZ}" == truth["date_published"]
            day = re.search(r"/(20\d{6})", truth["url"])
            days[day is not None and day[1] == f"{moment:%Y%m%d}"] += 1
            assert page.css("html::attr(dir)").get() == ("rtl" if edition == "ar" else None)
        # Near midnight the day in the address is the day of the printing zone.
        assert days[False] > 0
        assert len(str(demo.truth.articles[0]["number"])) == (9 if edition == "de" else 10)


def _body(page: Selector, own: bool) -> str:
    """Read a body as the anatomy says: injects out, then all text in order."""
    css = ".b-article__text" if own else ".article__body"
    tree = lxml.html.fragment_fromstring(page.css(css).get(""))
    unread = ["article", "banner", "media", "vrez", "embed"]
    blocks = " or ".join(f"@data-type='{kind}'" for kind in unread)
    for node in tree.xpath(
        "//*[contains(@class, 'b-inject') or contains(@class, 'b-banner') or "
        f"contains(@class, 'online__item-time') or {blocks}]"
    ):
        if node.getparent() is not None:
            node.drop_tree()
    return " ".join(text_of(tree).split())


def test_pages_of_2019_print_moscow_time_under_a_lying_z(demo: Demo) -> None:
    kinds = {a["kind"]: a for a in demo.truth.articles}
    shifts = {}
    for kind in ("2019", "2020"):
        page = Selector(fetch(demo, kinds[kind]["url"]), type="html")
        raw = page.css("meta[itemprop=datePublished]::attr(content)").get("")
        assert raw.endswith("Z")
        apart = datetime.fromisoformat(raw) - datetime.fromisoformat(kinds[kind]["date_published"])
        shifts[kind] = (apart.total_seconds() / 3600, page.css(".m-timezone::text").get("")[6:])
    assert shifts == {"2019": (3.0, "GMT +3"), "2020": (0.0, "GMT")}


def test_sitemaps_and_feeds(demo: Demo) -> None:
    index = re.findall(r"<loc>(.*?)</loc>", fetch(demo, "/sitemap_article_index.xml"))
    assert index[0].endswith("date_start=20210201&amp;date_end=20210228")
    assert index[-1].endswith("date_start=20190101&amp;date_end=20190131")
    months = [fetch(demo, url.replace("&amp;", "&")) for url in index]
    found = [re.findall(r"<loc>(.*?)</loc>", month) for month in months]
    assert [len(urls) > 0 for urls in found] == [True] * 3 + [False] * 23
    assert sorted(url for urls in found for url in urls) == sorted(
        a["url"] for a in demo.truth.articles
    )
    links = re.findall(r"<link>(.*?)</link>", fetch(demo, "/export/rss2/archive/index.xml"))[1:]
    assert len(links) == 30
    assert all(link.endswith("?utm_source=rss") for link in links)


def test_an_article_has_three_addresses(demo: Demo) -> None:
    canonical = {a["url"] for a in demo.truth.articles}
    others = 0
    for truth in demo.truth.articles:
        day = re.search(r"/(20\d{6})", truth["url"])
        assert day
        for list_url in (f"/{day[1]}/", f"/archive/{day[1]}"):
            rows = Selector(fetch(demo, list_url), type="html")
            for href in (
                rows.css(".list__title, .b-plainlist__title a").css("::attr(href)").getall()
            ):
                others += demo.base_url + href not in canonical
                page = Selector(fetch(demo, href + "?utm_source=rss"), type="html")
                assert page.css("link[rel=canonical]::attr(href)").get() in canonical
    assert others > 10


def test_the_chat_pages_without_gap_or_repeat(demo: Demo) -> None:
    borders = 0
    for size in (20, 31, 300):
        truth = article(demo, "new", size)
        rows: list[dict[str, Any]] = []
        cursor = ""
        while cursor is not None:
            url = f"/services/chat/get/?article_id={truth['number']}&limit=20{cursor}"
            chat = json.loads(fetch(demo, url))["chat"]
            last, page = chat["last_date"], chat["messages"]
            if rows and page:
                borders += rows[-1]["created"]["sec"] == page[0]["created"]["sec"]
            rows += page
            cursor = last and (
                f"&date={last['sec']}&date_usec={last['usec']}&id_exc={chat['last_id']}"
            )
        assert [row["user_ip"][:8] for row in rows] == ["192.0.2."] * size
        assert len(rows) == len({row["id"] for row in rows}) == size
        assert {row["id"] for row in rows} == ids(demo, truth)
    assert borders > 0


def test_writes_are_counted() -> None:
    with Demo(articles=4) as demo:
        fetch(demo, "/")
        assert demo.writes == 0
        fetch(demo, "/services/likes/like/?article_id=1&value=1")
        fetch(demo, "/services/comments/add/", comment="words")
        fetch(demo, "/robots.txt", "PUT")
        assert demo.writes == 3
        assert demo.requests["GET", "/services/likes/like/"] == 1
        assert demo.log[0] == ("GET", "/")
        with pytest.raises(urllib.error.HTTPError) as refused:
            fetch(demo, "/world/202012011-nothing/")
        refused.value.close()
        assert refused.value.code == 404


def test_the_same_seed_prints_the_same_paper() -> None:
    def numbers(seed: int) -> list[Any]:
        with Demo(articles=8, seed=seed) as demo:
            return [c["text"] for c in demo.truth.comments]

    assert numbers(3) == numbers(3) != numbers(4)


def test_it_is_kept_up_for_crawls_by_hand() -> None:
    command = [sys.executable, "-m", "newscrawl", "demo", "--serve"]
    with subprocess.Popen(command, stdout=PIPE, stderr=PIPE, text=True) as process:
        try:
            assert process.stdout
            told = [process.stdout.readline() for _ in range(3)]
            (base,) = set(re.findall(r"http://127\.0\.0\.1:\d+", "".join(told)))
            assert f"newscrawl crawl news -a url={base} -a since=" in told[2]
            with urllib.request.urlopen(f"{base}/robots.txt", timeout=10) as answer:
                assert b"Disallow: /services/\n" in answer.read()
            port = base.rpartition(":")[2]
            other = subprocess.run(
                [*command, "--port", port], capture_output=True, text=True, timeout=60, check=False
            )
            assert (other.returncode, other.stdout, other.stderr.count("\n")) == (2, "", 1)
            assert f"newscrawl: port {port}: " in other.stderr
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 0
            assert process.stderr
            assert process.stderr.read() == ""
        finally:
            process.kill()


def test_the_command_prints_its_address() -> None:
    command = [sys.executable, "-m", "newscrawl.demo", "--articles", "4", "--edition", "de"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            url = process.stdout.readline().strip()
            with urllib.request.urlopen(url + "/robots.txt", timeout=10) as answer:
                assert b"Disallow: /services/\n" in answer.read()
        finally:
            process.kill()


@pytest.mark.parametrize("size", [29, 30, 61])
def test_a_row_says_what_the_truth_says(demo: Demo, size: int) -> None:
    one = article(demo, "old", size)
    truth = {comment["comment_id"]: comment for comment in demo.truth.thread(one["number"])}
    answer = fetch(demo, "/services/comments/get_list/", article_id=one["number"], sort="desc")
    rows = Selector(answer, type="html").css("ul.main > li[data-id]")
    assert len(rows) > 10
    for row in rows:
        expected = truth[row.attrib["data-id"]]
        assert row.attrib["data-parent-id"] == (expected["parent_id"] or "")
        assert row.css(".other-author::text").get("") == (expected["parent_author"] or "")
        assert row.css(".author::text").get() == expected["author"]
        assert ("m-deleted" in row.attrib.get("class", "")) == (expected["text"] is None)
        # The numeric ids of 30 come without `data-ts`: only the printed Moscow time is left.
        assert ("data-ts" in row.attrib) == (size == 61)
        clock = row.css(".time::text").get("") + row.css(".date::attr(datetime)").get("")
        hours = 3 if one["kind"] == "2019" else 0
        printed = datetime.strptime(clock, "%H:%M%Y-%m-%d").replace(tzinfo=UTC)
        shown = f"{printed - timedelta(hours=hours):%Y-%m-%dT%H:%M}"
        assert shown == expected["date_published"][:16]
        if size != 30:
            seconds = datetime.fromisoformat(expected["date_published"]).timestamp()
            assert int(row.attrib["data-id"][:8], 16) == seconds
