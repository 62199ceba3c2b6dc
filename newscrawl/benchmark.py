"""What the scorer of saved pages calls: one function for each kind of answer."""

from datetime import datetime
from typing import Any

from newscrawl.library import read_article, read_comments
from newscrawl.page import Page
from newscrawl.plugins import all_engines
from newscrawl.threads.ways import detect


def articles(html: bytes, url: str) -> dict[str, Any]:
    """Return headline, article_body, authors and date_published (ISO 8601) of a saved page."""
    article = read_article(html, url, timezone="UTC", text_html=False)
    try:  # in its own zone where it is ISO: the truths compare the day as printed
        published = datetime.fromisoformat((article.date_published_raw or "").strip()).isoformat()
    except ValueError:
        published = article.date_published or ""
    return {
        "headline": article.headline,
        "article_body": article.article_body or "",
        "authors": [author.name for author in article.authors],
        "date_published": published,
    }


def comments(html: bytes, url: str) -> list[dict[str, Any]]:
    """Return the comments in a page's HTML, threads built and dates read."""
    return [
        {
            "comment_id": one.id,
            "parent_id": one.parent_id,
            "text": one.text or "",
            "author": one.author.name if one.author else None,
            "date_published": one.date_published,
        }
        for one in read_comments(html, url, timezone="UTC")
    ]


def widgets(html: bytes, url: str) -> list[str]:
    """Return the names of the comment systems set up on a page."""
    return list(detect(all_engines(), Page(html, url)))
