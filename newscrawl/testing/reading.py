"""What a site or an engine makes of a case, as plain data."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.statscollectors import DummyStatsCollector

from newscrawl.discovery.base import Link, Source, SourceLink, Window
from newscrawl.engines.base import ArticleRef, CommentEngine
from newscrawl.items import Article, Comment
from newscrawl.page import Page
from newscrawl.pipelines.dates import Dates
from newscrawl.plugins import all_engines
from newscrawl.sites.base import Site
from newscrawl.testing.case import Case
from newscrawl.testing.plain import plain

WINDOW = timedelta(days=2)


def read_case(case: Case, reader: type[Site] | CommentEngine) -> dict[str, Any]:
    """Return what is read, without what is left at its default."""
    if isinstance(reader, CommentEngine):
        return _engine(case, reader)
    site = reader.from_arguments(case.meta.get("arguments", {}))
    return _source(case, site) if case.meta["call"] == "source" else _article(case, site)


def _engine(case: Case, engine: CommentEngine) -> dict[str, Any]:
    page, call = case.page(), case.meta["call"]
    batch = getattr(engine, call)(page, case.article())
    said = {"batch": plain(batch) if batch else None}
    return {"detect": engine.detect(page), **said} if call == "start" else said


def _article(case: Case, site: Site) -> dict[str, Any]:
    page, fetched = case.page(), case.meta["fetched"]
    article = site.article(page)
    address = {
        "wanted": site.wants(page.url),
        "number": site.number(page.url),
        "section": site.section(page.url),
        "day": str(site.day(page.url) or "") or None,
    }
    engines = _detected(site, page)
    comments = [one for engine in engines for one in _rows(engine, page, article)]
    return {
        "address": address,
        "is_article": site.is_article(page, article),
        "article": plain(_dated([article], fetched))[0],
        "comment_systems": [engine.name for engine in engines],
        "comments": plain(_dated(comments, fetched)),
    }


def _detected(site: Site, page: Page) -> list[CommentEngine]:
    known = all_engines()
    names = site.engines or [name for name in known if name != "generic"]
    return [known[name] for name in names if name in known and known[name].detect(page)]


def _rows(engine: CommentEngine, page: Page, article: Article) -> list[Comment]:
    batch = engine.rows(page, ArticleRef.of(article))
    return batch.comments if batch else []


def _dated(items: Iterable[Any], fetched: str) -> list[Any]:
    """Return items with their dates read, as the crawl writes them."""
    dates = Dates(DummyStatsCollector(Crawler(Spider)))
    items = list(items)
    for item in items:
        item.metadata.date_downloaded = fetched
        dates.process_item(item)
    return items


def _source(case: Case, site: Site) -> dict[str, Any]:
    window = window_of(case.meta["fetched"])
    page, source = case.page(), source_of(site, case.meta["source"], case.meta["url"], window)
    found = list(source.parse(page, site, window)) if source else []
    return {
        "source": type(source).__name__ if source else None,
        "links": [plain(one) for one in found if isinstance(one, Link)],
        "next": [
            [type(one.source).__name__, one.url] for one in found if isinstance(one, SourceLink)
        ],
    }


def window_of(fetched: str) -> Window:
    """Return the window of a crawl without `-a since` at that moment."""
    until = datetime.fromisoformat(fetched)
    return Window(until - WINDOW, until)


def source_of(site: Site, kind: str, url: str, window: Window) -> Source | None:
    """Return the site's source of a class, the one that asks for the URL first."""
    same = [one for one in site.sources if type(one).__name__ == kind]
    asking = [one for one in same if url in one.urls(site, window, ())]
    return next(iter([*asking, *same]), None)
