"""The living paper as a server on loopback, at a moment that whoever runs it sets."""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime
from email.utils import format_datetime
from threading import Lock, Thread
from types import TracebackType
from typing import NamedTuple, Self
from urllib.parse import parse_qsl, urlsplit

from newscrawl.demo.routes import NOT_FOUND, Answer
from newscrawl.demo.server import Handler, Server
from tests.days import pages, talk
from tests.days.events import Story
from tests.days.month import REDESIGN, Month

ARTICLE = re.compile(r"^/\w+/\d{4}/\d\d/\d\d/[\w,-]+-(\d{5,})$")
TALK = re.compile(r"/members/api/|/wp/v2/")
MAINTENANCE = Answer("<!DOCTYPE html><title>Back soon</title><p>We are painting the harbour.</p>")


class Visit(NamedTuple):
    """A call and what it was given."""

    moment: datetime
    path: str
    """With its query."""
    status: int
    """304 is logged as the 200 it confirms."""
    page_of: int | None = None
    """The story whose page was asked for."""
    talk_of: int | None = None
    """The story whose comments were given."""
    shown: frozenset[str] = frozenset()
    """The ids of those comments."""


class MovingPaper:
    """`with MovingPaper() as paper: paper.now = ...; paper.base_url`.

    Set `now` to move it. The hours without connections are such for new and for open ones.
    """

    def __init__(self, month: Month | None = None, port: int = 0) -> None:
        self.month = month or Month()
        self.visits: list[Visit] = []
        """Every call that was answered, in order."""
        self._posts = {talk.post_id(story): story for story in self.month.stories}
        self._now, self._lock = self.month.start, Lock()
        self._server: Server | None = self._listening(port)
        self.port: int = self._server.server_port
        self.base_url: str = f"http://127.0.0.1:{self.port}"
        self._routes: dict[str, Callable[[list[Story]], Answer]] = {
            "/": lambda listed: Answer(pages.front(listed, self._now)),
            "/robots.txt": lambda _: Answer(pages.robots(self.base_url), "txt"),
            "/feed.xml": lambda listed: _tagged(
                Answer(pages.feed(listed, self.base_url, self._now), "xml")
            ),
            "/news-sitemap.xml": lambda listed: _tagged(
                Answer(pages.sitemap(listed, self.base_url, self._now), "xml")
            ),
        }

    @property
    def now(self) -> datetime:
        return self._now

    @now.setter
    def now(self, moment: datetime) -> None:
        self._now = moment
        refused = self.month.trouble(moment) == "refused"
        if refused and self._server:
            self._hang_up()
        elif not refused and not self._server:
            self._server = self._listening(self.port)
            self._serve()

    def __enter__(self) -> Self:
        self._serve()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server:
            self._hang_up()

    def answer(self, method: str, target: str, form: str) -> Answer | None:
        """Answer a call as of `now`; None where there is no connection."""
        parts, trouble = urlsplit(target), self.month.trouble(self._now)
        if trouble == "refused":
            return None
        answer, visit = self._answer(parts.path, dict(parse_qsl(parts.query)), target)
        with self._lock:
            self.visits.append(visit._replace(status=answer.status))
        return answer

    def _answer(self, path: str, query: dict[str, str], target: str) -> tuple[Answer, Visit]:
        visit, trouble = Visit(self._now, target, 0), self.month.trouble(self._now)
        if trouble == "failing":
            return Answer("<h1>500</h1>", status=500), visit
        if path in self._routes:
            return self._routes[path](self.month.listed(self._now)), visit
        if match := ARTICLE.match(path):
            story = self.month.by_number.get(int(match[1]))
            return self._article(story, path), visit._replace(
                page_of=story.number if story else None
            )
        if TALK.search(path + query.get("rest_route", "")):
            return self._talk(path, query, visit)
        return NOT_FOUND, visit

    def _article(self, story: Story | None, path: str) -> Answer:
        said = story.at(self._now) if story else None
        if not story or not said or story.path != path:
            return NOT_FOUND
        if absence := story.absence(self._now):
            gone = NOT_FOUND._replace(status=absence.http_status)
            return Answer(pages.emptied()) if absence.http_status == 200 else gone
        new = self.month.redesigned(self._now)
        changed = max(said.at, self.month.start + REDESIGN) if new else said.at
        body = pages.article(story, self.base_url, self._now, new=new)
        headers = (("Last-Modified", format_datetime(changed, usegmt=True)),)
        return _tagged(Answer(body, headers=headers))

    def _talk(self, path: str, query: dict[str, str], visit: Visit) -> tuple[Answer, Visit]:
        trouble, found = self.month.trouble(self._now), self._find_talk(path, query)
        if trouble == "silent" or (trouble == "cut" and found and found.page > 1):
            return Answer('{"error": "busy"}', "json", 503), visit
        if trouble == "maintenance":
            return MAINTENANCE, visit
        if not found:
            return Answer('{"error": "not found"}', "json", 404), visit
        answer = _tagged(Answer(talk.as_json(found.data), "json", headers=found.headers))
        return answer, visit._replace(talk_of=found.story, shown=found.shown)

    def _find_talk(self, path: str, query: dict[str, str]) -> talk.Talk | None:
        """Return the answer of the comment systems; the redesign moved both to other addresses."""
        there = {
            post: story
            for post, story in self._posts.items()
            if story.published <= self._now and not story.absence(self._now)
        }
        new = self.month.redesigned(self._now)
        if path == ("/index.php" if new else f"/wp-json{talk.WORDPRESS}"):
            if new and query.get("rest_route") != talk.WORDPRESS:
                return None
            return talk.wordpress(there, query, self._now)
        if path.startswith("/talk/members/" if new else "/members/"):
            return talk.ghost(there, path, query, self._now)
        return None

    def _listening(self, port: int) -> Server:
        server = Server(("127.0.0.1", port), Handler)
        server.demo = self
        return server

    def _serve(self) -> None:
        assert self._server
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def _hang_up(self) -> None:
        assert self._server
        self._server.shutdown()
        self._server.server_close()
        self._server = None
        self._thread.join()


def _tagged(answer: Answer) -> Answer:
    tag = hashlib.sha256(answer.body.encode()).hexdigest()[:16]
    return answer._replace(headers=(*answer.headers, ("ETag", f'"{tag}"')))
