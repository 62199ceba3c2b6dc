"""Articles that were read before: asked for when they are due, found unchanged, or withdrawn."""

from collections.abc import Iterator
from typing import Protocol, cast

from scrapy import Request

from newscrawl import clock
from newscrawl.archive.capture import archived, kept
from newscrawl.engines.answers import WALL, WALL_AT_MOST
from newscrawl.extract.finishing import content_hash
from newscrawl.extract.selecting import select
from newscrawl.items import Article, CommentsStatus, Metadata
from newscrawl.page import Page
from newscrawl.spiders.comments import CommentCollector
from newscrawl.spiders.crawl import Crawl, Yielded
from newscrawl.state.visits import ThreadVisit, Visit

GONE = frozenset({"http_404", "http_410"})
"""Failure reasons that mean an article was withdrawn."""
FURNITURE = "script, style, noscript, nav, header, footer, aside, form, template, title"
EMPTY = 200
"""A page with at most this many characters counts as emptied."""


class AskPage(Protocol):
    """Makes the request for the page of an article that was read before."""

    def __call__(self, visit: Visit, *, conditional: bool = False) -> Request: ...


class Revisits:
    """What is done with the articles that a crawl already knows."""

    def __init__(self, crawl: Crawl, comments: CommentCollector, ask_page: AskPage) -> None:
        self.crawl, self.comments, self.ask_page = crawl, comments, ask_page

    def due(self) -> list[Visit]:
        """Return the articles to visit again; the user may ask for all, or for none."""
        arguments, due = self.crawl.arguments, dict[str, Visit]()
        if arguments.revisit == "none":
            return []
        visits = self.crawl.output.visits.due(
            self.crawl.site.scope, clock.now(), everything=arguments.revisit == "all"
        )
        for visit in visits:
            if self.crawl.site.is_ours(visit.url) and self._is_asked_for(visit):
                due.setdefault(visit.article_id or visit.key, visit)
        return list(due.values())

    def _is_asked_for(self, visit: Visit) -> bool:
        arguments = self.crawl.arguments
        sections = arguments.sections
        if sections and self.crawl.site.in_sections(sections, visit.url) is False:
            return False
        # A user who gives `until` wants a part of the past, and nothing else.
        inside = arguments.window.since <= visit.age_from < arguments.window.until
        return inside or "until" not in arguments.given

    def start(self, visit: Visit) -> Iterator[Yielded]:
        """Visit what is due of an article: its page, its thread, or both."""
        now, every = clock.stamp(), self.crawl.arguments.revisit == "all"
        thread = self.crawl.output.visits.thread(visit.article_id or "")
        entry = self.comments.entry(thread) if self.crawl.arguments.comments else None
        page_due = every or (visit.due is not None and visit.due <= now)
        thread_due = bool(thread and thread.due and thread.due <= now)
        if entry and thread_due and not page_due:
            yield from self.comments.visit(visit, entry)
        else:
            yield self.ask_page(visit, conditional=not every and not (thread_due and not entry))

    def unchanged(self, visit: Visit) -> Iterator[Yielded]:
        """Go on to the thread of an article whose page is unchanged."""
        output, now = self.crawl.output, clock.now()
        self.crawl.stats.inc_value("articles/read")
        self.crawl.stats.inc_value("articles/known")
        output.note(lambda: output.visits.read(visit, now, news=False))
        thread = output.visits.thread(visit.article_id or "")
        entry = self.comments.entry(thread) if self.crawl.arguments.comments else None
        if thread and entry and thread.due and thread.due <= clock.stamp():
            yield from self.comments.visit(visit, entry)

    def postpone(self, visit: Visit) -> None:
        """Ask for a known article at its usual times again; this visit said nothing about it."""
        now, output = clock.now(), self.crawl.output
        output.note(lambda: output.visits.read(visit, now, news=False))

    def has_news(self, article: Article) -> bool:
        """Return whether an article's text differs from the one written last."""
        known = self.crawl.output.known(article)
        return known is None or known.hash != content_hash(article)

    def is_emptied(self, article: Article, page: Page, visit: Visit) -> bool:
        """Return whether an article was removed from its page: nothing is left to read there.

        A page whose text we cannot read is another case.
        """
        if not visit.article_id or article.article_body or _is_wall(page):
            return False
        tree = page.tree()
        for furniture in select(tree, FURNITURE):
            furniture.drop_tree()
        return len(" ".join(tree.text_content().split())) <= EMPTY and self.has_news(article)

    def is_another(self, article: Article, page: Page, visit: Visit) -> bool:
        """Return whether the address of a known article answers another page.

        A wall against machines, an error that calls itself 200, a question for consent: such a
        page has a heading and some text, and nothing by which it is the article: neither
        JSON-LD of one, nor a date where it had one; that in its address says nothing of what is
        there. What never had another one is a short page.
        """
        if not visit.article_id or page.ld or not self.has_news(article):
            return False
        if article.date_published_raw and article.date_published_source != "url":
            return False
        if visit.published and ("T" in visit.published or not article.date_published_raw):
            return True
        marked = (page.meta("og:type") or "").lower() == "article"
        return not marked and len(article.article_body or "") <= EMPTY

    def withdrawn(self, visit: Visit, page: Page) -> Article:
        """Return the line of a known article that is gone; it says nothing about its comments.

        `page` is the answer that shows it.
        """
        now, output, article_id = clock.now(), self.crawl.output, visit.article_id or ""
        thread = output.visits.thread(article_id)
        # If it comes back just as it was, a conditional request would not show it.
        unknown = visit._replace(etag=None, last_modified=None)
        output.note(lambda: output.visits.read(unknown, now, news=False))
        output.note(lambda: output.visits.stop(article_id))
        self.crawl.stats.inc_value("articles/read")
        metadata = Metadata(date_downloaded=clock.stamp(now), http_status=page.status)
        self.crawl.sign(metadata)
        metadata.warc_record_id = kept(page)
        metadata.archive = None if self.crawl.arguments.is_again else archived(page)
        site = self.crawl.site
        return Article(
            id=article_id,
            site=site.name_at(visit.url),
            edition=site.edition.code if len(site.editions) > 1 else None,
            url=visit.url,
            canonical_url=output.ledger.url(article_id) or visit.url,
            request_url=visit.url,
            status="removed",
            comment_count=thread.declared if thread else None,
            comments_collected=thread.collected if thread else None,
            comments_reason=withdrawn_reason(thread),
            comments_status=cast("CommentsStatus", thread.status if thread else "skipped"),
            metadata=metadata,
        )


def _is_wall(page: Page) -> bool:
    return WALL.search(page.text_content[:WALL_AT_MOST]) is not None


def withdrawn_reason(thread: ThreadVisit | None) -> str:
    """Return what a verdict says of the comments of an article that is gone."""
    seen = f"its comments are those of {thread.visited}" if thread else "no comments were read"
    return f"the article was withdrawn; {seen}"
