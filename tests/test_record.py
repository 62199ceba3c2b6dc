"""The record of a site: order of observations, current state, and what is left out."""

from collections import Counter
from pathlib import Path

import pytest

from newscrawl.items import Row
from newscrawl.record import FOREIGN, TORN, current, observations, runs, unfinished
from newscrawl.state.files import PACKINGS
from tests.support.small_record import FIRST, SECOND, THIRD, write


def row(number: int, version: int = 1, **more: object) -> Row:
    identity = {"type": "comment", "id": f"talk:{number}", "article_id": "paper:1"}
    return {**identity, "version": version, **more}


@pytest.mark.parametrize("packing", ["", "gzip", "zstd"])
def test_the_last_line_of_an_id_is_its_state_whatever_the_order_of_the_names(
    tmp_path: Path, packing: str
) -> None:
    # Written in the wrong order, and `.jsonl` sorts before `.jsonl.gz` within a run only.
    write(tmp_path, THIRD, row(1, 3), row(3), packing=packing)
    write(tmp_path, FIRST, row(2), row(1), row(1, 2, text="\u2028\x85"))
    write(tmp_path, SECOND, {"type": "article", "id": "paper:1"}, kind="articles")
    assert runs(tmp_path) == [FIRST, SECOND, THIRD]
    assert [*observations(tmp_path, "comments")] == [
        *(row(2), row(1), row(1, 2, text="\u2028\x85")),
        *(row(1, 3), row(3)),
    ]
    assert [*current(tmp_path, "comments")] == [row(2), row(1, 3), row(3)]
    assert [*current(tmp_path, "articles")] == [{"type": "article", "id": "paper:1"}]


def test_a_packed_copy_beside_a_file_is_not_read_twice(tmp_path: Path) -> None:
    for packing in ("", "gzip", "zstd"):
        write(tmp_path, FIRST, row(1), row(2), packing=packing)
    assert [*observations(tmp_path, "comments")] == [row(1), row(2)]


def test_files_still_written_are_named_and_not_read(tmp_path: Path) -> None:
    part = write(tmp_path, FIRST, row(1))
    part.rename(f"{part}.part")
    (tmp_path / "notes.jsonl.part").touch()
    assert runs(tmp_path) == []
    assert [*observations(tmp_path, "comments")] == []
    assert unfinished(tmp_path) == [f"{FIRST}-comments.jsonl.part"]


@pytest.mark.parametrize("packing", ["", "gzip", "zstd"])
def test_torn_and_foreign_lines_are_left_out_and_counted(tmp_path: Path, packing: str) -> None:
    path = write(
        tmp_path,
        FIRST,
        *(row(1), {"type": "article", "id": "x"}, {"type": "comment", "id": "no article"}),
        *(row(2) | {"id": 7}, row(3)),
        packing=packing,
    )
    form = PACKINGS[packing]
    rest = b'not JSON\n["a list"]\n\n' + b"[" * 100_000 + b"\n"
    with path.open("ab") as file:
        file.write(form.pack(rest) + form.pack(b'{"type": "comm')[:-1])
    skipped = Counter[str]()
    assert [*current(tmp_path, "comments", skipped)] == [row(1), row(3)]
    assert skipped == {FOREIGN: 6, TORN: 1}
