"""Isso: roots by offset, then for each root the replies that the first answer left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlencode, urlsplit

from w3lib.url import add_or_replace_parameters, url_query_parameter

from newscrawl.engines.answers import (
    Object,
    Placed,
    dig,
    garbage,
    join,
    link,
    markup,
    moment,
    number,
    objects,
    parameter,
    string,
    unfold,
)
from newscrawl.engines.base import ArticleRef, Batch, Widget
from newscrawl.engines.marks import Marked
from newscrawl.items import Author, Comment, CommentStatus, Printed
from newscrawl.page import Page

if TYPE_CHECKING:
    from scrapy import Request

ROOTS, REPLIES = 50, 50
STATUS: dict[int, CommentStatus] = {1: "visible", 2: "pending", 4: "removed_unknown"}
"""By `mode`; 4 is a deleted comment kept because it has replies."""


class Isso(Marked):
    name = "isso"
    elements = ("#isso-thread", "script[data-isso]")
    widget = Widget(
        root="#isso-thread",
        more=("a.isso-load-hidden",),
        rows="#isso-root .isso-comment[id^=isso-]",
        row_id="id",
        answers=r"[?&]uri=",
    )
    never: ClassVar[tuple[str, ...]] = (
        r"^POST \S*/new\b",
        r"^(?:POST|PUT|DELETE|PATCH) \S*/id/\d+",
        r"^(?:POST|PUT|DELETE|PATCH) \S*/(?:preview|login)\b",
        # These write, although by GET.
        r"/id/\d+/(?:unsubscribe|edit|activate|delete)/",
    )

    def start(self, page: Page, article: ArticleRef) -> Batch | None:
        base = link(join(page.url, page.attr("script[data-isso]", "data-isso") or ""))
        if not base or not page.css("#isso-thread"):
            return None
        # A thread without an id of its own is identified by the path of its page.
        thread = page.attr("#isso-thread", "data-isso-id") or urlsplit(article.url).path or "/"
        query = {
            "uri": thread,
            "sort": "oldest",
            "offset": 0,
            "limit": ROOTS,
            "nested_limit": REPLIES,
        }
        return Batch(more=[self.request(f"{base.rstrip('/')}/?{urlencode(query)}")])

    def newest(self, requests: Sequence[Request]) -> list[Request]:
        return [
            one.replace(url=add_or_replace_parameters(one.url, {"sort": "newest"}))
            for one in requests
        ]

    def parse(self, page: Page, article: ArticleRef) -> Batch:
        rows = objects(page.json, "replies")
        if not isinstance(dig(page.json, "replies"), list):
            return garbage(page, "no list of replies")
        branch = string(url_query_parameter(page.url, "parent"))
        batch = Batch(declared=None if branch else number(dig(page.json, "total_replies")))
        for placed in unfold(rows, "replies"):
            if comment := self._comment(placed, branch, page, article):
                batch.comments.append(comment)
            if not branch and placed.depth == 0:
                batch.more += self._replies(page, placed.row)
        if rows and (number(dig(page.json, "hidden_replies")) or 0) > 0:
            offset = (parameter(page.url, "offset", 0) or 0) + len(rows)
            batch.more += [self._ask(page, {"offset": offset})]
        return batch

    def reads(self, url: str) -> bool:
        return bool(re.search(r"(?:^|&)uri=", url.partition("/?")[2]))

    def _replies(self, page: Page, row: Object) -> list[Request]:
        root, shown = string(row.get("id")), len(objects(row, "replies"))
        if not root or (number(row.get("hidden_replies")) or 0) <= 0:
            return []
        return [self._ask(page, {"parent": root, "offset": shown, "limit": REPLIES})]

    def _ask(self, page: Page, values: dict[str, str | int]) -> Request:
        query = {key: str(value) for key, value in values.items()}
        return self.request(add_or_replace_parameters(page.url, query))

    def _comment(
        self, placed: Placed, branch: str | None, page: Page, article: ArticleRef
    ) -> Comment | None:
        row = placed.row
        if (comment_id := string(row.get("id"))) is None:
            return None
        root = branch or string(placed.top.get("id"))
        parent = string(row.get("parent")) or (root if root != comment_id else None)
        status = STATUS.get(number(row.get("mode")) or 1, "removed_unknown")
        text, html = markup(row.get("text")) if status == "visible" else (None, None)
        created, modified = moment(row.get("created")), moment(row.get("modified"))
        return self.comment(
            article,
            comment_id,
            parent=parent,
            root_id=self.full_id(article, root) if root else None,
            thread_id=url_query_parameter(page.url, "uri"),
            depth=0 if parent is None else 1 if parent == root else None,
            published=Printed(created, "api" if created else None),
            modified=Printed(modified, "api" if modified else None),
            url=f"{article.url.partition('#')[0]}#isso-{comment_id}",
            text=text,
            text_html=html,
            author=_author(row),
            is_edited=modified is not None if "modified" in row else None,
            upvote_count=number(row.get("likes")),
            downvote_count=number(row.get("dislikes")),
            # Only top-level comments have it.
            reply_count=number(row.get("total_replies")),
            status=status,
        )


def _author(row: Object) -> Author | None:
    name, url = string(row.get("author")), link(row.get("website"))
    return Author(name=name, url=url) if name or url else None
