"""The payload of an archived answer is decoded where it is encoded; what is torn says so."""

import gzip
import os
import sys
import zlib

import brotli
import pytest

from newscrawl.archive.payload import MOST_BYTES, TooLarge, read_payload

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PAGE = b"<p>" + b" ".join(b"word%d" % n for n in range(9000))
RAW = zlib.compressobj(wbits=-15)
DEFLATED = RAW.compress(PAGE) + RAW.flush()
PACKED = {
    "gzip": gzip.compress(PAGE),
    "x-gzip": gzip.compress(PAGE[:500]) + gzip.compress(PAGE[500:]),
    "deflate": zlib.compress(PAGE),
    "Deflate": DEFLATED,
    "br": brotli.compress(PAGE),
    "zstd": zstd.compress(PAGE[:500]) + zstd.compress(PAGE[500:]),
}


def chunks(body: bytes, size: int = 1000) -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%X;x=1\r\n%b\r\n" % (len(one), one) for one in pieces) + b"0\r\n\r\n"


@pytest.mark.parametrize("name", PACKED)
def test_each_encoding_is_undone_once_or_was_before(name: str) -> None:
    packed, encoding = PACKED[name], ("Content-Encoding", name)
    length = ("Content-Length", str(len(packed)))
    chunked = ("Transfer-Encoding", "chunked")
    assert read_payload(packed, [encoding, length]) == (PAGE, "")
    assert read_payload(chunks(packed), [chunked, encoding]) == (PAGE, "")
    assert read_payload(packed, [chunked, encoding]) == (PAGE, "")
    # The length is that of the packed payload, of which nothing can be said any more.
    assert read_payload(PAGE, [encoding, length]) == (PAGE, "")
    assert read_payload(b"<p>", [encoding, ("Content-Length", "23")]) == (b"<p>", "")
    assert read_payload(PAGE, [chunked, encoding]) == (PAGE, "")


@pytest.mark.parametrize("name", PACKED)
def test_what_is_packed_and_cut_short_is_read_as_far_as_it_goes(name: str) -> None:
    body, torn = read_payload(PACKED[name][:-300], [("Content-Encoding", name)])
    assert PAGE.startswith(body)
    assert len(body) >= 500  # brotli and zstd give whole blocks
    assert torn == "what it is packed in is cut short"


@pytest.mark.parametrize("cut", [1, 7, 300, 1100, 30_000])
def test_chunks_that_lack_their_end_are_torn(cut: int) -> None:
    body, torn = read_payload(chunks(PAGE)[:-cut], [("Transfer-Encoding", "chunked")])
    assert PAGE.startswith(body)
    assert len(body) > len(PAGE) - 2 * cut - 2000
    assert bool(torn) == (cut > 4)  # the blank line at the end is no loss


@pytest.mark.parametrize("number", [b"2025\r\n", b"12\r\nand more", b"A\r\n"])
def test_a_text_that_begins_with_a_number_is_in_no_chunks(number: bytes) -> None:
    assert read_payload(number + PAGE[3:], [("Transfer-Encoding", "chunked")]) == (
        number + PAGE[3:],
        "",
    )


def test_less_than_the_length_that_was_told_is_torn() -> None:
    assert read_payload(PAGE[:7], [("content-length", "9")]) == (PAGE[:7], "7 of 9 bytes")
    for told in ("7", "3", "", "-9", "x", "9, 9"):
        assert read_payload(PAGE[:7], [("Content-Length", told)]).torn == ""


def test_other_encodings_and_none_are_let_be() -> None:
    for name in ("identity", "utf-8", ""):
        assert read_payload(PAGE, [("Content-Encoding", name)]) == (PAGE, "")


def test_several_encodings_are_undone_from_the_last() -> None:
    twice = gzip.compress(brotli.compress(PAGE))
    assert read_payload(twice, [("Content-Encoding", "br, gzip")]) == (PAGE, "")


@pytest.mark.parametrize("name", ["gzip", "br", "zstd"])
def test_a_payload_that_unpacks_to_too_much_is_not_read(name: str) -> None:
    much = bytes(MOST_BYTES + 1)
    packed = {"gzip": gzip.compress, "br": brotli.compress, "zstd": zstd.compress}[name](much)
    with pytest.raises(TooLarge):
        read_payload(packed, [("Content-Encoding", name)])


def test_damage_is_no_payload() -> None:
    with pytest.raises(ValueError, match="cannot be unpacked"):
        read_payload(b"\x1f\x8b\x08" + os.urandom(300), [("Content-Encoding", "gzip")])
