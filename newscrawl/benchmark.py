"""What ../shared/bench/score.py calls: the project's readers on saved bytes."""

from datetime import datetime
from typing import Any

from newscrawl.extract.article import read_article
from newscrawl.page import Page


def articles(html: bytes, url: str) -> dict[str, Any]:
    """Return headline, article_body, authors and date_published (ISO 8601) of a saved page."""
    article = read_article(Page.from_bytes(html, url), site="benchmark")
    return {
        "headline": article.headline,
        "article_body": article.article_body or "",
        "authors": [author.name for author in article.authors],
        "date_published": _iso(article.date_published_raw),
    }


def _iso(raw: str | None) -> str | None:
    try:
        return datetime.fromisoformat((raw or "").strip()).isoformat()
    except ValueError:
        return None
