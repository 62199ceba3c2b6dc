"""Indexes of others name articles that the site lists no more; they are read from the site."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from newscrawl.runs.exits import Exit
from tests.support.changing import GONE, Answer
from tests.support.changing import answering as changing
from tests.support.crawling import Run, crawl
from tests.support.serving import Answers, serving
from tests.support.warcs import ferry
from tests.support.web_archive import NAMES, Kept, WebArchive, serving_archive

NUMBERS = range(1, 4)
HTML = "text/html"
FRONT = b"<html><body><p>Nothing is listed here.</p></body></html>"
PAGES: Answers = {
    "/": (200, HTML, FRONT),
    "/robots.txt": (404, HTML, b""),
    **{f"/2025/03/14/ferry-{n}": (200, HTML, ferry(n)) for n in NUMBERS},
}
WINDOW = {"since": "2025-03-10", "until": "2025-03-20", "comments": "no"}


@pytest.fixture(scope="module")
def paper() -> Iterator[str]:
    with serving(PAGES) as base:
        yield base


def read(paper: str, tmp_path: Path, *settings: str, **arguments: str) -> Run:
    return crawl("news", tmp_path, *settings, url=paper, **{**WINDOW, **arguments})


def found(run: Run) -> set[str]:
    return {urlsplit(one["url"]).path[-7:] for one in run.lines("articles")}


def test_a_web_archive_knows_what_the_site_lists_no_more(paper: str, tmp_path: Path) -> None:
    kept = [Kept(url=f"{paper}/2025/03/14/ferry-{n}", stamp=f"2025031{n}120000") for n in NUMBERS]
    kept += [Kept(url=f"{paper}/logo.png", stamp="20250314120000", mime="image/png")]
    with serving_archive(WebArchive(kept=kept, rows=2)) as archive:
        run = read(paper, tmp_path, *archive.settings, discover="wayback")
    assert (run.status, run.stderr) == (0, "")
    assert found(run) == {f"ferry-{n}" for n in NUMBERS}
    assert {one["metadata"]["archive"] for one in run.lines("articles")} == {None}
    assert run.run_lines()[-1]["sources"]["by_index"] == {"wayback": 3}
    asked = parse_qs(urlsplit(archive.asked[1]).query)
    assert (asked["from"], asked["to"]) == (["20250310000000"], ["20250421000000"])
    assert not [one for one in archive.asked if one.startswith("/web/")]


@pytest.mark.parametrize("late", ["site", "index"])
def test_what_the_site_lists_too_is_none_that_an_index_brought(late: str, tmp_path: Path) -> None:
    """Whoever answers first: the count says what would be lacking without the index."""

    def page(path: str, _: Message) -> Answer:
        if path == "/":
            time.sleep(2 * (late == "site"))
            return Answer('<html><body><a href="/2025/03/14/ferry-1">Ferry 1 is late</a></body>')
        return Answer(ferry(int(path[-1])).decode()) if "ferry" in path else GONE

    class Late(WebArchive):
        def answer(self, target: str) -> tuple[int, dict[str, str], bytes]:
            time.sleep(2 * (late == "index"))
            return super().answer(target)

    with changing(page) as (base, _):
        kept = [Kept(url=f"{base}/2025/03/14/ferry-{n}", stamp="20250314120000") for n in NUMBERS]
        with serving_archive(Late(kept=kept)) as archive:
            run = read(base, tmp_path, *archive.settings, discover="wayback")
    assert found(run) == {f"ferry-{n}" for n in NUMBERS}
    assert run.run_lines()[-1]["sources"]["by_index"] == {"wayback": 2}


@contextmanager
def answering(answers: dict[str, bytes]) -> Iterator[WebArchive]:
    """Serve answers by the beginning of their paths."""
    kind = {"Content-Type": "application/json"}
    instead = {f"{path}*": (200, kind, body) for path, body in answers.items()}
    with serving_archive(WebArchive(kept=[], instead=instead)) as archive:
        yield archive


def test_common_crawl_is_asked_for_the_crawls_of_the_time(paper: str, tmp_path: Path) -> None:
    def lines(*numbers: int) -> bytes:
        rows = [
            {"timestamp": "20250315120000", "url": f"{paper}/2025/03/14/ferry-{n}", "status": "200"}
            for n in numbers
        ]
        return "\n".join(map(json.dumps, rows)).encode()

    pages = [lines(1, 2), lines(3)]
    with answering({}) as archive:
        crawls = [
            {"id": name, "cdx-api": f"{base}/{name}"}
            for name, base in {
                "CC-MAIN-2025-11": archive.base,
                "CC-MAIN-2019-04": archive.base,
                "CC-MAIN-2025-12": "http://127.0.0.1:9",
            }.items()
        ]
        host = urlsplit(paper).netloc.replace(":", "%3A")
        index = f"/CC-MAIN-2025-11?url=http%3A%2F%2F{host}%2F"
        kind = {"Content-Type": "text/x-ndjson"}

        def answer(target: str) -> tuple[int, dict[str, str], bytes]:
            if target == "/collinfo.json":
                return 200, kind, json.dumps(crawls).encode()
            if target.startswith(index) and "showNumPages=true" in target:
                return 200, kind, b'{"pages": %d, "pageSize": 5}' % len(pages)
            number = target.rpartition("&page=")[2]
            if target.startswith(index) and number.isdigit() and pages[int(number)] != b"none":
                return 200, kind, pages[int(number)]
            return 404, {}, b""

        archive.answer = answer  # type: ignore[method-assign]
        setting = f"ARCHIVE_CC_INDEX={archive.base}/collinfo.json"
        run = read(paper, tmp_path, setting, discover="cc-index")
        pages += [b"", b"none"]
        lost = read(paper, tmp_path / "lost", setting, discover="cc-index")
    assert lost.run_lines()[-1]["sources"]["failed"] == {"http_404": 1, "index_not_a_list": 1}
    assert (run.status, run.stderr) == (0, "")
    assert found(run) == {f"ferry-{n}" for n in NUMBERS}
    assert not [one for one in archive.asked if "2019" in one]


def test_gdelt_is_asked_further_back_while_it_is_full(paper: str, tmp_path: Path) -> None:
    def rows(first: int, number: int, seen: str) -> bytes:
        urls = [f"{paper}/2025/03/14/ferry-{n}" for n in range(first, first + number)]
        return json.dumps({"articles": [{"url": url, "seendate": seen} for url in urls]}).encode()

    with answering({}) as archive:
        kind = {"Content-Type": "application/json"}

        def answer(target: str) -> tuple[int, dict[str, str], bytes]:
            asked = parse_qs(urlsplit(target).query)
            if not asked:
                return 404, {}, b""
            assert asked["query"] == [f"domainis:{urlsplit(paper).netloc}"]
            full = asked["enddatetime"] != ["20250315080000"]
            # The newer ones are all of other addresses, but for one.
            return 200, kind, rows(3, 250, "20250315T080000Z") if full else rows(1, 2, "bad")

        archive.answer = answer  # type: ignore[method-assign]
        setting = f"ARCHIVE_GDELT={archive.base}/doc"
        run = read(paper, tmp_path, setting, discover="gdelt")
    assert found(run) == {f"ferry-{n}" for n in NUMBERS}
    assert len([one for one in archive.asked if one.startswith("/doc")]) == 2


@pytest.mark.parametrize("name", ["wayback", "cc-index", "gdelt"])
def test_the_rest_of_an_index_beyond_what_it_gives_is_lost_and_told(
    name: str, paper: str, tmp_path: Path
) -> None:
    url = f"{paper}/2025/03/14/ferry-1"
    row = json.dumps({"timestamp": "20250315120000", "url": url, "status": "200"}).encode()
    articles = [{"url": url, "seendate": "20250315T080000Z"}] * 250
    answers = {
        "/cdx": b"\n".join([row] * 10_000),
        "/doc": json.dumps({"articles": articles}).encode(),
        "/CC-MAIN-2025-11": b'{"pages": 501}',
    }
    with answering(answers) as one:
        crawls = [{"id": "CC-MAIN-2025-11", "cdx-api": f"{one.base}/CC-MAIN-2025-11"}]
        one.instead["/collinfo*"] = (200, {}, json.dumps(crawls).encode())
        settings = (
            f"ARCHIVE_CC_INDEX={one.base}/collinfo.json",
            f"ARCHIVE_GDELT={one.base}/doc",
            *one.settings,
        )
        limit = {"limit": "1"} if name == "cc-index" else {}
        run = read(paper, tmp_path, *settings, discover=name, **limit)
    assert run.run_lines()[-1]["sources"]["failed"]["too_large"] == 1


@pytest.mark.parametrize("key", ["{}", "same"])
def test_an_index_that_goes_in_circles_ends_and_is_told(
    key: str, paper: str, tmp_path: Path
) -> None:
    class Endless(WebArchive):
        def answer(self, target: str) -> tuple[int, dict[str, str], bytes]:
            if not target.startswith("/cdx"):
                return super().answer(target)
            number = len(self.asked)
            row = Kept(url=f"{paper}/2025/03/14/ferry-1", stamp="20250314120000").row
            row[NAMES.index("digest")] = f"D{number}"
            rows = [NAMES, row, [], [key.format(number)]]
            return 200, {"Content-Type": "application/json"}, json.dumps(rows).encode()

    with serving_archive(Endless(kept=[])) as archive:
        run = read(paper, tmp_path, *archive.settings, discover="wayback")
    assert run.status == 11
    assert "1 list of articles could not be read (1 endless)" in run.stderr.splitlines()[-1]
    assert found(run) == {"ferry-1"}
    assert len([one for one in archive.asked if one.startswith("/cdx")]) == (
        11 if key == "{}" else 2
    )


def test_an_index_that_gives_what_is_newer_than_asked_for_ends(paper: str, tmp_path: Path) -> None:
    with answering({}) as archive:
        kind = {"Content-Type": "application/json"}

        def answer(target: str) -> tuple[int, dict[str, str], bytes]:
            if not target.startswith("/doc"):
                return 404, {}, b""
            seen = f"202503150800{len(archive.asked):02}Z".replace("0800", "T0800")
            row = {"url": f"{paper}/2025/03/14/ferry-1", "seendate": seen}
            return 200, kind, json.dumps({"articles": [row] * 250}).encode()

        archive.answer = answer  # type: ignore[method-assign]
        run = read(paper, tmp_path, f"ARCHIVE_GDELT={archive.base}/doc", discover="gdelt")
    assert run.run_lines()[-1]["sources"]["failed"]["too_large"] == 1
    assert len([one for one in archive.asked if one.startswith("/doc")]) == 2


@pytest.mark.parametrize("name", ["wayback", "cc-index", "gdelt"])
def test_an_answer_that_is_no_list_is_counted(name: str, paper: str, tmp_path: Path) -> None:
    with answering(
        {"/cdx": FRONT, "/collinfo": FRONT, "/doc": b"Your query was too short."}
    ) as one:
        settings = (
            f"ARCHIVE_CC_INDEX={one.base}/collinfo.json",
            f"ARCHIVE_GDELT={one.base}/doc",
            *one.settings,
        )
        run = read(paper, tmp_path, *settings, discover=name)
    assert run.run_lines()[-1]["sources"]["failed"] == {"index_not_a_list": 1}
    assert "index_not_a_list" in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize(
    ("gdelt", "has_list", "failed"),
    [
        (b"{}", False, {"http_404": 1}),
        (b'{"error": "rate limited"}', False, {"http_404": 1, "index_not_a_list": 1}),
        (b'{"articles": ["x"]}', True, {"index_http_404": 1, "index_not_a_list": 1}),
    ],
    ids=["nothing", "error", "rest"],
)
def test_an_index_may_say_that_it_has_nothing_all_else_is_told(
    gdelt: bytes, has_list: bool, failed: dict[str, int], tmp_path: Path
) -> None:
    front = b'<html><body><a href="/2025/03/14/ferry-1">Ferry 1 is late once more</a></body></html>'
    with serving({**PAGES, "/": (200, HTML, front)}) as base:
        kept = [Kept(url=f"{base}/2025/03/14/ferry-{n}", stamp="20250314120000") for n in NUMBERS]
        archive = WebArchive(kept=kept, rows=2, rest=(404, {}, b""))
        archive.instead["/doc*"] = (200, {"Content-Type": "application/json"}, gdelt)
        if not has_list:
            archive.instead["/cdx*"] = (404, {}, b"")
        with serving_archive(archive):
            settings = f"ARCHIVE_GDELT={archive.base}/doc", *archive.settings
            run = read(base, tmp_path, *settings, discover="wayback,gdelt")
    assert found(run) == {f"ferry-{n}" for n in (NUMBERS[:2] if has_list else NUMBERS[:1])}
    assert run.run_lines()[-1]["sources"]["failed"] == failed
    assert run.status == (Exit.DONE if failed == {"http_404": 1} else Exit.LOSSES), run.stderr


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"discover": "google"}, "is none of: wayback, cc-index, gdelt"),
        ({"discover": "gdelt", "archive": "wayback"}, "exclude each other"),
    ],
)
def test_wrong_words_are_refused(given: dict[str, str], why: str, tmp_path: Path) -> None:
    run = crawl("news", tmp_path, url="https://paper.example", **given)
    assert (run.status, run.stderr.count("\n")) == (2, 1)
    assert why in run.stderr
