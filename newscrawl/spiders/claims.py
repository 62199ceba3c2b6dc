"""Pages that claim another address than their own: the page there is asked whether it is so."""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from typing import Any, NamedTuple

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawl import clock
from newscrawl.archive.capture import AS_OF, CAPTURE, answered_at
from newscrawl.discovery.base import Link
from newscrawl.extract.claims import claimed_address, is_further_page, is_same_article
from newscrawl.extract.identity import url_hash
from newscrawl.extract.paged import first_page
from newscrawl.items import Article
from newscrawl.middlewares.writes import GIVEN_BY
from newscrawl.net.failures import reason_of, request_of
from newscrawl.page import Page
from newscrawl.spiders.answers import unfit
from newscrawl.spiders.crawl import Crawl, Yielded

DONE: Any = object()
"""What no step of reading gives."""
KEPT = 64
"""Answers of claimed addresses that are kept: a template names one on every page."""


class Held(NamedTuple):
    """A page that was read, and waits to hear what its article's address is."""

    response: Response
    page: Page
    article: Article
    link: Link
    key: str


class Claimed(NamedTuple):
    """The page at an address that others claim."""

    response: Response
    page: Page
    article: Article


Read = Callable[[Held], Iterator[Yielded]]


class Claims:
    """Settles what address a page's article has.

    `read` reads a held page as what it is; `drop` notes one that could not be settled in this run,
    with the reason.
    """

    def __init__(
        self, crawl: Crawl, read: Read, drop: Callable[[Held, str], Iterator[Yielded]]
    ) -> None:
        self.crawl, self.read, self.drop = crawl, read, drop
        self._waiting: dict[str, list[Held]] = {}
        self._answers: OrderedDict[str, Claimed | None] = OrderedDict()

    def settle(self, held: Held) -> Iterator[Yielded]:
        """Read a held page: from the address that it claims, if the page there agrees."""
        claimed = self._claim(held.page)
        if claimed is None or self._is_settled(held):
            yield from self.read(held)
            return
        place = url_hash(claimed)
        if not self.crawl.site.wants(claimed):
            yield from self._refuse(held, claimed)
        elif place in self._answers:
            yield from self._decide(held, claimed, self._answers[place])
        elif place in self._waiting:
            self._waiting[place].append(held)
        else:
            self._waiting[place] = [held]
            yield self._ask(claimed, held.page)

    def _claim(self, page: Page) -> str | None:
        return claimed_address(page) if self.crawl.site.believes_claims else first_page(page)

    def _is_settled(self, held: Held) -> bool:
        """Return whether the article at this address is known: it keeps the id it has."""
        visit = self.crawl.output.visits.of(held.key)
        if visit is None or visit.article_id is None:
            return False
        page = held.page
        return url_hash(visit.url) in {url_hash(page.url), url_hash(page.request_url)}

    def _ask(self, claimed: str, page: Page) -> Request:
        return Request(
            claimed,
            self.answered,
            errback=self.failed,
            cb_kwargs={"claimed": claimed},
            # An article's page vouches for it.
            meta={"vouched": True, GIVEN_BY: page.url},
            # Pages are held in memory meanwhile.
            priority=20,
            dont_filter=True,
        )

    def answered(self, response: Response, claimed: str) -> Iterator[Yielded]:
        """Take the page at a claimed address."""
        page = Page.of(response)
        there = not unfit(page) and url_hash(page.url) == url_hash(claimed)
        if there and self._claim(page) is None:
            found = Claimed(response, page, self.crawl.site.article(page))
        else:
            found = None
        yield from self._answer(claimed, found)

    def rehearse(self, response: Response, claimed: str) -> None:
        """Read as `answered` does, without any effect."""
        page = Page.of(response)
        if not unfit(page):
            claimed_address(page)
            self.crawl.site.article(page)

    def failed(self, failure: Failure) -> Iterator[Yielded]:
        """Let nothing stand at an address that could not be read."""
        claimed, reason = request_of(failure).cb_kwargs["claimed"], reason_of(failure)
        self.crawl.note_silence(failure)
        if reason in {"stopped", "budget", "back_off"}:
            for held in self._waiting.pop(url_hash(claimed), []):
                yield from self.drop(held, reason)
            return
        yield from self._answer(claimed, None)

    def _answer(self, claimed: str, found: Claimed | None) -> Iterator[Yielded]:
        place = url_hash(claimed)
        self._answers[place] = found
        if len(self._answers) > KEPT:
            self._answers.popitem(last=False)
        for held in self._waiting.pop(place, []):
            yield from self._decide(held, claimed, found)

    def _decide(self, held: Held, claimed: str, found: Claimed | None) -> Iterator[Yielded]:
        if not (found and self._agrees(held, found)):
            yield from self._refuse(held, claimed)
            return
        self.crawl.stats.inc_value("canonical/confirmed")
        response, page, _ = found
        self.crawl.output.asked(held.key, page.request_url)
        article = self.crawl.site.article(page)
        yield from self._read(Held(response, page, article, held.link, held.key))

    def _agrees(self, held: Held, found: Claimed) -> bool:
        if first_page(held.page) and is_further_page(held.page, held.article, *found[1:]):
            return True
        return is_same_article(held.article, found.article)

    def _refuse(self, held: Held, claimed: str) -> Iterator[Yielded]:
        self.crawl.stats.inc_value("canonical/refused")
        held.article.metadata.validation_messages.append(
            f"canonical_url: the page declares {claimed}, which is another"
        )
        yield from self._read(held)

    def _read(self, held: Held) -> Iterator[Yielded]:
        """Read a page as of its own answer: it may be another one's turn."""
        steps, moment = self.read(held), answered_at(held.page.carried)
        while True:
            with clock.at(moment) if moment else nullcontext():
                one = next(steps, DONE)
            if one is DONE:
                return
            if isinstance(one, Request) and CAPTURE in held.page.carried:
                one.meta.setdefault(AS_OF, held.page.carried.get(AS_OF) or moment)
            yield one
