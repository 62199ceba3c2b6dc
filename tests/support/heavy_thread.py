"""An article on loopback whose readers write very much: WordPress' public JSON, page by page."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

PATH = "/2026/03/14/ferry-left-the-harbour-today.html"
STORY = """<html><head><meta property="og:type" content="article">
<meta property="article:published_time" content="2026-03-14T11:00:00Z">
<link rel="https://api.w.org/" href="{base}/wp-json/"></head><body class="postid-7">
<article><h1>Ferry left the harbour</h1><p>{text}</p></article>
<form action="/wp-comments-post.php"><input id="comment_post_ID" value="7"></form></body></html>"""
TEXT = "The ferry left the harbour at noon with all hands aboard and little wind. " * 4


def text_of(number: int, letters: int) -> str:
    """Return what a comment says: its own number comes first."""
    words = f"number {number} says that the wind is fair "
    return (words * (letters // len(words) + 1))[:letters].strip()


def _row(number: int, letters: int) -> dict[str, object]:
    return {
        "id": number,
        "post": 7,
        "parent": 0,
        "author_name": f"Reader {number}",
        "date": "2026-03-14T12:00:00",
        "date_gmt": "2026-03-14T12:00:00",
        "content": {"rendered": f"<p>{text_of(number, letters)}</p>"},
        "link": f"/#comment-{number}",
    }


@contextmanager
def heavy_thread(comments: int, letters: int, page: int = 100) -> Iterator[str]:
    """Serve it until the block ends; yield the address of its article."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            headers = {"Content-Type": "text/html"}
            status, body = 200, b""
            if parts.path == PATH:
                body = STORY.format(base=f"http://{self.headers['Host']}", text=TEXT).encode()
            elif parts.path == "/wp-json/wp/v2/comments":
                asked = int(parse_qs(parts.query).get("page", ["1"])[0])
                numbers = range((asked - 1) * page + 1, min(asked * page, comments) + 1)
                body = json.dumps([_row(number, letters) for number in numbers]).encode()
                pages = -(-comments // page)
                headers = {"X-WP-Total": str(comments), "X-WP-TotalPages": str(pages)}
                headers["Content-Type"] = "application/json"
            else:
                status = 404
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{PATH}"
    finally:
        server.shutdown()
        server.server_close()
