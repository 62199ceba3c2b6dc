"""OpenWeb, formerly Spot.IM: one POST that only reads, repeated per page and per branch.

Last checked in November 2026 against public programs that ask `conversation/read` 1.0.0.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from newscrawl.engines.answers import (
    Object,
    dig,
    flag,
    garbage,
    moment,
    number,
    objects,
    prose,
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

READ = "/conversation/read"
PER_PAGE = 15
"""As many as the vendor's own program requests."""
SPOT = re.compile(r"\bsp_\w+")
STATUS: dict[str, CommentStatus] = {
    "pending": "pending",
    "require_approval": "pending",
    "reject": "removed_by_moderator",
    "block": "removed_by_moderator",
}
STAFF = ("is_admin", "is_moderator", "is_journalist", "is_community_moderator")


class Openweb(Marked):
    name = "openweb"
    api: ClassVar[str] = "https://api-2-0.spot.im/v1.0.0"
    elements = (
        '[data-spotim-module="conversation"]',
        '[data-spotim-app="conversation"]',
        '[data-spot-im-class="conversation"]',
    )
    words = (
        r"launcher\.spot\.im/spot/sp_",
        r"\bopenWebID[\"']?\s*[=:]\s*[\"']sp_",
        r"(?i)spot_?id[\"']?\s*[=:]\s*[\"']sp_",
    )
    widget = Widget(
        root='[data-spotim-module="conversation"], [data-spotim-app="conversation"]',
        more=(".spcv_show-more-repliesText",),
        rows="ul.spcv_messages-list article, ul.spcv_children-list article",
        answers=READ,
    )
    never: ClassVar[tuple[str, ...]] = (
        r"^(?!GET|HEAD|OPTIONS)\w+ \S*/conversation/(?:comment|report|message)\b",
        r"^(?!GET|HEAD|OPTIONS)\w+ \S*/rank/rank/",
    )

    def start(self, page: Page, article: ArticleRef) -> Batch | None:
        post, spot = _post(page), _spot(page)
        if not spot or not post:
            return None
        return Batch(more=[self._read({"spot": spot, "post": post, "parent": "", "offset": 0})])

    def parse(self, page: Page, article: ArticleRef) -> Batch:
        talk, state = dig(page.json, "conversation"), self._state(page)
        if not isinstance(dig(talk, "comments"), list):
            return garbage(page, "no conversation")
        rows = list(unfold(objects(talk, "comments"), "replies"))
        comments = [
            one for placed in rows if (one := self._comment(placed.row, talk, state, article))
        ]
        batch = Batch(comments=comments)
        if not state.get("parent"):
            batch.declared = number(dig(talk, "messages_count"))
            batch.declared_roots = number(dig(talk, "comments_count"))
        if state.get("spot") and state.get("post"):
            batch.more = self._more(talk, [placed.row for placed in rows], state)
        elif flag(dig(talk, "has_next")):
            batch.reason = "a browser's answer without its headers: the browser opens the rest"
        return batch

    def reads(self, url: str) -> bool:
        return READ in url

    def _state(self, page: Page) -> dict[str, Any]:
        """Return the state of our own request, or one read from the browser's request."""
        if state := self.state_of(page):
            return state
        try:
            body = json.loads(page.posted or b"{}")
        except (ValueError, RecursionError):
            return {}
        return {"parent": string(dig(body, "parent_id")) or ""}

    def _more(self, talk: Any, rows: list[Object], state: Mapping[str, Any]) -> list[Request]:
        branches = [row for row in rows if flag(row.get("has_next"))]
        ends = [(string(row.get("id")), number(row.get("offset"))) for row in branches]
        if flag(dig(talk, "has_next")) and rows:
            ends.insert(0, (str(state.get("parent", "")), number(dig(talk, "offset"))))
        found = []
        for parent, offset in ends:
            if parent is None or offset is None:
                continue
            if (noted := unseen(state, f"{parent}:{offset}")) is not None:
                found.append(self._read({**noted, "parent": parent, "offset": offset}))
        return found

    def _read(self, state: Mapping[str, Any]) -> Request:
        top = not state["parent"]
        body = {
            "sort_by": "oldest",
            "offset": state["offset"],
            "count": PER_PAGE,
            "depth": 2 if top else 1,
            "child_count": PER_PAGE if top else 0,
            "parent_id": state["parent"],
            "message_id": "",
            "extract_data": top and state["offset"] == 0,
        }
        headers = {
            "Content-Type": "application/json",
            "x-spot-id": state["spot"],
            "x-post-id": state["post"],
        }
        return self.request(
            self.api + READ, state, method="POST", body=json.dumps(body), headers=headers
        )

    def _comment(
        self, row: Object, talk: Any, state: Mapping[str, Any], article: ArticleRef
    ) -> Comment | None:
        if (comment_id := string(row.get("id"))) is None:
            return None
        parent = string(row.get("parent_id"))
        root = string(row.get("root_comment")) if parent else comment_id
        status, account = _status(row), string(row.get("user_id"))
        text, html = _text(row) if not status.startswith("removed") else (None, None)
        written = row.get("written_at")
        printed = moment(written if written is not None else row.get("time"))
        return self.comment(
            article,
            comment_id,
            parent=parent,
            root_id=self.full_id(article, root) if root else None,
            thread_id=string(state.get("post")),
            depth=0 if parent is None else 1 if parent == root else None,
            published=Printed(printed, "api" if printed else None),
            text=text,
            text_html=html,
            author=_author(dig(talk, "users", account or ""), account),
            is_edited=flag(row.get("edited")),
            upvote_count=number(dig(row, "rank", "ranks_up")),
            downvote_count=number(dig(row, "rank", "ranks_down")),
            reply_count=number(row.get("replies_count")),
            status=status,
        )


def _spot(page: Page) -> str | None:
    for query, name in (
        ("[data-spot-id]", "data-spot-id"),
        ('script[src*="launcher.spot.im/spot/sp_"]', "src"),
    ):
        if match := SPOT.search(page.attr(query, name) or ""):
            return match[0]
    named = r"(?i)(?:openWebID|spot_?id)[\"']?\s*[=:]\s*[\"'](sp_\w+)"
    match = re.search(named, page.scripts) or re.search(r"\.im/spot/(sp_\w+)", page.scripts)
    return match[1] if match else None


def _post(page: Page) -> str | None:
    # Themes put the same attribute on cards and forms, so try the vendor's own elements first.
    for query in ("[data-spotim-module]", "[data-spotim-app]", 'script[src*="spot.im"]'):
        if post := page.attr(f"{query}[data-post-id]", "data-post-id"):
            return post
    match = re.search(r"[\"']data-post-id[\"']\s*,\s*[\"']([^\"'\n]+)[\"']", page.scripts)
    return match[1] if match else page.attr("[data-spot-id][data-post-id]", "data-post-id")


def _status(row: Object) -> CommentStatus:
    if flag(row.get("deleted")):
        return "removed_unknown"
    status = STATUS.get(string(row.get("status")) or "", "visible")
    return "pending" if status == "visible" and flag(row.get("published")) is False else status


def _text(row: Object) -> tuple[str, str | None]:
    # A comment may be only a picture or an animation: its text is empty.
    pieces = [one.get("text") for one in objects(row, "content") if one.get("type") == "text"]
    read = [prose(piece) for piece in pieces if isinstance(piece, str)]
    html = "\n".join(piece for _, piece in read if piece)
    return "\n\n".join(text for text, _ in read if text), html or None


def _author(user: Any, account: str | None) -> Author | None:
    name = string(dig(user, "display_name"))
    # Guess: these marks come from the vendor's SDK; no answer with one has been seen.
    staff = True if any(flag(dig(user, mark)) for mark in STAFF) else None
    return Author(name=name, id=account, is_staff=staff) if name or account else None
