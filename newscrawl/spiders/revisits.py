"""Articles that were read before: asked for when they are due, found unchanged, or withdrawn."""

from collections.abc import Iterator
from typing import Any, cast

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawl import clock
from newscrawl.discovery.base import Link
from newscrawl.items import Article, CommentsStatus, CommentsVia, Metadata
from newscrawl.page import Page
from newscrawl.pipelines.validate import content_hash
from newscrawl.spiders.threads import Threads, Yielded
from newscrawl.state.visits import Visit

GONE = {"http_404": 404, "http_410": 410}
"""Reasons of failure that say that an article was withdrawn."""
FURNITURE = "script, style, noscript, nav, header, footer, aside, form, template, title"
EMPTY = 200
"""Letters of text that a page has at most that was emptied."""


class Revisits(Threads):
    """What a spider does with articles that it knows. The rest of it is in `news.py`."""

    def parse_article(self, response: Response, link: Link, key: str) -> Iterator[Yielded]:
        """Read an article's page."""
        raise NotImplementedError

    def article_failed(self, failure: Failure) -> Iterator[Yielded]:
        """Take note that a page could not be had."""
        raise NotImplementedError

    def _due(self) -> list[Visit]:
        """Return the articles to visit again; the user may ask for all, or for none."""
        arguments, found = self.arguments, dict[str, Visit]()
        if arguments.revisit == "none":
            return []
        rows = self.output.visits.due(
            self.site.scope, clock.now(), everything=arguments.revisit == "all"
        )
        for visit in rows:
            if self.site.is_ours(visit.url) and self._is_asked_for(visit):
                found.setdefault(visit.article_id or visit.key, visit)
        return list(found.values())

    def _is_asked_for(self, visit: Visit) -> bool:
        arguments, section = self.arguments, self.site.section(visit.url)
        if arguments.sections and section and section not in arguments.sections:
            return False
        # Who names an end wants a part of the past, and no more.
        inside = arguments.window.since <= visit.age_from < arguments.window.until
        return inside or "until" not in arguments.given

    def _revisit(self, visit: Visit) -> Iterator[Yielded]:
        """Visit what is due of an article: its page, its thread, or both."""
        now, every = clock.stamp(), self.arguments.revisit == "all"
        thread = self.output.visits.thread(visit.article_id or "")
        entry = self._entry(thread) if self.arguments.comments else None
        page_due = every or (visit.due is not None and visit.due <= now)
        thread_due = bool(thread and thread.due and thread.due <= now)
        if entry and thread_due and not page_due:
            yield from self._visit_thread(visit, entry)
        else:
            yield self._page_request(
                visit, conditional=not every and not (thread_due and not entry)
            )

    def _page_request(self, visit: Visit, *, conditional: bool = False) -> Request:
        return Request(
            visit.url,
            self.parse_article,
            errback=self.article_failed,
            cb_kwargs={"link": Link(url=visit.url), "key": visit.key},
            dont_filter=True,
            **(conditions(visit.etag, visit.last_modified) if conditional else {}),
        )

    def _unchanged(self, visit: Visit) -> Iterator[Yielded]:
        """Go on to the thread of an article whose page is as it was."""
        self._count("articles/read")
        self._count("articles/known")
        thread = self.output.visits.thread(visit.article_id or "")
        now = clock.now()
        self.output.note(lambda: self.output.visits.read(visit, now, news=False))
        entry = self._entry(thread)
        if thread and entry and thread.due and thread.due <= clock.stamp():
            yield from self._visit_thread(visit, entry)

    def _is_thread_due(self, article: Article) -> bool:
        thread, known = self.output.visits.thread(article.id), self.output.known(article)
        if thread is None or known is None or known.status == "removed":
            return True
        due = thread.due is not None and thread.due <= clock.stamp()
        return due or self.arguments.revisit == "all"

    def _as_before(self, article: Article) -> bool:
        """Fill in what the last visit found of the thread; return whether there was one."""
        thread, known = self.output.visits.thread(article.id), self.output.known(article)
        if not (thread and known and known.thread):
            return False
        status, declared, collected = known.thread.split("/")
        article.comments_status = cast("CommentsStatus", status)
        article.comment_count = int(declared) if declared != "None" else None
        article.comments_collected = int(collected) if collected != "None" else None
        article.comments_via = cast("CommentsVia | None", thread.via)
        return True

    def _has_news(self, article: Article) -> bool:
        known = self.output.known(article)
        return known is None or known.hash != content_hash(article)

    def _is_emptied(self, article: Article, page: Page, visit: Visit | None) -> bool:
        """Return whether an article was taken out of its page: nothing is left to read there.

        A page with text that we cannot read is something else.
        """
        if not visit or not visit.article_id or article.article_body:
            return False
        tree = page.tree()
        for furniture in tree.cssselect(FURNITURE):
            furniture.drop_tree()
        return len(" ".join(tree.text_content().split())) <= EMPTY and self._has_news(article)

    def _withdrawn(self, visit: Visit, http_status: int) -> Iterator[Yielded]:
        """Write that a known article is gone; nothing is said of its comments."""
        now, visits = clock.now(), self.output.visits
        thread = visits.thread(visit.article_id or "")
        # If it comes back just as it was, a conditional request would not show it.
        unknown = visit._replace(etag=None, last_modified=None)
        self.output.note(lambda: visits.read(unknown, now, news=False))
        self.output.note(lambda: visits.stop(visit.article_id or ""))
        self._count("articles/read")
        yield Article(
            id=visit.article_id or "",
            site=self.site.name,
            url=visit.url,
            canonical_url=self.output.ledger.url(visit.article_id or "") or visit.url,
            request_url=visit.url,
            status="removed",
            comment_count=thread.declared if thread else None,
            comments_collected=thread.collected if thread else None,
            comments_status=cast("CommentsStatus", thread.status if thread else "skipped"),
            metadata=Metadata(
                date_downloaded=clock.stamp(now),
                spider=self.name,
                run_id=self.run_id,
                http_status=http_status,
            ),
        )


def conditions(etag: str | None, last_modified: str | None) -> dict[str, Any]:
    """Return what makes a request conditional (RFC 9110, 13.1); nothing without validators."""
    headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    # Scrapy would send letters beyond ASCII in UTF-8: not what the server gave.
    given = {name: value.encode("latin-1") for name, value in headers.items() if value}
    return {"headers": given, "meta": {"handle_httpstatus_list": [304]}} if given else {}


def validators(response: Response) -> dict[str, Any]:
    """Return what a server gives to ask it later whether something changed."""
    names = {"etag": "ETag", "last_modified": "Last-Modified"}
    found = {key: response.headers.get(name) for key, name in names.items()}
    return {key: value.decode("latin-1") if value else None for key, value in found.items()}
