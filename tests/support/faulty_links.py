"""What stands between a machine and its database or store, and fails when it is told to."""

import http.client
import http.server
import socket
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

BLOCK = 2**16


class Wire:
    """A port that leads to a PostgreSQL's socket, or to another port: `with Wire(folder) as wire`.

    `at` is the address that it is served at.
    """

    def __init__(self, target: Path | int, at: str = "127.0.0.1") -> None:
        """`target` is the folder of a PostgreSQL, or a port of loopback."""
        self.target, self.at = target, at
        self.whole = threading.Event()
        self.whole.set()
        self.ends = set[socket.socket]()

    def __enter__(self) -> Self:
        self.listening = socket.create_server((self.at, 0))
        self.port = self.listening.getsockname()[1]
        self.address = f"postgresql://tests@{self.at}:{self.port}/postgres"
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.listening.close()
        self.mend()

    def cut(self) -> None:
        """Let nothing through, either way: who asks waits for an answer that never comes."""
        self.whole.clear()

    def mend(self) -> None:
        """Let new connections through; the old ones are gone."""
        for one in [*self.ends]:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        self.whole.set()

    def _listen(self) -> None:
        with suppress(OSError):  # it is closed
            while True:
                near, _ = self.listening.accept()
                threading.Thread(target=self._join, args=(near,), daemon=True).start()

    def _join(self, near: socket.socket) -> None:
        self.ends.add(near)
        with near, self._far() as far, suppress(OSError):
            self.whole.wait()
            if isinstance(self.target, int):
                far.connect(("127.0.0.1", self.target))
            else:
                far.connect(f"{self.target}/.s.PGSQL.5432")
            self.ends.add(far)
            back = threading.Thread(target=self._pass, args=(far, near), daemon=True)
            back.start()
            self._pass(near, far)
            back.join()
            self.ends -= {far}
        self.ends -= {near}

    def _far(self) -> socket.socket:
        is_port = isinstance(self.target, int)
        return socket.socket(socket.AF_INET if is_port else socket.AF_UNIX)

    def _pass(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(BLOCK):
                self.whole.wait()
                sink.sendall(data)
        for one in (source, sink):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


class Quiet(http.server.ThreadingHTTPServer):
    """A server that says nothing of clients that were killed."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing."""


class Counter:
    """An HTTP server in front of a bucket: `with Counter(endpoint) as counter`.

    `mood` is "": it hands all on; "500", "slow" (seconds for each answer), or "full": nothing
    more can be put.
    """

    def __init__(self, endpoint: str) -> None:
        self.mood, self.refused = "", 0
        target = urlsplit(endpoint).netloc
        counter = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _answer(self) -> None:
                data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                mood = counter.mood
                if mood == "slow":
                    time.sleep(3)
                if mood == "500" or (mood == "full" and self.command == "PUT"):
                    counter.refused += 1
                    self._send(500 if mood == "500" else 507, {}, b"")
                    return
                there = http.client.HTTPConnection(target, timeout=60)
                there.request(self.command, self.path, data, dict(self.headers))
                answer = there.getresponse()
                self._send(answer.status, dict(answer.headers), answer.read())
                there.close()

            def _send(self, status: int, headers: dict[str, str], data: bytes) -> None:
                self.send_response(status)
                for name, value in headers.items():
                    if name.lower() not in {"content-length", "connection", "transfer-encoding"}:
                        self.send_header(name, value)
                length = headers.get("Content-Length") if self.command == "HEAD" else None
                self.send_header("Content-Length", length or str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _answer  # noqa: N815

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
                """Say nothing."""

        self._server = Quiet(("127.0.0.1", 0), Handler)
        self._server.daemon_threads, self._server.block_on_close = True, False
        self.endpoint = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
