"""A newspaper whose threads come by each way: rows in the HTML, a system's JSON, the browser.

`/html/N` has WordPress' rows, `/api/N` its REST route in pages of 20, `/browser/N` a widget of its
own kind. Two articles in three hundred cost as much as all others when most go by the browser, so
whoever builds a paper chooses the mix.
"""

import json
import re
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from threading import Thread
from types import TracebackType
from typing import Any, NamedTuple, Self
from urllib.parse import parse_qs, urlsplit

from newscrawl.demo.invent import Post, thread
from tests.support.crawling import Row, Run

FIRST = datetime(2026, 3, 14, 9, tzinfo=UTC)
RANGE = {"since": "2026-03-01", "until": "2026-03-31"}
PAGE = 20
HEAD = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta property="og:type" content="article"><title>Harbour {n}</title>{extra}</head>
<body class="postid-{n}"><article><h1>Harbour council {n}</h1>
<time datetime="2026-03-14T08:00:00Z">14 March</time>
<p>The council planned a festival by the harbour, and seven boats were painted.</p></article>
<section id="comments"><h2 class="comments-title">{count} comments</h2>{rows}</section>
</body></html>"""
FORM = '<form action="/wp-comments-post.php" method="post" id="commentform"></form>'
ROUTE = (
    '<link rel="https://api.w.org/" href="/wp-json/">'
    '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/{n}">'
)
WIDGET = """<div id="talk"></div><script>
let page = 1; const box = document.getElementById('talk');
const more = document.createElement('button'); more.textContent = 'Load more comments';
async function load() {
 const answer = await (await fetch(`/widget?of=${location.pathname}&page=${page++}`)).json();
 for (const one of answer.rows) {
  const row = document.createElement('div');
  row.className = 'comment'; row.id = 'comment-' + one.id;
  row.innerHTML = '<b class="author"></b> <time></time><p></p>';
  row.children[0].textContent = one.nick; row.children[1].dateTime = one.at;
  row.children[2].textContent = one.msg; box.append(row);
 }
 answer.more ? box.append(more) : more.remove(); }
more.onclick = load; load();</script>"""

Key = tuple[int, int]
"""A comment by the number of its article and its own, which stands in its text."""


class Losses(NamedTuple):
    """What is wrong with the output of a finished crawl, and how much there is."""

    articles: int
    comments: int
    missing: int
    twice: int


class Answer(NamedTuple):
    body: str
    kind: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()


class MixedPaper:
    """A server on loopback; `threads` are (way, comments) of each article, from number 101 on."""

    site = "news"

    def __init__(self, threads: Sequence[tuple[str, int]], host: str = "127.0.0.1") -> None:
        self.ways = {101 + place: way for place, (way, _) in enumerate(threads)}
        self.posts = {
            101 + place: [post for post in thread(Random(place), size, FIRST) if not post.deleted]
            for place, (_, size) in enumerate(threads)
        }
        self._server = ThreadingHTTPServer((host, 0), _Handler)
        self._server.daemon_threads, self._server.block_on_close = True, False
        self._server.paper = self  # type: ignore[attr-defined]
        self.base_url = f"http://{host}:{self._server.server_port}"

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def base(self) -> str:
        return self.base_url

    @property
    def arguments(self) -> dict[str, str]:
        return {"base_url": self.base_url, **RANGE}

    def url(self, number: int) -> str:
        return f"{self.base_url}/{self.ways[number]}/{number}"

    @property
    def truth(self) -> dict[Key, int | None]:
        """Every comment, with the number of its parent; a widget's rows name none."""
        return {
            (number, _number(post.text)): None
            if self.ways[number] == "browser" or post.parent is None
            else post.parent - 1
            for number, posts in self.posts.items()
            for post in posts
        }

    def losses(self, run: Run) -> Losses:
        """Compare what a finished crawl wrote with what stands on the paper."""
        numbers = {row["id"]: int(row["url"].rpartition("/")[2]) for row in run.lines("articles")}
        lines = run.lines("comments")
        texts = {row["id"]: _number(row["text"]) for row in lines}
        found = Counter((numbers[row["article_id"]], texts[row["id"]]) for row in lines)
        parents = {(numbers[r["article_id"]], texts[r["id"]]): _parent(r, texts) for r in lines}
        truth = self.truth
        wrong = sum(parents.get(key) != parent for key, parent in truth.items())
        articles = Counter(row["id"] for row in run.lines("articles"))
        many = sum(number > 2 for number in articles.values())  # when read, and when walked
        return Losses(
            articles=len(articles),
            comments=len(found),
            missing=wrong
            + len(truth.keys() - found.keys())
            + len(self.posts.keys() - set(numbers.values())),
            twice=found.total() - len(found) + many + len(found.keys() - truth.keys()),
        )

    def answer(self, path: str, query: dict[str, list[str]]) -> Answer | None:
        if path == "/robots.txt":
            return Answer(f"Sitemap: {self.base_url}/sitemap.xml\n", "text/plain")
        if path == "/sitemap.xml":
            urls = "".join(f"<url><loc>{self.url(number)}</loc></url>" for number in self.posts)
            space = "http://www.sitemaps.org/schemas/sitemap/0.9"
            return Answer(f'<urlset xmlns="{space}">{urls}</urlset>', "text/xml")
        if path.startswith("/wp-json/"):
            return self._rest(int(query["post"][0]), int(query["page"][0]))
        if path == "/widget":
            return self._widget(int(query["of"][0].rpartition("/")[2]), int(query["page"][0]))
        number = int(path.rpartition("/")[2])
        return self._article(number) if self.ways[number] in path else None

    def _article(self, number: int) -> Answer:
        posts, rows, extra = self.posts[number], FORM, ""
        if self.ways[number] == "html":
            rows += f'<ol class="comment-list">{_rows(posts, number, None)}</ol>'
        elif self.ways[number] == "api":
            extra = ROUTE.format(n=number)
        else:
            rows = WIDGET
        return Answer(HEAD.format(n=number, extra=extra, rows=rows, count=len(posts)))

    def _rest(self, number: int, page: int) -> Answer:
        posts = self.posts[number]
        rows = [
            {
                "id": _id(number, post.id),
                "parent": _id(number, post.parent) if post.parent else 0,
                "author_name": post.author or "",
                "date_gmt": f"{post.created:%Y-%m-%dT%H:%M:%S}",
                "content": {"rendered": f"<p>{escape(post.text)}</p>"},
                "type": "comment",
                "status": "approved",
            }
            for post in posts[(page - 1) * PAGE : page * PAGE]
        ]
        pages = str(-(-len(posts) // PAGE))
        headers = (("X-WP-Total", str(len(posts))), ("X-WP-TotalPages", pages))
        return Answer(json.dumps(rows), "application/json", headers)

    def _widget(self, number: int, page: int) -> Answer:
        posts, start = self.posts[number], (page - 1) * PAGE
        rows = [
            {
                "id": _id(number, post.id),
                "nick": post.author or "?",
                "at": post.created.isoformat(),
                "msg": post.text,
            }
            for post in posts[start : start + PAGE]
        ]
        data = {"rows": rows, "more": start + PAGE < len(posts)}
        return Answer(json.dumps(data), "application/json")


def _id(number: int, post: int) -> int:
    return number * 1000 + post


def _number(text: str) -> int:
    match = re.search(r"№(\d+)", text)
    assert match, text
    return int(match[1])


def _parent(row: Row, texts: dict[str, int]) -> int | None:
    return texts[row["parent_id"]] if row["parent_id"] else None


def _rows(posts: list[Post], number: int, parent: int | None, depth: int = 1) -> str:
    return "".join(
        f'<li id="comment-{_id(number, post.id)}" class="comment depth-{depth}">'
        '<article class="comment-body">'
        f'<b class="fn">{escape(post.author or "Anonymous")}</b>'
        f'<time datetime="{post.created.isoformat()}">14 March</time>'
        f'<div class="comment-content"><p>{escape(post.text).replace(chr(10), "<br>")}</p></div>'
        f'</article><ol class="children">{_rows(posts, number, post.id, depth + 1)}</ol></li>'
        for post in posts
        if post.parent == parent
    )


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Without these a kept-alive connection waits 40 ms between headers and body.
    wbufsize = -1
    disable_nagle_algorithm = True
    server: Any

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        try:
            answer = self.server.paper.answer(parts.path, parse_qs(parts.query))
        except (ValueError, KeyError):
            answer = None
        body = answer.body.encode() if answer else b""
        self.send_response(200 if answer else 404)
        self.send_header("Content-Type", answer.kind if answer else "text/plain")
        self.send_header("Content-Length", str(len(body)))
        for name, value in answer.headers if answer else ():
            self.send_header(name, value)
        with suppress(ConnectionError):
            self.end_headers()
            self.wfile.write(body)

    def handle(self) -> None:
        with suppress(ConnectionError):  # a killed crawler closes without a word
            super().handle()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass
