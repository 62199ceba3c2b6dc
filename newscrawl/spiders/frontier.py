"""Which of the links found are asked for, decided before anything is downloaded."""

from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

from newscrawl import clock
from newscrawl.discovery.base import Link
from newscrawl.spiders.crawl import Crawl
from newscrawl.state.schedule import moment_of
from newscrawl.state.visits import Visit

OTHER_SECTION = "other_section:"


def unwanted_by(sections: Sequence[str]) -> str:
    """Return what is noted of an article that belongs to none of the sections."""
    return OTHER_SECTION + ",".join(sorted(sections))


class Candidate(NamedTuple):
    """An article that may be asked for."""

    key: str
    """What identifies it before it is read; mostly what becomes its id."""
    url: str
    link: Link


class Frontier:
    """The links of a crawl: each is taken once, and no more than `limit` of them."""

    def __init__(self, crawl: Crawl) -> None:
        self.crawl = crawl
        self.seen: set[str] = set()
        """Keys of the articles that were asked for, or not wanted."""
        self.taken = 0
        self.counted: set[str] = set()
        """Keys of the articles that `limit` counts."""
        self.backlog: deque[Candidate] = deque()
        """Links that wait because `limit` is reached."""

    def take(self, link: Link, *, chosen: bool = False) -> Candidate | None:
        """Return what to ask for, or None; `chosen` articles were named by the user."""
        candidate = self._candidate(link)
        if reason := self._refusal(candidate, chosen=chosen):
            self.crawl.stats.inc_value(f"links/{reason}")
            if reason == "out_of_range" and self.crawl.is_first:
                self.crawl.note_date(self._date(candidate))
            return None
        limit = self.crawl.arguments.limit
        if limit is not None and self.taken >= limit:
            self.backlog.append(candidate)
            return None
        return self._taken(candidate)

    def replacement(self, key: str) -> Candidate | None:
        """Return the next link held back by `limit`, after one that was taken gave no article."""
        if key not in self.counted:
            return None
        self.taken -= 1
        return self._taken(self.backlog.popleft()) if self.backlog else None

    def _candidate(self, link: Link) -> Candidate:
        url = self.crawl.site.url(link.url)
        key, *former = self.crawl.site.keys(url)
        if former and (visit := self.crawl.output.visits.of(key, *former)):
            key = visit.key
        return Candidate(key, url, link)

    def _date(self, candidate: Candidate) -> str | None:
        """Return the day of a candidate, as the list, its address or an earlier visit gives it."""
        site, visit = self.crawl.site, self.crawl.output.visits.of(candidate.key)
        printed, day = site.moment(candidate.link.published), site.day(candidate.url)
        found = printed[0].date() if printed else day
        return found.isoformat() if found else visit and visit.published

    def _taken(self, candidate: Candidate) -> Candidate:
        self.taken += 1
        self.counted.add(candidate.key)
        self.crawl.stats.inc_value("articles/found")
        return candidate

    def _refusal(self, candidate: Candidate, *, chosen: bool) -> str | None:
        """Return why a link is not followed, in one word."""
        key, _, link = candidate
        output = self.crawl.output
        if key in self.seen:
            return "duplicate"
        self.seen.add(key)
        if output.is_settled(key):
            self.taken += 1
            return "done"
        visit = output.visits.of(key)
        if visit and (url := self.crawl.site.present(visit.url, candidate.url)) != visit.url:
            output.note(lambda: output.visits.moved(key, url))
        if visit and (reason := self._resting(visit, link, chosen=chosen)):
            return reason
        return None if chosen else self._unwanted(candidate)

    def _resting(self, visit: Visit, link: Link, *, chosen: bool) -> str | None:
        """Return why a page that was asked for before is not asked for now."""
        arguments, output = self.crawl.arguments, self.crawl.output
        if arguments.revisit == "all":
            return None
        failed = visit.failed or ""
        if failed == "out_of_range" or failed.startswith(OTHER_SECTION):
            return None if chosen else self._still_unwanted(visit)
        if visit.article_id is None:
            due = visit.due is not None and visit.due <= clock.stamp()
            return None if due else "failed_before"
        if arguments.revisit == "none":
            return "known"
        changed, visited = self.crawl.site.moment(link.modified), moment_of(visit.visited)
        if changed and visited and changed[0] > visited:
            return None
        # An article read without its comments still lacks them.
        lacks = arguments.comments and not output.visits.thread(visit.article_id)
        return None if lacks else "known"

    def _still_unwanted(self, visit: Visit) -> str | None:
        """Return why an article that was read and not wanted is not wanted now."""
        arguments, site = self.crawl.arguments, self.crawl.site
        if visit.failed == "out_of_range":
            inside = visit.published and arguments.wanted.holds(site.span_of(visit.published))
            return None if inside else "out_of_range"
        return "other_section" if visit.failed == unwanted_by(arguments.sections) else None

    def _unwanted(self, candidate: Candidate) -> str | None:
        site, arguments = self.crawl.site, self.crawl.arguments
        if site.in_window(candidate.link, arguments.wanted) is False:
            return "out_of_range"
        if arguments.sections:
            inside = site.in_sections(arguments.sections, candidate.url)
            return "other_section" if inside is False else None
        return None
