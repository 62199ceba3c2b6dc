"""Coral, formerly Talk: the page's own GraphQL request, asked again with the next cursor.

Raw queries are refused, and the id of a stored query changes with the version, so a browser must
first see the page's own request. Last checked against the vendor's source, version 9.11.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, ClassVar

from w3lib.url import add_or_replace_parameter, url_query_parameter

from newscrawl.engines.answers import (
    Object,
    dig,
    flag,
    garbage,
    guessed,
    markup,
    number,
    objects,
    string,
    unfold,
    unseen,
)
from newscrawl.engines.base import ArticleRef, Batch, Widget
from newscrawl.engines.marks import Marked
from newscrawl.items import Author, Comment, CommentStatus, Printed
from newscrawl.page import Page

if TYPE_CHECKING:
    from scrapy import Request

STAFF = frozenset(["ADMIN", "MODERATOR", "STAFF"])


class Coral(Marked):
    name = "coral"
    elements = (
        "#coral_thread",
        "#coral-thread",
        "#coral_talk_stream",
        "#coralTalkStream",
        "#coral-talk",
    )
    words = (
        r"\bCoral\.createStreamEmbed\b",
        r"\bCoral\.Talk\.render\b",
        r"//[\w.-]+\.coralproject\.net",
    )
    widget = Widget(
        root="#coral_thread, #coral-thread, #coral_talk_stream",
        more=(
            "#comments-loadMore",
            ".coral-replyList-showAllButton",
            ".coral-replyList-showMoreButton",
        ),
        rows=".coral-comment",
        answers=r"/api/graphql",
    )
    never: ClassVar[tuple[str, ...]] = (
        # Mutations are POSTs, and a reader needs no POST.
        r"^(?!GET|HEAD|OPTIONS)\w+ \S*/api/graphql",
        r"^(?!GET|HEAD|OPTIONS)\w+ \S*/api/(?:auth|account)",
    )

    def parse(self, page: Page, article: ArticleRef) -> Batch:
        data = dig(page.json, "data")
        story, branch = dig(data, "story"), dig(data, "comment")
        listed = dig(story, "comments") or dig(branch, "replies")
        if not isinstance(dig(listed, "edges"), list):
            return garbage(page, "no list of comments")
        root = string(dig(branch, "id"))
        batch = Batch(declared=number(dig(story, "commentCounts", "totalPublished")))
        for placed in unfold(objects(listed, "edges"), "node", "replies", "edges"):
            holder = string(dig(placed.holder, "node", "id")) or root
            top = string(dig(placed.top, "node", "id")) if story else None
            if comment := self._comment(dig(placed.row, "node"), holder, top, article):
                comment.thread_id = string(dig(story, "id"))
                batch.comments.append(comment)
            if flag(dig(placed.row, "node", "replies", "pageInfo", "hasNextPage")):
                # Replies have their own stored query; only the page's request shows its id.
                batch.reason = "more replies than shown: the browser opens them"
        batch.more = self._next(page, listed)
        if not batch.comments and flag(dig(story, "isClosed")):
            batch.status, batch.reason = "closed", "the story is closed"
        return batch

    def reads(self, url: str) -> bool:
        return "/api/graphql" in url and bool(url_query_parameter(url, "id"))

    def _next(self, page: Page, listed: Any) -> list[Request]:
        cursor = string(dig(listed, "pageInfo", "endCursor"))
        variables = _variables(page.url)
        if not flag(dig(listed, "pageInfo", "hasNextPage")) or not cursor or variables is None:
            return []
        # The first stored query of a version may ignore the cursor: it then returns the same page
        # and cursor again, which ends the walk.
        if "cursor" not in variables:
            guessed(page, "the first query takes a cursor")
        asked = string(variables.get("cursor"))
        state = unseen(self.state_of(page) or {"asked": [asked] if asked else []}, cursor)
        if state is None:
            return []
        next_variables = json.dumps({**variables, "cursor": cursor}, separators=(",", ":"))
        return [
            self.request(add_or_replace_parameter(page.url, "variables", next_variables), state)
        ]

    def _comment(
        self, node: Any, holder: str | None, top: str | None, article: ArticleRef
    ) -> Comment | None:
        if not isinstance(node, dict) or (comment_id := string(node.get("id"))) is None:
            return None
        parent = string(dig(node, "parent", "id")) or holder
        status, printed = _status(node), string(node.get("createdAt"))
        text, html = markup(node.get("body")) if status == "visible" else (None, None)
        depth = number(node.get("depth"))
        return self.comment(
            article,
            comment_id,
            parent=parent,
            root_id=self.full_id(article, top) if top else None,
            parent_author=string(dig(node, "parent", "author", "username")),
            depth=depth if parent else 0,
            published=Printed(printed, "api" if printed else None),
            text=text,
            text_html=html,
            author=_author(node) if status == "visible" else None,
            is_edited=flag(dig(node, "editing", "edited")),
            upvote_count=number(dig(node, "actionCounts", "reaction", "total")),
            reply_count=number(node.get("replyCount")),
            is_editors_pick=_featured(node),
            status=status,
        )


def _variables(url: str) -> Object | None:
    try:
        found = json.loads(url_query_parameter(url, "variables") or "")
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _status(node: Object) -> CommentStatus:
    if node.get("status") == "REJECTED":
        return "removed_by_moderator"
    if flag(node.get("deleted")) or node.get("body") is None:
        return "removed_unknown"
    return "pending" if string(node.get("status")) in {"PREMOD", "SYSTEM_WITHHELD"} else "visible"


def _author(node: Object) -> Author | None:
    name, account = (string(dig(node, "author", key)) for key in ("username", "id"))
    marks = {string(tag.get("code")) for tag in objects(node, "tags")}
    # Guess: staff are marked by a tag, or by the role in the answer.
    staff = True if marks & STAFF or string(dig(node, "author", "role")) in STAFF else None
    return Author(name=name, id=account, is_staff=staff) if name or account else None


def _featured(node: Object) -> bool | None:
    if not isinstance(node.get("tags"), list):
        return None
    return any(tag.get("code") == "FEATURED" for tag in objects(node, "tags"))
