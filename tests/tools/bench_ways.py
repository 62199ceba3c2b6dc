"""`make bench`: the three ways to the same 60-comment thread, measured in one run.

Prints comments per second and CPU seconds per article of each way, and their ratios. Wall time is
that of the whole crawl of the articles, start of the process included; an empty crawl is measured
too, so that its share can be seen.
"""

import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from threading import Thread
from urllib.parse import parse_qs, urlsplit

from newscrawl.demo.invent import Post, thread
from tests.support.crawling import crawl
from tests.support.mixed_paper import FORM, HEAD, WIDGET

ARTICLES, COMMENTS = 10, 60
POSTS = [
    post for post in thread(Random(1), 64, datetime(2026, 3, 14, 9, tzinfo=UTC)) if not post.deleted
]
POSTS = POSTS[:COMMENTS]


def row(post: Post, number: int) -> str:
    text = escape(post.text).replace("\n", "<br>")
    return (
        f'<li id="comment-{number * 1000 + post.id}" class="comment depth-1">'
        '<article class="comment-body">'
        f'<b class="fn">{escape(post.author or "Anonymous")}</b>'
        f'<time datetime="{post.created.isoformat()}">14 March</time>'
        f'<div class="comment-content"><p>{text}</p></div></article></li>'
    )


def answer(path: str, query: dict[str, list[str]]) -> tuple[str, dict[str, str], str]:
    """Content type, headers, body: /html/N has rows, /api/N a REST API, /browser/N a widget."""
    if path.startswith("/wp-json/"):
        number = int(query["post"][0])
        rows = [
            {
                "id": number * 1000 + post.id,
                "parent": 0,
                "author_name": post.author or "",
                "date_gmt": f"{post.created:%Y-%m-%dT%H:%M:%S}",
                "content": {"rendered": f"<p>{escape(post.text)}</p>"},
                "type": "comment",
                "status": "approved",
            }
            for post in POSTS
        ]
        return (
            "application/json",
            {"X-WP-Total": str(len(rows)), "X-WP-TotalPages": "1"},
            json.dumps(rows),
        )
    if path == "/widget":
        number = int(query["of"][0].rpartition("/")[2])
        start = (int(query["page"][0]) - 1) * 20
        rows = [
            {
                "id": number * 1000 + p.id,
                "nick": p.author or "?",
                "at": p.created.isoformat(),
                "msg": p.text,
            }
            for p in POSTS[start : start + 20]
        ]
        return "application/json", {}, json.dumps({"rows": rows, "more": start + 20 < len(POSTS)})
    way, _, last = path.strip("/").partition("/")
    number = int(last)
    rows_html, extra = "", ""
    if way == "html":
        rows_html = (
            FORM + f'<ol class="comment-list">{"".join(row(post, number) for post in POSTS)}</ol>'
        )
    elif way == "api":
        rows_html = FORM
        extra = '<link rel="https://api.w.org/" href="/wp-json/">'
        extra += (
            f'<link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/{number}">'
        )
    else:
        rows_html = WIDGET
    page = HEAD.format(n=number, extra=extra, rows=rows_html, count=len(POSTS))
    return "text/html; charset=utf-8", {}, page


@contextmanager
def server() -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            found = parts.path != "/robots.txt"
            query = parse_qs(parts.query)
            kind, headers, text = answer(parts.path, query) if found else ("text/plain", {}, "")
            body = text.encode()
            self.send_response(200 if found else 404)
            for name, value in {
                "Content-Type": kind,
                "Content-Length": str(len(body)),
                **headers,
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as one:
        Thread(target=one.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{one.server_port}"
        one.shutdown()


def measure(base: str, way: str, articles: int) -> tuple[float, float, int]:
    """Wall seconds, CPU seconds of all processes, comments written."""
    urls = ",".join(f"{base}/{way}/{number}" for number in range(101, 101 + articles))
    with tempfile.TemporaryDirectory() as folder:
        before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        run = crawl("news", Path(folder), urls=urls)
        wall, after = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        comments = run.lines("comments")
        vias = {row["comments_via"] for row in run.latest("articles").values()}
        if len(comments) != articles * COMMENTS or vias != {way}:
            sys.exit(f"{way}: {len(comments)} comments by {vias}: {run.stderr}")
        return wall, cpu, len(comments)


def main() -> None:
    with server() as base:
        results = {}
        for way in ("html", "api", "browser"):
            one, many = measure(base, way, 1), measure(base, way, ARTICLES)
            # The first article carries the start of the process, and of the browser.
            wall, cpu = (many[0] - one[0]) / (ARTICLES - 1), (many[1] - one[1]) / (ARTICLES - 1)
            results[way] = wall, cpu
            print(
                f"{way:8} {COMMENTS / wall:8.0f} comments/s   {cpu:6.3f} CPU s/article   "
                f"(first article, with the start of all: {one[0]:.1f} s)",
                flush=True,
            )
        for way in ("api", "browser"):
            print(f"{way} / html, CPU: {results[way][1] / results['html'][1]:.1f}")


if __name__ == "__main__":
    main()
