"""One loopback origin: a route table, and a list of the writes that came in."""

import json
import re
import threading
from collections.abc import Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, Self
from urllib.parse import parse_qsl, urlsplit

from tests.standins.scenario import MISSING, Answer, Call, Handler

WRITE = "/write/"
"""Every path that begins so changes something, whatever the method. So does every POST, PUT, PATCH
or DELETE without a handler of its own: a handler's key is a path for GET, or `POST path`."""


class Origin:
    """A server on 127.0.0.1 in a thread of its own. `routes` may be filled after the start."""

    def __init__(self, host: str, port: int = 0, handle: "type[Handle] | None" = None) -> None:
        self.routes: dict[str, Handler] = {}
        self.written: list[str] = []
        """Method and path of every write, in the order they came."""
        self.asked: list[str] = []
        """The same of every call."""
        self._server = ThreadingHTTPServer(
            ("127.0.0.1", port), type("Handle", (handle or Handle,), {"origin": self})
        )
        self._server.daemon_threads = True
        self.url = f"http://{host}:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def answer(self, call: Call) -> Answer:
        self.asked.append(f"{call.method} {call.path}")
        handler = self._find(call.path if call.method == "GET" else f"{call.method} {call.path}")
        if call.path.startswith(WRITE) or (call.method != "GET" and handler is None):
            self.written.append(f"{call.method} {call.path}")
            return Answer({"ok": True})
        return handler(call) if handler else MISSING

    def _find(self, key: str) -> Handler | None:
        if key in self.routes:
            return self.routes[key]
        prefixes = [one for one in self.routes if one.endswith("*") and key.startswith(one[:-1])]
        return self.routes[max(prefixes, key=len)] if prefixes else None


class Handle(BaseHTTPRequestHandler):
    """Answers the calls of one connection."""

    protocol_version = "HTTP/1.1"
    origin: ClassVar[Origin]

    def do_GET(self) -> None:
        self._serve(self.command)

    do_POST = do_PUT = do_PATCH = do_DELETE = do_GET  # noqa: N815 - http.server's names

    def do_HEAD(self) -> None:
        self._serve("GET")

    def do_OPTIONS(self) -> None:
        # A browser asks before it sends JSON to another origin; that is not yet a write.
        self._send(b"", "text/plain", HTTPStatus.NO_CONTENT)

    def _serve(self, method: str) -> None:
        url = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        body = _decoded(self.rfile.read(length))
        pairs = tuple(parse_qsl(url.query))
        answer = self.origin.answer(Call(method, url.path, dict(pairs), body, pairs))
        text = answer.body if isinstance(answer.body, str) else json.dumps(answer.body)
        self._send(text.encode(), answer.kind, answer.status, answer.location)

    def _send(self, body: bytes, kind: str, status: int, location: str = "") -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        if status != HTTPStatus.NO_CONTENT:
            self.send_header("Content-Length", str(len(body)))
        for name, value in _CORS.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing: a test's output is for its failures."""


_CORS: Mapping[str, str] = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE",
    "Access-Control-Allow-Headers": "content-type, x-spot-id, x-post-id, x-access-token",
    "Access-Control-Max-Age": "600",
}


FIELD = re.compile(r'name="(\w+)"\r\n\r\n(.*?)\r\n--', re.DOTALL)


def _decoded(body: bytes) -> Any:
    try:
        return json.loads(body) if body else {}
    except ValueError:  # a form, as FormData sends it
        return dict(FIELD.findall(body.decode("utf-8", "replace")))
