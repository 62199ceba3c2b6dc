"""What stands at an article's address in an archive and is not it: an older capture is read.

A wall against machines, an error that calls itself 200, a question for consent may be the newest
capture of a page, and hide all that were made before.
"""

from collections import Counter
from datetime import datetime

from scrapy import Request

from newscrawl.archive.capture import CAPTURE
from newscrawl.archive.captures import Captures
from newscrawl.archive.files import WAYBACK
from newscrawl.discovery.addresses import looks_like_article
from newscrawl.items import Article
from newscrawl.page import Page
from newscrawl.spiders.claims import Held
from newscrawl.spiders.crawl import Crawl
from newscrawl.spiders.revisits import Revisits
from newscrawl.state.visits import Visit

TRIES = 3
"""Captures of a page that are read, at most."""
MANY = 40
"""Links of a page that names many others: it was a list before, too."""


class OlderCaptures:
    """Which captures of each page are left out. Of no use where each capture is read."""

    def __init__(self, crawl: Crawl, revisits: Revisits, captures: Captures | None) -> None:
        self.crawl, self.revisits = crawl, revisits
        self.captures = captures if crawl.arguments.captures == "newest" else None
        self.tries = Counter[str]()
        """Captures of each page that were left out, by its key."""
        self.maybe: dict[str, frozenset[str]] = {}
        """What was left out of each page before the first capture that may be the article."""
        self.first: dict[str, datetime] = {}
        """When the first capture that was left out of each page was made."""

    def is_instead(self, held: Held, visit: Visit | None) -> bool:
        """Return whether a page is asked for again, as this capture of it may not be the article.

        `visit` is the last one of the page, if there was one.
        """
        if self.captures is None or held.response.request is None:
            return False
        _, page, article, _, key = held
        if not self.crawl.site.is_article(page, article):
            is_doubted = not _is_list(page)
        elif visit and visit.article_id:
            is_doubted = self._is_another(held, visit)
        else:
            is_doubted = self.tries[key] >= 0 and _bears_no_sign(article, page)
            if is_doubted:
                self.maybe.setdefault(key, self.captures.left_out(page.url))
        return is_doubted and self.is_left(held.response.request, key, visit)

    def _is_another(self, held: Held, visit: Visit) -> bool:
        _, page, article, _, _ = held
        emptied = self.revisits.is_emptied(article, page, visit)
        return not emptied and self.revisits.is_another(article, page, visit)

    def is_left(self, request: Request, key: str, visit: Visit | None) -> bool:
        """Leave out the capture that answered a request; return whether to ask for its page again.

        Then another one answers: an older one, if no visit has seen the article since, or again the
        newest that may be the article, if none is for sure.
        """
        if self.captures is None:
            return False
        tries, listed = self.tries[key], self.crawl.arguments.service == WAYBACK
        after = visit.visited if visit and visit.article_id else ""
        if 0 <= tries < TRIES - 1 and self.captures.pass_over(request.url, after, listed=listed):
            self.tries[key] += 1
            if capture := request.meta.get(CAPTURE):
                self.first.setdefault(key, capture.moment)
            return True
        if tries > 0:
            self.captures.take_back(request.url, self.maybe.get(key, frozenset()))
        self.tries[key] = -1
        return tries > 0 and key in self.maybe

    def settle(self, key: str, url: str) -> None:
        """Count the captures that were left out of a page that was read after all."""
        for _ in range(self.tries[key]):
            self.crawl.unread("articles", "other_capture", url)


def _is_list(page: Page) -> bool:
    """Return whether a page that is no article names others, as it did before."""
    return not looks_like_article(page.url) and sum(1 for _ in page.root.iter("a")) >= MANY


def _bears_no_sign(article: Article, page: Page) -> bool:
    """Return whether a page has a heading or some text, and nothing by which it is an article.

    Neither JSON-LD of one, nor a type, nor a date but that in its address.
    """
    dated = article.date_published_raw and article.date_published_source != "url"
    return not (page.ld or dated or (page.meta("og:type") or "").lower() == "article")
