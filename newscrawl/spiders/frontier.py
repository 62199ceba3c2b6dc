"""Which of the links found are asked for, decided before anything is downloaded."""

from collections.abc import Sequence
from functools import partial
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
    """The links of a crawl: each is taken once, the newest first, and no more than `limit`.

    They wait in the ledger; `next` gives one after the other.
    """

    def __init__(self, crawl: Crawl) -> None:
        self.crawl = crawl
        self.taken = 0
        """How many articles count towards `limit`."""
        self.counted: set[str] = set()
        """Keys of those, if there is a limit."""
        self.waiting = crawl.output.links.waiting()
        self.given = 0
        """How many `next` has given, those that gave no article included."""

    def take(self, link: Link, *, chosen: bool = False) -> bool:
        """Let a link wait, if it is wanted; `chosen` articles were named by the user."""
        candidate = self._candidate(link)
        if reason := self._refusal(candidate, chosen=chosen):
            self.crawl.stats.inc_value(f"links/{reason}")
            if reason == "out_of_range" and self.crawl.is_first:
                self.crawl.note_date(self._date(candidate))
            return False
        self.crawl.output.found(*candidate, self._day(candidate))
        self.waiting += 1
        self._count()
        return True

    def next(self) -> Candidate | None:
        """Return the newest link that waits, None where there is none or `limit` is reached."""
        output = self.crawl.output
        while self._room() and (found := output.newest()):
            candidate = Candidate(found.key, found.url, found.link)
            output.asked(found.key, found.url)
            self.waiting -= 1
            is_past = found.is_left and self._is_past(candidate)
            if not is_past:
                self._give(found.key)
            self._count()
            if not is_past:
                return candidate
        return None

    def _give(self, key: str) -> None:
        self.taken += 1
        self.given += 1
        if self.crawl.arguments.limit is not None:
            self.counted.add(key)

    def gave_none(self, key: str) -> None:
        """Note that a link gave no article, so that another one may take its place."""
        if key in self.counted:
            self.counted.remove(key)
            self.taken -= 1

    def _room(self) -> int:
        """Return how many of those that wait may be asked for."""
        limit = self.crawl.arguments.limit
        return self.waiting if limit is None else min(self.waiting, max(limit - self.taken, 0))

    def _count(self) -> None:
        self.crawl.stats.set_value("articles/found", self.given + self._room())

    def _is_past(self, candidate: Candidate) -> bool:
        """Return whether what a stopped run left to do was done since, or failed."""
        if not self.crawl.output.meet(candidate.key):
            return True
        reason = self._by_visit(candidate, chosen=True)
        if reason:
            self.crawl.stats.inc_value(f"links/{reason}")
        return reason is not None

    def _day(self, candidate: Candidate) -> str:
        """Return what tells which of two links is newer: a moment or day; empty if unknown."""
        site, link = self.crawl.site, candidate.link
        if moment := site.moment(link.published) or site.moment(link.modified):
            return clock.stamp(moment[0])
        day = site.day(candidate.url)
        return day.isoformat() if day else ""

    def _candidate(self, link: Link) -> Candidate:
        url = self.crawl.site.url(link.url)
        keys = self.crawl.site.keys(url)
        key = next(keys)
        # A list may name very many, and the former keys of an address are not made in no time.
        former = [] if self.crawl.is_first else [*keys]
        if former and (visit := self.crawl.output.visits.of(key, *former)):
            key = visit.key
        return Candidate(key, url, link)

    def _date(self, candidate: Candidate) -> str | None:
        """Return the day of a candidate, as the list, its address or an earlier visit gives it."""
        site, visit = self.crawl.site, self.crawl.output.visits.of(candidate.key)
        printed, day = site.moment(candidate.link.published), site.day(candidate.url)
        found = printed[0].date() if printed else day
        return found.isoformat() if found else visit and visit.published

    def _refusal(self, candidate: Candidate, *, chosen: bool) -> str | None:
        """Return why a link is not followed, in one word."""
        output, key = self.crawl.output, candidate.key
        state = output.state_of(key)
        if state == "waiting" or not output.meet(key):
            return "duplicate"
        if state == "done":
            self.taken += 1
            return "done"
        return self._by_visit(candidate, chosen=chosen) or (
            None if chosen else self._unwanted(candidate)
        )

    def _by_visit(self, candidate: Candidate, *, chosen: bool) -> str | None:
        """Return why the last visit speaks against another one, if it does."""
        key, url, link = candidate
        output = self.crawl.output
        visit = output.visits.of(key)
        if visit is None:
            return None
        if (present := self.crawl.site.present(visit.url, url)) != visit.url:
            output.note(partial(output.visits.moved, key, present))
        return self._resting(visit, link, chosen=chosen)

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
            # An archive's pages are chosen by their captures: see `spiders/archived.py`.
            is_chosen = arguments.is_archived and not arguments.is_again
            return None if due or is_chosen else "failed_before"
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
