"""One article and its thread on loopback, which tests change between two crawls."""

import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

FEED = (
    '<rss version="2.0"><channel><item><link>{base}{path}</link>'
    "<pubDate>Sat, 14 Mar 2026 11:00:00 GMT</pubDate></item></channel></rss>"
)
FRONT = '<html><link rel="alternate" type="application/rss+xml" href="/feed.xml"></html>'
STORY = """<html><head><meta property="og:type" content="article">
<meta property="article:published_time" content="2026-03-14T11:00:00Z">
<link rel="https://api.w.org/" href="{base}{api}/"></head><body class="postid-7">
<article><h1>Harbour opens</h1><p>{text}</p></article>
{form}</body></html>"""
FORM = '<form action="/wp-comments-post.php"><input id="comment_post_ID" value="7"></form>'
PATH = "/2026/03/14/harbour-opens-again-today"
TEXT = "The harbour opened again on Saturday after a long and rather cold winter. " * 4


@dataclass
class SmallPaper:
    """What it says now, and what it was asked."""

    base: str = ""
    host: str = "127.0.0.1"
    """The address that it is served at."""
    status: int = 200
    text: str = TEXT
    comments: dict[int, str] = field(default_factory=dict)
    """WordPress' own ids, and texts, oldest first."""
    refusal: int = 0
    """The status with which its comments are refused; 0 if they are given."""
    api: str = "/wp-json"
    """Where its comments are asked for, as its page says."""
    form: str = FORM
    """What its page shows of comments."""
    log: list[tuple[str, int]] = field(default_factory=list)
    """Path and status of each answer."""
    times: list[float] = field(default_factory=list)
    """When each request came, by `time.monotonic`."""

    def asked(self) -> list[tuple[str, int]]:
        """Return what was asked since the last call, but for robots.txt."""
        asked, self.log = self.log, []
        return [(path, status) for path, status in asked if path != "/robots.txt"]

    def answer(self, path: str, query: dict[str, list[str]]) -> tuple[int, str, dict[str, str]]:
        if path == "/":
            return 200, FRONT, {}
        if path == "/feed.xml":
            return 200, FEED.format(base=self.base, path=PATH), {"Content-Type": "text/xml"}
        if path == PATH:
            said = {"text": self.text, "form": self.form}
            return self.status, STORY.format(base=self.base, api=self.api, **said), {}
        if path == f"{self.api}/wp/v2/comments":
            if self.refusal:
                return self.refusal, "", {}
            rows = [row(number, text) for number, text in self.comments.items()]
            rows = rows[::-1] if query["order"] == ["desc"] else rows
            headers = {"X-WP-Total": str(len(rows)), "X-WP-TotalPages": "1"}
            return 200, json.dumps(rows), {"Content-Type": "application/json", **headers}
        return 404, "", {}


def row(number: int, text: str) -> dict[str, Any]:
    return {
        "id": number,
        "post": 7,
        "parent": 0,
        "author_name": "Ann",
        "date_gmt": f"2026-03-14T11:{number:02}:00",
        "content": {"rendered": f"<p>{text}</p>"},
        "status": "approved",
        "type": "comment",
    }


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    paper: SmallPaper

    def do_GET(self) -> None:
        self.paper.times.append(time.monotonic())
        parts = urlsplit(self.path)
        status, text, headers = self.paper.answer(parts.path, parse_qs(parts.query))
        body, tag = text.encode(), f'"{hashlib.sha256(text.encode()).hexdigest()[:8]}"'
        if status == 200 and self.headers.get("If-None-Match") == tag:
            status, body = 304, b""
        self.paper.log.append((parts.path, status))
        self.send_response(status)
        for name, value in ({"Content-Type": "text/html"} | headers | {"ETag": tag}).items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing: `paper.log` has it all."""


class Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a crawl that is killed closes its connections."""


@contextmanager
def small_paper(paper: SmallPaper | None = None) -> Iterator[SmallPaper]:
    """Serve a paper as long as the block lasts."""
    paper = paper or SmallPaper()
    server = Server((paper.host, 0), type("PaperHandler", (Handler,), {"paper": paper}))
    paper.base = f"http://{paper.host}:{server.server_port}"
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield paper
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
