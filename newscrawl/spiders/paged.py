"""The further pages of an article: asked for one after the other, and added to the first."""

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawl.extract.claims import is_part
from newscrawl.extract.paged import add, continues, next_page, said_count
from newscrawl.items import Article
from newscrawl.middlewares.writes import GIVEN_BY
from newscrawl.net.failures import reason_of, request_of
from newscrawl.page import Page
from newscrawl.spiders.crawl import Crawl, Yielded
from newscrawl.spiders.rendered import take_html
from newscrawl.state.visits import Visit

logger = logging.getLogger(__name__)

MOST = 50
"""Pages of one article."""

SAID = {
    "another": "what is there seems to be something else",
    "login": "its address holds a name and a password",
    "write": "it would change something there",
}
"""What a reason means, where its word alone would not tell."""
LASTING = re.compile(r"robots|login|write|http_404|http_410|more than|the page says")
"""Reasons for which the page will not be there on the next visit either."""


@dataclass(kw_only=True)
class PagedArticle:
    """An article whose first page was read, and what of its further pages was."""

    article: Article
    page: Page
    """The first page: it shows which comment systems the article has."""
    visit: Visit
    asked: set[str] = field(default_factory=set)
    """The addresses of its further pages."""
    missing: str | None = None
    """Why the next page was not read, if it was not."""

    @property
    def may_be_whole_later(self) -> bool:
        return bool(self.missing and not LASTING.match(self.missing))


class FurtherPages:
    """Reads an article to its end, then hands it on; it is held in memory meanwhile.

    Nothing of it is written before, so that a run that is killed leaves it to the next one.
    """

    def __init__(self, crawl: Crawl, then: Callable[[PagedArticle], Iterator[Yielded]]) -> None:
        self.crawl, self.then = crawl, then

    def read(self, paged: PagedArticle, page: Page) -> Iterator[Yielded]:
        """Go on from a page of the article, the first or a later one."""
        url, read = next_page(page), len(paged.asked) + 1
        if url in paged.asked or (url and not self.crawl.site.is_ours(url)):
            url = None
        if url and read < MOST:
            paged.asked.add(url)
            yield self._request(url, paged)
            return
        if url:
            self._miss(paged, read + 1, f"more than {MOST} pages")
        elif (said := said_count(page)) and said > read:
            self._miss(paged, read + 1, f"the page says {said} pages, and has no link to the next")
        yield from self.then(paged)

    def _request(self, url: str, paged: PagedArticle) -> Request:
        return Request(
            url,
            self.parse,
            errback=self.failed,
            cb_kwargs={"paged": paged},
            meta={GIVEN_BY: paged.page.url},
            # As with threads: what was begun is finished first.
            priority=20,
            dont_filter=True,
        )

    def parse(self, response: Response, paged: PagedArticle) -> Iterator[Yielded]:
        """Add a page to the article, if it is one of its own."""
        page, first = Page.of(response), paged.article
        then = self.crawl.site.article(page)
        take_html(self.crawl, then, page)
        if (is_part(page, first) or continues(first, then)) and add(first, then):
            self.crawl.stats.inc_value("articles/further_pages")
            yield from self.read(paged, page)
            return
        number = len(paged.asked) + 1
        if then.article_body is None:
            self._miss(paged, number, "empty")
        elif (said_count(paged.page) or 0) >= number:
            self._miss(paged, number, "another")
        # Else it is the same page with other comments, or the next article of a series.
        yield from self.then(paged)

    def failed(self, failure: Failure) -> Iterator[Yielded]:
        """Go on without a page that could not be fetched, and say so."""
        paged: PagedArticle = request_of(failure).cb_kwargs["paged"]
        if (reason := reason_of(failure)) == "stopped":
            return  # half an article is not written: the next run reads it again
        self._miss(paged, len(paged.asked) + 1, reason)
        yield from self.then(paged)

    def _miss(self, paged: PagedArticle, number: int, reason: str) -> None:
        paged.missing = reason
        self.crawl.stats.inc_value("articles/read_in_part")
        logger.info("article not read to its end: %s (%s)", paged.article.url, reason)
        paged.article.metadata.validation_messages.append(
            f"article_body: its page {number} was not read ({SAID.get(reason, reason)})"
        )
