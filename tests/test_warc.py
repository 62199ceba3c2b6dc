"""Archives are read record by record; what is broken is counted, and the rest is read."""

import gzip
import io
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from fastwarc.warc import WarcRecordType

from newscrawl.archive.captures import Captures
from newscrawl.archive.ends import MAGIC
from newscrawl.archive.files import archive_files
from tests.support.warcs import HOST, ferry, ferry_url, packed, record, wacz

if sys.version_info >= (3, 14):
    from compression.zstd import compress
else:
    from backports.zstd import compress

NUMBERS = range(1, 7)
RECORDS = [record(ferry_url(n), ferry(n)) for n in NUMBERS]


def is_ours(url: str) -> bool:
    return url.startswith(HOST)


@pytest.fixture
def captures(tmp_path: Path) -> Iterator[Captures]:
    found = Captures(tmp_path / "scope" / "captures.sqlite")
    yield found
    found.close(keep=False)
    assert not [*(tmp_path / "scope").iterdir()]


def taken(captures: Captures, path: Path) -> tuple[list[int], Counter[str]]:
    """Return the numbers of the ferries that were read, and what was not."""
    told = Counter[str]()
    captures.take(path, is_ours, told)
    captures.settle()
    found = {n: captures.find(ferry_url(n)) for n in NUMBERS}
    assert all(one.body == ferry(n) for n, one in found.items() if one)
    return [n for n, one in found.items() if one], +told


def wrong_length(records: list[bytes]) -> list[bytes]:
    old = b"Content-Length: "
    return [*records[:2], records[2].replace(old + b"1", old + b"3", 1), *records[3:]]


def damaged_member() -> bytes:
    members = [gzip.compress(one) for one in RECORDS]
    members[2] = members[2][:60] + b"\xff" * 40 + members[2][100:]
    return b"".join(members)


FILES: dict[str, tuple[bytes, list[int], dict[str, int]]] = {
    "packed.warc.gz": (packed(RECORDS), [*NUMBERS], {}),
    "plain.warc": (b"".join(RECORDS), [*NUMBERS], {}),
    "one-member.warc.gz": (gzip.compress(b"".join(RECORDS)), [*NUMBERS], {}),
    "cut.warc.gz": (packed(RECORDS)[:-60], [1, 2, 3, 4, 5], {"cut_off": 1}),
    "cut.warc": (b"".join(RECORDS)[:-600], [1, 2, 3, 4, 5], {"cut_off": 1}),
    "cut-alone.warc.gz": (gzip.compress(b"".join(RECORDS))[:-60], [1, 2, 3, 4, 5], {"cut_off": 1}),
    "cut-then-packed.warc.gz": (
        gzip.compress(b"".join(RECORDS)[:-600]),
        [1, 2, 3, 4, 5],
        {"cut_off": 1},
    ),
    "no-blank-line.warc": (b"".join(RECORDS)[:-4], [*NUMBERS], {}),
    "damaged.warc.gz": (damaged_member(), [1, 2, 4, 5, 6], {"broken": 1}),
    "length.warc.gz": (packed(wrong_length(RECORDS)), [1, 2, 4, 5, 6], {"broken": 1}),
    "length.warc": (b"".join(wrong_length(RECORDS)), [1, 2, 4, 5, 6], {"broken": 1}),
    "garbage-first.warc.gz": (
        b"\x00garbage\xff" * 9000 + packed(RECORDS),
        [*NUMBERS],
        {"broken": 1},
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_read_as_far_as_it_is_whole(
    name: str, tmp_path: Path, captures: Captures
) -> None:
    content, whole, told = FILES[name]
    (tmp_path / name).write_bytes(content)
    assert taken(captures, tmp_path / name) == (whole, told)


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "a.warc": bytes,
    "a.warc.gz": gzip.compress,
    "a.warc.zst": compress,
}


@pytest.mark.parametrize("kind", ["response", "request", "metadata", "warcinfo"])
@pytest.mark.parametrize("name", PACKED)
def test_wherever_a_file_is_cut_off_it_is_told(
    name: str, kind: str, tmp_path: Path, captures: Captures
) -> None:
    whole, (first, *_) = PACKED[name], RECORDS
    # The one that is cut is of another host's JSON, of which only the end of the file can tell.
    kinds = getattr(WarcRecordType, kind)
    body = bytes(range(32, 127)) * 30
    last = whole(
        record("https://talk.example/a", body, kind=kinds, content_type="application/json")
    )
    for end in range(len(MAGIC[0]) if name == "a.warc.gz" else 8, len(last) - 8, 29):
        path = tmp_path / f"{end}-{name}"
        path.write_bytes(whole(first) + last[:end])
        assert taken(captures, path) == ([1], {"cut_off": 1}), end
    assert captures.find("https://talk.example/a") is None
    path = tmp_path / name
    path.write_bytes(whole(first) + last)
    assert taken(captures, path) == ([1], {})


def test_a_wacz_holds_warc_files(tmp_path: Path, captures: Captures) -> None:
    wacz(tmp_path / "a.wacz", packed(RECORDS))
    assert taken(captures, tmp_path / "a.wacz") == ([*NUMBERS], {})
    found = captures.find(ferry_url(1))
    assert found
    assert found.source == "a.wacz/archive/data.warc.gz"


def zipped(name: str) -> bytes:
    with ZipFile(file := io.BytesIO(), "w") as package:
        package.writestr(name, "hello")
    return file.getvalue()


NONE = {
    "a.arc": (b"filedesc://x.arc 0.0.0.0 20080430204825 text/plain 76\n", "ARC files are not read"),
    "a.wacz": (b"filedesc", "no WACZ file: it is no zip file"),
    "c.wacz": (zipped("note.txt")[:-30], "no whole WACZ file: it is cut off"),
    "b.wacz": (zipped("note.txt"), "there is no WARC file in it"),
    "notes.txt": (b"hello\n", "no WARC or WACZ file"),
    "page.warc": (b"<html>no archive</html>", "no WARC or WACZ file"),
    "text.warc.gz": (gzip.compress(b"hello\n"), "no WARC or WACZ file"),
    "random.warc.gz": (b"\x8f\x00\xee" * 50_000, "no WARC or WACZ file"),
    "empty.warc.gz": (b"", "the file is empty"),
}


@pytest.mark.parametrize("name", NONE)
def test_what_is_no_archive_is_named(name: str, tmp_path: Path, captures: Captures) -> None:
    content, why = NONE[name]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ValueError, match=why):
        captures.take(tmp_path / name, is_ours, Counter())
    assert captures.told_of(tmp_path / name) is None


def test_a_file_with_none_of_the_records_that_are_looked_at_is_an_archive(
    tmp_path: Path, captures: Captures
) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(packed([record(HOST, b"a: b", kind=WarcRecordType.warcinfo)]))
    assert taken(captures, path) == ([], {})


def test_a_package_that_is_damaged_is_told(tmp_path: Path, captures: Captures) -> None:
    path = tmp_path / "a.wacz"
    whole = packed(RECORDS)
    wacz(path, whole)
    raw = path.read_bytes()
    place = raw.find(whole) + len(packed(RECORDS[:3])) + 200
    path.write_bytes(raw[:place] + b"\xff\xff" + raw[place + 2 :])
    assert set(taken(captures, path)[1]) == {"broken"}


def test_a_file_is_read_once(tmp_path: Path, captures: Captures) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(FILES["cut.warc.gz"][0])
    assert taken(captures, path)[1] == {"cut_off": 1}
    assert taken(captures, path)[1] == {"cut_off": 1}  # the run that read it may have told nobody
    path.write_bytes(FILES["packed.warc.gz"][0])  # it has grown: it is another one
    assert taken(captures, path) == ([*NUMBERS], {})


def written(tmp_path: Path, captures: Captures, *records: bytes) -> Captures:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(packed(records))
    captures.take(path, is_ours, Counter())
    captures.settle()
    return captures


@pytest.mark.parametrize(
    ("statuses", "best"),
    [
        (("200 OK", "200 OK"), "02"),
        (("200 OK", "404 Not Found"), "01"),
        (("200 OK", "301 Moved"), "01"),
        (("301 Moved", "503 Busy"), "01"),
        (("503 Busy", "503 Busy"), "02"),
    ],
)
def test_the_newest_answer_counts(
    statuses: tuple[str, str], best: str, tmp_path: Path, captures: Captures
) -> None:
    days = [
        record(HOST, b"<p>", f"2025-03-0{n}T00:00:00Z", status=status)
        for n, status in enumerate(statuses, 1)
    ]
    for order in (days, days[::-1]):
        found = written(tmp_path, captures, *order).find(HOST)
        assert found
        assert f"{found.moment:%d}" == best


@pytest.mark.parametrize("turned", [False, True])
def test_what_was_posted_is_told_apart(turned: bool, tmp_path: Path, captures: Captures) -> None:
    url, json = "https://talk.example/list", "application/json"
    records = []
    for number, sent in enumerate((b"page=1", b"page=2")):
        mine = f"<urn:uuid:{number}>"
        ask = record(
            url,
            sent,
            status="POST /list HTTP/1.1",
            kind=WarcRecordType.request,
            WARC_Concurrent_To=mine,
        )
        answer = record(url, sent[::-1], content_type=json, WARC_Record_ID=mine)
        records += [ask, answer] if turned else [answer, ask]
    found = written(tmp_path, captures, *records)
    assert found.find(url) is None
    for sent in (b"page=1", b"page=2"):
        there = found.find(url, "POST", sent)
        assert there
        assert there.body == sent[::-1]


def test_a_page_that_stayed_the_same_has_its_earlier_body(
    tmp_path: Path, captures: Captures
) -> None:
    same = {"WARC_Payload_Digest": "sha1:SAME"}
    first = record(HOST, b"<p>one", "2025-03-01T00:00:00Z", **same)
    again = record(HOST, b"", "2025-03-02T00:00:00Z", kind=WarcRecordType.revisit, **same)
    found = written(tmp_path, captures, again, first).find(HOST)
    assert found
    assert (found.body, f"{found.moment:%d}") == (b"<p>one", "02")


@pytest.mark.parametrize("digest", ["blake3:abc", "sha-256:00"])
def test_a_digest_that_cannot_be_checked_is_no_damage(
    digest: str, tmp_path: Path, captures: Captures
) -> None:
    raw = record(HOST, b"<p>one").replace(
        b"WARC-Block-Digest: sha1:", f"WARC-Block-Digest: {digest}".encode()
    )
    (tmp_path / "a.warc").write_bytes(raw)
    told = Counter[str]()
    captures.take(tmp_path / "a.warc", is_ours, told)
    assert (captures.find(HOST) is not None, +told) == (True, {})


@pytest.mark.parametrize(
    ("url", "kind", "kept"),
    [
        (HOST, "text/html", True),
        (f"{HOST}/feed", "application/rss+xml", True),
        (f"{HOST}/a.jpg", "image/jpeg", False),
        ("https://talk.example/t.json", "application/json", True),
        ("https://other.example/", "text/html", False),
    ],
)
def test_only_what_can_be_asked_for_is_kept(
    url: str, kind: str, kept: bool, tmp_path: Path, captures: Captures
) -> None:
    found = written(tmp_path, captures, record(url, b"<p>", content_type=kind)).find(url)
    assert (found is not None) == kept


@pytest.mark.parametrize(
    ("body", "encodings"),
    [
        (gzip.compress(b"<p>one", mtime=0), {"content_encoding": "gzip"}),  # it names the test
        (b"6\r\n<p>one\r\n0\r\n\r\n", {"transfer_encoding": "chunked"}),
    ],
)
def test_encodings_are_undone(
    body: bytes, encodings: dict[str, str], tmp_path: Path, captures: Captures
) -> None:
    found = written(tmp_path, captures, record(HOST, body, **encodings)).find(HOST)
    assert found
    assert found.body == b"<p>one"


def test_files_folders_and_globs_name_archives(tmp_path: Path) -> None:
    inner = tmp_path / "2025" / "03"
    inner.mkdir(parents=True)
    names = ["a.warc.gz", "b.wacz", "2025/03/c.warc", "note.txt"]
    for name in names:
        (tmp_path / name).touch()

    def named(given: str) -> list[str]:
        return [str(one.relative_to(tmp_path)) for one in archive_files(given)]

    assert named(str(tmp_path)) == ["2025/03/c.warc", "a.warc.gz", "b.wacz"]
    assert named(f"{tmp_path}/*.wa*") == ["a.warc.gz", "b.wacz"]
    assert named(f"{tmp_path}/b.wacz, {tmp_path}/*.gz, {tmp_path}/b.wacz") == [
        "b.wacz",
        "a.warc.gz",
    ]


REFUSED: dict[str, Callable[[Path], str]] = {
    "no such file or folder": lambda folder: f"{folder}/none.warc",
    "it stands alone": lambda folder: f"{folder}/a.warc,wayback",
    "did you mean wayback": lambda _: "waybak",
    "fetch the file first": lambda _: "https://archive.example/x.warc.gz",
    "no file matches": lambda folder: f"{folder}/*.warc",
    "no file in this folder ends in": str,
    "name a WARC": lambda _: " , ",
}


@pytest.mark.parametrize("why", REFUSED)
def test_a_name_that_stands_for_nothing_is_refused(why: str, tmp_path: Path) -> None:
    if "alone" in why:
        (tmp_path / "a.warc").touch()
    with pytest.raises(ValueError, match=why):
        archive_files(REFUSED[why](tmp_path))


def test_an_answer_is_found_under_an_address_that_kept_a_cache_away(
    tmp_path: Path, captures: Captures
) -> None:
    talk, kind = "https://talk.example/list", "application/json"
    one = record(f"{talk}?id=7&_=1508842080123&callback=jQuery1_9", b"[1]", content_type=kind)
    two = record(f"{talk}?id=7&page=2&ts=1508842090123", b"[2]", content_type=kind)
    found = written(tmp_path, captures, one, two)

    def body(query: str) -> bytes | None:
        capture = found.find(f"{talk}?{query}")
        return capture.body if capture else None

    assert body("_=1600000000000&id=7") == b"[1]"
    assert body("page=2&id=7") == b"[2]"
    assert body("id=7&page=3") is None
    # Seconds may be the place in a list.
    assert body("id=7&page=2&ts=1508842090") is None
