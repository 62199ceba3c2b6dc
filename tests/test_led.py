"""Where pages and servers lead a crawl: to what is read, and never to what writes."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

import pytest

from newscrawl.plugins import all_engines
from newscrawl.writes import PageRequest, leads_to_write, never
from tests.support.crawling import crawl

PAPER = "https://paper.example"
NEVER = never(all_engines().values())
HERE = f"{PAPER}/2026/11/25/the-ferry-is-late.html"


def leads(there: str, *given: str, method: str = "GET", body: str = "") -> bool:
    request = PageRequest(method, f"{PAPER}{there}", body, kind="document")
    return leads_to_write(request, given or [HERE], NEVER)


@pytest.mark.parametrize(
    "there",
    [
        *("/like?id=3", "/vote", "/vote/", "/logout", "/log-out", "/sign_out", "/report"),
        *("/report?id=3", "/comments/5/report", "/comments/5/like", "/api/vote/5", "/%76ote"),
        *("/add-comment?id=5", "/vote-up", "/like_comment/5", "/likeComment", "/deleteComment/5"),
        *("/comment-vote-handler.php", "/vote-for-comment/5", "/like-button?id=3", "/wp?like=5"),
        *("/wp-login.php?action=logout", "/index.php?do=like&id=5", "/c?_method=DELETE"),
        *("/2026/vote-delayed/?action=vote", "/vote-delayed?id=5", "/unsubscribe", "/flag/5"),
        *("/subscribe?id=5", "/subscribe/5", "/follow/5", f"/c?pad={'a' * 20_000}"),
        "/services/likes/like/?article_id=1&value=1",
    ],
)
def test_what_writes_is_not_followed(there: str) -> None:
    assert leads(there)


@pytest.mark.parametrize(
    "there",
    [
        *("/vote-2026-results/", "/2026/11/25/vote-delayed/", "/news/like-father-like-son"),
        *("/2026/how-to-vote", "/flag-day/", "/follow-the-money.html", "/2026/like_a_stone"),
        *("/vote-delayed?utm_source=rss&utm_id=7", "/vote-delayed/12345", "/report/2026/"),
        *("/report-on-ferries", "/subscribe", "/subscribe?return=/2026/a", "/login?next=/a"),
        *("/post/123", "/share/count", "/comments/5", "/?p=5", "/", "/story?page=2"),
        "/2026/11/25/the-ferry-is-late.html?cpage=2",
    ],
)
def test_what_is_there_to_be_read_is_followed(there: str) -> None:
    assert not leads(there)


@pytest.mark.parametrize(
    ("given", "there", "writes"),
    [
        ("/vote", "/vote", False),
        ("/vote", "/vote/", False),
        ("/like?id=3", "/like?id=3", False),
        ("/vote", "/vote/comment-page-2", False),
        ("/vote", "/vote/comments?page=2", False),
        ("/vote", "/vote?action=like", True),
        ("/vote", "/vote/up", True),
        ("/vote", "/like", True),
        ("/vote/5", "/vote/6", True),
    ],
)
def test_what_was_asked_for_may_be_asked_for_again(given: str, there: str, writes: bool) -> None:
    assert leads(there, PAPER + given) == writes


def test_a_redirect_that_repeats_a_post_is_judged_by_its_body() -> None:
    assert leads("/c", method="POST", body="action=vote&id=5")
    assert not leads("/c", method="POST", body="action=load_comments&id=5")


TEXT = f"<p>{'The ferry left the harbour at noon with all hands aboard. ' * 8}</p>"
ROWS = "".join(
    f'<li class="comment" id="comment-{n}"><b class="author">Reader {n}</b> '
    f'<time datetime="2026-11-25T1{n}:00:00Z">25 Nov</time><p>The water is low, say {n}.</p></li>'
    for n in (1, 2)
)
DAY = "/2026/11/25/"
REDIRECTS = {
    "it-was-liked": "/like?id=3",
    "it-was-voted-on": "/vote",
    "it-is-over": "/logout",
    "it-is-told": "/report",
    "has-more-pages?page=2": "/vote?t=page",
    "has-pages-of-comments?cpage=2": "/comments/2/like",
    "vote-2026-results": f"{DAY}vote-2026-results/",
    "the-vote-is-late": f"{DAY}vote-delayed",
}
PAGES = {
    "vote-2026-results/": TEXT,
    "vote-delayed": TEXT,
    "moves-by-meta": '<meta http-equiv="refresh" content="0; url=/like?id=4">' + TEXT,
    "moves-by-header": TEXT,
    "has-a-claim": '<link rel="canonical" href="/2026/11/25/abc/like">' + TEXT,
    "has-more-pages": TEXT + '<a rel="next" href="has-more-pages?page=2">2</a>',
    "has-a-page-of-comments": TEXT + '<a href="?do=vote&view=comments">2 comments</a>',
    "has-pages-of-comments": f"{TEXT}<ol id=comments>{ROWS}</ol>"
    '<nav class="comments-pages"><a rel="next" href="?cpage=2">Older comments</a></nav>',
    "like": TEXT,
}


MOVED = {"vote-2026-results/", "vote-delayed"}
FURTHER = {name for name in REDIRECTS if "?" in name}


class Handler(http.server.BaseHTTPRequestHandler):
    """A paper that leads on to what writes, by every way."""

    asked: ClassVar[list[str]]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        status, body, head = self.answer()
        self.send_response(status)
        for name, value in {"Content-Type": "text/html; charset=utf-8", **head}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def answer(self) -> tuple[int, bytes, dict[str, str]]:
        name = self.path.removeprefix(DAY)
        if self.path == "/sitemap.xml":
            return 200, self.sitemap(), {"Content-Type": "application/xml"}
        if name in REDIRECTS:
            return 302, b"moved", {"Location": REDIRECTS[name]}
        if name not in PAGES:
            return 404, b"", {}
        time = "<meta property='article:published_time' content='2026-11-25T10:00:00Z'>"
        html = f"<html><head>{time}</head><body><article><h1>On {name}</h1>{PAGES[name]}"
        moves = {"Refresh": "0;url=/vote?t=header"} if name == "moves-by-header" else {}
        return 200, html.encode(), moves

    def sitemap(self) -> bytes:
        names = {*REDIRECTS, *PAGES} - FURTHER - MOVED
        found = (f"<url><loc>http://{self.headers['Host']}{DAY}{one}</loc></url>" for one in names)
        return f"<urlset>{''.join(found)}</urlset>".encode()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def paper() -> Iterator[tuple[str, list[str]]]:
    """Serve it; yield its address, and what it was asked for."""
    Handler.asked = []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", Handler.asked
        server.shutdown()


@pytest.mark.slow
def test_a_crawl_is_led_to_nothing_that_writes(tmp_path: Path) -> None:
    with paper() as (base, asked):
        options = ("BROWSER=never", "LOG_LEVEL=INFO", "DOWNLOAD_DELAY=0.01")
        run = crawl("news", tmp_path, *options, url=base, since="2026-11-20")
        again = crawl("news", tmp_path, *options, url=base, since="2026-11-20")
    rows = {row["request_url"].rpartition(DAY)[2]: row for row in run.latest("articles").values()}
    refused = {name for name, there in REDIRECTS.items() if not there.startswith(DAY)} - FURTHER
    assert set(rows) == {*REDIRECTS, *PAGES} - refused - FURTHER - MOVED
    assert {one.partition("?")[0] for one in asked if not one.startswith(DAY)} <= {
        *("/", "/robots.txt", "/sitemap.xml", "/sitemap_index.xml"),
        *("/news-sitemap.xml", "/sitemap-news.xml"),
    }
    assert not [one for one in asked if "do=" in one or one.endswith("/abc/like")]
    assert "could not be read (4 write)" in run.stderr
    assert "leads to" in rows["has-a-page-of-comments"]["comments_reason"]
    assert "page 2 was not read (it would change" in str(rows["has-more-pages"]["metadata"])
    assert rows["has-pages-of-comments"]["comments_status"] == "partial"
    assert run.run_lines()[-1]["articles"]["failed"] == {"write": 4}
    # What failed is asked for again at its own address, not where that led to.
    assert again.run_lines()[-1]["articles"]["failed"] == {"write": 4}
