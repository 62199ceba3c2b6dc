"""A record in a bucket, on moto's S3 server."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newscrawl.machines.folder import Saver, bring
from newscrawl.machines.heads import Change, Head
from newscrawl.machines.store import Store
from newscrawl.runs.exits import Refused
from tests.support.bucket import served_bucket
from tests.support.outputs import begin, expected, write_thread, written

pytestmark = pytest.mark.machines
SCOPE = "sputnik.en"


@pytest.fixture
def bucket() -> Iterator[str]:
    """Serve an empty bucket; return its address."""
    with served_bucket() as (address, _):
        yield address


class OneHead:
    """A row of the database, without one."""

    def __init__(self) -> None:
        self.head = Head(1, 0, 0, None, [], {}, {})

    def __enter__(self) -> "OneHead":
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is open."""

    def commit(self, scope: str, epoch: int, change: Change) -> int:
        kept = {one.key for one in change.instead}
        pieces = {
            name: [one for one in some if one.key not in kept]
            for name, some in self.head.pieces.items()
        }
        for one in change.pieces:
            pieces[one.file] = [*pieces.get(one.file, []), one]
        number = self.head.number + 1
        self.head = Head(1, number, 1, change.token, change.ledger, change.small, pieces)
        return number


def test_a_record_goes_through_a_bucket(bucket: str, tmp_path: Path) -> None:
    store, row = Store(bucket), OneHead()
    saver = Saver(tmp_path / "one" / SCOPE, row.head, store, lambda: row)  # type: ignore[arg-type,return-value]
    output = begin(tmp_path / "one")
    for number in range(3):
        write_thread(output, number, 5)
        output.commit()
        assert saver.save()
    output.end("finished")
    assert saver.save()
    folder = tmp_path / "two" / SCOPE
    folder.mkdir(parents=True)
    bring(folder, row.head, store)
    assert written(tmp_path / "two") == expected(3)
    assert store.scopes() == [SCOPE]
    found = [*store.keys(SCOPE)]
    assert {part["key"] for part in row.head.ledger} <= {key for key, _, _ in found}
    assert all(datetime.now(UTC) - made < timedelta(minutes=9) for _, made, _ in found)
    store.delete(key for key, _, _ in found)
    assert store.scopes() == []
    with pytest.raises(Refused, match=r"^FLEET_STORE s3://news\.\.\.: .*not found"):
        store.get(found[0][0])
