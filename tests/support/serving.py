"""A loopback server with fixed answers, and an article it may serve."""

import http.server
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

Answers = Mapping[str, tuple[int, str, bytes]]


@contextmanager
def serving(answers: Answers) -> Iterator[str]:
    """A loopback server with fixed answers: path -> (status, content type, body)."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, kind, body = answers.get(self.path, (404, "text/html", b"<html>gone</html>"))
            self.send_response(status)
            if kind:
                self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


ARTICLE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="analytics:p_ts" content="1610791200"></head><body>
<div class="endless__item" data-id="{number}"><div class="article">
<h1 class="article__title">Straße naïve {number}</h1>
<div class="article__body"><div class="article__block" data-type="text">
<div class="article__text">Der Hafen überlegt. {more}</div></div></div></div></div></body></html>"""


def article(number: int, more: str = "") -> bytes:
    return ARTICLE.format(number=number, more=more).encode()
