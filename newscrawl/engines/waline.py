"""Waline: numbered pages of roots, each with all its replies in a flat list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlencode, urlsplit

from w3lib.url import add_or_replace_parameter, url_query_parameter

from newscrawl.engines.answers import (
    Object,
    Placed,
    dig,
    flag,
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
from newscrawl.engines.marks import Marked, setting
from newscrawl.items import Author, Comment, Printed
from newscrawl.page import Page

if TYPE_CHECKING:
    from scrapy import Request

ROUTE = "/api/comment"
STAFF = "administrator"


class Waline(Marked):
    name = "waline"
    elements = ("#waline", ".wl-cards")
    words = (r"\bWaline\.init\s*\(",)
    widget = Widget(
        root="#waline",
        more=(".wl-operation .wl-btn",),
        rows=".wl-card-item[id]",
        row_id="id",
        answers=rf"{ROUTE}\?",
    )
    never: ClassVar[tuple[str, ...]] = (
        r"^(?!GET|HEAD|OPTIONS)\w+ \S*/api/(?:comment|article|token|user)\b",
    )

    def start(self, page: Page, article: ArticleRef) -> Batch | None:
        server = setting(page, "serverURL", "serverURL")
        base = link(join(page.url, server or ""))
        if not server or not base or not self.detect(page):
            return None
        query = {
            "path": setting(page, "serverURL", "path") or urlsplit(article.url).path or "/",
            "pageSize": 10,
            "page": 1,
            "lang": "en",
            "sortBy": "insertedAt_desc",
        }
        return Batch(more=[self.request(f"{base.rstrip('/')}{ROUTE}?{urlencode(query)}")])

    def newest(self, requests: Sequence[Request]) -> list[Request]:
        return list(requests)

    def parse(self, page: Page, article: ArticleRef) -> Batch:
        # Older servers omit the outer `data`.
        data = dig(page.json, "data") if dig(page.json, "errno") is not None else page.json
        if not isinstance(dig(data, "data"), list):
            return garbage(page, "no list of comments")
        placed = list(unfold(objects(data, "data"), "children"))
        comments = [one for here in placed if (one := self._comment(here, page, article))]
        batch = Batch(comments=comments, declared=number(dig(data, "count")))
        here = parameter(page.url, "page", 1) or 1
        if comments and here < (number(dig(data, "totalPages")) or 0):
            url = add_or_replace_parameter(page.url, "page", str(here + 1))
            batch.more = [self.request(url)]
        return batch

    def reads(self, url: str) -> bool:
        return f"{ROUTE}?" in url and bool(url_query_parameter(url, "path"))

    def _comment(self, placed: Placed, page: Page, article: ArticleRef) -> Comment | None:
        row = placed.row
        if (comment_id := string(row.get("objectId"))) is None or row.get("status") == "spam":
            return None
        top = string(placed.top.get("objectId"))
        # `children` is flat: `pid` is the comment a reply answers, the holder only its root.
        parent = string(row.get("pid")) or (top if top != comment_id else None)
        root = string(row.get("rid")) or top
        pending = row.get("status") == "waiting"
        text, html = markup(row.get("comment"))
        printed = moment(row.get("time"))
        return self.comment(
            article,
            comment_id,
            parent=parent,
            root_id=self.full_id(article, root) if root else None,
            parent_author=string(dig(row, "reply_user", "nick")),
            thread_id=url_query_parameter(page.url, "path"),
            depth=0 if parent is None else 1 if parent == root else None,
            published=Printed(printed, "api" if printed else None),
            text=text,
            text_html=html,
            author=_author(row),
            upvote_count=number(row.get("like")),
            is_pinned=flag(row.get("sticky")),
            status="pending" if pending else "visible",
        )


def _author(row: Object) -> Author | None:
    name, url, account = (
        string(row.get("nick")),
        link(row.get("link")),
        string(row.get("user_id")),
    )
    staff = True if row.get("type") == STAFF else None
    return Author(name=name, url=url, id=account, is_staff=staff) if name or url else None
