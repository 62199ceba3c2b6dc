"""The New York Times' own comments: roots by `offset`, then one request per branch."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlencode

from w3lib.url import add_or_replace_parameter, url_query_parameter

from newscrawl.engines.answers import (
    Object,
    Placed,
    dig,
    flag,
    garbage,
    guessed,
    link,
    markup,
    moment,
    number,
    objects,
    parameter,
    string,
    unfold,
    unseen,
)
from newscrawl.engines.base import ArticleRef, Batch, CommentEngine
from newscrawl.engines.marks import stands_on
from newscrawl.items import Author, Comment, CommentStatus, Printed
from newscrawl.page import Page

if TYPE_CHECKING:
    from scrapy import Request

HANDLER = "/svc/community/V3/requestHandler"
LIMIT = 100


class Nyt(CommentEngine):
    name = "nyt"
    api: ClassVar[str] = "https://www.nytimes.com"
    never: ClassVar[tuple[str, ...]] = (
        r"^(?!\S+ \S*\bcmd=Get(?:CommentsAll|RepliesBySequence)\b)\S+ \S*/V3/requestHandler",
        r"^(?!GET|HEAD|OPTIONS)\w+ \S*/svc/community/",
    )

    def detect(self, page: Page) -> str | None:
        shown = stands_on(page, "nytimes.com") and page.meta("og:type", "pt", "articleid")
        return "the host, and an article's metadata" if shown else None

    def start(self, page: Page, article: ArticleRef) -> Batch | None:
        if not self.detect(page):
            return None
        query = {
            "cmd": "GetCommentsAll",
            "url": article.url,
            "offset": 0,
            "limit": LIMIT,
            "sort": "oldest",
            "method": "get",
            "commentSequence": 0,
            "includeReplies": "true",
        }
        return Batch(more=[self.request(f"{self.api}{HANDLER}?{urlencode(query)}")])

    def parse(self, page: Page, article: ArticleRef) -> Batch:
        results = dig(page.json, "results")
        if not isinstance(dig(results, "comments"), list):
            return garbage(page, "no results")
        roots = objects(results, "comments")
        comments = [
            comment
            for placed in unfold(roots, "replies")
            if (comment := self._comment(placed, article))
        ]
        branch = url_query_parameter(page.url, "cmd") == "GetRepliesBySequence"
        batch = Batch(comments=comments)
        if not branch:
            batch.declared = number(dig(results, "totalCommentsFound"))
            batch.declared_roots = number(dig(results, "totalParentCommentsFound"))
            batch.more = self._next(page, len(roots), batch.declared_roots)
        batch.more += [
            request
            for placed in unfold(roots, "replies")
            if (request := self._replies(page, placed.row, branch))
        ]
        return batch

    def reads(self, url: str) -> bool:
        return HANDLER in url

    def _next(self, page: Page, given: int, total: int | None) -> list[Request]:
        # The limit is only our request: count the roots that really came.
        offset = (parameter(page.url, "offset", 0) or 0) + given
        if not given or total is None or offset >= total:
            return []
        return [self.request(add_or_replace_parameter(page.url, "offset", str(offset)))]

    def _replies(self, page: Page, row: Object, branch: bool) -> Request | None:
        """Return the request for the rest of a branch, or for its next rows."""
        sequence = string(row.get("commentSequence"))
        shown = len(objects(row, "replies"))
        if not sequence or shown >= (number(row.get("replyCount")) or 0):
            return None
        offset = 0
        if branch and sequence == url_query_parameter(page.url, "commentSequence"):
            offset = (parameter(page.url, "offset", 0) or 0) + shown
            if not shown or offset >= (number(row.get("replyCount")) or 0):
                return None
        state = unseen(self.state_of(page), f"{sequence}:{offset}")
        if state is None:
            return None
        guessed(page, "the call for a branch takes the root's sequence and an offset")
        query = {
            "cmd": "GetRepliesBySequence",
            "url": url_query_parameter(page.url, "url") or "",
            "offset": offset,
            "limit": LIMIT,
            "sort": "oldest",
            "method": "get",
            "commentSequence": sequence,
        }
        return self.request(f"{page.url.partition('?')[0]}?{urlencode(query)}", state)

    def _comment(self, placed: Placed, article: ArticleRef) -> Comment | None:
        row = placed.row
        if (comment_id := string(row.get("commentID"))) is None:
            return None
        holder = string(dig(placed.holder, "commentID"))
        # A root's parentID is null in the specification; 0 and its own id are treated alike.
        parent = string(row.get("parentID")) or holder
        parent = None if parent in ("0", comment_id) else parent
        shown = row.get("status") in (None, "approved")
        text, html = markup(row.get("commentBody")) if shown else (None, None)
        # `updateDate` is when it was approved, not when its author edited it.
        printed = moment(row.get("createDate"))
        root = string(placed.top.get("commentID"))
        return self.comment(
            article,
            comment_id,
            parent=parent,
            root_id=self.full_id(article, root) if root and (parent is None or holder) else None,
            parent_author=string(row.get("parentUserDisplayName")),
            depth=_depth(row, placed),
            published=Printed(printed, "api" if printed else None),
            text=text,
            text_html=html,
            author=_author(row),
            upvote_count=number(row.get("recommendations")),
            reply_count=number(row.get("replyCount")),
            is_editors_pick=flag(row.get("editorsSelection")),
            status=_status(shown),
        )


def _depth(row: Object, placed: Placed) -> int | None:
    # The system counts levels from 1.
    given = number(row.get("depth"))
    return given - 1 if given else placed.depth


def _status(shown: bool) -> CommentStatus:
    return "visible" if shown else "removed_unknown"


def _author(row: Object) -> Author | None:
    name, account = string(row.get("userDisplayName")), string(row.get("userID"))
    if not name and not account:
        return None
    # Guess: reporters are marked by the comment's type.
    staff = True if row.get("commentType") == "reporterReply" else None
    place, url = string(row.get("userLocation")), link(row.get("userURL"))
    return Author(name=name, id=account, url=url, location=place, is_staff=staff)
