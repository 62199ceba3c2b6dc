"""An edition that has moved its host: one record, whatever host and form of address is met."""

import sqlite3
from collections.abc import Mapping
from pathlib import Path

import pytest

from newscrawl.runs.exits import Exit
from newscrawl.runs.history import History
from tests.standins.scenario import Answer, Call, Handler
from tests.support.crawling import Run, crawl
from tests.support.hosts import hosts
from tests.support.serving import article

PRESENT, FORMER, OLDEST = "noticiaslatam.lat", "sputniknews.lat", "mundo.sputniknews.com"
UNKNOWN = "faro.example"
SETTINGS = ("DOWNLOAD_DELAY=0", "AUTOTHROTTLE_ENABLED=0", "RETRY_TIMES=0", "DOWNLOAD_TIMEOUT=3")
XMLNS = "http://www.sitemaps.org/schemas/sitemap/0.9"
DAY = {"since": "2021-01-16", "until": "2021-01-16"}


def old(number: int) -> str:
    return f"/puerto/20210116{number}-un-faro/"


def new(number: int) -> str:
    return f"/20210116/un-faro-{number}.html"


def page(number: int) -> Handler:
    return lambda _: Answer(article(number).decode(), "text/html")


def redirect(url: str) -> Handler:
    return lambda _: Answer("", "text/html", 301, url)


def urlset(*urls: str) -> Handler:
    body = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
    return lambda _: Answer(f'<urlset xmlns="{XMLNS}">{body}</urlset>', "application/xml")


def robots(_: Call) -> Answer:
    return Answer("User-agent: *\nAllow: /", "text/plain")


def spanish(output: Path, *settings: str, **arguments: str) -> Run:
    given = {"edition": "es", "comments": "no", **arguments}
    return crawl("sputnik", output, *SETTINGS, *settings, **given)


def known_address(run: Run, number: int) -> str:
    with sqlite3.connect(run.folder / "ledger.sqlite") as ledger:
        found = ledger.execute("SELECT url FROM visit WHERE key = ?", (f"sputnik.es:{number}",))
        return str(found.fetchone()[0])


def test_redirects_to_present_and_unknown_hosts_are_followed_if_the_number_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, three = 1088000228, 1088000229, 1088000230
    routes: Mapping[str, Handler] = {
        f"/{OLDEST}{old(one)}": redirect(f"https://{PRESENT}{new(one)}"),
        f"/{PRESENT}{new(one)}": page(one),
        f"/{FORMER}{old(two)}": redirect(f"https://{UNKNOWN}{new(two)}"),
        f"/{UNKNOWN}{new(two)}": page(two),
        # Another article at the other end: an advertisement, or the front page's story.
        f"/{FORMER}{old(three)}": redirect(f"https://{UNKNOWN}{new(two)}"),
    }
    urls = [f"https://{OLDEST}{old(one)}", f"https://{FORMER}{old(two)}"]
    urls.append(f"https://{FORMER}{old(three)}")
    with hosts(routes, tmp_path, monkeypatch):
        run = spanish(tmp_path / "out", urls=",".join(urls))
    assert set(run.latest("articles")) == {f"sputnik.es:{one}", f"sputnik.es:{two}"}, run.stderr
    assert known_address(run, one) == f"https://{PRESENT}{new(one)}"
    assert f"{FORMER} sends" in run.stderr
    assert f"on to {UNKNOWN}, a host that newscrawl does not know yet" in run.stderr
    (line,) = History(run.folder).runs()
    assert line["new_hosts"] == {UNKNOWN: 1}
    assert line["articles"]["failed"] == {"redirected_away": 1}
    assert run.status == Exit.DONE


@pytest.mark.slow
def test_a_record_of_former_hosts_is_taken_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = (1088000228, 1088000229)
    kept = {f"/{OLDEST}{old(one)}": page(one) for one in numbers}
    present = {f"/{PRESENT}{new(one)}": page(one) for one in numbers}
    listed = urlset(*(f"https://{PRESENT}{new(one)}" for one in numbers))
    present |= {f"/{PRESENT}/robots.txt": robots, f"/{PRESENT}/sitemap_article_index.xml": listed}
    with hosts(kept | present, tmp_path, monkeypatch) as proxy:
        urls = ",".join(f"https://{OLDEST}{old(one)}" for one in numbers)
        first = spanish(tmp_path / "out", urls=urls)
        assert len(first.lines("articles")) == 2
        second = spanish(tmp_path / "out", **DAY, revisit="none")
        assert known_address(second, numbers[0]) == f"https://{PRESENT}{new(numbers[0])}"
        for path in kept:
            proxy.routes.pop(path)  # the host is given up
        third = spanish(tmp_path / "out", **DAY, revisit="all")
    assert len(third.lines("articles")) == 2  # not twice, and not as removed
    assert [line["articles"]["known"] for line in History(third.folder).runs()] == [0, 0, 2]
    assert third.status == Exit.DONE, third.stderr


@pytest.mark.slow
def test_what_a_former_host_says_of_known_articles_means_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = 1088000228
    routes = {f"/{OLDEST}{old(number)}": page(number), f"/{PRESENT}/robots.txt": robots}
    with hosts(routes, tmp_path, monkeypatch) as proxy:
        spanish(tmp_path / "out", urls=f"https://{OLDEST}{old(number)}")
        proxy.routes.pop(f"/{OLDEST}{old(number)}")
        run = spanish(tmp_path / "out", **DAY, revisit="all")
    assert [row["status"] for row in run.lines("articles")] == ["visible"]
    assert History(run.folder).runs()[-1]["articles"]["failed"] == {"former_host": 1}
    parked = "<html><head><title>For sale</title></head><body>Buy this name</body></html>"
    routes[f"/{OLDEST}{old(number)}"] = lambda _: Answer(parked, "text/html")
    with hosts(routes, tmp_path, monkeypatch):
        run = spanish(tmp_path / "out", **DAY, revisit="all")
    assert [row["status"] for row in run.lines("articles")] == ["visible"]
    assert History(run.folder).runs()[-1]["articles"]["failed"] == {"former_host": 1}


def test_where_the_present_host_is_silent_the_former_ones_are_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = 1088000228
    routes = {
        f"/{OLDEST}/robots.txt": robots,
        f"/{OLDEST}/sitemap_article_index.xml": urlset(f"https://{OLDEST}{old(number)}"),
        f"/{OLDEST}{old(number)}": page(number),
        f"/{PRESENT}/": robots,
        f"/{FORMER}/": robots,
    }
    with hosts(routes, tmp_path, monkeypatch, silent={PRESENT, FORMER}):
        run = spanish(tmp_path / "out", **DAY)
    assert set(run.latest("articles")) == {f"sputnik.es:{number}"}, run.stderr
    assert run.status == Exit.LOSSES
