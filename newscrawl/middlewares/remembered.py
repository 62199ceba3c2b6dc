"""What a run died of, or could not read in time: asked for last, and ever more rarely."""

from typing import Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler

from newscrawl import clock
from newscrawl.middlewares.reading import name_of
from newscrawl.net.conditional import conditions
from newscrawl.net.failures import Unread
from newscrawl.state.poison import Poisons
from newscrawl.state.storage import output_of

LAST = -1000
"""Below the priority of everything else."""


class Remembered:
    """Decides on requests for what the ledger remembers as poison."""

    def __init__(self, poisons: Poisons) -> None:
        self.poisons = poisons

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(output_of(crawler).poisons)

    def process_request(self, request: Request, spider: Spider | None = None) -> Request | None:
        """Put a request last, and make it conditional. Raises Unread if it is not due yet."""
        known = self.poisons.known.get(name_of(request))
        if not known or request.meta.get("dont_obey_robotstxt"):
            return None  # nothing may be asked for without a host's robots.txt
        if known.due > clock.stamp():
            raise Unread(f"still_{known.word}")
        if request.priority != LAST:
            return request.replace(priority=LAST, dont_filter=True)
        given = conditions(known.etag, known.last_modified)
        request.headers.update(given.get("headers", {}))
        request.meta.update(given.get("meta", {}))
        return None
