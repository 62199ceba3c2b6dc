"""A loopback server whose answers are made by a function, one test's own."""

import http.server
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from email.message import Message
from typing import NamedTuple


class Answer(NamedTuple):
    body: str = ""
    kind: str = "text/html"
    status: int = 200
    headers: Mapping[str, str] = {}


GONE = Answer("<html>gone</html>", status=404)
Make = Callable[[str, Message], Answer]


@contextmanager
def answering(
    make: Make, host: str = "127.0.0.1", port: int = 0
) -> Iterator[tuple[str, list[str]]]:
    """Serve what `make(path, headers)` returns; yield the base URL and the paths asked for."""
    asked = list[str]()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            answer = make(self.path, self.headers)
            body = b"" if answer.status == 304 else answer.body.encode()
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.kind)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    class Server(http.server.ThreadingHTTPServer):
        address_family = socket.AF_INET6 if ":" in host else socket.AF_INET

    with Server((host, port), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        shown = f"[{host}]" if ":" in host else host
        yield f"http://{shown}:{server.server_port}", asked
        server.shutdown()


def story(title: str, head: str = "") -> Answer:
    """Return an article of today without type or JSON-LD."""
    text = "The harbour opened again on Saturday after a long and rather cold winter. " * 5
    return Answer(
        f"<html><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>"
        f"<p>{text}</p></article></body></html>"
    )
