"""The Guardian's own comments: one JSON route, with all replies under their root in a flat list."""

import re
from typing import ClassVar

from w3lib.url import add_or_replace_parameter

from newscrawl.engines.answers import (
    Object,
    dig,
    flag,
    garbage,
    link,
    markup,
    number,
    objects,
    parameter,
    string,
    unfold,
)
from newscrawl.engines.base import ArticleRef, Batch, CommentEngine
from newscrawl.engines.marks import stands_on
from newscrawl.items import Author, Comment, CommentStatus, Printed
from newscrawl.page import Page

# Slashes in a JSON configuration may be escaped.
KEY = re.compile(
    r"[\"']?shortUrl(?:Id)?[\"']?\s*:\s*[\"'](?:https?:\\?/\\?/[\w.]+)?\\?/p\\?/(\w+)",
    re.IGNORECASE,
)
STAFF = ("staff", "guardian contributor")
STATUS: dict[str, CommentStatus] = {"visible": "visible", "blocked": "removed_by_moderator"}


class Guardian(CommentEngine):
    name = "guardian"
    api: ClassVar[str] = "https://discussion.theguardian.com/discussion-api"
    # Guess: recommending and reporting are POSTs to the same host.
    never: ClassVar[tuple[str, ...]] = (r"^(?!GET|HEAD|OPTIONS)\w+ \S*/discussion-api/",)

    def detect(self, page: Page) -> str | None:
        shown = stands_on(page, "theguardian.com") and KEY.search(page.scripts)
        return "the host, and a short URL in the page's configuration" if shown else None

    def start(self, page: Page, article: ArticleRef) -> Batch | None:
        if not stands_on(page, "theguardian.com") or not (key := KEY.search(page.scripts)):
            return None
        query = "pageSize=100&page=1&orderBy=oldest&displayThreaded=true"
        # The double slash is the service's own: its key begins with a slash.
        return Batch(more=[self.request(f"{self.api}/discussion//p/{key[1]}?{query}")])

    def parse(self, page: Page, article: ArticleRef) -> Batch:
        talk = dig(page.json, "discussion")
        if not isinstance(dig(talk, "comments"), list):
            return garbage(page, "no discussion")
        thread = string(dig(talk, "key"))
        comments = [
            comment
            for placed in unfold(objects(talk, "comments"), "responses")
            if (comment := self._comment(placed.row, placed.top, thread, article))
        ]
        batch = Batch(
            comments=comments,
            declared=number(dig(talk, "commentCount")),
            declared_roots=number(dig(talk, "topLevelCommentCount")),
        )
        here = number(dig(page.json, "currentPage")) or parameter(page.url, "page", 1) or 1
        if comments and here < (number(dig(page.json, "pages")) or 0):
            url = add_or_replace_parameter(page.url, "page", str(here + 1))
            batch.more = [self.request(url)]
        if not comments and flag(dig(talk, "isClosedForComments")) and not batch.declared:
            batch.status, batch.reason = "closed", "the discussion is closed"
        return batch

    def reads(self, url: str) -> bool:
        return "/discussion-api/discussion/" in url

    def _comment(
        self, row: Object, top: Object, thread: str | None, article: ArticleRef
    ) -> Comment | None:
        if (comment_id := string(row.get("id"))) is None:
            return None
        # `responses` is flat: it belongs to the root, not to the comment a reply answers.
        answered = dig(row, "responseTo")
        root = string(top.get("id"))
        parent = string(dig(answered, "commentId")) or (root if row is not top else None)
        status = STATUS.get(string(row.get("status")) or "visible", "removed_unknown")
        # The body of a blocked comment is the moderators' notice.
        text, html = markup(row.get("body")) if status == "visible" else (None, None)
        printed = string(row.get("isoDateTime"))
        return self.comment(
            article,
            comment_id,
            parent=parent,
            root_id=self.full_id(article, root) if root else None,
            parent_author=string(dig(answered, "displayName")),
            thread_id=thread,
            depth=0 if parent is None else 1 if parent == root else None,
            published=Printed(printed, "api" if printed else None),
            url=link(row.get("webUrl")),
            text=text,
            text_html=html,
            author=_author(row.get("userProfile")),
            upvote_count=number(row.get("numRecommends")),
            is_editors_pick=flag(row.get("isHighlighted")),
            status=status,
        )


def _author(profile: object) -> Author | None:
    name, account = string(dig(profile, "displayName")), string(dig(profile, "userId"))
    if not name and not account:
        return None
    badges = [string(badge.get("name")) or "" for badge in objects(profile, "badge")]
    # Guess: badges have only been seen empty.
    staff = True if any(badge.lower() in STAFF for badge in badges) else None
    return Author(name=name, id=account, url=link(dig(profile, "webUrl")), is_staff=staff)
