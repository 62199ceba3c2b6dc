"""What the scorer of saved pages calls: one function for each kind of answer."""

from datetime import datetime
from typing import Any

from newscrawl import clock
from newscrawl.engines.base import ArticleRef
from newscrawl.extract.article import read_article
from newscrawl.extract.dates import read_date
from newscrawl.generic.engine import Generic
from newscrawl.page import Page
from newscrawl.plugins import all_engines
from newscrawl.threads.forest import build


def articles(html: bytes, url: str) -> dict[str, Any]:
    """Return headline, article_body, authors and date_published (ISO 8601) of a saved page."""
    article = read_article(Page(html, url), site="benchmark")
    return {
        "headline": article.headline,
        "article_body": article.article_body or "",
        "authors": [author.name for author in article.authors],
        "date_published": _as_written(article.date_published_raw, article.in_language),
    }


def comments(html: bytes, url: str) -> list[dict[str, Any]]:
    """Return the comments in a page's HTML, threads built and dates read."""
    article = ArticleRef(id="benchmark:1", url=url, site="benchmark")
    page = Page(html, url)
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
    page = Page(html, url)
    engines = all_engines().items()
    return [name for name, engine in engines if name != "generic" and engine.detect(page)]


def _as_written(raw: str | None, language: str | None) -> str | None:
    # In its own zone where it is ISO: the truths compare the day as printed.
    try:
        return datetime.fromisoformat((raw or "").strip()).isoformat()
    except ValueError:
        return _read(raw, language)


def _read(raw: str | None, language: str | None) -> str | None:
    found = read_date(raw, now=clock.now(), language=language) if raw else None
    return found.value if found else None
