"""A page of which an archive has only a part is read, and its thread is never called complete."""

import gzip
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastwarc.warc import WarcRecordType

from newscrawl.archive.captures import Captures
from tests.support.crawling import crawl
from tests.support.warcs import HOST, ferry, ferry_url, packed, record

ROW = (
    b'<div class="comment" id="c%d"><b class="author">Ada %d</b>'
    b'<time>2025-03-14T0%d:00:00Z</time><p class="text">Ferry number %d was late, too.</p></div>'
)


def thread(number: int) -> bytes:
    """Return a page with thirty comments of which it tells no number."""
    page = ferry(number).replace(b"<h2>2 comments</h2>", b"<h2>Comments</h2>")
    start, end = page.find(b'<div class="comment"'), page.find(b"</section>")
    return page[:start] + b"".join(ROW % (n, n, n % 9, n) for n in range(30)) + page[end:]


def half(number: int) -> bytes:
    page = thread(number)
    return page[: page.find(b'id="c15"') - 22]


def test_a_torn_page_is_partial_and_counted(tmp_path: Path) -> None:
    pack = gzip.compress(thread(2))
    chunk = b"%x\r\n%b\r\n" % (len(half(3)), half(3))
    torn = [
        record(ferry_url(1), half(1), content_length=str(len(thread(1)))),
        record(ferry_url(2), pack[:-60], content_encoding="gzip"),
        record(ferry_url(3), chunk, transfer_encoding="chunked"),
        record(ferry_url(4), half(4), WARC_Truncated="length"),
    ]
    path = tmp_path / "kept.warc.gz"
    path.write_bytes(packed([*torn, record(ferry_url(5), thread(5))]))
    run = crawl("news", tmp_path / "out", url=HOST, archive=str(path))
    whole = {one["url"]: one for one in run.latest("articles").values()}
    found = whole.pop(ferry_url(5))
    assert (found["comments_status"], found["comments_collected"]) == ("complete", 30)
    assert len(whole) == 4
    for one in whole.values():
        assert one["comments_status"] == "partial", one["url"]
        assert "only a part of an answer is there" in one["comments_reason"]
        assert 10 < one["comments_collected"] < 30
    assert run.status == 11
    assert run.run_lines()[-1]["sources"]["failed"] == {"archive_truncated": 4}


def test_what_a_torn_page_lacks_is_not_removed(tmp_path: Path) -> None:
    path = tmp_path / "kept.warc.gz"
    later = record(ferry_url(1), half(1), "2025-03-15T12:00:00Z", WARC_Truncated="time")
    path.write_bytes(packed([record(ferry_url(1), thread(1))]))
    first = crawl("news", tmp_path / "out", url=HOST, archive=str(path))
    assert (first.status, len(first.latest("comments"))) == (0, 30)
    path.write_bytes(packed([later]))
    run = crawl("news", tmp_path / "out", url=HOST, archive=str(path))
    assert {one["status"] for one in run.latest("comments").values()} == {"visible"}
    (article,) = run.latest("articles").values()
    assert article["comments_status"] == "partial"


@pytest.fixture
def captures(tmp_path: Path) -> Iterator[Captures]:
    found = Captures(tmp_path / "captures.sqlite")
    yield found
    found.close(keep=False)


def test_a_payload_that_is_not_what_its_digest_says_is_torn(
    tmp_path: Path, captures: Captures
) -> None:
    page, packed_page = b"<p>one", gzip.compress(b"<p>one", mtime=0)
    chunks = b"%x\r\n%b\r\n0\r\n\r\n" % (len(packed_page), packed_page)
    right = [hashlib.sha256(one).hexdigest() for one in (page, packed_page, chunks)]
    names = {"content_encoding": "gzip", "transfer_encoding": "chunked"}
    for number, digest in enumerate([*right, hashlib.sha256(b"<p>two").hexdigest(), "same"]):
        url = f"{HOST}/{number}"
        raw = record(url, chunks, **names, WARC_Payload_Digest=f"sha256:{digest}")
        path = tmp_path / f"{number}.warc"
        path.write_bytes(re.sub(rb"WARC-Block-Digest: [^\r]*\r\n", b"", raw))
        told = Counter[str]()
        captures.take(path, lambda url: url.startswith(HOST), told)
        found = captures.find(url)
        assert found
        assert found.body == page
        assert (found.torn, +told) == (
            ("its digest is another", {"truncated": 1}) if number == 3 else ("", {})
        )
        assert (found.same_as == f"sha256:{digest}") == (number != 3)


def test_an_older_capture_that_is_whole_is_better_than_a_torn_one(
    tmp_path: Path, captures: Captures
) -> None:
    same = {"WARC_Payload_Digest": "sha1:SAME"}
    records = [
        record(HOST, b"<p>whole", "2025-03-01T00:00:00Z"),
        record(HOST, b"<p>to", "2025-03-02T00:00:00Z", content_length="9", **same),
        # Nobody tells the one that it refers to from one that is whole.
        record(HOST, b"", "2025-03-03T00:00:00Z", kind=WarcRecordType.revisit, **same),
    ]
    (tmp_path / "a.warc.gz").write_bytes(packed(records))
    told = Counter[str]()
    captures.take(tmp_path / "a.warc.gz", lambda url: url.startswith(HOST), told)
    assert +told == {"truncated": 1}
    found = captures.find(HOST)
    assert found
    assert (found.body, found.torn) == (b"<p>to", "5 of 9 bytes")
    captures.db.execute("DELETE FROM capture WHERE body IS NULL")
    found = captures.find(HOST)
    assert found
    assert (found.body, found.torn) == (b"<p>whole", "")


@pytest.mark.parametrize("is_first", [True, False])
def test_an_answer_to_head_is_no_page_that_was_cut_short(
    is_first: bool, tmp_path: Path, captures: Captures
) -> None:
    head = {"content_length": "9", "WARC_Record_ID": "<urn:uuid:answer>"}
    ask = record(
        HOST,
        b"",
        status="HEAD / HTTP/1.1",
        kind=WarcRecordType.request,
        WARC_Concurrent_To="<urn:uuid:answer>",
    )
    both = [ask, record(HOST, b"", **head)]
    pages = [record(f"{HOST}/a", b"<p>to", content_length="9"), record(f"{HOST}/b", b"<p>")]
    path = tmp_path / "a.warc.gz"
    path.write_bytes(packed([*(both if is_first else reversed(both)), *pages]))
    told = Counter[str]()
    captures.take(path, lambda url: url.startswith(HOST), told)
    captures.settle()
    assert +told == {"truncated": 1}
    assert {url for url, _ in captures.pages()} == {f"{HOST}/a", f"{HOST}/b"}
