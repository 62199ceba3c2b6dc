"""A web archive on the network is asked what it has of a site; the site is asked for nothing."""

import hashlib
import json
import time
from pathlib import Path

import pytest

from newscrawl.archive.capture import RENDERED, rendering_of
from newscrawl.archive.cdx import read_cdx
from newscrawl.archive.sent import posted, with_sent
from newscrawl.runs.exits import Exit
from tests.support.crawling import Run, crawl
from tests.support.mixed_paper import MixedPaper
from tests.support.warcs import HOST, ferry, ferry_url
from tests.support.web_archive import NAMES, Kept, WebArchive, serving_archive

NUMBERS = range(1, 7)
NOON = "20250314120000"
Answer = tuple[int, dict[str, str], bytes]


def kept(number: int, stamp: str = NOON, word: str = "passengers", **given: object) -> Kept:
    return Kept(**{"url": ferry_url(number), "stamp": stamp, "body": ferry(number, word)} | given)  # type: ignore[arg-type]


def read(tmp_path: Path, archive: WebArchive, *settings: str, **arguments: str) -> Run:
    given = {"url": HOST, "archive": "wayback", **arguments}
    return crawl("news", tmp_path / "out", *archive.settings, *settings, **given)


def test_articles_are_read_as_of_their_capture(tmp_path: Path) -> None:
    with serving_archive(WebArchive(kept=[kept(n) for n in NUMBERS], rows=4)) as archive:
        run = read(tmp_path, archive)
    assert (run.status, run.stderr) == (0, "")
    articles = run.latest("articles")
    assert {one["url"] for one in articles.values()} == {ferry_url(n) for n in NUMBERS}
    for one in articles.values():
        assert one["date_first_seen"] == "2025-03-14T12:00:00Z"
        assert (one["comments_status"], one["comments_collected"]) == ("complete", 2)
        where = one["metadata"]["archive"]
        assert where["source"] == archive.base.removeprefix("http://")
        assert where["record_id"] == f"{archive.base}/web/{NOON}id_/{one['url']}"
        assert where["date_captured"] == "2025-03-14T12:00:00Z"
    dates = {one["author"]["name"]: one["date_published"] for one in run.lines("comments")}
    assert dates["Ada Quill"] == "2025-03-14T10:00:00Z"
    lists = [one for one in archive.asked if one.startswith("/cdx")]
    assert len(lists) == 2  # it goes on from where the first one ended
    assert "resumeKey=at+4" in lists[1]
    assert archive.asked[0] == "/robots.txt"
    assert not [*(tmp_path / "out").glob("*/captures.sqlite*")]


def test_a_list_that_breaks_off_where_it_said_that_it_goes_on_is_told(tmp_path: Path) -> None:
    archive = WebArchive(kept=[kept(n) for n in NUMBERS], rows=2, rest=(404, {}, b""))
    with serving_archive(archive):
        broken = read(tmp_path, archive)
        archive.rest = None
        whole = read(tmp_path, archive)
    assert broken.status == Exit.LOSSES
    assert "answers 404 to what it has of a site" in broken.stderr
    assert (whole.status, whole.stderr) == (0, "")
    assert {one["url"] for one in whole.lines("articles")} == {ferry_url(n) for n in NUMBERS}
    for said in ("", " \n"):
        assert read_cdx(said).captures == []
        with pytest.raises(ValueError, match="says that it has more"):
            read_cdx(said, resumed=True)
    assert read_cdx("[]", resumed=True).captures == []


def test_all_captures_are_the_history_of_a_page(tmp_path: Path) -> None:
    days = [
        kept(1),
        kept(1, "20250315120000", is_same=True),
        kept(1, "20250316120000", "crates"),
        kept(1, "20250317120000", body=b"", status=404),
    ]
    with serving_archive(WebArchive(kept=days)) as archive:
        run = read(tmp_path, archive, captures="all")
    assert (run.status, run.stderr) == (0, "")
    seen = [
        (one["version"], one["status"], one["date_last_seen"][:10]) for one in run.lines("articles")
    ]
    assert list(dict.fromkeys(seen)) == [
        (1, "visible", "2025-03-14"),
        (2, "visible", "2025-03-16"),
        (2, "removed", "2025-03-17"),
    ]
    gone = run.lines("articles")[-1]["metadata"]
    assert gone["archive"] == {
        "source": archive.base.removeprefix("http://"),
        "record_id": f"{archive.base}/web/20250317120000id_/{ferry_url(1)}",
        "date_captured": "2025-03-17T12:00:00Z",
    }
    assert gone["warc_record_id"] == gone["archive"]["record_id"]
    # What was the same, or says nothing but that it is gone, is not asked for.
    asked = [one for one in archive.asked if one.startswith("/web/")]
    assert [one[5:13] for one in asked] == ["20250314", "20250316"]


def test_redirects_stay_in_the_archive(tmp_path: Path) -> None:
    old = f"{HOST}/2025/03/14/old-ferry-1"
    moved = Kept(url=old, stamp="20250314130000", status=301, location=ferry_url(1))
    # It is listed at one moment, and given as of another.
    near = Kept(url=ferry_url(2), stamp="20250314120500", lost=True, body=b"another")
    with serving_archive(WebArchive(kept=[kept(1), moved, kept(2), near])) as archive:
        run = read(tmp_path, archive, urls=f"{old},{ferry_url(2)}")
    assert (run.status, run.stderr) == (0, "")
    found = {
        one["url"]: one["metadata"]["archive"]["date_captured"] for one in run.lines("articles")
    }
    assert found == dict.fromkeys((ferry_url(1), ferry_url(2)), "2025-03-14T12:00:00Z")


def test_what_is_listed_and_not_there_is_lost(tmp_path: Path) -> None:
    pages = [kept(1), kept(2, lost=True), kept(3, status=404), kept(4, status=503)]
    with serving_archive(WebArchive(kept=pages)) as archive:
        run = read(tmp_path, archive)
    assert {one["url"] for one in run.lines("articles")} == {ferry_url(1)}
    assert run.status == 11
    assert "1 of 2 articles could not be read (1 not_archived)" in run.stderr


def test_an_archive_that_is_busy_is_given_time(tmp_path: Path) -> None:
    busy: Answer = 429, {"Retry-After": "1"}, b"Too Many Requests"
    archive = WebArchive(kept=[kept(n) for n in NUMBERS], instead={"/cdx": busy, "/web/": busy})
    with serving_archive(archive):
        run = read(tmp_path, archive, "CONCURRENT_REQUESTS_PER_DOMAIN=1")
    assert (run.status, run.stderr) == (0, "")
    assert len(run.latest("articles")) == 6


def test_robots_txt_of_the_archive_holds(tmp_path: Path) -> None:
    archive = WebArchive(kept=[kept(1)], robots=b"User-agent: *\nDisallow: /\n")
    with serving_archive(archive):
        run = read(tmp_path, archive)
    assert archive.asked == ["/robots.txt"]
    assert run.status != 0
    assert "robots.txt forbids" in run.stderr


ERRORS: dict[str, tuple[Answer, str]] = {
    "page": (
        (200, {"Content-Type": "text/html"}, b"<html>Busy</html>"),
        "says '<html>Busy</html>'",
    ),
    "json": ((200, {}, b'{"message": "no such index"}'), "no such index"),
    "status": ((403, {}, b"blocked"), "answers 403"),
}


@pytest.mark.parametrize("name", ERRORS)
def test_an_index_that_lists_nothing_is_named(name: str, tmp_path: Path) -> None:
    answer, why = ERRORS[name]
    with serving_archive(WebArchive(kept=[kept(1)], instead={"/cdx*": answer})) as archive:
        run = read(tmp_path, archive)
    assert run.status != 0
    assert why in run.stderr
    assert "Traceback" not in run.stderr


def test_a_list_that_never_ends_is_named(tmp_path: Path) -> None:
    class Endless(WebArchive):
        def answer(self, target: str) -> Answer:
            if not target.startswith("/cdx"):
                return super().answer(target)
            row = [*kept(1).row]
            row[NAMES.index("digest")] += f"{len(self.asked)}"
            rows = [NAMES, row, [], [f"key {len(self.asked)}"]]
            return 200, {"Content-Type": "application/json"}, json.dumps(rows).encode()

    with serving_archive(Endless(kept=[kept(1)])) as archive:
        run = read(tmp_path, archive, comments="no")
    assert run.status != 0
    assert "lists the same again and again" in run.stderr
    assert len(run.lines("articles")) == 1
    assert len([one for one in archive.asked if one.startswith("/cdx")]) == 11


def test_a_run_whose_time_is_over_while_it_lists_goes_on_next_time(tmp_path: Path) -> None:
    class Slow(WebArchive):
        def answer(self, target: str) -> Answer:
            if not target.startswith("/cdx"):
                return super().answer(target)
            time.sleep(0.5)
            number = len(self.asked)
            rows = [NAMES, kept(number).row, [], [f"key {number}"]]
            return 200, {"Content-Type": "application/json"}, json.dumps(rows).encode()

    with serving_archive(Slow(kept=[])) as archive:
        run = read(tmp_path, archive, "RUN_SECONDS=4", "CONCURRENT_REQUESTS_PER_DOMAIN=1")
    assert run.status == 15
    assert "Traceback" not in run.stderr
    assert [*(tmp_path / "out").glob("*/captures.sqlite")]


def test_an_archive_that_has_nothing_is_named(tmp_path: Path) -> None:
    with serving_archive(WebArchive(kept=[])) as archive:
        run = read(tmp_path, archive)
    assert run.status == 4
    last = run.stderr.splitlines()[-1]
    assert last == "newscrawl: no article was found: the archive has no page of paper.example"


def test_an_answer_without_its_moment_is_no_page_of_the_site(tmp_path: Path) -> None:
    page: Answer = 200, {"Content-Type": "text/html"}, ferry(1)
    with serving_archive(WebArchive(kept=[kept(1)], instead={"/web/*": page})) as archive:
        run = read(tmp_path, archive)
    assert run.lines("articles") == []
    assert run.status == 4
    last = run.stderr.splitlines()[-1]
    assert last.endswith("no article was found: the archive lists pages that it does not give")


def test_an_archive_that_is_down_is_named(tmp_path: Path) -> None:
    archive = WebArchive(kept=[], base="http://127.0.0.1:9")
    run = read(tmp_path, archive, "RETRY_TIMES=0")
    assert run.status == 6
    last = run.stderr.splitlines()[-1]
    assert last.startswith("newscrawl: the archive did not answer: 127.0.0.1:9 refuses")
    assert "Traceback" not in run.stderr


def talk_of(address: str) -> Kept:
    """Return what Isso answered to a page's script, which keeps caches away."""
    row = {
        "id": 7,
        "mode": 1,
        "text": "<p>Kept with the page.",
        "author": "Cy",
        "created": 1741950000,
    }
    answer = json.dumps({"total_replies": 1, "hidden_replies": 0, "replies": [row]}).encode()
    return Kept(url=address, stamp="20250315120000", body=answer, mime="application/json")


def test_what_a_comment_system_answered_is_looked_up(tmp_path: Path) -> None:
    page = ferry(1).partition(b"<section")[0] + (
        b'<section id="isso-thread"></section>'
        b'<script data-isso="https://talk.example/" src="https://talk.example/embed.js"></script>'
    )
    query = "limit=50&nested_limit=50&offset=0&sort=oldest&uri=%2F2025%2F03%2F14%2Fferry-1"
    there = talk_of(f"https://talk.example/?{query}&_=1741950123456")
    with serving_archive(WebArchive(kept=[kept(1, body=page), there])) as archive:
        run = read(tmp_path, archive)
    (article,) = run.latest("articles").values()
    assert article["comments_status"] == "complete", article["comments_reason"]
    assert [one["text"] for one in run.lines("comments")] == ["Kept with the page."]

    with serving_archive(WebArchive(kept=[kept(1, body=page)])) as archive:
        run = read(tmp_path / "lacking", archive)
    (article,) = run.latest("articles").values()
    assert article["comments_status"] == "error"
    assert "the archive has no answer" in article["comments_reason"]


@pytest.mark.parametrize("served", ["what was drawn", "something else"])
def test_what_a_browser_drew_is_read_if_it_is_the_very_record(served: str, tmp_path: Path) -> None:
    url, stamp = ferry_url(1), "20260320120000"
    with MixedPaper([("browser", 3)]) as paper:
        page = paper.answer("/browser/101", {})
        posts = paper.posts[101]
    assert page
    rows = "".join(
        f'<div class="comment" id="comment-{post.id}"><b class="author">{post.author}</b>'
        f'<time datetime="{post.created.isoformat()}"></time><p>{post.text}</p></div>'
        for post in posts
    )
    drawn = page.body.replace('<div id="talk">', f'<div id="talk">{rows}').encode()
    digest = hashlib.sha1(drawn if served == "what was drawn" else b"").hexdigest()
    told = {"url": url, "digest": f"sha1:{digest}", "answers": [], "ended": "complete", "wall": ""}
    held = [
        Kept(url=url, stamp=stamp, body=page.body.encode()),
        Kept(url=rendering_of("generic", url), stamp=stamp, body=json.dumps(told).encode()),
        Kept(url=f"{RENDERED}{url}", stamp=stamp, body=drawn),
    ]
    with serving_archive(WebArchive(kept=held)) as archive:
        run = read(tmp_path, archive, "MIN_COMPLETENESS=0")
    assert (run.status, run.stderr) == (0, "")
    (article,) = run.latest("articles").values()
    if served == "what was drawn":
        assert (article["comments_status"], article["comments_via"]) == ("complete", "browser")
        texts = {one["text"] for one in run.latest("comments").values()}
        assert texts == {post.text for post in posts}
    else:
        assert article["comments_status"] == "error"
        assert "the archive has no answer to it" in article["comments_reason"]
        assert not run.lines("comments")


def test_what_was_posted_is_looked_up_by_what_was_sent(tmp_path: Path) -> None:
    script = (
        b'<script>js.src = "https://launcher.spot.im/spot/sp_invented"; '
        b'js.setAttribute("data-post-id", "paper-41");</script>'
    )
    page = ferry(1).partition(b"<section")[0] + script
    row = {
        "id": "c1",
        "user_id": "u1",
        "written_at": 1741950000,
        "content": [{"type": "text", "text": "Sent for."}],
    }
    talk = {"messages_count": 1, "comments_count": 1, "comments": [row], "users": {}}
    sent = posted(
        "application/json",
        b'{"sort_by": "oldest", "offset": 0, "count": 15, "depth": 2, "child_count": 15, '
        b'"parent_id": "", "message_id": "", "extract_data": true}',
    )
    there = "https://api-2-0.spot.im/v1.0.0/conversation/read"
    answers = [
        Kept(
            url=with_sent(there, "POST", query),
            stamp="20250315120000",
            body=json.dumps({"conversation": {**talk, "comments": rows}}).encode(),
            mime="application/json",
        )
        # As pywb does, whatever else was sent there is listed beside it.
        for query, rows in ((sent, [row]), ("offset=25", []))
    ]
    with serving_archive(WebArchive(kept=[kept(1, body=page), *answers])) as archive:
        run = read(tmp_path, archive)
    (article,) = run.latest("articles").values()
    assert article["comments_status"] == "complete", article["comments_reason"]
    assert [one["text"] for one in run.lines("comments")] == ["Sent for."]
    # It is asked for by GET: nothing is posted to an archive.
    assert any("__wb_method=POST" in one for one in archive.asked if one.startswith("/web/"))


def test_lists_of_pywb_are_read() -> None:
    lines = [
        {"urlkey": "a", "timestamp": "20250314120000", "url": "http://a.example/", "status": "200"},
        {"urlkey": "a", "timestamp": "2025", "url": "http://a.example/", "mime": "warc/revisit"},
        {"urlkey": "a", "timestamp": "soon", "url": "http://a.example/"},
        {"urlkey": "a", "timestamp": "20250314120000", "url": "ftp://a.example/"},
        {"urlkey": "a?__wb_method=post", "timestamp": "2025", "url": "http://a.example/"},
    ]
    found = read_cdx("\n".join(map(json.dumps, lines)))
    assert (found.rows, found.resume) == (5, None)
    assert [(f"{one.moment:%Y%m%d}", one.status) for one in found.captures] == [
        ("20250314", 200),
        ("20250101", None),
    ]
    sent = read_cdx("\n".join(map(json.dumps, lines)), sent=True)
    assert [f"{one.moment:%Y%m%d}" for one in sent.captures] == ["20250101"]
    assert read_cdx('{"message": "No Captures found for: a.example/*"}').captures == []
    assert read_cdx("[]").captures == read_cdx("\n").captures == []
