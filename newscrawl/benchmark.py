"""What the scorer of saved pages calls: one function for each kind of answer."""

from datetime import UTC, datetime
from typing import Any

from newscrawl.comments import all_engines
from newscrawl.comments.base import ArticleRef
from newscrawl.comments.generic import Generic
from newscrawl.comments.threads import build
from newscrawl.extract.dates import read_date
from newscrawl.page import Page


def comments(html: bytes, url: str) -> list[dict[str, Any]]:
    """Return the comments in a page's HTML, threads built and dates read."""
    article = ArticleRef(id="benchmark:1", url=url, site="benchmark")
    page = Page.from_bytes(html, url)
    language = page.attr("html", "lang")
    return [
        {
            "comment_id": one.id,
            "parent_id": one.parent_id,
            "text": one.text or "",
            "author": one.author.name if one.author else None,
            "date_published": _read(one.date_published_raw, language),
        }
        for one in build(Generic().rows(page, article).comments).comments
    ]


def widgets(html: bytes, url: str) -> list[str]:
    """Return the names of the comment systems set up on a page."""
    page = Page.from_bytes(html, url)
    engines = all_engines().items()
    return [name for name, engine in engines if name != "generic" and engine.detect(page)]


def _read(raw: str | None, language: str | None) -> str | None:
    found = read_date(raw, now=datetime.now(UTC), language=language) if raw else None
    return found.value if found else None
