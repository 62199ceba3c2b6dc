"""Ghost's own comments: pages of roots with three replies each; a request brings the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote, urlencode

from w3lib.url import add_or_replace_parameter

from newscrawl.engines.answers import (
    Object,
    dig,
    flag,
    garbage,
    join,
    link,
    markup,
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

ROUTE = "/members/api/comments/"
ORDER = "count__net_score desc, created_at desc"
BRANCH = re.compile(r"/members/api/comments/([^/?]+)/replies/")
STATUS: dict[str, CommentStatus] = {
    "published": "visible",
    "hidden": "removed_by_moderator",
    "deleted": "removed_by_author",
}


class Ghost(Marked):
    name = "ghost"
    elements = ("script[data-ghost-comments][data-post-id]", "#ghost-comments-root")
    widget = Widget(
        root="#ghost-comments-root",
        rows="[data-testid=comment-component]",
        answers=ROUTE,
    )
    never: ClassVar[tuple[str, ...]] = (
        r"^(?!GET|HEAD|OPTIONS)\w+ \S*/members/api/",
        r"/members/api/comments/[^/]+/(?:like|dislike|report)\b",
    )

    def start(self, page: Page, article: ArticleRef) -> Batch | None:
        script = "script[data-ghost-comments][data-post-id]"
        post = page.attr(script, "data-post-id")
        base = link(join(page.url, page.attr(script, "data-ghost-comments") or ""))
        if not post or not base:
            return None
        root = base.rstrip("/") + ROUTE
        query = urlencode({"limit": 20, "page": 1, "order": ORDER})
        counts = f"{root}counts/?{urlencode({'ids': post})}"
        return Batch(
            more=[self.request(counts), self.request(f"{root}post/{quote(post, safe='')}/?{query}")]
        )

    def newest(self, requests: Sequence[Request]) -> list[Request]:
        # The counts first: usually they show that nothing is new.
        counts = [one for one in requests if "/counts/" in one.url]
        lists = [one for one in requests if "/counts/" not in one.url]
        return counts + [
            one.replace(url=add_or_replace_parameter(one.url, "order", "created_at desc"))
            for one in lists
        ]

    def parse(self, page: Page, article: ArticleRef) -> Batch:
        if "/counts/" in page.url:
            return self._counts(page)
        if not isinstance(dig(page.json, "comments"), list):
            return garbage(page, "no list of comments")
        branch = BRANCH.search(page.url)
        batch = Batch()
        for placed in unfold(objects(page.json, "comments"), "replies"):
            root = branch[1] if branch else string(placed.top.get("id"))
            if comment := self._comment(placed.row, root, article):
                batch.comments.append(comment)
            if not branch and placed.depth == 0:
                batch.more += self._replies(page, placed.row)
        pages = dig(page.json, "meta", "pagination")
        batch.more += self._next(page, pages, bool(batch.comments))
        batch.declared_roots = None if branch else number(dig(pages, "total"))
        return batch

    def reads(self, url: str) -> bool:
        return ROUTE in url

    def _counts(self, page: Page) -> Batch:
        counts = list(page.json.values()) if isinstance(page.json, dict) else []
        return Batch(declared=number(counts[0]) if len(counts) == 1 else None)

    def _next(self, page: Page, pages: object, given: bool) -> list[Request]:
        here = number(dig(pages, "page")) or parameter(page.url, "page", 1) or 1
        if not given or here >= (number(dig(pages, "pages")) or 0):
            return []
        return [self.request(add_or_replace_parameter(page.url, "page", str(here + 1)))]

    def _replies(self, page: Page, row: Object) -> list[Request]:
        root, shown = string(row.get("id")), len(objects(row, "replies"))
        if not root or shown >= (number(dig(row, "count", "replies")) or 0):
            return []
        base = page.url.partition(ROUTE)[0]
        return [self.request(f"{base}{ROUTE}{quote(root, safe='')}/replies/?limit=100&page=1")]

    def _comment(self, row: Object, root: str | None, article: ArticleRef) -> Comment | None:
        if (comment_id := string(row.get("id"))) is None:
            return None
        held = root if root != comment_id else None
        parent = string(row.get("in_reply_to_id")) or held
        status = STATUS.get(string(row.get("status")) or "published", "removed_unknown")
        text, html = markup(row.get("html")) if status == "visible" else (None, None)
        created, edited = string(row.get("created_at")), string(row.get("edited_at"))
        return self.comment(
            article,
            comment_id,
            parent=parent,
            root_id=self.full_id(article, root) if root else None,
            thread_id=string(row.get("post_id")),
            depth=0 if parent is None else 1 if parent == root else None,
            published=Printed(created, "api" if created else None),
            modified=Printed(edited, "api" if edited else None),
            text=text,
            text_html=html,
            author=_author(row.get("member")),
            is_edited=edited is not None if "edited_at" in row else None,
            upvote_count=number(dig(row, "count", "likes")),
            downvote_count=number(dig(row, "count", "dislikes")),
            reply_count=number(dig(row, "count", "replies")),
            is_pinned=flag(row.get("pinned")),
            status=status,
        )


def _author(member: object) -> Author | None:
    # A member who left the site is null.
    name, account = string(dig(member, "name")), string(dig(member, "uuid"))
    return Author(name=name, id=account) if name or account else None
