"""Sites and engines of other people: one newspaper on loopback, a package as pip installs it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

SITE = '''"""The Gazette, which exists on loopback only."""

from newscrawl.discovery.sources import Listing
from newscrawl.sites.base import Edition, Site


class Gazette(Site):
    """An invented newspaper."""

    name = "gazette"
    editions = (Edition(code="", host="gazette.example", language="en", timezone="Europe/Oslo"),)
    sources = (Listing("/", row_css="li.story", date_css="b"),)
    article_paths = (r"^/(?P<section>[a-z]+)/(?P<id>\\d+)-[a-z-]+$",)
    engines = ("guestbook",)
'''
ENGINE = '''"""The guestbook below each article of the Gazette."""

from newscrawl.engines.base import ArticleRef, Batch, CommentEngine
from newscrawl.items import Author, Printed
from newscrawl.page import Page


class Guestbook(CommentEngine):
    name = "guestbook"
    never = (r"^POST .*/guestbook/sign$",)

    def detect(self, page: Page) -> str | None:
        return "a guestbook" if page.css("ol.guestbook") else None

    def rows(self, page: Page, article: ArticleRef) -> Batch:
        return Batch(
            comments=[
                self.comment(
                    article,
                    row.attrib["id"],
                    author=Author(name=row.css("i::text").get()),
                    text=row.css("p::text").get(),
                    published=Printed(row.css("time::attr(datetime)").get(), "time"),
                )
                for row in page.css("ol.guestbook li")
            ],
            declared=2,
        )
'''
FRONT = """<html><body><ul>
<li class="story"><a href="/harbour/41-lanterns-are-lit">Lanterns are lit</a> <b>14.03.2026</b></li>
<li class="ad"><a href="/harbour/42-buy-a-lantern">Buy</a></li></ul></body></html>"""
STORY = """<html lang="en"><head><title>Lanterns are lit</title>
<meta property="og:type" content="article">
<meta property="article:published_time" content="2026-03-14T11:00"></head><body><article>
<h1>Lanterns are lit</h1><p>The lanterns of the harbour were lit again on Saturday evening, after a
winter in which the whole quay lay in the dark and the ferry found its berth by bell alone.</p>
<p>The harbour master thanked all who had climbed the poles, and asked them to come down.</p>
</article><section id="comments"><ol class="guestbook">
<li id="g1"><i>Ann</i> <time datetime="2026-03-14T12:00:00Z"></time><p>Good to see again.</p></li>
<li id="g2"><i>Bo</i> <time datetime="2026-03-14T13:00:00Z"></time><p>The bell was nicer.</p></li>
</ol></section></body></html>"""
PAGES = {"/": FRONT, "/harbour/41-lanterns-are-lit": STORY}


class Handler(BaseHTTPRequestHandler):
    pages: Mapping[str, str]
    charset: str

    def do_GET(self) -> None:
        body = self.pages.get(self.path, "").encode(self.charset)
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", f"text/html; charset={self.charset}")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""


@contextmanager
def gazette(pages: Mapping[str, str] = PAGES, charset: str = "utf-8") -> Iterator[str]:
    """Serve the Gazette as long as the block lasts; yield its root."""
    handler = type("GazetteHandler", (Handler,), {"pages": pages, "charset": charset})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def package(folder: Path, **points: dict[str, str]) -> Path:
    """Write a package and what pip notes of it; return the folder for PYTHONPATH.

    `points` are its entry points by group, as `sites={"gazette": "paper.site"}`.
    """
    own = folder / "paper"
    own.mkdir(parents=True)
    (own / "__init__.py").write_text("")
    (own / "site.py").write_text(SITE)
    (own / "engine.py").write_text(ENGINE)
    info = folder / "paper-1.2.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: paper\nVersion: 1.2\n")
    lines = []
    for group, named in points.items():
        lines += [f"[newscrawl.{group}]", *(f"{k} = {v}" for k, v in named.items())]
    (info / "entry_points.txt").write_text("\n".join(lines))
    return folder
