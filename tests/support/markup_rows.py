"""Rows of comments read from markup below an invented story."""

from typing import Any

from newscrawl.engines.base import ArticleRef, Batch
from newscrawl.generic.engine import Generic
from newscrawl.page import Page
from newscrawl.threads.forest import build

URL = "http://paper.example/boats"
REF = ArticleRef(id="paper:1", url=URL, site="paper")
STORY = (
    "<h1>Boats</h1><p>" + "The lantern keepers of Vellmar met at dusk to count boats. " * 6 + "</p>"
)


def rows(markup: str) -> Batch:
    body = f"<html><body><article>{STORY}</article>{markup}</body></html>".encode()
    return Generic().rows(Page(body, URL), REF)


def read(markup: str) -> list[tuple[Any, ...]]:
    """Return (key, parent's key, author, date as printed, text) of each comment, threads built."""
    return [
        (
            c.comment_id,
            c.parent_id and c.parent_id.rpartition(":")[2],
            c.author and c.author.name,
            c.date_published_raw,
            c.text,
        )
        for c in build(rows(markup).comments).comments
    ]
