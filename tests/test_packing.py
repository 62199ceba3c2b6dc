"""Output files cut anywhere: whole lines or packed pieces are left, and nothing else."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st

from newscrawl.state.files import PACKINGS
from newscrawl.state.mend import cut


@trying(deadline=None)  # disks of busy machines
@given(
    threads=st.lists(st.binary(min_size=1, max_size=90), min_size=1, max_size=6),
    committed=st.integers(0, 6),
    torn=st.integers(0, 600),
    packing=st.sampled_from(["", "gzip", "zstd"]),
)
def test_any_bytes_beyond_the_good_offset_are_dropped(
    threads: list[bytes], committed: int, torn: int, packing: str
) -> None:
    form = PACKINGS[packing]
    pieces = [form.pack(thread.hex().encode() + b"\n") for thread in threads]
    good = len(b"".join(pieces[:committed]))
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"x-comments.jsonl{form.suffix}.part"
        path.write_bytes(b"".join(pieces)[: good + torn])
        assert cut(path, good)
        assert list(form.lines(path)) == [one.hex().encode() for one in threads[:committed]]
        assert path.stat().st_size == good


@trying(deadline=None)  # disks of busy machines
@given(
    threads=st.lists(st.binary(min_size=1, max_size=90), min_size=1, max_size=6),
    kept=st.integers(0, 2000),
    packing=st.sampled_from(["", "gzip", "zstd"]),
)
def test_a_file_that_ends_too_early_is_cut_to_its_last_whole_piece(
    threads: list[bytes], kept: int, packing: str
) -> None:
    form = PACKINGS[packing]
    ends, data = [0], b""
    for thread in threads:
        data += form.pack(thread.hex().encode() + b"\n")
        ends.append(len(data))
    kept = min(kept, len(data) - 1)
    whole = max(end for end in ends if end <= kept)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"x-comments.jsonl{form.suffix}.part"
        path.write_bytes(data[:kept])
        assert not cut(path, len(data))
        assert path.stat().st_size == whole
        lines = list(form.lines(path))
        assert lines == [one.hex().encode() for one in threads[: ends.index(whole)]]


@trying(deadline=None)  # disks of busy machines
@given(garbage=st.binary(max_size=300), packing=st.sampled_from(["", "gzip", "zstd"]))
def test_garbage_is_never_an_error(garbage: bytes, packing: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        path.write_bytes(garbage)
        assert 0 <= PACKINGS[packing].whole(path) <= len(garbage)
