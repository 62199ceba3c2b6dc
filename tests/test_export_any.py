"""Whatever stands in a record, it is exported, and no comment is lost, doubled or changed by it."""

import csv
import io
import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl import record
from newscrawl.export.csv import write
from newscrawl.export.lines import state, threads
from newscrawl.export.target import Sink
from newscrawl.state.files import PACKINGS
from tests.support.any_answer import trees
from tests.support.any_comment import COMMENTS
from tests.support.invariants import many

pytestmark = pytest.mark.slow


def _line(data: Any) -> bytes:
    return json.dumps(data).encode()


FOREIGN = st.one_of(
    st.binary(max_size=30).map(lambda junk: junk.replace(b"\n", b"")),
    trees(st.sampled_from(["type", "id", "article_id", "text"])).map(_line),
    st.just(b'{"type": "comment", "id": "a", "article_id": 7}'),
)


def spread(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return nested comments in a row."""
    waiting = list(rows)
    for row in waiting:
        waiting += row["replies"]
    return waiting


@many
@given(
    st.lists(COMMENTS, max_size=20),
    st.lists(st.tuples(st.integers(0, 20), FOREIGN), max_size=4),
    st.sampled_from(["", "gzip", "zstd"]),
)
def test_no_comment_is_lost(
    comments: list[Any], foreign: list[tuple[int, bytes]], packing: str
) -> None:
    lines, last = [_line(asdict(comment)) for comment in comments], {c.id: c for c in comments}
    for place, junk in foreign:
        lines.insert(place, junk)
    form, skipped = PACKINGS[packing], Counter[str]()
    with TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / f"20260314T120000Z-comments.jsonl{form.suffix}"
        file.write_bytes(b"".join(form.pack(line + b"\n") for line in lines))
        told = list(record.current(folder, "comments", skipped))
        nested = [
            row for line in threads(folder, Counter()) for row in json.loads(line)["comments"]
        ]
        sink = Sink(io.BytesIO(), PACKINGS[""])
        write(state(folder, Counter(), ["comments"]), "comments", sink, skipped)
    assert [row["id"] for row in told] == list(last)
    assert [row["text"] for row in told] == [comment.text for comment in last.values()]
    assert {row["id"]: row["text"] for row in spread(nested)} == {
        key: comment.text for key, comment in last.items()
    }
    assert len(spread(nested)) == len(last)
    table = list(csv.DictReader(io.StringIO(sink.waiting.decode("utf-8"), newline="")))
    assert [row["id"] for row in table] == list(last)
    assert [row["text"] for row in table] == [comment.text or "" for comment in last.values()]
