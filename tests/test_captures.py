"""What is noted of an archive's records, and found again: none hides another one."""

import json
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from fastwarc.warc import WarcRecordType

from newscrawl.archive.captures import Captures
from newscrawl.archive.cdx import read_cdx
from newscrawl.archive.joining import orphans
from newscrawl.archive.split import Split
from tests.support.warcs import HOST, ferry, ferry_url, packed, record

FIRST, SECOND, THIRD = (f"2025-03-{14 + n}T12:00:00Z" for n in range(3))


@pytest.fixture
def captures(tmp_path: Path) -> Iterator[Captures]:
    found = Captures(tmp_path / "scope" / "captures.sqlite")
    yield found
    found.close(keep=False)


def written(tmp_path: Path, captures: Captures, *records: bytes) -> Captures:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(packed(records))
    captures.take(path, lambda url: "talk.example" not in url, Counter())
    captures.settle()
    return captures


@pytest.mark.parametrize("name", ["", "<urn:uuid:1>"])
def test_records_without_an_id_of_their_own_are_all_kept(
    name: str, tmp_path: Path, captures: Captures
) -> None:
    pages = [record(ferry_url(n), ferry(n), WARC_Record_ID=name) for n in (1, 2, 3)]
    pages += [record(ferry_url(1), ferry(1, "crates"), SECOND, WARC_Record_ID=name)]
    posted = record(
        "https://talk.example/list",
        b"page=1",
        status="POST /list HTTP/1.1",
        kind=WarcRecordType.request,
        WARC_Record_ID="",
    )
    found = written(tmp_path, captures, *pages, posted)
    assert {url for url, _ in found.pages()} == {ferry_url(n) for n in (1, 2, 3)}
    assert found.count() == 4


def test_pages_are_those_that_may_be_html(tmp_path: Path, captures: Captures) -> None:
    link = {"link": "</index.html>; rel=self"}
    found = written(
        tmp_path,
        captures,
        record(ferry_url(1), ferry(1), content_type=""),
        record(ferry_url(2), ferry(2), content_type="Application/XHTML+xml"),
        record(f"{HOST}/feed", b"<rss/>", content_type="application/rss+xml", **link),
        record(ferry_url(3), b"", status="304 Not Modified"),
        record(ferry_url(4), b"", status="301 Moved", location=ferry_url(1)),
    )
    assert {url[-7:] for url, _ in found.pages()} == {"ferry-1", "ferry-2", "ferry-4"}


def test_not_modified_is_no_state_of_a_page(tmp_path: Path, captures: Captures) -> None:
    found = written(
        tmp_path,
        captures,
        record(ferry_url(1), ferry(1), FIRST),
        record(ferry_url(1), b"", SECOND, status="304 Not Modified"),
        record(ferry_url(1), ferry(1, "crates"), THIRD),
    )
    turns = [found.turn(ferry_url(1), "") for _ in range(3)]
    assert [f"{one:%d}" if one else None for one in turns] == ["14", "16", None]


@pytest.mark.parametrize("digest", ["sha1:ELSEWHERE", ""])
def test_a_revisit_without_its_original_hides_no_earlier_capture(
    digest: str, tmp_path: Path, captures: Captures
) -> None:
    kind = WarcRecordType.revisit
    found = written(
        tmp_path,
        captures,
        record(ferry_url(1), ferry(1), FIRST),
        record(ferry_url(1), b"", SECOND, kind=kind, WARC_Payload_Digest=digest),
    )
    there = found.find(ferry_url(1))
    assert there
    assert (there.body, f"{there.moment:%d}") == (ferry(1), "14")
    # Where each is a visit, no capture stands in for another one.
    assert found.turn(ferry_url(1), FIRST)
    assert found.find(ferry_url(1)) is None


REFERENCES = {
    "record": {"WARC_Refers_To": "<urn:uuid:original>"},
    "place": {
        "WARC_Refers_To_Target_URI": f"<{HOST}/elsewhere>",
        "WARC_Refers_To_Date": "2025-03-14T12:00:00.250Z",
    },
}


@pytest.mark.parametrize("told", REFERENCES.values(), ids=REFERENCES)
@pytest.mark.parametrize("digest", ["", "sha256:ofanotherkind", "sha1:another"])
def test_a_revisit_is_the_record_to_which_it_refers(
    digest: str, told: dict[str, str], tmp_path: Path, captures: Captures
) -> None:
    about = {"WARC_Record_ID": "<urn:uuid:original>", "WARC_Payload_Digest": "sha1:SAME"}
    again = {"WARC_Payload_Digest": digest, **told}
    found = written(
        tmp_path,
        captures,
        record(ferry_url(1), b"", THIRD, kind=WarcRecordType.revisit, **again),
        record(f"{HOST}/elsewhere", ferry(2), FIRST, **about),
        record(ferry_url(1), ferry(1), SECOND),
    )
    there = found.find(ferry_url(1))
    assert there
    # One with another digest of the same kind is another payload, whatever is said.
    is_other = digest == "sha1:another"
    assert there.body == ferry(1 if is_other else 2)
    assert orphans(found.db) == ([ferry_url(1)] if is_other else [])


def test_a_revisit_may_refer_to_a_revisit(tmp_path: Path, captures: Captures) -> None:
    kind, names = WarcRecordType.revisit, [f"<urn:uuid:{n}>" for n in range(4)]
    loop = {"WARC_Record_ID": "<urn:uuid:loop>", "WARC_Refers_To": "<urn:uuid:loop>"}
    found = written(
        tmp_path,
        captures,
        *(
            record(ferry_url(n), b"", THIRD, kind=kind, WARC_Record_ID=own, WARC_Refers_To=other)
            for n, (own, other) in enumerate(pairwise(names), 1)
        ),
        record(ferry_url(4), ferry(4), FIRST, WARC_Record_ID=names[3]),
        record(ferry_url(5), b"", FIRST, kind=kind, **loop),
    )
    for number in (1, 2, 3):
        there = found.find(ferry_url(number))
        assert there
        assert there.body == ferry(4)
    assert found.find(ferry_url(5)) is None


@pytest.mark.parametrize(
    "digests",
    [
        ("sha1:SAME", "SHA1:same "),
        ("sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", "SHA1:da39a3ee5e6b4b0d3255bfef95601890AFD80709"),
    ],
)
def test_digests_are_the_same_in_any_form(
    digests: tuple[str, str], tmp_path: Path, captures: Captures
) -> None:
    kind = WarcRecordType.revisit
    first, again = digests
    found = written(
        tmp_path,
        captures,
        record(ferry_url(1), ferry(1), FIRST, WARC_Payload_Digest=first),
        record(ferry_url(1), b"", SECOND, kind=kind, WARC_Payload_Digest=again),
    )
    there = found.find(ferry_url(1))
    assert there
    assert (there.body, f"{there.moment:%d}") == (ferry(1), "15")


def test_an_address_is_found_in_whatever_form_it_was_kept(
    tmp_path: Path, captures: Captures
) -> None:
    found = written(tmp_path, captures, record("https://b\u00fccher.example./a", b"<p>"))
    assert [url for url, _ in found.pages()] == ["https://xn--bcher-kva.example/a"]
    assert found.find("https://xn--bcher-kva.example/a")


def test_an_answer_may_name_several_records_beside_it(tmp_path: Path, captures: Captures) -> None:
    url, mine = "https://talk.example/list", "<urn:uuid:answer>"
    ask = record(
        url,
        b"page=1",
        status="POST /list HTTP/1.1",
        kind=WarcRecordType.request,
        WARC_Record_ID="<urn:uuid:request>",
    )
    answer = record(url, b"[]", content_type="application/json", WARC_Record_ID=mine)
    beside = b"".join(
        f"WARC-Concurrent-To: <urn:uuid:{name}>\r\n".encode() for name in ("metadata", "request")
    )
    answer = answer.replace(b"WARC-Record-ID", beside + b"WARC-Record-ID", 1)
    found = written(tmp_path, captures, answer, ask)
    assert found.find(url) is None
    assert found.find(url, "POST", b"page=1")


def test_hosts_are_the_same_in_whatever_form_they_are_written(tmp_path: Path) -> None:
    hosts = ("http://paper.example:80", "https://PAPER.example:443", "https://paper.example.")
    pages = [record(f"{host}/2025/03/14/ferry-{n}", ferry(n)) for n, host in enumerate(hosts, 1)]
    (tmp_path / "a.warc.gz").write_bytes(packed(pages))
    place = tmp_path / "one" / "c.sqlite"
    Split({place: ["paper.example"]}).take(tmp_path / "a.warc.gz")
    captures = Captures(place)
    assert sorted(url[-7:] for url, _ in captures.pages()) == ["ferry-1", "ferry-2", "ferry-3"]
    captures.close(keep=False)


def test_strange_lists_of_captures_are_read_or_named() -> None:
    with pytest.raises(ValueError, match="it lists no captures"):
        read_cdx("[" * 200_000)
    names = ["timestamp", "original", "statuscode", "mimetype"]
    rows = [
        ["20250314120000", f"{HOST}/a", "9" * 5000, "text/html"],
        ["20250314120000", f"{HOST}/\ud800", "200", "text/html"],
        ["20250314120000", f"{HOST}/b", "404", ""],
    ]
    found = read_cdx(json.dumps([names, *rows]))
    assert [(one.url[-2:], one.status) for one in found.captures] == [("/a", None), ("/b", 404)]
