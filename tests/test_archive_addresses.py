"""Addresses as makers of archives write them: what is captured under one is read, or counted."""

from pathlib import Path

from tests.support.crawling import crawl
from tests.support.warcs import HOST, ferry, ferry_url, record

FIRST = b"<h2>2 comments</h2>"
NAMED = b"<h2>4 comments</h2>"
PAGER = b'<nav class="pages"><a class="next" href="%s">Newer comments</a></nav></section>'


def paged(number: int, page: int, further: bytes = b"</section>") -> bytes:
    """Return a page of comments of an article that has two of two comments each."""
    text = ferry(number).replace(FIRST, NAMED).replace(b"</section>", further)
    return text if page == 1 else text.replace(b'id="c', b'id="d').replace(b"word", b"line")


def test_each_is_read_once_and_under_the_address_that_is_asked_for(tmp_path: Path) -> None:
    login = ferry_url(1).replace("https://", "https://ada:secret@")
    long = f"{HOST}/2025/03/14/{'ferry-' * 1500}3"
    further = f"{ferry_url(4)}/comment-page-2"
    records = [
        record(login, ferry(1)),
        record(f"{ferry_url(2)}#comments", ferry(2)),
        record(long, ferry(3)),
        record(f"{ferry_url(4)}/", paged(4, 1, PAGER % f"{further}/#comments".encode())),
        # A month later, and without a word on whose page it is.
        record(f"{further}/", paged(4, 2), "2025-04-14T12:00:00Z"),
    ]
    path = tmp_path / "kept.warc.gz"
    path.write_bytes(b"".join(records))
    run = crawl("news", tmp_path / "out", url=HOST, archive=str(path))
    found = run.latest("articles").values()
    assert {one["url"] for one in found} == {ferry_url(1), ferry_url(2), long, f"{ferry_url(4)}/"}
    threads = {one["headline"][6]: one["comments_collected"] for one in found}
    assert threads == {"1": 2, "2": 2, "3": 2, "4": 4}
    assert "secret" not in "".join(file.read_text() for file in run.folder.glob("*.jsonl"))
