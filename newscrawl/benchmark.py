"""Entry points for the scorer of saved pages: one function for each kind of answer."""

from typing import Any

import dateparser

from newscrawl.comments.base import ArticleRef
from newscrawl.comments.rendered import Rendered
from newscrawl.comments.threads import build
from newscrawl.page import Page


def comments(html: bytes, url: str) -> list[dict[str, Any]]:
    """Return the comments in a page's HTML, threads built and dates read."""
    article = ArticleRef(id="benchmark:1", url=url, site="benchmark")
    batch = Rendered().rows(Page.from_bytes(html, url), article)
    return [
        {
            "comment_id": one.id,
            "parent_id": one.parent_id,
            "text": one.text or "",
            "author": one.author.name if one.author else None,
            "date_published": _read(one.date_published_raw),
        }
        for one in build(batch.comments).comments
    ]


def _read(raw: str | None) -> str | None:
    found = dateparser.parse(raw) if raw else None
    return found.isoformat() if found else None
