"""A fleet's digest told by the services that Apprise knows."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from newscrawl.runs import notify
from newscrawl.runs.exits import Exit, Refused
from tests.support.fleets import fleet


@contextmanager
def service() -> Iterator[tuple[str, list[Any]]]:
    """Serve what takes JSON on loopback; its address for Apprise, and what it was told."""
    told: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(500 if "no" in self.path else 200)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield f"json://127.0.0.1:{server.server_port}", told
        server.shutdown()


def test_a_digest_is_delivered(tmp_path: Path) -> None:
    with service() as (address, told), fleet(tmp_path) as ours:
        ours.more = ["Dead,http://127.0.0.1:9,"]
        status, _, err = ours.run("-s", f"NOTIFY_URLS={address}/here")
        assert status == Exit.TROUBLE
        assert err.splitlines()[1] == "newscrawl: no answer: 1: Dead"
        (one,) = told
        assert one["title"] == "newscrawl: 1 of 1 outlets had trouble"
        assert one["message"].splitlines()[0] == "no answer: 1: Dead"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of what Apprise imports
def test_a_service_that_does_not_take_it_is_logged_without_its_address(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with service() as (address, told):
        assert notify.tell([f"{address}/yes"], "title", "text")
        assert not notify.tell([f"{address}/no?key=secret"], "title", "text")
        assert len(told) == 2
    assert "1 NOTIFY_URLS" in caplog.text
    assert "secret" not in caplog.text


def test_what_cannot_be_told_is_refused_before_anything_is_visited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fleet(tmp_path) as ours:
        ours.more = ["Dead,http://127.0.0.1:9,"]
        status, _, err = ours.run("-s", "NOTIFY_URLS=nobody://secret")
        assert (status, err.count("\n")) == (Exit.USAGE, 1)
        assert "NOTIFY_URLS: Apprise does not know address 1 (nobody://...)" in err
        assert "secret" not in err
        assert not (tmp_path / "output/127.0.0.1_9").exists()
    monkeypatch.setitem(sys.modules, "apprise", None)
    with pytest.raises(Refused, match=r"pip install 'newscrawl\[notify\]'"):
        notify.check(["json://127.0.0.1"])
    notify.check([])
