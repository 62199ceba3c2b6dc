"""The article page an engine sits in, the thread it is seeded with, and what a test gets."""

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from threading import Thread
from typing import Any, TypedDict
from urllib.request import Request, urlopen

from newscrawl.demo.invent import Post, sentence, thread
from tests.engines.lab import LOOPBACK

PUBLISHED = datetime(2026, 3, 1, 7, 30, tzinfo=UTC)
COMMENTS = 240


class Row(TypedDict):
    """One comment as the engine delivers it."""

    comment_id: str
    parent_id: str | None
    """As delivered; the engine may have moved a reply. Isso names the root."""
    author: str | None
    text: str | None
    """Plain text, as a reader sees it; None on a removed comment."""
    date_published: str
    """ISO 8601 in UTC, whole seconds, as `2026-03-01T07:30:00+00:00`."""
    status: str
    """`visible`, or `removed_unknown` where the engine delivers the empty place."""


@dataclass(frozen=True, kw_only=True)
class Seeded:
    """A running engine: where its article is, and everything its API delivers, by id."""

    page_url: str
    origins: tuple[str, ...]
    """Scheme, host and port of the page, then of the engine (the same on WordPress)."""
    api: str
    """The public list endpoint, with what names the thread and without paging."""
    declared: int
    """Comments of the thread as the engine counts them."""
    truth: list[Row]
    not_in_html: frozenset[str] = frozenset()
    """Ids the API delivers and no page shows: on WordPress, replies below a trashed comment."""


def posts() -> list[Post]:
    """Return the thread every engine is seeded with: the same on each run."""
    posts = thread(Random(2026), COMMENTS, PUBLISHED)
    # Of what `thread` deletes nothing was answered; engines differ in what they do where it was.
    answered = [post for post in posts if post.parent is None and has_replies(post, posts)]
    for post in answered[4:25:10]:
        post.deleted = True
    return posts


def has_replies(post: Post, posts: list[Post]) -> bool:
    return any(one.parent == post.id for one in posts)


def as_markdown(text: str) -> str:
    r"""Return Markdown that shows `text` as it stands.

    >>> as_markdown("1 < *2*\nnext")
    '1 \\< \\*2\\*  \nnext'
    """
    escaped = re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)
    return re.sub(r"(?<!\n)\n(?!\n)", "  \n", escaped)


def row(post: Post, comment_id: object, parent_id: object | None, **changed: Any) -> Row:
    """Return the truth about `post` once the engine has given it an id."""
    truth: Row = {
        "comment_id": str(comment_id),
        "parent_id": None if parent_id is None else str(parent_id),
        "author": post.author,
        "text": post.text,
        "date_published": post.created.isoformat(),
        "status": "visible",
    }
    truth.update(changed)  # type: ignore[typeddict-item]
    return truth


def article(widget: str, head: str = "") -> str:
    """Return a news article's HTML with `widget` below its text. All words are invented."""
    rng = Random(1)
    title, lead = sentence(rng), sentence(rng, words=14)
    body = "\n".join(f"<p>{sentence(rng, words=40)}</p>" for _ in range(4))
    about = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "description": lead,
        "datePublished": PUBLISHED.isoformat(),
        "author": {"@type": "Person", "name": "Ida Lykt"},
        "inLanguage": "en",
    }
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta property="og:type" content="article"><meta property="og:title" content="{title}">
<meta name="description" content="{html.escape(lead)}">
<script type="application/ld+json">{json.dumps(about)}</script>
{head}</head><body><article><h1>{title}</h1><p class="lead">{lead}</p>
{body}</article>
{widget}</body></html>"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # its name in the base
        pass


@contextmanager
def serve(
    folder: Path, port: int, handler: Callable[..., SimpleHTTPRequestHandler] | None = None
) -> Iterator[str]:
    """Serve a folder, and a robots.txt that allows all, on loopback. Yields its origin."""
    (folder / "robots.txt").write_text("User-agent: *\nAllow: /\n", encoding="utf-8")
    handler = handler or partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer((LOOPBACK, port), handler) as pages:
        Thread(target=pages.serve_forever, daemon=True).start()
        try:
            yield f"http://{LOOPBACK}:{port}"
        finally:
            pages.shutdown()


def ask(
    url: str, data: object = None, method: str | None = None, **headers: str
) -> tuple[Any, Mapping[str, str]]:
    """Return the JSON an address answers (POST if there is `data`), and its headers."""
    sent = None if data is None else json.dumps(data).encode()
    headers = {"Content-Type": "application/json", **headers}
    with urlopen(Request(url, sent, headers, method=method), timeout=30) as answer:
        return json.load(answer), answer.headers
