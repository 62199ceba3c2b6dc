"""What the paper answers to an address. No sockets here: see `server.py`."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from html import escape as esc
from importlib import resources
from typing import Any, NamedTuple

from newscrawl.demo import chat, feeds, new_design, old_comments, old_design
from newscrawl.demo.editions import SECTIONS, Edition
from newscrawl.demo.markup import picture
from newscrawl.demo.paper import Paper, Story
from newscrawl.demo.threads import Thread

WRITES = re.compile(
    r"^/(?:services/(?:comments/(?:add|edit|delete|like)|likes/like|chat/(?:add|add_emoji|report)"
    r"|article/add_emoji|id/.*|author/message|counter)|web_push/subscribe)(?:/|$)"
)
"""Paths that change something on the real site, whatever the method."""

ARTICLE = (
    re.compile(r"^/(?:amp/)?(?P<day>\d{8})/(?:[^/]*-)?(?P<id>\d{8,12})\.html$"),
    re.compile(r"^/(?:amp/)?[^/]+/(?P<day>\d{8})(?P<id>\d{9,10})(?:-[^/]*)?/?$"),
)
TYPES = {
    "html": "text/html; charset=utf-8",
    "xml": "text/xml; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "svg": "image/svg+xml",
}


class Answer(NamedTuple):
    body: str = ""
    kind: str = "html"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def content_type(self) -> str:
        return TYPES[self.kind]


NOT_FOUND = Answer("<!DOCTYPE html><title>404</title><h1>404</h1>", status=404)


class Routes:
    """Makes answers when they are requested."""

    def __init__(self, edition: Edition, articles: int, seed: int) -> None:
        self.edition, self.seed = edition, seed
        self.paper = Paper(edition, articles, seed)
        self.now = datetime(2021, 3, 1, 12, tzinfo=UTC)
        """The time of every visit, which the page clock prints."""
        self.base = ""
        self.thread: Callable[[int], Thread] = lru_cache(maxsize=None)(self._thread)
        self._table: list[tuple[re.Pattern[str], Callable[..., Answer]]] = [
            (re.compile(pattern), handler)
            for pattern, handler in (
                (r"^/$", self._home),
                (r"^/robots\.txt$", self._robots),
                (r"^/sitemap_article_index\.xml$", self._sitemap_index),
                (r"^/sitemap_article\.xml$", self._sitemap),
                (r"^/sitemap_(list_index|archive)\.xml$", self._small_sitemap),
                (r"^/export/rss2/(\w+)/index\.xml$", self._rss),
                (r"^/archive/(?:(\d{8})/?)?$", self._archive),
                (r"^/(?:(\w+)/)?(\d{8})/?$", self._day),
                (r"^/(\w+)/$", self._section),
                (r"^/img/(\d+)\.svg$", self._image),
                (r"^/(?:js|css)/(\w+\.(js|css))$", self._asset),
                (r"^/services/(?:\w+/)?more\.html$", self._no_more),
                (r"^/services/article/infinity/$", self._infinity),
                (r"^/services/comments/get_list/$", self._comments),
                (r"^/services/chat/get/$", self._chat),
                (r"^/services/dynamics/\d{8}/(\d+)\.html$", self._dynamics),
            )
        ]

    def answer(self, path: str, query: dict[str, str]) -> Answer:
        """Return the answer to a request. `query` holds its parameters and form fields."""
        for pattern in ARTICLE:
            if match := pattern.match(path):
                return self._article(match)
        for pattern, handler in self._table:
            if match := pattern.match(path):
                try:
                    return handler(query, *match.groups())
                except (ValueError, KeyError):
                    return NOT_FOUND
        return NOT_FOUND

    def _thread(self, number: int) -> Thread:
        return Thread(self.paper.by_number[number], self.edition.language, self.seed)

    def _article(self, match: re.Match[str]) -> Answer:
        story = self.paper.by_number.get(int(match["id"]))
        if story is None or match["day"] != f"{story.day:%Y%m%d}":
            return NOT_FOUND
        design = new_design if story.design == "new" else old_design
        return Answer(design.article(story, self.paper, self.base, self.now))

    def _home(self, query: dict[str, str]) -> Answer:
        return self._listing(self.edition.label["home"], self.paper.newest(20))

    def _section(self, query: dict[str, str], section: str) -> Answer:
        if section not in SECTIONS:
            return NOT_FOUND
        more = f"/services/{section}/more.html?id=0&date={self.now:%Y%m%dT%H%M%S}"
        title = self.edition.label[section]
        return self._listing(title, self.paper.newest(20, section), more)

    def _day(self, query: dict[str, str], section: str | None, day: str) -> Answer:
        stories = self.paper.on(_day(day), section)
        more = f"/services/{day}/more.html?id=0&date={day}T235959"
        return self._listing(f"{_day(day):%d.%m.%Y}", stories, more)

    def _archive(self, query: dict[str, str], day: str | None) -> Answer:
        when = _day(day) if day else self.paper.stories[-1].day
        return Answer(old_design.archive(when, self.paper.on(when), self.paper, self.now))

    def _listing(self, title: str, stories: list[Story], more: str = "") -> Answer:
        return Answer(new_design.listing(self.paper, title, stories, self.now, more))

    def _robots(self, query: dict[str, str]) -> Answer:
        return Answer(feeds.robots(self.base), "txt")

    def _sitemap_index(self, query: dict[str, str]) -> Answer:
        return Answer(feeds.sitemap_index(self.paper, self.base), "xml")

    def _sitemap(self, query: dict[str, str]) -> Answer:
        start, end = _day(query["date_start"]), _day(query["date_end"])
        return Answer(feeds.sitemap(self.paper, self.base, start, end), "xml")

    def _small_sitemap(self, query: dict[str, str], name: str) -> Answer:
        paths = [f"/{s}/" for s in SECTIONS] if name == "list_index" else ["/archive/"]
        return Answer(feeds.small_sitemap(paths, self.base), "xml")

    def _rss(self, query: dict[str, str], section: str) -> Answer:
        if section not in {*SECTIONS, "archive"}:
            return NOT_FOUND
        stories = self.paper.newest(30, None if section == "archive" else section)
        return Answer(feeds.rss(self.paper, self.base, stories, section), "xml")

    def _image(self, query: dict[str, str], number: str) -> Answer:
        return Answer(picture(int(number)), "svg")

    def _asset(self, query: dict[str, str], name: str, kind: str) -> Answer:
        file = resources.files(__package__) / "widgets" / name
        return Answer(file.read_text("utf-8"), kind) if file.is_file() else NOT_FOUND

    def _no_more(self, query: dict[str, str]) -> Answer:
        # The first page of every list holds everything.
        return Answer('<div class="list-items-loaded" data-count="0"></div>')

    def _infinity(self, query: dict[str, str]) -> Answer:
        story = self.paper.before(int(query["id"]))
        return Answer(new_design.item(story, self.paper, self.base) if story else "")

    def _comments(self, query: dict[str, str]) -> Answer:
        thread, edition = self.thread(int(query["article_id"])), self.edition
        since = int(query["date"]) if query.get("date") else None
        limit = min(30, int(query.get("limit") or 30))
        if branch := query.get("parent_id"):
            rows = thread.replies(branch, since)[:limit]
            return Answer("".join(old_comments.row_of(thread, row, edition) for row in rows))
        if query.get("reverse"):
            return Answer(old_comments.rows_of(thread, thread.newer(since or 0), edition))
        sort = "asc" if query.get("sort") == "asc" else "desc"
        if not query.get("limit"):
            return Answer(old_comments.list_of(thread, edition, sort))
        return Answer(old_comments.rows_of(thread, thread.roots(sort, since, limit), edition))

    def _chat(self, query: dict[str, str]) -> Answer:
        found: Any = chat.messages(self.thread(int(query["article_id"])), query)
        return Answer(json.dumps(found, ensure_ascii=False), "json")

    def _dynamics(self, query: dict[str, str], number: str) -> Answer:
        emoji = "".join(
            f'<a class="emoji__item" data-type="s{n}"><i class="m-value">{n % 3}</i></a>'
            for n in range(1, 7)
        )
        return Answer(
            f'<div class="article__userbar-emoji"><div class="emoji" data-id="{esc(number)}">'
            f'{emoji}</div></div><span class="statistic__item m-views">{int(number) % 977}</span>'
        )


def _day(text: str) -> date:
    return datetime.strptime(text, "%Y%m%d").replace(tzinfo=UTC).date()
