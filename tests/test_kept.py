"""What a run keeps of the pages that it reads: whole WARC files, read by others and by us."""

import gzip
import subprocess
import sys
from collections import Counter
from pathlib import Path
from struct import unpack

import pytest
from warcio.archiveiterator import ArchiveIterator

from newscrawl import clock
from newscrawl.archive.capture import RENDERED, SCREENSHOT
from newscrawl.archive.captures import Captures
from newscrawl.archive.cdxj import indexed
from newscrawl.archive.writing import SAME, Exchange, Writer
from newscrawl.demo import Demo
from tests.support.crawling import Run, crawl, record_folder, start, wait_for
from tests.support.demo_truth import RANGE
from tests.support.killing import Killer, group, terminated
from tests.support.mixed_paper import MixedPaper
from tests.support.small_paper import PATH, SmallPaper, small_paper
from tests.support.warcs import ferry, ferry_url, packed, record

KEEP = "KEEP_PAGES=warc"
WINDOW = 720
"""Pixels of the height of a browser's window; a page with an open thread is higher."""
SINCE = "2026-03-01"
COMMENTS = {1: "The first word.", 2: "And the second."}


class MovedPaper(SmallPaper):
    """Its article has moved, and its server sets a cookie on the way there."""

    def answer(self, path: str, query: dict[str, list[str]]) -> tuple[int, str, dict[str, str]]:
        if path == PATH:
            there = {"Location": f"{PATH}-moved", "Set-Cookie": "id=confidential"}
            return 302, "", there
        return super().answer(PATH if path == f"{PATH}-moved" else path, query)


class FalseSize(SmallPaper):
    """A page whose own script tells something else in place of its width."""

    def answer(self, path: str, query: dict[str, list[str]]) -> tuple[int, str, dict[str, str]]:
        status, text, headers = super().answer(path, query)
        script = "Object.defineProperty(Element.prototype, 'clientWidth', {get: () => 'wide'})"
        text = text.replace("<head>", f"<head><script>{script}</script>")
        return status, text.replace("https://api.w.org/", "next"), headers


def kept(folder: Path) -> list[Path]:
    return sorted(folder.glob("*-pages.warc.gz"))


def screenshots(path: Path) -> list[tuple[str, int]]:
    """Return of each PNG in a file the address, and the height in pixels."""
    with path.open("rb") as file:
        found = [
            (one.rec_headers.get_header("WARC-Target-URI"), one.content_stream().read())
            for one in ArchiveIterator(file)
            if one.rec_headers.get_header("Content-Type") == "image/png"
        ]
    assert all(png.startswith(b"\x89PNG\r\n\x1a\n") for _, png in found)
    return [(url, unpack(">I", png[20:24])[0]) for url, png in found]


def checked(path: Path) -> dict[str, dict[str, str]]:
    """Return the headers of all records by their ids; assert that the file is whole."""
    check = [sys.executable, "-m", "warcio.cli", "check", str(path)]
    done = subprocess.run(check, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    with path.open("rb") as file:
        found = [
            {
                **dict(one.rec_headers.headers),
                "status": one.http_headers.get_statuscode() if one.http_headers else "",
            }
            for one in ArchiveIterator(file)
        ]
    assert found[0]["WARC-Type"] == "warcinfo"
    ids = Counter(one["WARC-Record-ID"] for one in found)
    assert set(ids.values()) == {1}
    return {one["WARC-Record-ID"]: one for one in found}


def of_lines(run: Run) -> set[str]:
    rows = [*run.lines("articles"), *run.lines("comments")]
    return {row["metadata"]["warc_record_id"] for row in rows}


def test_answers_are_kept_and_lines_name_their_records(tmp_path: Path) -> None:
    with small_paper(MovedPaper(comments=COMMENTS)) as paper:
        run = crawl("news", tmp_path, KEEP, url=paper.base, since=SINCE)
        assert (run.status, run.stderr) == (0, "")
        asked = Counter(paper.log)
        base = paper.base
    (path,) = kept(run.folder)
    records = checked(path)
    answers = [one for one in records.values() if one["WARC-Type"] in {"response", "revisit"}]
    urls = Counter(
        (one["WARC-Target-URI"].partition("?")[0].removeprefix(base), int(one["status"]))
        for one in answers
    )
    assert urls == asked
    assert (PATH, 302) in urls
    requests = [one for one in records.values() if one["WARC-Type"] == "request"]
    assert len(requests) == len(answers)
    assert {one["WARC-Concurrent-To"] for one in requests} <= records.keys()

    (article,) = run.latest("articles").values()
    record = records[article["metadata"]["warc_record_id"]]
    assert record["WARC-Target-URI"] == article["url"] == f"{base}{PATH}-moved"
    for one in run.latest("comments").values():
        record = records[one["metadata"]["warc_record_id"]]
        assert record["WARC-Target-URI"].startswith(f"{base}/wp-json/wp/v2/comments")
    text = gzip.decompress(path.read_bytes()).lower()
    assert b"confidential" not in text
    assert b"cookie" not in text


def test_what_was_kept_reads_as_it_was_read(tmp_path: Path) -> None:
    with small_paper(MovedPaper(comments=COMMENTS)) as paper:
        live = crawl("news", tmp_path / "live", KEEP, url=paper.base, since=SINCE)
        base = paper.base
    (path,) = kept(live.folder)
    again = crawl("news", tmp_path / "again", url=base, archive=str(path))
    assert (again.status, again.stderr) == (0, "")
    for kind in ("articles", "comments"):
        ours, theirs = live.latest(kind), again.latest(kind)
        assert ours.keys() == theirs.keys()
        for key, row in ours.items():
            differing = {name for name in row if row[name] != theirs[key][name]}
            assert differing <= {"request_url", "metadata"}  # it is found without its feed
    assert not kept(again.folder)


def test_what_is_unchanged_is_a_revisit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with small_paper(SmallPaper(comments=COMMENTS)) as paper:
        for hour in (12, 16):
            monkeypatch.setenv(clock.VARIABLE, f"2026-03-14T{hour}:00:00Z")
            run = crawl("news", tmp_path, KEEP, url=paper.base)
            assert (run.status, run.stderr) == (0, "")
    first, second = map(checked, kept(run.folder))
    assert "304" not in {one["status"] for one in first.values()}
    unchanged = [one for one in second.values() if one["status"] == "304"]
    assert unchanged
    assert {one["WARC-Type"] for one in unchanged} == {"revisit"}
    assert of_lines(run) <= {*first, *second}


def test_what_is_gone_names_the_answers_that_show_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_paper(SmallPaper(comments={**COMMENTS})) as paper:
        for day in (14, 15, 16):
            monkeypatch.setenv(clock.VARIABLE, f"2026-03-{day}T12:00:00Z")
            given = {"url": paper.base, "since": SINCE, "revisit": "all"}
            run = crawl("news", tmp_path, KEEP, "BROWSER=never", **given)
            assert (run.status, run.stderr) == (0, "")
            if day == 14:
                del paper.comments[1]
            else:
                paper.status = 410
    records = {key: one for path in kept(run.folder) for key, one in checked(path).items()}

    def evidence(kind: str) -> tuple[str, str, str]:
        (gone,) = (one for one in run.lines(kind) if one["status"].startswith("removed"))
        record = records[gone["metadata"]["warc_record_id"]]
        assert record["WARC-Date"] == gone["metadata"]["date_downloaded"]
        path = record["WARC-Target-URI"].removeprefix(paper.base).partition("?")[0]
        return path, record["status"], record["WARC-Date"][:10]

    assert evidence("articles") == (PATH, "410", "2026-03-16")
    assert evidence("comments") == ("/wp-json/wp/v2/comments", "200", "2026-03-15")


def test_a_payload_is_written_once() -> None:
    def exchange(url: str, body: bytes) -> Exchange:
        return Exchange(
            url=url,
            moment="2026-03-14T11:00:00Z",
            method="POST",
            asked=[("Authorization", "Basic xyz"), ("Proxy-Authorization", "xyz"), ("Cookie", "x")],
            sent=b"page=2",
            status=200,
            headers=[("Content-Type", "text/html"), ("Transfer-Encoding", "chunked")],
            body=body,
        )

    writer = Writer()
    first = writer.exchange(exchange("https://me:xyz@paper.example/a", b"<p>same"))
    second = writer.exchange(exchange("https://paper.example/b?c=d", b"<p>same"))
    third = writer.exchange(exchange("https://paper.example/c", b""))
    texts = [gzip.decompress(one.records).decode() for one in (first, second, third)]
    assert [text.count("WARC-Type: revisit") for text in texts] == [0, 1, 0]
    assert [text.count("<p>same") for text in texts] == [1, 0, 0]
    assert f"WARC-Refers-To: {first.record_id}\r\n" in texts[1]
    assert "WARC-Refers-To-Target-URI: https://paper.example/a\r\n" in texts[1]
    assert (
        "POST /b?c=d HTTP/1.1\r\nHost: paper.example\r\nContent-Length: 6\r\n\r\npage=2"
        in (texts[1])
    )
    assert not [word for text in texts for word in ("xyz", "chunked", "Cookie") if word in text]


def test_a_full_file_ends_with_a_whole_record(tmp_path: Path) -> None:
    with MixedPaper([("html", 15)] * 6) as paper:
        run = crawl("news", tmp_path, KEEP, "KEEP_PAGES_MIB=0.01", **paper.arguments)
    assert run.status == 11
    lost = run.run_lines()[-1]["kept"]["failed"]["full"]
    assert lost > 1
    assert f"{lost} answers were not kept" in run.stderr.splitlines()[-1]
    assert len(run.latest("articles")) == 6
    (path,) = kept(run.folder)
    assert 5_000 < path.stat().st_size <= 0.01 * 2**20
    assert None in of_lines(run)
    assert of_lines(run) - {None} <= checked(path).keys()


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        (["KEEP_PAGES=zip"], "KEEP_PAGES 'zip': use no or warc"),
        ([KEEP, "KEEP_PAGES_MIB=much"], "KEEP_PAGES_MIB 'much': a number"),
        (["KEEP_SCREENSHOTS=1"], "KEEP_SCREENSHOTS: they are kept with the pages: add -s KEEP_P"),
        ([KEEP, 'FEEDS={"x.jsonl": {"format": "jsonlines"}}'], "KEEP_PAGES: pages are kept"),
    ],
)
def test_a_wrong_setting_is_refused(settings: list[str], why: str, tmp_path: Path) -> None:
    run = crawl("news", tmp_path, *settings, url="https://paper.example")
    assert run.status == 2
    assert run.stderr.count("\n") == 1
    assert why in run.stderr


@pytest.mark.parametrize("more", [{}, {"hosts": "outlets.csv"}])
def test_what_an_archive_has_is_not_kept_again(more: dict[str, str], tmp_path: Path) -> None:
    (archive := tmp_path / "a.warc.gz").write_bytes(packed([record(ferry_url(1), ferry(1))]))
    given = more or {"url": "https://paper.example"}
    run = crawl("news", tmp_path, KEEP, archive=str(archive), **given)
    assert (run.status, run.stdout) == (2, "")
    assert run.stderr.count("\n") == 1
    assert "KEEP_PAGES: what archive= reads is kept already" in run.stderr


@pytest.mark.browser
def test_what_a_browser_draws_and_fetches_is_kept(tmp_path: Path) -> None:
    with Demo(articles=3) as demo:
        run = crawl(
            "sputnik", tmp_path, KEEP, "KEEP_SCREENSHOTS=1", base_url=demo.base_url, **RANGE
        )
        assert (run.status, run.stderr) == (0, "")
    (path,) = kept(run.folder)
    records = checked(path)
    found = {key: one for key, one in records.items() if one["WARC-Type"] == "resource"}
    drawn = {key: one for key, one in found.items() if one["Content-Type"] != "image/png"}
    # Each document has its screenshot, higher than a window: the whole page, its thread open.
    pages = [one["WARC-Target-URI"].removeprefix(RENDERED) for one in drawn.values()]
    pictures = screenshots(path)
    assert sorted(url for url, _ in pictures) == sorted(f"{SCREENSHOT}{url}" for url in pages)
    assert min(height for _, height in pictures) > WINDOW
    articles, names = run.lines("articles"), ("url", "request_url", "canonical_url")
    urls = {one[name]: one["id"] for one in articles for name in names}
    seen = [one for one in run.latest("comments").values() if one["metadata"]["rendered"]]
    assert seen
    for one in seen:
        record = drawn[one["metadata"]["warc_record_id"]]
        kind, _, url = record["WARC-Target-URI"].partition(":rendered:")
        assert (kind, urls[url]) == ("urn:newscrawl", one["article_id"])
        assert one["metadata"]["date_downloaded"] == record["WARC-Date"]
    assert None not in of_lines(run)
    # Replay software tells by its type what was sent.
    keys = [one.line.decode().partition(" ")[0] for one in indexed(path)]
    assert [key for key in keys if "__wb_method=post" in key and "article_id=" in key]
    assert not [key for key in keys if "__wb_post_data" in key]
    # All that was answered is kept: what only a replay needs, too, but for styles.
    answers = [one for one in records.values() if one["WARC-Type"] in {"response", "revisit"}]
    paths = Counter(
        one["WARC-Target-URI"].partition("?")[0].removeprefix(demo.base_url) for one in answers
    )
    asked = Counter[str]()
    for (_, asked_for), count in demo.requests.items():
        asked[asked_for] += count
    assert asked - paths == {name: asked[name] for name in asked if name.endswith(".css")}
    assert paths <= asked
    script = "/js/riacomments.js"
    kinds = [one["WARC-Type"] for one in answers if one["WARC-Target-URI"].endswith(script)]
    assert kinds == ["response"] + ["revisit"] * (asked[script] - 1)
    assert len(kinds) > 1


@pytest.mark.browser
@pytest.mark.slow
def test_a_screenshot_that_cannot_be_taken_is_told(tmp_path: Path) -> None:
    with small_paper(FalseSize(form='<div id="comments">Loading</div>')) as paper:
        settings = (KEEP, "KEEP_SCREENSHOTS=1", "BROWSER=always")
        run = crawl("news", tmp_path, *settings, url=paper.base, since=SINCE)
    assert run.status == 11
    assert "1 screenshot could not be taken" in run.stderr
    assert run.run_lines()[-1]["kept"] == {"failed": {"screenshot": 1}}
    (path,) = kept(run.folder)
    assert screenshots(path) == []


def test_what_a_page_fetches_is_kept_as_it_was_asked() -> None:
    answer: dict[str, object] = {"url": "https://talk.example/list", "method": "POST"}
    answer |= {
        "post": "page=2",
        "post_type": "application/x-www-form-urlencoded",
        "status": 200,
        "type": "text/json",
        "headers": {"X-Total": "9"},
        "body": "[1]",
    }
    script: dict[str, object] = {"url": "https://me:xyz@talk.example/load.js", "method": "GET"}
    script |= {"post": b"", "post_type": "", "status": 200, "type": "text/javascript"}
    script |= {"headers": {"set-cookie": "xyz", "vary": "A\nB"}, "body": b"load('\xe9')"}
    rendering = {"html": "<p>Drawn", "answers": [answer]}
    url = "https://paper.example/a"
    written = Writer().rendering(
        url, url, "2026-03-14T11:00:00Z", "disqus", rendering, loaded=[script, script]
    )
    text = gzip.decompress(written.records).decode("latin-1")
    assert text.count("WARC-Target-URI: https://talk.example/load.js\r\n") == 4
    assert text.count("\r\nvary: A\r\nvary: B\r\nContent-Length: 9\r\n\r\nload('\xe9')\r\n") == 1
    assert text.count(f"WARC-Profile: {SAME}\r\n") == 1
    assert "xyz" not in text
    # A replay knows no ids of records, and what was posted by this address.
    assert '"at": "https://talk.example/list?__wb_method=POST&page=2"' in text
    assert f"WARC-Target-URI: urn:newscrawl:rendering:disqus:{url}\r\n" in text
    assert f"WARC-Refers-To: {written.record_id}\r\n" in text
    assert "\r\n\r\n<p>Drawn" in text
    asked = "POST /list HTTP/1.1\r\nHost: talk.example\r\nContent-Type: application/x-www-form-"
    assert f"{asked}urlencoded\r\nContent-Length: 6\r\n\r\npage=2" in text
    assert "Content-Type: text/json\r\nX-Total: 9\r\nContent-Length: 3\r\n\r\n[1]" in text


LOGINS = {
    "Location": "http://ada:s3@cret@paper.example/b",
    "Content-Location": "//ada:s3cret@paper.example/b",
    "Link": "<https://ada:s3cret@paper.example/b>; rel=next, <https://s3cret@talk.example/>",
    "Refresh": "5; url=https://ada:s3cret@paper.example/b",
    "Referer": "https://login.example/?to=https%3A%2F%2Fada%3As3cret%40paper.example%2Fb%40c",
    "X-Auth-Token": "s3cret",
    "Authentication-Info": "s3cret",
    "Proxy-Authentication-Info": "s3cret",
    "X-CSRF-Token": "s3cret",
    "X-Session-ID": "s3cret",
    "ETag": '"//kept"',
}


def test_no_header_tells_a_name_or_a_password() -> None:
    told = LOGINS.items()
    given = {"url": "https://paper.example/a", "moment": "2026-03-14T11:00:00Z", "method": "GET"}
    exchange = Exchange(**given, asked=told, sent=b"", status=302, headers=told, body=b"")
    answer: dict[str, object] = {"url": "https://talk.example/list", "method": "GET"}
    answer |= {"post": "", "post_type": ""}
    answer |= {"status": 200, "type": "text/json", "headers": LOGINS, "body": "[1]"}
    rendering = {"html": "<p>Drawn", "answers": [answer]}
    url, moment = given["url"], given["moment"]
    drawn = Writer().rendering(url, url, moment, "disqus", rendering)
    for records in (Writer().exchange(exchange).records, drawn.records):
        text = gzip.decompress(records).decode("latin-1")
        assert "cret" not in text
        assert "ada:" not in text
        assert "Location: http://paper.example/b\r\n" in text
        assert "Link: <https://paper.example/b>; rel=next, <https://talk.example/>\r\n" in text
        assert "to=https%3A%2F%2Fpaper.example%2Fb%40c\r\n" in text
        assert 'ETag: "//kept"\r\n' in text


class ClosedPaper(SmallPaper):
    """Its article has moved to where one has to log in, and its server says with what."""

    def answer(self, path: str, query: dict[str, list[str]]) -> tuple[int, str, dict[str, str]]:
        if path == PATH:
            there = self.base.replace("//", "//ada:s3cret@")
            return 302, "", {"Location": f"{there}{PATH}-moved"}
        return super().answer(path, query)


def test_a_redirect_to_an_address_with_a_password_is_told_and_not_followed(tmp_path: Path) -> None:
    with small_paper(ClosedPaper(comments=COMMENTS)) as paper:
        run = crawl("news", tmp_path, KEEP, "LOG_LEVEL=INFO", url=paper.base, since=SINCE)
        asked = paper.asked()
    assert run.run_lines()[-1]["articles"]["failed"] == {"login": 1}
    assert run.status == 4
    assert "(login)" in run.stderr.splitlines()[-1]
    assert "s3cret" not in run.stderr
    assert f"{PATH}-moved" not in str(asked)
    (path,) = kept(run.folder)
    assert b"s3cret" not in gzip.decompress(path.read_bytes())


def test_what_a_browser_loads_is_no_visit_of_the_page(tmp_path: Path) -> None:
    url, writer = "https://paper.example/a", Writer()

    def answer(body: bytes) -> dict[str, object]:
        given = {"url": url, "method": "GET", "post": b"", "post_type": "", "status": 200}
        return {**given, "type": "text/html", "headers": {}, "body": body}

    def visit(second: int, body: bytes) -> bytes:
        one = Exchange(
            url=url,
            moment=f"2026-03-14T11:00:0{second}Z",
            method="GET",
            asked=[],
            sent=b"",
            status=200,
            headers=[("Content-Type", "text/html")],
            body=body,
        )
        return writer.exchange(one).records

    rendering = {"html": "<p>Drawn", "answers": []}
    drawn = writer.rendering(
        url,
        url,
        "2026-03-14T11:00:05Z",
        "disqus",
        rendering,
        loaded=[answer(b"<p>For the browser")],
    )
    path = tmp_path / "kept.warc.gz"
    for records, moment, body in (
        (visit(1, b"<p>Served"), 1, b"<p>Served"),
        (drawn.records, 1, b"<p>Served"),
        (visit(7, b"<p>For the browser"), 7, b"<p>For the browser"),  # a revisit: it has the body
    ):
        with path.open("ab") as file:
            file.write(records)
        captures = Captures(tmp_path / f"{path.stat().st_size}.sqlite")
        captures.take(path, lambda _url: True, Counter())
        captures.settle()
        assert [(one, when.second) for one, when in captures.pages()] == [(url, moment)]
        found = captures.find(url)
        assert found
        assert found.body == body
        captures.close(keep=False)


@pytest.mark.parametrize("ledger", ["kept", pytest.param("lost", marks=pytest.mark.slow)])
def test_a_torn_record_is_cut_off(ledger: str, tmp_path: Path) -> None:
    with MixedPaper([("html", 15), ("api", 45)] * 6) as paper:
        process = start("news", tmp_path, KEEP, **paper.arguments)
        folder = record_folder(tmp_path, "news", **paper.arguments)
        wait_for(folder, "*-articles.jsonl.part")  # records are committed by then
        group(process)
        (part,) = folder.glob("*-pages.warc.gz.part")
        with part.open("ab") as file:  # what a kill leaves between a write and its commit
            file.write(gzip.compress(b"WARC/1.1\r\nWARC-Type: response\r\n" * 99)[:-9])
        if ledger == "lost":
            for path in folder.glob("ledger.sqlite*"):
                path.unlink()
        run = crawl("news", tmp_path, KEEP, "MIN_COMPLETENESS=0", **paper.arguments)
        assert run.status == 0
    # One file where the kill came before the first commit, else two.
    assert of_lines(run) <= set().union(*(checked(path) for path in kept(folder)))
    assert not [*folder.glob("*.part")]


@pytest.mark.slow
def test_kills_leave_whole_files_and_no_line_without_its_record(tmp_path: Path) -> None:
    with MixedPaper([("html", 15), ("api", 45)] * 15) as paper:
        killer = Killer(paper, tmp_path, 5, KEEP)
        killer.run(4, (0.3, 2.5), group, terminated)
        killer.check()
    folders = {path.parent for path in tmp_path.rglob("*-pages.warc.gz")}
    assert folders
    for folder in folders:
        records = set().union(*(checked(path).keys() for path in kept(folder)))
        lines = of_lines(Run(status=0, stdout="", stderr="", folder=folder))
        assert None not in lines
        assert lines <= records
