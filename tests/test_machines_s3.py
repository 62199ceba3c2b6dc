"""A record in a bucket, on moto's S3 server."""

import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newscrawl.machines.folder import Saver, bring
from newscrawl.machines.heads import Change, Head
from newscrawl.machines.store import Store
from newscrawl.runs.exits import Refused
from tests.engines.lab import LOOPBACK, environment, free_port, scratch, server
from tests.support.outputs import begin, expected, write_thread, written

pytestmark = pytest.mark.machines
PACKAGES = ("moto[s3]==5.2.5", "flask<4", "flask-cors<7")
SCOPE = "sputnik.en"


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Serve an empty bucket; return its address."""
    python, port = environment("moto", PACKAGES), free_port()
    endpoint = f"http://{LOOPBACK}:{port}"
    given = {"ACCESS_KEY_ID": "a", "SECRET_ACCESS_KEY": "b", "REGION": "us-east-1"}
    for name, value in {**given, "ENDPOINT": endpoint}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    command: list[str | Path] = [python, "-m", "moto.server", "-H", LOOPBACK, "-p", str(port)]
    with scratch("moto") as folder, server(command, port, folder):
        request = urllib.request.Request(f"{endpoint}/news", method="PUT")
        urllib.request.urlopen(request).close()
        yield "s3://news/record"


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
