"""A newspaper on loopback that is large: one sitemap names very many articles."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

STORY = """<html><head><title>Ferry {name}</title><meta property="og:type" content="article">
<meta property="article:published_time" content="{day}T10:00:00Z"></head><body><article>
<h1>Ferry {name} left the harbour</h1><p>{text}</p></article></body></html>"""
TEXT = "The ferry left the harbour at noon with all hands aboard and little wind. " * 4


@dataclass
class LargePaper:
    """What it names, and the addresses that it was asked for."""

    articles: int
    days: int = 30
    """The days on which they appeared, up to today."""
    base: str = ""
    text: str = TEXT
    log: list[str] = field(default_factory=list)

    def sitemap(self) -> bytes:
        """Return its sitemap, the oldest articles first; each day has as many."""
        now = datetime.now(UTC).timestamp()
        days = [
            datetime.fromtimestamp(now - 86400 * back, UTC).date()
            for back in range(self.days - 1, -1, -1)
        ]
        rows = [
            f"<url><loc>{self.base}/{day:%Y/%m/%d}/ferry-{number}-left-the-harbour.html</loc>"
            f"<lastmod>{day}</lastmod></url>"
            for number in range(self.articles)
            for day in [days[number * len(days) // self.articles]]
        ]
        return b"<urlset>" + "\n".join(rows).encode() + b"</urlset>"

    def answer(self, path: str, sitemap: bytes) -> tuple[int, bytes]:
        if path == "/robots.txt":
            return 200, f"Sitemap: {self.base}/sitemap.xml\n".encode()
        if path == "/sitemap.xml":
            return 200, sitemap
        if "ferry" in path:
            day = "-".join(path.split("/")[1:4])
            return 200, STORY.format(name=path.split("-")[1], day=day, text=self.text).encode()
        return 404, b""


@contextmanager
def large_paper(articles: int, days: int = 30) -> Iterator[LargePaper]:
    """Serve it until the block ends."""
    paper, sitemap = LargePaper(articles, days), list[bytes]()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            paper.log.append(self.path)
            status, body = paper.answer(self.path, sitemap[0])
            self.send_response(status)
            kind = "xml" if self.path.endswith(".xml") else "html"
            self.send_header("Content-Type", f"text/{kind}")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    paper.base = f"http://127.0.0.1:{server.server_port}"
    sitemap.append(paper.sitemap())
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield paper
    finally:
        server.shutdown()
        server.server_close()
