"""Records that are strange or damaged cost nothing but themselves, and what is lost is counted."""

import gzip
import os
import re
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastwarc.warc import WarcRecordType

from newscrawl import clock
from newscrawl.archive import records
from newscrawl.archive.captures import Captures
from tests.support.warcs import HOST, ferry, ferry_url, packed, record

NUMBERS = range(1, 7)
RECORDS = [record(ferry_url(n), ferry(n)) for n in NUMBERS]
PICTURE = record("https://other.example/x.jpg", os.urandom(3000), content_type="image/jpeg")
META = record("https://other.example/x", b"x" * 3000, kind=WarcRecordType.metadata)
LENGTH, DATE = (rb"(?m)^%b: [^\r\n]*" % name for name in (b"Content-Length", b"WARC-Date"))


@pytest.fixture
def captures(tmp_path: Path) -> Iterator[Captures]:
    found = Captures(tmp_path / "captures.sqlite")
    yield found
    found.close(keep=False)


def taken(captures: Captures, path: Path) -> tuple[list[int], Counter[str]]:
    """Return the numbers of the ferries that were read, and what was not."""
    told = Counter[str]()
    captures.take(path, lambda url: url.startswith(HOST), told)
    found = {n: captures.find(ferry_url(n)) for n in NUMBERS}
    assert all(one.body == ferry(n) for n, one in found.items() if one)
    return [n for n, one in found.items() if one], +told


def written(path: Path, *content: bytes, name: str = "a.warc") -> Path:
    (path / name).write_bytes(b"".join(content))
    return path / name


def with_length(raw: bytes, length: int) -> bytes:
    return re.sub(LENGTH, b"Content-Length: %d" % length, raw, count=1)


def dated(raw: bytes, date: str) -> bytes:
    return re.sub(DATE, b"WARC-Date: " + date.encode(), raw, count=1)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize("length", [50_000, 50_000_000, 500_000_000])
@pytest.mark.parametrize("wrong", [PICTURE, META, RECORDS[2]], ids=["picture", "meta", "own"])
def test_a_record_that_is_longer_than_the_file_hides_nothing_behind_it(
    wrong: bytes, length: int, pack: Callable[[bytes], bytes], tmp_path: Path, captures: Captures
) -> None:
    content = [RECORDS[0], RECORDS[1], with_length(wrong, length), *RECORDS[3:]]
    path = written(tmp_path, *map(pack, content), name=f"a.warc{'.gz' * (pack is not bytes)}")
    assert taken(captures, path) == ([1, 2, 4, 5, 6], {"broken": 1})


def test_a_file_that_ends_in_a_packed_answer_is_cut_off(tmp_path: Path, captures: Captures) -> None:
    last = record(HOST, gzip.compress(os.urandom(5000)), content_encoding="gzip")
    assert taken(captures, written(tmp_path, *RECORDS, last[:-300])) == (
        [*NUMBERS],
        {"cut_off": 1},
    )


@pytest.mark.parametrize(
    ("date", "read"),
    [
        ("2025-03-14T12:00:00", "2025-03-14T12:00:00Z"),
        ("2025-03-14T14:00:00.5+02:00", "2025-03-14T12:00:00Z"),
        ("2025-03-14", "2025-03-14T00:00:00Z"),
        ("2025-03", "2025-03-01T00:00:00Z"),
        ("2025", "2025-01-01T00:00:00Z"),
        ("20250314120000", "2025-03-14T12:00:00Z"),
        ("Fri, 14 Mar 2025 12:00:00 GMT", "2025-03-14T12:00:00Z"),
    ],
)
def test_a_date_is_read_in_any_form(
    date: str, read: str, tmp_path: Path, captures: Captures
) -> None:
    assert taken(captures, written(tmp_path, dated(RECORDS[0], date))) == ([1], {})
    found = captures.find(ferry_url(1))
    assert found
    assert clock.stamp(found.moment) == read


@pytest.mark.parametrize(
    "date",
    [
        "",
        "yesterday",
        "2099-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "0000-00-00",
        "2025-13",
        "1970-01-01",
        "0001-01-01T00:00:00Z",
    ],
)
def test_a_page_of_no_time_is_lost_and_told(date: str, tmp_path: Path, captures: Captures) -> None:
    path = written(tmp_path, dated(RECORDS[0], date), dated(PICTURE, date), RECORDS[1])
    assert taken(captures, path) == ([2], {"undated": 1})


@pytest.mark.parametrize("name", [b"WARC-Type", b"Content-Type", b"WARC-Date", b"WARC-Target-URI"])
def test_names_of_headers_have_no_case(name: bytes, tmp_path: Path, captures: Captures) -> None:
    lower = [one.replace(name, name.lower(), 1) for one in RECORDS]
    assert taken(captures, written(tmp_path, *lower)) == ([*NUMBERS], {})


def test_a_file_without_a_record_is_told(tmp_path: Path, captures: Captures) -> None:
    for number, content in enumerate((b"\n\n\n", b"".join(RECORDS).replace(b"\r\n", b"\n"))):
        path = written(tmp_path, content, name=f"{number}.warc")
        with pytest.raises(ValueError, match="no WARC or WACZ file"):
            taken(captures, path)


def test_damage_in_a_payload_is_told_once(tmp_path: Path, captures: Captures) -> None:
    bad = record(ferry_url(2), b"\x1f\x8b\x08" + os.urandom(300), content_encoding="gzip")
    path = written(tmp_path, packed([RECORDS[0], bad, *RECORDS[2:]]), name="a.warc.gz")
    assert taken(captures, path) == ([1, 3, 4, 5, 6], {"no_http": 1})


def test_only_what_may_be_a_page_is_a_loss_if_it_is_too_large(
    tmp_path: Path, captures: Captures, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "MOST_BYTES", 100_000)
    large = bytes(200_000)
    others = [
        record("https://video.example/a.mp4", large, content_type="video/mp4"),
        record("https://other.example/", large),
        record(f"{HOST}/a.mp4", large, content_type="video/mp4"),
        record(f"{HOST}/send", large, status="POST / HTTP/1.1", kind=WarcRecordType.request),
    ]
    assert taken(captures, written(tmp_path, *others, *RECORDS)) == ([*NUMBERS], {})
    page = record(f"{HOST}/large", large)
    path = written(tmp_path, page, *RECORDS, name="b.warc")
    assert taken(captures, path) == ([*NUMBERS], {"too_large": 1})


def test_a_request_that_is_no_http_is_passed_over(tmp_path: Path, captures: Captures) -> None:
    raw = record("dns:paper.example", b"x", kind=WarcRecordType.request)
    asked = raw.replace(b"application/http; msgtype=request", b"text/dns")
    assert taken(captures, written(tmp_path, asked, *RECORDS)) == ([*NUMBERS], {})


# What a WACZ holds


def package(path: Path, **warcs: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for name, content in warcs.items():
            made.writestr(f"archive/{name}.warc", content)
    return path


def test_a_wacz_without_a_warc_is_none(tmp_path: Path, captures: Captures) -> None:
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as made:
        made.writestr("other.wacz", "x")
    with pytest.raises(ValueError, match="no WARC file in it"):
        taken(captures, tmp_path / "a.wacz")


def patched(path: Path, marks: dict[int, bytes]) -> None:
    """Change the directory's line of the first file in a zip, and its own head likewise."""
    raw = bytearray(path.read_bytes())
    line = raw.find(b"PK\x01\x02")
    for at, value in marks.items():
        raw[line + at : line + at + len(value)] = value
        if at in {8, 10}:
            raw[at - 2 : at - 2 + len(value)] = value
    path.write_bytes(raw)


def test_a_file_in_a_wacz_that_cannot_be_unpacked_is_told(
    tmp_path: Path, captures: Captures
) -> None:
    def unpacked(damage: Callable[[Path], None]) -> tuple[list[int], Counter[str]]:
        captures.db.execute("DELETE FROM capture")
        path = package(tmp_path / "a.wacz", one=RECORDS[0], two=b"".join(RECORDS[1:]))
        damage(path)
        return taken(captures, path)

    lost = ([2, 3, 4, 5, 6], {"broken": 1})
    assert unpacked(lambda path: patched(path, {16: b"\xff\xff"})) == lost  # its checksum
    assert unpacked(lambda path: patched(path, {8: b"\x01"})) == lost  # a password
    assert unpacked(lambda path: patched(path, {10: b"\x63"})) == lost  # another method

    def torn(path: Path) -> None:
        raw = bytearray(path.read_bytes())
        raw[200:220] = b"\xff" * 20
        path.write_bytes(raw)

    assert unpacked(torn) == lost


def test_what_is_broken_in_a_packed_file_is_passed_in_one_go(
    tmp_path: Path, captures: Captures
) -> None:
    zeros = package(
        tmp_path / "zeros.wacz", one=RECORDS[0] + bytes(60 * 2**20) + b"".join(RECORDS[1:])
    )
    many = package(
        tmp_path / "many.wacz", one=with_length(RECORDS[0], 100) * 3000 + b"".join(RECORDS)
    )
    before = time.process_time()
    assert taken(captures, zeros) == ([*NUMBERS], {"broken": 1})
    assert taken(captures, many) == ([*NUMBERS], {"broken": 3000})
    assert time.process_time() - before < 20
