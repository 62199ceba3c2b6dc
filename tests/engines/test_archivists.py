"""What archivists use reads what we keep, and we read what they made: pywb, warcprox, wacz,
ReplayWeb.page.
"""

import gzip
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.request import ProxyHandler, build_opener

import pytest
from playwright.sync_api import Page

from newscrawl import clock
from newscrawl.archive.cdxj import indexed
from newscrawl.demo import Demo
from tests.engines import archivists
from tests.engines.lab import run, scratch
from tests.support.crawling import ROOT, Run, crawl
from tests.support.mixed_paper import MixedPaper
from tests.support.warcs import HOST, ferry, ferry_url, packed, record

pytestmark = pytest.mark.engine

NUMBERS = range(1, 7)
WAYS = {"html": 15, "api": 45, "browser": 30}
OF_THE_WAY = {"request_url", "metadata"}
"""Fields that tell how and where something was read."""
OF_THE_TIME = {"date_first_seen", "date_last_seen"}
DEMO = {"since": "2021-01-01", "until": "2021-02-10"}
"""A part of the demo in which it has both of its designs."""


class Live(NamedTuple):
    """A crawl whose pages are kept; its paper is gone by now."""

    run: Run
    given: dict[str, str]

    @property
    def warc(self) -> Path:
        (path,) = self.run.folder.glob("*-pages.warc.gz")
        return path


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Live:
    """A paper whose comments are read as HTML, as JSON, and in the browser."""
    output = tmp_path_factory.mktemp("mixed")
    with MixedPaper([*WAYS.items()]) as paper, pytest.MonkeyPatch.context() as moved:
        moved.setenv(clock.VARIABLE, "2026-03-20T12:00:00Z")
        given = {"url": paper.base, "since": "2026-03-01", "until": "2026-03-31"}
        kept = crawl("news", output, "KEEP_PAGES=warc", **given)
        assert (kept.status, kept.stderr) == (0, "")
        return Live(kept, given)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Live:
    """Some of the demo's articles in both designs."""
    output = tmp_path_factory.mktemp("demo")
    with Demo(articles=8) as paper, pytest.MonkeyPatch.context() as moved:
        moved.setenv(clock.VARIABLE, "2021-03-01T12:00:00Z")
        given = {"base_url": paper.base_url, **DEMO}
        kept = crawl("sputnik", output, "KEEP_PAGES=warc", **given)
        assert (kept.status, kept.stderr) == (0, "")
        return Live(kept, given)


@pytest.fixture(scope="module")
def replay(mixed: Live, demo: Live) -> Iterator[str]:
    with scratch("pywb") as folder, archivists.pywb(folder, [mixed.warc, demo.warc]) as root:
        yield root


def differing(live: Run, again: Run, kind: str, but: set[str]) -> dict[str, Any]:
    """Return what is not the same, by ids."""
    ours, theirs = live.latest(kind), again.latest(kind)
    found: dict[str, Any] = dict.fromkeys(ours.keys() ^ theirs.keys(), "one has it")
    for key in ours.keys() & theirs.keys():
        names = [name for name in ours[key] if ours[key][name] != theirs[key].get(name)]
        if {*names} - but:
            found[key] = {name: (ours[key][name], theirs[key].get(name)) for name in names}
    return found


def read_from(live: Live, replay: str, site: str, output: Path) -> Run:
    settings = f"ARCHIVE_CDX={replay}cdx", f"ARCHIVE_REPLAY={replay}", "MIN_COMPLETENESS=0"
    again = crawl(site, output, *settings, archive="wayback", **live.given)
    assert (again.status, again.stderr) == (0, "")
    return again


def of_browser(live: Live) -> set[str]:
    articles = live.run.latest("articles").items()
    return {key for key, one in articles if one["comments_via"] == "browser"}


def test_what_pywb_replays_is_what_was_read(mixed: Live, replay: str, tmp_path: Path) -> None:
    again = read_from(mixed, replay, "news", tmp_path)
    ways = {one["comments_via"] for one in mixed.run.latest("articles").values()}
    assert ways == {"html", "api", "browser"}
    # No browser is opened: what one drew is replayed, too.
    for kind in ("articles", "comments"):
        assert differing(mixed.run, again, kind, OF_THE_WAY) == {}


def test_both_designs_of_the_demo_are_replayed(demo: Live, replay: str, tmp_path: Path) -> None:
    again = read_from(demo, replay, "sputnik", tmp_path)
    engines = {one["comment_engine"] for one in demo.run.latest("articles").values()}
    assert engines == {"riacomments", "riachat"}
    # What a browser got from a system's API is an answer to us, too.
    assert differing(demo.run, again, "articles", OF_THE_WAY | {"comments_via"}) == {}
    assert differing(demo.run, again, "comments", OF_THE_WAY) == {}


@pytest.mark.browser
def test_a_widget_shows_its_comments_where_pywb_replays_it(
    mixed: Live, replay: str, tab: Page
) -> None:
    (drawn,) = of_browser(mixed)
    comments = mixed.run.latest("comments").values()
    texts = {one["text"] for one in comments if one["article_id"] == drawn}
    tab.goto(f"{replay}20260320120000/{mixed.run.latest('articles')[drawn]['url']}")
    page = tab.frame_locator("#replay_iframe")
    rows, more = page.locator("#talk .comment"), page.locator("#talk button")
    rows.first.wait_for()
    if rows.count() < len(texts):
        more.click()
        rows.nth(len(texts) - 1).wait_for()
    assert set(page.locator("#talk .comment p").all_inner_texts()) == texts


@pytest.mark.browser
def test_a_widget_whose_script_is_a_file_is_replayed(demo: Live, replay: str, tab: Page) -> None:
    articles = demo.run.latest("articles")
    (drawn,) = (key for key, one in articles.items() if one["comment_engine"] == "riacomments")
    comments = demo.run.latest("comments").values()
    texts = {
        " ".join((one["text"] or "").split()) for one in comments if one["article_id"] == drawn
    }
    tab.goto(f"{replay}20210301120000/{articles[drawn]['url']}")
    page = tab.frame_locator("#replay_iframe")
    page.locator(".commentsLoadGeneral").click()  # nothing is there before
    rows = page.locator(".comments-list .body")
    rows.nth(5).wait_for()
    assert {" ".join(text.split()) for text in rows.all_inner_texts()} <= texts


def test_pywb_gives_all_captures_of_a_page(tmp_path: Path) -> None:
    later = "2025-03-16T12:00:00Z"
    records = [record(ferry_url(n), ferry(n)) for n in NUMBERS]
    records += [record(ferry_url(1), ferry(1, "crates"), later)]
    (warc := tmp_path / "kept.warc.gz").write_bytes(packed(records))
    given = {"url": HOST, "captures": "all"}
    with archivists.pywb(tmp_path, [warc]) as root:
        settings = f"ARCHIVE_CDX={root}cdx", f"ARCHIVE_REPLAY={root}"
        replayed = crawl("news", tmp_path / "replayed", *settings, archive="wayback", **given)
    read_here = crawl("news", tmp_path / "read", archive=str(warc), **given)
    assert (replayed.status, replayed.stderr) == (0, "")
    assert len(replayed.latest("comments")) == 12
    names = ("id", "version", "article_body", "date_last_seen", "comments_status", "content_hash")
    told = [
        {tuple(one[name] for name in names) for one in run.lines("articles")}
        for run in (replayed, read_here)
    ]
    assert told[0] == told[1]


def test_what_warcprox_recorded_is_what_the_site_gave(tmp_path: Path) -> None:
    with MixedPaper([("html", 15), ("api", 45)]) as paper:
        given = {"url": paper.base, "since": "2026-03-01", "until": "2026-03-31"}
        live = crawl("news", tmp_path / "live", "KEEP_PAGES=warc", "BROWSER=never", **given)
        assert (live.status, live.stderr) == (0, "")
        (warc,) = live.folder.glob("*-pages.warc.gz")
        asked = {one.url for one in indexed(warc) if one.status == "200"}
        with archivists.warcprox(tmp_path) as proxy:
            through = build_opener(ProxyHandler({"http": proxy}))
            for url in sorted(asked):
                assert through.open(url, timeout=30).status == 200
    made = [*(tmp_path / "warcs").glob("*.warc.gz")]
    assert made
    again = crawl("news", tmp_path / "again", archive=str(tmp_path / "warcs"), **given)
    assert (again.status, again.stderr) == (0, "")
    for kind in ("articles", "comments"):
        assert differing(live, again, kind, OF_THE_WAY | OF_THE_TIME) == {}


def test_the_reference_program_finds_our_package_valid(demo: Live, tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours.wacz", tmp_path / "theirs.wacz"
    command: list[str | Path] = [
        "-m",
        "newscrawl",
        "keep",
        "wacz",
        demo.run.folder.name,
        "--to",
        ours,
    ]
    options = ["-s", f"OUTPUT_DIR={demo.run.folder.parent}"]
    run([archivists.OURS, *command, *options], cwd=ROOT)
    assert "the passed WACZ is valid" in archivists.wacz("validate", "-f", ours)
    archivists.wacz("create", "-o", theirs, demo.warc)
    mine, reference = index(ours), index(theirs)
    assert {line[:2] for line in mine} == {line[:2] for line in reference}
    names = ("url", "mime", "status", "length", "offset", "filename", "method", "requestBody")
    for (key, moment, one), (_, _, other) in zip(mine, reference, strict=True):
        assert {name: one.get(name) for name in names} == {
            name: other.get(name) for name in names
        }, (key, moment)


@pytest.mark.browser
def test_replay_web_page_opens_our_package(demo: Live, tab: Page, tmp_path: Path) -> None:
    package = tmp_path / "demo.wacz"
    output = f"OUTPUT_DIR={demo.run.folder.parent}"
    words = ["keep", "wacz", demo.run.folder.name, "--to", str(package), "-s", output]
    run([archivists.OURS, "-m", "newscrawl", *words], cwd=ROOT)
    article = next(iter(demo.run.latest("articles").values()))
    with (
        scratch("replaywebpage") as folder,
        archivists.replay_web_page(folder, package, article["request_url"], "20210301") as shown,
    ):
        tab.goto(shown)
        page = tab.frame_locator("replay-web-page iframe").frame_locator("iframe")
        page.locator("h1").first.wait_for()
        assert article["headline"] in page.locator("h1").all_inner_texts()
        assert article["article_body"].split("\n")[0] in page.locator("body").inner_text()


def index(path: Path) -> list[tuple[str, str, dict[str, Any]]]:
    text = gzip.decompress(zipfile.ZipFile(path).read("indexes/index.cdx.gz")).decode()
    # Of a key that is no address of the web each program has its own form.
    lines = (line.split(" ", 2) for line in text.splitlines() if not line.startswith("urn:"))
    found = [(key, moment, json.loads(rest)) for key, moment, rest in lines]
    return sorted(found, key=lambda line: (*line[:2], int(line[2]["offset"])))
