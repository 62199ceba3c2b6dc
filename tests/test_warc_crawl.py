"""A crawl of an archive reads what was kept, as of when it was kept, and asks nobody."""

import gzip
import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from newscrawl import clock
from tests.support.crawling import Run, crawl, start
from tests.support.small_paper import FORM, PATH, STORY, TEXT, SmallPaper, small_paper
from tests.support.warcs import HOST, ferry, ferry_url, packed, record

NUMBERS = range(1, 7)
NOON = "2025-03-14T12:00:00Z"
OTHERS = "it has pages of paper.example: give"


def read(tmp_path: Path, *records: bytes, **arguments: str) -> Run:
    path = tmp_path / "kept.warc.gz"
    path.write_bytes(packed(records))
    return crawl("news", tmp_path / "out", url=HOST, archive=str(path), **arguments)


def test_articles_and_comments_are_read_as_of_their_capture(tmp_path: Path) -> None:
    run = read(tmp_path, *(record(ferry_url(n), ferry(n), NOON) for n in NUMBERS))
    assert (run.status, run.stderr) == (0, "")
    articles, comments = run.latest("articles"), run.latest("comments")
    assert {one["url"] for one in articles.values()} == {ferry_url(n) for n in NUMBERS}
    for one in articles.values():
        assert one["date_first_seen"] == one["metadata"]["date_downloaded"] == NOON
        assert one["metadata"]["archive"]["source"] == "kept.warc.gz"
        assert one["metadata"]["archive"]["date_captured"] == NOON
        assert one["metadata"]["archive"]["record_id"].startswith("<urn:uuid:")
        assert (one["comments_status"], one["comments_collected"]) == ("complete", 2)
    assert len(comments) == 12
    dates = {one["author"]["name"]: one["date_published"] for one in comments.values()}
    assert dates == {"Ada Quill": "2025-03-14T10:00:00Z", "Bram Fenwick": "2025-03-14T11:00:00Z"}
    assert run.run_lines()[-1]["requests"] == 0
    assert not [*(tmp_path / "out").glob("*/captures.sqlite*")]


@pytest.mark.slow
def test_archives_and_visits_are_one_record_in_the_order_of_their_times(tmp_path: Path) -> None:
    urls = [ferry_url(n) for n in (1, 2)]
    pages = [record(url, ferry(n), NOON) for n, url in enumerate(urls, 1)]
    assert read(tmp_path, *pages).status == 0
    assert len(read(tmp_path, *pages).lines("articles")) == 2

    older = record(urls[0], ferry(1, "crates"), "2025-03-13T12:00:00Z")
    newer = record(urls[1], ferry(2, "crates"), "2025-03-15T12:00:00Z")
    run = read(tmp_path, older, newer)
    assert run.status == 0
    versions = {
        one["url"]: (one["version"], one["date_last_seen"]) for one in run.lines("articles")
    }
    assert versions[urls[0]] == (1, NOON)
    assert versions[urls[1]] == (2, "2025-03-15T12:00:00Z")


def test_what_an_archive_lacks_is_never_complete(tmp_path: Path) -> None:
    page = (
        ferry(1)
        .replace(b"<h2>2 comments", b"<h2>Page 1 of 2: 4 comments")
        .replace(b"</section>", b'<a rel="next" href="?cpage=2">Older comments</a></section>')
    )
    run = read(tmp_path, record(ferry_url(1), page, NOON))
    (article,) = run.latest("articles").values()
    assert article["comments_status"] == "partial"
    assert article["comments_reason"]


def test_a_comment_names_the_answer_that_it_was_read_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2026-03-14T12:00:00Z")
    with small_paper(SmallPaper(comments={1: "One.", 2: "Two."})) as paper:
        live = crawl("news", tmp_path / "live", "KEEP_PAGES=warc", "BROWSER=never", url=paper.base)
    (file,) = live.folder.glob("*-pages.warc.gz")
    run = crawl("news", tmp_path / "out", url=paper.base, archive=str(file))
    (article,) = run.latest("articles").values()
    comments = [one["metadata"] for one in run.latest("comments").values()]
    assert len(comments) == 2
    for one in [article["metadata"], *comments]:
        assert one["archive"]["record_id"] == one["warc_record_id"]
        assert one["archive"]["date_captured"] == one["date_downloaded"]
    assert {one["warc_record_id"] for one in comments}.isdisjoint(
        [article["metadata"]["warc_record_id"]]
    )


def test_what_an_archive_lacks_is_no_refusal(tmp_path: Path) -> None:
    rules = record(
        f"{HOST}/robots.txt", b"User-agent: *\nDisallow: /wp-json\n", content_type="text/plain"
    )
    paper = {"base": HOST, "api": "/wp-json", "text": TEXT, "form": FORM}
    page = STORY.format(**paper).replace("</article>", "</article><h2>7 comments</h2>")
    run = read(tmp_path, rules, record(f"{HOST}{PATH}", page.encode(), NOON))
    (article,) = run.latest("articles").values()
    assert "api: robots" in article["comments_reason"]
    assert "the archive has no answer to it" in article["comments_reason"]
    assert article["comments_status"] == "error"


def test_a_refusal_that_an_archive_holds_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2026-03-14T12:00:00Z")
    with small_paper(SmallPaper(refusal=403)) as paper:
        live = crawl("news", tmp_path / "live", "KEEP_PAGES=warc", "BROWSER=never", url=paper.base)
    (file,) = live.folder.glob("*-pages.warc.gz")
    run = crawl("news", tmp_path / "out", url=paper.base, archive=str(file))
    (article,) = run.latest("articles").values()
    assert "the archive has no answer to it" in article["comments_reason"]  # what a browser drew
    assert article["comments_status"] == "blocked"


def test_what_is_broken_is_told(tmp_path: Path) -> None:
    path = tmp_path / "kept.warc.gz"
    path.write_bytes(packed(record(ferry_url(n), ferry(n)) for n in (1, 2))[:-60])
    run = crawl("news", tmp_path / "out", url=HOST, archive=str(path))
    assert len(run.latest("articles")) == 1
    assert run.status == 11
    assert "kept.warc.gz is cut off: what followed its last whole record is lost" in run.stderr


NO_ARCHIVES = {
    "notes.txt": (b"hello", "no WARC or WACZ file; name a WARC or WACZ file, or a folder of them"),
    "nil.warc.gz": (b"", "the file is empty; name a"),
    "text.warc.gz": (gzip.compress(b"hello " * 99), "no WARC or WACZ file; name a"),
    "false.wacz": (b"<html></html>", "no WACZ file: it is no zip file; name a"),
    "old.arc.gz": (b"", "ARC files are not read: turn them into WARC (warcio recompress)\n"),
}


@pytest.mark.parametrize(
    "name",
    [n if n == "notes.txt" else pytest.param(n, marks=pytest.mark.slow) for n in NO_ARCHIVES],
)
def test_a_file_that_is_no_archive_is_refused(name: str, tmp_path: Path) -> None:
    content, why = NO_ARCHIVES[name]
    (tmp_path / name).write_bytes(content)
    run = crawl("news", tmp_path / "out", url=HOST, archive=str(tmp_path / name))
    assert (run.status, run.stderr.count("\n")) == (2, 1)
    assert f"archive '{tmp_path / name}': {why}" in run.stderr
    assert not (tmp_path / "out").exists()


def test_one_of_several_that_is_no_archive_is_told_and_the_rest_read(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(record(ferry_url(1), ferry(1)))
    (tmp_path / "b.warc.gz").write_bytes(b"")
    run = crawl("news", tmp_path / "out", url=HOST, archive=f"{tmp_path}/*.warc*")
    assert run.status == 11
    assert "b.warc.gz: the file is empty" in run.stderr
    assert len(run.latest("articles")) == 1
    assert run.run_lines()[-1]["sources"]["failed"] == {"archive_unreadable": 1}


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (
            {"url": "https://other.example"},
            f"the archive has no page of other.example; {OTHERS} url={HOST} if that is the site",
        ),
        ({"urls": f"{HOST}/2025/03/14/none"}, "the archive has none of the pages that urls="),
    ],
)
def test_an_archive_of_something_else_is_told(
    given: dict[str, str], why: str, tmp_path: Path
) -> None:
    (tmp_path / "kept.warc").write_bytes(record(ferry_url(1), ferry(1)))
    archive = str(tmp_path / "kept.warc")
    run = crawl("news", tmp_path / "out", **{"url": HOST, "archive": archive, **given})
    assert (run.status, run.stderr.count("\n")) == (4, 1)
    assert f"no article was found: {why}" in run.stderr


def test_the_hosts_of_a_file_that_is_cut_off_are_named(tmp_path: Path) -> None:
    path = tmp_path / "kept.warc.gz"
    hosts = ("b.example", *["127.0.0.1:8123"] * 2, "a.example", "c.example", "a.example:99999")
    pages = [record(f"http://{host}/{n}", ferry(1)) for n, host in enumerate(hosts)]
    path.write_bytes(packed([*pages, record(ferry_url(1), ferry(1))])[:-60])
    run = crawl("sputnik", tmp_path / "out", archive=str(path))
    assert run.status == 11
    told = "it has pages of 127.0.0.1:8123, b.example, a.example and 2 more: "
    assert f"{told}give base_url=http://127.0.0.1:8123 if that is the site; " in run.stderr
    assert "kept.warc.gz is cut off" in run.stderr


def test_a_name_of_nothing_is_refused(tmp_path: Path) -> None:
    run = crawl("news", tmp_path, url=HOST, archive=f"{tmp_path}/none.warc")
    assert run.status == 2
    assert run.stderr.count("\n") == 1
    assert "none.warc': no such file or folder" in run.stderr


GONE_AT = "2025-03-18T12:00:00Z"


def days(url: str) -> list[bytes]:
    """Return five captures of a page: written, the same, edited with a comment removed, gone."""
    removed = re.sub(
        rb'<div class="comment" id="c12">.*?</div>\s*', b"", ferry(1, "crates"), flags=re.DOTALL
    )
    return [
        record(url, ferry(1), "2025-03-14T12:00:00Z"),
        record(url, ferry(1), "2025-03-15T12:00:00Z"),
        record(url, ferry(1, "crates"), "2025-03-16T12:00:00Z"),
        record(url, removed.replace(b"2 comments", b"1 comments"), "2025-03-17T12:00:00Z"),
        record(url, b"", GONE_AT, status="404 Not Found"),
    ]


def test_all_captures_are_the_history_of_a_page(tmp_path: Path) -> None:
    other = record(ferry_url(2), ferry(2), NOON)
    run = read(tmp_path, *days(ferry_url(1))[::-1], other, captures="all")
    assert (run.status, run.stderr) == (0, "")
    lines = [one for one in run.lines("articles") if one["url"] == ferry_url(1)]
    seen = [
        (one["version"], one["status"], one["metadata"]["date_downloaded"][:10]) for one in lines
    ]
    assert list(dict.fromkeys(seen)) == [
        (1, "visible", "2025-03-14"),
        (2, "visible", "2025-03-16"),
        (2, "visible", "2025-03-17"),
        (2, "removed", "2025-03-18"),
    ]
    gone = {one["id"]: one for one in run.lines("comments") if one["status"] == "removed_unknown"}
    assert [one["metadata"]["date_downloaded"][:10] for one in gone.values()] == ["2025-03-17"]
    # A page with one capture is read once; and what was read is not read again.
    assert len({str(one) for one in run.lines("articles") if one["url"] == ferry_url(2)}) == 1
    again = read(tmp_path, *days(ferry_url(1)), other, captures="all")
    assert again.status == 0
    assert len(again.lines("articles")) == len(run.lines("articles"))


def test_chosen_pages_of_an_archive_are_read_alone(tmp_path: Path) -> None:
    pages = [record(ferry_url(n), ferry(n), NOON) for n in NUMBERS]
    run = read(tmp_path, *pages, urls=ferry_url(3))
    assert {one["url"] for one in run.lines("articles")} == {ferry_url(3)}


@pytest.mark.parametrize(
    ("given", "why"),
    [({"captures": "some"}, "none of: newest, all"), ({"archive": ""}, "name a WARC")],
)
def test_wrong_words_are_refused(given: dict[str, str], why: str, tmp_path: Path) -> None:
    path = tmp_path / "kept.warc"
    path.touch()
    run = crawl("news", tmp_path / "out", **{"url": HOST, "archive": str(path), **given})
    assert run.status == 2
    assert run.stderr.count("\n") == 1
    assert why in run.stderr


@pytest.mark.slow
def test_a_crawl_that_is_killed_goes_on_without_loss(tmp_path: Path) -> None:
    numbers = [(day, n) for day in range(1, 29) for n in range(1, 7)]
    urls = {(day, n): f"{HOST}/2025/02/{day:02}/ferry-{n}" for day, n in numbers}
    path = tmp_path / "kept.warc.gz"
    path.write_bytes(packed(record(url, ferry(n)) for (_, n), url in urls.items()))
    given = {"url": HOST, "archive": str(path)}
    for seconds in (1.0, 2.0, 3.0):
        process = start("news", tmp_path / "out", **given)
        time.sleep(seconds)
        process.kill()
        process.communicate()
    run = crawl("news", tmp_path / "out", **given)
    assert run.status == 0
    assert sorted(one["url"] for one in run.lines("articles")) == sorted(urls.values())
    assert len(run.lines("comments")) == len(run.latest("comments")) == 2 * len(urls)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("wget") is None, reason="needs wget: apt install wget")
def test_an_archive_made_by_wget_gives_what_the_site_gave(tmp_path: Path) -> None:
    with small_paper(SmallPaper(comments={1: "one", 2: "two"})) as paper:
        command = ["wget", "-q", "-r", "-l2", "-nH", f"--warc-file={tmp_path}/kept", "-P"]
        env = {**os.environ, "TMPDIR": "/tmp"}  # in a long one wget makes no archive
        url = f"{paper.base}{PATH}"
        # Its status says that some links lead nowhere.
        subprocess.run([*command, str(tmp_path / "pages"), url], check=False, timeout=60, env=env)
        live = crawl("news", tmp_path / "live", url=paper.base, since="2026-03-01")
        base = paper.base
    kept = crawl(
        "news", tmp_path / "kept", url=base, archive=str(tmp_path / "kept.warc.gz"), comments="no"
    )
    same = ("id", "url", "headline", "article_body", "date_published", "content_hash")
    (one,), (other,) = live.latest("articles").values(), kept.latest("articles").values()
    assert [one[name] for name in same] == [other[name] for name in same]
    # Nobody has asked for the comments while it was made.
    lacking = crawl("news", tmp_path / "more", url=base, archive=str(tmp_path / "kept.warc.gz"))
    (article,) = lacking.latest("articles").values()
    assert article["comments_status"] in {"error", "partial"}
    assert "the archive has no answer" in article["comments_reason"]
