"""What ../shared/bench/score.py calls: the project's readers on saved bytes."""

from datetime import datetime
from typing import Any

from newscrawl.extract.article import read_article
from newscrawl.extract.dates import read_date
from newscrawl.page import Page


def articles(html: bytes, url: str) -> dict[str, Any]:
    """Return headline, article_body, authors and date_published (ISO 8601) of a saved page."""
    article = read_article(Page.from_bytes(html, url), site="benchmark")
    return {
        "headline": article.headline,
        "article_body": article.article_body or "",
        "authors": [author.name for author in article.authors],
        "date_published": _iso(article.date_published_raw, article.in_language),
    }


def _iso(raw: str | None, language: str | None) -> str | None:
    # As written, in its own zone, where it is ISO: the truths compare the day as printed.
    try:
        return datetime.fromisoformat((raw or "").strip()).isoformat()
    except ValueError:
        reading = read_date(raw or "", language=language)
        return reading.value if reading else None
