"""Vuukle: one GET for the first comments, then others for the rest. The page holds the key."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlencode, urlsplit

from w3lib.url import add_or_replace_parameter, url_query_parameter

from newscrawl.engines.answers import (
    Object,
    Placed,
    dig,
    flag,
    garbage,
    guessed,
    moment,
    number,
    objects,
    parameter,
    prose,
    string,
    unfold,
)
from newscrawl.engines.base import ArticleRef, Batch, Widget
from newscrawl.engines.marks import Marked, setting
from newscrawl.items import Author, Comment, Printed
from newscrawl.page import Page

if TYPE_CHECKING:
    from scrapy import Request

FIRST, NEXT = "/api/v1/Comments/loadVuukle", "/api/v1/Comments/getCommentFeedBySort"
SIZE = 25


class Vuukle(Marked):
    name = "vuukle"
    api: ClassVar[str] = "https://api.vuukle.com"
    elements = ("#vuukle-comments", ".vuukle-comments", '[id^="vuukle-comments"]')
    words = (r"\bVUUKLE_CONFIG\b", r"cdn\.vuukle\.com/platform\.js")
    widget = Widget(root="#vuukle-comments", answers=r"/api/v1/Comments/")
    never: ClassVar[tuple[str, ...]] = (r"^(?!GET|HEAD|OPTIONS)\w+ \S*vuukle\.com/",)

    def start(self, page: Page, article: ArticleRef) -> Batch | None:
        values = {key: setting(page, "VUUKLE_CONFIG", key) for key in ("articleId", "apiKey")}
        host = setting(page, "VUUKLE_CONFIG", "host") or urlsplit(article.url).hostname
        if not all(values.values()) or not host:
            return None
        query = {"host": host, **values, "uri": article.url, "start": 0}
        return Batch(more=[self.request(f"{self.api}{FIRST}?{urlencode(query)}")])

    def parse(self, page: Page, article: ArticleRef) -> Batch:
        listed = dig(page.json, "data", "comments")
        rows = objects(listed, "items") if isinstance(listed, dict) else objects(listed)
        if listed is None:
            return garbage(page, "no comments in the answer")
        # Guess: replies are nested; only the names in `items` have been published.
        placed = list(unfold(rows, "replies"))
        comments = [one for here in placed if (one := self._comment(here, page, article))]
        total = number(dig(page.json, "data", "total"))
        return Batch(comments=comments, declared=total, more=self._next(page, len(rows)))

    def reads(self, url: str) -> bool:
        return FIRST in url or NEXT in url

    def _next(self, page: Page, given: int) -> list[Request]:
        """Return the request for the next page; a page without rows ends the walk."""
        if not given:
            return []
        start = (parameter(page.url, "start", 0) or 0) + given
        if NEXT in page.url:
            return [self.request(add_or_replace_parameter(page.url, "start", str(start)))]
        kept = {key: url_query_parameter(page.url, key) for key in ("host", "articleId", "apiKey")}
        query = {**kept, "pageSize": SIZE, "start": start}
        base = page.url.partition(FIRST)[0]
        return [self.request(f"{base}{NEXT}?{urlencode(query)}")]

    def _comment(self, placed: Placed, page: Page, article: ArticleRef) -> Comment | None:
        row = placed.row
        if (text_and_html := prose(row.get("commentText")))[0] is None:
            return None
        comment_id = _id(row)
        if _given_id(row) is None:
            guessed(page, "a comment without an id is identified by its text, author and date")
        holder = _id(placed.holder) if placed.holder else None
        parent = string(row.get("parentId")) or holder
        parent = None if parent in ("0", "-1", comment_id) else parent
        printed, name = moment(row.get("createdAt")), string(row.get("name"))
        account = string(row.get("userId"))
        return self.comment(
            article,
            comment_id,
            parent=parent,
            thread_id=url_query_parameter(page.url, "articleId"),
            root_id=self.full_id(article, _id(placed.top)) if holder or not parent else None,
            depth=placed.depth if holder or not parent else None,
            published=Printed(printed, "api" if printed else None),
            text=text_and_html[0],
            text_html=text_and_html[1],
            author=Author(name=name, id=account) if name or account else None,
            upvote_count=number(row.get("upvotes")),
            downvote_count=number(row.get("downvotes")),
            is_pinned=flag(row.get("isPinned")),
        )


def _given_id(row: Object) -> str | None:
    # Guess: the name of the id has not been published; these are the two usual ones.
    return string(row.get("id")) or string(row.get("commentId"))


def _id(row: Object) -> str:
    seed = "\n".join(string(row.get(key)) or "" for key in ("userId", "createdAt", "commentText"))
    return _given_id(row) or hashlib.sha256(seed.encode()).hexdigest()[:16]
